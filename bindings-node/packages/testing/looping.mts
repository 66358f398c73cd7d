/**
 * Model SDKs in which the program runs the tool calls, under the tests of the frameworks that run them by themselves.
 *
 * The framework here is the program's own loop: it hands each answer of the model to the provider and the results back.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BaseAgenticProvider,
  type BaseNonAgenticProvider,
  type ExecuteToolFn,
  type Tool,
  type ToolCallSession,
  ValidationError,
} from "@composio/core";

/** Tools in the SDK's form, and what its provider runs the calls of a model on. */
export interface LoopTools<TTools> {
  tools: TTools;
  target: ToolCallSession;
}

export class Loop<TTools> extends BaseAgenticProvider<LoopTools<TTools>, unknown> {
  readonly name: string;
  readonly #provider: BaseNonAgenticProvider<TTools, unknown>;

  constructor(provider: BaseNonAgenticProvider<TTools, unknown>) {
    super();
    this.name = provider.name;
    this.#provider = provider;
  }

  wrapTool(tool: Tool): unknown {
    return this.#provider.wrapTool(tool);
  }

  wrapTools(tools: Tool[], executeTool: ExecuteToolFn): LoopTools<TTools> {
    const execute: ToolCallSession["execute"] = (slug, input = {}, _options, request) =>
      executeTool(slug, input, request);
    return { tools: this.#provider.wrapTools(tools), target: { execute } };
  }
}

/** Tests that a provider reads calls from nothing but an answer of its model. */
export function testMistakenAnswers(
  ...handlers: ((target: ToolCallSession, answer: never) => Promise<unknown>)[]
): void {
  const target: ToolCallSession = { execute: () => assert.fail("nothing was called") };
  test("what is no answer of the model is refused with what would be", async () => {
    for (const handle of handlers) {
      for (const given of ["hello", undefined, 5]) {
        await assert.rejects(handle(target, given as never), (error: unknown) => {
          assert.ok(error instanceof ValidationError, String(error));
          assert.match(error.message, /^the tool calls are read from .*, not (a string|a number|undefined)$/);
          return true;
        });
      }
    }
  });
}
