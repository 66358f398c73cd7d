/** What every framework that runs tools by itself has to do with ours, each driven by the scripted model. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  type BaseAgenticProvider,
  type CustomToolExecuteFn,
  cleanSchema,
  type ExecuteToolFn,
  experimental_createTool,
  type JsonSchema,
  strictSchema,
  type Tool,
} from "@composio/core";
import { connect, connectedSession, freshEngine, freshHome, startModel, startStandIn } from "./world.mts";

export interface RunOptions {
  signal?: AbortSignal;
  /** Called with each piece of the answer; asks for streaming. */
  onText?: (piece: string) => void;
}

/** A framework as the tests see it. */
export interface Framework<TTools> {
  provider: BaseAgenticProvider<TTools, unknown>;
  /** Runs an agent with the tools on a prompt, and answers its last words. */
  run(tools: TTools, prompt: string, options: RunOptions): Promise<string>;
  /** The environment in which the framework finds the model. */
  environment(modelUrl: string): Record<string, string>;
  /** The folder of the package. */
  folder: string;
  /** The provider in strict mode, if it has one. */
  strict?: BaseAgenticProvider<TTools, unknown>;
  /** What the framework has no way for, and how it is; such a test is skipped. */
  lacks?: { parallel?: string; abort?: string; streaming?: string };
  /** What it tells a model that sends the text of an object where the object is asked, if it does not let it pass. */
  refusesText?: RegExp;
  /** The schema a model is offered for a tool's. The clean one unless set. */
  offers?: (schema: JsonSchema) => JsonSchema;
  /** The name a model knows a tool by. The slug unless set. */
  nameOf?: (slug: string) => string;
}

const HELLO_WORLD = { owner: "octocat", repo: "hello-world" };

/** A schema with all that adapters are known to lose. */
const DIFFICULT: Tool["inputParameters"] = {
  type: "object",
  properties: {
    kind: { type: "string", enum: ["open", "closed"], description: "Which.", default: "open" },
    level: { type: "integer", enum: [1, 2, 3] },
    matrix: { type: "array", items: { type: "array", items: { type: "number", minimum: 0 } } },
    free: { type: "object", description: "Any keys.", additionalProperties: true },
    bare: { type: "object", description: "Any keys as well, though it does not say so." },
    "X-Odd.name": { type: "string", format: "uri" },
    "1st": { type: ["string", "null"] },
    either: { anyOf: [{ type: "string" }, { type: "object", properties: { id: { type: "integer" } } }] },
    people: { type: "array", items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] } },
  },
  required: ["kind"],
};

/** A tool that is in no catalog. */
export function toolOf(slug: string, inputParameters: Tool["inputParameters"]): Tool {
  return {
    slug,
    name: slug,
    description: `What ${slug} does.`,
    toolkit: { slug: "test", name: "Test", logo: "" },
    inputParameters,
    outputParameters: { type: "object" },
    noAuth: true,
    version: "latest",
    availableVersions: [],
    scopes: [],
    tags: [],
    isDeprecated: false,
  };
}

const answered = (data: Record<string, unknown>) => ({ data, error: null, successful: true, logId: "log_1" });

/** Declares the tests of a framework. */
export async function testFramework<TTools>(framework: Framework<TTools>): Promise<void> {
  const { provider, strict, run, lacks = {}, offers = cleanSchema, nameOf = (slug: string) => slug } = framework;
  const model = await startModel();
  const standIn = await startStandIn();
  const environment = framework.environment(model.url);
  Object.assign(process.env, environment);
  const call = (slug: string, input: unknown) => ({ name: nameOf(slug), arguments: input });
  const preloaded = { preload: { tools: ["GITHUB_GET_A_REPOSITORY", "GITHUB_LIST_REPOSITORY_ISSUES"] } };
  const offer = async (slug: string) => (await model.tools()).find(({ name }) => name === nameOf(slug));
  const wrap = (tool: Tool, execute: ExecuteToolFn) => provider.wrapTools([tool], execute);

  test("an agent searches, has the user connect, executes and answers", async (t) => {
    const { composio, authConfigs } = await freshEngine(t, provider, standIn);
    const session = await composio.create("user_123", { toolkits: ["github"], authConfigs });
    const tools = await session.tools();

    await model.play(
      { calls: [call("COMPOSIO_SEARCH_TOOLS", { queries: [{ use_case: "create an issue" }] })] },
      { calls: [call("COMPOSIO_MANAGE_CONNECTIONS", { toolkits: ["github"] })] },
      { text: "Please open the link." },
    );
    assert.equal(await run(tools, "Open an issue", {}), "Please open the link.");
    const [found, link] = await model.results();
    assert.match(found?.content ?? "", /GITHUB_CREATE_AN_ISSUE/);
    await connect(/http:\/\/localhost:\d+\/link\/[\w-]+/.exec(link?.content ?? "")?.[0] ?? "");

    const issue = { ...HELLO_WORLD, title: "By an agent", labels: ["bug"] };
    const create = { tools: [{ tool_slug: "GITHUB_CREATE_AN_ISSUE", arguments: issue }] };
    await model.play({ calls: [call("COMPOSIO_MULTI_EXECUTE_TOOL", create)] }, { text: "It is open." });
    assert.equal(await run(tools, "Done, go on", {}), "It is open.");
    const created = (await standIn.requests("/repos/octocat/hello-world/issues")).filter(
      ({ method }) => method === "POST",
    );
    assert.deepEqual(created.at(-1)?.body, { title: "By an agent", labels: ["bug"] });
    assert.match((await model.results())[0]?.content ?? "", /By an agent/);
    assert.deepEqual(await model.complaints(), []);
  });

  test("a tool's schema reaches the model whole", async () => {
    const tool = toolOf("TEST_DIFFICULT", DIFFICULT);
    const before = structuredClone(tool);
    const sent: unknown[] = [];
    const tools = wrap(tool, async (_slug, input) => answered({ given: sent.push(input) }));
    const input = {
      kind: "open",
      matrix: [[1, 2], [3]],
      free: { "any key": { deep: [true] } },
      bare: { 1: 2 },
      "X-Odd.name": "a:b",
    };
    await model.play({ calls: [call(tool.slug, input)] }, { text: "ok" });
    await run(tools, "Go", {});
    const offered = await offer(tool.slug);
    assert.equal(offered?.description, tool.description);
    const { $schema, ...schema } = offered?.schema ?? {};
    assert.deepEqual(schema, offers(DIFFICULT));
    assert.deepEqual(sent, [input]);
    assert.deepEqual(tool, before, "the framework changed the schema it was given");
    assert.deepEqual(await model.complaints(), []);
  });

  test("a choice at the top of a schema becomes what model providers take", async () => {
    const choice = { oneOf: [{ properties: { a: { type: "string" } } }, { properties: { b: { type: "string" } } }] };
    const tools = wrap(toolOf("TEST_CHOICE", { type: "object", ...choice }), async () => answered({}));
    await model.play({ text: "ok" });
    await run(tools, "Go", {});
    assert.deepEqual(Object.keys((await offer("TEST_CHOICE"))?.schema.properties ?? {}), ["a", "b"]);
    assert.deepEqual(await model.complaints(), []);
  });

  if (strict) {
    test("strict mode binds the tools it can, and leaves the others whole", async () => {
      const bound = { type: "object", properties: { a: { type: "string" }, b: { type: "integer" } }, required: ["a"] };
      const both = [toolOf("TEST_BOUND", bound), toolOf("TEST_FREE", DIFFICULT)];
      const tools = strict.wrapTools(both, async () => answered({}));
      await model.play({ text: "ok" });
      await run(tools, "Go", {});
      const { $schema, ...schema } = (await offer("TEST_BOUND"))?.schema ?? {};
      assert.deepEqual(schema, strictSchema(bound));
      assert.deepEqual((await offer("TEST_FREE"))?.schema.properties, cleanSchema(DIFFICULT).properties);
      assert.deepEqual(await model.complaints(), []);
    });
  }

  test("parallel calls are in flight at once", { skip: lacks.parallel }, async (t) => {
    const session = await connectedSession(t, provider, standIn, preloaded);
    const before = (await standIn.requests("/repos/octocat/")).length;
    await standIn.fault({ path: "/repos/octocat/*", together: 2 });
    await model.play(
      { calls: [call("GITHUB_GET_A_REPOSITORY", HELLO_WORLD), call("GITHUB_LIST_REPOSITORY_ISSUES", HELLO_WORLD)] },
      { text: "Both." },
    );
    assert.equal(await run(await session.tools(), "Look", {}), "Both.");
    const results = await model.results();
    assert.equal(results.length, 2);
    for (const { content } of results) assert.match(content, /hello-world/i);
    // One alone would have waited for the other in vain, and been answered 504.
    const statuses = (await standIn.requests("/repos/octocat/")).slice(before).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 200]);
    assert.deepEqual(await model.complaints(), []);
  });

  test("a tool that fails is a result the agent goes on from", async (t) => {
    const session = await connectedSession(t, provider, standIn, preloaded);
    await model.play(
      { calls: [call("GITHUB_GET_A_REPOSITORY", { ...HELLO_WORLD, repo: "not-there" })] },
      { calls: [call("GITHUB_GET_A_REPOSITORY", { owner: "octocat" })] },
      { calls: [call("GITHUB_GET_A_REPOSITORY", HELLO_WORLD)] },
      { text: "Third time lucky." },
    );
    assert.equal(await run(await session.tools(), "Look", {}), "Third time lucky.");
    const [missing, incomplete, good] = (await model.results()).map(({ content }) => content);
    assert.match(missing ?? "", /not.found/i);
    assert.match(incomplete ?? "", /repo/);
    assert.match(good ?? "", /full_name/);
    assert.deepEqual(await model.complaints(), []);
  });

  test("arguments that are the text of an object are run or refused, and the agent goes on", async (t) => {
    const session = await connectedSession(t, provider, standIn, preloaded);
    const call_ = call("GITHUB_GET_A_REPOSITORY", JSON.stringify(HELLO_WORLD));
    await model.play({ calls: [call_] }, { text: "ok" });
    assert.equal(await run(await session.tools(), "Look", {}), "ok");
    assert.match((await model.results())[0]?.content ?? "", framework.refusesText ?? /full_name/);
    assert.deepEqual(await model.complaints(), []);
  });

  test("an abort ends the run of a tool that never ends, and tells it", {
    skip: lacks.abort,
    timeout: 20_000,
  }, async (t) => {
    const { composio } = await freshEngine(t, provider, standIn);
    const abort = new AbortController();
    const told = new EventEmitter();
    const wait = experimental_createTool("WAIT", {
      name: "Wait",
      description: "Waits, and does not even end when it is told to.",
      inputParams: { type: "object" },
      preload: true,
      execute: (_input, { signal }) =>
        new Promise(() => {
          signal.addEventListener("abort", () => told.emit("end"));
          abort.abort();
        }),
    });
    const session = await composio.create("user_123", { experimental: { customTools: [wait] } });
    await model.play({ calls: [call("LOCAL_WAIT", {})] }, { text: "never" });
    const end = once(told, "end");
    await Promise.all([run(await session.tools(), "Go", { signal: abort.signal }).catch(() => undefined), end]);
  });

  test("the answer streams, tool calls included", { skip: lacks.streaming }, async (t) => {
    const session = await connectedSession(t, provider, standIn, preloaded);
    const words = "The repository is there, and this sentence is long enough for pieces.";
    await model.play({ calls: [call("GITHUB_GET_A_REPOSITORY", HELLO_WORLD)] }, { text: words });
    const pieces: string[] = [];
    await run(await session.tools(), "Look", { onText: (piece) => pieces.push(piece) });
    assert.ok(pieces.length > 1, `${pieces.length} pieces`);
    assert.equal(pieces.join(""), words);
    assert.match((await model.results())[0]?.content ?? "", /full_name/);
    assert.deepEqual(await model.complaints(), []);
  });

  test("tools of one name in two sessions each run in their own", async () => {
    const tool = toolOf("TEST_WHO", { type: "object", properties: {} });
    const users = ["ana", "ben"].map((who) => wrap(tool, async () => answered({ who })));
    for (const [index, tools] of users.entries()) {
      await model.play({ calls: [call("TEST_WHO", {})] }, { text: "ok" });
      await run(tools, "Who?", {});
      assert.match((await model.results())[0]?.content ?? "", index === 0 ? /ana/ : /ben/);
    }
  });

  test("custom tools run, and a bad one is a result", async (t) => {
    const { composio } = await freshEngine(t, provider, standIn);
    const inputParams = { type: "object", properties: { who: { type: "string" } }, required: ["who"] };
    const custom = (slug: string, execute: CustomToolExecuteFn) =>
      experimental_createTool(slug, {
        name: slug,
        description: `What ${slug} does.`,
        inputParams,
        preload: true,
        execute,
      });
    const customTools = [
      custom("GREET", ({ who }) => ({ greeting: `Hello ${who}` })),
      custom("BREAK", () => {
        throw new Error("it is broken");
      }),
      custom("BE_SILENT", () => undefined),
      custom("GIVE_BYTES", () => Buffer.from("bytes")),
    ];
    const session = await composio.create("user_123", { toolkits: [], experimental: { customTools } });
    const many = { tools: [{ tool_slug: "LOCAL_GREET", arguments: { who: "Ben" } }] };
    await model.play(
      {
        calls: [
          ...["GREET", "BREAK", "BE_SILENT", "GIVE_BYTES"].map((slug) => call(`LOCAL_${slug}`, { who: "Ana" })),
          call("COMPOSIO_MULTI_EXECUTE_TOOL", many),
        ],
      },
      { text: "Done." },
    );
    assert.equal(await run(await session.tools(), "Greet", {}), "Done.");
    const results = (await model.results()).map(({ content }) => content);
    const silence = /successful\W+true|result\W+null/;
    const wanted = [/Hello Ana/, /it is broken/, silence, /5 bytes \(Buffer\); return text/, /Hello Ben/];
    for (const [index, pattern] of wanted.entries()) assert.match(results[index] ?? "", pattern);
    assert.deepEqual(await model.complaints(), []);
  });

  test("a call after the engine was closed ends in an error that says so", { timeout: 20_000 }, async (t) => {
    const { composio } = await freshEngine(t, provider, standIn);
    const tools = await (await composio.create("user_123")).tools();
    await composio.close();
    await model.play({ calls: [call("COMPOSIO_SEARCH_TOOLS", { queries: [{ use_case: "mail" }] })] }, { text: "ok" });
    const failure = await run(tools, "Go", {}).then(
      async () => (await model.results())[0]?.content,
      (error: unknown) => inspect(error, { depth: 9 }),
    );
    assert.match(failure ?? "", /closed/);
  });

  test("`require` gives what `import` gives", async () => {
    const { name, exports: entries } = JSON.parse(await readFile(join(framework.folder, "package.json"), "utf8"));
    const imported = await import(join(framework.folder, entries["."].import.default));
    const required = createRequire(join(framework.folder, "test.js"))(name);
    assert.deepEqual(Object.keys(required).sort(), Object.keys(imported).sort());
    assert.ok(Object.keys(required).includes(provider.constructor.name) || provider.constructor.name === "Loop");
  });

  test("the example runs", async (t) => {
    const { home, connectOrigin } = await freshHome(t);
    await model.play(
      { calls: [call("COMPOSIO_SEARCH_TOOLS", { queries: [{ use_case: "read the top stories of Hacker News" }] })] },
      { text: "It can be done." },
    );
    const child = spawn(process.execPath, ["examples/agent.ts"], {
      cwd: framework.folder,
      env: { ...process.env, ...environment, COMPOSIO_HOME: home, COMPOSIO_CONNECT_ORIGIN: connectOrigin },
      stdio: ["ignore", "pipe", "inherit"],
      signal: t.signal,
    });
    const [output, [status]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    assert.equal(status, 0);
    assert.match(output, /It can be done\./);
    assert.match((await model.results())[0]?.content ?? "", /HACKERNEWS_/);
    assert.deepEqual(await model.complaints(), []);
  });
}
