/**
 * Modifiers around the calls a model makes in a session.
 *
 * They see each tool that runs, those inside of a call of several as well: an agent cannot go around them.
 */

import { after, before, between } from "./modifiers.js";
import type { ModifierContext, SessionExecuteMetaModifiers } from "./types/modifiers.js";
import type { ToolExecuteResponse } from "./types/tool.js";

const SEVERAL = "COMPOSIO_MULTI_EXECUTE_TOOL";

type Arguments = Record<string, unknown>;
type Context = ModifierContext & { sessionId: string };

/** One call among several, and its outcome, as far as they are read here. */
interface Item extends Arguments {
  tool_slug: string;
  arguments?: Arguments;
}
interface Outcome {
  tool_slug: string;
  response?: (Omit<ToolExecuteResponse, "logId"> & { log_id: string }) | null;
}

type ContextOf = (toolSlug: string) => Promise<Context>;

export async function betweenSession(
  modifiers: SessionExecuteMetaModifiers,
  contextOf: ContextOf,
  toolSlug: string,
  params: Arguments,
  run: (input: Arguments) => Promise<ToolExecuteResponse>,
): Promise<ToolExecuteResponse> {
  const runEach = async (input: Arguments) =>
    afterEach(modifiers, contextOf, await run(await beforeEach(modifiers, contextOf, input)));
  return between(modifiers, await contextOf(toolSlug), params, toolSlug === SEVERAL ? runEach : run);
}

/** What is no call, because the model got it wrong, stays for the engine to judge. */
async function beforeEach(
  modifiers: SessionExecuteMetaModifiers,
  contextOf: ContextOf,
  input: Arguments,
): Promise<Arguments> {
  if (!Array.isArray(input.tools)) return input;
  const tools = input.tools.map(async (item: Item) => {
    if (typeof item?.tool_slug !== "string") return item;
    return { ...item, arguments: await before(modifiers, await contextOf(item.tool_slug), item.arguments ?? {}) };
  });
  return { ...input, tools: await Promise.all(tools) };
}

async function afterEach(
  modifiers: SessionExecuteMetaModifiers,
  contextOf: ContextOf,
  whole: ToolExecuteResponse,
): Promise<ToolExecuteResponse> {
  if (!Array.isArray(whole.data.results)) return whole;
  const results = whole.data.results.map(async (outcome: Outcome) => {
    if (!outcome.response) return outcome;
    const { log_id, ...rest } = outcome.response;
    const result = await after(modifiers, await contextOf(outcome.tool_slug), { ...rest, logId: log_id });
    const { logId, ...response } = result;
    return { ...outcome, response: { ...response, log_id: logId } };
  });
  return { ...whole, data: { ...whole.data, results: await Promise.all(results) } };
}
