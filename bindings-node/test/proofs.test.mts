/** What the native border must survive: workers, exits, crowds and impatience. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { ComposioRequestCancelledError } from "@composio/core";
import { freshComposio, freshSettings } from "./support/engine.mjs";
import { connectedSession, githubConfig } from "./support/github.mjs";
import { control, startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();

/** Runs a script of `programs/` and answers its exit code and output; a crash is a signal instead of a code. */
async function run(t: TestContext, program: string, options: string[] = []) {
  const path = join(import.meta.dirname, "programs", program);
  const child = spawn(process.execPath, [...options, path, JSON.stringify(await freshSettings(t))], {
    stdio: ["ignore", "pipe", "inherit"],
    signal: t.signal,
    killSignal: "SIGKILL",
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const [code, signal] = await once(child, "close");
  return { code, signal, output };
}

const patience = { timeout: 30_000 };

for (const attempt of [1, 2, 3]) {
  test(`workers that exit with promises pending do not crash the process (${attempt})`, patience, async (t) => {
    const result = await run(t, "worker-exit.mjs");
    assert.deepEqual(result, { code: 0, signal: null, output: "workers gone, engine alive\n" });
  });
}

test("a process with a live listener and a forgotten engine ends by itself", patience, async (t) => {
  const result = await run(t, "live-listener.mjs");
  assert.deepEqual(result, { code: 0, signal: null, output: "listening\n" });
});

test("process.exit with calls pending does not crash", patience, async (t) => {
  const result = await run(t, "exit-pending.mjs");
  assert.deepEqual(result, { code: 7, signal: null, output: "" });
});

const countsFiles = { skip: process.platform === "linux" ? false : "files are counted in /proc" };

test("forgotten engines give back their files, unless an address of theirs is in use", {
  ...patience,
  ...countsFiles,
}, async (t) => {
  const result = await run(t, "forgotten.mjs", ["--expose-gc"]);
  assert.deepEqual(result, { code: 0, signal: null, output: "forgotten and served\n" });
});

test("sixty-four calls run side by side", async (t) => {
  const session = await connectedSession(await freshComposio(t), standIn);
  const calls = Array.from({ length: 64 }, () =>
    session.execute("GITHUB_GET_A_REPOSITORY", { owner: "octocat", repo: "hello-world" }),
  );
  const results = await Promise.all(calls);
  assert.deepEqual([...new Set(results.map(({ successful }) => successful))], [true]);
  assert.equal(new Set(results.map(({ logId }) => logId)).size, 64);
});

test("a signal ends a wait, with its reason as the cause", async (t) => {
  const composio = await freshComposio(t);
  const request = await composio.connectedAccounts.link("user_123", await githubConfig(composio, standIn));
  const controller = new AbortController();
  const waiting = request.waitForConnection({ signal: controller.signal, timeout: 60_000 });
  const reason = new Error("changed my mind");
  controller.abort(reason);
  await assert.rejects(waiting, (error: unknown) => {
    assert.ok(error instanceof ComposioRequestCancelledError);
    assert.equal(error.cause, reason);
    return true;
  });
  assert.equal((await composio.connectedAccounts.get(request.id)).status, "INITIALIZING");
});

test("a signal ends a call to a slow provider, and the engine goes on", patience, async (t) => {
  const session = await connectedSession(await freshComposio(t), standIn);
  await control(standIn, "faults", { path: "/repos/*", delay_ms: 60_000 });
  const arguments_ = { owner: "octocat", repo: "hello-world" };
  const slow = session.execute("GITHUB_GET_A_REPOSITORY", arguments_, {}, { signal: AbortSignal.timeout(200) });
  await assert.rejects(slow, ComposioRequestCancelledError);
  assert.equal((await session.execute("GITHUB_GET_A_REPOSITORY", arguments_)).successful, true);
});

test("a signal that is already aborted starts nothing", async (t) => {
  const composio = await freshComposio(t);
  const aborted = { signal: AbortSignal.abort() };
  await assert.rejects(composio.create("user_123", {}, aborted), ComposioRequestCancelledError);
  const session = await composio.create("user_123");
  await assert.rejects(session.delete(aborted), ComposioRequestCancelledError);
  await session.toolkits();
});
