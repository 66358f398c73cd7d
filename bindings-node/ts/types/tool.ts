/** Tools and their results. */

import type { JsonSchema, PageOptions } from "./common.js";

export interface Tool {
  slug: string;
  name: string;
  description: string;
  toolkit: { slug: string; name: string; logo: string };
  /** Of the arguments; an object. */
  inputParameters: JsonSchema;
  /** Of `{ data, error, successful }`. */
  outputParameters: JsonSchema;
  noAuth: boolean;
  version: string;
  availableVersions: string[];
  scopes: string[];
  tags: string[];
  isDeprecated: boolean;
}

/** Which tools of the catalog; at least one filter. */
export interface ToolListParams extends PageOptions {
  toolkits?: string[];
  tools?: string[];
  tags?: string[];
  /** OAuth scopes, of which a tool needs one. */
  scopes?: string[];
  search?: string;
}

export interface ToolExecuteParams {
  userId: string;
  arguments?: Record<string, unknown>;
  /** Use exactly this account of the user. */
  connectedAccountId?: string;
  /** `latest`, which is the default, or the version the toolkit has. */
  version?: string;
}

/** What running a tool gave. A tool that failed is a result too: look at `successful`. */
export interface ToolExecuteResponse {
  data: Record<string, unknown>;
  error: string | null;
  successful: boolean;
  logId: string;
}

export interface SessionExecuteOptions {
  /** A connected account by id or alias. */
  account?: string;
  /** Answer why the call is allowed and which account it would use, without running it. */
  explain?: boolean;
  /** Answer the request that would be sent, without sending it. */
  dryRun?: boolean;
  /** The result goes to a model: prune it to the engine's budget, saying what was left out. */
  wrapped?: boolean;
}
