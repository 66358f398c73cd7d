/** A connection somebody still has to make. */

import type { Engine } from "./engine.js";
import type { WaitOptions } from "./types/common.js";
import {
  type ConnectedAccount,
  type ConnectedAccountStatus,
  ConnectedAccountStatuses,
  type ConnectLink,
} from "./types/connected-account.js";
import { connectedAccounts } from "./wire/operations.js";

export interface ConnectionRequestState {
  /** The connected account it will become. */
  id: string;
  status: ConnectedAccountStatus;
  redirectUrl: string | null;
}

/** Send the user to `redirectUrl`, then wait. */
export class ConnectionRequest implements ConnectionRequestState {
  readonly #engine: Engine;
  readonly id: string;
  status: ConnectedAccountStatus;
  readonly redirectUrl: string | null;

  constructor(engine: Engine, state: ConnectionRequestState) {
    this.#engine = engine;
    this.id = state.id;
    this.status = state.status;
    this.redirectUrl = state.redirectUrl;
    if (state.redirectUrl) engine.keepServing();
  }

  /** A request for which a link was just made. */
  static linked(engine: Engine, link: ConnectLink): ConnectionRequest {
    const status = ConnectedAccountStatuses.INITIATED;
    return new ConnectionRequest(engine, { id: link.connectedAccountId, status, redirectUrl: link.redirectUrl });
  }

  /**
   * Waits until the account is active and answers it.
   *
   * @param wait how long in milliseconds, 60000 unless given, or that together with a signal.
   * @throws `ConnectionRequestFailedError` when it failed, expired or was revoked, `ConnectionRequestTimeoutError` when
   * time ran out, `ComposioConnectedAccountNotFoundError` when it was deleted, `ComposioRequestCancelledError`.
   */
  async waitForConnection(wait?: number | WaitOptions): Promise<ConnectedAccount> {
    const account = await waitForConnection(this.#engine, this.id, wait);
    this.status = account.status;
    return account;
  }

  toJSON(): ConnectionRequestState {
    return { id: this.id, status: this.status, redirectUrl: this.redirectUrl };
  }

  toString(): string {
    return JSON.stringify(this);
  }
}

export async function waitForConnection(
  engine: Engine,
  id: string,
  wait?: number | WaitOptions,
): Promise<ConnectedAccount> {
  const { timeout, signal } = typeof wait === "number" ? { timeout: wait, signal: undefined } : (wait ?? {});
  return engine.call(connectedAccounts.wait, { id, timeoutMs: timeout }, { signal });
}
