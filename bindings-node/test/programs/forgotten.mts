/**
 * Forgets engines without closing them. Those that gave out no address must give back their files; one whose MCP
 * endpoint is in use must go on serving. Needs --expose-gc, and /proc to count files.
 */

import { readdirSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { Composio, type ComposioSettings, experimental_createTool, type SessionMcp } from "@composio/core";

const settings = JSON.parse(process.argv[2] ?? "{}") as ComposioSettings;
const files = () => readdirSync("/proc/self/fd").length;

/** The engine calls it, and it belongs to the program: neither may keep the other. */
const here = experimental_createTool("HERE", {
  name: "Here",
  description: "Answers from here.",
  inputParams: { type: "object" },
  execute: () => "here",
});

async function use(): Promise<void> {
  const session = await new Composio(settings).create("user_123", { experimental: { customTools: [here] } });
  await session.execute("HERE");
}

/** In a home of its own: while one connection to a file is open, SQLite keeps the files of closed ones. */
async function serve(): Promise<SessionMcp> {
  return (await new Composio({ ...settings, home: `${settings.home}/serving` }).create("user_123")).mcp;
}

const mcp = await serve();
await use();
const before = files();
for (let round = 0; round < 20; round++) await use();
if (files() < before + 20) throw new Error("twenty engines opened fewer than twenty files: this counts nothing");
while (files() > before) {
  gc?.();
  await setImmediate();
}
const { status } = await fetch(mcp.url, { method: "POST", headers: { connection: "close" } });
console.log(status === 401 ? "forgotten and served" : `unexpected status ${status}`);
