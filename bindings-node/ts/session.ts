/** A session: one user's tools, under one policy. */

import { ConnectionRequest } from "./connection-request.js";
import { checkPlaceOfCustomTools, experimentalRequest } from "./custom-tools/definition.js";
import type { Engine } from "./engine.js";
import { checkModifiers, modifiedTools, toolkitOf } from "./modifiers.js";
import { type AnyProvider, type ToolsOf, wrapAll } from "./providers/base.js";
import { betweenSession } from "./session-modifiers.js";
import type { ComposioRequestOptions, PageOptions } from "./types/common.js";
import type { LinkOptions } from "./types/connected-account.js";
import type { RegisteredCustomTool, RegisteredCustomToolkit } from "./types/custom-tool.js";
import type { SessionExecuteMetaModifiers, SessionMetaToolOptions } from "./types/modifiers.js";
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
  /** Those of the last `tools()`, hence of what the model was given. */
  #modifiers: SessionExecuteMetaModifiers = {};

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

  /**
   * The session's tools in the provider's form: preloaded ones first, then the meta tools.
   *
   * @param modifiers what schemas, and the calls a model makes of these tools, pass through.
   */
  async tools(
    modifiers: SessionMetaToolOptions = {},
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolsOf<TProvider>> {
    checkModifiers(modifiers);
    const found = await modifiedTools(await this.#allTools(requestOptions), modifiers);
    // A provider whose program runs the calls brings them to `execute()`.
    this.#modifiers = modifiers;
    return wrapAll(this.#provider, found, (slug, input, options) =>
      this.#runForModel(modifiers, slug, input, {}, options),
    );
  }

  /** Runs a tool. A tool that fails is a result with `successful: false`, not an error. */
  async execute(
    toolSlug: string,
    arguments_: Record<string, unknown> = {},
    options?: SessionExecuteOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolExecuteResponse> {
    if (options?.wrapped) return this.#runForModel(this.#modifiers, toolSlug, arguments_, options, requestOptions);
    return this.#run(toolSlug, arguments_, options, requestOptions);
  }

  /** The custom tools of this session, those of its custom toolkits included. */
  customTools({ toolkit }: { toolkit?: string } = {}): RegisteredCustomTool[] {
    const { customTools = [], customToolkits = [] } = this.experimental;
    const all = [
      ...customTools,
      ...customToolkits.flatMap(({ slug, tools }) => tools.map((tool) => ({ ...tool, toolkit: slug }))),
    ];
    const unique = [...new Map(all.map((tool) => [tool.slug, tool])).values()];
    const wanted = toolkit?.toUpperCase();
    return unique.filter((tool) => !wanted || (tool.toolkit ?? tool.extendsToolkit)?.toUpperCase() === wanted);
  }

  customToolkits(): RegisteredCustomToolkit[] {
    return this.experimental.customToolkits ?? [];
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
    checkPlaceOfCustomTools(options);
    const { expectedConfigVersion, experimental, ...changes } = options;
    const request = {
      ...changes,
      ...(experimental !== undefined && { experimental: experimental && experimentalRequest(experimental) }),
      sessionId: this.sessionId,
      ...(expectedConfigVersion !== false && { expectedConfigVersion }),
    };
    const state = await this.#engine.call(sessions.update, request, requestOptions);
    if (experimental === null) this.#engine.customTools.forget(this.sessionId);
    else if (experimental) this.#engine.customTools.register(this.sessionId, experimental);
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
    const deleted = await this.#engine.call(sessions.delete, { sessionId: this.sessionId }, requestOptions);
    this.#engine.customTools.forget(this.sessionId);
    return deleted;
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

  async #allTools(requestOptions?: ComposioRequestOptions): Promise<Tool[]> {
    const found: Tool[] = [];
    let cursor: string | undefined;
    do {
      const request = { sessionId: this.sessionId, limit: 500, cursor };
      const page = await this.#engine.call(sessions.tools, request, requestOptions);
      found.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return found;
  }

  async #run(
    toolSlug: string,
    arguments_: Record<string, unknown>,
    options?: SessionExecuteOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolExecuteResponse> {
    const request = { ...options, sessionId: this.sessionId, toolSlug, arguments: arguments_ };
    return this.#engine.call(sessions.execute, request, requestOptions);
  }

  async #runForModel(
    modifiers: SessionExecuteMetaModifiers,
    toolSlug: string,
    arguments_: Record<string, unknown>,
    options?: SessionExecuteOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<ToolExecuteResponse> {
    const run = (input: Record<string, unknown>) =>
      this.#run(toolSlug, input, { ...options, wrapped: true }, requestOptions);
    if (!modifiers.beforeExecute && !modifiers.afterExecute) return run(arguments_);
    const contextOf = async (slug: string) => {
      return { toolSlug: slug, toolkitSlug: await this.#toolkitOf(slug), sessionId: this.sessionId };
    };
    return betweenSession(modifiers, contextOf, toolSlug, arguments_, run);
  }

  async #toolkitOf(toolSlug: string): Promise<string> {
    const custom = this.customTools().find(({ slug, originalSlug }) => slug === toolSlug || originalSlug === toolSlug);
    return custom ? (custom.toolkit ?? custom.extendsToolkit ?? "custom") : toolkitOf(this.#engine, toolSlug);
  }
}
