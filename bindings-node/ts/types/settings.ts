/** What an engine is configured with. */

/** An OAuth client for the whole engine (managed auth). Its hosts may differ from the toolkit's own. */
export interface ManagedClient {
  clientId: string;
  clientSecret?: string;
  /** Instead of the toolkit's default scopes. */
  scopes?: string[];
  baseUrl?: string;
  /** Declared host to the host to use instead. */
  baseUrls?: Record<string, string>;
  authorizationUrl?: string;
  tokenUrl?: string;
  revocationUrl?: string;
}

export interface ComposioSettings {
  /** The folder of the store, its key and `composio.toml`. The default is `~/.composio`. */
  home?: string;
  /** Accepted for programs that have one; the embedded engine needs none and sees the same data with or without it. */
  apiKey?: string | null;
  /** A remote server, which this build cannot use yet: anything but `null` is refused. */
  baseURL?: string | null;
  /** Where Connect pages are served. The default is `http://localhost:9900`. */
  connectOrigin?: string;
  /** What users' browsers use instead, when something forwards to it. */
  publicUrl?: string;
  /** Shown to users on the Connect page. */
  applicationName?: string;
  /** For one request to a provider, in milliseconds. The default is 60000 (one minute). */
  requestTimeoutMs?: number;
  /** Characters of a result that goes to a model. The default is 20000. */
  resultBudget?: number;
  /** OAuth clients by toolkit slug. */
  managed?: Record<string, ManagedClient>;
}
