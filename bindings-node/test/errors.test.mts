/** Errors of the engine as classes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "@composio/core";
import { ComposioError, type ErrorDetails } from "@composio/core";
import { freshComposio, freshSettings } from "./support/engine.mjs";
import { internals } from "./support/internals.mjs";

const { binding, classOf, namedSlugs, rebuild, load, target } = internals();

const details: ErrorDetails = {
  kind: "not_found",
  slug: "Tool_ToolNotFound",
  code: 2401,
  status: 404,
  message: "no tool `GITHUB_X`; did you mean `GITHUB_Y`?",
  retryable: false,
  context: { tool: "GITHUB_X", nearest: "GITHUB_Y" },
};

interface Row {
  slug: string;
  kind: core.ErrorKind;
}

const table = JSON.parse(binding().errorTable()) as Row[];

test("every error of the engine has a class", () => {
  assert.ok(table.length > 40);
  for (const row of table) {
    const Class = classOf(row);
    assert.ok(Object.values(core).includes(Class as never), `${Class.name} of ${row.slug} is not exported`);
    assert.equal(Class === ComposioError, row.kind === "internal", `${row.slug} has no class of its own`);
  }
});

test("the class of a slug is the class of its kind, or a narrower one", () => {
  for (const { slug, kind } of table) {
    if (kind === "internal") continue;
    const general = classOf({ slug: "Unknown_Slug", kind });
    const Class = classOf({ slug, kind });
    assert.ok(Class === general || Class.prototype instanceof general, `${Class.name} of ${slug} is not of ${kind}`);
  }
});

test("every slug named by the package is one of the engine", () => {
  const slugs = new Set(table.map((row) => row.slug));
  assert.deepEqual(
    namedSlugs.filter((slug) => !slugs.has(slug)),
    [],
  );
});

test("an unknown slug falls back on its kind", () => {
  const error = rebuild(new Error(JSON.stringify({ ...details, slug: "Future_Slug" })));
  assert.ok(error instanceof core.ComposioNotFoundError);
  assert.ok(!(error instanceof core.ComposioToolNotFoundError));
});

test("an error carries everything that crossed the border", () => {
  const error = rebuild(new Error(JSON.stringify({ ...details, for_model: true })));
  assert.ok(error instanceof core.ComposioToolNotFoundError);
  assert.equal(error.name, "ComposioToolNotFoundError");
  const { name: _, ...own } = error.toJSON();
  assert.deepEqual(own, { ...details, forModel: true });
});

test("the reason of a signal is the cause of a cancellation and of nothing else", () => {
  const reason = new Error("why");
  const cancelled = { ...details, kind: "cancelled", slug: "Request_Cancelled" };
  assert.equal(rebuild(new Error(JSON.stringify(cancelled)), { names: new Map() }, reason).cause, reason);
  assert.equal(rebuild(new Error(JSON.stringify(details)), { names: new Map() }, reason).cause, undefined);
});

test("options in messages stand in TypeScript's spelling, the caller's own text as it was", () => {
  const names = new Map([
    ["manage_connections", "manageConnections"],
    ["callback_url", "callbackUrl"],
  ]);
  const message = "`manage_connections.callback_url` of `my_callback_url` is not a URL";
  const context = { option: "manage_connections", toolkit: "callback_url" };
  const error = rebuild(new Error(JSON.stringify({ ...details, message, context })), { names });
  assert.equal(error.message, "`manageConnections.callbackUrl` of `my_callback_url` is not a URL");
  assert.deepEqual(error.context, { option: "manageConnections", toolkit: "callback_url" });
});

test("an error that is not the engine's says so and keeps its cause", () => {
  const thrown = new TypeError("boom");
  const error = rebuild(thrown);
  assert.equal(error.slug, "Internal");
  assert.equal(error.cause, thrown);
});

test("a misspelt option is named in TypeScript's spelling", async (t) => {
  const composio = await freshComposio(t);
  const options = { authConfig: {} } as core.CreateSessionOptions;
  await assert.rejects(composio.create("u", options), (error: unknown) => {
    assert.ok(error instanceof core.ValidationError);
    assert.match(error.message, /`authConfig`.*`authConfigs`/s);
    return true;
  });
});

test("a setting that does not exist and one that is not built are refused", async (t) => {
  const settings = await freshSettings(t);
  const open = (extra: object) => () => new core.Composio({ ...settings, ...extra });
  assert.throws(open({ conectOrigin: "x" }), /`conectOrigin`.*`connectOrigin`/s);
  assert.throws(open({ baseURL: "http://localhost:1" }), core.ComposioUnsupportedError);
});

test("a request that cannot be written as JSON is refused as invalid", async (t) => {
  const composio = await freshComposio(t);
  const call = composio.tools.execute("HACKERNEWS_GET_USER", { userId: "u", arguments: { id: 1n } });
  await assert.rejects(call, core.ValidationError);
});

test("a missing addon says what to do", () => {
  assert.throws(() => load("/nowhere/composio.node"), new RegExp(`${target()}.*npm run build`, "s"));
});

test("what is no provider is refused before an engine opens", async (t) => {
  const { home } = await freshSettings(t);
  const Client: new (config: object) => unknown = core.Composio;
  for (const provider of ["openai", core.OpenAIProvider, { name: "openai" }, null]) {
    assert.throws(
      () => new Client({ home, provider }),
      (error: unknown) => {
        assert.ok(error instanceof core.ValidationError, String(error));
        assert.match(error.message, /`provider` is an adapter such as `new OpenAIProvider\(\)`, not `.+`/);
        return true;
      },
    );
  }
});
