/**
 * Names at the border: camelCase in TypeScript, snake_case in the engine.
 *
 * A codec knows which objects are options or answers, whose keys are names and are renamed, and which are data, whose
 * keys belong to the caller or the provider: maps keyed by toolkit, arguments, credentials, results. Only what a table
 * lists as a record is renamed; nothing is validated here, because the engine does that once for every language.
 */

/** Engine name to TypeScript name, for the messages of errors. */
export type Names = Map<string, string>;

export interface Codec {
  toWire(value: unknown, names: Names): unknown;
  fromWire(value: unknown): unknown;
  /** Every name this codec can rename, nested ones included. */
  readonly names: Names;
  /** The names at the top of a record, in TypeScript. */
  readonly keys?: readonly string[];
}

/** One codec per property; a property without one does not compile. */
export type Fields<T> = { readonly [K in keyof Required<T>]: Codec };

/** A value that crosses untouched. */
export const payload: Codec = {
  toWire: (value) => value,
  fromWire: (value) => value,
  names: new Map(),
};

/** A list whose items are `item`s. */
export function list(item: Codec): Codec {
  const each = (value: unknown, convert: (entry: unknown) => unknown): unknown =>
    Array.isArray(value) ? value.map(convert) : value;
  return {
    toWire: (value, names) => each(value, (entry) => item.toWire(entry, names)),
    fromWire: (value) => each(value, (entry) => item.fromWire(entry)),
    names: item.names,
  };
}

/** An object whose keys are data and whose values are `item`s. */
export function mapOf(item: Codec): Codec {
  const each = (value: unknown, convert: (entry: unknown) => unknown): unknown =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, convert(entry)])) : value;
  return {
    toWire: (value, names) => each(value, (entry) => item.toWire(entry, names)),
    fromWire: (value) => each(value, (entry) => item.fromWire(entry)),
    names: item.names,
  };
}

/**
 * An object whose keys are names. A shorthand in its place (`true`, a list, `null`) crosses untouched, and so does the
 * value of a key the table does not list: the engine names the nearest option, this layer does not guess.
 *
 * @param renamed names that do not follow the rule, in TypeScript and in the engine.
 */
export function record<T extends object>(fields: Fields<T>, renamed: Partial<Record<keyof T, string>> = {}): Codec {
  const codecs = new Map<string, Codec>(Object.entries(fields));
  const wireNames = new Map<string, string>(Object.entries(renamed));
  const wireName = (key: string): string => wireNames.get(key) ?? snakeCase(key);
  const known: Names = new Map([...codecs.keys()].map((key) => [wireName(key), key]));
  const names: Names = new Map([...codecs.values()].flatMap((codec) => [...codec.names]).concat([...known]));
  return {
    toWire(value, seen) {
      if (!isObject(value)) return value;
      const wire: Record<string, unknown> = {};
      for (const [key, entry] of Object.entries(value)) {
        const name = wireName(key);
        seen.set(name, key);
        wire[name] = (codecs.get(key) ?? payload).toWire(entry, seen);
      }
      return wire;
    },
    fromWire(value) {
      if (!isObject(value)) return value;
      const object: Record<string, unknown> = {};
      for (const [name, entry] of Object.entries(value)) {
        const key = known.get(name) ?? camelCase(name);
        object[key] = (codecs.get(key) ?? payload).fromWire(entry);
      }
      return object;
    },
    names,
    keys: [...codecs.keys()],
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
