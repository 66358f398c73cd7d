/** Session tools as Mastra tools, keyed by tool slug. */

import {
  BaseAgenticProvider,
  cleanSchema,
  type ExecuteToolFn,
  type JsonSchema,
  strictSchema,
  type Tool,
} from "@composio/core";
import type { StandardSchemaWithJSON } from "@mastra/core/schema";
import { type Tool as AnyMastraTool, createTool } from "@mastra/core/tools";

export type MastraTool = AnyMastraTool<Record<string, unknown>, unknown>;
export type MastraToolCollection = Record<string, MastraTool>;

/**
 * ```ts
 * const composio = new Composio({ provider: new MastraProvider() });
 * const session = await composio.create("user_123");
 * const agent = new Agent({ id: "assistant", name: "Assistant", instructions, model, tools: await session.tools() });
 * ```
 */
export class MastraProvider extends BaseAgenticProvider<MastraToolCollection, MastraTool> {
  readonly name = "mastra";
  readonly #strict: boolean;

  /** `strict` binds the model to the schema, for tools whose schema has a strict form. */
  constructor({ strict = false }: { strict?: boolean } = {}) {
    super();
    this.#strict = strict;
  }

  override wrapTool({ slug, description, inputParameters }: Tool, executeTool: ExecuteToolFn): MastraTool {
    const strict = this.#strict ? strictSchema(inputParameters) : undefined;
    return createTool({
      id: slug,
      description,
      // Anything but `false` has Mastra make its own strict form, in which free-form arguments are lost.
      strict: strict !== undefined,
      inputSchema: asItIs(strict ?? cleanSchema(inputParameters)),
      execute: (input, context) => executeTool(slug, input, { signal: context?.abortSignal }),
    });
  }

  override wrapTools(tools: Tool[], executeTool: ExecuteToolFn): MastraToolCollection {
    return Object.fromEntries(tools.map((tool) => [tool.slug, this.wrapTool(tool, executeTool)]));
  }
}

/** JSON Schema that reaches the model unchanged. The engine checks the arguments, and tells the model what is wrong. */
function asItIs(schema: JsonSchema): StandardSchemaWithJSON<Record<string, unknown>> {
  const jsonSchema = () => structuredClone(schema);
  return {
    "~standard": {
      version: 1,
      vendor: "composio",
      validate: (value) => ({ value: value as Record<string, unknown> }),
      jsonSchema: { input: jsonSchema, output: jsonSchema },
    },
  };
}
