/**
 * A tool's schema in the part of JSON Schema that every model provider and framework reads.
 *
 * An object at the top with its properties and no choice between alternatives; references written out, so that nothing
 * has to be resolved; lists that say what they hold, and objects that say that they hold anything. The input is never
 * changed: the answer is a copy.
 */

import type { JsonSchema } from "../../types/common.js";
import { alternatives, isObject, merged, type Schema } from "./parts.js";
import { References } from "./references.js";

/** Words about the document, which mean nothing once references are written out. */
const OF_THE_DOCUMENT = ["$schema", "$id", "$anchor", "$comment", "$defs", "definitions"];

/** Words that say which keys an object has. */
const OF_KEYS = ["properties", "additionalProperties", "patternProperties", "anyOf", "oneOf", "allOf"];

export function cleanSchema(schema: JsonSchema): JsonSchema {
  // At the top an object without properties is a tool without arguments.
  const {
    anyOf,
    oneOf,
    allOf,
    not,
    enum: _,
    const: __,
    ...top
  } = References.writtenOut(schema, (references) => plain(schema, references));
  const parts = list(allOf).reduce<Schema>((whole, part) => merged(whole, part), { ...top, type: "object" });
  const choice = [...list(anyOf), ...list(oneOf)];
  const whole = choice.length > 0 ? alternatives(parts, choice) : parts;
  return { ...whole, type: "object", properties: isObject(whole.properties) ? whole.properties : {} };
}

/** A copy without references. One that comes back to itself ends as anything. */
function plain(value: unknown, references: References): Schema {
  if (!isObject(value)) return {};
  const { $ref, ...rest } = value;
  if (typeof $ref === "string") {
    const target = references.follow($ref, (found) => plain(found, references));
    return { ...target, ...plain(rest, references) };
  }
  const copy: Schema = {};
  for (const [word, entry] of Object.entries(rest)) {
    if (!OF_THE_DOCUMENT.includes(word)) copy[word] = part(word, entry, references);
  }
  if (copy.type === "array" && !isObject(copy.items)) copy.items = {};
  return copy;
}

function part(word: string, entry: unknown, references: References): unknown {
  const inner = (of: unknown) => withAnyKeys(plain(of, references));
  if (word === "properties" && isObject(entry)) {
    return Object.fromEntries(Object.entries(entry).map(([name, of]) => [name, inner(of)]));
  }
  // A part of a whole says nothing of the keys that the other parts have.
  if (word === "allOf") return Array.isArray(entry) ? entry.map((of) => plain(of, references)) : [];
  if (word === "anyOf" || word === "oneOf") return Array.isArray(entry) ? entry.map(inner) : [];
  if ((word === "items" || word === "additionalProperties") && isObject(entry)) return inner(entry);
  return structuredClone(entry);
}

/** A free-form object says so, since frameworks that guess how strict to be close what says nothing of its keys. */
function withAnyKeys(schema: Schema): Schema {
  const isFree = [schema.type].flat().includes("object") && !OF_KEYS.some((word) => schema[word] !== undefined);
  return isFree ? { ...schema, additionalProperties: true } : schema;
}

function list(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
