/** A LlamaIndex agent with a user's tools. Reads OPENAI_API_KEY. */

import { Composio } from "@composio/core";
import { LlamaindexProvider } from "@composio/llamaindex";
import { openai } from "@llamaindex/openai";
import { agent } from "@llamaindex/workflow";

const composio = new Composio({ provider: new LlamaindexProvider() });
const session = await composio.create("user_123");

const assistant = agent({ llm: openai({ model: "gpt-4.1" }), tools: await session.tools() });
const { data } = await assistant.run("What are the top stories on Hacker News?");
console.log(data.result);
await composio.close();
