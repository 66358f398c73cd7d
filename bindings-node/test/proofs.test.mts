/** What the native border must survive: workers, exits, crowds and impatience. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { ComposioRequestCancelledError } from "@composio/core";
import { freshComposio, freshSettings } from "./support/engine.mjs";
import { connectedSession, githubConfig } from "./support/github.mjs";
import { control, startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();

/** Runs a script of `programs/` and answers its exit code and output; a crash is a signal instead of a code. */
async function run(
  program: string,
  settings: object,
): Promise<{ code: number | null; signal: string | null; output: string }> {
  const path = join(import.meta.dirname, "programs", program);
  const child = spawn(process.execPath, [path, JSON.stringify(settings)], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const [code, signal] = await once(child, "close");
  return { code, signal, output };
}

for (const attempt of [1, 2, 3]) {
  test(`workers that exit with promises pending do not crash the process (${attempt})`, async (t) => {
    const result = await run("worker-exit.mjs", await freshSettings(t));
    assert.deepEqual(result, { code: 0, signal: null, output: "workers gone, engine alive\n" });
  });
}

test("a process with a live listener and a forgotten engine ends by itself", { timeout: 30_000 }, async (t) => {
  const result = await run("live-listener.mjs", await freshSettings(t));
  assert.deepEqual(result, { code: 0, signal: null, output: "listening\n" });
});

test("process.exit with calls pending does not crash", { timeout: 30_000 }, async (t) => {
  const result = await run("exit-pending.mjs", await freshSettings(t));
  assert.deepEqual(result, { code: 7, signal: null, output: "" });
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

test("a signal ends a call to a slow provider, and the engine goes on", { timeout: 30_000 }, async (t) => {
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
