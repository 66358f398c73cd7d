/**
 * A tool's schema in the part of JSON Schema that every model provider and framework reads.
 *
 * An object at the top with its properties and no choice between alternatives; references written out, so that nothing
 * has to be resolved; lists that say what they hold. The input is never changed: the answer is a copy.
 */

import type { JsonSchema } from "../../types/common.js";
import { alternatives, isObject, merged, type Schema } from "./parts.js";

/** Words about the document, which mean nothing once references are written out. */
const OF_THE_DOCUMENT = ["$schema", "$id", "$anchor", "$comment", "$defs", "definitions"];

export function cleanSchema(schema: JsonSchema): JsonSchema {
  const { anyOf, oneOf, allOf, not, enum: _, const: __, ...top } = plain(schema, schema, []);
  const parts = list(allOf).reduce<Schema>((whole, part) => merged(whole, part), { ...top, type: "object" });
  const choice = [...list(anyOf), ...list(oneOf)];
  const whole = choice.length > 0 ? alternatives(parts, choice) : parts;
  return { ...whole, type: "object", properties: isObject(whole.properties) ? whole.properties : {} };
}

/** A copy without references. One that comes back to itself ends as anything. */
function plain(value: unknown, document: Schema, open: readonly string[]): Schema {
  if (!isObject(value)) return {};
  const { $ref, ...rest } = value;
  if (typeof $ref === "string") {
    const target = open.includes($ref) ? {} : plain(resolved($ref, document), document, [...open, $ref]);
    return { ...target, ...plain(rest, document, open) };
  }
  const copy: Schema = {};
  for (const [word, entry] of Object.entries(rest)) {
    if (!OF_THE_DOCUMENT.includes(word)) copy[word] = part(word, entry, document, open);
  }
  if (copy.type === "array" && !isObject(copy.items)) copy.items = {};
  return copy;
}

function part(word: string, entry: unknown, document: Schema, open: readonly string[]): unknown {
  if (word === "properties" && isObject(entry)) {
    return Object.fromEntries(Object.entries(entry).map(([name, of]) => [name, plain(of, document, open)]));
  }
  if (word === "anyOf" || word === "oneOf" || word === "allOf") {
    return Array.isArray(entry) ? entry.map((of) => plain(of, document, open)) : [];
  }
  if ((word === "items" || word === "additionalProperties") && isObject(entry)) return plain(entry, document, open);
  return structuredClone(entry);
}

function resolved(reference: string, document: Schema): unknown {
  const path = reference.startsWith("#/") ? reference.slice(2).split("/") : [];
  return path
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (here, part) => (isObject(here) ? here[part] : undefined),
      reference === "#" || path.length > 0 ? document : undefined,
    );
}

function list(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
