/** The shared cases of `tests/cases`, taken through the public API. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BaseNonAgenticProvider, Composio, type ConnectionRequest, type Session, type Tool } from "@composio/core";
import { root } from "./standin.mjs";

type Json = Record<string, unknown>;

export interface Step {
  call: string;
  request: Json;
  save?: Record<string, string>;
  expect?: Json;
  error?: { slug: string; message_contains?: string[] };
}

export interface Case {
  name: string;
  steps: Step[];
}

export function readCases(file: string): Case[] {
  return JSON.parse(readFileSync(join(root, "tests", "cases", file), "utf8")) as Case[];
}

/** Tools as they are, so that a case can look into them. */
export class RawTools extends BaseNonAgenticProvider<Tool[], Tool> {
  readonly name = "raw";
  wrapTool(tool: Tool): Tool {
    return tool;
  }
  wrapTools(tools: Tool[]): Tool[] {
    return tools;
  }
}

type Engine = Composio<RawTools>;

/** An operation by its public API. The options are in camelCase; ids and arguments stand apart, as callers give them. */
// biome-ignore lint/suspicious/noExplicitAny: a case is data, and whether it fits the types is what it tests
const publicApi: Record<string, (composio: Engine, options: any) => Promise<unknown>> = {
  "sessions.create": async (composio, { userId, ...options }) => {
    if (!options.experimental) return composio.create(userId, options);
    // A case has the definitions of custom tools alone. Their functions stay behind in an engine of their own.
    const elsewhere = new Composio({ home: composio.describe().home, provider: new RawTools() });
    const made = elsewhere.create(userId, withFunctions(options)).finally(() => elsewhere.close());
    return composio.use((await made).sessionId);
  },
  "sessions.get": (composio, { sessionId }) => composio.use(sessionId),
  "sessions.attach": (composio, { sessionId, ...options }) =>
    composio.use(sessionId, withFunctions(options).experimental),
  "sessions.delete": (composio, { sessionId }) => composio.sessions.delete(sessionId),
  "sessions.update": onSession(async (session, options) => {
    await session.update(withFunctions(options));
    return session;
  }),
  "sessions.config_history": onSession((session, options) => session.listConfigHistory(options)),
  "sessions.tools": onSession(async (session) => ({ items: await session.tools() })),
  "sessions.toolkits": onSession((session, options) => session.toolkits(options)),
  "sessions.search": onSession((session, options) => session.search(options)),
  "sessions.execute": onSession((session, { toolSlug, arguments: input, ...options }) =>
    session.execute(toolSlug, input, options),
  ),
  "sessions.link": onSession(async (session, { toolkit, ...options }) =>
    connection(await session.authorize(toolkit, options)),
  ),
  "sessions.proxy_execute": onSession((session, options) => session.proxyExecute(options)),
  "tools.list": async ({ tools }, options) => ({ items: await tools.get("ana", options) }),
  "tools.get": async ({ tools }, { toolSlug }) => (await tools.get("ana", toolSlug))[0],
  "tools.execute": ({ tools }, { toolSlug, ...params }) => tools.execute(toolSlug, params),
  "tools.proxy": ({ tools }, params) => tools.proxyExecute(params),
  "toolkits.list": async (composio, { toolkits: slugs, ...options }) =>
    slugs ? { items: await composio.toolkits.getMany(slugs, options) } : composio.toolkits.list(options),
  "toolkits.categories": ({ toolkits }) => toolkits.listCategories(),
  "toolkits.get": ({ toolkits }, { slug }) => toolkits.get(slug),
  "toolkits.authorize": async ({ toolkits }, { userId, toolkit, ...options }) =>
    connection(await toolkits.authorize(userId, toolkit, options)),
  "auth_configs.create": ({ authConfigs }, { toolkit, ...options }) => authConfigs.create(toolkit, options),
  "auth_configs.list": ({ authConfigs }, options) => authConfigs.list(options),
  "auth_configs.get": ({ authConfigs }, { id }) => authConfigs.get(id),
  "auth_configs.update": ({ authConfigs }, { id, ...data }) => authConfigs.update(id, data),
  "auth_configs.enable": ({ authConfigs }, { id }) => authConfigs.enable(id),
  "auth_configs.disable": ({ authConfigs }, { id }) => authConfigs.disable(id),
  "auth_configs.check": ({ authConfigs }, { toolkit, ...options }) => authConfigs.check(toolkit, options),
  "auth_configs.delete": ({ authConfigs }, { id }) => authConfigs.delete(id),
  "connected_accounts.link": async ({ connectedAccounts }, { userId, authConfigId, ...options }) =>
    connection(await connectedAccounts.link(userId, authConfigId, options)),
  "connected_accounts.initiate": async ({ connectedAccounts }, { userId, authConfigId, state, ...options }) =>
    connection(await connectedAccounts.initiate(userId, authConfigId, { ...options, config: state })),
  "connected_accounts.list": ({ connectedAccounts }, options) => connectedAccounts.list(options),
  "connected_accounts.get": ({ connectedAccounts }, { id }) => connectedAccounts.get(id),
  "connected_accounts.update": ({ connectedAccounts }, { id, ...params }) => connectedAccounts.update(id, params),
  "connected_accounts.enable": ({ connectedAccounts }, { id }) => connectedAccounts.enable(id),
  "connected_accounts.disable": ({ connectedAccounts }, { id }) => connectedAccounts.disable(id),
  "connected_accounts.delete": ({ connectedAccounts }, { id }) => connectedAccounts.delete(id),
  "connected_accounts.refresh": async ({ connectedAccounts }, { id }) =>
    connection(await connectedAccounts.refresh(id)),
  "connected_accounts.whoami": ({ connectedAccounts }, { id }) => connectedAccounts.whoami(id),
  "connected_accounts.wait": ({ connectedAccounts }, { id, timeoutMs }) =>
    connectedAccounts.waitForConnection(id, timeoutMs),
  "users.delete": ({ users }, { userId }) => users.delete(userId),
};

/** Options whose custom tools have functions. */
// biome-ignore lint/suspicious/noExplicitAny: as above
function withFunctions({ experimental, ...options }: any): any {
  if (!experimental) return { ...options, ...(experimental === null && { experimental }) };
  const { customTools, customToolkits, ...rest } = experimental;
  const tool = (given: unknown) => (typeof given === "object" ? { ...given, execute: () => null } : given);
  const toolkit = (given: Json) => ({ ...given, tools: (given.tools as unknown[]).map(tool) });
  const custom = {
    ...(customTools && { customTools: customTools.map(tool) }),
    ...(customToolkits && { customToolkits: customToolkits.map(toolkit) }),
  };
  return { ...options, experimental: { ...rest, ...custom } };
}

/** Runs one step and answers what came back, in the case's spelling. */
export async function take(composio: Engine, call: string, request: Json): Promise<unknown> {
  const operation = publicApi[call];
  if (!operation) throw new Error(`no public API for \`${call}\`: add it to ${import.meta.url}`);
  return respell(await operation(composio, respell(request, camelCase)), (key) => {
    if (key.includes("_")) throw new Error(`\`${key}\` in the answer of ${call} is not in camelCase`);
    return snakeCase(key);
  });
}

/** The value at a JSON pointer; `null` where there is none. */
export function at(value: unknown, pointer: string): unknown {
  let here = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof here !== "object" || here === null || !(key in here)) return null;
    here = (here as Json)[key];
  }
  return here ?? null;
}

/** `${name}` replaced wherever it stands; a text that is nothing else keeps the type of the value. */
export function fill(value: unknown, saved: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string") {
    const whole = /^\$\{(\w+)\}$/.exec(value)?.[1];
    if (whole) return saved.get(whole);
    return value.replace(/\$\{(\w+)\}/g, (_, name: string) => String(saved.get(name)));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, saved));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, saved)]));
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function onSession(work: (session: Session<RawTools>, options: any) => Promise<unknown>) {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return async (composio: Engine, { sessionId, ...options }: any) => work(await composio.use(sessionId), options);
}

function connection({ id, status, redirectUrl }: ConnectionRequest): object {
  return { connectedAccountId: id, status, redirectUrl };
}

/** Whether a message says `text`, which in an option's name may be spelt the TypeScript way. */
export function says(message: string, text: string): boolean {
  return message.includes(text) || message.includes(camelCase(text));
}

/** What stands below these keys is data of callers and providers. */
const DATA = new Set([
  ...["tools", "toolkits", "tags", "authConfigs", "connectedAccounts", "preload", "arguments", "credentials", "val"],
  ...["auth_configs", "connected_accounts", "config", "data", "headers", "body"],
  ...["inputParameters", "outputParameters", "inputSchema", "outputSchema", "connectionDetails", "currentUserInfo"],
  ...["manifest"],
]);

/** The same value with its names spelt otherwise. Written apart from the package's own tables, to check them. */
function respell(value: unknown, spell: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => respell(item, spell));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      isSlug(key) ? key : spell(key),
      (DATA.has(key) && !isRecords(item)) || item === undefined ? item : respell(item, spell),
    ]),
  );
}

/** The tools of a custom toolkit, which are no choice of tools. */
function isRecords(value: unknown): boolean {
  return Array.isArray(value) && value.some((item) => typeof item === "object" && item !== null && "name" in item);
}

function isSlug(key: string): boolean {
  return key === key.toUpperCase();
}

function camelCase(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
