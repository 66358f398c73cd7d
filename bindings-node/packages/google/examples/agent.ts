/** A chat with Gemini that uses a user's tools. Reads GEMINI_API_KEY. */

import { Composio } from "@composio/core";
import { GoogleProvider } from "@composio/google";
import { GoogleGenAI } from "@google/genai";

const composio = new Composio({ provider: new GoogleProvider() });
const session = await composio.create("user_123");
const chat = new GoogleGenAI({}).chats.create({
  model: "gemini-3-pro",
  config: { tools: [{ functionDeclarations: await session.tools() }] },
});

let response = await chat.sendMessage({ message: "What are the top stories on Hacker News?" });
while (response.functionCalls) {
  response = await chat.sendMessage({ message: await composio.provider.handleToolCalls(session, response) });
}
console.log(response.text);
await composio.close();
