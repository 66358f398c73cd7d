/** Tools in the form of agent frameworks. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BaseAgenticProvider,
  ComposioRequestCancelledError,
  ComposioSessionNotFoundError,
  ComposioUnavailableError,
  type ExecuteToolFn,
  OpenAIProvider,
  type OpenAiToolCall,
  type Tool,
  ValidationError,
} from "@composio/core";
import { freshComposio } from "./support/engine.mjs";
import { connectedSession } from "./support/github.mjs";
import { internals } from "./support/internals.mjs";
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

test("of a completion with several choices the first one's calls run, since the messages continue that one", async (t) => {
  const composio = await freshComposio(t);
  const session = await composio.create("user_123");
  const [first] = completion(call("call_1", "COMPOSIO_SEARCH_TOOLS", { queries: [{ use_case: "news" }] })).choices;
  const [second] = completion(call("call_2", "COMPOSIO_SEARCH_TOOLS", {})).choices;
  assert.ok(first && second);
  const answered = async (...choices: (typeof first)[]) =>
    (await composio.provider.handleToolCalls(session, { choices })).map(({ tool_call_id }) => tool_call_id);
  assert.deepEqual(await answered(first, second), ["call_1"]);
  assert.deepEqual(await answered(...completion().choices, second), []);
  assert.deepEqual(await answered(), []);
});

test("two tools of one name are refused, whatever the provider", () => {
  const tool = { slug: "HACKERNEWS_GET_USER", inputParameters: {} };
  for (const provider of [new OpenAIProvider(), new Runnable()]) {
    const wrapping = () => internals().wrapAll(provider, [tool, tool] as Tool[], async () => ({}) as never);
    assert.throws(
      wrapping,
      (error: unknown) => error instanceof ValidationError && /called HACKERNEWS_GET_USER;/.test(error.message),
    );
  }
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

class Runnable extends BaseAgenticProvider<ExecuteToolFn, never> {
  readonly name = "runnable";
  wrapTool(): never {
    throw new Error("not used");
  }
  wrapTools(tools: Tool[], executeTool: ExecuteToolFn): ExecuteToolFn {
    // What a framework may do to a schema it was given.
    for (const tool of tools) tool.inputParameters = {};
    return executeTool;
  }
}

test("tools of an agentic provider run by themselves", async (t) => {
  const composio = await freshComposio(t, { provider: new Runnable() });
  const execute = await (await composio.create("user_123")).tools();
  const queries = [{ use_case: "read the news" }];
  for (const input of [{ queries }, JSON.stringify({ queries }), { queries: JSON.stringify(queries), model: null }]) {
    const { successful, error } = await execute("COMPOSIO_SEARCH_TOOLS", input);
    assert.equal(successful, true, String(error));
  }
});

test("a model is told what it got wrong, and the program what only it can mend", async (t) => {
  const composio = await freshComposio(t, { provider: new Runnable() });
  const session = await composio.create("user_123", { toolkits: ["github"] });
  const execute = await session.tools();
  const wrong: [string, unknown, RegExp][] = [
    ["COMPOSIO_SEARCH_TOOLS", {}, /queries/],
    ["COMPOSIO_SEARCH_TOOLS", "{", /not a JSON object.*`\{`/],
    ["COMPOSIO_SEARCH_TOOLS", "null", /not a JSON object.*`null`/],
    ["COMPOSIO_SEARCH_TOOLS", [1], /not a JSON object.*`\[ 1 \]`/],
    ["COMPOSIO_SERCH_TOOLS", {}, /COMPOSIO_SEARCH_TOOLS/],
    ["GITHUB_GET_A_REPOSITORY", { owner: "o", repo: "r" }, /connect/i],
  ];
  for (const [slug, input, message] of wrong) {
    const { successful, error } = await execute(slug, input as string);
    assert.equal(successful, false);
    assert.match(error ?? "", message);
  }
  const cancelled = execute("COMPOSIO_SEARCH_TOOLS", {}, { signal: AbortSignal.abort("enough") });
  await assert.rejects(
    cancelled,
    (error: unknown) => error instanceof ComposioRequestCancelledError && error.cause === "enough",
  );
  await session.delete();
  await assert.rejects(execute("COMPOSIO_SEARCH_TOOLS", {}), ComposioSessionNotFoundError);
  await composio.close();
  await assert.rejects(execute("COMPOSIO_SEARCH_TOOLS", {}), ComposioUnavailableError);
});

test("a provider without an engine says what to do", async () => {
  const call = new OpenAIProvider().executeTool("T", { userId: "u" });
  await assert.rejects(
    call,
    (error: unknown) => error instanceof ValidationError && /new Composio/.test(error.message),
  );
});
