/** Session tools as LangChain tools, for `createAgent`, LangGraph's `ToolNode` and `model.bindTools`. */

import { BaseAgenticProvider, cleanSchema, type ExecuteToolFn, type Tool } from "@composio/core";
import { DynamicStructuredTool } from "@langchain/core/tools";

export type LangChainToolCollection = DynamicStructuredTool[];

/**
 * ```ts
 * const composio = new Composio({ provider: new LangchainProvider() });
 * const session = await composio.create("user_123");
 * const agent = createAgent({ model: "openai:gpt-5", tools: await session.tools() });
 * ```
 */
export class LangchainProvider extends BaseAgenticProvider<LangChainToolCollection, DynamicStructuredTool> {
  readonly name = "langchain";

  override wrapTool(tool: Tool, executeTool: ExecuteToolFn): DynamicStructuredTool {
    return new DynamicStructuredTool({
      name: tool.slug,
      description: tool.description,
      // LangChain checks the arguments itself; without this the model is not told what is wrong with them.
      verboseParsingErrors: true,
      schema: cleanSchema(tool.inputParameters) as DynamicStructuredTool["schema"],
      func: async (input, _runManager, config) =>
        JSON.stringify(await executeTool(tool.slug, input as Record<string, unknown>, { signal: config?.signal })),
    });
  }

  override wrapTools(tools: Tool[], executeTool: ExecuteToolFn): LangChainToolCollection {
    return tools.map((tool) => this.wrapTool(tool, executeTool));
  }
}
