/** Making sessions and finding them again. */

import type { Engine } from "./engine.js";
import type { AnyProvider } from "./providers/base.js";
import { Session } from "./session.js";
import type { ComposioRequestOptions } from "./types/common.js";
import type { DeletedSession } from "./types/session.js";
import type { CreateSessionOptions } from "./types/session-options.js";
import { sessions } from "./wire/operations.js";

export class Sessions<TProvider extends AnyProvider> {
  readonly #engine: Engine;
  readonly #provider: TProvider;

  constructor(engine: Engine, provider: TProvider) {
    this.#engine = engine;
    this.#provider = provider;
  }

  /**
   * Makes a session.
   *
   * @param userId the caller's own id of the user.
   */
  async create(
    userId: string,
    options: CreateSessionOptions = {},
    requestOptions?: ComposioRequestOptions,
  ): Promise<Session<TProvider>> {
    const { mcp, ...config } = options;
    const state = await this.#engine.call(sessions.create, { ...config, userId }, requestOptions);
    const session = new Session(this.#engine, this.#provider, state);
    if (mcp) void session.mcp;
    return session;
  }

  /** A session made earlier, here or in another process of the same home. */
  async use(sessionId: string, requestOptions?: ComposioRequestOptions): Promise<Session<TProvider>> {
    const state = await this.#engine.call(sessions.get, { sessionId }, requestOptions);
    return new Session(this.#engine, this.#provider, state);
  }

  async delete(sessionId: string, requestOptions?: ComposioRequestOptions): Promise<DeletedSession> {
    return this.#engine.call(sessions.delete, { sessionId }, requestOptions);
  }
}
