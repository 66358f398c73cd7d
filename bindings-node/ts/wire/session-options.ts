/** Names of session options. */

import type {
  CustomDefinitions,
  CustomToolDefinition,
  CustomToolkitDefinition,
  ExperimentalRequest,
} from "../custom-tools/definition.js";
import type {
  AssistivePromptOptions,
  ManageConnectionsOptions,
  MultiAccountOptions,
  SessionOptions,
  UpdateSessionOptions,
} from "../types/session-options.js";
import { type Fields, list, payload, record } from "./codec.js";

const manageConnections = record<ManageConnectionsOptions>({
  enable: payload,
  callbackUrl: payload,
  waitForConnections: payload,
  enableConnectionRemoval: payload,
});

const multiAccount = record<MultiAccountOptions>({
  enable: payload,
  maxAccountsPerToolkit: payload,
  requireExplicitSelection: payload,
});

const customTool = record<CustomToolDefinition>({
  slug: payload,
  name: payload,
  description: payload,
  inputSchema: payload,
  outputSchema: payload,
  extendsToolkit: payload,
  preload: payload,
});

const customDefinitions: Fields<CustomDefinitions> = {
  customTools: list(customTool),
  customToolkits: list(
    record<CustomToolkitDefinition>({
      slug: payload,
      name: payload,
      description: payload,
      preload: payload,
      tools: list(customTool),
    }),
  ),
};

const experimental = record<ExperimentalRequest>({
  ...customDefinitions,
  assistivePrompt: record<AssistivePromptOptions>({ userTimezone: payload }),
});

/** Keyed by toolkit, tool or hint below the first level, hence untouched there. */
const options: Fields<Omit<SessionOptions, "experimental"> & { experimental?: ExperimentalRequest }> = {
  toolkits: payload,
  tools: payload,
  tags: payload,
  authConfigs: payload,
  connectedAccounts: payload,
  manageConnections,
  multiAccount,
  preload: payload,
  proxyExecute: payload,
  search: payload,
  execute: record<{ enableMultiExecute: boolean }>({ enableMultiExecute: payload }),
  sandbox: payload,
  workbench: payload,
  experimental,
};

/** `mcp` is missing because the engine is not told of it. */
export interface CreateSessionRequest extends Omit<SessionOptions, "experimental"> {
  userId: string;
  sessionPreset?: string;
  experimental?: ExperimentalRequest;
}

export type UpdateSessionRequest = Omit<UpdateSessionOptions, "experimental"> & {
  sessionId: string;
  experimental?: ExperimentalRequest | null;
};

export interface AttachSessionRequest {
  sessionId: string;
  experimental?: CustomDefinitions;
}

export const createSession = record<CreateSessionRequest>({ ...options, userId: payload, sessionPreset: payload });

export const updateSession = record<UpdateSessionRequest>({
  ...options,
  sessionId: payload,
  expectedConfigVersion: payload,
});

export const attachSession = record<AttachSessionRequest>({
  sessionId: payload,
  experimental: record<CustomDefinitions>(customDefinitions),
});
