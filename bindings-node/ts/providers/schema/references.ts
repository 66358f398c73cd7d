/**
 * What the references of a schema stand for, written out.
 *
 * Definitions that hold each other have no end, and few of them make millions: each may hold all the others, or hold one
 * of them twice. So references are followed as deep as leaves the whole at a size that a model can read; what lies deeper
 * is anything.
 */

import { isObject, type Schema } from "./parts.js";

/** A schema of a true tool refers to some dozens of others. */
const MOST = 500;
const DEPTHS = [16, 8, 4, 3, 2, 1];

/** Writes the schema that a reference leads to; `undefined` where it comes back to itself or lies too deep. */
export class References {
  readonly #document: Schema;
  readonly #deepest: number;
  #open: readonly string[] = [];
  #written = 0;

  private constructor(document: Schema, deepest: number) {
    this.#document = document;
    this.#deepest = deepest;
  }

  /** What `write` makes of the document, at the greatest depth that is not too much. */
  static writtenOut<T>(document: Schema, write: (references: References) => T): T {
    for (const deepest of DEPTHS) {
      const references = new References(document, deepest);
      const written = write(references);
      if (references.#written <= MOST) return written;
    }
    return write(new References(document, 0));
  }

  follow(reference: string, write: (target: unknown) => Schema): Schema | undefined {
    const open = this.#open;
    if (open.includes(reference) || open.length >= this.#deepest || this.#written > MOST) return undefined;
    this.#written += 1;
    this.#open = [...open, reference];
    const written = write(resolved(reference, this.#document));
    this.#open = open;
    return written;
  }
}

function resolved(reference: string, document: Schema): unknown {
  const path = reference.startsWith("#/") ? reference.slice(2).split("/") : [];
  return path
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (here, part) => (isObject(here) ? here[part] : undefined),
      reference === "#" || path.length > 0 ? document : undefined,
    );
}
