/** Toolkits of the catalog. */

import { ConnectionRequest } from "./connection-request.js";
import type { Engine } from "./engine.js";
import { invalidRequest } from "./errors/local.js";
import type { ComposioRequestOptions, Page } from "./types/common.js";
import type {
  Toolkit,
  ToolkitAuthConfigDetails,
  ToolkitAuthField,
  ToolkitCategory,
  ToolkitDetails,
  ToolkitListParams,
} from "./types/toolkit.js";
import { toolkits } from "./wire/operations.js";

interface AuthFieldsOptions {
  requiredOnly?: boolean;
}

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

  /** The toolkits of these slugs, by name. An unknown one is an error with the nearest ones. */
  async getMany(
    slugs: readonly string[],
    params: ToolkitListParams = {},
    requestOptions?: ComposioRequestOptions,
  ): Promise<Toolkit[]> {
    if (!Array.isArray(slugs) || slugs.length === 0) {
      throw invalidRequest('`slugs` is a list of toolkits, such as ["github", "gmail"]');
    }
    const request = { limit: slugs.length, ...params, toolkits: slugs };
    return (await this.#engine.call(toolkits.list, request, requestOptions)).items;
  }

  /** The categories that toolkits are in; `category` of a filter takes their ids and names. */
  async listCategories(requestOptions?: ComposioRequestOptions): Promise<Page<ToolkitCategory>> {
    return this.#engine.call(toolkits.categories, { limit: 500 }, requestOptions);
  }

  /** What a developer gives for an auth config of that scheme, such as `client_id`. */
  async getAuthConfigCreationFields(
    toolkit: string,
    authScheme: string,
    options: AuthFieldsOptions = {},
  ): Promise<ToolkitAuthField[]> {
    return this.#fields(toolkit, authScheme, "authConfigCreation", options);
  }

  /** What a user gives for an account of that scheme, such as `token`. */
  async getConnectedAccountInitiationFields(
    toolkit: string,
    authScheme: string,
    options: AuthFieldsOptions = {},
  ): Promise<ToolkitAuthField[]> {
    return this.#fields(toolkit, authScheme, "connectedAccountInitiation", options);
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

  async #fields(
    toolkit: string,
    authScheme: string,
    of: keyof ToolkitAuthConfigDetails["fields"],
    { requiredOnly = false }: AuthFieldsOptions,
  ): Promise<ToolkitAuthField[]> {
    const { authConfigDetails } = await this.get(toolkit);
    const scheme = authConfigDetails.find(({ mode }) => mode === authScheme.toUpperCase());
    if (!scheme) {
      const known = authConfigDetails.map(({ mode }) => mode).join(", ");
      throw invalidRequest(`\`${toolkit}\` has no auth scheme \`${authScheme}\`; it has ${known}`);
    }
    const { required, optional } = scheme.fields[of];
    return requiredOnly ? required : [...required, ...optional];
  }
}
