/** Credentials a caller already has, in the form `connectedAccounts.initiate` takes them as `config`. */

import type { ConnectionData } from "./types/connected-account.js";

/** The keys of `params` are the toolkit's own and stay as they are. */
export const AuthScheme = {
  /** Tokens obtained elsewhere. */
  OAuth2: (params: { access_token: string; refresh_token?: string; [key: string]: unknown }): ConnectionData => ({
    authScheme: "OAUTH2",
    val: params,
  }),
  APIKey: (params: { api_key?: string; generic_api_key?: string; [key: string]: unknown }): ConnectionData => ({
    authScheme: "API_KEY",
    val: params,
  }),
  BearerToken: (params: { token: string; [key: string]: unknown }): ConnectionData => ({
    authScheme: "BEARER_TOKEN",
    val: params,
  }),
  Basic: (params: { username: string; password: string; [key: string]: unknown }): ConnectionData => ({
    authScheme: "BASIC",
    val: params,
  }),
} as const;
