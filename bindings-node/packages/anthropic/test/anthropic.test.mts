/** Anthropic's SDK with our tools. */

import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { AnthropicProvider } from "@composio/anthropic";
import type { JsonSchema } from "@composio/core";
import { testFramework, toolOf } from "../../testing/agentic.mts";
import { Loop, testMistakenAnswers } from "../../testing/looping.mts";

const provider = new AnthropicProvider();

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new Loop(provider),
  environment: (url) => ({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "sk-ant-test" }),
  async run({ tools, target }, prompt, { signal, onText }) {
    const client = new Anthropic({ maxRetries: 0 });
    const messages: Anthropic.MessageParam[] = [{ role: "user", content: prompt }];
    for (;;) {
      const request = { model: "claude-sonnet-5", max_tokens: 1000, messages, tools };
      const message = onText
        ? await client.messages.stream(request, { signal }).on("text", onText).finalMessage()
        : await client.messages.create(request, { signal });
      const results = await provider.handleToolCalls(target, message, { signal });
      if (results.length === 0)
        return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
      messages.push({ role: "assistant", content: message.content }, ...results);
    }
  },
});

test("property names that Anthropic does not take come back as they were", async () => {
  const sent: unknown[] = [];
  const target = {
    async execute(_slug: string, input?: Record<string, unknown>) {
      sent.push(input);
      return { data: {}, error: null, successful: true, logId: "" };
    },
  };
  const tool = toolOf("TEST_KEYS", {
    type: "object",
    properties: {
      $top: { type: "array", items: { type: "object", properties: { "of page": {} }, required: ["of page"] } },
    },
  });
  const { properties } = provider.wrapTool(tool).input_schema as { properties: Record<string, JsonSchema> };
  assert.deepEqual(Object.keys(properties), ["_x24_top"]);
  assert.match(JSON.stringify(properties), /"required":\["of_x20_page"\]/);
  await provider.executeToolCall(target, { name: tool.slug, input: { _x24_top: [{ of_x20_page: 1 }], "a b": 2 } });
  assert.deepEqual(sent, [{ $top: [{ "of page": 1 }], "a b": 2 }]);
});

test("cached tools carry one mark, on the last", () => {
  const tools = ["A", "B", "C"].map((slug) => toolOf(slug, { type: "object" }));
  const marks = new AnthropicProvider({ cacheTools: true }).wrapTools(tools).map(({ cache_control }) => cache_control);
  assert.deepEqual(marks, [undefined, undefined, { type: "ephemeral" }]);
});

testMistakenAnswers((target, answer) => new AnthropicProvider().handleToolCalls(target, answer));
