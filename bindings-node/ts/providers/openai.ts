/**
 * OpenAI's chat completions: the default provider.
 *
 * The types are structural, so that they fit those of the `openai` package without importing it.
 */

import type { JsonSchema } from "../types/common.js";
import type { ExecuteToolModifiers } from "../types/modifiers.js";
import type { Tool } from "../types/tool.js";
import { BaseNonAgenticProvider, type ExecuteToolFnOptions, type ToolCallExecutionTarget } from "./base.js";
import { cleanSchema } from "./schema.js";

export interface OpenAiTool {
  type: "function";
  function: { name: string; description?: string; parameters?: JsonSchema };
}

export type OpenAiToolCollection = OpenAiTool[];

/** A call of one of our tools in an answer of the model. */
export interface OpenAiFunctionToolCall {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
}

/** Any tool call; those that are no function are not ours. */
export type OpenAiToolCall = OpenAiFunctionToolCall | { id: string; type: string };

/** As much of a chat completion as is read here. */
export interface OpenAiChatCompletion {
  choices: { message: { tool_calls?: OpenAiToolCall[] | null } }[];
}

/** The message that answers a tool call. */
export interface OpenAiToolMessage {
  role: "tool";
  tool_call_id: string;
  content: string;
}

export class OpenAIProvider extends BaseNonAgenticProvider<OpenAiToolCollection, OpenAiTool> {
  readonly name = "openai";

  wrapTool(tool: Tool): OpenAiTool {
    return {
      type: "function",
      function: { name: tool.slug, description: tool.description, parameters: cleanSchema(tool.inputParameters) },
    };
  }

  wrapTools(tools: Tool[]): OpenAiToolCollection {
    return tools.map((tool) => this.wrapTool(tool));
  }

  /** Runs one tool call and answers its result as JSON text for the model. */
  async executeToolCall(
    target: ToolCallExecutionTarget,
    toolCall: OpenAiFunctionToolCall,
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<string> {
    const { name, arguments: text } = toolCall.function;
    return JSON.stringify(await this.executeToolForTarget(target, name, text, options, modifiers));
  }

  /**
   * Runs the tool calls of a completion side by side and answers one message per call, in their order. Only the first
   * choice counts: the messages continue one conversation.
   *
   * @param target the session whose tools the model was given, or the user id when it was given direct tools.
   * @param modifiers of direct tools; those of a session are given to `session.tools()`.
   */
  async handleToolCalls(
    target: ToolCallExecutionTarget,
    chatCompletion: OpenAiChatCompletion,
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<OpenAiToolMessage[]> {
    const isAnswer = Array.isArray(chatCompletion?.choices);
    this.expectAnswer(target, chatCompletion, isAnswer, "a chat completion, the model's answer with its `choices`");
    const toolCalls = chatCompletion.choices[0]?.message.tool_calls ?? [];
    return Promise.all(
      toolCalls.filter(isFunctionCall).map(async (toolCall) => ({
        role: "tool" as const,
        tool_call_id: toolCall.id,
        content: await this.executeToolCall(target, toolCall, options, modifiers),
      })),
    );
  }
}

function isFunctionCall(toolCall: OpenAiToolCall): toolCall is OpenAiFunctionToolCall {
  return toolCall.type === "function" && "function" in toolCall;
}
