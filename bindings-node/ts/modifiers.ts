/** Applies modifiers, and says which one it was when one is not what it should be. */

import type { Engine } from "./engine.js";
import { ComposioConfigurationError, ComposioNotFoundError } from "./errors/classes.js";
import { invalidRequest, kindOf } from "./errors/local.js";
import type { ModifierContext, ToolOptions } from "./types/modifiers.js";
import type { Tool, ToolExecuteResponse } from "./types/tool.js";
import { tools } from "./wire/operations.js";

const NAMES = ["modifySchema", "beforeExecute", "afterExecute"] as const;

/** The modifiers of one call, whatever its parameters are. */
interface CallModifiers<Context, Params> {
  beforeExecute?: (context: Context & { params: Params }) => Params | Promise<Params>;
  afterExecute?: (
    context: Context & { result: ToolExecuteResponse },
  ) => ToolExecuteResponse | Promise<ToolExecuteResponse>;
}

/** Refuses options that are no modifiers: they would silently do nothing. */
export function checkModifiers(given: object, allowed: readonly string[] = NAMES): void {
  const isObject = typeof given === "object" && given !== null;
  if (!isObject || Object.hasOwn(given, "0")) {
    const what = isObject ? "a string or an array" : kindOf(given);
    throw invalidRequest(`modifiers are functions in an object, such as \`{ ${allowed[0]}: … }\`, not ${what}`);
  }
  for (const [name, modifier] of Object.entries(given)) {
    if (!allowed.includes(name)) throw invalidRequest(unknown(name, allowed));
    if (modifier !== undefined && typeof modifier !== "function") {
      throw invalidRequest(`\`${name}\` is a modifier, a function; it was given ${kindOf(modifier)}`);
    }
  }
}

function unknown(name: string, allowed: readonly string[]): string {
  const list = allowed.map((word) => `\`${word}\``).join(", ");
  const hint = name === "signal" ? "; a signal goes into the argument after the modifiers" : "";
  return `there is no modifier \`${name}\`; there are ${list}${hint}`;
}

/** Tools as the model is to see them. */
export async function modifiedTools(found: Tool[], { modifySchema }: ToolOptions): Promise<Tool[]> {
  if (!modifySchema) return found;
  return Promise.all(
    found.map(async (schema) => {
      const toolSlug = schema.slug;
      const modified = await modifySchema({ toolSlug, toolkitSlug: schema.toolkit.slug, schema });
      expectObject(modified, "modifySchema", toolSlug, "`schema`, changed or not");
      if (modified.slug === toolSlug) return modified;
      throw fault(
        `\`modifySchema\` changed the slug of ${toolSlug} to \`${modified.slug}\`; a tool is called by its slug`,
      );
    }),
  );
}

/** Runs a call between its modifiers. */
export async function between<Context extends ModifierContext, Params>(
  modifiers: CallModifiers<Context, Params>,
  context: Context,
  params: Params,
  run: (params: Params) => Promise<ToolExecuteResponse>,
): Promise<ToolExecuteResponse> {
  return after(modifiers, context, await run(await before(modifiers, context, params)));
}

export async function before<Context extends ModifierContext, Params>(
  { beforeExecute }: CallModifiers<Context, Params>,
  context: Context,
  params: Params,
): Promise<Params> {
  if (!beforeExecute) return params;
  const modified = await beforeExecute({ ...context, params });
  expectObject(modified, "beforeExecute", context.toolSlug, "`params`, changed or not");
  return modified;
}

export async function after<Context extends ModifierContext, Params>(
  { afterExecute }: CallModifiers<Context, Params>,
  context: Context,
  result: ToolExecuteResponse,
): Promise<ToolExecuteResponse> {
  if (!afterExecute) return result;
  const modified = await afterExecute({ ...context, result });
  expectObject(modified, "afterExecute", context.toolSlug, "`result`, changed or not");
  return modified;
}

/** The toolkit of a tool of the catalog; `unknown` where there is no such tool, which running it will tell. */
export async function toolkitOf(engine: Engine, toolSlug: string): Promise<string> {
  try {
    return (await engine.call(tools.get, { toolSlug })).toolkit.slug;
  } catch (error) {
    if (error instanceof ComposioNotFoundError) return "unknown";
    throw error;
  }
}

function expectObject(value: unknown, name: string, toolSlug: string, wanted: string): void {
  if (typeof value === "object" && value !== null) return;
  const returned = value === undefined || value === null ? "nothing" : `a ${typeof value}`;
  throw fault(`the modifier \`${name}\` returned ${returned} for ${toolSlug}; return ${wanted}`);
}

/** Not for the model to mend, hence of a kind that it is never told. */
function fault(message: string): ComposioConfigurationError {
  return new ComposioConfigurationError({
    kind: "configuration",
    slug: "Request_Invalid",
    code: 10400,
    status: 400,
    message,
    retryable: false,
    context: {},
  });
}
