/** A session: one user's tools, under one policy. */

import { ConnectionRequest } from "./connection-request.js";
import type { Engine } from "./engine.js";
import { type AnyProvider, type ToolsOf, wrapAll } from "./providers/base.js";
import type { ComposioRequestOptions, PageOptions } from "./types/common.js";
import type { LinkOptions } from "./types/connected-account.js";
import type { SearchParams, SearchResponse } from "./types/search.js";
import type {
  DeletedSession,
  ProxyExecuteParams,
  ProxyExecuteResponse,
  SessionConfig,
  SessionConfigHistory,
  SessionExperimental,
  SessionMcp,
  SessionState,
  SessionToolkits,
  SessionToolkitsOptions,
  SessionWarning,
} from "./types/session.js";
import type { UpdateSessionOptions } from "./types/session-options.js";
import type { SessionExecuteOptions, Tool, ToolExecuteResponse } from "./types/tool.js";
import { sessions } from "./wire/operations.js";

export class Session<TProvider extends AnyProvider = AnyProvider> {
  readonly #engine: Engine;
  readonly #provider: TProvider;
  #mcp: SessionMcp | undefined;

  readonly sessionId: string;
  readonly userId: string;
  /** The configuration as last seen here, in the protocol's spelling. `update()` refreshes it. */
  config: SessionConfig;
  /** Its version; pass it as `expectedConfigVersion` to update only what was seen. */
  configVersion: number;
  /** What `tools()` gives, by slug. */
  toolSlugs: string[];
  experimental: SessionExperimental;
  /** What to mind about the configuration, such as preloading very many tools. */
  warnings: SessionWarning[];
  readonly createdAt: string;
  updatedAt: string;

  constructor(engine: Engine, provider: TProvider, state: SessionState) {
    this.#engine = engine;
    this.#provider = provider;
    this.sessionId = state.sessionId;
    this.userId = state.userId;
    this.config = state.config;
    this.configVersion = state.configVersion;
    this.toolSlugs = state.toolSlugs;
    this.experimental = state.experimental ?? {};
    this.warnings = state.warnings;
    this.createdAt = state.createdAt;
    this.updatedAt = state.updatedAt;
  }

  /** The MCP endpoint: a listener in this process, started at first use, with a token for this session alone. */
  get mcp(): SessionMcp {
    this.#mcp ??= this.#engine.mcpEndpoint(this.sessionId);
    return this.#mcp;
  }

  /** What is preloaded. */
  get preload(): SessionConfig["preload"] {
    return this.config.preload;
  }

  /** The session's tools in the provider's form: preloaded ones first, then the meta tools. */
  async tools(requestOptions?: ComposioRequestOptions): Promise<ToolsOf<TProvider>> {
    const tools: Tool[] = [];
    let cursor: string | undefined;
    do {
      const request = { sessionId: this.sessionId, limit: 500, cursor };
      const page = await this.#engine.call(sessions.tools, request, requestOptions);
      tools.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return wrapAll(this.#provider, tools, (slug, input) => this.execute(slug, input, { wrapped: true }));
  }

  /** Runs a tool. A tool that fails is a result with `successful: false`, not an error. */
  async execute(
    toolSlug: string,
    arguments_: Record<string, unknown> = {},
    options?: SessionExecuteOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolExecuteResponse> {
    const request = { ...options, sessionId: this.sessionId, toolSlug, arguments: arguments_ };
    return this.#engine.call(sessions.execute, request, requestOptions);
  }

  /** Finds tools by what the user wants, in plain words. */
  async search(params: SearchParams, requestOptions?: ComposioRequestOptions): Promise<SearchResponse> {
    return this.#engine.call(sessions.search, { ...params, sessionId: this.sessionId }, requestOptions);
  }

  /** Makes a link with which the user connects an account; always a new one. */
  async authorize(
    toolkit: string,
    options?: LinkOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ConnectionRequest> {
    const request = { ...options, sessionId: this.sessionId, toolkit };
    return ConnectionRequest.linked(this.#engine, await this.#engine.call(sessions.link, request, requestOptions));
  }

  /** The session's toolkits and the account each would use. The first 20 unless `limit` (at most 50) says otherwise. */
  async toolkits(options?: SessionToolkitsOptions, requestOptions?: ComposioRequestOptions): Promise<SessionToolkits> {
    return this.#engine.call(sessions.toolkits, { ...options, sessionId: this.sessionId }, requestOptions);
  }

  /** Changes what is given and answers the new configuration, which this object then holds. */
  async update(options: UpdateSessionOptions, requestOptions?: ComposioRequestOptions): Promise<SessionConfig> {
    const { expectedConfigVersion, ...changes } = options;
    const request = {
      ...changes,
      sessionId: this.sessionId,
      ...(expectedConfigVersion !== false && { expectedConfigVersion }),
    };
    const state = await this.#engine.call(sessions.update, request, requestOptions);
    this.config = state.config;
    this.configVersion = state.configVersion;
    this.toolSlugs = state.toolSlugs;
    this.experimental = state.experimental ?? {};
    this.warnings = state.warnings;
    this.updatedAt = state.updatedAt;
    return state.config;
  }

  /** Deletes the session; every later call on it fails with `ComposioSessionNotFoundError`. */
  async delete(requestOptions?: ComposioRequestOptions): Promise<DeletedSession> {
    return this.#engine.call(sessions.delete, { sessionId: this.sessionId }, requestOptions);
  }

  /** Calls a provider's API with the session's account, where the session allows it. */
  async proxyExecute(
    params: ProxyExecuteParams,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ProxyExecuteResponse> {
    return this.#engine.call(sessions.proxyExecute, { ...params, sessionId: this.sessionId }, requestOptions);
  }

  /** The configuration's versions, newest first, the live one at the top. */
  async listConfigHistory(
    options?: PageOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<SessionConfigHistory> {
    return this.#engine.call(sessions.configHistory, { ...options, sessionId: this.sessionId }, requestOptions);
  }
}
