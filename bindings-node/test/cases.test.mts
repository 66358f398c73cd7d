/** The cases that Rust, Python and Node share. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ComposioError } from "@composio/core";
import { at, fill, RawTools, readCases, says, take } from "./support/cases.mjs";
import { freshComposio } from "./support/engine.mjs";
import { root, startStandIn } from "./support/standin.mjs";

const standIn = await startStandIn();

for (const file of readdirSync(join(root, "tests", "cases")).filter((name) => name.endsWith(".json"))) {
  for (const { name, steps } of readCases(file)) {
    test(`${file}: ${name}`, async (t) => {
      const composio = await freshComposio(t, { provider: new RawTools() });
      const saved = new Map<string, unknown>([["standin", standIn.url]]);
      for (const [index, step] of steps.entries()) {
        const where = `step ${index + 1}, ${step.call}`;
        const outcome = take(composio, step.call, fill(step.request, saved) as Record<string, unknown>);
        if (step.error) {
          const { slug, message_contains: texts = [] } = step.error;
          await assert.rejects(outcome, (error: unknown) => {
            assert.ok(error instanceof ComposioError, String(error));
            assert.equal(error.slug, slug, `${where}: ${error.message}`);
            for (const text of texts) {
              assert.ok(says(error.message, String(fill(text, saved))), `${where}: no "${text}" in: ${error.message}`);
            }
            return true;
          });
          continue;
        }
        const answer = await outcome;
        for (const [pointer, expected] of Object.entries(step.expect ?? {})) {
          assert.deepEqual(at(answer, pointer), fill(expected, saved), `${where}: ${pointer}`);
        }
        for (const [key, pointer] of Object.entries(step.save ?? {})) saved.set(key, at(answer, pointer));
      }
    });
  }
}
