/** What a custom tool is given of the session that called it. */

import type { Engine } from "../engine.js";
import { invalidRequest } from "../errors/local.js";
import { toolkitOf } from "../modifiers.js";
import type { SessionContext } from "../types/custom-tool.js";
import { sessions } from "../wire/operations.js";
import type { LocalCall } from "./host.js";

/** Calls made through it end with `signal`, and use the account of the call where they are about the same toolkit. */
export function contextOf(engine: Engine, call: LocalCall, signal: AbortSignal): SessionContext {
  const { session_id: sessionId, user_id: userId, log_id: within } = call;
  const extended = call.extends_toolkit ?? undefined;

  /** The account of the call, for the toolkit it is for. */
  const accountFor = (toolkit: string | undefined) =>
    toolkit && toolkit === extended ? (call.account ?? undefined) : undefined;

  return {
    userId,
    sessionId,
    signal,
    async execute(toolSlug, arguments_ = {}) {
      const account = accountFor(extended && (await toolkitOf(engine, toolSlug)));
      const request = { sessionId, toolSlug, arguments: arguments_, account, within };
      return engine.call(sessions.execute, request, { signal });
    },
    async proxyExecute({ toolkit = extended, ...params }) {
      if (!toolkit) throw invalidRequest(`\`toolkit\` is missing: ${call.slug} extends none, so say whose API to call`);
      const request = { account: accountFor(toolkit), ...params, toolkit, sessionId, within };
      return engine.call(sessions.proxyExecute, request, { signal });
    },
  };
}
