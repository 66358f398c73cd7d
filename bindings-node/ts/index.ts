/** Everything public. */

import { oldExports } from "./legacy.js";

export { AuthConfigs } from "./auth-configs.js";
export { AuthScheme } from "./auth-scheme.js";
export { Composio, type ComposioConfig } from "./composio.js";
export { ConnectedAccounts } from "./connected-accounts.js";
export { ConnectionRequest, type ConnectionRequestState } from "./connection-request.js";
export {
  createCustomTool,
  createCustomTool as experimental_createTool,
  createCustomToolkit,
  createCustomToolkit as experimental_createToolkit,
} from "./custom-tools/create.js";
export type { EngineDescription } from "./engine.js";
export { ComposioError, type ErrorDetails, type ErrorKind } from "./errors/base.js";
export * from "./errors/classes.js";
export { ToolCallRefusedError } from "./errors/refusal.js";
export { type ModelArguments, readArguments } from "./providers/arguments.js";
export {
  type AnyProvider,
  BaseAgenticProvider,
  type BaseComposioProvider,
  BaseNonAgenticProvider,
  type ExecuteToolFn,
  type ExecuteToolFnOptions,
  type GlobalExecuteToolFn,
  type ToolCallExecutionTarget,
  type ToolCallSession,
  type ToolsOf,
} from "./providers/base.js";
export * from "./providers/openai.js";
export * from "./providers/schema.js";
export { Session } from "./session.js";
export { Sessions } from "./sessions.js";
export { Toolkits } from "./toolkits.js";
export { Tools } from "./tools.js";
export * from "./types/auth-config.js";
export * from "./types/common.js";
export * from "./types/connected-account.js";
export * from "./types/custom-tool.js";
export * from "./types/modifiers.js";
export * from "./types/search.js";
export * from "./types/session.js";
export * from "./types/session-options.js";
export * from "./types/settings.js";
export * from "./types/tool.js";
export * from "./types/toolkit.js";
export { Users } from "./users.js";

/** @deprecated Words of older versions; using one throws an error that shows what to write instead. */
export const {
  Action,
  App,
  CloudflareToolSet,
  ComposioToolSet,
  Entity,
  LangchainToolSet,
  LangGraphToolSet,
  OpenAIToolSet,
  VercelAIToolSet,
} = oldExports;
