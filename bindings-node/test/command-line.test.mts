/** The program that the package installs: its exit codes, its output, Ctrl-C. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { freshSettings } from "./support/engine.mjs";
import { root } from "./support/standin.mjs";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  version: string;
  bin: { composio: string };
};
const program = join(root, manifest.bin.composio);

async function environment(t: Parameters<typeof freshSettings>[0]): Promise<NodeJS.ProcessEnv> {
  const { home, connectOrigin } = await freshSettings(t);
  return { ...process.env, COMPOSIO_HOME: home, COMPOSIO_CONNECT_ORIGIN: connectOrigin };
}

test("the program runs", async (t) => {
  const env = await environment(t);
  const run = (...words: string[]) => spawnSync(process.execPath, [program, ...words], { env, encoding: "utf8" });
  assert.equal(run("--version").stdout, `composio ${manifest.version}\n`);
  const found = run("tools", "search", "create an issue in github", "--json");
  assert.equal(found.status, 0, found.stderr);
  assert.equal(JSON.parse(found.stdout).results[0].primary_tool_slugs[0], "GITHUB_CREATE_AN_ISSUE");
  const unknown = run("connect", "gihub", "--json");
  assert.equal(unknown.status, 1);
  assert.equal(JSON.parse(unknown.stderr).kind, "not_found");
  assert.equal(run("conect").status, 2);
});

test("npx finds it", async (t) => {
  const env = await environment(t);
  const run = spawnSync("npx", ["--no-install", "composio", "--version"], { cwd: root, env, encoding: "utf8" });
  assert.equal(run.stdout, `composio ${manifest.version}\n`, run.stderr);
});

test("Ctrl-C ends a command that waits", async (t) => {
  const env = await environment(t);
  const words = [program, "connect", "exa", "--no-browser"];
  const running = spawn(process.execPath, words, { env, stdio: ["pipe", "ignore", "pipe"] });
  for await (const line of createInterface(running.stderr)) {
    if (line.includes(String(env.COMPOSIO_CONNECT_ORIGIN))) break;
  }
  const ended = new Promise((resolve) => running.once("exit", resolve));
  running.kill("SIGINT");
  assert.equal(await ended, 130);
});
