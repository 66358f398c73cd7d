/** Session tools for OpenAI's Responses API, and the tool calls in its answers. */

import {
  BaseNonAgenticProvider,
  cleanSchema,
  type ExecuteToolFnOptions,
  type ExecuteToolModifiers,
  type JsonSchema,
  readArguments,
  restoreArguments,
  strictSchema,
  type Tool,
  type ToolCallExecutionTarget,
} from "@composio/core";
import type { Responses } from "openai/resources";

export type OpenAiTool = Responses.FunctionTool;
export type OpenAiToolCollection = OpenAiTool[];

export interface OpenAIResponsesProviderOptions {
  /** Binds the model to the schema of every tool that has a strict form; free-form arguments have none. */
  strict?: boolean;
}

/**
 * ```ts
 * const composio = new Composio({ provider: new OpenAIResponsesProvider() });
 * const session = await composio.create("user_123");
 * const response = await openai.responses.create({ model, input, tools: await session.tools() });
 * const outputs = await composio.provider.handleResponse(session, response);
 * ```
 */
export class OpenAIResponsesProvider extends BaseNonAgenticProvider<OpenAiToolCollection, OpenAiTool> {
  readonly name = "openai";
  readonly #strict: boolean;
  /** The schemas of tools given out in strict form, by slug. */
  readonly #bound = new Map<string, JsonSchema>();

  constructor({ strict = false }: OpenAIResponsesProviderOptions = {}) {
    super();
    this.#strict = strict;
  }

  wrapTool({ slug, description, inputParameters }: Tool): OpenAiTool {
    const strict = this.#strict ? strictSchema(inputParameters) : undefined;
    if (strict) this.#bound.set(slug, inputParameters);
    const parameters = strict ?? cleanSchema(inputParameters);
    return { type: "function", name: slug, description, parameters, strict: strict !== undefined };
  }

  wrapTools(tools: Tool[]): OpenAiToolCollection {
    return tools.map((tool) => this.wrapTool(tool));
  }

  /** Runs one tool call and answers its result as JSON text for the model. */
  async executeToolCall(
    target: ToolCallExecutionTarget,
    { name, arguments: text }: Pick<Responses.ResponseFunctionToolCall, "name" | "arguments">,
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<string> {
    const schema = this.#bound.get(name);
    const read = readArguments(name, text);
    // What the strict form made the model write as `null` was left out.
    const input = schema && "input" in read ? restoreArguments(read.input, schema) : text;
    return JSON.stringify(await this.executeToolForTarget(target, name, input, options, modifiers));
  }

  /**
   * Runs the tool calls among output items side by side and answers one input item per call, in their order.
   *
   * @param target the session whose tools the model was given, or the user id when it was given direct tools.
   */
  async handleToolCalls(
    target: ToolCallExecutionTarget,
    output: readonly Responses.ResponseOutputItem[],
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<Responses.ResponseInputItem.FunctionCallOutput[]> {
    const wanted = "the `output` of a response (`handleResponse` takes the response)";
    this.expectAnswer(target, output, Array.isArray(output), wanted);
    const calls = output.filter((item) => item.type === "function_call");
    return Promise.all(
      calls.map(async (call) => ({
        type: "function_call_output" as const,
        call_id: call.call_id,
        output: await this.executeToolCall(target, call, options, modifiers),
      })),
    );
  }

  /** The same for a whole response. */
  async handleResponse(
    target: ToolCallExecutionTarget,
    response: Pick<Responses.Response, "output">,
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<Responses.ResponseInputItem.FunctionCallOutput[]> {
    this.expectAnswer(target, response, Array.isArray(response?.output), "a response, with its `output`");
    return this.handleToolCalls(target, response.output, options, modifiers);
  }
}
