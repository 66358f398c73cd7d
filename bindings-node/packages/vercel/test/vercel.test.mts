/** The Vercel AI SDK with our tools. */

import { createOpenAI } from "@ai-sdk/openai";
import { VercelProvider } from "@composio/vercel";
import { generateText, stepCountIs, streamText } from "ai";
import { testFramework } from "../../testing/agentic.mts";

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new VercelProvider(),
  strict: new VercelProvider({ strict: true }),
  environment: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "sk-test" }),
  async run(tools, prompt, { signal, onText }) {
    const model = createOpenAI()("gpt-5");
    const request = { model, tools, prompt, stopWhen: stepCountIs(10), abortSignal: signal, maxRetries: 0 };
    if (!onText) return (await generateText(request)).text;
    const stream = streamText(request);
    for await (const piece of stream.textStream) onText(piece);
    return stream.text;
  },
});
