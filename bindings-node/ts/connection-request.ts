/** A connection somebody still has to make. */

import { inspect } from "node:util";
import type { Engine } from "./engine.js";
import { invalidRequest } from "./errors/local.js";
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

/** Who holds a new link is about to send the user there, and the request says so from the start. */
export function fromTheStart(status: ConnectedAccountStatus): ConnectedAccountStatus {
  return status === ConnectedAccountStatuses.INITIALIZING ? ConnectedAccountStatuses.INITIATED : status;
}

export async function waitForConnection(
  engine: Engine,
  id: string,
  wait?: number | WaitOptions,
): Promise<ConnectedAccount> {
  const { timeout, signal } = waitOptions(wait);
  return engine.call(connectedAccounts.wait, { id, timeoutMs: timeout }, { signal });
}

/** Checked here because a timeout that is not understood would only show as a long wait. */
function waitOptions(wait: unknown): WaitOptions {
  if (wait === undefined) return {};
  if (typeof wait === "number") return { timeout: milliseconds(wait) };
  if (typeof wait !== "object" || wait === null) throw notANumber("the timeout", wait);
  for (const key of Object.keys(wait)) {
    if (key !== "timeout" && key !== "signal") {
      throw invalidRequest(`there is no option \`${key}\`; a wait has \`timeout\`, in milliseconds, and \`signal\``);
    }
  }
  const { timeout, signal }: WaitOptions = wait;
  return { signal, timeout: timeout === undefined ? undefined : milliseconds(timeout) };
}

function milliseconds(timeout: unknown): number {
  if (typeof timeout !== "number" || !(timeout >= 0 && timeout < Infinity)) throw notANumber("`timeout`", timeout);
  return Math.round(timeout);
}

function notANumber(what: string, given: unknown): Error {
  return invalidRequest(`${what} of a wait is a number of milliseconds, not \`${inspect(given)}\``);
}
