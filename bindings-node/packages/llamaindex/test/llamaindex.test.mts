/** LlamaIndex's agent with our tools. */

import { LlamaindexProvider } from "@composio/llamaindex";
import { openai } from "@llamaindex/openai";
import { agent, agentStreamEvent } from "@llamaindex/workflow";
import { testFramework } from "../../testing/agentic.mts";

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new LlamaindexProvider(),
  environment: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "sk-test" }),
  lacks: {
    parallel: "LlamaIndex runs the calls of a turn one after another",
    abort: "LlamaIndex gives tools no signal",
  },
  async run(tools, prompt, { onText }) {
    const assistant = agent({ llm: openai({ model: "gpt-4.1" }), tools });
    if (!onText) return String((await assistant.run(prompt)).data.result);
    let answer = "";
    for await (const event of assistant.runStream(prompt)) {
      if (!agentStreamEvent.include(event) || !event.data.delta) continue;
      onText(event.data.delta);
      answer += event.data.delta;
    }
    return answer;
  },
});
