/** What a model is told when a call it made cannot be run. */

import { ComposioError, type ErrorKind } from "../errors/base.js";
import { ComposioSessionNotFoundError } from "../errors/classes.js";
import type { ToolExecuteResponse } from "../types/tool.js";

/** What a model can do something about once it is told; anything else is for the program to know. */
const FOR_THE_MODEL: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "invalid_request",
  "not_found",
  "forbidden",
  "not_connected",
  "provider",
  "timeout",
]);

/** The result of a call a model made. A call it got wrong is answered with what was wrong, so that it can go on. */
export async function answerModel(call: Promise<ToolExecuteResponse>): Promise<ToolExecuteResponse> {
  try {
    return await call;
  } catch (error) {
    const gone = error instanceof ComposioSessionNotFoundError;
    if (!(error instanceof ComposioError) || gone || !FOR_THE_MODEL.has(error.kind)) throw error;
    return failed(error.message);
  }
}

/** A failure as a model sees it. It was not run, so there is nothing in the log. */
export function failed(error: string): ToolExecuteResponse {
  return { data: {}, error, successful: false, logId: "" };
}
