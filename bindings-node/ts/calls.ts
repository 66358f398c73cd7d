/** The operations of the engine as a program calls them here. */

import { invalidRequest, kindOf } from "./errors/local.js";

export interface Call {
  /** The call up to its options. */
  readonly before: string;
  /** An example of its options; empty where it takes none. */
  readonly options: string;
  /** What of the request the call takes by position, or from its object. */
  readonly given: readonly string[];
}

const SESSION = ["sessionId"];
const USER_AND_CONFIG = ["userId", "authConfigId"];

/** By operation; `settings` are those of the engine itself. */
export const CALLS: Readonly<Record<string, Call>> = {
  settings: call("new Composio(", '{ home: "…" }'),
  "sessions.create": call('composio.create("user_123", ', '{ toolkits: ["github"] }', ["userId"]),
  "sessions.get": call("composio.use(", "", SESSION),
  "sessions.attach": call('composio.use("session_…", ', "{ customTools: […] }", SESSION),
  "sessions.update": call("session.update(", '{ toolkits: ["github"] }', SESSION),
  "sessions.delete": call("session.delete(", "", SESSION),
  "sessions.config_history": call("session.listConfigHistory(", "{ limit: 20 }", SESSION),
  "sessions.tools": call("session.tools(", "", SESSION),
  "sessions.toolkits": call("session.toolkits(", '{ toolkits: ["github"] }', SESSION),
  "sessions.search": call("session.search(", '{ query: "open an issue" }', SESSION),
  "sessions.execute": call('session.execute("GITHUB_CREATE_AN_ISSUE", {}, ', '{ account: "ca_…" }', [
    ...SESSION,
    ...["toolSlug", "arguments", "within"],
  ]),
  "sessions.link": call('session.authorize("github", ', '{ callbackUrl: "https://…" }', [...SESSION, "toolkit"]),
  "sessions.proxy_execute": call(
    "session.proxyExecute(",
    '{ toolkit: "github", endpoint: "/user", method: "GET" }',
    SESSION,
  ),
  "tools.list": call('composio.tools.get("user_123", ', '{ toolkits: ["github"] }'),
  "tools.get": call('composio.tools.get("user_123", ', '"GITHUB_CREATE_AN_ISSUE"', ["toolSlug"]),
  "tools.execute": call(
    'composio.tools.execute("GITHUB_CREATE_AN_ISSUE", ',
    '{ userId: "user_123", arguments: { owner: "…" } }',
    ["toolSlug"],
  ),
  "tools.proxy": call(
    "composio.tools.proxyExecute(",
    '{ connectedAccountId: "ca_…", endpoint: "/user", method: "GET" }',
  ),
  "toolkits.list": call("composio.toolkits.list(", '{ search: "github" }'),
  "toolkits.categories": call("composio.toolkits.listCategories(", ""),
  "toolkits.get": call("composio.toolkits.get(", '"github"', ["slug"]),
  "toolkits.authorize": call('composio.toolkits.authorize("user_123", "github", ', '{ callbackUrl: "https://…" }', [
    "userId",
    "toolkit",
  ]),
  "auth_configs.create": call('composio.authConfigs.create("github", ', '{ name: "…" }', ["toolkit"]),
  "auth_configs.list": call("composio.authConfigs.list(", '{ toolkit: "github" }'),
  "auth_configs.get": call("composio.authConfigs.get(", '"ac_…"', ["id"]),
  "auth_configs.update": call('composio.authConfigs.update("ac_…", ', '{ name: "…" }', ["id"]),
  "auth_configs.enable": call("composio.authConfigs.enable(", '"ac_…"', ["id"]),
  "auth_configs.disable": call("composio.authConfigs.disable(", '"ac_…"', ["id"]),
  "auth_configs.delete": call("composio.authConfigs.delete(", '"ac_…"', ["id"]),
  "auth_configs.check": call('composio.authConfigs.check("github", ', "{ credentials: { … } }", ["toolkit"]),
  "connected_accounts.link": call(
    'composio.connectedAccounts.link("user_123", "ac_…", ',
    '{ callbackUrl: "https://…" }',
    USER_AND_CONFIG,
  ),
  "connected_accounts.initiate": call(
    'composio.connectedAccounts.initiate("user_123", "ac_…", ',
    "{ config: AuthScheme.APIKey({ … }) }",
    USER_AND_CONFIG,
  ),
  "connected_accounts.list": call("composio.connectedAccounts.list(", '{ userIds: ["user_123"] }'),
  "connected_accounts.get": call("composio.connectedAccounts.get(", '"ca_…"', ["id"]),
  "connected_accounts.enable": call("composio.connectedAccounts.enable(", '"ca_…"', ["id"]),
  "connected_accounts.disable": call("composio.connectedAccounts.disable(", '"ca_…"', ["id"]),
  "connected_accounts.update": call('composio.connectedAccounts.update("ca_…", ', '{ alias: "…" }', ["id"]),
  "connected_accounts.delete": call("composio.connectedAccounts.delete(", '"ca_…"', ["id"]),
  "connected_accounts.refresh": call("composio.connectedAccounts.refresh(", '"ca_…"', ["id"]),
  "connected_accounts.whoami": call("composio.connectedAccounts.whoami(", '"ca_…"', ["id"]),
  "connected_accounts.wait": call("composio.connectedAccounts.waitForConnection(", '"ca_…"', ["id"]),
  "users.delete": call("composio.users.delete(", '"user_123"', ["userId"]),
};

function call(before: string, options: string, given: readonly string[] = []): Call {
  return { before, options, given };
}

/** The method of an operation, such as `session.search` of `sessions.search`. */
export function methodOf(operation: string): string | undefined {
  if (!Object.hasOwn(CALLS, operation)) return undefined;
  return CALLS[operation]?.before.replace(/\(.*$/, "");
}

/** The call as it is written, with these options. */
export function written({ before, options: example }: Call, options = example): string {
  return `${`${before}${options}`.replace(/, $/, "")})`;
}

/**
 * Refuses a text or a list where options are meant. Spread into a request it has left its places there, as names;
 * the engine would call them unknown options.
 */
export function expectOptions(operation: string, request: unknown): void {
  const isObject = typeof request === "object" && request !== null;
  if (isObject && !Object.hasOwn(request, "0")) return;
  const given = isObject ? "a string or an array" : kindOf(request);
  const call = CALLS[operation];
  const example = call ? `; write \`${written(call)}\`` : "";
  throw invalidRequest(`\`${methodOf(operation) ?? operation}\` takes options, an object, not ${given}${example}`);
}
