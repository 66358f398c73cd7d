/** The package as somebody else gets it: packed, installed in an empty folder, imported, required, type-checked. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { freshSettings } from "./support/engine.mjs";
import { root } from "./support/standin.mjs";

const folder = await mkdtemp(join(tmpdir(), "composio-install-"));
after(() => rm(folder, { recursive: true, force: true }));

const run = (command: string, args: string[], cwd = folder) => execFileSync(command, args, { cwd, encoding: "utf8" });

// What was built is packed as it is: building is not what this tests.
const tarball = run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], root).trim();
await writeFile(join(folder, "package.json"), '{"private": true}');
run("npm", ["install", "--offline", "--silent", join(folder, tarball)]);

const use = `
const composio = new Composio(JSON.parse(process.argv[2]));
composio.create("user_123").then(async (session) => {
  console.log((await session.tools()).length);
  await composio.close();
});
`;

for (const [file, loading] of [
  ["program.mjs", 'import { Composio } from "@composio/core";'],
  ["program.cjs", 'const { Composio } = require("@composio/core");'],
] as const) {
  test(`${file} runs on the installed package`, async (t) => {
    await writeFile(join(folder, file), loading + use);
    const output = run(process.execPath, [file, JSON.stringify(await freshSettings(t))]);
    assert.equal(output.trim(), "4");
  });
}

for (const [file, loading] of [
  ["typed.mts", 'import { Composio, type OpenAiTool } from "@composio/core";'],
  [
    "typed.cts",
    'import core = require("@composio/core");\nimport Composio = core.Composio;\ntype OpenAiTool = core.OpenAiTool;',
  ],
] as const) {
  test(`${file} compiles against the installed types`, async () => {
    const program = `${loading}
export const tools = async (composio: Composio): Promise<OpenAiTool[]> => (await composio.create("user_123")).tools();
// @ts-expect-error the types are there, so this is refused
export const refused = async (composio: Composio): Promise<number> => composio.create("user_123");
`;
    await writeFile(join(folder, file), program);
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--skipLibCheck", "false"];
    const types = ["--lib", "es2023,esnext.disposable,dom", "--types", ""];
    run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), ...options, ...types, file]);
  });
}
