/** Tools and toolkits that are functions of this program. */

import type { JsonSchema } from "./common.js";
import type { ProxyExecuteParams, ProxyExecuteResponse } from "./session.js";
import type { ToolExecuteResponse } from "./tool.js";

/** As much of a schema of zod, or of another library of the Standard Schema, as is used here. */
export interface StandardSchema<Output = unknown> {
  readonly "~standard": {
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What describes arguments: a zod schema, or plain JSON Schema. */
export type InputSchema = StandardSchema | JsonSchema;

/** What `execute` is given for arguments described like this. */
export type InputOf<TSchema> = TSchema extends StandardSchema
  ? NonNullable<TSchema["~standard"]["types"]>["output"]
  : Record<string, unknown>;

/** What a custom tool can do in the session that called it. */
export interface SessionContext {
  readonly userId: string;
  readonly sessionId: string;
  /** Runs another tool of the session. It ends with this call. */
  execute(toolSlug: string, arguments_?: Record<string, unknown>): Promise<ToolExecuteResponse>;
  /** Calls a provider's API with the session's account; in a tool that extends a toolkit, that toolkit's by default. */
  proxyExecute(params: CustomToolProxyParams): Promise<ProxyExecuteResponse>;
  /** Aborted when the call is cancelled. */
  readonly signal: AbortSignal;
}

export type CustomToolProxyParams = Omit<ProxyExecuteParams, "toolkit"> & { toolkit?: string };

/** Answers the result, or throws what went wrong. */
export type CustomToolExecuteFn<TInput = Record<string, unknown>> = (
  input: TInput,
  context: SessionContext,
) => unknown | Promise<unknown>;

export interface CreateCustomToolParams<TSchema extends InputSchema = InputSchema> {
  name: string;
  /** What it does and when to use it: search finds it by this. */
  description: string;
  /** Of an object. */
  inputParams: TSchema;
  outputParams?: InputSchema;
  /** A toolkit it belongs to, with whose account it works. */
  extendsToolkit?: string;
  /** Whether `session.tools()` carries it from the start. */
  preload?: boolean;
  execute: CustomToolExecuteFn<InputOf<TSchema>>;
}

/** A custom tool, to be given to a session. */
export interface CustomTool {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly extendsToolkit?: string;
  readonly preload?: boolean;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  readonly inputParams: InputSchema;
  readonly execute: CustomToolExecuteFn<never>;
}

export interface CreateCustomToolkitParams {
  name: string;
  description: string;
  /** For those of its tools that do not say. */
  preload?: boolean;
  /** None of which extends a toolkit. */
  tools: readonly CustomTool[];
}

export interface CustomToolkit extends CreateCustomToolkitParams {
  readonly slug: string;
}

/** The functions a session may call in this process. */
export interface CustomToolsOptions {
  customTools?: readonly CustomTool[];
  customToolkits?: readonly CustomToolkit[];
}

/** A custom tool as a session has it. */
export interface RegisteredCustomTool {
  /** By which the model calls it: `LOCAL_…`. */
  slug: string;
  originalSlug: string;
  name: string;
  description: string;
  /** The custom toolkit it is in. */
  toolkit?: string;
  /** The toolkit with whose account it works. */
  extendsToolkit?: string;
  inputSchema: JsonSchema;
  outputSchema?: JsonSchema;
  preload?: boolean;
}

export interface RegisteredCustomToolkit {
  slug: string;
  name: string;
  description: string;
  preload?: boolean;
  tools: RegisteredCustomTool[];
}
