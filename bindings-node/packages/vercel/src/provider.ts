/** Session tools as a `ToolSet` of the Vercel AI SDK, keyed by tool slug. */

import { BaseAgenticProvider, cleanSchema, type ExecuteToolFn, strictSchema, type Tool } from "@composio/core";
import { type JSONSchema7, jsonSchema, type ToolSet, type Tool as VercelTool, tool as vercelTool } from "ai";

export type VercelToolCollection = ToolSet;

/**
 * ```ts
 * const composio = new Composio({ provider: new VercelProvider() });
 * const session = await composio.create("user_123");
 * await generateText({ model, prompt, tools: await session.tools(), stopWhen: stepCountIs(20) });
 * ```
 */
export class VercelProvider extends BaseAgenticProvider<VercelToolCollection, VercelTool> {
  readonly name = "vercel";
  readonly #strict: boolean;

  /** `strict` binds the model to the schema, for tools whose schema has a strict form. */
  constructor({ strict = false }: { strict?: boolean } = {}) {
    super();
    this.#strict = strict;
  }

  override wrapTool({ slug, description, inputParameters }: Tool, executeTool: ExecuteToolFn): VercelTool {
    const strict = this.#strict ? strictSchema(inputParameters) : undefined;
    return vercelTool({
      description,
      strict: strict !== undefined,
      // Without a `validate`: the engine checks the arguments, and tells the model which field is wrong.
      inputSchema: jsonSchema<Record<string, unknown>>((strict ?? cleanSchema(inputParameters)) as JSONSchema7),
      execute: (input, { abortSignal }) => executeTool(slug, input, { signal: abortSignal }),
    });
  }

  override wrapTools(tools: Tool[], executeTool: ExecuteToolFn): VercelToolCollection {
    return Object.fromEntries(tools.map((tool) => [tool.slug, this.wrapTool(tool, executeTool)]));
  }
}
