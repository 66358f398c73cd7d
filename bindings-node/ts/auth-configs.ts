/** How a project signs in to toolkits. */

import type { Engine } from "./engine.js";
import type {
  AuthConfig,
  AuthConfigCredentials,
  AuthConfigListParams,
  AuthConfigUpdateParams,
  CheckedClient,
  CreateAuthConfigParams,
} from "./types/auth-config.js";
import type { ComposioRequestOptions, Page } from "./types/common.js";
import type { Done } from "./types/connected-account.js";
import { authConfigs } from "./wire/operations.js";

export class AuthConfigs {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Makes an auth config for a toolkit; with managed auth unless `options` bring credentials. */
  async create(
    toolkit: string,
    options?: CreateAuthConfigParams,
    requestOptions?: ComposioRequestOptions,
  ): Promise<AuthConfig> {
    return this.#engine.call(authConfigs.create, { ...options, toolkit }, requestOptions);
  }

  async list(query: AuthConfigListParams = {}, requestOptions?: ComposioRequestOptions): Promise<Page<AuthConfig>> {
    return this.#engine.call(authConfigs.list, query, requestOptions);
  }

  async get(id: string, requestOptions?: ComposioRequestOptions): Promise<AuthConfig> {
    return this.#engine.call(authConfigs.get, { id }, requestOptions);
  }

  async update(id: string, data: AuthConfigUpdateParams, requestOptions?: ComposioRequestOptions): Promise<AuthConfig> {
    return this.#engine.call(authConfigs.update, { ...data, id }, requestOptions);
  }

  async enable(id: string, requestOptions?: ComposioRequestOptions): Promise<AuthConfig> {
    return this.#engine.call(authConfigs.enable, { id }, requestOptions);
  }

  /** Switches it off: no new accounts, and none of its accounts is used. */
  async disable(id: string, requestOptions?: ComposioRequestOptions): Promise<AuthConfig> {
    return this.#engine.call(authConfigs.disable, { id }, requestOptions);
  }

  /** Asks the provider whether it knows an OAuth client; `credentials` are those of a custom auth config. */
  async check(
    toolkit: string,
    { credentials }: { credentials: AuthConfigCredentials },
    requestOptions?: ComposioRequestOptions,
  ): Promise<CheckedClient> {
    return this.#engine.call(authConfigs.check, { toolkit, credentials }, requestOptions);
  }

  /** Deletes it with its accounts. */
  async delete(id: string, requestOptions?: ComposioRequestOptions): Promise<Done> {
    return this.#engine.call(authConfigs.delete, { id }, requestOptions);
  }
}
