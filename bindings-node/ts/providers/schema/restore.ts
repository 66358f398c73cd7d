/**
 * Arguments as the schema means them, from what a model made of a form of it.
 *
 * In strict mode a model writes `null` for what it leaves out, and many write an object or a list as text. Nothing is
 * guessed: what the schema accepts as it stands stays, and the engine judges the rest.
 */

import type { JsonSchema } from "../../types/common.js";
import { cleanSchema } from "./clean.js";
import { choices, isObject, propertiesOf, requiredOf, type Schema } from "./parts.js";

export function restoreArguments(input: Record<string, unknown>, schema: JsonSchema): Record<string, unknown> {
  return restored(input, cleanSchema(schema)) as Record<string, unknown>;
}

function restored(value: unknown, schema: Schema): unknown {
  const types = typesOf(schema);
  if (typeof value === "string" && types.length > 0 && types.every(isComposite)) {
    const parsed = parse(value);
    return types.includes(Array.isArray(parsed) ? "array" : isObject(parsed) ? "object" : "")
      ? restored(parsed, schema)
      : value;
  }
  if (Array.isArray(value))
    return isObject(schema.items) ? value.map((entry) => restored(entry, schema.items as Schema)) : value;
  if (!isObject(value)) return value;
  const properties = propertiesOf(schema);
  const required = requiredOf(schema);
  const entries = Object.entries(value).flatMap(([name, entry]) => {
    const of = properties[name];
    if (!isObject(of)) return [[name, entry]];
    return entry === null && !required.includes(name) && !takesNull(of) ? [] : [[name, restored(entry, of)]];
  });
  return Object.fromEntries(entries);
}

function isComposite(type: unknown): boolean {
  return type === "object" || type === "array" || type === "null";
}

function takesNull(schema: Schema): boolean {
  const { enum: values } = schema;
  const types = typesOf(schema);
  return (
    types.includes("null") ||
    schema.nullable === true ||
    (Array.isArray(values) && values.includes(null)) ||
    types.length === 0
  );
}

function typesOf(schema: Schema): unknown[] {
  const choice = choices(schema);
  if (choice.length > 0) return choice.flatMap(typesOf);
  return schema.type === undefined ? [] : [schema.type].flat();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
