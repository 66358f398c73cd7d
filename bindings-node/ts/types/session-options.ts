/** What a caller may ask of a session. */

import type { CustomToolsOptions } from "./custom-tool.js";

/** Which toolkits: a list to allow, or exactly one of `enable` and `disable`. An empty list allows none. */
export type ToolkitsOption = string[] | EnableOption | DisableOption;

export interface EnableOption {
  enable: string[];
  disable?: never;
}

export interface DisableOption {
  disable: string[];
  enable?: never;
}

/** Hints tools carry. */
export type ToolTag =
  | "readOnlyHint"
  | "createHint"
  | "updateHint"
  | "destructiveHint"
  | "idempotentHint"
  | "openWorldHint";

/** Which tags: a list to allow, or what to allow and what to refuse. */
export type TagsOption = ToolTag[] | { enable?: ToolTag[]; disable?: ToolTag[] };

/** Which tools of one toolkit: a list to allow, or exactly one of the three keys. */
export type ToolsOption =
  | string[]
  | (EnableOption & { tags?: never })
  | (DisableOption & { tags?: never })
  | { tags: TagsOption; enable?: never; disable?: never };

export interface ManageConnectionsOptions {
  /** Whether the agent gets the tool that makes connect links. The default is `true`. */
  enable?: boolean;
  /** Where the browser goes after connecting: absolute http or https. `null` in an update removes it. */
  callbackUrl?: string | null;
  /** Whether the agent gets the tool that waits for the user to finish connecting. The default is `false`. */
  waitForConnections?: boolean;
  /** Whether the agent may remove connections. The default is `true`. */
  enableConnectionRemoval?: boolean;
}

export interface MultiAccountOptions {
  /** Whether a session may use several accounts of one toolkit. The default is `false`. */
  enable?: boolean;
  /** From 2 to 10. The default is 5. `null` in an update goes back to it. */
  maxAccountsPerToolkit?: number | null;
  /** Whether a call must name its account when there are several. */
  requireExplicitSelection?: boolean;
}

export interface PreloadOptions {
  /** Tools that `session.tools()` and the MCP list carry from the start; `"all"` needs a positive filter. */
  tools?: string[] | "all";
}

export interface AssistivePromptOptions {
  /** IANA name such as `Europe/Lisbon`. */
  userTimezone?: string | null;
}

export interface ExperimentalOptions extends CustomToolsOptions {
  assistivePrompt?: AssistivePromptOptions;
}

/** There is no sandbox in this engine: it can only be switched off, which it is. */
export type SandboxOption = false | { enable: false };

/** Shortcuts for `sessionPreset`. */
export const SessionPreset = {
  /** Every tool the filters allow, directly, and no meta tools. */
  DIRECT_TOOLS: "direct_tools",
} as const;
export type SessionPreset = (typeof SessionPreset)[keyof typeof SessionPreset];

/** What creating and updating have in common. */
export interface SessionOptions {
  toolkits?: ToolkitsOption;
  /** Keyed by toolkit slug. */
  tools?: Record<string, ToolsOption>;
  tags?: TagsOption;
  /** Toolkit slug to auth config id (`ac_…`). */
  authConfigs?: Record<string, string>;
  /** Toolkit slug to connected account id (`ca_…`), or several with `multiAccount`. */
  connectedAccounts?: Record<string, string | string[]>;
  /** The default is `true`. */
  manageConnections?: boolean | ManageConnectionsOptions;
  multiAccount?: MultiAccountOptions;
  preload?: PreloadOptions;
  /** Whether the agent gets the tool that calls a provider's API directly. The default is `false`. */
  proxyExecute?: boolean | { enable: boolean };
  /** Whether the agent gets the tool that searches tools. The default is `true`. */
  search?: boolean | { enable: boolean };
  /** Whether the agent gets the tool that runs many tools at once. The default is `true`. */
  execute?: boolean | { enableMultiExecute: boolean };
  sandbox?: SandboxOption;
  /** An older name of `sandbox`. */
  workbench?: SandboxOption;
  experimental?: ExperimentalOptions;
}

/** The options of `composio.create(userId, options)`. */
export interface CreateSessionOptions extends SessionOptions {
  sessionPreset?: SessionPreset;
  /** Starts the MCP endpoint with the session, so that a listener that cannot start fails here. It exists either way. */
  mcp?: boolean;
}

/**
 * The options of `session.update(options)`: what is left out stays, `null` goes back to the default, an empty list or
 * map is kept as empty.
 */
export type UpdateSessionOptions = { [K in keyof SessionOptions]?: SessionOptions[K] | null } & {
  /** Applies the update only to this version, else rejects with `ComposioSessionConfigConflictError`. */
  expectedConfigVersion?: number | false;
};

/** The options of `composio.use(sessionId, options)`. */
export interface UseSessionOptions extends CustomToolsOptions {
  /** As for `create()`. */
  mcp?: boolean;
}
