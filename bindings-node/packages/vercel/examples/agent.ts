/** An agent of the Vercel AI SDK with a user's tools. Reads OPENAI_API_KEY. */

import { openai } from "@ai-sdk/openai";
import { Composio } from "@composio/core";
import { VercelProvider } from "@composio/vercel";
import { generateText, stepCountIs } from "ai";

const composio = new Composio({ provider: new VercelProvider() });
const session = await composio.create("user_123");

const { text } = await generateText({
  model: openai("gpt-5"),
  tools: await session.tools(),
  stopWhen: stepCountIs(20),
  prompt: "What are the top stories on Hacker News?",
});
console.log(text);
await composio.close();
