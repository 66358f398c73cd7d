/** A Mastra agent with a user's tools. Reads OPENAI_API_KEY. */

import { Composio } from "@composio/core";
import { MastraProvider } from "@composio/mastra";
import { Agent } from "@mastra/core/agent";

const composio = new Composio({ provider: new MastraProvider() });
const session = await composio.create("user_123");

const agent = new Agent({
  id: "assistant",
  name: "Assistant",
  instructions: "You help the user with their apps.",
  model: "openai/gpt-5",
  tools: await session.tools(),
});
const { text } = await agent.generate("What are the top stories on Hacker News?", { maxSteps: 20 });
console.log(text);
await composio.close();
