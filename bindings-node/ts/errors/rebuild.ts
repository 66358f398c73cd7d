/** Errors of the engine, rebuilt as classes. */

import type { Names } from "../wire/codec.js";
import { ComposioError as Base, type ComposioError, type ErrorDetails } from "./base.js";
import { messageOf } from "./local.js";
import { classOf } from "./table.js";

/**
 * The class of an error that crossed the border as JSON in the message of `thrown`. An error without such a message is
 * a fault of this package and stays recognisable as one.
 *
 * @param names options of the request, engine name to TypeScript name, so that messages speak the caller's language.
 * @param reason why the caller cancelled, if it did: the cause of a cancellation and of nothing else.
 */
export function rebuild(thrown: unknown, names: Names = new Map(), reason?: unknown): ComposioError {
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
  const spelt = { ...details, message: respell(details.message, names), context: respellFacts(details.context, names) };
  return new (classOf(details))(spelt, details.kind === "cancelled" ? { cause: reason } : undefined);
}

function parseDetails(thrown: unknown): ErrorDetails | undefined {
  if (!(thrown instanceof Error)) return undefined;
  try {
    const details: unknown = JSON.parse(thrown.message);
    return isDetails(details) ? { ...details, context: details.context ?? {} } : undefined;
  } catch {
    return undefined;
  }
}

function isDetails(value: unknown): value is ErrorDetails {
  return typeof value === "object" && value !== null && "slug" in value && "kind" in value && "message" in value;
}

/** Options stand in backticks, nested ones with dots; anything else in backticks is the caller's own text. */
function respell(message: string, names: Names): string {
  return message.replace(/`([a-z][a-z0-9_.]*)`/g, (_, path: string) => `\`${optionName(path, names)}\``);
}

function respellFacts({ ...facts }: Record<string, string>, names: Names): Record<string, string> {
  for (const key of ["option", "nearest"]) {
    if (facts[key] !== undefined) facts[key] = optionName(facts[key], names);
  }
  return facts;
}

function optionName(path: string, names: Names): string {
  const segments = path.split(".");
  if (!names.has(segments[0] ?? "")) return path;
  return segments.map((segment) => names.get(segment) ?? segment).join(".");
}
