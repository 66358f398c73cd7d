/**
 * Parts of the protocol's official package that are not here yet.
 *
 * Reaching for one throws an error that says so and what there is meanwhile, instead of the runtime's word on members of
 * `undefined`. To the compiler they do not exist.
 */

import { ComposioUnsupportedError } from "./errors/classes.js";
import { refuseProperty } from "./legacy.js";

const WHERE = 'The README\'s "What there is, and what there is not yet" tells what else is to come';

/** By property of `Composio`: what it is, and what to do meanwhile. */
export const MISSING: Readonly<Record<string, string>> = {
  triggers: "triggers; ask the provider with a tool, such as `session.execute(slug, arguments)`, at times of your own",
  files: "files; give a tool the file's text or address where its arguments take one",
  webhooks: "webhooks; `request.waitForConnection()` tells when a user has connected",
  sessionConfigs: "saved session configs; give `composio.create(userId, options)` the same options each time",
};

/** Makes what is missing throw where it is read. */
export function explainMissing({ prototype }: { prototype: object }): void {
  for (const [name, what] of Object.entries(MISSING)) refuseProperty(prototype, name, () => missing(name, what));
}

function missing(name: string, what: string): ComposioUnsupportedError {
  return new ComposioUnsupportedError({
    kind: "unsupported",
    slug: "Feature_NotAvailable",
    code: 10501,
    status: 501,
    message: `\`composio.${name}\` is not there: this version has no ${what}. ${WHERE}`,
    retryable: false,
    context: { feature: name },
  });
}
