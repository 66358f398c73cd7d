/**
 * Builds the native addon with cargo and puts it where the loader looks.
 *
 *     node build-native.mjs             the dev profile: quick to build
 *     node build-native.mjs --release   the dist profile: small and fast, minutes to build; what `npm publish` ships
 */

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const release = process.argv.includes("--release") || process.env.npm_command === "publish";
const profile = release ? "dist" : "dev";
const target = targetOf();

const cargo = [
  "build",
  "--package",
  "composio-node",
  "--profile",
  profile,
  "--message-format",
  "json-render-diagnostics",
];
const messages = run(cargo)
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const library = messages
  .filter((message) => message.reason === "compiler-artifact" && message.target.name === "composio_node")
  .flatMap((message) => message.filenames)
  .find((file) => /\.(so|dylib|dll)$/.test(file));
if (!library) fail("cargo built no library");

const native = join(here, "native");
mkdirSync(native, { recursive: true });
const addon = join(native, `composio.${target}.node`);
// Renamed into place, because a running process keeps the old file mapped.
copyFileSync(library, `${addon}.new`);
renameSync(`${addon}.new`, addon);

/** The loader knows what it looks for. */
function targetOf() {
  try {
    return createRequire(import.meta.url)("./dist/native/binding.js").target();
  } catch {
    return fail("the TypeScript is not built; run `npm run build:ts` first");
  }
}

function run(args) {
  try {
    return execFileSync("cargo", args, {
      cwd: here,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    return fail(error.code === "ENOENT" ? "cargo is missing: install Rust from https://rustup.rs" : "cargo failed");
  }
}

function fail(why) {
  console.error(`the native addon was not built: ${why}`);
  process.exit(1);
}
