/**
 * The TypeScript snippets a user finds in the documentation of sessions, each run as it stands there, with the default
 * home taken from the environment. Toolkits that are not in the catalog yet are played by those that are:
 * exa for gmail, hackernews for slack and firecrawl.
 */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Composio } from "@composio/core";
import { Browser } from "./support/browser.mjs";
import { freshSettings } from "./support/engine.mjs";
import { githubConfig } from "./support/github.mjs";
import { startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();
const home = await mkdtemp(join(tmpdir(), "composio-node-"));
after(() => rm(home, { recursive: true, force: true }));

// What an operator would write once; the stand-in is the GitHub of this machine.
await writeFile(
  join(home, "composio.toml"),
  `[managed.github]
client_id = "${standIn.client_id}"
client_secret = "${standIn.client_secret}"
base_url = "${standIn.url}"
authorization_url = "${standIn.url}/login/oauth/authorize"
token_url = "${standIn.url}/login/oauth/access_token"
`,
);
process.env.COMPOSIO_HOME = home;

test("the way in", async (t) => {
  process.env.COMPOSIO_CONNECT_ORIGIN = (await freshSettings(t)).connectOrigin;
  const composio = new Composio({ apiKey: "your_api_key" });
  t.after(() => composio.close());
  assert.equal(composio.describe().home, home);

  await t.test("creating a session", async () => {
    const session = await composio.create("user_123");
    assert.equal(session.userId, "user_123");
    assert.equal(session.config.toolkits, undefined);
  });

  await t.test("enabling toolkits", async () => {
    const session = await composio.create("user_123", {
      toolkits: ["github", "exa", "hackernews"],
    });
    const session2 = await composio.create("user_123", {
      toolkits: { enable: ["github", "exa", "hackernews"] },
    });
    assert.deepEqual(session.config.toolkits, { enabled: ["github", "exa", "hackernews"] });
    assert.deepEqual(session2.config.toolkits, session.config.toolkits);
  });

  await t.test("disabling toolkits", async () => {
    const session = await composio.create("user_123", {
      toolkits: { disable: ["exa", "hackernews"] },
    });
    assert.deepEqual(session.config.toolkits, { disabled: ["exa", "hackernews"] });
  });

  await t.test("custom auth configs", async () => {
    const ac_your_github_config = await githubConfig(composio, standIn);
    const session = await composio.create("user_123", {
      authConfigs: {
        github: ac_your_github_config,
      },
    });
    assert.deepEqual(session.config.auth_configs, { github: ac_your_github_config });
  });

  await t.test("mcp", async () => {
    const session = await composio.create("user_123");
    const { mcp } = session;
    assert.match(mcp.url, /^http:\/\/localhost:\d+\//);
  });

  await t.test("tools()", async () => {
    const session = await composio.create("user_123");
    const tools = await session.tools();
    assert.equal(tools.length, 4);
  });

  let ca_personal_github = "";

  await t.test("authorize()", async () => {
    const session = await composio.create("user_123");
    const connectionRequest = await session.authorize("github", {
      callbackUrl: "https://myapp.com/callback",
    });

    const arrival = new Browser().connect(connectionRequest.redirectUrl ?? "");

    const connectedAccount = await connectionRequest.waitForConnection();
    ca_personal_github = connectedAccount.id;
    const { url } = await arrival;
    assert.equal(url.origin + url.pathname, "https://myapp.com/callback");
    assert.equal(url.searchParams.get("status"), "success");
    assert.equal(url.searchParams.get("connected_account_id"), connectedAccount.id);
  });

  await t.test("account selection", async () => {
    const session = await composio.create("user_123", {
      connectedAccounts: {
        github: ca_personal_github,
      },
    });
    assert.deepEqual(session.config.connected_accounts, { github: [ca_personal_github] });
    const { data } = await session.execute("GITHUB_GET_THE_AUTHENTICATED_USER");
    assert.equal(data.login, "octocat");
  });

  await t.test("toolkits()", async () => {
    const session = await composio.create("user_123");
    const toolkits = await session.toolkits();
    const lines: string[] = [];

    toolkits.items.forEach((toolkit) => {
      lines.push(`${toolkit.name}: ${toolkit.connection?.connectedAccount?.id ?? "Not connected"}`);
    });

    assert.ok(lines.includes(`GitHub: ${ca_personal_github}`), lines.join("\n"));
    assert.ok(lines.includes("Exa: Not connected"), lines.join("\n"));
  });

  await t.test("the shortest program", async () => {
    await composio.close();
    const shortest = new Composio();
    const session = await shortest.create("user_123");
    const tools = await session.tools();
    assert.equal(tools.length, 4);
    await shortest.close();
  });
});
