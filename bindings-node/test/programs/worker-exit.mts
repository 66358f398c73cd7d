/**
 * Workers that open an engine, leave calls pending and exit. The main thread goes on with an engine of its own until the
 * calls would have ended: an answer for a thread that is gone must find nobody, and touch nothing.
 */

import { once } from "node:events";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { ConnectionRequestTimeoutError } from "@composio/core";
import { leavePending, openLink } from "./pending.mjs";

const SOON = 200;

if (isMainThread) {
  const settings = JSON.parse(process.argv[2] ?? "{}");
  const [composio, request] = await openLink(settings);
  for (let round = 0; round < 4; round++) {
    await once(new Worker(new URL(import.meta.url), { workerData: settings }), "exit");
  }
  const error = await request.waitForConnection(2 * SOON).catch((error: unknown) => error);
  await composio.close();
  console.log(error instanceof ConnectionRequestTimeoutError ? "workers gone, engine alive" : error);
} else {
  await leavePending(workerData, SOON);
  process.exit(0);
}
