/** How the package is loaded. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

test("import and require give the same classes", async () => {
  const required = createRequire(import.meta.url)("@composio/core") as typeof import("@composio/core");
  const imported = await import("@composio/core");
  const names = (module: object) =>
    Object.keys(module)
      .filter((name) => !["default", "module.exports", "__esModule"].includes(name))
      .sort();
  assert.deepEqual(names(imported), names(required));
  assert.equal(required.Composio, imported.Composio);
  assert.equal(required.ComposioError, imported.ComposioError);
});
