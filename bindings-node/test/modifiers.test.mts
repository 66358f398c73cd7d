/** Modifiers: what schemas, calls and results pass through. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BaseAgenticProvider,
  ComposioConfigurationError,
  type ExecuteToolFn,
  type SessionMetaToolOptions,
  type Tool,
  ToolCallRefusedError,
  type ToolExecuteParams,
  type ToolExecuteResponse,
  ValidationError,
} from "@composio/core";
import { freshComposio } from "./support/engine.mjs";
import { connectedSession } from "./support/github.mjs";
import { startStandIn, timesAsked } from "./support/standin.mjs";

const standIn = await startStandIn();
const REPOSITORY = { owner: "octocat", repo: "hello-world" };

/** Tools as they are, and what runs them. */
class Agentic extends BaseAgenticProvider<{ tools: Tool[]; execute: ExecuteToolFn }, never> {
  readonly name = "agentic";
  wrapTool(): never {
    throw new Error("not used");
  }
  wrapTools(tools: Tool[], execute: ExecuteToolFn): { tools: Tool[]; execute: ExecuteToolFn } {
    return { tools, execute };
  }
}

const completion = (name: string, input: unknown) => ({
  choices: [
    { message: { tool_calls: [{ id: "1", type: "function", function: { name, arguments: JSON.stringify(input) } }] } },
  ],
});

test("a schema is changed on its way to the model, by tool", async (t) => {
  const session = await (await freshComposio(t)).create("ana");
  const tools = await session.tools({
    modifySchema: async ({ toolSlug, toolkitSlug, schema }) =>
      toolSlug === "COMPOSIO_SEARCH_TOOLS" ? { ...schema, description: `of ${toolkitSlug}` } : schema,
  });
  const described = new Map(tools.map((tool) => [tool.function.name, tool.function.description]));
  assert.equal(described.get("COMPOSIO_SEARCH_TOOLS"), "of composio");
  assert.ok((described.get("COMPOSIO_MULTI_EXECUTE_TOOL") ?? "").length > 20);
});

/** Changes which repository is asked for, and what comes back. */
const redirecting: SessionMetaToolOptions = {
  beforeExecute: ({ toolkitSlug, params }) => (toolkitSlug === "github" ? { ...params, repo: "hello-world" } : params),
  afterExecute: async ({ toolSlug, sessionId, result }) => ({
    ...result,
    data: { toolSlug, sessionId, was: result.data.name },
  }),
};

test("calls of a session's tools pass through, whoever runs them", async (t) => {
  const agentic = await connectedSession(await freshComposio(t), standIn);
  await agentic.tools(redirecting);
  const composio = await freshComposio(t, { provider: new Agentic() });
  const own = await connectedSession(composio as never, standIn);
  const { execute } = (await own.tools(redirecting)) as unknown as { execute: ExecuteToolFn };
  const elsewhere = { ...REPOSITORY, repo: "elsewhere" };

  const run = await execute("GITHUB_GET_A_REPOSITORY", elsewhere);
  assert.deepEqual(run.data, { toolSlug: "GITHUB_GET_A_REPOSITORY", sessionId: own.sessionId, was: "hello-world" });

  const provider = (await freshComposio(t)).provider;
  const [message] = await provider.handleToolCalls(agentic, completion("GITHUB_GET_A_REPOSITORY", elsewhere));
  assert.equal(JSON.parse(message?.content ?? "{}").data.was, "hello-world");

  const direct = await agentic.execute("GITHUB_GET_A_REPOSITORY", elsewhere);
  assert.equal(direct.successful, false, "the program's own calls are its own");
});

test("so do the tools inside of a call of several", async (t) => {
  const session = await connectedSession(await freshComposio(t), standIn);
  const seen: string[] = [];
  await session.tools({
    ...redirecting,
    beforeExecute: (context) => {
      seen.push(`${context.toolkitSlug} ${context.toolSlug}`);
      return redirecting.beforeExecute?.(context) ?? context.params;
    },
    afterExecute: (context) =>
      context.toolkitSlug === "github" ? (redirecting.afterExecute?.(context) ?? context.result) : context.result,
  });
  const tools = [
    { tool_slug: "GITHUB_GET_A_REPOSITORY", arguments: { ...REPOSITORY, repo: "elsewhere" } },
    { tool_slug: "GITHUB_GET_A_REPOSITRY", arguments: {} },
    "nonsense",
  ];
  const run = async (input: object) => {
    const { provider } = await freshComposio(t);
    const [message] = await provider.handleToolCalls(session, completion("COMPOSIO_MULTI_EXECUTE_TOOL", input));
    return JSON.parse(message?.content ?? "{}");
  };
  const { data } = await run({ tools: tools.slice(0, 2) });
  assert.equal(data.results[0].response.data.was, "hello-world");
  assert.match(data.results[0].response.log_id, /^log_/);
  assert.deepEqual(seen, [
    "composio COMPOSIO_MULTI_EXECUTE_TOOL",
    "github GITHUB_GET_A_REPOSITORY",
    "unknown GITHUB_GET_A_REPOSITRY",
  ]);
  assert.equal((await run({ tools })).successful, false);
  assert.equal((await run({ tools: "none" })).successful, false);
});

test("a call that is refused is told to the model", async (t) => {
  const composio = await freshComposio(t, { provider: new Agentic() });
  const session = await composio.create("ana");
  const { execute } = await session.tools({
    beforeExecute: ({ toolSlug }) => {
      throw new ToolCallRefusedError(`${toolSlug} is not for agents; ask a person`);
    },
  });
  const { successful, error } = await execute("COMPOSIO_SEARCH_TOOLS", {});
  assert.deepEqual([successful, error], [false, "COMPOSIO_SEARCH_TOOLS is not for agents; ask a person"]);
});

test("a tool that is refused inside of a call of several fails alone", async (t) => {
  const composio = await freshComposio(t, { provider: new Agentic() });
  const session = await connectedSession(composio as never, standIn);
  const refuse = (slug: string) => {
    throw new ToolCallRefusedError(`${slug} is not for agents; ask a person`);
  };
  const { execute } = (await session.tools({
    beforeExecute: ({ toolSlug, params }) =>
      params.repo === "secret" || toolSlug === "GITHUB_CREATE_AN_ISSUE" ? refuse(toolSlug) : params,
    afterExecute: ({ toolSlug, result }) => (result.data.login ? refuse(toolSlug) : result),
  })) as unknown as { execute: ExecuteToolFn };
  const item = (tool_slug: string, input: object) => ({ tool_slug, arguments: input });
  const secret = item("GITHUB_GET_A_REPOSITORY", { ...REPOSITORY, repo: "secret" });
  const issue = item("GITHUB_CREATE_AN_ISSUE", { ...REPOSITORY, title: "x" });
  const run = async (...tools: object[]) => {
    const { data, error, successful } = await execute("COMPOSIO_MULTI_EXECUTE_TOOL", { tools });
    const { results, ...counts } = data as unknown as {
      results: {
        tool_slug: string;
        index: number;
        response: { data: { name: string } } | null;
        error: string | null;
      }[];
    };
    const shown = results.map(({ tool_slug, index, response, error: fault }) => [
      index,
      tool_slug.replace("GITHUB_", ""),
      response?.data.name ?? fault,
    ]);
    return { shown, counts, error, successful };
  };
  const before = await timesAsked(standIn, "/repos/octocat/");

  assert.deepEqual(
    await run(
      secret,
      item("GITHUB_GET_A_REPOSITORY", REPOSITORY),
      issue,
      item("GITHUB_GET_THE_AUTHENTICATED_USER", {}),
    ),
    {
      shown: [
        [0, "GET_A_REPOSITORY", "GITHUB_GET_A_REPOSITORY is not for agents; ask a person"],
        [1, "GET_A_REPOSITORY", "hello-world"],
        [2, "CREATE_AN_ISSUE", "GITHUB_CREATE_AN_ISSUE is not for agents; ask a person"],
        [3, "GET_THE_AUTHENTICATED_USER", "GITHUB_GET_THE_AUTHENTICATED_USER is not for agents; ask a person"],
      ],
      counts: { total_count: 4, success_count: 1, error_count: 3 },
      error: "3 out of 4 tools failed",
      successful: false,
    },
  );
  assert.deepEqual(await run(issue), {
    shown: [[0, "CREATE_AN_ISSUE", "GITHUB_CREATE_AN_ISSUE is not for agents; ask a person"]],
    counts: { total_count: 1, success_count: 0, error_count: 1 },
    error: "1 out of 1 tools failed",
    successful: false,
  });
  assert.equal(await timesAsked(standIn, "/repos/octocat/"), before + 1, "what is refused is not sent");
});

test("direct tools pass through in execute, in handleToolCalls and in get", async (t) => {
  const composio = await freshComposio(t);
  await connectedSession(composio, standIn, "ana");
  const seen: string[] = [];
  const modifiers = {
    beforeExecute: ({
      toolSlug,
      toolkitSlug,
      params,
    }: {
      toolSlug: string;
      toolkitSlug: string;
      params: ToolExecuteParams;
    }) => {
      seen.push(`${toolkitSlug} ${toolSlug} ${params.userId}`);
      return { ...params, arguments: REPOSITORY };
    },
    afterExecute: ({ result }: { result: ToolExecuteResponse }) => ({ ...result, data: { only: result.data.name } }),
  };
  const expected = { only: "hello-world" };

  const executed = await composio.tools.execute("GITHUB_GET_A_REPOSITORY", { userId: "ana" }, modifiers);
  assert.deepEqual(executed.data, expected);
  const call = completion("GITHUB_GET_A_REPOSITORY", {});
  const [message] = await composio.provider.handleToolCalls("ana", call, {}, modifiers);
  assert.deepEqual(JSON.parse(message?.content ?? "{}").data, expected);

  const agentic = await freshComposio(t, { provider: new Agentic() });
  await connectedSession(agentic as never, standIn, "ana");
  const { execute } = await agentic.tools.get("ana", "GITHUB_GET_A_REPOSITORY", modifiers);
  assert.deepEqual((await execute("GITHUB_GET_A_REPOSITORY", "")).data, expected);
  assert.deepEqual(seen, Array(3).fill("github GITHUB_GET_A_REPOSITORY ana"));
});

test("a modifier that returns nothing names itself, to the program", async (t) => {
  const composio = await freshComposio(t);
  const session = await composio.create("ana");
  const nothing = (() => undefined) as never;
  const names = (name: string) => (error: unknown) =>
    error instanceof ComposioConfigurationError && error.message.includes(`\`${name}\` returned nothing for COMPOSIO_`);
  const call = completion("COMPOSIO_SEARCH_TOOLS", { queries: [{ use_case: "news" }] });
  const calling = async (modifiers: SessionMetaToolOptions) => {
    await session.tools(modifiers);
    await composio.provider.handleToolCalls(session, call);
  };
  await assert.rejects(session.tools({ modifySchema: nothing }), names("modifySchema"));
  await assert.rejects(calling({ beforeExecute: nothing }), names("beforeExecute"));
  await assert.rejects(calling({ afterExecute: nothing }), names("afterExecute"));
});

test("what a modifier throws rejects the call", async (t) => {
  const composio = await freshComposio(t, { provider: new Agentic() });
  const session = await composio.create("ana");
  const refusing = () => {
    throw new Error("ask me first");
  };
  const { execute } = await session.tools({ beforeExecute: refusing });
  await assert.rejects(execute("COMPOSIO_SEARCH_TOOLS", {}), /ask me first/);
});

test("modifiers in the wrong place are refused, because they would do nothing", async (t) => {
  const composio = await freshComposio(t);
  const session = await composio.create("ana");
  const same = ({ params }: { params: ToolExecuteParams }) => params;
  const call = completion("COMPOSIO_SEARCH_TOOLS", {});
  const misplaced: [() => Promise<unknown>, RegExp][] = [
    [() => session.tools({ signal: AbortSignal.abort() } as never), /`signal`.*after the modifiers/],
    [() => session.tools({ beforeExcute: same } as never), /`beforeExcute`.*`beforeExecute`/],
    [() => session.tools({ modifySchema: "x" } as never), /`modifySchema` is a modifier, a function/],
    [() => composio.tools.get("ana", { toolkits: ["exa"] }, { beforeExecute: same } as never), /`beforeExecute`/],
    [() => composio.tools.execute("A", { userId: "ana" }, { modifySchema: same } as never), /`modifySchema`/],
    [() => composio.provider.handleToolCalls(session, call, {}, { beforeExecute: same }), /session\.tools\(/],
    [
      () => session.tools({ modifySchema: ({ schema }) => ({ ...schema, slug: "OTHER" }) }),
      /changed the slug of COMPOSIO_\w+ to `OTHER`/,
    ],
  ];
  for (const [work, message] of misplaced) {
    await assert.rejects(work, (error: unknown) => {
      assert.ok(error instanceof ValidationError || error instanceof ComposioConfigurationError, String(error));
      assert.match(error.message, message);
      return true;
    });
  }
});
