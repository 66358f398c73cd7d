/** A loop over Anthropic's Messages API with a user's tools. Reads ANTHROPIC_API_KEY. */

import Anthropic from "@anthropic-ai/sdk";
import { AnthropicProvider } from "@composio/anthropic";
import { Composio } from "@composio/core";

const anthropic = new Anthropic();
const composio = new Composio({ provider: new AnthropicProvider() });
const session = await composio.create("user_123");
const request = { model: "claude-sonnet-5", max_tokens: 4096, tools: await session.tools() };

const messages: Anthropic.MessageParam[] = [{ role: "user", content: "What are the top stories on Hacker News?" }];
let message = await anthropic.messages.create({ ...request, messages });
while (message.stop_reason === "tool_use") {
  messages.push({ role: "assistant", content: message.content });
  messages.push(...(await composio.provider.handleToolCalls(session, message)));
  message = await anthropic.messages.create({ ...request, messages });
}
for (const block of message.content) if (block.type === "text") console.log(block.text);
await composio.close();
