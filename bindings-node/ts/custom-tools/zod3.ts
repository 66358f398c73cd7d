/** JSON Schema of a schema of zod 3, which has no way of its own to write it. Only the input side counts. */

import type { JsonSchema } from "../types/common.js";

interface Check {
  kind: string;
  value?: number | string;
  inclusive?: boolean;
  regex?: RegExp;
}

/** The parts of zod 3's definitions that are read. */
interface Definition {
  typeName: string;
  description?: string;
  checks?: Check[];
  shape?: () => Record<string, Zod3>;
  unknownKeys?: string;
  catchall?: Zod3;
  innerType?: Zod3;
  schema?: Zod3;
  in?: Zod3;
  type?: Zod3;
  valueType?: Zod3;
  options?: Zod3[] | Map<string, Zod3>;
  left?: Zod3;
  right?: Zod3;
  items?: Zod3[];
  getter?: () => Zod3;
  value?: unknown;
  values?: string[] | Record<string, string | number>;
  defaultValue?: () => unknown;
  minLength?: { value: number } | null;
  maxLength?: { value: number } | null;
}

export interface Zod3 {
  _def: Definition;
}

export function isZod3(schema: unknown): schema is Zod3 {
  const name = (schema as Partial<Zod3>)._def?.typeName;
  return typeof name === "string" && name.startsWith("Zod");
}

export function zod3Schema({ _def: definition }: Zod3): JsonSchema {
  const schema = BY_NAME[definition.typeName]?.(definition) ?? {};
  const { description } = definition;
  return description === undefined ? schema : { ...schema, description };
}

const inner = (schema: Zod3 | undefined): JsonSchema => (schema ? zod3Schema(schema) : {});

const BY_NAME: Record<string, (definition: Definition) => JsonSchema> = {
  ZodString: ({ checks = [] }) => ({ type: "string", ...Object.assign({}, ...checks.map(ofString)) }),
  ZodNumber: ({ checks = [] }) => ({ type: "number", ...Object.assign({}, ...checks.map(ofNumber)) }),
  ZodBoolean: () => ({ type: "boolean" }),
  ZodNull: () => ({ type: "null" }),
  ZodDate: () => ({ type: "string", format: "date-time" }),
  ZodLiteral: ({ value }) => ({ const: value }),
  ZodEnum: ({ values }) => ({ type: "string", enum: values }),
  ZodNativeEnum: ({ values = {} }) => ({ enum: namesOf(values as Record<string, string | number>) }),
  ZodObject: object,
  ZodRecord: ({ valueType }) => ({ type: "object", additionalProperties: inner(valueType) }),
  ZodArray: ({ type, minLength, maxLength }) => ({
    type: "array",
    items: inner(type),
    ...(minLength && { minItems: minLength.value }),
    ...(maxLength && { maxItems: maxLength.value }),
  }),
  ZodTuple: ({ items = [] }) => ({
    type: "array",
    items: { anyOf: items.map(zod3Schema) },
    minItems: items.length,
    maxItems: items.length,
  }),
  ZodUnion: ({ options = [] }) => ({ anyOf: [...options.values()].map(zod3Schema) }),
  ZodDiscriminatedUnion: ({ options = [] }) => ({ anyOf: [...options.values()].map(zod3Schema) }),
  ZodIntersection: ({ left, right }) => ({ allOf: [inner(left), inner(right)] }),
  ZodNullable: ({ innerType }) => ({ anyOf: [inner(innerType), { type: "null" }] }),
  ZodDefault: ({ innerType, defaultValue }) => ({ ...inner(innerType), default: defaultValue?.() }),
  ZodOptional: ({ innerType }) => inner(innerType),
  ZodReadonly: ({ innerType }) => inner(innerType),
  ZodCatch: ({ innerType }) => inner(innerType),
  ZodBranded: ({ type }) => inner(type),
  ZodEffects: ({ schema }) => inner(schema),
  ZodPipeline: (definition) => inner(definition.in),
};

function object({ shape, unknownKeys, catchall }: Definition): JsonSchema {
  const fields = Object.entries(shape?.() ?? {});
  const required = fields.filter(([, field]) => !mayBeLeftOut(field)).map(([name]) => name);
  const named = catchall && catchall._def.typeName !== "ZodNever";
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, field]) => [name, zod3Schema(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: named ? zod3Schema(catchall) : unknownKeys === "passthrough",
  };
}

function mayBeLeftOut({ _def: definition }: Zod3): boolean {
  const { typeName, innerType, schema } = definition;
  if (["ZodOptional", "ZodDefault", "ZodCatch", "ZodAny", "ZodUnknown"].includes(typeName)) return true;
  const inside = typeName === "ZodEffects" ? schema : innerType;
  return inside !== undefined && mayBeLeftOut(inside);
}

const FORMATS: Record<string, string> = {
  email: "email",
  uuid: "uuid",
  url: "uri",
  datetime: "date-time",
  date: "date",
};

function ofString({ kind, value, regex }: Check): JsonSchema {
  if (kind === "min") return { minLength: value };
  if (kind === "max") return { maxLength: value };
  if (kind === "length") return { minLength: value, maxLength: value };
  if (kind === "regex") return { pattern: regex?.source };
  return FORMATS[kind] ? { format: FORMATS[kind] } : {};
}

function ofNumber({ kind, value, inclusive }: Check): JsonSchema {
  if (kind === "int") return { type: "integer" };
  if (kind === "min") return { [inclusive ? "minimum" : "exclusiveMinimum"]: value };
  if (kind === "max") return { [inclusive ? "maximum" : "exclusiveMaximum"]: value };
  return kind === "multipleOf" ? { multipleOf: value } : {};
}

/** An enum of TypeScript maps its numbers back to their names. */
function namesOf(values: Record<string, string | number>): (string | number)[] {
  return Object.values(values).filter((value) => typeof values[value] !== "number");
}
