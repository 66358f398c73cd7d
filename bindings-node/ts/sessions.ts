/** Making sessions and finding them again. */

import { expectOptions } from "./calls.js";
import { checkPlaceOfCustomTools, definitionsOf, experimentalRequest } from "./custom-tools/definition.js";
import type { Engine } from "./engine.js";
import { invalidRequest } from "./errors/local.js";
import type { AnyProvider } from "./providers/base.js";
import { Session } from "./session.js";
import type { ComposioRequestOptions } from "./types/common.js";
import type { DeletedSession, SessionState } from "./types/session.js";
import type { CreateSessionOptions, UseSessionOptions } from "./types/session-options.js";
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
    checkPlaceOfCustomTools(options);
    const { mcp, experimental, ...config } = options;
    const request = { ...config, userId, ...(experimental && { experimental: experimentalRequest(experimental) }) };
    const state = await this.#engine.call(sessions.create, request, requestOptions);
    return this.#opened(state, { ...experimental, mcp });
  }

  /**
   * A session made earlier, here or in another process of the same home. Custom tools given here replace those it was
   * made with; without any it keeps them, and the functions that this process has.
   */
  async use(
    sessionId: string,
    options: UseSessionOptions = {},
    requestOptions?: ComposioRequestOptions,
  ): Promise<Session<TProvider>> {
    checkUseOptions(options);
    const given = definitionsOf(options);
    const state = await (Object.keys(given).length > 0
      ? this.#engine.call(sessions.attach, { sessionId, experimental: given }, requestOptions)
      : this.#engine.call(sessions.get, { sessionId }, requestOptions));
    return this.#opened(state, options);
  }

  #opened(state: SessionState, { mcp, ...options }: UseSessionOptions): Session<TProvider> {
    this.#engine.customTools.register(state.sessionId, options);
    const session = new Session(this.#engine, this.#provider, state);
    if (mcp) void session.mcp;
    return session;
  }

  async delete(sessionId: string, requestOptions?: ComposioRequestOptions): Promise<DeletedSession> {
    const deleted = await this.#engine.call(sessions.delete, { sessionId }, requestOptions);
    this.#engine.customTools.forget(sessionId);
    return deleted;
  }
}

/** Checked here because the engine is not told of all of them, and a signal in their place would do nothing. */
function checkUseOptions(options: object): void {
  expectOptions("sessions.attach", options);
  for (const name of Object.keys(options)) {
    if (["customTools", "customToolkits", "mcp"].includes(name)) continue;
    const hint = name === "signal" ? "; a signal goes into the argument after the options" : "";
    throw invalidRequest(
      `there is no option \`${name}\` of \`use()\`; there are \`customTools\`, \`customToolkits\` and \`mcp\`${hint}`,
    );
  }
}
