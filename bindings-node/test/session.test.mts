/** A session from create to a provider's answer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { format, inspect } from "node:util";
import * as core from "@composio/core";
import { Browser } from "./support/browser.mjs";
import { freshComposio, freshSettings } from "./support/engine.mjs";
import { connect, connectedSession, githubConfig } from "./support/github.mjs";
import { startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();

test("a user's tools, from search through connecting to an answer of the provider", async (t) => {
  const composio = await freshComposio(t);
  const github = await githubConfig(composio, standIn);
  const session = await composio.create("user_123", { toolkits: ["github"], authConfigs: { github } });

  const found = await session.search({ query: "create an issue in a repository" });
  assert.ok(found.results[0]?.primaryToolSlugs.includes("GITHUB_CREATE_AN_ISSUE"));
  assert.equal(found.toolkitConnectionStatuses[0]?.hasActiveConnection, false);

  const issue = { owner: "octocat", repo: "hello-world", title: "From Node" };
  await assert.rejects(session.execute("GITHUB_CREATE_AN_ISSUE", issue), core.ComposioNotConnectedError);

  const request = await session.authorize("github");
  assert.equal(request.status, "INITIATED");
  assert.match(request.redirectUrl ?? "", /^http:\/\/localhost:\d+\/link\//);
  const waiting = request.waitForConnection({ timeout: 20_000 });
  await new Browser().connect(request.redirectUrl ?? "");
  const account = await waiting;
  assert.deepEqual([account.status, account.id, request.status], ["ACTIVE", request.id, "ACTIVE"]);
  assert.equal(account.toolkit.slug, "github");
  assert.equal(account.authConfig.id, github);

  const created = await session.execute("GITHUB_CREATE_AN_ISSUE", issue);
  assert.deepEqual([created.successful, created.error], [true, null]);
  assert.equal(created.data.title, "From Node");
  assert.match(created.logId, /^log_/);

  const { items } = await session.toolkits();
  const connection = items.find((toolkit) => toolkit.slug === "github")?.connection;
  assert.equal(connection?.isActive, true);
  assert.equal(connection?.connectedAccount?.id, account.id);
});

test("explain and dry run answer without sending", async (t) => {
  const session = await connectedSession(await freshComposio(t), standIn);
  const arguments_ = { owner: "octocat", repo: "hello-world", title: "never" };
  const explained = await session.execute("GITHUB_CREATE_AN_ISSUE", arguments_, { explain: true });
  assert.ok(explained.data.explanation);
  const dry = await session.execute("GITHUB_CREATE_AN_ISSUE", arguments_, { dryRun: true });
  const request = dry.data.request as { method: string; url: string };
  assert.equal(request.method, "POST");
  assert.equal(request.url, `${standIn.url}/repos/octocat/hello-world/issues`);
});

test("a tool that fails at the provider is a result, not an error", async (t) => {
  const session = await connectedSession(await freshComposio(t), standIn);
  const result = await session.execute("GITHUB_GET_A_REPOSITORY", { owner: "octocat", repo: "not-there" });
  assert.equal(result.successful, false);
  assert.match(result.error ?? "", /./);
});

test("another engine of the home uses the session, and finds the account", async (t) => {
  const settings = await freshSettings(t);
  const first = new core.Composio(settings);
  t.after(() => first.close());
  const { sessionId } = await connectedSession(first, standIn);
  const second = new core.Composio(settings);
  t.after(() => second.close());
  const session = await second.use(sessionId);
  assert.equal(session.userId, "user_123");
  const result = await session.execute("GITHUB_GET_A_REPOSITORY", { owner: "octocat", repo: "hello-world" });
  assert.equal(result.successful, true, result.error ?? "");
});

test("an update changes what is given, and only on the version that was seen", async (t) => {
  const composio = await freshComposio(t);
  const session = await composio.create("user_123", { toolkits: ["github"] });
  const stale = await composio.use(session.sessionId);

  const config = await session.update({ toolkits: ["exa"], expectedConfigVersion: session.configVersion });
  assert.deepEqual(config.toolkits, { enabled: ["exa"] });
  assert.equal(session.configVersion, 2);

  const late = stale.update({ toolkits: null, expectedConfigVersion: stale.configVersion });
  await assert.rejects(late, core.ComposioSessionConfigConflictError);
  assert.equal(stale.configVersion, 1);

  const history = await session.listConfigHistory();
  assert.deepEqual(
    history.items.map(({ version, isCurrent, config: { toolkits } }) => [version, isCurrent, toolkits?.enabled]),
    [
      [2, true, ["exa"]],
      [1, false, ["github"]],
    ],
  );
});

test("a deleted session is gone", async (t) => {
  const composio = await freshComposio(t);
  const session = await composio.create("user_123");
  assert.deepEqual(await session.delete(), { sessionId: session.sessionId, deleted: true });
  await assert.rejects(session.toolkits(), core.ComposioSessionNotFoundError);
  await assert.rejects(composio.use(session.sessionId), core.ComposioSessionNotFoundError);
});

test("a proxied request goes out with the session's account, where the session allows it", async (t) => {
  const composio = await freshComposio(t);
  const github = await githubConfig(composio, standIn);
  const options = { toolkits: ["github"], authConfigs: { github } };
  const closed = await composio.create("user_123", { ...options, proxyExecute: false });
  await connect(closed);
  const params: core.ProxyExecuteParams = { toolkit: "github", endpoint: "/user", method: "GET" };
  await assert.rejects(closed.proxyExecute(params), core.ComposioForbiddenError);
});

test("waiting for a connection ends with its timeout", async (t) => {
  const composio = await freshComposio(t);
  const github = await githubConfig(composio, standIn);
  const request = await composio.connectedAccounts.link("user_123", github);
  await assert.rejects(request.waitForConnection(20), core.ConnectionRequestTimeoutError);
  await assert.rejects(composio.connectedAccounts.waitForConnection(request.id, { timeout: 20 }), (error: unknown) => {
    assert.ok(error instanceof core.ConnectionRequestTimeoutError);
    assert.equal(error.slug, "ConnectedAccount_WaitTimeout");
    return true;
  });
});

test("a wait with options it does not understand fails at once", async (t) => {
  const composio = await freshComposio(t);
  const github = await githubConfig(composio, standIn);
  const request = await composio.connectedAccounts.link("user_123", github);
  const numbers: unknown[] = ["60000", true, null, Number.NaN, -1, Number.POSITIVE_INFINITY];
  const misunderstood: [unknown, RegExp][] = [
    ...numbers.map((wait): [unknown, RegExp] => [wait, /milliseconds, not/]),
    ...numbers.map((timeout): [unknown, RegExp] => [{ timeout }, /`timeout` of a wait is a number of milliseconds/]),
    [{ timeoutMs: 20 }, /no option `timeoutMs`.*`timeout`/],
  ];
  for (const [wait, message] of misunderstood) {
    const waits = [
      request.waitForConnection(wait as number),
      composio.connectedAccounts.waitForConnection(request.id, wait as number),
    ];
    for (const waiting of waits) {
      await assert.rejects(waiting, (error: unknown) => {
        assert.ok(error instanceof core.ValidationError, String(error));
        assert.match(error.message, message);
        return true;
      });
    }
  }
});

test("an engine that is closed says so, and may be closed again", async (t) => {
  const settings = await freshSettings(t);
  let composio: core.Composio;
  {
    await using scoped = new core.Composio(settings);
    composio = scoped;
    await scoped.create("user_123");
  }
  await assert.rejects(composio.create("user_123"), (error: unknown) => {
    assert.ok(error instanceof core.ComposioUnavailableError);
    assert.equal(error.slug, "Engine_Closed");
    return true;
  });
  await composio.close();
});

test("printing tells where the engine runs and no secret", async (t) => {
  const composio = await freshComposio(t, { apiKey: "ak_secret" });
  const { home } = composio.describe();
  assert.match(inspect(composio), new RegExp(`^Composio\\(embedded .*home: ${home}`));
  const session = await composio.create("user_123");
  const token = session.mcp.headers.Authorization ?? "";
  assert.match(token, /^Bearer ./);
  for (const printed of [session, session.mcp, { mcp: session.mcp }]) {
    assert.ok(!inspect(printed, { depth: 9, showHidden: true, getters: true }).includes(token));
    assert.ok(!format("%o %O", printed, printed).includes(token));
  }
  assert.match(inspect(session.mcp), /url: 'http:.*Authorization: '\*\*\*'/s);
  assert.deepEqual(JSON.parse(JSON.stringify(session.mcp)).headers, { Authorization: token });
  assert.equal(new Headers(session.mcp.headers).get("authorization"), token);
  assert.ok(!inspect(composio, { depth: 9, showHidden: true }).includes("ak_secret"));
});
