/** Workers that open an engine, leave a wait pending and exit, while the main thread goes on with its own engine. */

import { once } from "node:events";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { Composio } from "@composio/core";
import { pendingWait } from "./pending.mjs";

if (isMainThread) {
  const settings = JSON.parse(process.argv[2] ?? "{}");
  const composio = new Composio(settings);
  for (let round = 0; round < 4; round++) {
    await once(new Worker(new URL(import.meta.url), { workerData: settings }), "exit");
  }
  await composio.create("user_123");
  await composio.close();
  console.log("workers gone, engine alive");
} else {
  await pendingWait(workerData);
  process.exit(0);
}
