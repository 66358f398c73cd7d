/**
 * The main job from end to end: find a tool, connect an account, act, and do the same over MCP.
 *
 *     node quickstart.mjs                      against a stand-in for GitHub on this machine
 *     node quickstart.mjs --real OWNER/REPO    against GitHub itself, with the token in GITHUB_TOKEN
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createInterface as createPrompt } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AuthScheme, Composio } from "@composio/core";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { browse } from "./browser.mjs";

const USER = "quickstart";
const TITLES = ["Hello from a composio session", "Hello from a composio session, over MCP"];
const STANDIN = fileURLToPath(new URL("../standin/provider.py", import.meta.url));

const say = (...words) => console.log(" ", ...words);
const step = (title) => console.log(`\n\u001b[1m${title}\u001b[0m`);

/** An auth config of one's own; answers it and the repository to work in. */
async function connectStandIn(composio, { url, client_id, client_secret }) {
  const config = await composio.authConfigs.create("github", {
    type: "use_custom_auth",
    authScheme: "OAUTH2",
    credentials: {
      client_id,
      client_secret,
      base_url: url,
      authorization_url: `${url}/login/oauth/authorize`,
      token_url: `${url}/login/oauth/access_token`,
    },
  });
  return [config.id, "octocat/hello-world"];
}

/** Connects GitHub itself with the token in GITHUB_TOKEN, once the user has agreed. */
async function connectGitHub(composio, repository, agreed) {
  const token = process.env.GITHUB_TOKEN ?? exit("set GITHUB_TOKEN to a token that may write issues");
  console.log([`This creates two issues in ${repository} on GitHub and closes them again:`, ...TITLES].join("\n  - "));
  if (!agreed) {
    const prompt = createPrompt({ input: process.stdin, output: process.stdout });
    if ((await prompt.question(`Type ${repository} to go on: `)) !== repository) exit("nothing was created");
    prompt.close();
  }
  const config = await composio.authConfigs.create("github", { type: "use_custom_auth", authScheme: "BEARER_TOKEN" });
  await composio.connectedAccounts.initiate(USER, config.id, { config: AuthScheme.BearerToken({ token }) });
  return [config.id, repository];
}

/** Creates an issue through the session's MCP server, with a client that knows nothing of this package. */
async function overMcp(session, input) {
  const client = new Client({ name: "quickstart", version: "1.0.0" });
  const { url, headers } = session.mcp;
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  say("tools:", (await client.listTools()).tools.map((tool) => tool.name).join(", "));
  const call = { tools: [{ tool_slug: "GITHUB_CREATE_AN_ISSUE", arguments: input }] };
  const result = await client.callTool({ name: "COMPOSIO_MULTI_EXECUTE_TOOL", arguments: call });
  await client.close();
  const { data } = JSON.parse(result.content[0].text).data.results[0].response;
  say("created", data.html_url);
  return data.number;
}

async function run(composio, config, repository) {
  const [owner, repo] = repository.split("/");

  step("1. Create a session");
  const session = await composio.create(USER, { toolkits: ["github"], authConfigs: { github: config } });
  say(`${session.sessionId}, whose agent sees ${session.toolSlugs.join(", ")}`);

  step('2. Search in plain words: "file a bug report"');
  const found = await session.search({ query: "file a bug report" });
  const connected = found.toolkitConnectionStatuses[0].hasActiveConnection;
  assert.equal(found.results[0].primaryToolSlugs[0], "GITHUB_CREATE_AN_ISSUE");
  say("found", found.results[0].primaryToolSlugs[0]);
  say("github is", connected ? "connected" : "not connected");

  if (!connected) {
    step("3. Connect GitHub: the user opens this link (here the script does)");
    const request = await session.authorize("github");
    say(request.redirectUrl);
    const waiting = request.waitForConnection(30_000);
    const { origin, pathname } = await browse(request.redirectUrl);
    say("the user ends at", origin + pathname);
    say("connected as", (await waiting).id);
  }

  step("4. Create an issue, and read it back");
  const made = await session.execute("GITHUB_CREATE_AN_ISSUE", { owner, repo, title: TITLES[0] });
  assert.ok(made.successful, made.error);
  say("created", made.data.html_url);
  const { data } = await session.execute("GITHUB_GET_AN_ISSUE", { owner, repo, issue_number: made.data.number });
  assert.equal(data.title, TITLES[0]);
  say(`read    #${data.number} '${data.title}', ${data.state}`);

  step("5. The same over MCP, with the official client");
  say(session.mcp.url);
  const numbers = [made.data.number, await overMcp(session, { owner, repo, title: TITLES[1] })];

  step("6. Tidy up");
  for (const issue_number of numbers) {
    const closed = await session.execute("GITHUB_UPDATE_AN_ISSUE", { owner, repo, issue_number, state: "closed" });
    assert.equal(closed.data.state, "closed");
  }
  say("closed", numbers.map((number) => `#${number}`).join(", "), "\n\nAll of it worked.");
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

function exit(why) {
  console.error(why);
  process.exit(1);
}

const { values: options } = parseArgs({ options: { real: { type: "string" }, yes: { type: "boolean" } } });
// A home of its own, so that nothing of the user's is touched; without these two, ~/.composio and port 9900.
const home = await mkdtemp(join(tmpdir(), "composio-"));
const composio = new Composio({ home, connectOrigin: `http://localhost:${await freePort()}` });
const standIn = options.real ? undefined : spawn(process.env.PYTHON ?? "python3", [STANDIN], { stdio: "pipe" });
try {
  if (standIn) {
    const [ready] = await once(createInterface(standIn.stdout), "line");
    await run(composio, ...(await connectStandIn(composio, JSON.parse(ready))));
  } else {
    await run(composio, ...(await connectGitHub(composio, options.real, options.yes)));
  }
} finally {
  standIn?.stdin.end();
  await composio.close();
  await rm(home, { recursive: true, force: true });
}
