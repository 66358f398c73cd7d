/** The OpenAI Agents SDK with our tools. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { OpenAIAgentsProvider } from "@composio/openai-agents";
import { Agent, RunContext, run, setTracingDisabled } from "@openai/agents";
import { testFramework, toolOf } from "../../testing/agentic.mts";

setTracingDisabled(true);

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new OpenAIAgentsProvider(),
  strict: new OpenAIAgentsProvider({ strict: true }),
  environment: (url) => ({
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_KEY: "sk-test",
    OPENAI_AGENTS_DISABLE_TRACING: "1",
  }),
  async run(tools, prompt, { signal, onText }) {
    const agent = new Agent({ name: "Assistant", model: "gpt-5", tools });
    if (!onText) return String((await run(agent, prompt, { signal })).finalOutput);
    const stream = await run(agent, prompt, { signal, stream: true });
    for await (const piece of stream.toTextStream()) onText(piece);
    await stream.completed;
    return String(stream.finalOutput);
  },
});

test("arguments that are no JSON are answered; what only the program can mend ends the run", async () => {
  const refused = new Error("the engine is closed");
  const tool = new OpenAIAgentsProvider().wrapTool(toolOf("TEST", { type: "object" }), () => Promise.reject(refused));
  assert.match(String(await tool.invoke(new RunContext(), '{"owner": "octo')), /not a JSON object/);
  await assert.rejects(tool.invoke(new RunContext(), "{}"), refused);
});
