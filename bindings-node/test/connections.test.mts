/** Auth configs, connected accounts, users, and the catalog, without a session. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "@composio/core";
import { AuthScheme } from "@composio/core";
import { Browser } from "./support/browser.mjs";
import { freshComposio } from "./support/engine.mjs";
import { connectedSession, githubConfig } from "./support/github.mjs";
import { githubCredentials, startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();

test("an auth config is made, listed, renamed, switched off and on, and deleted", async (t) => {
  const { authConfigs } = await freshComposio(t);
  const made = await authConfigs.create("github", {
    type: "use_custom_auth",
    authScheme: "OAUTH2",
    credentials: githubCredentials(standIn),
    name: "Ours",
  });
  assert.equal(made.credentials.client_secret, "REDACTED");
  assert.equal(made.credentials.client_id, standIn.client_id);
  assert.deepEqual(
    (await authConfigs.list({ toolkit: "github" })).items.map(({ id, name }) => [id, name]),
    [[made.id, "Ours"]],
  );
  assert.equal((await authConfigs.update(made.id, { name: "Yours" })).name, "Yours");
  assert.equal((await authConfigs.disable(made.id)).status, "DISABLED");
  assert.deepEqual((await authConfigs.list()).items, []);
  assert.equal((await authConfigs.list({ showDisabled: true })).items.length, 1);
  assert.equal((await authConfigs.enable(made.id)).status, "ENABLED");
  assert.equal((await authConfigs.delete(made.id)).success, true);
  await assert.rejects(authConfigs.get(made.id), core.ComposioAuthConfigNotFoundError);
});

test("a key the caller has connects at once, and direct tools use it", async (t) => {
  const composio = await freshComposio(t);
  const config = await composio.authConfigs.create("exa", {
    type: "use_custom_auth",
    authScheme: "API_KEY",
    credentials: { base_url: standIn.url },
  });
  const request = await composio.connectedAccounts.initiate("user_123", config.id, {
    config: AuthScheme.APIKey({ api_key: standIn.exa_api_key }),
  });
  assert.deepEqual([request.status, request.redirectUrl], ["ACTIVE", null]);
  const account = await request.waitForConnection();
  assert.equal(account.state.authScheme, "API_KEY");
  assert.ok(!JSON.stringify(account).includes(standIn.exa_api_key));
  const result = await composio.tools.execute("EXA_SEARCH", { userId: "user_123", arguments: { query: "rust" } });
  assert.equal(result.successful, true, result.error ?? "");

  const again = composio.connectedAccounts.initiate("user_123", config.id, {
    config: AuthScheme.APIKey({ api_key: standIn.exa_api_key }),
  });
  await assert.rejects(again, core.ComposioMultipleConnectedAccountsError);
});

test("a credential is tried, and an account says whose it is", async (t) => {
  const composio = await freshComposio(t);
  const { authConfigs, connectedAccounts } = composio;
  await connectedSession(composio, standIn);
  const [{ id }] = (await connectedAccounts.list({ userIds: ["user_123"] })).items as [core.ConnectedAccount];
  const asked = await connectedAccounts.whoami(id);
  assert.deepEqual([asked.id, asked.accepted, asked.identity], [id, true, "octocat"]);
  assert.equal((await connectedAccounts.get(id)).identity, "octocat");

  const credentials = { base_url: standIn.url };
  const options = { type: "use_custom_auth", authScheme: "BEARER_TOKEN", credentials } as const;
  const config = AuthScheme.BearerToken({ token: "ghp_mistyped" });
  const mistyped = connectedAccounts.initiate("bob", (await authConfigs.create("github", options)).id, {
    config,
    verify: true,
  });
  await assert.rejects(mistyped, { slug: "ConnectedAccount_CredentialRefused" });
  assert.deepEqual((await connectedAccounts.list({ userIds: ["bob"] })).items, []);
});

test("an OAuth client is checked before it is kept", async (t) => {
  const { authConfigs, toolkits } = await freshComposio(t);
  const client = githubCredentials(standIn);
  for (const [secret, accepted] of [
    [standIn.client_secret, true],
    ["wrong", false],
  ] as const) {
    const checked = await authConfigs.check("github", { credentials: { ...client, client_secret: secret } });
    assert.equal(checked.accepted, accepted, checked.message);
  }
  const app = (await toolkits.get("github")).setup.find(({ kind }) => kind === "app_manifest");
  assert.deepEqual([app?.formField, app?.exchange?.clientId], ["manifest", "/client_id"]);
  assert.ok(app?.manifest && "callback_urls" in app.manifest);
});

test("an account is listed, named, switched off and on, and deleted", async (t) => {
  const composio = await freshComposio(t);
  const { connectedAccounts } = composio;
  await connectedSession(composio, standIn);
  const { items } = await connectedAccounts.list({ userIds: ["user_123"], statuses: ["ACTIVE"] });
  assert.equal(items.length, 1);
  const id = items[0]?.id ?? "";
  assert.equal((await connectedAccounts.update(id, { alias: "work" })).alias, "work");
  assert.equal((await connectedAccounts.disable(id)).success, true);
  const off = await connectedAccounts.get(id);
  assert.deepEqual([off.isDisabled, off.status], [true, "INACTIVE"]);
  assert.equal((await connectedAccounts.enable(id)).success, true);
  assert.equal((await connectedAccounts.refresh(id)).status, "ACTIVE");
  assert.equal((await connectedAccounts.delete(id)).success, true);
  await assert.rejects(connectedAccounts.get(id), core.ComposioConnectedAccountNotFoundError);
});

test("a user is erased", async (t) => {
  const composio = await freshComposio(t);
  const session = await connectedSession(composio, standIn);
  const { userId, deleted } = await composio.users.delete("user_123");
  assert.deepEqual([userId, deleted.sessions, deleted.connectedAccounts], ["user_123", 1, 1]);
  await assert.rejects(session.tools(), core.ComposioSessionNotFoundError);
});

test("an alias of another account is refused with the account's id", async (t) => {
  const composio = await freshComposio(t);
  const github = await githubConfig(composio, standIn);
  const pinned = composio.create("user_123", {
    connectedAccounts: { github: "ca_of_nobody" },
    authConfigs: { github },
  });
  await assert.rejects(pinned, /ca_of_nobody/);
});

test("the catalog is listed and looked up", async (t) => {
  const { toolkits } = await freshComposio(t);
  const listed = await toolkits.get();
  assert.ok(listed.some(({ slug, toolsCount }) => slug === "github" && toolsCount >= 15));
  const page = await toolkits.list({ limit: 1 });
  assert.equal(page.items.length, 1);
  assert.ok(page.totalItems >= 3);
  const github = await toolkits.get("github");
  const oauth = github.authConfigDetails.find(({ mode }) => mode === "OAUTH2");
  assert.ok(oauth?.fields.authConfigCreation.required.some(({ name }) => name === "client_id"));
  await assert.rejects(toolkits.get("githup"), (error: unknown) => {
    assert.ok(error instanceof core.ComposioToolkitNotFoundError);
    assert.match(error.message, /github/);
    return true;
  });
});

test("a request is initiated as soon as there is a link", async (t) => {
  const composio = await freshComposio(t);
  const github = await githubConfig(composio, standIn);
  const session = await composio.create("ana", { authConfigs: { github } });
  const requests = [
    await session.authorize("github"),
    await composio.connectedAccounts.link("ana", github),
    await composio.connectedAccounts.initiate("ana", github),
    await composio.toolkits.authorize("ana", "github"),
  ];
  for (const { status, redirectUrl } of requests) {
    assert.equal(status, "INITIATED");
    assert.ok(redirectUrl);
  }
});

test("a toolkit is connected without a session, on the newest auth config", async (t) => {
  const composio = await freshComposio(t);
  const github = await githubConfig(composio, standIn);
  const callbackUrl = "https://myapp.example/callback";
  const request = await composio.toolkits.authorize("ana", "github", { callbackUrl });
  const { url } = await new Browser().connect(request.redirectUrl ?? "");
  assert.equal(url.origin + url.pathname, callbackUrl);
  const account = await request.waitForConnection(20_000);
  assert.deepEqual([account.userId, account.authConfig.id], ["ana", github]);
  const invalid = composio.toolkits.authorize("ana", "github", { callbackUrl: "nowhere" });
  await assert.rejects(invalid, /`callbackUrl`/);
});

test("a request of one's own goes out with an account", async (t) => {
  const composio = await freshComposio(t);
  await connectedSession(composio, standIn);
  const connectedAccountId = (await composio.connectedAccounts.list()).items[0]?.id ?? "";
  const endpoint = "/repos/octocat/hello-world/issues";
  const listed = await composio.tools.proxyExecute({
    connectedAccountId,
    endpoint,
    method: "GET",
    parameters: [{ in: "query", name: "per_page", value: 1 }],
  });
  assert.deepEqual([listed.status, (listed.data as unknown[]).length], [200, 1]);
  const body = { title: "By proxy" };
  const created = await composio.tools.proxyExecute({ connectedAccountId, endpoint, method: "POST", body });
  assert.equal(created.status, 201);
  assert.equal((created.data as typeof body).title, body.title);
  const elsewhere = composio.tools.proxyExecute({
    connectedAccountId,
    endpoint: "https://evil.example/",
    method: "GET",
  });
  await assert.rejects(elsewhere, core.ComposioForbiddenError);
});
