/** Shapes that several areas share. */

/** A JSON Schema of an object, as tools publish it. */
export interface JsonSchema {
  type?: string;
  properties?: Record<string, unknown>;
  required?: string[];
  [keyword: string]: unknown;
}

/** One page of a list. Pass `nextCursor` back as `cursor`; it is `null` on the last page. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  totalPages: number;
  currentPage: number;
  /** Exact up to 10,000. */
  totalItems: number;
}

/** Where to continue a list, and how much of it. */
export interface PageOptions {
  cursor?: string;
  limit?: number;
}

/** Options of one call, as opposed to what is asked. */
export interface ComposioRequestOptions {
  /** Cancels the call, which then rejects with a `ComposioRequestCancelledError`. */
  signal?: AbortSignal;
}

/** How long to wait, and how to stop waiting. */
export interface WaitOptions extends ComposioRequestOptions {
  /** In milliseconds. The default is 60000 (one minute). */
  timeout?: number;
}
