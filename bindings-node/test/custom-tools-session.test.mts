/** Custom tools in a session: found, run by the model and by the program, over MCP, and with a user's account. */

import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { test } from "node:test";
import {
  ComposioRequestCancelledError,
  type CustomTool,
  type CustomToolExecuteFn,
  experimental_createTool as createTool,
  experimental_createToolkit as createToolkit,
  type ToolExecuteResponse,
} from "@composio/core";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { z } from "zod/v4";
import { freshComposio, freshSettings } from "./support/engine.mjs";
import { connect, githubConfig } from "./support/github.mjs";
import { startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();

const count = createTool("COUNT_WORDS", {
  name: "Count words",
  description: "Counts the words of a text.",
  inputParams: z.object({ text: z.string(), least: z.number().default(1) }),
  execute: ({ text, least }) => ({ words: text.split(/\s+/).filter((word) => word.length >= least).length }),
});

const named = (slug: string, execute: CustomToolExecuteFn, more: object = {}): CustomTool =>
  createTool(slug, {
    name: slug,
    description: `What ${slug} does.`,
    inputParams: { type: "object" },
    execute,
    ...more,
  });

test("a custom tool is found, run by its slugs, by the model and beside tools of the catalog", async (t) => {
  const composio = await freshComposio(t);
  const session = await composio.create("ana", { experimental: { customTools: [count] } });
  assert.deepEqual(
    session.customTools().map(({ slug, originalSlug }) => [slug, originalSlug]),
    [["LOCAL_COUNT_WORDS", "COUNT_WORDS"]],
  );
  const found = await session.search({ query: "count the words of a text" });
  assert.ok(found.results[0]?.primaryToolSlugs.includes("LOCAL_COUNT_WORDS"));

  for (const slug of ["LOCAL_COUNT_WORDS", "COUNT_WORDS"]) {
    const { data, successful } = await session.execute(slug, { text: "one two  three" });
    assert.deepEqual([data, successful], [{ words: 3 }, true]);
  }
  const wrong = await session.execute("COUNT_WORDS", { text: "a bb", least: 2 });
  assert.deepEqual(wrong.data, { words: 1 });

  const calls = [
    { tool_slug: "LOCAL_COUNT_WORDS", arguments: { text: "a b" } },
    { tool_slug: "COMPOSIO_SEARCH_TOOLS", arguments: {} },
    { tool_slug: "LOCAL_COUNT_WORDS", arguments: { text: "a" } },
  ];
  const many = await session.execute("COMPOSIO_MULTI_EXECUTE_TOOL", { tools: calls });
  const results = many.data.results as { response: ToolExecuteResponse | null; error: string | null }[];
  assert.deepEqual(
    results.map(({ response }) => response?.data?.words),
    [2, undefined, 1],
  );
});

test("toolkits, preloaded tools and what a tool throws", async (t) => {
  const composio = await freshComposio(t);
  const broken = named("BREAK", () => {
    throw new RangeError("too far");
  });
  const toolkit = createToolkit("DEV", {
    name: "Dev",
    description: "Developer's tools.",
    preload: true,
    tools: [named("PING", () => "pong"), broken],
  });
  const session = await composio.create("ana", { experimental: { customToolkits: [toolkit] } });
  assert.deepEqual(
    session.customToolkits().map(({ slug, tools }) => [slug, tools.map((tool) => tool.slug)]),
    [["DEV", ["LOCAL_DEV_PING", "LOCAL_DEV_BREAK"]]],
  );
  assert.equal(session.customTools({ toolkit: "dev" }).length, 2);
  assert.deepEqual(session.customTools({ toolkit: "other" }), []);
  const names = (await session.tools()).map((tool) => tool.function.name);
  assert.ok(names.includes("LOCAL_DEV_PING"), names.join());

  assert.deepEqual((await session.execute("LOCAL_DEV_PING")).data, { result: "pong" });
  const failed = await session.execute("LOCAL_DEV_BREAK");
  assert.deepEqual([failed.successful, failed.error], [false, "RangeError: too far"]);
});

test("a tool that extends a toolkit works with the user's account", async (t) => {
  const composio = await freshComposio(t);
  const github = await githubConfig(composio, standIn);
  const whoami = named(
    "WHO_AM_I",
    async (_input, context) => {
      const user = await context.proxyExecute({ endpoint: "/user", method: "GET" });
      const repository = await context.execute("GITHUB_GET_A_REPOSITORY", { owner: "octocat", repo: "hello-world" });
      return { user: (user.data as { login: string }).login, repository: repository.data.name, of: context.userId };
    },
    { extendsToolkit: "github" },
  );
  const session = await composio.create("ana", {
    toolkits: ["github"],
    authConfigs: { github },
    experimental: { customTools: [whoami] },
  });
  assert.equal(session.customTools()[0]?.slug, "LOCAL_GITHUB_WHO_AM_I");
  await connect(session);
  const { data, error } = await session.execute("LOCAL_GITHUB_WHO_AM_I");
  assert.deepEqual([data, error], [{ user: "octocat", repository: "hello-world", of: "ana" }, null]);
});

test("a call that is cancelled is told", async (t) => {
  const composio = await freshComposio(t);
  const events = new EventEmitter();
  const started = once(events, "started");
  const told = once(events, "told");
  const slow = named("SLOW", (_input, { signal }) => {
    signal.addEventListener("abort", () => events.emit("told"));
    events.emit("started");
    return new Promise(() => {});
  });
  const session = await composio.create("ana", { experimental: { customTools: [slow] } });
  const abort = new AbortController();
  const running = session.execute("SLOW", {}, {}, { signal: abort.signal });
  await started;
  abort.abort();
  await assert.rejects(running, ComposioRequestCancelledError);
  await told;
});

test("another process of the home brings the functions with it", async (t) => {
  const settings = await freshSettings(t);
  const first = await freshComposio(t, settings);
  const second = await freshComposio(t, settings);
  const { sessionId } = await first.create("ana", { experimental: { customTools: [count] } });

  const bare = await second.use(sessionId);
  const elsewhere = await bare.execute("COUNT_WORDS", { text: "a" });
  assert.equal(elsewhere.successful, false);
  assert.match(elsewhere.error ?? "", new RegExp(`use\\("${sessionId}"`));

  const session = await second.use(sessionId, { customTools: [count] });
  assert.deepEqual((await session.execute("COUNT_WORDS", { text: "a" })).data, { words: 1 });
});

test("over MCP the function runs here, when the program holds the session no more", async (t) => {
  const composio = await freshComposio(t);
  const preloaded = named("PING", () => "pong", { preload: true });
  const { url, headers } = (await composio.create("ana", { experimental: { customTools: [preloaded] } })).mcp;
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  t.after(() => client.close());
  assert.ok((await client.listTools()).tools.some(({ name }) => name === "LOCAL_PING"));
  assert.match(JSON.stringify(await client.callTool({ name: "LOCAL_PING", arguments: {} })), /pong/);
});

test("slugs are checked when the session is made", async (t) => {
  const composio = await freshComposio(t);
  for (const slug of ["LOCAL_A", "composio_a", "a b", ""]) {
    const made = composio.create("ana", { experimental: { customTools: [named(slug, () => 1)] } });
    await assert.rejects(made, (error: Error) => /slug/.test(error.message), slug);
  }
});
