/** The SDK's responses with our tools, as they are and in strict form. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { ToolCallSession } from "@composio/core";
import { OpenAIResponsesProvider } from "@composio/openai";
import OpenAI from "openai";
import { testFramework, toolOf } from "../../testing/agentic.mts";
import { Loop, type LoopTools, testMistakenAnswers } from "../../testing/looping.mts";

const provider = new OpenAIResponsesProvider();
const loopWith =
  (of: OpenAIResponsesProvider) =>
  async (
    { tools, target }: LoopTools<OpenAI.Responses.FunctionTool[]>,
    prompt: string,
    { signal, onText }: { signal?: AbortSignal; onText?: (piece: string) => void },
  ): Promise<string> => {
    const client = new OpenAI({ maxRetries: 0 });
    const input: OpenAI.Responses.ResponseInput = [{ role: "user", content: prompt }];
    for (;;) {
      const request = { model: "gpt-5", input, tools };
      const response = onText
        ? await client.responses
            .stream(request, { signal })
            .on("response.output_text.delta", ({ delta }) => onText(delta))
            .finalResponse()
        : await client.responses.create(request, { signal });
      const results = await of.handleResponse(target, response, { signal });
      if (results.length === 0) return response.output_text;
      input.push(...(response.output as OpenAI.Responses.ResponseInput), ...results);
    }
  };

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new Loop(provider),
  environment: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "sk-test" }),
  run: loopWith(provider),
});

const strict = new OpenAIResponsesProvider({ strict: true });
const PAGE = toolOf("TEST_PAGE", {
  type: "object",
  properties: {
    query: { type: "string", minLength: 1 },
    size: { type: "integer", default: 30 },
    sort: { type: "object", properties: { by: { type: "string", enum: ["name", "age"] } } },
  },
  required: ["query"],
});

test("in strict form what a model leaves out does not reach the tool", async () => {
  const [bound] = strict.wrapTools([PAGE]);
  assert.equal(bound?.strict, true);
  assert.deepEqual(bound?.parameters?.required, ["query", "size", "sort"]);
  const sent: unknown[] = [];
  const target: ToolCallSession = {
    async execute(_slug, input) {
      sent.push(input);
      return { data: {}, error: null, successful: true, logId: "" };
    },
  };
  const written = { name: PAGE.slug, arguments: '{"query": "a", "size": null, "sort": {"by": null}}' };
  await strict.executeToolCall(target, written);
  assert.deepEqual(sent, [{ query: "a", sort: {} }]);
});

test("a tool with free-form arguments keeps them and is not strict", () => {
  const wrapped = strict.wrapTool(toolOf("TEST_FREE", { type: "object", properties: { any: { type: "object" } } }));
  assert.equal(wrapped.strict, false);
  assert.deepEqual(wrapped.parameters?.properties, { any: { type: "object", additionalProperties: true } });
});

testMistakenAnswers(
  (target, answer) => new OpenAIResponsesProvider().handleToolCalls(target, answer),
  (target, answer) => new OpenAIResponsesProvider().handleResponse(target, answer),
);
