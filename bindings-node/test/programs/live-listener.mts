/** Serves MCP and says so, then has nothing more to do and never closes the engine. */

import { Composio } from "@composio/core";

const composio = new Composio(JSON.parse(process.argv[2] ?? "{}"));
const session = await composio.create("user_123");
const response = await fetch(session.mcp.url, { method: "POST", headers: { connection: "close" } });
await response.arrayBuffer();
console.log(response.status === 401 ? "listening" : `unexpected status ${response.status}`);
