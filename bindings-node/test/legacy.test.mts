/** Words of older versions are answered with today's, wherever they come in. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as core from "@composio/core";
import { freshComposio, freshSettings } from "./support/engine.mjs";
import { internals } from "./support/internals.mjs";

const { OPTIONS, PROPERTIES, oldExports, settings, sessions, tools, toolkits, authConfigs, connectedAccounts, users } =
  internals();

/** As code sees it that no compiler has checked. */
// biome-ignore lint/suspicious/noExplicitAny: that is what such code is
type Unchecked = any;

function teaches(old: string, line: string | RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof core.ComposioRenamedError, String(error));
    assert.ok(error instanceof core.ComposioError);
    assert.ok(error.message.startsWith(`\`${old}\` is an old word: it is `), error.message);
    if (typeof line === "string") assert.ok(error.message.includes(line), error.message);
    else assert.match(error.message, line);
    assert.ok(!error.message.includes("t0p"), error.message);
    return true;
  };
}

test("an old option names today's and shows the line", async (t) => {
  const composio: Unchecked = await freshComposio(t);
  const session: Unchecked = await composio.create("ana");
  const calls: [() => Promise<unknown>, string, string][] = [
    [
      () => composio.create("ana", { apps: ["github"] }),
      "apps",
      '`composio.create("user_123", { toolkits: ["github"] })`',
    ],
    [() => composio.create("ana", { app: "github" }), "app", '{ toolkits: ["github"] }'],
    [() => composio.create("ana", { entityId: "ana" }), "entityId", '`composio.create("user_123")`'],
    [() => composio.create("ana", { actions: ["A"] }), "actions", '{ tools: { github: ["GITHUB_CREATE_AN_ISSUE"] } }'],
    [() => composio.create("ana", { integrationId: "i" }), "integrationId", '{ authConfigs: { github: "ac_…" } }'],
    [() => composio.create("ana", { connections: {} }), "connections", '{ connectedAccounts: { github: "ca_…" } }'],
    [
      () => composio.tools.get("ana", { actions: ["A", "B"] }),
      "actions",
      'tools.get("user_123", { tools: ["A","B"] })`',
    ],
    [() => composio.tools.get("ana", { apps: "github" }), "apps", '{ toolkits: ["github"] }'],
    [
      () => composio.tools.execute("A", { entityId: "ana", params: { token: "t0p" } }),
      "entityId",
      '`composio.tools.execute("GITHUB_CREATE_AN_ISSUE", { userId: "ana", arguments: … })`',
    ],
    [() => composio.tools.execute("A", { userId: "u", allowTracing: true }), "allowTracing", "gone"],
    [() => composio.connectedAccounts.list({ entityId: "ana" }), "entityId", 'list({ userIds: ["ana"] })`'],
    [
      () => composio.connectedAccounts.link("ana", "ac_1", { redirectUrl: "https://a.example" }),
      "redirectUrl",
      '`composio.connectedAccounts.link("user_123", "ac_…", { callbackUrl: "https://a.example" })`',
    ],
    [() => composio.toolkits.list({ apps: ["github"] }), "apps", "toolkits"],
    [() => session.authorize("github", { entityId: "ana" }), "entityId", 'composio.create("user_123")'],
    [() => session.execute("A", {}, { connectionId: "ca_1" }), "connectionId", '{ account: "ca_1" }'],
  ];
  for (const [call, old, line] of calls) await assert.rejects(call, teaches(old, line));
});

test("an old setting is found before an engine opens", async (t) => {
  const { home } = await freshSettings(t);
  const Client: Unchecked = core.Composio;
  assert.throws(() => new Client({ home, entityId: "ana" }), teaches("entityId", 'composio.create("user_123")'));
  assert.throws(() => new Client({ home, toolset: {} }), teaches("toolset", "provider: new OpenAIProvider()"));
});

test("an old property names today's", async (t) => {
  const composio: Unchecked = await freshComposio(t);
  for (const name of Object.keys(PROPERTIES)) assert.throws(() => composio[name], teaches(name, "composio"));
  assert.throws(() => composio.getEntity("ana"), teaches("getEntity", 'composio.create("user_123")'));
  assert.throws(() => composio.connectedAccounts.initiateConnection(), teaches("initiateConnection", "authorize("));
  assert.equal(composio.nonsense, undefined);
  assert.deepEqual(Object.keys(composio.toolkits), []);
  composio.apps = 1;
  assert.equal(composio.apps, 1);
});

test("an old export names today's when it is used", () => {
  for (const [name, value] of Object.entries<Unchecked>(oldExports)) {
    assert.equal((core as Unchecked)[name], value);
    assert.throws(() => new value({}), teaches(name, "composio"));
    assert.throws(() => value(), teaches(name, "composio"));
    assert.throws(() => value.GITHUB, teaches(name, "composio"));
    assert.equal(value.then, undefined);
  }
  const { ComposioToolSet } = createRequire(import.meta.url)("@composio/core");
  assert.throws(() => new (class extends ComposioToolSet {})(), teaches("ComposioToolSet", "new Composio({ provider"));
});

test("results may be called anything", async (t) => {
  const session: Unchecked = await (await freshComposio(t)).create("ana");
  for (const name of Object.keys(PROPERTIES)) if (name !== "mcp") assert.equal(session[name], undefined);
});

test("no word of today is taken for an old one", () => {
  const groups = [sessions, tools, toolkits, authConfigs, connectedAccounts, users];
  const codecs = [settings, ...groups.flatMap((group) => Object.values(group).map(({ request }) => request))];
  const current = new Set(codecs.flatMap(({ keys }) => keys ?? []));
  assert.ok(current.size > 40);
  assert.deepEqual(
    Object.keys(OPTIONS).filter((old) => current.has(old)),
    [],
  );
  for (const Class of [core.Composio, core.Sessions, core.Tools, core.Toolkits, core.AuthConfigs]) {
    const own = Object.getOwnPropertyNames(Class.prototype);
    assert.deepEqual(
      own.filter((name) => Object.hasOwn(PROPERTIES, name)),
      Object.keys(PROPERTIES),
    );
  }
});
