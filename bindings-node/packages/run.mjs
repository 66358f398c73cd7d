/**
 * Tests every package here against its real framework: `node run.mjs [names…]`.
 *
 * Each gets its framework, at the versions of its lock file, in a folder of its own under `target/frameworks/node`; then
 * it is built, loaded with `import` and `require`, type-checked and tested, two at a time. `--lock` renews the lock files
 * from the package files instead.
 */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join, relative } from "node:path";

const packages = import.meta.dirname;
const root = join(packages, "..", "..");
const homes = join(root, "target", "frameworks", "node");
const tsc = join(root, "node_modules", ".bin", "tsc");
const INSTALL = ["--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error"];
const CHECK =
  "--ignoreConfig --noEmit --strict --noUncheckedIndexedAccess --skipLibCheck --allowImportingTsExtensions --types node --target es2023 --module nodenext --lib es2023,dom,esnext.disposable";
const SECONDS = 300;

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

/** Every folder with a package that has tests. */
async function all() {
  const folders = await readdir(packages, { withFileTypes: true });
  const found = await Promise.all(
    folders.map(async ({ name }) => ((await read(join(packages, name, "src", "index.ts"))) ? name : undefined)),
  );
  return found.filter(Boolean).sort();
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

/** Installs what the lock file says, unless it is there already. Answers the folder. */
async function install(name) {
  const home = join(homes, name);
  const lock = await readFile(join(packages, name, "package-lock.json"), "utf8");
  const mark = createHash("sha256").update(lock).digest("hex");
  if ((await read(join(home, "installed"))) === mark) return home;
  await mkdir(home, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    await copyFile(join(packages, name, file), join(home, file));
  await must("npm", ["ci", ...INSTALL], home);
  await writeFile(join(home, "installed"), mark);
  return home;
}

/** Our core beside the framework, and both where the package looks for them. */
async function linked(name) {
  const modules = join(homes, name, "node_modules");
  await link(root, join(modules, "@composio", "core"));
  await link(modules, join(packages, name, "node_modules"));
}

async function link(target, path) {
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { recursive: true, force: true });
  await symlink(relative(dirname(path), target), path);
}

/** The same sources for `import` and for `require`. */
async function build(folder) {
  await rm(join(folder, "dist"), { recursive: true, force: true });
  const options = ["-p", "tsconfig.json"];
  await must(tsc, options, folder);
  await must(
    tsc,
    [...options, "--module", "commonjs", "--moduleResolution", "bundler", "--outDir", "dist/cjs"],
    folder,
  );
  await writeFile(join(folder, "dist", "cjs", "package.json"), '{ "type": "commonjs" }\n');
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

/** Runs a program and answers what it printed; if it fails or hangs, an error with that. */
function must(command, parameters, cwd) {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(SECONDS * 1000);
    const child = spawn(command, parameters, { cwd, stdio: ["ignore", "pipe", "pipe"], signal });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => printed.push(piece));
    child.on("error", (error) => reject(new Error(`\`${command}\`: ${error.message}\n${Buffer.concat(printed)}`)));
    child.on("close", (status) => {
      const output = Buffer.concat(printed).toString();
      if (status === 0) resolve(output);
      else reject(new Error(`\`${[command, ...parameters].join(" ")}\` ended with ${status}\n${output}`));
    });
  });
}

/** What a run of tests says about those that failed; all of it if they never began. */
function failures(output) {
  const failed = output.match(/^not ok .*?(?=^# |^ok )/gms);
  return failed ? `\n${failed.join("")}` : output;
}

async function read(path) {
  return readFile(path, "utf8").catch(() => undefined);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
