/** An agent of the OpenAI Agents SDK with a user's tools. Reads OPENAI_API_KEY. */

import { Composio } from "@composio/core";
import { OpenAIAgentsProvider } from "@composio/openai-agents";
import { Agent, run } from "@openai/agents";

const composio = new Composio({ provider: new OpenAIAgentsProvider() });
const session = await composio.create("user_123");

const agent = new Agent({
  name: "Assistant",
  instructions: "You help the user with their apps.",
  model: "gpt-5",
  tools: await session.tools(),
});
const { finalOutput } = await run(agent, "What are the top stories on Hacker News?");
console.log(finalOutput);
await composio.close();
