/**
 * Model SDKs in which the program runs the tool calls, under the tests of the frameworks that run them by themselves.
 *
 * The framework here is the program's own loop: it hands each answer of the model to the provider and the results back.
 */

import {
  BaseAgenticProvider,
  type BaseNonAgenticProvider,
  type ExecuteToolFn,
  type Tool,
  type ToolCallSession,
} from "@composio/core";

/** Tools in the SDK's form, and what its provider runs the calls of a model on. */
export interface LoopTools<TTools> {
  tools: TTools;
  target: ToolCallSession;
}

export class Loop<TTools> extends BaseAgenticProvider<LoopTools<TTools>, unknown> {
  readonly name: string;
  readonly #provider: BaseNonAgenticProvider<TTools, unknown>;

  constructor(provider: BaseNonAgenticProvider<TTools, unknown>) {
    super();
    this.name = provider.name;
    this.#provider = provider;
  }

  wrapTool(tool: Tool): unknown {
    return this.#provider.wrapTool(tool);
  }

  wrapTools(tools: Tool[], executeTool: ExecuteToolFn): LoopTools<TTools> {
    const execute: ToolCallSession["execute"] = (slug, input = {}, _options, request) =>
      executeTool(slug, input, request);
    return { tools: this.#provider.wrapTools(tools), target: { execute } };
  }
}
