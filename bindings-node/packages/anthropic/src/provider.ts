/** Session tools for Anthropic's Messages API, and the tool uses in its answers. */

import type Anthropic from "@anthropic-ai/sdk";
import {
  BaseNonAgenticProvider,
  cleanSchema,
  type ExecuteToolFnOptions,
  type ExecuteToolModifiers,
  PropertyNames,
  readArguments,
  type Tool,
  type ToolCallExecutionTarget,
  type ToolExecuteResponse,
} from "@composio/core";

export type AnthropicTool = Anthropic.Tool;
export type AnthropicToolCollection = AnthropicTool[];
export type AnthropicContentBlock = Anthropic.ContentBlock;
export type AnthropicToolUseBlock = Anthropic.ToolUseBlock;

export interface AnthropicProviderOptions {
  /** Marks the tools as a prefix to cache: one mark, on the last of them. */
  cacheTools?: boolean;
}

type ToolUse = Pick<AnthropicToolUseBlock, "name" | "input">;

/**
 * ```ts
 * const composio = new Composio({ provider: new AnthropicProvider() });
 * const session = await composio.create("user_123");
 * const message = await anthropic.messages.create({ model, max_tokens, messages, tools: await session.tools() });
 * const results = await composio.provider.handleToolCalls(session, message);
 * ```
 */
export class AnthropicProvider extends BaseNonAgenticProvider<AnthropicToolCollection, AnthropicTool> {
  readonly name = "anthropic";
  readonly #cacheTools: boolean;
  readonly #names = new PropertyNames();

  constructor({ cacheTools = false }: AnthropicProviderOptions = {}) {
    super();
    this.#cacheTools = cacheTools;
  }

  wrapTool({ slug, description, inputParameters }: Tool): AnthropicTool {
    const schema = this.#names.safe(cleanSchema(inputParameters));
    return { name: slug, description, input_schema: { ...schema, type: "object" } };
  }

  wrapTools(tools: Tool[]): AnthropicToolCollection {
    const wrapped = tools.map((tool) => this.wrapTool(tool));
    const last = wrapped.at(-1);
    if (this.#cacheTools && last) last.cache_control = { type: "ephemeral" };
    return wrapped;
  }

  /** Runs one tool use and answers its result as JSON text for the model. */
  async executeToolCall(
    target: ToolCallExecutionTarget,
    toolUse: ToolUse,
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<string> {
    return JSON.stringify(await this.#run(target, toolUse, options, modifiers));
  }

  /**
   * Runs the tool uses of a message side by side and answers the message that carries their results, in their order; no
   * message when the model used no tool.
   *
   * @param target the session whose tools the model was given, or the user id when it was given direct tools.
   */
  async handleToolCalls(
    target: ToolCallExecutionTarget,
    message: { content: AnthropicContentBlock[] },
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<Anthropic.MessageParam[]> {
    const isAnswer = Array.isArray(message?.content);
    this.expectAnswer(target, message, isAnswer, "a message, the model's answer with its `content`");
    const uses = message.content.filter((block) => block.type === "tool_use");
    const content = await Promise.all(
      uses.map(async (use): Promise<Anthropic.ToolResultBlockParam> => {
        const result = await this.#run(target, use, options, modifiers);
        return {
          type: "tool_result",
          tool_use_id: use.id,
          content: JSON.stringify(result),
          ...(!result.successful && { is_error: true }),
        };
      }),
    );
    return content.length > 0 ? [{ role: "user", content }] : [];
  }

  async #run(
    target: ToolCallExecutionTarget,
    { name, input }: ToolUse,
    options?: ExecuteToolFnOptions,
    modifiers?: ExecuteToolModifiers,
  ): Promise<ToolExecuteResponse> {
    const read = readArguments(name, input);
    const given = "input" in read ? this.#names.original(read.input) : (input as string);
    return this.executeToolForTarget(target, name, given, options, modifiers);
  }
}
