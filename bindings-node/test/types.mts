/** What compiles and what does not. The compiler is the test: this file is never run. */

import * as core from "@composio/core";
import {
  BaseAgenticProvider,
  type Composio,
  type ConnectedAccount,
  type ConnectionRequest,
  type CreateSessionOptions,
  type ExecuteToolFn,
  type OpenAiToolCollection,
  type Session,
  type SessionToolkits,
  type Tool,
  type ToolProxyParams,
  type UpdateSessionOptions,
} from "@composio/core";

import { z as z3 } from "zod/v3";
import { z } from "zod/v4";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | undefined => undefined;

export const accepted: CreateSessionOptions[] = [
  {},
  { toolkits: ["github"] },
  { toolkits: { enable: ["github"] }, manageConnections: false },
  { toolkits: { disable: [] }, manageConnections: { callbackUrl: "https://a.example", waitForConnections: true } },
  { tools: { github: ["A"], gmail: { tags: ["readOnlyHint"] }, slack: { disable: ["B"] } } },
  { tags: { enable: ["readOnlyHint"], disable: ["destructiveHint"] } },
  { connectedAccounts: { gmail: "ca_1", github: ["ca_2", "ca_3"] }, multiAccount: { enable: true } },
  { preload: { tools: "all" }, sessionPreset: "direct_tools", proxyExecute: true, mcp: true },
];

export const refused: CreateSessionOptions[] = [
  // @ts-expect-error enable and disable exclude each other
  { toolkits: { enable: ["github"], disable: ["gmail"] } },
  // @ts-expect-error one of enable, disable and tags
  { tools: { github: { enable: ["A"], tags: ["readOnlyHint"] } } },
  // @ts-expect-error a misspelt option
  { authConfig: { github: "ac_1" } },
  // @ts-expect-error options are in camelCase
  { auth_configs: { github: "ac_1" } },
  // @ts-expect-error null means something only in an update
  { toolkits: null },
  // @ts-expect-error a tag there is not
  { tags: ["readonlyHint"] },
  // @ts-expect-error there is no sandbox to switch on
  { sandbox: { enable: true } },
];

export const updates: UpdateSessionOptions[] = [
  { toolkits: null, manageConnections: { callbackUrl: null }, expectedConfigVersion: 3 },
  // @ts-expect-error a preset is chosen when the session is made
  { sessionPreset: "direct_tools" },
];

class Wrapped extends BaseAgenticProvider<Map<string, () => Promise<string>>, () => Promise<string>> {
  readonly name = "wrapped";
  wrapTool(tool: Tool, executeTool: ExecuteToolFn): () => Promise<string> {
    return async () => (await executeTool(tool.slug, {})).logId;
  }
  wrapTools(tools: Tool[], executeTool: ExecuteToolFn): Map<string, () => Promise<string>> {
    return new Map(tools.map((tool) => [tool.slug, this.wrapTool(tool, executeTool)]));
  }
}

declare const composio: Composio;

export const catalogQuestions = [
  composio.toolkits.list({ category: "email", managedBy: "project", sortBy: "alphabetically" }),
  // @ts-expect-error toolkits of somebody else
  composio.toolkits.list({ managedBy: "us" }),
  // @ts-expect-error toolkits by slug are what getMany answers
  composio.toolkits.list({ toolkits: ["github"] }),
  composio.tools.get("user_123", { toolkits: ["github"], scopes: ["repo"] }),
];
declare const session: Session<Composio["provider"]>;
declare const wrapped: Session<Wrapped>;

export async function answers(): Promise<void> {
  const tools = await session.tools();
  is<Equal<typeof tools, OpenAiToolCollection>>();
  const map = await wrapped.tools();
  is<Equal<typeof map, Map<string, () => Promise<string>>>>();
  const toolkits = await session.toolkits();
  is<Equal<typeof toolkits, SessionToolkits>>();
  const account = await (await session.authorize("github")).waitForConnection({
    timeout: 1,
    signal: AbortSignal.abort(),
  });
  is<Equal<typeof account, ConnectedAccount>>();
  const isActive: boolean | undefined = toolkits.items[0]?.connection.isActive;
  void isActive;
  const params: ToolProxyParams = { connectedAccountId: "ca_1", endpoint: "/user", method: "HEAD" };
  const { status } = await composio.tools.proxyExecute(params);
  is<Equal<typeof status, number>>();
  const request = await composio.toolkits.authorize("ana", "github", { callbackUrl: "https://a.example" });
  is<Equal<typeof request, ConnectionRequest>>();
  // @ts-expect-error without a session the account has to be named
  await composio.tools.proxyExecute({ toolkit: "github", endpoint: "/user", method: "GET" });
  // @ts-expect-error a provider is an object, not its name
  new core.Composio({ provider: "openai" });
  // @ts-expect-error a tool's data is unknown until looked at
  (await session.execute("T", {})).data.title.length;
  // @ts-expect-error the user comes first
  await composio.create({ toolkits: ["github"] });
  // @ts-expect-error without a session the user has to be named
  await composio.tools.execute("T", { arguments: {} });
  // @ts-expect-error a custom auth config needs its scheme
  await composio.authConfigs.create("github", { type: "use_custom_auth", credentials: {} });
}

export function customTools(): CreateSessionOptions {
  const named = { name: "n", description: "d" };
  const inputParams = z.object({ pattern: z.string(), limit: z.number().default(10) });
  const four = core.experimental_createTool("A", {
    ...named,
    inputParams,
    execute: (input, { userId, signal }) => {
      is<Equal<typeof input, { pattern: string; limit: number }>>();
      return `${userId} ${signal.aborted}`;
    },
  });
  const three = core.experimental_createTool("B", {
    ...named,
    inputParams: z3.object({ pattern: z3.string() }),
    execute: async (input) => input.pattern.length,
  });
  const plain = core.createCustomTool("C", {
    ...named,
    inputParams: { type: "object" },
    // @ts-expect-error without a zod schema the arguments are unknown
    execute: (input) => input.pattern.length,
  });
  const group = core.experimental_createToolkit("G", { ...named, tools: [three, plain] });
  // @ts-expect-error a custom tool has a function
  core.experimental_createTool("D", { ...named, inputParams });
  return { experimental: { customTools: [four], customToolkits: [group] } };
}

export async function modifiers(agentic: Composio<Wrapped>): Promise<void> {
  await session.tools({ beforeExecute: ({ params, sessionId }) => ({ ...params, sessionId }) });
  await agentic.tools.get("ana", "T", { afterExecute: async ({ result }) => result, signal: AbortSignal.abort() });
  // @ts-expect-error where the program runs the calls, it gives their modifiers to `handleToolCalls`
  await composio.tools.get("ana", "T", { afterExecute: async ({ result }) => result });
  // @ts-expect-error a modifier answers what goes on
  await session.tools({ modifySchema: () => undefined });
  await composio.tools.execute("T", { userId: "ana" }, { beforeExecute: ({ params }) => ({ ...params, userId: "b" }) });
}

export function oldWords(): void {
  // @ts-expect-error an old word: `Composio` with a provider
  new core.ComposioToolSet();
  // @ts-expect-error an old word: toolkits are named by their slugs
  core.App.GITHUB;
  // @ts-expect-error an old word: `composio.create`
  composio.getEntity("ana");
}
