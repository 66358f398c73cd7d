/** One user's credential for one toolkit. */

import type { AuthSchemeType } from "./auth-config.js";
import type { PageOptions } from "./common.js";

export const ConnectedAccountStatuses = {
  /** A link was made and not opened. */
  INITIALIZING: "INITIALIZING",
  /** The user was sent to the provider. */
  INITIATED: "INITIATED",
  ACTIVE: "ACTIVE",
  /** The attempt to connect ended badly. */
  FAILED: "FAILED",
  /** Nobody finished the attempt in time, or the provider no longer accepts the credential. */
  EXPIRED: "EXPIRED",
  /** Switched off. */
  INACTIVE: "INACTIVE",
  REVOKED: "REVOKED",
} as const;
export type ConnectedAccountStatus = (typeof ConnectedAccountStatuses)[keyof typeof ConnectedAccountStatuses];

/** What a caller already has of a credential. The keys of `val` are the provider's and stay as they are. */
export interface ConnectionData {
  authScheme: AuthSchemeType;
  val: Record<string, unknown>;
}

export interface ConnectedAccount {
  id: string;
  userId: string;
  status: ConnectedAccountStatus;
  statusReason: string | null;
  isDisabled: boolean;
  alias: string | null;
  /** Whose credential it is, as the provider said when it was connected. */
  identity: string | null;
  toolkit: { slug: string };
  authConfig: { id: string; authScheme: AuthSchemeType; isComposioManaged: boolean };
  /** Which fields there are; their values are answered as `REDACTED`. */
  state: ConnectionData;
  createdAt: string;
  updatedAt: string;
  /** When the user last connected it; `null` before. */
  connectedAt: string | null;
}

export interface ConnectedAccountListParams extends PageOptions {
  userIds?: string[];
  toolkitSlugs?: string[];
  statuses?: ConnectedAccountStatus[];
  authConfigIds?: string[];
  connectedAccountIds?: string[];
}

export interface LinkOptions {
  /** Where the browser goes after connecting: absolute http or https. */
  callbackUrl?: string;
  /** A name of the user's for the account. */
  alias?: string;
}

export interface CreateConnectedAccountLinkOptions extends LinkOptions {
  /** Whether a second account on the same auth config is wanted. The default is `false`. */
  allowMultiple?: boolean;
}

export interface CreateConnectedAccountOptions extends CreateConnectedAccountLinkOptions {
  /** A credential the caller already has; see `AuthScheme`. Without it the user is asked. */
  config?: ConnectionData;
  /** Whether the provider is asked first if it accepts the credential; what it refuses is not connected. */
  verify?: boolean;
}

/** What the provider says of an account's credential. */
export interface ConnectedAccountIdentity {
  id: string;
  /** `null` where the provider could not be asked or did not say. */
  accepted: boolean | null;
  identity: string | null;
  message: string;
}

export interface ConnectedAccountUpdateParams {
  /** Unique per user and toolkit; the empty string clears it. */
  alias: string;
}

/** A link for a user to open, as the engine answers it. */
export interface ConnectLink {
  connectedAccountId: string;
  redirectUrl: string;
  linkToken: string;
  expiresAt: string;
}

/** The start of a connection: active at once where the credential was given, else a link. */
export interface InitiatedConnection {
  connectedAccountId: string;
  status: ConnectedAccountStatus;
  redirectUrl: string | null;
}

export interface Done {
  success: boolean;
}

export interface DeletedUser {
  userId: string;
  deleted: { sessions: number; connectedAccounts: number; attempts: number };
}
