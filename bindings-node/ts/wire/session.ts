/** Names in requests to sessions and in their answers. */

import type { Page, PageOptions } from "../types/common.js";
import type { LinkOptions } from "../types/connected-account.js";
import type { RegisteredCustomTool, RegisteredCustomToolkit } from "../types/custom-tool.js";
import type {
  DeletedSession,
  ProxyExecuteParams,
  ProxyExecuteResponse,
  ProxyParameter,
  SessionConfigVersion,
  SessionConnection,
  SessionExperimental,
  SessionState,
  SessionToolkit,
  SessionToolkitsOptions,
  ToolProxyParams,
} from "../types/session.js";
import type { SessionExecuteOptions } from "../types/tool.js";
import { type Codec, list, payload, record } from "./codec.js";

export interface SessionRef {
  sessionId: string;
}

export type SessionPageRequest = SessionRef & PageOptions;
export type SessionToolkitsRequest = SessionRef & SessionToolkitsOptions;
export type SessionLinkRequest = SessionRef & LinkOptions & { toolkit: string };
/** The log id of the custom tool's call that makes this one, by which the engine knows what it may do. */
type Inner = { within?: string };
export type SessionProxyRequest = SessionRef & ProxyExecuteParams & Inner;
export type SessionExecuteRequest = SessionRef &
  SessionExecuteOptions &
  Inner & { toolSlug: string; arguments: Record<string, unknown> };

export const sessionRef = record<SessionRef>({ sessionId: payload });

export const sessionPage = record<SessionPageRequest>({ sessionId: payload, cursor: payload, limit: payload });

export const sessionToolkitsRequest = record<SessionToolkitsRequest>({
  sessionId: payload,
  cursor: payload,
  limit: payload,
  toolkits: payload,
  isConnected: payload,
  search: payload,
});

export const sessionLinkRequest = record<SessionLinkRequest>({
  sessionId: payload,
  toolkit: payload,
  alias: payload,
  callbackUrl: payload,
});

export const sessionExecuteRequest = record<SessionExecuteRequest>({
  sessionId: payload,
  toolSlug: payload,
  arguments: payload,
  account: payload,
  explain: payload,
  dryRun: payload,
  wrapped: payload,
  within: payload,
});

export const sessionProxyRequest = record<SessionProxyRequest>({
  sessionId: payload,
  toolkit: payload,
  endpoint: payload,
  method: payload,
  body: payload,
  parameters: list(record<ProxyParameter>({ in: payload, name: payload, value: payload })),
  account: payload,
  within: payload,
});

export const toolProxyRequest = record<ToolProxyParams>({
  connectedAccountId: payload,
  endpoint: payload,
  method: payload,
  body: payload,
  parameters: list(record<ProxyParameter>({ in: payload, name: payload, value: payload })),
});

const customTool = record<RegisteredCustomTool>({
  slug: payload,
  originalSlug: payload,
  name: payload,
  description: payload,
  toolkit: payload,
  extendsToolkit: payload,
  inputSchema: payload,
  outputSchema: payload,
  preload: payload,
});

const experimental = record<SessionExperimental>({
  assistivePrompt: payload,
  customTools: list(customTool),
  customToolkits: list(
    record<RegisteredCustomToolkit>({
      slug: payload,
      name: payload,
      description: payload,
      preload: payload,
      tools: list(customTool),
    }),
  ),
});

/** `config` keeps the protocol's spelling; see its type. */
export const sessionState = record<SessionState>({
  sessionId: payload,
  userId: payload,
  config: payload,
  configVersion: payload,
  toolSlugs: payload,
  experimental,
  warnings: payload,
  createdAt: payload,
  updatedAt: payload,
});

export const deletedSession = record<DeletedSession>({ sessionId: payload, deleted: payload });

/** A page of `item`s. */
export function page<T>(item: Codec): Codec {
  return record<Page<T>>({
    items: list(item),
    nextCursor: payload,
    totalPages: payload,
    currentPage: payload,
    totalItems: payload,
  });
}

export const configHistory = page<SessionConfigVersion>(
  record<SessionConfigVersion>({
    version: payload,
    createdAt: payload,
    config: payload,
    experimental,
    isCurrent: payload,
  }),
);

export const sessionToolkits = page<SessionToolkit>(
  record<SessionToolkit>({
    slug: payload,
    name: payload,
    logo: payload,
    description: payload,
    isNoAuth: payload,
    enabled: payload,
    composioManagedAuthSchemes: payload,
    connection: record<SessionConnection>({
      isActive: payload,
      authConfig: record<NonNullable<SessionConnection["authConfig"]>>({
        id: payload,
        mode: payload,
        isComposioManaged: payload,
      }),
      connectedAccount: record<NonNullable<SessionConnection["connectedAccount"]>>({ id: payload, status: payload }),
    }),
  }),
);

export const proxyResponse = record<ProxyExecuteResponse>({ status: payload, data: payload, headers: payload });
