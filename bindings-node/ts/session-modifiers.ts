/**
 * Modifiers around the calls a model makes in a session.
 *
 * They see each tool that runs, those inside of a call of several as well: an agent cannot go around them. There a tool
 * that a modifier refuses fails alone, as one does that the engine refuses.
 */

import { ToolCallRefusedError } from "./errors/refusal.js";
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
  index: number;
  response: (Omit<ToolExecuteResponse, "logId"> & { log_id: string }) | null;
  error: string | null;
}

type ContextOf = (toolSlug: string) => Promise<Context>;

export async function betweenSession(
  modifiers: SessionExecuteMetaModifiers,
  contextOf: ContextOf,
  toolSlug: string,
  params: Arguments,
  run: (input: Arguments) => Promise<ToolExecuteResponse>,
): Promise<ToolExecuteResponse> {
  const runEach = async (input: Arguments) => {
    // What is no list, because the model got it wrong, stays for the engine to judge.
    if (!Array.isArray(input.tools)) return run(input);
    const items = await Promise.all(input.tools.map((item) => beforeOne(modifiers, contextOf, item)));
    const allowed = items.filter((item) => !(item instanceof Refused));
    const none = items.length > 0 && allowed.length === 0;
    const whole = none ? NOTHING_RAN : await run({ ...input, tools: allowed });
    if (!Array.isArray(whole.data.results)) return whole;
    const ran: Outcome[] = whole.data.results;
    const seen = await Promise.all(ran.map((outcome) => afterOne(modifiers, contextOf, outcome)));
    // Not counted here alone: of a large answer the engine may have left out the end.
    const succeeded = Number(whole.data.success_count) + successes(seen) - successes(ran);
    return together(whole, inTheirPlaces(items, seen), succeeded, items.length);
  };
  return between(modifiers, await contextOf(toolSlug), params, toolSlug === SEVERAL ? runEach : run);
}

/** A call among several that a modifier refused. */
class Refused {
  constructor(
    readonly toolSlug: string,
    readonly error: string,
  ) {}
}

const NOTHING_RAN: ToolExecuteResponse = {
  data: { results: [], success_count: 0 },
  error: null,
  successful: true,
  logId: "",
};

/** What is no call stays for the engine to judge as well. */
async function beforeOne(
  modifiers: SessionExecuteMetaModifiers,
  contextOf: ContextOf,
  item: Item,
): Promise<Item | Refused> {
  if (typeof item?.tool_slug !== "string") return item;
  try {
    return { ...item, arguments: await before(modifiers, await contextOf(item.tool_slug), item.arguments ?? {}) };
  } catch (error) {
    return new Refused(item.tool_slug, refusal(error));
  }
}

async function afterOne(
  modifiers: SessionExecuteMetaModifiers,
  contextOf: ContextOf,
  outcome: Outcome,
): Promise<Outcome> {
  if (!outcome?.response) return outcome;
  const { log_id, ...rest } = outcome.response;
  try {
    const result = await after(modifiers, await contextOf(outcome.tool_slug), { ...rest, logId: log_id });
    const { logId, ...response } = result;
    return { ...outcome, response: { ...response, log_id: logId }, error: result.error };
  } catch (error) {
    return { ...outcome, response: null, error: refusal(error) };
  }
}

/** What the model is told of a refusal. Whatever else was thrown is for the program. */
function refusal(error: unknown): string {
  if (error instanceof ToolCallRefusedError) return error.message;
  throw error;
}

/** The outcomes of those that ran and of those that were refused, in the order of the call. */
function inTheirPlaces(items: readonly (Item | Refused)[], ran: readonly Outcome[]): Outcome[] {
  const places = [...items.keys()].filter((index) => !(items[index] instanceof Refused));
  const refused = items.flatMap((item, index) =>
    item instanceof Refused ? [{ tool_slug: item.toolSlug, index, response: null, error: item.error }] : [],
  );
  if (refused.length === 0) return [...ran];
  const moved = ran.map((outcome) => ({ ...outcome, index: places[outcome.index] ?? outcome.index }));
  return [...moved, ...refused].sort((one, other) => one.index - other.index);
}

function successes(outcomes: readonly Outcome[]): number {
  return outcomes.filter((outcome) => outcome?.response?.successful).length;
}

/** The answer to a call of several, in the engine's words. */
function together(
  whole: ToolExecuteResponse,
  results: readonly Outcome[],
  succeeded: number,
  total: number,
): ToolExecuteResponse {
  const failed = total - succeeded;
  const counts = { total_count: total, success_count: succeeded, error_count: failed };
  const error = failed > 0 ? `${failed} out of ${total} tools failed` : null;
  return { ...whole, data: { ...whole.data, results, ...counts }, error, successful: failed === 0 };
}
