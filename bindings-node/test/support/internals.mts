/** Parts that are not public and have tests of their own. */

import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const dist = dirname(require.resolve("@composio/core"));

export function internals() {
  const load = (path: string) => require(join(dist, path));
  return {
    options: load("wire/session-options.js") as typeof import("../../dist/wire/session-options.js"),
    ...(load("calls.js") as typeof import("../../dist/calls.js")),
    ...(load("missing.js") as typeof import("../../dist/missing.js")),
    ...(load("legacy.js") as typeof import("../../dist/legacy.js")),
    ...(load("wire/operations.js") as typeof import("../../dist/wire/operations.js")),
    ...(load("wire/settings.js") as typeof import("../../dist/wire/settings.js")),
    ...(load("errors/table.js") as typeof import("../../dist/errors/table.js")),
    ...(load("errors/wording.js") as typeof import("../../dist/errors/wording.js")),
    ...(load("errors/rebuild.js") as typeof import("../../dist/errors/rebuild.js")),
    ...(load("custom-tools/host.js") as typeof import("../../dist/custom-tools/host.js")),
    ...(load("providers/base.js") as typeof import("../../dist/providers/base.js")),
    ...(load("native/binding.js") as typeof import("../../dist/native/binding.js")),
  };
}
