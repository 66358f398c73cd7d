/**
 * The engine's errors in the caller's language.
 *
 * The engine speaks of operations and snake_case options, and of values in the words of Rust. Here `sessions.search` is
 * `session.search`, `session_id` is `sessionId`, and what is no map is no object. Only what stands in backticks or behind
 * the engine's own phrases is touched; everything else may be the caller's own text.
 */

import { CALLS, methodOf } from "../calls.js";
import type { Names } from "../wire/codec.js";
import type { ErrorDetails } from "./base.js";

/** What was asked of the engine. */
export interface Asked {
  operation?: string;
  /** Options of the request, engine name to TypeScript name. */
  names: Names;
}

export function worded(details: ErrorDetails, { operation = "", names }: Asked): ErrorDetails {
  const message = spelt(listed(typed(details.message, operation), operation, names), names);
  return { ...details, message, context: facts(details.context, names) };
}

/** Operations and options stand in backticks, nested options with dots and places in lists. */
function spelt(message: string, names: Names): string {
  return message.replace(/`([a-z][a-z0-9_.[\]]*)`/g, (_, path: string) => {
    const method = path.includes(".") ? methodOf(path) : undefined;
    return `\`${method ?? optionName(path, names)}\``;
  });
}

function facts({ ...context }: Record<string, string>, names: Names): Record<string, string> {
  for (const key of ["option", "nearest"]) {
    if (context[key] !== undefined) context[key] = optionName(context[key], names);
  }
  return context;
}

function optionName(path: string, names: Names): string {
  const nameOf = (segment: string) => {
    const [name = "", ...places] = segment.split(/(?=\[)/);
    const known = names.get(name);
    return known === undefined ? undefined : [known, ...places].join("");
  };
  const segments = path.split(".");
  if (nameOf(segments[0] ?? "") === undefined) return path;
  return segments.map((segment) => nameOf(segment) ?? segment).join(".");
}

/** The options there are, without those that the call takes by position. */
function listed(message: string, operation: string, names: Names): string {
  const given = CALLS[operation]?.given ?? [];
  return message.replace(/(; known here: )([a-z0-9_, ]+)$/, (_, lead: string, list: string) => {
    const options = list.split(", ").map((name) => names.get(name) ?? name);
    return lead + options.filter((name) => !given.includes(name)).join(", ");
  });
}

const EXPECTED: readonly [RegExp, string][] = [
  [/^a map$|^struct \w+.*$/, "an object"],
  [/^a sequence$/, "an array"],
  [/^[ui](8|16|32|64|size)$/, "a whole number"],
  [/^f(32|64)$/, "a number"],
];

const FOUND: readonly [RegExp, string][] = [
  [/^map$/, "an object"],
  [/^sequence$/, "an array"],
  [/^(?:integer|floating point) (`.*`)$/, "the number $1"],
  [/^boolean (`.*`)$/, "$1"],
  [/^string "(.*)"$/s, "the string `$1`"],
  [/^(unit value|Option value|null)$/, "null"],
];

/** A value of the wrong type, which the engine tells in the words of its reader. */
function typed(message: string, operation: string): string {
  const parts = /^(.+ of `([a-z_.]+)` must be )(.+?), not (.+)$/s.exec(message);
  if (!parts || parts[2] !== operation) return message;
  const [, lead, , expected = "", found = ""] = parts;
  return `${lead}${translated(expected, EXPECTED)}, not ${translated(found, FOUND)}`;
}

function translated(words: string, table: readonly [RegExp, string][]): string {
  const row = table.find(([pattern]) => pattern.test(words));
  return row ? words.replace(...row) : words;
}
