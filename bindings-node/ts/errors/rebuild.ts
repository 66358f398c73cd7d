/** Errors of the engine, rebuilt as classes. */

import { ComposioError as Base, type ComposioError, type ErrorDetails } from "./base.js";
import { messageOf } from "./local.js";
import { classOf } from "./table.js";
import { type Asked, worded } from "./wording.js";

const NOTHING: Asked = { names: new Map() };

/**
 * The class of an error that crossed the border as JSON in the message of `thrown`. An error without such a message is
 * a fault of this package and stays recognisable as one.
 *
 * @param asked what was asked, so that messages speak the caller's language.
 * @param reason why the caller cancelled, if it did: the cause of a cancellation and of nothing else.
 */
export function rebuild(thrown: unknown, asked: Asked = NOTHING, reason?: unknown): ComposioError {
  const details = parseDetails(thrown);
  if (!details) {
    return new Base(
      {
        kind: "internal",
        slug: "Internal",
        code: 10500,
        status: 500,
        message: `the native engine failed in an unexpected way: ${messageOf(thrown)}`,
        retryable: false,
        context: {},
      },
      { cause: thrown },
    );
  }
  return new (classOf(details))(worded(details, asked), details.kind === "cancelled" ? { cause: reason } : undefined);
}

function parseDetails(thrown: unknown): ErrorDetails | undefined {
  if (!(thrown instanceof Error)) return undefined;
  try {
    const details: unknown = JSON.parse(thrown.message);
    if (!isDetails(details)) return undefined;
    const { for_model: forModel, ...rest } = details;
    return { ...rest, forModel, context: rest.context ?? {} };
  } catch {
    return undefined;
  }
}

function isDetails(value: unknown): value is ErrorDetails & { for_model?: boolean } {
  return typeof value === "object" && value !== null && "slug" in value && "kind" in value && "message" in value;
}
