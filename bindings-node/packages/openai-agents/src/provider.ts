/** Session tools as function tools of the OpenAI Agents SDK. */

import { BaseAgenticProvider, cleanSchema, type ExecuteToolFn, strictSchema, type Tool } from "@composio/core";
import { type FunctionTool, ModelBehaviorError, tool } from "@openai/agents-core";

/** The SDK's types ask more of a JSON Schema than the SDK does. */
type Parameters_ = Parameters<typeof tool>[0]["parameters"];
type StrictParameters = Extract<Parameters_, { additionalProperties: false }>;
type FreeParameters = Extract<Parameters_, { additionalProperties: true }>;

export type OpenAIAgentsTool = FunctionTool<unknown, StrictParameters> | FunctionTool<unknown, FreeParameters>;
export type OpenAIAgentsToolCollection = OpenAIAgentsTool[];

/**
 * ```ts
 * const composio = new Composio({ provider: new OpenAIAgentsProvider() });
 * const session = await composio.create("user_123");
 * await run(new Agent({ name: "Assistant", tools: await session.tools() }), "Open an issue");
 * ```
 */
export class OpenAIAgentsProvider extends BaseAgenticProvider<OpenAIAgentsToolCollection, OpenAIAgentsTool> {
  readonly name = "openai-agents";
  readonly #strict: boolean;

  /** `strict` binds the model to the schema, for tools whose schema has a strict form. */
  constructor({ strict = false }: { strict?: boolean } = {}) {
    super();
    this.#strict = strict;
  }

  override wrapTool({ slug, description, inputParameters }: Tool, executeTool: ExecuteToolFn): OpenAIAgentsTool {
    const strict = this.#strict ? strictSchema(inputParameters) : undefined;
    const common = {
      name: slug,
      description,
      execute: (input: unknown, _context: unknown, details?: { signal?: AbortSignal }) =>
        executeTool(slug, input as Record<string, unknown>, { signal: details?.signal }),
      errorFunction: answerOrFail,
    };
    if (strict) return tool({ ...common, strict: true, parameters: strict as StrictParameters });
    return tool({ ...common, strict: false, parameters: cleanSchema(inputParameters) as FreeParameters });
  }

  override wrapTools(tools: Tool[], executeTool: ExecuteToolFn): OpenAIAgentsToolCollection {
    return tools.map((tool) => this.wrapTool(tool, executeTool));
  }
}

/** The SDK asks the model to try again whatever happened. That helps where the model was wrong; the rest ends the run. */
function answerOrFail(_context: unknown, error: unknown): string {
  if (error instanceof ModelBehaviorError) return "The arguments are not a JSON object; send one.";
  throw error;
}
