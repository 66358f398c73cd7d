/** Names of session options. */

import type {
  AssistivePromptOptions,
  ExperimentalOptions,
  ManageConnectionsOptions,
  MultiAccountOptions,
  SessionOptions,
  UpdateSessionOptions,
} from "../types/session-options.js";
import { type Fields, payload, record } from "./codec.js";

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

const experimental = record<ExperimentalOptions>({
  assistivePrompt: record<AssistivePromptOptions>({ userTimezone: payload }),
});

/** Keyed by toolkit, tool or hint below the first level, hence untouched there. */
const options: Fields<SessionOptions> = {
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
export interface CreateSessionRequest extends SessionOptions {
  userId: string;
  sessionPreset?: string;
}

export type UpdateSessionRequest = UpdateSessionOptions & { sessionId: string };

export const createSession = record<CreateSessionRequest>({ ...options, userId: payload, sessionPreset: payload });

export const updateSession = record<UpdateSessionRequest>({
  ...options,
  sessionId: payload,
  expectedConfigVersion: payload,
});
