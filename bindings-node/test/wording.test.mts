/** Errors in the caller's language, and what is given where something else is meant. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "@composio/core";
import { freshComposio, freshSettings } from "./support/engine.mjs";
import { internals } from "./support/internals.mjs";

const { CALLS, MISSING, methodOf, worded, ...groups } = internals();

/** As code sees it that no compiler has checked. */
// biome-ignore lint/suspicious/noExplicitAny: that is what such code is
type Unchecked = any;

function says(...parts: string[]) {
  return (error: unknown) => {
    assert.ok(error instanceof core.ComposioError, String(error));
    for (const part of parts) assert.ok(error.message.includes(part), error.message);
    assert.doesNotMatch(error.message, /\b(map|sequence|[a-z]+_[a-z]+)\b|`0`/);
    return true;
  };
}

test("every operation has a method, with a place of its own for what it is given", () => {
  const { sessions, tools, toolkits, authConfigs, connectedAccounts, users } = groups;
  const operations = [sessions, tools, toolkits, authConfigs, connectedAccounts, users].flatMap((group) =>
    Object.values(group),
  );
  assert.deepEqual(
    operations.map(({ name }) => name).filter((name) => !methodOf(name)),
    [],
  );
  assert.equal(operations.length + 1, Object.keys(CALLS).length);
  for (const { name, request } of operations) {
    const unknown = CALLS[name]?.given.filter((option) => !request.keys?.includes(option));
    assert.deepEqual(unknown, [], name);
  }
});

test("the engine's words become TypeScript's, the caller's own text stays", () => {
  const names = new Map([
    ["session_id", "sessionId"],
    ["known_fields", "knownFields"],
    ["queries", "queries"],
    ["query", "query"],
  ]);
  for (const [said, here] of [
    [
      "`sessions.search` has no option `zzz`; known here: session_id, query, known_fields",
      "`session.search` has no option `zzz`; known here: query, knownFields",
    ],
    [
      "`queries[0].known_fields` of `sessions.search` must be a string, not map",
      "`queries[0].knownFields` of `session.search` must be a string, not an object",
    ],
    [
      "`queries` of `sessions.search` must be a sequence, not integer `5`",
      "`queries` of `session.search` must be an array, not the number `5`",
    ],
    [
      'the request of `sessions.search` must be a map, not string "a_b, not map"',
      "the request of `session.search` must be an object, not the string `a_b, not map`",
    ],
    [
      "`query` of `sessions.search` must be u32, not sequence",
      "`query` of `session.search` must be a whole number, not an array",
    ],
    ["`my_query` is not `known_fieldz`, not map", "`my_query` is not `known_fieldz`, not map"],
  ] as const) {
    const details: core.ErrorDetails = {
      ...{ kind: "invalid_request", slug: "Request_Invalid", code: 10400, status: 400, retryable: false },
      message: said,
      context: { option: "queries[0].known_fields" },
    };
    const error = worded(details, { operation: "sessions.search", names });
    assert.equal(error.message, here);
    assert.equal(error.context.option, "queries[0].knownFields");
  }
});

test("what is given where something else is meant is answered with what to write", async (t) => {
  const composio: Unchecked = await freshComposio(t);
  const session: Unchecked = await composio.create("ana");
  const calls: [() => Promise<unknown>, ...string[]][] = [
    [() => session.search("open an issue"), "`session.search`", '`session.search({ query: "open an issue" })`'],
    [
      () => session.search({ zzz: 1 }),
      "`session.search` has no option `zzz`; known here: query, queries, toolkits, model",
    ],
    [() => session.search({ query: { text: "x" } }), "`query` of `session.search` must be a string, not an object"],
    [() => session.toolkits(["github"]), '`session.toolkits({ toolkits: ["github"] })`'],
    [() => session.update("github"), '`session.update({ toolkits: ["github"] })`'],
    [() => session.execute("A", "text"), "`session.execute`", "the string `text`"],
    [() => session.authorize("github", "https://a.example"), '{ callbackUrl: "https://…" })`'],
    [() => session.tools("github"), "`{ modifySchema: … }`"],
    [() => composio.create("ana", "github"), '`composio.create("user_123", { toolkits: ["github"] })`'],
    [() => composio.use(session.sessionId, "x"), "`composio.use("],
    [() => composio.toolkits.list("github"), "`composio.toolkits.list`", "a string"],
    [() => composio.connectedAccounts.list(null), "`composio.connectedAccounts.list`", "null"],
    [() => composio.tools.execute("A", "x"), '`composio.tools.execute("GITHUB_CREATE_AN_ISSUE", { userId: '],
    [() => composio.create("ana", { customTools: [] }), "`{ experimental: { customTools: [ … ] } }`"],
    [() => session.update({ customToolkits: [] }), "`{ experimental: { customToolkits: [ … ] } }`"],
  ];
  for (const [call, ...parts] of calls) await assert.rejects(call, says(...parts), String(call));
  const { home } = await freshSettings(t);
  assert.throws(() => new (core.Composio as Unchecked)(home), says("`new Composio`", '`new Composio({ home: "…" })`'));
});

test("tool calls are read from an answer of the model, for a session or a user", async (t) => {
  const composio: Unchecked = await freshComposio(t);
  const session = await composio.create("ana");
  const completion = { choices: [{ message: {} }] };
  for (const [given, part] of [
    [[session, "hello"], "not a string"],
    [[session, undefined], "not undefined"],
    [[session, completion.choices], "a chat completion"],
    [[completion, session], "for a session"],
    [[undefined, completion], "it was undefined"],
  ] as const) {
    await assert.rejects(composio.provider.handleToolCalls(...given), says(part));
  }
  assert.deepEqual(await composio.provider.handleToolCalls(session, completion), []);
});

test("a part that is not there yet says so", async (t) => {
  const composio: Unchecked = await freshComposio(t);
  for (const name of Object.keys(MISSING)) {
    assert.throws(
      () => composio[name].list(),
      (error: unknown) => {
        assert.ok(error instanceof core.ComposioUnsupportedError, String(error));
        assert.match(error.message, new RegExp(`^\`composio\\.${name}\` is not there: .*README`));
        return true;
      },
    );
  }
  assert.deepEqual(
    Object.keys(MISSING).filter((name) => name in core.Tools.prototype),
    [],
  );
});
