/** Mastra's agent with our tools. */

import { MastraProvider } from "@composio/mastra";
import { Agent } from "@mastra/core/agent";
import { testFramework } from "../../testing/agentic.mts";

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new MastraProvider(),
  strict: new MastraProvider({ strict: true }),
  environment: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "sk-test", MASTRA_TELEMETRY_DISABLED: "1" }),
  async run(tools, prompt, { signal, onText }) {
    const agent = new Agent({
      id: "assistant",
      name: "Assistant",
      instructions: "You help.",
      model: "openai/gpt-5",
      tools,
    });
    const options = { maxSteps: 10, abortSignal: signal };
    if (!onText) return (await agent.generate(prompt, options)).text;
    const stream = await agent.stream(prompt, options);
    for await (const piece of stream.textStream) onText(piece);
    return stream.text;
  },
});
