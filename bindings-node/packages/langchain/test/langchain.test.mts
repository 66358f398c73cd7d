/** LangChain's agent and LangGraph's tool node with our tools. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LangchainProvider } from "@composio/langchain";
import { AIMessage } from "@langchain/core/messages";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { ChatOpenAI } from "@langchain/openai";
import { createAgent } from "langchain";
import { testFramework, toolOf } from "../../testing/agentic.mts";

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new LangchainProvider(),
  environment: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "sk-test" }),
  refusesText: /Instance type "string" is invalid. Expected "object"/,
  async run(tools, prompt, { signal, onText }) {
    const agent = createAgent({ model: new ChatOpenAI({ model: "gpt-5", maxRetries: 0 }), tools });
    const input = { messages: [{ role: "user", content: prompt }] };
    if (!onText) return (await agent.invoke(input, { signal })).messages.at(-1)?.text ?? "";
    let answer = "";
    for await (const [message] of await agent.stream(input, { signal, streamMode: "messages" })) {
      if (message.type !== "ai" || !message.text) continue;
      onText(message.text);
      answer += message.text;
    }
    return answer;
  },
});

test("a LangGraph runs the tools in its tool node", async () => {
  const tools = new LangchainProvider().wrapTools([toolOf("TEST_NODE", { type: "object" })], async (slug, input) => {
    return { data: { slug, input }, error: null, successful: true, logId: "" };
  });
  const call = { id: "call_1", name: "TEST_NODE", args: { a: [1] } };
  const { messages } = await new ToolNode(tools).invoke({
    messages: [new AIMessage({ content: "", tool_calls: [call] })],
  });
  assert.deepEqual(JSON.parse(messages[0].text).data, { slug: "TEST_NODE", input: { a: [1] } });
});
