/**
 * Packs our packages for `npm install`: `node pack.mjs [names…]`, or `npm run packages` with the names after `--`.
 *
 * Names are `core` and the folders here; without any, all of them. Each is built and comes to lie in `target/packages`:
 * the core with its addon as it is released, the others with the framework their lock file says, whose types they are
 * compiled against.
 */

import { spawnSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { all, build, install, linked, must, packages, read, root } from "./building.mjs";

const destination = join(root, "target", "packages");
const known = ["core", ...(await all())];
const names = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = names.filter((name) => !known.includes(name));

if (unknown.length > 0) {
  process.stderr.write(`there is no package \`${unknown.join("`, `")}\`; there are ${known.join(", ")}\n`);
  process.exitCode = 2;
} else {
  await mkdir(destination, { recursive: true });
  await buildCore(names.includes("core"));
  for (const name of names) process.stdout.write(`${await packed(name)}\n`);
}

/** Compiled in any case if it is not: the types of the others need it. The addon takes minutes, so its building is seen. */
async function buildCore(withAddon) {
  if (withAddon) npm("run", "--silent", "build:release");
  else if (!(await read(join(root, "bindings-node", "dist", "index.d.ts")))) npm("run", "--silent", "build:ts");
}

/** The file it made. */
async function packed(name) {
  const folder = name === "core" ? root : join(packages, name);
  if (name !== "core") {
    await install(name);
    await linked(name);
    await build(folder);
  }
  // It is built: a script would build it again.
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", destination];
  return join(destination, (await must("npm", pack, folder)).trim());
}

function npm(...parameters) {
  const { status } = spawnSync("npm", parameters, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
