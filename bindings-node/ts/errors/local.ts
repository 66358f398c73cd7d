/** Errors that this package finds before the engine can. */

import { ValidationError } from "./classes.js";

export function invalidRequest(message: string, cause?: unknown): ValidationError {
  return new ValidationError(
    {
      kind: "invalid_request",
      slug: "Request_Invalid",
      code: 10400,
      status: 400,
      message,
      retryable: false,
      forModel: true,
      context: {},
    },
    cause === undefined ? undefined : { cause },
  );
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** What a value is, without saying it: it may be long, or a secret. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
