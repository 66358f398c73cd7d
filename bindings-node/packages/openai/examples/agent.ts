/** A loop over OpenAI's Responses API with a user's tools. Reads OPENAI_API_KEY. */

import { Composio } from "@composio/core";
import { OpenAIResponsesProvider } from "@composio/openai";
import OpenAI from "openai";

const openai = new OpenAI();
const composio = new Composio({ provider: new OpenAIResponsesProvider() });
const session = await composio.create("user_123");
const tools = await session.tools();

const input: OpenAI.Responses.ResponseInput = [{ role: "user", content: "What are the top stories on Hacker News?" }];
let response = await openai.responses.create({ model: "gpt-5", input, tools });
for (let results = await composio.provider.handleResponse(session, response); results.length > 0; ) {
  input.push(...(response.output as OpenAI.Responses.ResponseInput), ...results);
  response = await openai.responses.create({ model: "gpt-5", input, tools });
  results = await composio.provider.handleResponse(session, response);
}
console.log(response.output_text);
await composio.close();
