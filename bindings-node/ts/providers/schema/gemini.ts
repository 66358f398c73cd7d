/**
 * A schema in the subset of OpenAPI that Gemini takes.
 *
 * There `null` is a flag, choices are `anyOf` alone, enums hold text alone and few formats are known. What has no word is
 * told in the description, where the model reads it.
 */

import type { JsonSchema } from "../../types/common.js";
import { cleanSchema } from "./clean.js";
import { choices, isObject, merged, propertiesOf, requiredOf, type Schema } from "./parts.js";

const COMMON = ["title", "description", "nullable"];
const BY_TYPE: Record<string, readonly string[]> = {
  string: ["pattern", "minLength", "maxLength"],
  number: ["minimum", "maximum"],
  integer: ["minimum", "maximum"],
  array: ["minItems", "maxItems"],
};
const FORMATS: Record<string, readonly string[]> = {
  string: ["date-time"],
  number: ["float", "double"],
  integer: ["int32", "int64"],
};

/** A value of any type, which Gemini has no word for. A list would have to say what it holds. */
const ANY: JsonSchema[] = ["object", "string", "number", "boolean"].map((type) => ({ type }));

export function geminiSchema(schema: JsonSchema): JsonSchema {
  return subset(cleanSchema(schema));
}

function subset({ allOf, const: only, ...schema }: Schema): JsonSchema {
  if (Array.isArray(allOf)) return subset(allOf.filter(isObject).reduce(merged, schema));
  if (only !== undefined) return subset({ ...schema, type: schema.type ?? typeOf(only), enum: [only] });
  const told = withTold(schema);
  const types = [schema.type].flat().filter((type) => typeof type === "string");
  const choice = choices(schema);
  const mayBeNull = types.includes("null") || choice.some(isNull) || schema.nullable === true;
  const nullable = mayBeNull ? { nullable: true } : {};
  const some = choice.length > 0 ? choice.filter((one) => !isNull(one)) : several(types, told);
  if (some.length > 1) return { ...pick(told, COMMON), ...nullable, anyOf: some.map(subset) };
  if (some[0]) return { ...subset(some[0]), ...pick(told, ["description"]), ...nullable };
  const type = types.find((name) => name !== "null") ?? guessed(told);
  return { ...(type ? typed(type, told) : { ...pick(told, COMMON), anyOf: structuredClone(ANY) }), ...nullable };
}

function typed(type: string, schema: Schema): JsonSchema {
  const base: JsonSchema = { type, ...pick(schema, [...COMMON, ...(BY_TYPE[type] ?? [])]) };
  if (FORMATS[type]?.includes(String(schema.format))) base.format = String(schema.format);
  if (type === "string" && Array.isArray(schema.enum)) {
    const names = schema.enum.filter((entry) => typeof entry === "string" && entry !== "");
    if (names.length > 0) base.enum = names;
  }
  if (type === "array") base.items = subset(isObject(schema.items) ? schema.items : {});
  if (type === "object") {
    const properties = Object.entries(propertiesOf(schema)).map(([name, of]) => [name, subset(isObject(of) ? of : {})]);
    const required = requiredOf(schema).filter((name) => Object.hasOwn(propertiesOf(schema), name));
    if (properties.length > 0) base.properties = Object.fromEntries(properties);
    if (required.length > 0) base.required = required;
  }
  return base;
}

/** One schema per type where there are several. */
function several(types: readonly string[], { description: _, ...schema }: Schema): Schema[] {
  const named = types.filter((type) => type !== "null");
  return named.length > 1 ? named.map((type) => ({ ...schema, type })) : [];
}

function withTold(schema: Schema): Schema {
  const notes: string[] = [];
  if (schema.default !== undefined && schema.default !== null)
    notes.push(`Default: ${JSON.stringify(schema.default)}.`);
  if (Array.isArray(schema.enum) && schema.type !== "string") {
    notes.push(`One of ${schema.enum.map((entry) => JSON.stringify(entry)).join(", ")}.`);
  }
  if (notes.length === 0) return schema;
  const { description } = schema;
  return { ...schema, description: [...(typeof description === "string" ? [description] : []), ...notes].join(" ") };
}

/** What a schema without a type must be about, if anything in it tells. */
function guessed(schema: Schema): string | undefined {
  if (isObject(schema.properties)) return "object";
  if (isObject(schema.items)) return "array";
  return Array.isArray(schema.enum) ? typeOf(schema.enum.find((entry) => entry !== null)) : undefined;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (value === null || value === undefined) return "string";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function isNull(schema: Schema): boolean {
  return schema.type === "null";
}

function pick(schema: Schema, words: readonly string[]): Schema {
  return Object.fromEntries(words.flatMap((word) => (schema[word] === undefined ? [] : [[word, schema[word]]])));
}
