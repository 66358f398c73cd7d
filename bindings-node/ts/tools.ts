/** Tools without a session. Sessions are the better way in; this is the low-level one. */

import type { Engine } from "./engine.js";
import { between, checkModifiers, modifiedTools, toolkitOf } from "./modifiers.js";
import { type AnyProvider, type ToolsOf, wrapAll } from "./providers/base.js";
import type { ComposioRequestOptions } from "./types/common.js";
import type { AgenticToolOptions, ExecuteToolModifiers, ProviderOptions } from "./types/modifiers.js";
import type { ProxyExecuteResponse, ToolProxyParams } from "./types/session.js";
import type { Tool, ToolExecuteParams, ToolExecuteResponse, ToolListParams } from "./types/tool.js";
import { tools } from "./wire/operations.js";

export class Tools<TProvider extends AnyProvider> {
  readonly #engine: Engine;
  readonly #provider: TProvider;

  constructor(engine: Engine, provider: TProvider) {
    this.#engine = engine;
    this.#provider = provider;
  }

  /**
   * Tools of the catalog in the provider's form, one by its slug or those that pass a filter.
   *
   * @param userId for whom the wrapped tools run, where the provider runs them.
   * @param options modifiers and a signal. Where the program runs the calls, their modifiers go to the provider's
   * `handleToolCalls`.
   */
  async get(
    userId: string,
    filter: string | ToolListParams,
    options: ProviderOptions<TProvider> & ComposioRequestOptions = {},
  ): Promise<ToolsOf<TProvider>> {
    const { signal, ...modifiers }: AgenticToolOptions & ComposioRequestOptions = options;
    checkModifiers(modifiers, this.#provider._isAgentic ? undefined : ["modifySchema"]);
    const { modifySchema, ...ofCalls } = modifiers;
    const found = await modifiedTools(await this.#find(filter, { signal }), { modifySchema });
    return wrapAll(this.#provider, found, (slug, input, call) =>
      this.execute(slug, { userId, arguments: input }, { ...ofCalls, signal: call?.signal }),
    );
  }

  /** Runs a tool for a user. A tool that fails is a result with `successful: false`, not an error. */
  async execute(
    toolSlug: string,
    params: ToolExecuteParams,
    { signal, ...modifiers }: ExecuteToolModifiers & ComposioRequestOptions = {},
  ): Promise<ToolExecuteResponse> {
    checkModifiers(modifiers, ["beforeExecute", "afterExecute"]);
    const run = (request: ToolExecuteParams) => this.#engine.call(tools.execute, { ...request, toolSlug }, { signal });
    if (!modifiers.beforeExecute && !modifiers.afterExecute) return run(params);
    const toolkitSlug = await toolkitOf(this.#engine, toolSlug);
    return between(modifiers, { toolSlug, toolkitSlug }, params, run);
  }

  /** Calls a provider's API with a connected account. */
  async proxyExecute(params: ToolProxyParams, requestOptions?: ComposioRequestOptions): Promise<ProxyExecuteResponse> {
    return this.#engine.call(tools.proxy, params, requestOptions);
  }

  async #find(filter: string | ToolListParams, requestOptions?: ComposioRequestOptions): Promise<Tool[]> {
    if (typeof filter === "string") {
      return [await this.#engine.call(tools.get, { toolSlug: filter }, requestOptions)];
    }
    return (await this.#engine.call(tools.list, filter, requestOptions)).items;
  }
}
