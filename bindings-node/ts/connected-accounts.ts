/** Users' credentials for toolkits. */

import { ConnectionRequest, fromTheStart, waitForConnection } from "./connection-request.js";
import type { Engine } from "./engine.js";
import type { ComposioRequestOptions, Page, WaitOptions } from "./types/common.js";
import type {
  ConnectedAccount,
  ConnectedAccountIdentity,
  ConnectedAccountListParams,
  ConnectedAccountUpdateParams,
  CreateConnectedAccountLinkOptions,
  CreateConnectedAccountOptions,
  Done,
  InitiatedConnection,
} from "./types/connected-account.js";
import { connectedAccounts } from "./wire/operations.js";

export class ConnectedAccounts {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Makes a link with which the user connects an account on an auth config. */
  async link(
    userId: string,
    authConfigId: string,
    options?: CreateConnectedAccountLinkOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ConnectionRequest> {
    const request = { ...options, userId, authConfigId };
    const link = await this.#engine.call(connectedAccounts.link, request, requestOptions);
    return ConnectionRequest.linked(this.#engine, link);
  }

  /** Connects an account from a credential the caller has, at once; without one, makes a link like `link()`. */
  async initiate(
    userId: string,
    authConfigId: string,
    options: CreateConnectedAccountOptions = {},
    requestOptions?: ComposioRequestOptions,
  ): Promise<ConnectionRequest> {
    const { config, ...rest } = options;
    const request = { ...rest, userId, authConfigId, state: config };
    return this.#request(await this.#engine.call(connectedAccounts.initiate, request, requestOptions));
  }

  async list(
    query: ConnectedAccountListParams = {},
    requestOptions?: ComposioRequestOptions,
  ): Promise<Page<ConnectedAccount>> {
    return this.#engine.call(connectedAccounts.list, query, requestOptions);
  }

  async get(id: string, requestOptions?: ComposioRequestOptions): Promise<ConnectedAccount> {
    return this.#engine.call(connectedAccounts.get, { id }, requestOptions);
  }

  async enable(id: string, requestOptions?: ComposioRequestOptions): Promise<Done> {
    return this.#engine.call(connectedAccounts.enable, { id }, requestOptions);
  }

  /** Keeps the account and does not use it. */
  async disable(id: string, requestOptions?: ComposioRequestOptions): Promise<Done> {
    return this.#engine.call(connectedAccounts.disable, { id }, requestOptions);
  }

  async update(
    id: string,
    params: ConnectedAccountUpdateParams,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ConnectedAccount> {
    return this.#engine.call(connectedAccounts.update, { ...params, id }, requestOptions);
  }

  /** Deletes the account and its credential. */
  async delete(id: string, requestOptions?: ComposioRequestOptions): Promise<Done> {
    return this.#engine.call(connectedAccounts.delete, { id }, requestOptions);
  }

  /** Renews the credential; a dead one is reconnected in place, through `redirectUrl`. */
  async refresh(id: string, requestOptions?: ComposioRequestOptions): Promise<ConnectionRequest> {
    return this.#request(await this.#engine.call(connectedAccounts.refresh, { id }, requestOptions));
  }

  /** Asks the provider whether it still accepts the credential, and whose it is. */
  async whoami(id: string, requestOptions?: ComposioRequestOptions): Promise<ConnectedAccountIdentity> {
    return this.#engine.call(connectedAccounts.whoami, { id }, requestOptions);
  }

  /**
   * Waits until an account is active.
   *
   * @param wait how long in milliseconds, 60000 unless given, or that together with a signal.
   */
  async waitForConnection(id: string, wait?: number | WaitOptions): Promise<ConnectedAccount> {
    return waitForConnection(this.#engine, id, wait);
  }

  #request({ connectedAccountId, status, redirectUrl }: InitiatedConnection): ConnectionRequest {
    return new ConnectionRequest(this.#engine, { id: connectedAccountId, status: fromTheStart(status), redirectUrl });
  }
}
