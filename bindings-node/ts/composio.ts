/** The way in. */

import { AuthConfigs } from "./auth-configs.js";
import { ConnectedAccounts } from "./connected-accounts.js";
import { Engine, type EngineDescription } from "./engine.js";
import { teach } from "./legacy.js";
import { explainMissing } from "./missing.js";
import { type AnyProvider, checkProvider } from "./providers/base.js";
import { OpenAIProvider } from "./providers/openai.js";
import type { Session } from "./session.js";
import { Sessions } from "./sessions.js";
import { Toolkits } from "./toolkits.js";
import { Tools } from "./tools.js";
import type { ComposioRequestOptions } from "./types/common.js";
import type { CreateSessionOptions, UseSessionOptions } from "./types/session-options.js";
import type { ComposioSettings } from "./types/settings.js";
import { Users } from "./users.js";

export interface ComposioConfig<TProvider extends AnyProvider = AnyProvider> extends ComposioSettings {
  /** The adapter to the agent framework. The default is `OpenAIProvider`. */
  provider?: TProvider;
}

/**
 * An engine in this process and everything it offers. Settings come, later ones winning, from
 * `$COMPOSIO_HOME/composio.toml`, the environment and `config`.
 */
export class Composio<TProvider extends AnyProvider = OpenAIProvider> implements AsyncDisposable {
  readonly #engine: Engine;
  readonly provider: TProvider;
  readonly sessions: Sessions<TProvider>;
  readonly tools: Tools<TProvider>;
  readonly toolkits: Toolkits;
  readonly authConfigs: AuthConfigs;
  readonly connectedAccounts: ConnectedAccounts;
  readonly users: Users;

  constructor(config: ComposioConfig<TProvider> = {}) {
    const { provider, ...settings } = config;
    if (provider !== undefined) checkProvider(provider);
    const engine = Engine.open(settings);
    this.#engine = engine;
    // Without a provider nothing binds `TProvider`, so it is the default.
    this.provider = provider ?? (new OpenAIProvider() as AnyProvider as TProvider);
    this.sessions = new Sessions(engine, this.provider);
    this.tools = new Tools(engine, this.provider);
    this.toolkits = new Toolkits(engine);
    this.authConfigs = new AuthConfigs(engine);
    this.connectedAccounts = new ConnectedAccounts(engine);
    this.users = new Users(engine);
    this.provider._setExecuteToolFn((slug, params, options) => this.tools.execute(slug, params, options));
  }

  /** Makes a session; the same as `sessions.create`. */
  async create(
    userId: string,
    options?: CreateSessionOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<Session<TProvider>> {
    return this.sessions.create(userId, options, requestOptions);
  }

  /** A session made earlier; the same as `sessions.use`. */
  async use(
    sessionId: string,
    options?: UseSessionOptions,
    requestOptions?: ComposioRequestOptions,
  ): Promise<Session<TProvider>> {
    return this.sessions.use(sessionId, options, requestOptions);
  }

  /** Where the engine runs. */
  describe(): EngineDescription {
    return this.#engine.describe();
  }

  /** Closes the engine, its listener included. May be called twice; other calls then fail. */
  async close(): Promise<void> {
    await this.#engine.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** `console.log(composio)` says where the engine runs. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const { home, store, origin, version } = this.describe();
    return `Composio(embedded ${version}, home: ${home}, store: ${store}, connect: ${origin})`;
  }
}

teach(Composio, Sessions, Tools, Toolkits, AuthConfigs, ConnectedAccounts, Users);
explainMissing(Composio);
