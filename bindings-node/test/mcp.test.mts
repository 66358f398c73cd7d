/** The same tools over MCP, with the official client. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanSchema } from "@composio/core";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { freshComposio } from "./support/engine.mjs";
import { connectedSession } from "./support/github.mjs";
import { startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();

test("listing and calling over MCP equal tools() and execute()", async (t) => {
  const session = await connectedSession(await freshComposio(t), standIn);
  const { type, url, headers } = session.mcp;
  assert.equal(type, "http");
  const client = new Client({ name: "composio-tests", version: "1.0.0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  t.after(() => client.close());

  const { tools } = await client.listTools();
  const own = (await session.tools()) as { function: { name: string; description: string; parameters: unknown } }[];
  assert.deepEqual(
    tools.map(({ name, description, inputSchema }) => ({ name, description, parameters: cleanSchema(inputSchema) })),
    own.map(({ function: { name, description, parameters } }) => ({ name, description, parameters })),
  );

  const call = {
    tools: [{ tool_slug: "GITHUB_GET_A_REPOSITORY", arguments: { owner: "octocat", repo: "hello-world" } }],
  };
  const result = await client.callTool({ name: "COMPOSIO_MULTI_EXECUTE_TOOL", arguments: call });
  assert.ok(!result.isError);
  assert.match(JSON.stringify(result.content), /hello-world/i);
});

test("the endpoint is the same each time it is asked for", async (t) => {
  const session = await (await freshComposio(t)).create("user_123", { mcp: true });
  assert.equal(session.mcp, session.mcp);
});

for (const [who, headers] of [
  ["nobody", {}],
  ["a stranger", { Authorization: "Bearer not-the-token" }],
] as const) {
  test(`${who} is refused`, async (t) => {
    const session = await (await freshComposio(t)).create("user_123");
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    const accept = "application/json, text/event-stream";
    const response = await fetch(session.mcp.url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", accept, ...headers },
    });
    assert.equal(response.status, 401);
  });
}
