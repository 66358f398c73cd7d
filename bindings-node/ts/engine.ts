/** The engine behind the classes: one call, typed by its operation. */

import { expectOptions } from "./calls.js";
import { contextOf } from "./custom-tools/context.js";
import { ToolHost } from "./custom-tools/host.js";
import { invalidRequest, messageOf } from "./errors/local.js";
import { rebuild } from "./errors/rebuild.js";
import { attend } from "./legacy.js";
import { binding, type NativeEngine } from "./native/binding.js";
import type { ComposioRequestOptions } from "./types/common.js";
import type { SessionMcp } from "./types/session.js";
import type { ComposioSettings } from "./types/settings.js";
import type { Names } from "./wire/codec.js";
import type { Operation } from "./wire/operations.js";
import { settings as settingsCodec } from "./wire/settings.js";

/** Where an engine runs. */
export interface EngineDescription {
  home: string;
  store: string;
  origin: string;
  version: string;
}

/**
 * Engines that gave out an address, of an MCP endpoint or of a connect page. Somebody may come to it long after the
 * program dropped its last reference, so they live until they are closed. They keep no process alive.
 */
const serving = new Set<Engine>();

export class Engine {
  readonly #native: NativeEngine;
  /** Where calls of custom tools arrive. */
  readonly customTools: ToolHost;

  private constructor(native: NativeEngine) {
    this.#native = native;
    this.customTools = new ToolHost(native, (call, signal) => contextOf(this, call, signal));
  }

  /** Opens the engine of a home; blocks for the milliseconds that takes. */
  static open(settings: ComposioSettings): Engine {
    expectOptions("settings", settings);
    attend("settings", settingsCodec, settings);
    const names: Names = new Map(settingsCodec.names);
    const text = write(settingsCodec.toWire(settings, names));
    return new Engine(speaking(names, () => binding().Engine.open(text)));
  }

  async call<Request extends object, Response>(
    operation: Operation<Request, Response>,
    request: Request,
    options?: ComposioRequestOptions,
  ): Promise<Response> {
    expectOptions(operation.name, request);
    attend(operation.name, operation.request, request);
    const names: Names = new Map(operation.request.names);
    const text = write(operation.request.toWire(request, names));
    const signal = options?.signal;
    const cancel = signal && new (binding().CancelHandle)();
    const abort = () => cancel?.cancel();
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    try {
      const answer = await this.#native.call(operation.name, text, cancel);
      return operation.response.fromWire(JSON.parse(answer)) as Response;
    } catch (thrown) {
      throw rebuild(thrown, { operation: operation.name, names }, signal?.reason);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Blocks for the milliseconds a first listener takes. */
  mcpEndpoint(sessionId: string): SessionMcp {
    const answer = speaking(new Map(), () => this.#native.mcpEndpoint(sessionId));
    this.keepServing();
    const { url, headers } = JSON.parse(answer) as Pick<SessionMcp, "url" | "headers">;
    return unprinted({ type: "http", url, headers });
  }

  /** Called when an address was given out. */
  keepServing(): void {
    serving.add(this);
  }

  describe(): EngineDescription {
    return JSON.parse(this.#native.describe()) as EngineDescription;
  }

  async close(): Promise<void> {
    serving.delete(this);
    await this.#native.close();
  }
}

/**
 * `console.log` shows the names of the headers alone. The headers themselves stay a plain object: `fetch` takes no other
 * kind everywhere.
 */
function unprinted(mcp: SessionMcp): SessionMcp {
  const headers = Object.fromEntries(Object.keys(mcp.headers).map((name) => [name, "***"]));
  return Object.defineProperty(mcp, Symbol.for("nodejs.util.inspect.custom"), { value: () => ({ ...mcp, headers }) });
}

function write(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw invalidRequest(`the request cannot be written as JSON: ${messageOf(cause)}`, cause);
  }
}

function speaking<T>(names: Names, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw rebuild(thrown, { names });
  }
}
