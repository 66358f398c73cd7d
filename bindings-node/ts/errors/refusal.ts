/** A program's own no to a call that a model made. */

import { ComposioForbiddenError } from "./classes.js";

/** Thrown in a modifier it ends the call, and the model is told the message. */
export class ToolCallRefusedError extends ComposioForbiddenError {
  constructor(message: string) {
    super({
      kind: "forbidden",
      slug: "ToolRouterV2_ToolkitNotAllowed",
      code: 4324,
      status: 400,
      message,
      retryable: false,
      forModel: true,
      context: {},
    });
  }
}
