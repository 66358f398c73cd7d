/** A LangChain agent with a user's tools. Reads OPENAI_API_KEY. */

import { Composio } from "@composio/core";
import { LangchainProvider } from "@composio/langchain";
import { createAgent } from "langchain";

const composio = new Composio({ provider: new LangchainProvider() });
const session = await composio.create("user_123");

const agent = createAgent({ model: "openai:gpt-5", tools: await session.tools() });
const { messages } = await agent.invoke({
  messages: [{ role: "user", content: "What are the top stories on Hacker News?" }],
});
console.log(messages.at(-1)?.text);
await composio.close();
