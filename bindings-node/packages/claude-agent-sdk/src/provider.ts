/** Session tools as tools of the Claude Agent SDK, for `createSdkMcpServer({ tools })`. */

import { type SdkMcpToolDefinition, tool as sdkTool } from "@anthropic-ai/claude-agent-sdk";
import {
  BaseAgenticProvider,
  cleanSchema,
  type ExecuteToolFn,
  type JsonSchema,
  PropertyNames,
  type Tool,
} from "@composio/core";
import { looseObject } from "zod";

type Shape = Parameters<typeof sdkTool>[2];

// biome-ignore lint/suspicious/noExplicitAny: what the SDK's own `tools: […]` takes
export type ClaudeAgentTool = SdkMcpToolDefinition<any>;
export type ClaudeAgentToolCollection = ClaudeAgentTool[];

/**
 * ```ts
 * const composio = new Composio({ provider: new ClaudeAgentSDKProvider() });
 * const session = await composio.create("user_123");
 * const server = createSdkMcpServer({ name: "composio", tools: await session.tools() });
 * query({ prompt, options: { mcpServers: { composio: server }, allowedTools: ["mcp__composio__*"] } });
 * ```
 */
export class ClaudeAgentSDKProvider extends BaseAgenticProvider<ClaudeAgentToolCollection, ClaudeAgentTool> {
  readonly name = "claude-agent-sdk";

  override wrapTool(tool: Tool, executeTool: ExecuteToolFn): ClaudeAgentTool {
    const names = new PropertyNames();
    const run = async (input: Record<string, unknown>, extra: unknown) => {
      const { signal } = extra as { signal?: AbortSignal };
      const result = await executeTool(tool.slug, names.original(input), { signal });
      return { content: [{ type: "text" as const, text: JSON.stringify(result) }], isError: !result.successful };
    };
    const schema = asZod(names.safe(cleanSchema(tool.inputParameters)));
    return sdkTool(tool.slug, tool.description, schema, run, { annotations: hints(tool) });
  }

  override wrapTools(tools: Tool[], executeTool: ExecuteToolFn): ClaudeAgentToolCollection {
    return tools.map((tool) => this.wrapTool(tool, executeTool));
  }
}

/** Claude runs side by side only what says that it reads. */
function hints({ tags }: Tool): SdkMcpToolDefinition["annotations"] {
  return {
    readOnlyHint: tags.includes("readOnlyHint"),
    destructiveHint: tags.includes("destructiveHint"),
    idempotentHint: tags.includes("idempotentHint"),
    openWorldHint: tags.includes("openWorldHint"),
  };
}

/**
 * The SDK takes zod and sends JSON Schema. So this is a zod object that lets every argument through, for the engine to
 * check, and that is converted by its own rule: to the JSON Schema as it is, a copy each time, since the conversion
 * empties what it was given. The SDK takes whole objects beside the shapes its types ask for.
 */
function asZod(schema: JsonSchema): Shape {
  const object = looseObject({});
  object._zod.toJSONSchema = () => structuredClone(schema);
  return object as unknown as Shape;
}
