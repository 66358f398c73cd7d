/** Serves MCP and a custom tool and says so, then has nothing more to do and never closes the engine. */

import { Composio, experimental_createTool } from "@composio/core";

const composio = new Composio(JSON.parse(process.argv[2] ?? "{}"));
const tool = experimental_createTool("HERE", {
  name: "Here",
  description: "Answers from here.",
  inputParams: { type: "object" },
  execute: () => "here",
});
const session = await composio.create("user_123", { experimental: { customTools: [tool] } });
const response = await fetch(session.mcp.url, { method: "POST", headers: { connection: "close" } });
await response.arrayBuffer();
console.log(response.status === 401 ? "listening" : `unexpected status ${response.status}`);
