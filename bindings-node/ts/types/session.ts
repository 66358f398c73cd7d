/** What the engine answers about sessions. */

import type { Page, PageOptions } from "./common.js";
import type { ConnectedAccountStatus } from "./connected-account.js";
import type { RegisteredCustomTool, RegisteredCustomToolkit } from "./custom-tool.js";

/** Exactly one of the two where it restricts; both absent means everything. */
export interface AllowList {
  enabled?: string[];
  disabled?: string[];
}

/**
 * A session's configuration in the protocol's own shape and spelling, so that it reads the same here, over REST and in
 * the history.
 */
export interface SessionConfig {
  user_id: string;
  toolkits?: AllowList;
  tools?: Record<string, AllowList & { tags?: AllowList }>;
  tags?: AllowList;
  auth_configs?: Record<string, string>;
  connected_accounts?: Record<string, string[]>;
  manage_connections: {
    enabled: boolean;
    callback_url?: string;
    enable_wait_for_connections: boolean;
    enable_connection_removal: boolean;
  };
  multi_account: {
    enable: boolean;
    max_accounts_per_toolkit?: number;
    require_explicit_selection: boolean;
  };
  proxy_execute?: { enable: boolean };
  preload: { tools: string[] | "all" };
  search: { enable: boolean };
  execute: { enable_multi_execute: boolean };
  workbench: { enable: false };
  instant: false;
}

export interface SessionWarning {
  code: string;
  message: string;
}

export interface SessionExperimental {
  /** Text for the agent's system prompt. */
  assistivePrompt?: string;
  customTools?: RegisteredCustomTool[];
  customToolkits?: RegisteredCustomToolkit[];
}

/** A session as the engine holds it. */
export interface SessionState {
  sessionId: string;
  userId: string;
  config: SessionConfig;
  configVersion: number;
  /** What `session.tools()` exposes. */
  toolSlugs: string[];
  experimental?: SessionExperimental;
  warnings: SessionWarning[];
  createdAt: string;
  updatedAt: string;
}

export interface DeletedSession {
  sessionId: string;
  deleted: true;
}

export interface SessionConfigVersion {
  version: number;
  createdAt: string;
  config: SessionConfig;
  experimental?: SessionExperimental;
  isCurrent: boolean;
}

export type SessionConfigHistory = Page<SessionConfigVersion>;

/** A session's MCP endpoint. The headers carry a token for this session alone. */
export interface SessionMcp {
  type: "http";
  url: string;
  headers: Record<string, string>;
}

export interface SessionToolkitsOptions extends PageOptions {
  /** Only these. */
  toolkits?: string[];
  isConnected?: boolean;
  search?: string;
}

/** A toolkit of a session and the account it would use. */
export interface SessionToolkit {
  slug: string;
  name: string;
  logo: string;
  description: string;
  isNoAuth: boolean;
  enabled: boolean;
  composioManagedAuthSchemes: string[];
  connection: SessionConnection;
}

export interface SessionConnection {
  isActive: boolean;
  authConfig: { id: string; mode: string; isComposioManaged: boolean } | null;
  connectedAccount: { id: string; status: ConnectedAccountStatus } | null;
}

export type SessionToolkits = Page<SessionToolkit>;

export interface ProxyParameter {
  in: "query" | "header";
  name: string;
  value: string | number;
}

export interface ProxyExecuteParams {
  /** Whose account signs the request. */
  toolkit: string;
  /** A path of the toolkit's API, or a URL on one of its hosts. */
  endpoint: string;
  method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD";
  body?: unknown;
  parameters?: ProxyParameter[];
  /** A connected account by id or alias. */
  account?: string;
}

/** The same outside a session, where the account says whose it is. */
export interface ToolProxyParams extends Omit<ProxyExecuteParams, "toolkit" | "account"> {
  connectedAccountId: string;
}

export interface ProxyExecuteResponse {
  status: number;
  data: unknown;
  headers: Record<string, string>;
}
