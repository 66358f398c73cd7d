/**
 * Functions of the program that a tool passes through: its schema on the way to the model, a call on its way to the
 * tool, a result on its way back. Each answers what goes on, at once or as a promise; to act on some tools, it looks at
 * the slugs. What it throws rejects the call, except a
 * `ToolCallRefusedError`, which the model is told.
 */

import type { AnyProvider, BaseAgenticProvider } from "../providers/base.js";
import type { Tool, ToolExecuteParams, ToolExecuteResponse } from "./tool.js";

/** Which tool it is about. */
export interface ModifierContext {
  toolSlug: string;
  toolkitSlug: string;
}

export type TransformToolSchemaModifier = (context: ModifierContext & { schema: Tool }) => Tool | Promise<Tool>;

export type beforeExecuteModifier = (
  context: ModifierContext & { params: ToolExecuteParams },
) => ToolExecuteParams | Promise<ToolExecuteParams>;

export type afterExecuteModifier = (
  context: ModifierContext & { result: ToolExecuteResponse },
) => ToolExecuteResponse | Promise<ToolExecuteResponse>;

/** The arguments of a tool of a session. */
export type MetaToolArguments = Record<string, unknown>;

export type beforeExecuteMetaModifier = (
  context: ModifierContext & { sessionId: string; params: MetaToolArguments },
) => MetaToolArguments | Promise<MetaToolArguments>;

export type afterExecuteMetaModifier = (
  context: ModifierContext & { sessionId: string; result: ToolExecuteResponse },
) => ToolExecuteResponse | Promise<ToolExecuteResponse>;

export interface ToolOptions {
  /** Changes what the model is told of a tool; not its slug, by which it is called. */
  modifySchema?: TransformToolSchemaModifier;
}

export interface ExecuteToolModifiers {
  beforeExecute?: beforeExecuteModifier;
  afterExecute?: afterExecuteModifier;
}

export interface SessionExecuteMetaModifiers {
  beforeExecute?: beforeExecuteMetaModifier;
  afterExecute?: afterExecuteMetaModifier;
}

export type AgenticToolOptions = ToolOptions & ExecuteToolModifiers;

export type SessionMetaToolOptions = ToolOptions & SessionExecuteMetaModifiers;

/** What `tools.get` takes: modifiers of calls only where the provider makes them. */
export type ProviderOptions<TProvider extends AnyProvider> =
  TProvider extends BaseAgenticProvider<unknown, unknown> ? AgenticToolOptions : ToolOptions;
