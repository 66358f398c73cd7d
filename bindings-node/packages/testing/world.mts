/** What a framework is tested between: a scripted model before it, the engine and a stand-in for GitHub behind it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, type TestContext } from "node:test";
import { type AnyProvider, Composio, type CreateSessionOptions, type JsonSchema, type Session } from "@composio/core";
import { Browser } from "../../test/support/browser.mts";

const tests = join(import.meta.dirname, "..", "..", "..", "tests");

export interface Call {
  name?: string;
  name_like?: string;
  arguments: unknown;
}

/** One answer of the model: it calls tools, says something, or both. */
export interface Turn {
  calls?: Call[];
  text?: string;
}

export interface ToolResult {
  name: string;
  call_id: string;
  content: string;
  is_error: boolean;
}

/** The scripted model; see tests/models/README.md. */
export class Model {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** What it will say, one turn per request. What it was sent before is forgotten. */
  async play(...turns: Turn[]): Promise<void> {
    await post(`${this.url}/_control/script`, { turns, skip_without_tools: true });
  }

  /** The tools it was offered last. */
  async tools(): Promise<{ name: string; description: string; schema: JsonSchema }[]> {
    return (await get(`${this.url}/_control/tools`)).tools;
  }

  /** All tool results it was sent. */
  async results(): Promise<ToolResult[]> {
    return (await get(`${this.url}/_control/results`)).results;
  }

  /** What the true API would have refused. */
  async complaints(): Promise<unknown[]> {
    return (await get(`${this.url}/_control/complaints`)).complaints;
  }
}

/** The stand-in for GitHub; see tests/standin/README.md. */
export class StandIn {
  readonly url: string;
  readonly credentials: Record<string, string>;

  constructor({ url, client_id, client_secret }: Record<string, string>) {
    this.url = url ?? "";
    const oauth = `${url}/login/oauth`;
    const urls = { base_url: this.url, authorization_url: `${oauth}/authorize`, token_url: `${oauth}/access_token` };
    this.credentials = { client_id: client_id ?? "", client_secret: client_secret ?? "", ...urls };
  }

  async fault(fault: { path: string; [what: string]: unknown }): Promise<void> {
    await post(`${this.url}/_control/faults`, fault);
  }

  /** What it was asked at paths that start so, oldest first, and the status it answered. */
  async requests(path: string): Promise<{ method: string; body: unknown; status: number }[]> {
    return (await get(`${this.url}/_control/requests?path=${encodeURIComponent(path)}`)).requests;
  }
}

/** Started now, stopped after the file's last test. */
export async function startModel(): Promise<Model> {
  const { url } = await start("models/server.py");
  return new Model(url ?? "");
}

export async function startStandIn(): Promise<StandIn> {
  return new StandIn(await start("standin/provider.py"));
}

/** An engine in a home of its own, and an auth config with which GitHub is the stand-in. */
export async function freshEngine<TProvider extends AnyProvider>(
  test: TestContext,
  provider: TProvider,
  standIn: StandIn,
): Promise<{ composio: Composio<TProvider>; authConfigs: { github: string } }> {
  const composio = new Composio({ ...(await freshHome(test)), provider });
  test.after(() => composio.close());
  const { id } = await composio.authConfigs.create("github", {
    type: "use_custom_auth",
    authScheme: "OAUTH2",
    credentials: standIn.credentials,
  });
  return { composio, authConfigs: { github: id } };
}

/** A session of a user who has connected GitHub. */
export async function connectedSession<TProvider extends AnyProvider>(
  test: TestContext,
  provider: TProvider,
  standIn: StandIn,
  options: CreateSessionOptions = {},
): Promise<Session<TProvider>> {
  const { composio, authConfigs } = await freshEngine(test, provider, standIn);
  const session = await composio.create("user_123", { toolkits: ["github"], authConfigs, ...options });
  const request = await session.authorize("github");
  await connect(request.redirectUrl ?? "");
  await request.waitForConnection(20_000);
  return session;
}

/** What the user does with a connect link. */
export async function connect(link: string): Promise<void> {
  await new Browser().connect(link);
}

/** Settings of an engine that is gone after the test. */
export async function freshHome(test: TestContext): Promise<{ home: string; connectOrigin: string }> {
  const home = await mkdtemp(join(tmpdir(), "composio-framework-"));
  test.after(() => rm(home, { recursive: true, force: true }));
  return { home, connectOrigin: `http://localhost:${await freePort()}` };
}

async function start(script: string): Promise<Record<string, string>> {
  const python = process.env.PYTHON ?? "python3";
  const child = spawn(python, [join(tests, script)], { stdio: ["pipe", "pipe", "inherit"] });
  after(() => child.stdin.end());
  const [line] = await once(createInterface(child.stdout), "line");
  return JSON.parse(line as string);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || !address) throw new Error("no free port");
  return address.port;
}

async function get(url: string) {
  return (await fetch(url)).json();
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} refused: ${await response.text()}`);
}
