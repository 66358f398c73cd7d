/**
 * Where calls of custom tools arrive.
 *
 * The engine calls one function per engine with the call as JSON and a number; the answer goes back under that number.
 * Functions are kept by session, for as long as the engine lives or until the session is deleted: a call may come over
 * MCP long after the program dropped its session object.
 */

import type { NativeEngine } from "../native/binding.js";
import type { CustomTool, CustomToolkit, CustomToolsOptions, SessionContext } from "../types/custom-tool.js";
import { errorText, resultText, thrownText } from "./result.js";
import { checkedInput } from "./schema.js";

/** A call as the engine sends it. */
export interface LocalCall {
  session_id: string;
  user_id: string;
  slug: string;
  original_slug: string;
  toolkit: string | null;
  extends_toolkit: string | null;
  arguments: Record<string, unknown>;
  account: string | null;
  log_id: string;
}

export type MakeContext = (call: LocalCall, signal: AbortSignal) => SessionContext;

/** The functions of a session: those alone and those in toolkits are replaced apart, as their definitions are. */
interface Functions {
  alone: Map<string, CustomTool>;
  grouped: Map<string, CustomTool>;
}

export class ToolHost {
  readonly #native: NativeEngine;
  readonly #contextOf: MakeContext;
  readonly #sessions = new Map<string, Functions>();
  readonly #running = new Map<number, AbortController>();
  #listening = false;

  constructor(native: NativeEngine, contextOf: MakeContext) {
    this.#native = native;
    this.#contextOf = contextOf;
  }

  /** From now on these are the functions of the session in this process. What is left out stays. */
  register(sessionId: string, { customTools, customToolkits }: CustomToolsOptions): void {
    if (!customTools && !customToolkits) return;
    const functions = this.#sessions.get(sessionId) ?? { alone: new Map(), grouped: new Map() };
    if (customTools)
      functions.alone = new Map(customTools.map((tool) => [keyOf(tool.extendsToolkit, tool.slug), tool]));
    if (customToolkits) functions.grouped = new Map(customToolkits.flatMap(members));
    this.#sessions.set(sessionId, functions);
    this.#listen();
  }

  forget(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  /** The engine keeps the functions it is given; through these it does not keep what belongs to the program. */
  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    const host = new WeakRef(this);
    this.#native.hostTools(
      (callId, callJson) => {
        const here = host.deref();
        if (here) void here.#run(callId, JSON.parse(callJson) as LocalCall);
      },
      (callId) => {
        const here = host.deref();
        if (here) here.#cancel(callId);
      },
    );
  }

  async #run(callId: number, call: LocalCall): Promise<void> {
    const controller = new AbortController();
    this.#running.set(callId, controller);
    const answer = await this.#answer(call, controller.signal);
    // Nobody waits for the answer of a cancelled call.
    if (this.#running.delete(callId)) this.#native.answerTool(callId, answer);
  }

  async #answer(call: LocalCall, signal: AbortSignal): Promise<string> {
    const functions = this.#sessions.get(call.session_id);
    const tool = call.toolkit
      ? functions?.grouped.get(keyOf(call.toolkit, call.original_slug))
      : functions?.alone.get(keyOf(call.extends_toolkit, call.original_slug));
    if (!tool) return errorText(notHere(call));
    try {
      const input = await checkedInput(tool.inputParams, call.arguments);
      return resultText(await tool.execute(input as never, this.#contextOf(call, signal)));
    } catch (thrown) {
      return thrownText(thrown);
    }
  }

  #cancel(callId: number): void {
    const controller = this.#running.get(callId);
    this.#running.delete(callId);
    controller?.abort();
  }
}

function notHere({ slug, session_id }: LocalCall): string {
  return (
    `the function of ${slug} is not in this process (${process.pid}); its program gives it with ` +
    `\`composio.use("${session_id}", { customTools: [...] })\``
  );
}

function members(toolkit: CustomToolkit): [string, CustomTool][] {
  return toolkit.tools.map((tool) => [keyOf(toolkit.slug, tool.slug), tool]);
}

/** By toolkit and slug as they were defined, whatever their case. */
function keyOf(toolkit: string | null | undefined, slug: string): string {
  return `${toolkit ?? ""}/${slug}`.toUpperCase();
}
