/** The operations of the engine this package uses: a name, and how request and response are spelled. */

import type { AuthConfig, AuthConfigListParams, CheckedClient } from "../types/auth-config.js";
import type { Page, PageOptions } from "../types/common.js";
import type {
  ConnectedAccount,
  ConnectedAccountIdentity,
  ConnectedAccountListParams,
  ConnectLink,
  DeletedUser,
  Done,
  InitiatedConnection,
} from "../types/connected-account.js";
import type { SearchResponse } from "../types/search.js";
import type {
  DeletedSession,
  ProxyExecuteResponse,
  SessionConfigHistory,
  SessionState,
  SessionToolkits,
  ToolProxyParams,
} from "../types/session.js";
import type { Tool, ToolExecuteResponse, ToolListParams } from "../types/tool.js";
import type { Toolkit, ToolkitCategory, ToolkitDetails } from "../types/toolkit.js";
import * as catalog from "./catalog.js";
import type { Codec } from "./codec.js";
import * as connections from "./connections.js";
import * as search from "./search.js";
import * as session from "./session.js";
import * as options from "./session-options.js";

/** The types are what call sites are checked against; the codecs are what they become. */
export interface Operation<Request, Response> {
  readonly name: string;
  readonly request: Codec;
  readonly response: Codec;
  /** Never set: it lets the compiler infer the two types. */
  readonly types?: { request: Request; response: Response };
}

function operation<Request, Response>(name: string, request: Codec, response: Codec): Operation<Request, Response> {
  return { name, request, response };
}

export const sessions = {
  create: operation<options.CreateSessionRequest, SessionState>(
    "sessions.create",
    options.createSession,
    session.sessionState,
  ),
  get: operation<session.SessionRef, SessionState>("sessions.get", session.sessionRef, session.sessionState),
  attach: operation<options.AttachSessionRequest, SessionState>(
    "sessions.attach",
    options.attachSession,
    session.sessionState,
  ),
  update: operation<options.UpdateSessionRequest, SessionState>(
    "sessions.update",
    options.updateSession,
    session.sessionState,
  ),
  delete: operation<session.SessionRef, DeletedSession>("sessions.delete", session.sessionRef, session.deletedSession),
  configHistory: operation<session.SessionPageRequest, SessionConfigHistory>(
    "sessions.config_history",
    session.sessionPage,
    session.configHistory,
  ),
  tools: operation<session.SessionPageRequest, Page<Tool>>("sessions.tools", session.sessionPage, catalog.toolPage),
  toolkits: operation<session.SessionToolkitsRequest, SessionToolkits>(
    "sessions.toolkits",
    session.sessionToolkitsRequest,
    session.sessionToolkits,
  ),
  search: operation<search.SearchRequest, SearchResponse>(
    "sessions.search",
    search.searchRequest,
    search.searchResponse,
  ),
  execute: operation<session.SessionExecuteRequest, ToolExecuteResponse>(
    "sessions.execute",
    session.sessionExecuteRequest,
    catalog.executeResponse,
  ),
  link: operation<session.SessionLinkRequest, ConnectLink>(
    "sessions.link",
    session.sessionLinkRequest,
    connections.connectLink,
  ),
  proxyExecute: operation<session.SessionProxyRequest, ProxyExecuteResponse>(
    "sessions.proxy_execute",
    session.sessionProxyRequest,
    session.proxyResponse,
  ),
};

export const tools = {
  list: operation<ToolListParams, Page<Tool>>("tools.list", catalog.toolListRequest, catalog.toolPage),
  get: operation<{ toolSlug: string }, Tool>("tools.get", catalog.toolRef, catalog.tool),
  execute: operation<catalog.ToolExecuteRequest, ToolExecuteResponse>(
    "tools.execute",
    catalog.toolExecuteRequest,
    catalog.executeResponse,
  ),
  proxy: operation<ToolProxyParams, ProxyExecuteResponse>(
    "tools.proxy",
    session.toolProxyRequest,
    session.proxyResponse,
  ),
};

export const toolkits = {
  list: operation<catalog.ToolkitListRequest, Page<Toolkit>>(
    "toolkits.list",
    catalog.toolkitListRequest,
    catalog.toolkitPage,
  ),
  categories: operation<PageOptions, Page<ToolkitCategory>>(
    "toolkits.categories",
    catalog.categoriesRequest,
    catalog.categoryPage,
  ),
  get: operation<{ slug: string }, ToolkitDetails>("toolkits.get", catalog.toolkitRef, catalog.toolkitDetails),
  authorize: operation<connections.AuthorizeRequest, ConnectLink>(
    "toolkits.authorize",
    connections.authorizeRequest,
    connections.connectLink,
  ),
};

const { idRef, authConfig, connectedAccount } = connections;

export const authConfigs = {
  create: operation<connections.CreateAuthConfigRequest, AuthConfig>(
    "auth_configs.create",
    connections.createAuthConfigRequest,
    authConfig,
  ),
  list: operation<AuthConfigListParams, Page<AuthConfig>>(
    "auth_configs.list",
    connections.authConfigListRequest,
    connections.authConfigPage,
  ),
  get: operation<connections.IdRef, AuthConfig>("auth_configs.get", idRef, authConfig),
  update: operation<connections.UpdateAuthConfigRequest, AuthConfig>(
    "auth_configs.update",
    connections.updateAuthConfigRequest,
    authConfig,
  ),
  enable: operation<connections.IdRef, AuthConfig>("auth_configs.enable", idRef, authConfig),
  disable: operation<connections.IdRef, AuthConfig>("auth_configs.disable", idRef, authConfig),
  delete: operation<connections.IdRef, Done>("auth_configs.delete", idRef, connections.done),
  check: operation<connections.CheckClientRequest, CheckedClient>(
    "auth_configs.check",
    connections.checkClientRequest,
    connections.checkedClient,
  ),
};

export const connectedAccounts = {
  link: operation<connections.LinkRequest, ConnectLink>(
    "connected_accounts.link",
    connections.linkRequest,
    connections.connectLink,
  ),
  initiate: operation<connections.InitiateRequest, InitiatedConnection>(
    "connected_accounts.initiate",
    connections.initiateRequest,
    connections.initiatedConnection,
  ),
  list: operation<ConnectedAccountListParams, Page<ConnectedAccount>>(
    "connected_accounts.list",
    connections.accountListRequest,
    connections.accountPage,
  ),
  get: operation<connections.IdRef, ConnectedAccount>("connected_accounts.get", idRef, connectedAccount),
  enable: operation<connections.IdRef, Done>("connected_accounts.enable", idRef, connections.done),
  disable: operation<connections.IdRef, Done>("connected_accounts.disable", idRef, connections.done),
  update: operation<connections.UpdateAccountRequest, ConnectedAccount>(
    "connected_accounts.update",
    connections.updateAccountRequest,
    connectedAccount,
  ),
  delete: operation<connections.IdRef, Done>("connected_accounts.delete", idRef, connections.done),
  refresh: operation<connections.IdRef, InitiatedConnection>(
    "connected_accounts.refresh",
    idRef,
    connections.initiatedConnection,
  ),
  whoami: operation<connections.IdRef, ConnectedAccountIdentity>(
    "connected_accounts.whoami",
    idRef,
    connections.accountIdentity,
  ),
  wait: operation<connections.WaitRequest, ConnectedAccount>(
    "connected_accounts.wait",
    connections.waitRequest,
    connectedAccount,
  ),
};

export const users = {
  delete: operation<{ userId: string }, DeletedUser>("users.delete", connections.userRef, connections.deletedUser),
};
