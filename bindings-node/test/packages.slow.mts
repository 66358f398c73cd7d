/** A framework package as its README has it installed: packed, in an empty folder, beside the core and the framework. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { freshSettings } from "./support/engine.mjs";
import { root } from "./support/standin.mjs";

const folder = await mkdtemp(join(tmpdir(), "composio-packages-"));
after(() => rm(folder, { recursive: true, force: true }));

const run = (command: string, args: string[], cwd = folder) => execFileSync(command, args, { cwd, encoding: "utf8" });

const packed = run("npm", ["run", "--silent", "packages", "--", "vercel"], root).trim();
// The core is packed as it was built: the addon of a release takes minutes, and is not what this tests.
const core = run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], root).trim();
await writeFile(join(folder, "package.json"), '{"private": true}');
run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", join(folder, core), packed, "ai"]);

const use = `
const composio = new Composio({ ...JSON.parse(process.argv[2]), provider: new VercelProvider() });
composio.create("user_123").then(async (session) => {
  console.log(Object.keys(await session.tools()).length, composio.describe().home);
  await composio.close();
});
`;

for (const [file, loading] of [
  [
    "program.mjs",
    'import { Composio } from "@composio/core";\nimport { VercelProvider } from "@composio/vercel";\nimport "ai";',
  ],
  [
    "program.cjs",
    'const { Composio } = require("@composio/core");\nconst { VercelProvider } = require("@composio/vercel");',
  ],
] as const) {
  test(`${file} gives the framework a session's tools, from our core`, async (t) => {
    const settings = await freshSettings(t);
    await writeFile(join(folder, file), loading + use);
    const output = run(process.execPath, [file, JSON.stringify(settings)]);
    assert.equal(output.trim(), `4 ${settings.home}`);
  });
}

test("what cannot be packed is named with what can", () => {
  const pack = () => run(process.execPath, [join(root, "bindings-node", "packages", "pack.mjs"), "vercl"]);
  assert.throws(pack, /no package `vercl`; there are core, .*vercel/);
});
