/** Tools without a session. Sessions are the better way in; this is the low-level one. */

import type { Engine } from "./engine.js";
import { type AnyProvider, type ToolsOf, wrapAll } from "./providers/base.js";
import type { ComposioRequestOptions } from "./types/common.js";
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
   */
  async get(
    userId: string,
    filter: string | ToolListParams,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolsOf<TProvider>> {
    const found = await this.#find(filter, requestOptions);
    return wrapAll(this.#provider, found, (slug, input) => this.execute(slug, { userId, arguments: input }));
  }

  /** Runs a tool for a user. A tool that fails is a result with `successful: false`, not an error. */
  async execute(
    toolSlug: string,
    params: ToolExecuteParams,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolExecuteResponse> {
    return this.#engine.call(tools.execute, { ...params, toolSlug }, requestOptions);
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
