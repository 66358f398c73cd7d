/**
 * A schema for OpenAI's strict mode, in which the model's answer is bound to the schema.
 *
 * Every object is closed there and every property demanded, so what was optional may be `null` instead. What the mode
 * has no words for (free keys, values of any type) would be lost, so a schema with such a thing has no strict form.
 */

import type { JsonSchema } from "../../types/common.js";
import { cleanSchema } from "./clean.js";
import { choices, isObject, merged, propertiesOf, requiredOf, type Schema } from "./parts.js";

const NAMES = ["title", "description"];
const KEPT = [
  ...NAMES,
  ...["type", "enum", "const", "pattern", "format", "multipleOf", "minItems", "maxItems"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
];
const FORMATS = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

/** The strict form, or `undefined` where it would lose something. */
export function strictSchema(schema: JsonSchema): JsonSchema | undefined {
  return closed(cleanSchema(schema));
}

function closed(schema: Schema): JsonSchema | undefined {
  const { additionalProperties: free, patternProperties } = schema;
  const isOpen = free === true || isObject(free) || patternProperties !== undefined;
  if (isOpen || !isObject(schema.properties)) return undefined;
  const required = requiredOf(schema);
  const properties: Schema = {};
  for (const [name, of] of Object.entries(propertiesOf(schema))) {
    const property = bound(isObject(of) ? withDefaultTold(of) : {});
    if (!property) return undefined;
    properties[name] = required.includes(name) ? property : orNull(property);
  }
  const rest = { required: Object.keys(properties), additionalProperties: false };
  return { ...kept(schema, NAMES), type: "object", properties, ...rest };
}

function bound({ allOf, ...schema }: Schema): Schema | undefined {
  if (Array.isArray(allOf)) return bound(allOf.filter(isObject).reduce(merged, schema));
  const choice = choices(schema);
  if (choice.length > 0) {
    const anyOf = choice.map(bound);
    return anyOf.includes(undefined) ? undefined : { ...kept(schema, NAMES), anyOf };
  }
  const types = [schema.type].flat();
  if (types.includes("object")) {
    const object = closed(schema);
    return object && { ...object, type: schema.type };
  }
  if (schema.type === undefined && schema.enum === undefined && schema.const === undefined) return undefined;
  if (!types.includes("array")) return kept(schema, KEPT);
  const items = bound(isObject(schema.items) ? schema.items : {});
  return items && { ...kept(schema, KEPT), items };
}

/** The mode has no defaults; the model still has to know them. */
function withDefaultTold(schema: Schema): Schema {
  if (schema.default === undefined || schema.default === null) return schema;
  const told = `Default: ${JSON.stringify(schema.default)}.`;
  const { description } = schema;
  return { ...schema, description: typeof description === "string" ? `${description} ${told}` : told };
}

function orNull({ const: only, ...schema }: Schema): Schema {
  if (Array.isArray(schema.anyOf)) {
    const has = schema.anyOf.some((one) => isObject(one) && one.type === "null");
    return has ? schema : { ...schema, anyOf: [...schema.anyOf, { type: "null" }] };
  }
  const type = schema.type === undefined ? {} : { type: [...new Set([schema.type, "null"].flat())] };
  const values = only === undefined ? schema.enum : [only];
  return { ...schema, ...type, ...(Array.isArray(values) && { enum: [...new Set([...values, null])] }) };
}

function kept(schema: Schema, words: readonly string[]): Schema {
  const isKept = ([word, entry]: [string, unknown]) =>
    words.includes(word) && (word !== "format" || FORMATS.includes(String(entry)));
  return Object.fromEntries(Object.entries(schema).filter(isKept));
}
