/**
 * Tests every package here against its real framework: `node run.mjs [names…]`.
 *
 * Each gets its framework, at the versions of its lock file, in a folder of its own under `target/frameworks/node`; then
 * it is built, loaded with `import` and `require`, type-checked and tested, two at a time. `--lock` renews the lock files
 * from the package files instead.
 */

import { readdir, readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { all, build, homes, INSTALL, install, linked, must, packages, read, tsc } from "./building.mjs";

const CHECK =
  "--ignoreConfig --noEmit --strict --noUncheckedIndexedAccess --skipLibCheck --allowImportingTsExtensions --types node --target es2023 --module nodenext --lib es2023,dom,esnext.disposable";

const args = process.argv.slice(2);
const asked = args.filter((name) => !name.startsWith("-"));
const names = asked.length > 0 ? asked : await all();

if (args.includes("--lock")) {
  for (const name of ["node22", ...names]) {
    // The link to what is installed: npm would lock that, by its path.
    await rm(join(packages, name, "node_modules"), { recursive: true, force: true });
    await must(
      "npm",
      ["install", "--package-lock-only", "--omit-lockfile-registry-resolved", ...INSTALL],
      join(packages, name),
    );
  }
} else {
  const node = await nodeForTypeScript();
  const waiting = [...names];
  const outcomes = [];
  await Promise.all(
    Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
      for (let name = waiting.shift(); name; name = waiting.shift()) outcomes.push(await tested(name, node));
    }),
  );
  const passed = outcomes.filter(Boolean).length;
  say(`${passed} passed, ${outcomes.length - passed} failed`);
  process.exitCode = passed === outcomes.length ? 0 : 1;
}

/** Prints a line for one package and answers whether it passed. */
async function tested(name, node) {
  const started = performance.now();
  const folder = join(packages, name);
  try {
    await install(name);
    await linked(name);
    await build(folder);
    await must(node, ["-e", `require("@composio/${name}")`], folder);
    await must(node, ["--input-type=module", "-e", `await import("@composio/${name}")`], folder);
    const files = await sources(folder);
    await must(tsc, [...CHECK.split(" "), ...files], folder);
    const tests = files.filter((file) => file.endsWith(".test.mts"));
    const output = await must(node, ["--test", "--test-reporter=tap", ...tests], folder).catch((error) => {
      throw new Error(failures(error.message));
    });
    const count = (what) => new RegExp(`^# ${what} (\\d+)`, "m").exec(output)?.[1] ?? "0";
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    say(
      `ok      ${name} (${await versions(name)}): ${count("pass")} passed, ${count("skipped")} skipped, ${seconds} s`,
    );
    return true;
  } catch (error) {
    say(`FAILED  ${name}: ${error.message}`);
    return false;
  }
}

async function sources(folder) {
  const files = await Promise.all(
    ["test", "examples"].map(async (part) => (await readdir(join(folder, part))).map((file) => join(part, file))),
  );
  return files.flat().filter((file) => file.endsWith("ts"));
}

/** The framework's version, as installed: the peer that is not ours. */
async function versions(name) {
  const { peerDependencies } = JSON.parse(await readFile(join(packages, name, "package.json"), "utf8"));
  const frameworks = Object.keys(peerDependencies).filter((peer) => peer !== "@composio/core");
  const installed = await Promise.all(
    frameworks.map(async (framework) => {
      const manifest = await read(join(homes, name, "node_modules", framework, "package.json"));
      return manifest && `${framework} ${JSON.parse(manifest).version}`;
    }),
  );
  return installed.filter(Boolean).join(", ");
}

/** This Node if it runs TypeScript as it is, else one installed for that. */
async function nodeForTypeScript() {
  if (process.features.typescript) return process.execPath;
  return join(await install("node22"), "node_modules", "node", "bin", "node");
}

/** What a run of tests says about those that failed; all of it if they never began. */
function failures(output) {
  const failed = output.match(/^not ok .*?(?=^# |^ok )/gms);
  return failed ? `\n${failed.join("")}` : output;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
