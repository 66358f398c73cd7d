/** Putting schemas of objects together. */

export type Schema = Record<string, unknown>;

export function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The alternatives of a schema, whichever word it has for them. */
export function choices({ anyOf, oneOf }: Schema): Schema[] {
  return [anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
}

/** What fits both: the properties and demands of the two. */
export function merged(one: Schema, other: Schema): Schema {
  const properties = { ...propertiesOf(one), ...propertiesOf(other) };
  const required = [...new Set([...requiredOf(one), ...requiredOf(other)])];
  return {
    ...one,
    ...other,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

/** What fits any of `choice`: all their properties, of which only those they share are demanded. The rest is told. */
export function alternatives(whole: Schema, choice: readonly Schema[]): Schema {
  const properties: Schema = { ...propertiesOf(whole) };
  for (const one of choice) {
    for (const [name, schema] of Object.entries(propertiesOf(one))) {
      properties[name] = Object.hasOwn(properties, name) ? either(properties[name], schema) : schema;
    }
  }
  const demands = choice.map(requiredOf);
  const shared = (demands[0] ?? []).filter((name) => demands.every((names) => names.includes(name)));
  const required = [...new Set([...requiredOf(whole), ...shared])];
  const sets = demands.filter((names) => names.length > 0).map((names) => names.join(" and "));
  const told = sets.length > 1 ? `Give ${sets.join(", or ")}.` : undefined;
  const description = [whole.description, told].filter((text) => typeof text === "string").join(" ");
  return {
    ...whole,
    properties,
    ...(required.length > 0 && { required }),
    ...(description && { description }),
  };
}

function either(one: unknown, other: unknown): unknown {
  return JSON.stringify(one) === JSON.stringify(other) ? one : { anyOf: [one, other] };
}

export function propertiesOf(schema: Schema): Schema {
  return isObject(schema.properties) ? schema.properties : {};
}

export function requiredOf(schema: Schema): string[] {
  return Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === "string") : [];
}
