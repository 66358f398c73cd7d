/** Names in requests for auth configs, connected accounts and users, and in their answers. */

import type {
  AuthConfig,
  AuthConfigCredentials,
  AuthConfigListParams,
  AuthConfigUpdateParams,
  CheckedClient,
  CreateAuthConfigParams,
} from "../types/auth-config.js";
import type {
  ConnectedAccount,
  ConnectedAccountIdentity,
  ConnectedAccountListParams,
  ConnectedAccountUpdateParams,
  ConnectionData,
  ConnectLink,
  CreateConnectedAccountLinkOptions,
  DeletedUser,
  Done,
  InitiatedConnection,
} from "../types/connected-account.js";
import { payload, record } from "./codec.js";
import { page } from "./session.js";

export interface IdRef {
  id: string;
}

export type CreateAuthConfigRequest = Partial<CreateAuthConfigParams> & { toolkit: string };
export type UpdateAuthConfigRequest = IdRef & AuthConfigUpdateParams;
export type LinkRequest = CreateConnectedAccountLinkOptions & { userId: string; authConfigId: string };
export type AuthorizeRequest = { userId: string; toolkit: string; callbackUrl?: string };
export type CheckClientRequest = { toolkit: string; credentials: AuthConfigCredentials };
export type InitiateRequest = LinkRequest & { state?: ConnectionData; verify?: boolean };
export type WaitRequest = IdRef & { timeoutMs?: number };
export type UpdateAccountRequest = IdRef & ConnectedAccountUpdateParams;

export const idRef = record<IdRef>({ id: payload });

export const createAuthConfigRequest = record<CreateAuthConfigRequest>({
  toolkit: payload,
  type: payload,
  authScheme: payload,
  name: payload,
  credentials: payload,
});

export const updateAuthConfigRequest = record<UpdateAuthConfigRequest>({
  id: payload,
  name: payload,
  credentials: payload,
});

export const checkClientRequest = record<CheckClientRequest>({ toolkit: payload, credentials: payload });

export const checkedClient = record<CheckedClient>({ accepted: payload, message: payload });

export const authConfigListRequest = record<AuthConfigListParams>({
  toolkit: payload,
  isComposioManaged: payload,
  showDisabled: payload,
  limit: payload,
  cursor: payload,
});

export const authConfig = record<AuthConfig>({
  id: payload,
  name: payload,
  toolkit: payload,
  authScheme: payload,
  isComposioManaged: payload,
  status: payload,
  credentials: payload,
  createdAt: payload,
  updatedAt: payload,
  noOfConnections: payload,
  redirectUri: payload,
});

export const authConfigPage = page<AuthConfig>(authConfig);

const connectionData = record<ConnectionData>({ authScheme: payload, val: payload });

export const linkRequest = record<LinkRequest>({
  userId: payload,
  authConfigId: payload,
  alias: payload,
  callbackUrl: payload,
  allowMultiple: payload,
});

export const authorizeRequest = record<AuthorizeRequest>({ userId: payload, toolkit: payload, callbackUrl: payload });

export const initiateRequest = record<InitiateRequest>({
  userId: payload,
  authConfigId: payload,
  alias: payload,
  callbackUrl: payload,
  allowMultiple: payload,
  state: connectionData,
  verify: payload,
});

export const waitRequest = record<WaitRequest>({ id: payload, timeoutMs: payload });

export const updateAccountRequest = record<UpdateAccountRequest>({ id: payload, alias: payload });

export const accountListRequest = record<ConnectedAccountListParams>({
  userIds: payload,
  toolkitSlugs: payload,
  statuses: payload,
  authConfigIds: payload,
  connectedAccountIds: payload,
  limit: payload,
  cursor: payload,
});

export const connectedAccount = record<ConnectedAccount>({
  id: payload,
  userId: payload,
  status: payload,
  statusReason: payload,
  isDisabled: payload,
  alias: payload,
  identity: payload,
  toolkit: payload,
  authConfig: record<ConnectedAccount["authConfig"]>({ id: payload, authScheme: payload, isComposioManaged: payload }),
  state: connectionData,
  createdAt: payload,
  updatedAt: payload,
  connectedAt: payload,
});

export const accountIdentity = record<ConnectedAccountIdentity>({
  id: payload,
  accepted: payload,
  identity: payload,
  message: payload,
});

export const accountPage = page<ConnectedAccount>(connectedAccount);

export const connectLink = record<ConnectLink>({
  connectedAccountId: payload,
  redirectUrl: payload,
  linkToken: payload,
  expiresAt: payload,
});

export const initiatedConnection = record<InitiatedConnection>({
  connectedAccountId: payload,
  status: payload,
  redirectUrl: payload,
});

export const done = record<Done>({ success: payload });

export const userRef = record<{ userId: string }>({ userId: payload });

export const deletedUser = record<DeletedUser>({
  userId: payload,
  deleted: record<DeletedUser["deleted"]>({ sessions: payload, connectedAccounts: payload, attempts: payload }),
});
