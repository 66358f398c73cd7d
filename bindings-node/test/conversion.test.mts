/** Which keys are names and which are data. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { internals } from "./support/internals.mjs";

const { options, sessions, connectedAccounts, settings } = internals();

const wire = (codec: { toWire(value: unknown, names: Map<string, string>): unknown }, value: unknown) =>
  codec.toWire(value, new Map());

const requests: [name: string, codec: Parameters<typeof wire>[0], given: unknown, expected: unknown][] = [
  [
    "options are renamed at every level that holds options",
    options.createSession,
    {
      userId: "u",
      manageConnections: { callbackUrl: "https://a.example/x", waitForConnections: true },
      multiAccount: { maxAccountsPerToolkit: 3, requireExplicitSelection: true },
      execute: { enableMultiExecute: false },
      experimental: { assistivePrompt: { userTimezone: "Europe/Lisbon" } },
      sessionPreset: "direct_tools",
    },
    {
      user_id: "u",
      manage_connections: { callback_url: "https://a.example/x", wait_for_connections: true },
      multi_account: { max_accounts_per_toolkit: 3, require_explicit_selection: true },
      execute: { enable_multi_execute: false },
      experimental: { assistive_prompt: { user_timezone: "Europe/Lisbon" } },
      session_preset: "direct_tools",
    },
  ],
  [
    "keys of maps by toolkit are data",
    options.createSession,
    { userId: "u", authConfigs: { myToolkit: "ac_1" }, tools: { myToolkit: { tags: { enable: ["readOnlyHint"] } } } },
    { user_id: "u", auth_configs: { myToolkit: "ac_1" }, tools: { myToolkit: { tags: { enable: ["readOnlyHint"] } } } },
  ],
  [
    "shorthands cross as they are",
    options.createSession,
    { userId: "u", manageConnections: false, toolkits: ["github"], proxyExecute: true },
    { user_id: "u", manage_connections: false, toolkits: ["github"], proxy_execute: true },
  ],
  [
    "null stays null, because it means back to the default",
    options.updateSession,
    { sessionId: "trs_1", manageConnections: null, multiAccount: { maxAccountsPerToolkit: null } },
    { session_id: "trs_1", manage_connections: null, multi_account: { max_accounts_per_toolkit: null } },
  ],
  [
    "an unknown option crosses by the same rule, for the engine to name the nearest",
    options.createSession,
    { userId: "u", authConfig: { myToolkit: "ac_1" } },
    { user_id: "u", auth_config: { myToolkit: "ac_1" } },
  ],
  [
    "arguments of a tool are data",
    sessions.execute.request,
    { sessionId: "trs_1", toolSlug: "T", arguments: { perPage: 1, nested: { someKey: 2 } }, dryRun: true },
    { session_id: "trs_1", tool_slug: "T", arguments: { perPage: 1, nested: { someKey: 2 } }, dry_run: true },
  ],
  [
    "the values of a credential are data",
    connectedAccounts.initiate.request,
    { userId: "u", authConfigId: "ac_1", state: { authScheme: "API_KEY", val: { apiKey: "k" } } },
    { user_id: "u", auth_config_id: "ac_1", state: { auth_scheme: "API_KEY", val: { apiKey: "k" } } },
  ],
  [
    "settings, with the one name that breaks the rule",
    settings,
    {
      baseURL: "http://localhost:1",
      managed: { myToolkit: { clientId: "c", baseUrls: { "a.example": "b.example" } } },
    },
    {
      base_url: "http://localhost:1",
      managed: { myToolkit: { client_id: "c", base_urls: { "a.example": "b.example" } } },
    },
  ],
];

for (const [name, codec, given, expected] of requests) {
  test(`request: ${name}`, () => assert.deepEqual(wire(codec, given), expected));
}

test("answer: names are renamed, data is not", () => {
  const answer = {
    items: [
      {
        slug: "github",
        is_no_auth: false,
        composio_managed_auth_schemes: ["OAUTH2"],
        connection: {
          is_active: true,
          auth_config: { id: "ac_1", is_composio_managed: true },
          connected_account: null,
        },
      },
    ],
    next_cursor: null,
    total_items: 1,
  };
  assert.deepEqual(sessions.toolkits.response.fromWire(answer), {
    items: [
      {
        slug: "github",
        isNoAuth: false,
        composioManagedAuthSchemes: ["OAUTH2"],
        connection: { isActive: true, authConfig: { id: "ac_1", isComposioManaged: true }, connectedAccount: null },
      },
    ],
    nextCursor: null,
    totalItems: 1,
  });
});

test("answer: schemas by tool slug keep their slugs and their keywords", () => {
  const answer = { tool_schemas: { EXA_SEARCH: { tool_slug: "EXA_SEARCH", input_schema: { some_key: { a_b: 1 } } } } };
  assert.deepEqual(sessions.search.response.fromWire(answer), {
    toolSchemas: { EXA_SEARCH: { toolSlug: "EXA_SEARCH", inputSchema: { some_key: { a_b: 1 } } } },
  });
});

test("answer: a result of a tool is data below its envelope", () => {
  const answer = {
    data: { full_name: "a/b", owner: { avatar_url: "x" } },
    error: null,
    successful: true,
    log_id: "log_1",
  };
  assert.deepEqual(sessions.execute.response.fromWire(answer), {
    data: { full_name: "a/b", owner: { avatar_url: "x" } },
    error: null,
    successful: true,
    logId: "log_1",
  });
});

test("a session's configuration keeps the protocol's spelling", () => {
  const answer = { session_id: "trs_1", config: { manage_connections: { enabled: true } }, config_version: 1 };
  assert.deepEqual(sessions.get.response.fromWire(answer), {
    sessionId: "trs_1",
    config: { manage_connections: { enabled: true } },
    configVersion: 1,
  });
});
