/**
 * Providers: adapters to agent frameworks.
 *
 * A provider turns tools into its framework's own form. Where the framework runs tools itself (agentic), each wrapped
 * tool carries the function that executes it; where the program does (non-agentic), it hands the model's tool calls
 * back to the provider.
 */

import { inspect } from "node:util";
import { invalidRequest, kindOf } from "../errors/local.js";
import type { ComposioRequestOptions, JsonSchema } from "../types/common.js";
import type { ExecuteToolModifiers } from "../types/modifiers.js";
import type { SessionExecuteOptions, Tool, ToolExecuteParams, ToolExecuteResponse } from "../types/tool.js";
import { answerModel } from "./answer.js";
import type { ModelArguments } from "./arguments.js";
import { restoreArguments } from "./schema.js";

/**
 * Runs a tool for a model, whose arguments may be the text of an object. What a model can act on (wrong arguments, no
 * connection, a provider's refusal) is a result with `successful: false`; what only the program can mend rejects.
 */
export type ExecuteToolFn = (
  toolSlug: string,
  arguments_: ModelArguments,
  options?: ComposioRequestOptions,
) => Promise<ToolExecuteResponse>;

/** Runs a tool directly, without a session. */
export type GlobalExecuteToolFn = (
  toolSlug: string,
  params: ToolExecuteParams,
  options?: ExecuteToolModifiers & ComposioRequestOptions,
) => Promise<ToolExecuteResponse>;

/** What a provider needs of a session to run its tools. */
export interface ToolCallSession {
  execute(
    toolSlug: string,
    arguments_?: Record<string, unknown>,
    options?: SessionExecuteOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolExecuteResponse>;
}

/** Run session tools with a session, direct tools with a user id. */
export type ToolCallExecutionTarget = string | ToolCallSession;

export interface ExecuteToolFnOptions extends ComposioRequestOptions {
  /** For direct tools: use exactly this account of the user. */
  connectedAccountId?: string;
}

abstract class BaseProvider {
  /** Short and lower-case, such as `openai`. */
  abstract readonly name: string;
  #execute: GlobalExecuteToolFn | undefined;

  /** Called by `Composio` when it takes the provider over. */
  _setExecuteToolFn(execute: GlobalExecuteToolFn): void {
    this.#execute = execute;
  }

  /** Runs a direct tool. */
  async executeTool(
    toolSlug: string,
    params: ToolExecuteParams,
    options?: ExecuteToolModifiers & ComposioRequestOptions,
  ): Promise<ToolExecuteResponse> {
    if (!this.#execute) {
      throw invalidRequest("this provider has no engine yet; pass it to `new Composio({ provider })` first");
    }
    return this.#execute(toolSlug, params, options);
  }

  /**
   * Refuses what a program cannot mean by the arguments of `handleToolCalls`.
   *
   * @param isAnswer whether `given` looks like what the provider reads tool calls from, which is `wanted`, in words.
   */
  protected expectAnswer(target: unknown, given: unknown, isAnswer: boolean, wanted: string): void {
    const isSession = typeof (target as Partial<ToolCallSession> | null | undefined)?.execute === "function";
    if (typeof target !== "string" && !isSession) {
      throw invalidRequest(
        `tool calls are run for a session, or for the id of a user: it stands first, and it was ${kindOf(target)}`,
      );
    }
    if (!isAnswer) {
      throw invalidRequest(
        `the tool calls are read from ${wanted}: pass it whole after the session, not ${kindOf(given)}`,
      );
    }
  }

  /** Runs a tool call of a model where the call belongs. */
  protected async executeToolForTarget(
    target: ToolCallExecutionTarget,
    toolSlug: string,
    arguments_: ModelArguments,
    { signal, connectedAccountId }: ExecuteToolFnOptions = {},
    modifiers: ExecuteToolModifiers = {},
  ): Promise<ToolExecuteResponse> {
    if (typeof target !== "string" && Object.keys(modifiers).length > 0) {
      throw invalidRequest("the modifiers of a session's tools are given to `session.tools({ beforeExecute })`");
    }
    return answerModel(toolSlug, arguments_, (input) =>
      typeof target === "string"
        ? this.executeTool(toolSlug, { userId: target, arguments: input, connectedAccountId }, { ...modifiers, signal })
        : target.execute(toolSlug, input, { account: connectedAccountId, wrapped: true }, { signal }),
    );
  }
}

/** A framework in which the program runs the tool calls. */
export abstract class BaseNonAgenticProvider<TToolCollection, TTool> extends BaseProvider {
  readonly _isAgentic = false;
  abstract wrapTool(tool: Tool): TTool;
  abstract wrapTools(tools: Tool[]): TToolCollection;
}

/** A framework that runs tools itself. */
export abstract class BaseAgenticProvider<TToolCollection, TTool> extends BaseProvider {
  readonly _isAgentic = true;
  abstract wrapTool(tool: Tool, executeTool: ExecuteToolFn): TTool;
  abstract wrapTools(tools: Tool[], executeTool: ExecuteToolFn): TToolCollection;
}

export type BaseComposioProvider<TToolCollection, TTool> =
  | BaseNonAgenticProvider<TToolCollection, TTool>
  | BaseAgenticProvider<TToolCollection, TTool>;

/** Any provider, where its tool types do not matter. */
export type AnyProvider = BaseComposioProvider<unknown, unknown>;

/** What `tools()` gives with a provider. */
export type ToolsOf<TProvider extends AnyProvider> = ReturnType<TProvider["wrapTools"]>;

/** Refuses what is no provider. It is known by what it does: a program may have this package twice. */
export function checkProvider(provider: unknown): void {
  const { wrapTools, _setExecuteToolFn } = (provider ?? {}) as Partial<AnyProvider>;
  if (typeof wrapTools !== "function" || typeof _setExecuteToolFn !== "function") {
    const given = inspect(provider, { depth: 0 });
    throw invalidRequest(`\`provider\` is an adapter such as \`new OpenAIProvider()\`, not \`${given}\``);
  }
}

/** Tools in the provider's form; `run` is for those that run by themselves. */
export function wrapAll<TProvider extends AnyProvider>(
  provider: TProvider,
  tools: Tool[],
  run: (
    toolSlug: string,
    input: Record<string, unknown>,
    options?: ComposioRequestOptions,
  ) => Promise<ToolExecuteResponse>,
): ToolsOf<TProvider> {
  // Kept apart from the tools, whose schemas a framework may change.
  const schemas = new Map<string, JsonSchema>();
  for (const { slug, inputParameters } of tools) {
    if (schemas.has(slug)) {
      throw invalidRequest(`two of the tools are called ${slug}; a model could not tell them apart, so leave one out`);
    }
    schemas.set(slug, structuredClone(inputParameters));
  }
  const execute: ExecuteToolFn = (slug, arguments_, options) =>
    answerModel(slug, arguments_, (input) => run(slug, restoreArguments(input, schemas.get(slug) ?? {}), options));
  const wrapped = provider._isAgentic ? provider.wrapTools(tools, execute) : provider.wrapTools(tools);
  return wrapped as ToolsOf<TProvider>;
}
