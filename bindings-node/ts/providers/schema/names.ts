/** Property names that Anthropic takes, and the true ones back in what the model sends. */

import type { JsonSchema } from "../../types/common.js";
import { isObject } from "./parts.js";

const TAKEN = /^[a-zA-Z0-9_.-]{1,64}$/;

export class PropertyNames {
  /** Only names that had to change. */
  readonly #original = new Map<string, string>();

  /** A copy of the schema under names that are taken. */
  safe(schema: JsonSchema): JsonSchema {
    return this.#renamed(schema, (name) => this.#safe(name)) as JsonSchema;
  }

  /** Arguments under their true names. */
  original(input: Record<string, unknown>): Record<string, unknown> {
    return this.#original.size > 0 ? (restored(input, this.#original) as Record<string, unknown>) : input;
  }

  #renamed(value: unknown, rename: (name: string) => string): unknown {
    if (Array.isArray(value)) return value.map((entry) => this.#renamed(entry, rename));
    if (!isObject(value)) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([word, entry]) => [word, this.#renamed(entry, rename)]));
    if (isObject(copy.properties)) {
      copy.properties = Object.fromEntries(Object.entries(copy.properties).map(([name, of]) => [rename(name), of]));
      if (Array.isArray(copy.required)) copy.required = copy.required.map((name) => rename(String(name)));
    }
    return copy;
  }

  #safe(name: string): string {
    if (TAKEN.test(name)) return name;
    const hex = (letter: string) => `_x${letter.codePointAt(0)?.toString(16)}_`;
    const safe = name.replace(/[^a-zA-Z0-9_.-]/gu, hex).slice(0, 64) || "_";
    this.#original.set(safe, name);
    return safe;
  }
}

function restored(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((entry) => restored(entry, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [names.get(name) ?? name, restored(entry, names)]),
  );
}
