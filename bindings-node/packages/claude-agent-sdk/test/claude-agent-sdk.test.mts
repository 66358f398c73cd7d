/** The Claude Agent SDK, with the program it ships, and our tools. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createSdkMcpServer, query } from "@anthropic-ai/claude-agent-sdk";
import { ClaudeAgentSDKProvider } from "@composio/claude-agent-sdk";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { testFramework, toolOf } from "../../testing/agentic.mts";

const config = mkdtempSync(join(tmpdir(), "claude-agent-sdk-"));
after(() => rmSync(config, { recursive: true, force: true }));

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new ClaudeAgentSDKProvider(),
  environment: (url) => ({
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "sk-ant-test",
    CLAUDE_CONFIG_DIR: config,
    CLAUDE_CODE_TMPDIR: config,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_TELEMETRY: "1",
  }),
  nameOf: (slug) => `mcp__composio__${slug}`,
  // Its MCP client makes an object of the letters, and the engine says that they are no arguments.
  refusesText: /unknown field `0`/,
  async run(tools, prompt, { signal, onText }) {
    const abortController = new AbortController();
    signal?.addEventListener("abort", () => abortController.abort(signal.reason));
    const server = createSdkMcpServer({ name: "composio", tools, alwaysLoad: true });
    let answer = "";
    for await (const message of query({
      prompt,
      options: {
        abortController,
        tools: [],
        settingSources: [],
        persistSession: false,
        mcpServers: { composio: server },
        allowedTools: ["mcp__composio__*"],
        includePartialMessages: onText !== undefined,
        stderr: (line) => process.stderr.write(line),
      },
    })) {
      if (message.type === "result") answer = message.subtype === "success" ? message.result : message.subtype;
      if (message.type !== "stream_event" || message.event.type !== "content_block_delta") continue;
      if (message.event.delta.type === "text_delta") onText?.(message.event.delta.text);
    }
    return answer;
  },
});

test("the SDK's server tells what a tool does, under property names that Anthropic takes", async (t) => {
  const properties = { $top: { type: "integer" }, free: { type: "object", additionalProperties: true } };
  const sent: unknown[] = [];
  const tools = new ClaudeAgentSDKProvider().wrapTools(
    [{ ...toolOf("TEST_NAMES", { type: "object", properties, required: ["$top"] }), tags: ["readOnlyHint"] }],
    async (_slug, input) => ({ data: { given: sent.push(input) }, error: "no", successful: false, logId: "" }),
  );
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await createSdkMcpServer({ name: "composio", tools }).instance.connect(ours);
  const client = new Client({ name: "test", version: "1.0.0" });
  await client.connect(theirs);
  t.after(() => client.close());

  const [tool] = (await client.listTools()).tools;
  assert.deepEqual(tool?.inputSchema.properties, { _x24_top: { type: "integer" }, free: properties.free });
  assert.deepEqual(tool?.inputSchema.required, ["_x24_top"]);
  const { readOnlyHint, destructiveHint } = tool?.annotations ?? {};
  assert.deepEqual([readOnlyHint, destructiveHint], [true, false]);
  const result = await client.callTool({ name: "TEST_NAMES", arguments: { _x24_top: 5, free: { "any key": [1] } } });
  assert.equal(result.isError, true);
  assert.deepEqual(sent, [{ $top: 5, free: { "any key": [1] } }]);
});
