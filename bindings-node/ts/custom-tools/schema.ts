/**
 * JSON Schema and checked input from whatever describes the arguments of a custom tool.
 *
 * Schemas of zod are known by what they can do, because the program's zod is not ours to import: any Standard Schema that
 * can also be written as JSON Schema will do, of this library or another.
 */

import { createRequire } from "node:module";
import { join } from "node:path";
import { inspect } from "node:util";
import { invalidRequest } from "../errors/local.js";
import type { JsonSchema } from "../types/common.js";
import type { InputSchema, StandardIssue, StandardSchema } from "../types/custom-tool.js";
import { isZod3, zod3Schema } from "./zod3.js";

/** The ways a library offers to write a schema as JSON Schema, newest first. */
interface Convertible {
  "~standard"?: { jsonSchema?: { input(options: { target: string }): JsonSchema } };
  _zod?: object;
}

type ZodCore = { toJSONSchema(schema: unknown, options: object): JsonSchema };

export function isStandard(schema: unknown): schema is StandardSchema {
  const kind = typeof schema;
  if ((kind !== "object" && kind !== "function") || schema === null) return false;
  const standard = (schema as Partial<StandardSchema>)["~standard"];
  return typeof standard?.validate === "function";
}

/** @param of what the schema describes, for the error. */
export function jsonSchemaOf(schema: InputSchema, of: string): JsonSchema {
  const written = isStandard(schema) ? converted(schema, of) : schema;
  if (typeof written !== "object" || written === null || Array.isArray(written)) {
    throw invalidRequest(`${of} is a zod schema or JSON Schema, not \`${inspect(schema, { depth: 0 })}\``);
  }
  const { $schema: _, ...plain } = written;
  if (plain.type !== undefined && plain.type !== "object") {
    throw invalidRequest(
      `${of} describes an object, not ${inspect(plain.type)}; give an object with the value as a property`,
    );
  }
  return { ...plain, type: "object" };
}

/** The input as the schema makes it, with its defaults and transforms, or an error that names the fields. */
export async function checkedInput(schema: InputSchema, input: unknown): Promise<unknown> {
  if (!isStandard(schema)) return input;
  const result = await schema["~standard"].validate(input);
  if (!result.issues) return result.value;
  throw new Error(`the arguments do not fit: ${result.issues.map(told).join("; ")}`);
}

function told({ message, path = [] }: StandardIssue): string {
  const field = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
  return field ? `\`${field}\`: ${message}` : message;
}

function converted(schema: StandardSchema & Convertible, of: string): JsonSchema {
  const options = { target: "draft-2020-12", io: "input" };
  const { jsonSchema } = schema["~standard"] as NonNullable<Convertible["~standard"]>;
  if (jsonSchema) return jsonSchema.input(options);
  if (isZod3(schema)) return zod3Schema(schema);
  const core = schema._zod && zodOfTheProgram();
  if (core) return core.toJSONSchema(schema, { ...options, unrepresentable: "any" });
  const { vendor } = schema["~standard"];
  throw invalidRequest(
    `${of} is a schema of ${vendor} that cannot be written as JSON Schema here; give JSON Schema instead`,
  );
}

/** Before 4.2 zod's schemas could not say it themselves. */
function zodOfTheProgram(): ZodCore | undefined {
  for (const from of [join(process.cwd(), "index.js"), __filename]) {
    try {
      return createRequire(from)("zod/v4/core") as ZodCore;
    } catch {
      // Not installed where this looked.
    }
  }
  return undefined;
}
