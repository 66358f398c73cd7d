/** Session tools as LlamaIndex function tools, for `agent({ tools })` and `llm.chat({ tools })`. */

import { BaseAgenticProvider, cleanSchema, type ExecuteToolFn, type Tool } from "@composio/core";
import type { JSONValue } from "@llamaindex/core/global";
import { FunctionTool } from "@llamaindex/core/tools";

type Arguments = Record<string, unknown>;

export type LlamaindexTool = FunctionTool<Arguments, JSONValue | Promise<JSONValue>>;
export type LlamaindexToolCollection = LlamaindexTool[];

/**
 * ```ts
 * const composio = new Composio({ provider: new LlamaindexProvider() });
 * const session = await composio.create("user_123");
 * const assistant = agent({ llm: openai({ model: "gpt-5" }), tools: await session.tools() });
 * ```
 */
export class LlamaindexProvider extends BaseAgenticProvider<LlamaindexToolCollection, LlamaindexTool> {
  readonly name = "llamaindex";

  override wrapTool(tool: Tool, executeTool: ExecuteToolFn): LlamaindexTool {
    const run = async (input: Arguments) => withoutNull(await executeTool(tool.slug, input));
    return new FunctionTool(run, {
      name: tool.slug,
      description: tool.description,
      parameters: cleanSchema(tool.inputParameters) as FunctionTool<Arguments, JSONValue>["metadata"]["parameters"],
    });
  }

  override wrapTools(tools: Tool[], executeTool: ExecuteToolFn): LlamaindexToolCollection {
    return tools.map((tool) => this.wrapTool(tool, executeTool));
  }
}

/**
 * LlamaIndex refuses a result with a `null` anywhere in it, and most results have one. A member that is `null` is left
 * out; in a list, where leaving out would move the others, the word stands in its place.
 */
function withoutNull(value: unknown): JSONValue {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== "object") return value as JSONValue;
  const present = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(present.map(([key, member]) => [key, withoutNull(member)]));
}
