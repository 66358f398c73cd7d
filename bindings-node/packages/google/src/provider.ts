/** Session tools as function declarations of Gemini, and the function calls in its answers. */

import {
  BaseNonAgenticProvider,
  type ExecuteToolFnOptions,
  type ExecuteToolModifiers,
  geminiSchema,
  type ModelArguments,
  type Tool,
  type ToolCallExecutionTarget,
  type ToolExecuteResponse,
} from "@composio/core";
import type { FunctionCall, FunctionDeclaration, Part, Schema } from "@google/genai";

export type GoogleTool = FunctionDeclaration;
export type GoogleGenAIToolCollection = GoogleTool[];
export type GoogleGenAIFunctionCall = Pick<FunctionCall, "id" | "name" | "args">;

/**
 * ```ts
 * const composio = new Composio({ provider: new GoogleProvider() });
 * const session = await composio.create("user_123");
 * const config = { tools: [{ functionDeclarations: await session.tools() }] };
 * const response = await ai.models.generateContent({ model, contents, config });
 * const parts = await composio.provider.handleToolCalls(session, response);
 * ```
 */
export class GoogleProvider extends BaseNonAgenticProvider<GoogleGenAIToolCollection, GoogleTool> {
  readonly name = "google";

  wrapTool({ slug, description, inputParameters }: Tool): GoogleTool {
    // Types are written in lower case in a schema and in upper case by the SDK's enum; the API takes both.
    return { name: slug, description, parameters: geminiSchema(inputParameters) as Schema };
  }

  wrapTools(tools: Tool[]): GoogleGenAIToolCollection {
    return tools.map((tool) => this.wrapTool(tool));
  }

  /** Runs one function call and answers its result as JSON text for the model. */
  async executeToolCall(
    target: ToolCallExecutionTarget,
    call: GoogleGenAIFunctionCall,
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<string> {
    return JSON.stringify(await this.#run(target, call, options, modifiers));
  }

  /**
   * Runs the function calls of a response side by side and answers one part per call, in their order: what the user says
   * next. There are none when the model called nothing.
   *
   * @param target the session whose tools the model was given, or the user id when it was given direct tools.
   */
  async handleToolCalls(
    target: ToolCallExecutionTarget,
    response: { functionCalls?: GoogleGenAIFunctionCall[] | undefined },
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<Part[]> {
    const isAnswer = typeof response === "object" && response !== null && !Array.isArray(response);
    this.expectAnswer(target, response, isAnswer, "a response, the model's answer with its `functionCalls`");
    const calls = response.functionCalls ?? [];
    return Promise.all(
      calls.map(async (call) => {
        const result = await this.#run(target, call, options, modifiers);
        // Gemini reads `output` and `error` of an answer apart.
        const answer = result.successful ? { output: result } : { error: result };
        return { functionResponse: { id: call.id, name: call.name, response: answer } };
      }),
    );
  }

  async #run(
    target: ToolCallExecutionTarget,
    { name = "", args = {} }: GoogleGenAIFunctionCall,
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<ToolExecuteResponse> {
    return this.executeToolForTarget(target, name, args as ModelArguments, options, modifiers);
  }
}
