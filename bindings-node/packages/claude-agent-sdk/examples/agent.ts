/** An agent of the Claude Agent SDK with a user's tools. Reads ANTHROPIC_API_KEY. */

import { createSdkMcpServer, query } from "@anthropic-ai/claude-agent-sdk";
import { ClaudeAgentSDKProvider } from "@composio/claude-agent-sdk";
import { Composio } from "@composio/core";

const composio = new Composio({ provider: new ClaudeAgentSDKProvider() });
const session = await composio.create("user_123");

const server = createSdkMcpServer({ name: "composio", tools: await session.tools() });
for await (const message of query({
  prompt: "What are the top stories on Hacker News?",
  options: { mcpServers: { composio: server }, allowedTools: ["mcp__composio__*"] },
})) {
  if (message.type === "result" && message.subtype === "success") console.log(message.result);
}
await composio.close();
