/** How a project signs in to a toolkit. */

import type { PageOptions } from "./common.js";

/** How accounts of a toolkit prove themselves. */
export const AuthSchemeTypes = {
  OAUTH2: "OAUTH2",
  API_KEY: "API_KEY",
  BEARER_TOKEN: "BEARER_TOKEN",
  BASIC: "BASIC",
  NO_AUTH: "NO_AUTH",
} as const;
export type AuthSchemeType = (typeof AuthSchemeTypes)[keyof typeof AuthSchemeTypes];

export const AuthConfigTypes = {
  /** The project's own client or key. */
  CUSTOM: "use_custom_auth",
  /** The client the operator configured for the whole engine. */
  COMPOSIO_MANAGED: "use_composio_managed_auth",
} as const;
export type AuthConfigType = (typeof AuthConfigTypes)[keyof typeof AuthConfigTypes];

/**
 * Credentials of an auth config, in the engine's own spelling: `client_id`, `client_secret`, `scopes` and, only together
 * with the config's own client, `base_url`, `base_urls`, `authorization_url`, `token_url`, `revocation_url`.
 */
export type AuthConfigCredentials = Record<string, string | string[] | Record<string, string> | null | undefined>;

export type CreateAuthConfigParams =
  | {
      type: "use_custom_auth";
      authScheme: AuthSchemeType;
      credentials: AuthConfigCredentials;
      name?: string;
    }
  | {
      type: "use_composio_managed_auth";
      authScheme?: AuthSchemeType;
      credentials?: AuthConfigCredentials;
      name?: string;
    };

export interface AuthConfigUpdateParams {
  name?: string;
  /** Replaces the members given; `null` removes one. */
  credentials?: AuthConfigCredentials;
}

/** What the provider says of an OAuth client. */
export interface CheckedClient {
  /** `null` where the provider could not be asked or did not say. */
  accepted: boolean | null;
  message: string;
}

export interface AuthConfigListParams extends PageOptions {
  toolkit?: string;
  isComposioManaged?: boolean;
  showDisabled?: boolean;
}

export interface AuthConfig {
  id: string;
  name: string;
  toolkit: { slug: string };
  authScheme: AuthSchemeType;
  isComposioManaged: boolean;
  status: "ENABLED" | "DISABLED";
  /** Secrets are answered as `REDACTED`. */
  credentials: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
  noOfConnections: number;
  /** What to register with the provider; `null` for schemes without one. */
  redirectUri: string | null;
}
