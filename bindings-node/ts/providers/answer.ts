/** What a model is told when a call it made cannot be run. */

import { ComposioError } from "../errors/base.js";
import type { ToolExecuteResponse } from "../types/tool.js";
import { readArguments } from "./arguments.js";

/** Runs a call a model made. What it got wrong comes back as a result that says what was wrong. */
export async function answerModel(
  toolSlug: string,
  given: unknown,
  run: (input: Record<string, unknown>) => Promise<ToolExecuteResponse>,
): Promise<ToolExecuteResponse> {
  const read = readArguments(toolSlug, given);
  if ("fault" in read) return failed(read.fault);
  try {
    return await run(read.input);
  } catch (error) {
    if (!(error instanceof ComposioError && error.forModel)) throw error;
    return failed(error.message);
  }
}

/** A failure as a model sees it. It was not run, so there is nothing in the log. */
export function failed(error: string): ToolExecuteResponse {
  return { data: {}, error, successful: false, logId: "" };
}
