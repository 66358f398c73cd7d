/**
 * Words of older versions, answered with today's.
 *
 * Programs, tutorials and models still say `entityId`, `actions` or `ComposioToolSet`. Such a word, as an option, a
 * property or an export, throws an error that names the current one and shows the line to write instead. There is one
 * table per kind of word, and one hook per way a word can come in: `attend()` for options, `teach()` for classes,
 * `oldExports` for the package. Results are left alone: what the engine answers may be called anything.
 */

import { CALLS, written } from "./calls.js";
import { ComposioRenamedError } from "./errors/classes.js";
import type { Codec } from "./wire/codec.js";

interface Word {
  /** What it is called now, in words. */
  now: string;
  /** What to write, where the call itself does not say. */
  line: string;
}

interface OptionWord extends Word {
  /** The options it became; an operation has one of them, or none. */
  options: readonly string[];
}

const CREATE = 'const session = await composio.create("user_123");';
const WITH_TOOLS = createWith('tools: { github: ["GITHUB_CREATE_AN_ISSUE"] }');
const WITH_TOOLKITS = createWith('toolkits: ["github"]');
const AUTHORIZE = `${CREATE} const request = await session.authorize("github");`;
const EXECUTE = 'await composio.tools.execute("GITHUB_CREATE_AN_ISSUE", { userId: "user_123", arguments: {} });';
const ACCOUNTS = 'const accounts = await composio.connectedAccounts.list({ userIds: ["user_123"] });';
const AUTH_CONFIGS = 'const authConfig = await composio.authConfigs.create("github");';
const PROVIDER = "const composio = new Composio({ provider: new OpenAIProvider() });";

function createWith(options: string): string {
  return `const session = await composio.create("user_123", { ${options} });`;
}

const user: OptionWord = { now: "the user ID, `userId`", line: CREATE, options: ["userId", "userIds"] };
const tool: OptionWord = { now: "tools", line: WITH_TOOLS, options: ["toolSlug", "tools"] };
const toolkits: OptionWord = {
  now: "toolkits",
  line: WITH_TOOLKITS,
  options: ["toolkits", "toolkitSlugs", "toolkit", "toolkitSlug", "slug"],
};
const authConfig: OptionWord = {
  now: "an auth config",
  line: createWith('authConfigs: { github: "ac_…" }'),
  options: ["authConfigId", "authConfigIds", "id"],
};
const account: OptionWord = {
  now: "a connected account",
  line: createWith('connectedAccounts: { github: "ca_…" }'),
  options: ["connectedAccountId", "connectedAccountIds", "account", "id"],
};

export const OPTIONS: Record<string, OptionWord> = {
  ...all(["entityId", "entity", "entityIds"], user),
  ...all(["actions", "action", "actionName"], tool),
  ...all(["apps", "app", "appName", "appType"], toolkits),
  ...all(["integrationId", "integration", "integrationIds", "integrations"], authConfig),
  ...all(["connectionId", "connection", "connectionIds", "connections", "connectedAuthId"], account),
  params: { now: "the `arguments` of a tool", line: EXECUTE, options: ["arguments"] },
  ...all(["redirectUrl", "redirectUri"], {
    now: "the callback URL, `callbackUrl`",
    line: `${CREATE} await session.authorize("github", { callbackUrl: "https://…" });`,
    options: ["callbackUrl"],
  }),
  toolset: { now: "a provider", line: PROVIDER, options: [] },
  allowTracing: { now: "gone, with nothing in its place", line: EXECUTE, options: [] },
  restrictToFollowingTools: { now: "a choice of the session, `tools`", line: WITH_TOOLS, options: [] },
};

export const PROPERTIES: Record<string, Word> = {
  ...all(["getEntity", "entity", "entityId"], { now: "a user, named by `userId`", line: CREATE }),
  ...all(["getTools", "getActions", "getActionSchemas"], {
    now: "`tools()` of a session",
    line: `${CREATE} const tools = await session.tools();`,
  }),
  ...all(["actions", "action"], { now: "tools", line: "composio.tools" }),
  ...all(["apps", "app", "getApps", "getApp"], { now: "toolkits", line: "composio.toolkits" }),
  ...all(["integrations", "integration", "createIntegration"], { now: "auth configs", line: AUTH_CONFIGS }),
  ...all(["connections", "connection", "connectedAccount"], { now: "connected accounts", line: ACCOUNTS }),
  initiateConnection: { now: "`authorize()` of a session", line: AUTHORIZE },
  executeAction: { now: "`tools.execute()`", line: EXECUTE },
  findActionsByUseCase: {
    now: "`search()` of a session",
    line: `${CREATE} const found = await session.search({ query: "open an issue" });`,
  },
  toolset: { now: "a provider", line: "composio.provider" },
  handleToolCalls: {
    now: "the provider's",
    line: 'await composio.provider.handleToolCalls("user_123", response);',
  },
  toolRouter: { now: "sessions", line: CREATE },
  mcp: { now: "part of a session", line: `${CREATE} const { url } = session.mcp;` },
};

const toolSet: Word = { now: "`Composio` with a provider", line: PROVIDER };
const EXPORTS = {
  ComposioToolSet: toolSet,
  OpenAIToolSet: toolSet,
  LangchainToolSet: toolSet,
  LangGraphToolSet: toolSet,
  VercelAIToolSet: toolSet,
  CloudflareToolSet: toolSet,
  App: { now: "a toolkit, named by its slug as text", line: WITH_TOOLKITS },
  Action: { now: "a tool, named by its slug as text", line: WITH_TOOLS },
  Entity: { now: "a user, named by `userId`", line: CREATE },
};

/** Refuses a request that has old words for options. */
export function attend(operation: string, codec: Codec, request: object): void {
  for (const key of Object.keys(request)) {
    const word = optionWord(key);
    if (word) throw renamed(key, word, corrected(operation, codec.keys ?? [], request) ?? word.line);
  }
}

/** Makes old words for properties of these classes' objects throw. */
export function teach(...classes: { prototype: object }[]): void {
  for (const { prototype } of classes) {
    for (const [name, word] of Object.entries(PROPERTIES)) {
      refuseProperty(prototype, name, () => renamed(name, word, word.line));
    }
  }
}

/** Makes reading a property of a class's objects throw. */
export function refuseProperty(prototype: object, name: string, why: () => Error): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get: () => {
      throw why();
    },
    // A subclass may have a property of this name.
    set(value) {
      Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  });
}

/** What the package exported once. To the compiler nothing can be done with them. */
export const oldExports = Object.fromEntries(
  Object.entries(EXPORTS).map(([name, word]) => [name, oldExport(name, word)]),
) as Record<keyof typeof EXPORTS, never>;

function oldExport(name: string, word: Word): unknown {
  const refuse = () => {
    throw renamed(name, word, word.line);
  };
  // Members such as `App.GITHUB` are refused; what tools look at on anything, such as `then`, is not.
  const get = (target: object, key: string | symbol) =>
    typeof key === "string" && /^[A-Z]/.test(key) ? refuse() : Reflect.get(target, key);
  return new Proxy(class {}, { apply: refuse, construct: refuse, get });
}

function renamed(name: string, { now }: Word, line: string): ComposioRenamedError {
  return new ComposioRenamedError({
    kind: "invalid_request",
    slug: "Request_Invalid",
    code: 10400,
    status: 400,
    message: `\`${name}\` is an old word: it is ${now} now; write \`${line}\``,
    retryable: false,
    context: { option: name },
  });
}

/** The call in today's words, if it has one for each. What it takes by position is in the request already. */
function corrected(operation: string, accepted: readonly string[], request: object): string | undefined {
  const call = CALLS[operation];
  if (!call) return undefined;
  const options: string[] = [];
  for (const [key, value] of Object.entries(request)) {
    const word = optionWord(key);
    if (!word) continue;
    const option = word.options.find((name) => accepted.includes(name));
    // The tools of a session are sorted by toolkit, so a plain list cannot stand there.
    if (!option || (option === "tools" && accepted.includes("preload"))) return undefined;
    if (!(option in request)) options.push(`${option}: ${writtenValue(value, option.endsWith("s"))}`);
  }
  return written(call, options.length > 0 ? `{ ${options.join(", ")} }` : "");
}

/** Values other than names may be secrets, or long. */
function writtenValue(value: unknown, several: boolean): string {
  const list = several && typeof value === "string" ? [value] : value;
  const isPlain = typeof list === "string" || (Array.isArray(list) && list.every((item) => typeof item === "string"));
  return isPlain ? JSON.stringify(list) : "…";
}

function optionWord(key: string): OptionWord | undefined {
  return Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined;
}

function all<T extends Word>(names: readonly string[], word: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, word]));
}
