/** Toolkits of the catalog. */

import { ConnectionRequest } from "./connection-request.js";
import type { Engine } from "./engine.js";
import type { ComposioRequestOptions, Page } from "./types/common.js";
import type { Toolkit, ToolkitDetails, ToolkitListParams } from "./types/toolkit.js";
import { toolkits } from "./wire/operations.js";

export class Toolkits {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** One toolkit by its slug, with how one signs in to it. */
  async get(slug: string, requestOptions?: ComposioRequestOptions): Promise<ToolkitDetails>;
  /** The first page of the toolkits that pass a filter. */
  async get(query?: ToolkitListParams, requestOptions?: ComposioRequestOptions): Promise<Toolkit[]>;
  async get(
    query: string | ToolkitListParams = {},
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolkitDetails | Toolkit[]> {
    if (typeof query === "string") return this.#engine.call(toolkits.get, { slug: query }, requestOptions);
    return (await this.list(query, requestOptions)).items;
  }

  /** Makes a link with which the user connects an account, on the project's newest auth config for the toolkit. */
  async authorize(
    userId: string,
    toolkit: string,
    options: { callbackUrl?: string } = {},
    requestOptions?: ComposioRequestOptions,
  ): Promise<ConnectionRequest> {
    const request = { ...options, userId, toolkit };
    return ConnectionRequest.linked(this.#engine, await this.#engine.call(toolkits.authorize, request, requestOptions));
  }

  /** One page of the toolkits that pass a filter. */
  async list(query: ToolkitListParams = {}, requestOptions?: ComposioRequestOptions): Promise<Page<Toolkit>> {
    return this.#engine.call(toolkits.list, query, requestOptions);
  }
}
