/**
 * The snippets of the documentation page "Configuring sessions", one file each in `seed/`, run as they stand there: each
 * is a program of its own, whose home and Connect origin come from the environment.
 *
 * Only the ids a snippet makes up are replaced, by ids of things that exist; and where a snippet prints a link and waits,
 * the user opens it.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, type TestContext, test } from "node:test";
import { Composio, type ConnectedAccount, type SessionConfig } from "@composio/core";
import { Browser } from "./support/browser.mjs";
import { freshSettings } from "./support/engine.mjs";
import { githubCredentials, root, startStandIn } from "./support/standin.mjs";

const snippets = join(import.meta.dirname, "seed");
const standIn = await startStandIn();
const home = await mkdtemp(join(tmpdir(), "composio-node-"));
after(() => rm(home, { recursive: true, force: true }));

// What an operator writes once; the stand-in is every provider.
const client = Object.entries(githubCredentials(standIn)).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
const managed = ["github", "gmail", "slack"].map((toolkit) => `[managed.${toolkit}]\n${client.join("")}`);
await writeFile(join(home, "composio.toml"), managed.join(""));

const started = new Set<string>();

interface Program {
  /** Ids of the page, and what to put in their place. */
  ids?: Record<string, string>;
  /** What to learn from the program when the snippet is through: an expression. */
  ask?: string;
  /** The user, who sees what is printed. */
  user?: (line: string) => Promise<unknown>;
}

/** Runs a snippet to its end. Answers what it printed and what it was asked. */
async function run<Answer>(t: TestContext, snippet: string, { ids = {}, ask = "null", user }: Program) {
  started.add(snippet);
  let code = await readFile(join(snippets, `${snippet}.mjs`), "utf8");
  for (const [madeUp, real] of Object.entries(ids)) {
    assert.ok(code.includes(madeUp));
    code = code.replaceAll(madeUp, real);
  }
  // Beside the snippets, so that it finds the package they import.
  const programs = join(snippets, "run");
  await mkdir(programs, { recursive: true });
  const program = join(programs, `${snippet}.mjs`);
  await writeFile(program, `${code}\nconsole.log(JSON.stringify(${ask}));\n`);
  const { connectOrigin } = await freshSettings(t);
  const env = { ...process.env, COMPOSIO_HOME: home, COMPOSIO_CONNECT_ORIGIN: connectOrigin };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === 1) await user?.(line);
  }
  assert.deepEqual(await ended, [0, null], lines.join("\n"));
  return { answer: JSON.parse(lines.pop() ?? "") as Answer, lines };
}

/** Does something with an engine of the same home. */
async function withEngine<T>(t: TestContext, work: (composio: Composio) => Promise<T>): Promise<T> {
  await using composio = new Composio({ ...(await freshSettings(t)), home });
  return await work(composio);
}

async function connect(composio: Composio, toolkit: string): Promise<string> {
  const request = await composio.toolkits.authorize("user_123", toolkit);
  await new Browser().connect(request.redirectUrl ?? "");
  return (await request.waitForConnection(20_000)).id;
}

test("creating a session", async (t) => {
  const { answer } = await run<[string, SessionConfig]>(t, "creating", { ask: "[session.userId, session.config]" });
  assert.equal(answer[0], "user_123");
  assert.equal(answer[1].toolkits, undefined);
});

test("enabling toolkits", async (t) => {
  const { answer } = await run<SessionConfig[]>(t, "enabling", { ask: "[session.config, session2.config]" });
  const enabled = { enabled: ["github", "gmail", "slack"] };
  assert.deepEqual(
    answer.map(({ toolkits }) => toolkits),
    [enabled, enabled],
  );
});

test("disabling toolkits", async (t) => {
  const { answer } = await run<SessionConfig>(t, "disabling", { ask: "session.config" });
  assert.deepEqual(answer.toolkits, { disabled: ["exa", "firecrawl"] });
});

test("custom auth configs", async (t) => {
  const create = (toolkit: string) =>
    withEngine(t, async ({ authConfigs }) => {
      const credentials = githubCredentials(standIn);
      return (await authConfigs.create(toolkit, { type: "use_custom_auth", authScheme: "OAUTH2", credentials })).id;
    });
  const configs = { github: await create("github"), slack: await create("slack") };
  const ids = { ac_your_github_config: configs.github, ac_your_slack_config: configs.slack };
  const { answer } = await run<SessionConfig>(t, "auth-configs", { ids, ask: "session.config" });
  assert.deepEqual(answer.auth_configs, configs);
});

test("account selection", async (t) => {
  const gmail = await withEngine(t, (composio) => connect(composio, "gmail"));
  const github = await withEngine(t, (composio) => connect(composio, "github"));
  const ids = { ca_work_gmail: gmail, ca_personal_github: github };
  const ask = '[session.config, await session.execute("GITHUB_GET_THE_AUTHENTICATED_USER")]';
  const { answer } = await run<[SessionConfig, { data: { login: string } }]>(t, "account-selection", { ids, ask });
  assert.deepEqual(answer[0].connected_accounts, { gmail: [gmail], github: [github] });
  assert.equal(answer[1].data.login, "octocat");
});

test("mcp", async (t) => {
  const { lines } = await run(t, "mcp", {});
  assert.match(lines[0] ?? "", /^http:\/\/localhost:\d+\//);
});

for (const snippet of ["tools", "native-tools"]) {
  test(snippet, async (t) => {
    const { answer } = await run<string[]>(t, snippet, { ask: "tools.map((tool) => tool.function.name).sort()" });
    assert.deepEqual(answer, [
      "COMPOSIO_GET_TOOL_SCHEMAS",
      "COMPOSIO_MANAGE_CONNECTIONS",
      "COMPOSIO_MULTI_EXECUTE_TOOL",
      "COMPOSIO_SEARCH_TOOLS",
    ]);
  });
}

test("authorize()", async (t) => {
  let arrived: URL | undefined;
  const user = async (link: string) => {
    arrived = (await new Browser().connect(link)).url;
  };
  const { answer } = await run<ConnectedAccount>(t, "authorize", { user, ask: "connectedAccount" });
  assert.equal(answer.status, "ACTIVE");
  assert.ok(arrived);
  assert.equal(arrived.origin + arrived.pathname, "https://myapp.com/callback");
  assert.equal(arrived.searchParams.get("status"), "success");
  assert.equal(arrived.searchParams.get("connected_account_id"), answer.id);
});

test("toolkits()", async (t) => {
  const exa = await withEngine(t, async ({ toolkits }) => (await toolkits.get("exa")).name);
  const github = await withEngine(t, (composio) => connect(composio, "github"));
  const { lines } = await run(t, "toolkits", {});
  assert.ok(lines.includes(`GitHub: ${github}`), lines.join("\n"));
  assert.ok(lines.includes(`${exa}: Not connected`), lines.join("\n"));
});

test("every snippet is run", async () => {
  const sources = await readdir(join(root, "bindings-node", "test", "seed"));
  assert.deepEqual([...started].sort(), sources.map((file) => file.replace(".mts", "")).sort());
});
