/** The root of every error this package throws on purpose. */

/** Who must act. */
export type ErrorKind =
  | "invalid_request"
  | "not_found"
  | "conflict"
  | "unauthenticated"
  | "forbidden"
  | "not_connected"
  | "configuration"
  | "unsupported"
  | "connection_failed"
  | "timeout"
  | "cancelled"
  | "provider"
  | "unavailable"
  | "internal";

/** An error as the engine sends it over every border. */
export interface ErrorDetails {
  kind: ErrorKind;
  /** Stable machine name, `<Service>_<Reason>`: the thing to branch on where a class is too coarse. */
  slug: string;
  /** Numeric application code of the protocol. */
  code: number;
  /** HTTP status when the error crosses REST. */
  status: number;
  message: string;
  /** Whether the same call may succeed later without anybody acting. */
  retryable: boolean;
  /** Whether a model that is told of it can act on it; providers answer the model with its message then. */
  forModel?: boolean;
  /** Named facts such as `tool`, `toolkit`, `option`, `nearest`. */
  context: Record<string, string>;
}

export class ComposioError extends Error {
  readonly kind: ErrorKind;
  readonly slug: string;
  readonly code: number;
  readonly status: number;
  readonly retryable: boolean;
  readonly forModel: boolean;
  readonly context: Readonly<Record<string, string>>;

  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.name = new.target.name;
    this.kind = details.kind;
    this.slug = details.slug;
    this.code = details.code;
    this.status = details.status;
    this.retryable = details.retryable;
    this.forModel = details.forModel ?? false;
    this.context = details.context;
  }

  /** What a log line needs, without the stack. */
  toJSON(): ErrorDetails & { name: string } {
    const { name, kind, slug, code, status, message, retryable, forModel, context } = this;
    return { name, kind, slug, code, status, message, retryable, forModel, context: { ...context } };
  }
}
