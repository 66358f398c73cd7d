/** Making custom tools and toolkits out of functions. */

import { invalidRequest } from "../errors/local.js";
import type {
  CreateCustomToolkitParams,
  CreateCustomToolParams,
  CustomTool,
  CustomToolkit,
  InputSchema,
} from "../types/custom-tool.js";
import { jsonSchemaOf } from "./schema.js";

/**
 * Makes a tool out of a function. Give it to `composio.create(userId, { experimental: { customTools: [tool] } })`; the
 * model sees it as `LOCAL_` and the slug. Slugs are checked there, together with everything else of the session.
 */
export function createCustomTool<TSchema extends InputSchema>(
  slug: string,
  params: CreateCustomToolParams<TSchema>,
): CustomTool {
  const { name, description, inputParams, outputParams, extendsToolkit, preload, execute } = params;
  if (typeof execute !== "function") throw invalidRequest(`the custom tool \`${slug}\` has no \`execute\` function`);
  if (inputParams === undefined) {
    throw invalidRequest(
      `the custom tool \`${slug}\` has no \`inputParams\`; \`{ type: "object" }\` says there are none`,
    );
  }
  return Object.freeze({
    slug,
    name,
    description,
    ...(extendsToolkit !== undefined && { extendsToolkit }),
    ...(preload !== undefined && { preload }),
    inputSchema: jsonSchemaOf(inputParams, `\`inputParams\` of the custom tool \`${slug}\``),
    ...(outputParams && {
      outputSchema: jsonSchemaOf(outputParams, `\`outputParams\` of the custom tool \`${slug}\``),
    }),
    inputParams,
    execute,
  });
}

/** Groups custom tools, which the model then sees as `LOCAL_`, the toolkit's slug and their own. */
export function createCustomToolkit(slug: string, params: CreateCustomToolkitParams): CustomToolkit {
  if (!Array.isArray(params.tools)) throw invalidRequest(`the custom toolkit \`${slug}\` has no list of \`tools\``);
  return Object.freeze({ ...params, slug, tools: [...params.tools] });
}
