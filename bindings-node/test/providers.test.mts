/** Tools in the form of agent frameworks. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BaseAgenticProvider,
  type ExecuteToolFn,
  OpenAIProvider,
  type OpenAiToolCall,
  type Tool,
  ValidationError,
} from "@composio/core";
import { freshComposio } from "./support/engine.mjs";
import { connectedSession } from "./support/github.mjs";
import { startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();

const META_TOOLS = [
  "COMPOSIO_SEARCH_TOOLS",
  "COMPOSIO_GET_TOOL_SCHEMAS",
  "COMPOSIO_MANAGE_CONNECTIONS",
  "COMPOSIO_MULTI_EXECUTE_TOOL",
];

const completion = (...tool_calls: OpenAiToolCall[]) => ({ choices: [{ message: { tool_calls } }] });
const call = (id: string, name: string, input: unknown): OpenAiToolCall => ({
  id,
  type: "function",
  function: { name, arguments: typeof input === "string" ? input : JSON.stringify(input) },
});

test("a session's tools are chat-completions tools", async (t) => {
  const composio = await freshComposio(t);
  const tools = await (await composio.create("user_123")).tools();
  assert.deepEqual(tools.map((tool) => tool.function.name).sort(), [...META_TOOLS].sort());
  for (const tool of tools) {
    assert.equal(tool.type, "function");
    assert.ok(tool.function.description);
    assert.equal(tool.function.parameters?.type, "object");
  }
});

test("tool calls on a session are answered in their order", async (t) => {
  const composio = await freshComposio(t);
  const session = await connectedSession(composio, standIn);
  const repository = { owner: "octocat", repo: "hello-world" };
  const messages = await composio.provider.handleToolCalls(
    session,
    completion(
      call("call_1", "GITHUB_GET_A_REPOSITORY", repository),
      { id: "call_2", type: "custom" },
      call("call_3", "GITHUB_GET_A_REPOSITORY", '{"owner": "octo'),
      call("call_4", "GITHUB_GET_THE_AUTHENTICATED_USER", ""),
      call("call_5", "GITHUB_GET_A_REPOSITRY", repository),
    ),
  );
  assert.deepEqual(
    messages.map(({ role, tool_call_id }) => [role, tool_call_id]),
    [
      ["tool", "call_1"],
      ["tool", "call_3"],
      ["tool", "call_4"],
      ["tool", "call_5"],
    ],
  );
  const [first, second, third, fourth] = messages.map(({ content }) => JSON.parse(content));
  assert.equal(first.data.name.toLowerCase(), "hello-world");
  assert.equal(second.successful, false);
  assert.match(second.error, /not a JSON object/);
  assert.equal(third.data.login, "octocat");
  assert.equal(fourth.successful, false);
  assert.match(fourth.error, /GITHUB_GET_A_REPOSITORY/);
});

test("tool calls of a user run direct tools", async (t) => {
  const composio = await freshComposio(t);
  await connectedSession(composio, standIn, "user_123");
  const tools = await composio.tools.get("user_123", "GITHUB_GET_A_REPOSITORY");
  assert.deepEqual(
    tools.map((tool) => tool.function.name),
    ["GITHUB_GET_A_REPOSITORY"],
  );
  const [message] = await composio.provider.handleToolCalls(
    "user_123",
    completion(call("call_1", "GITHUB_GET_A_REPOSITORY", { owner: "octocat", repo: "hello-world" })),
  );
  assert.equal(JSON.parse(message?.content ?? "{}").successful, true);
});

test("tools are found by filter", async (t) => {
  const composio = await freshComposio(t);
  const byToolkit = await composio.tools.get("user_123", { toolkits: ["hackernews"] });
  assert.equal(byToolkit.length, 6);
  await assert.rejects(composio.tools.get("user_123", {}));
});

class Runnable extends BaseAgenticProvider<Map<string, (input: object) => Promise<unknown>>, never> {
  readonly name = "runnable";
  wrapTool(): never {
    throw new Error("not used");
  }
  wrapTools(tools: Tool[], executeTool: ExecuteToolFn): Map<string, (input: object) => Promise<unknown>> {
    return new Map(
      tools.map(({ slug }) => [slug, async (input) => (await executeTool(slug, { ...input })).successful]),
    );
  }
}

test("tools of an agentic provider run by themselves", async (t) => {
  const composio = await freshComposio(t, { provider: new Runnable() });
  const tools = await (await composio.create("user_123")).tools();
  assert.equal(await tools.get("COMPOSIO_SEARCH_TOOLS")?.({ queries: [{ use_case: "read the news" }] }), true);
});

test("a provider without an engine says what to do", async () => {
  const call = new OpenAIProvider().executeTool("T", { userId: "u" });
  await assert.rejects(
    call,
    (error: unknown) => error instanceof ValidationError && /new Composio/.test(error.message),
  );
});
