/** What a custom tool answered, as JSON text for the engine. */

import { isAnyArrayBuffer } from "node:util/types";
import { messageOf } from "../errors/local.js";

/** A function that returns nothing answers `null`. What JSON has no form for is an error the model is told. */
export function resultText(value: unknown): string {
  try {
    return JSON.stringify({ data: value ?? null }, withoutBytes);
  } catch (error) {
    return errorText(`the tool answered what cannot be written as JSON: ${messageOf(error)}`);
  }
}

/** What a custom tool threw. */
export function thrownText(thrown: unknown): string {
  return errorText(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `the tool threw ${String(thrown)}`);
}

/** What the model is told. */
export function errorText(error: string): string {
  return JSON.stringify({ error });
}

/** Bytes would become a long list of numbers. Looked up in the holder, because a Buffer has turned itself into JSON. */
function withoutBytes(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  if (!ArrayBuffer.isView(original) && !isAnyArrayBuffer(original) && !(original instanceof Blob)) return value;
  const size = original instanceof Blob ? original.size : original.byteLength;
  throw new TypeError(`${size} bytes (${original.constructor.name}); return text, such as base64`);
}
