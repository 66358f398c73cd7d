/** The arguments of a call as a model wrote them. */

import { inspect } from "node:util";

/** Arguments as an object or as the text of one. Models write an empty text for none. */
export type ModelArguments = Record<string, unknown> | string;

/** The object, or what to tell the model when it is none. Some models write the text of a text. */
export function readArguments(
  toolSlug: string,
  given: unknown,
): { input: Record<string, unknown> } | { fault: string } {
  const once = typeof given === "string" ? parsed(given) : (given ?? {});
  const value = typeof once === "string" ? parsed(once) : once;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { input: value as Record<string, unknown> };
  }
  const shown = typeof given === "string" ? given : inspect(given, { depth: 0 });
  return { fault: `the arguments of ${toolSlug} are not a JSON object; send one, not \`${shortened(shown)}\`` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim() || "{}");
  } catch {
    return undefined;
  }
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
