/** The SDK's chat completions with our tools. */

import { OpenAIProvider } from "@composio/openai";
import OpenAI from "openai";
import { testFramework } from "../../testing/agentic.mts";
import { Loop, testMistakenAnswers } from "../../testing/looping.mts";

const provider = new OpenAIProvider();

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new Loop(provider),
  environment: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "sk-test" }),
  async run({ tools, target }, prompt, { signal, onText }) {
    const client = new OpenAI({ maxRetries: 0 });
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: prompt }];
    for (;;) {
      const request = { model: "gpt-5", messages, tools: tools as OpenAI.ChatCompletionTool[] };
      const completion = onText
        ? await client.chat.completions.stream(request, { signal }).on("content", onText).finalChatCompletion()
        : await client.chat.completions.create(request, { signal });
      const results = await provider.handleToolCalls(target, completion, { signal });
      const message = completion.choices[0]?.message;
      if (!message || results.length === 0) return message?.content ?? "";
      messages.push(message, ...results);
    }
  },
});

testMistakenAnswers((target, answer) => new OpenAIProvider().handleToolCalls(target, answer));
