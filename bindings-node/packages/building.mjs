/** Puts a package together: its framework, our core beside it, and what the compiler makes of its sources. */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

export const packages = import.meta.dirname;
export const root = join(packages, "..", "..");
export const homes = join(root, "target", "frameworks", "node");
export const tsc = join(root, "node_modules", ".bin", "tsc");
export const INSTALL = ["--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error"];
const SECONDS = 300;

/** Every folder with a package of ours. */
export async function all() {
  const folders = await readdir(packages, { withFileTypes: true });
  const found = await Promise.all(
    folders.map(async ({ name }) => ((await read(join(packages, name, "src", "index.ts"))) ? name : undefined)),
  );
  return found.filter(Boolean).sort();
}

/** Installs what the lock file says, unless it is there already. Answers the folder. */
export async function install(name) {
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
export async function linked(name) {
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
export async function build(folder) {
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

/** Runs a program and answers what it printed; if it fails or hangs, an error with that. */
export function must(command, parameters, cwd) {
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

export async function read(path) {
  return readFile(path, "utf8").catch(() => undefined);
}
