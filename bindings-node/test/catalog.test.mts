/** Browsing toolkits and tools. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ComposioError, type ToolListParams } from "@composio/core";
import { freshComposio } from "./support/engine.mjs";

const slugs = (toolkits: { slug: string }[]): string[] => toolkits.map(({ slug }) => slug).sort();
const names = (named: { name: string }[]): string[] => named.map(({ name }) => name);

test("toolkits are got by slug, by filter and by name", async (t) => {
  const { toolkits } = await freshComposio(t);
  assert.equal((await toolkits.get("github")).name, "GitHub");
  assert.ok(slugs(await toolkits.get()).includes("hackernews"));
  assert.deepEqual(slugs(await toolkits.get({ search: "linear" })), ["linear"]);
  assert.deepEqual(slugs(await toolkits.getMany(["gmail", "github"])), ["github", "gmail"]);
  assert.deepEqual(slugs(await toolkits.getMany(["gmail", "github"], { search: "mail" })), ["gmail"]);
});

test("a category leads to its toolkits", async (t) => {
  const { toolkits } = await freshComposio(t);
  const { items } = await toolkits.listCategories();
  const email = items.find(({ id }) => id === "email");
  assert.ok(email);
  for (const category of [email.id, email.name, "EMAIL"]) {
    assert.deepEqual(slugs((await toolkits.list({ category })).items), ["gmail"]);
  }
});

test("toolkits are told apart by who brought them", async (t) => {
  const { toolkits } = await freshComposio(t);
  const all = (await toolkits.list({ managedBy: "all", sortBy: "alphabetically" })).totalItems;
  assert.equal((await toolkits.list({ managedBy: "composio" })).totalItems, all);
  assert.equal((await toolkits.list({ managedBy: "project" })).totalItems, 0);
});

test("fields say what developer and user give", async (t) => {
  const { toolkits } = await freshComposio(t);
  const demanded = await toolkits.getAuthConfigCreationFields("github", "OAUTH2", { requiredOnly: true });
  assert.deepEqual(names(demanded), ["client_id"]);
  assert.ok(names(await toolkits.getAuthConfigCreationFields("github", "oauth2")).includes("client_secret"));
  const [field] = await toolkits.getConnectedAccountInitiationFields("exa", "API_KEY");
  assert.deepEqual([field?.name, field?.required, field?.isSecret], ["generic_api_key", true, true]);
});

test("tools are filtered by scope", async (t) => {
  const { tools } = await freshComposio(t);
  const found = async (filter: ToolListParams) => {
    const wrapped = await tools.get("user_123", { limit: 500, ...filter });
    return new Set(wrapped.map((tool) => tool.function.name));
  };
  const writing = await found({ toolkits: ["github"], scopes: ["repo"] });
  const all = await found({ toolkits: ["github"] });
  assert.ok(writing.has("GITHUB_CREATE_AN_ISSUE"));
  assert.ok(writing.size < all.size);
  assert.equal((await found({ scopes: ["no-such-scope"] })).size, 0);
});

test("a wrong filter is named", async (t) => {
  const { toolkits } = await freshComposio(t);
  const wrong: [() => Promise<unknown>, RegExp][] = [
    [() => toolkits.list({ sortBy: "usage" }), /nobody counts/],
    [() => toolkits.getMany(["githb"]), /did you mean `github`/],
    [() => toolkits.getMany("github" as never), /`slugs` is a list/],
    [() => toolkits.getMany([]), /`slugs` is a list/],
    [() => toolkits.list({ managedBy: "us" as never }), /`managedBy` of `composio\.toolkits\.list` cannot be read/],
    [() => toolkits.getAuthConfigCreationFields("exa", "OAUTH2"), /`exa` has no auth scheme `OAUTH2`; it has API_KEY/],
  ];
  for (const [call, message] of wrong) {
    await assert.rejects(call, (error: unknown) => error instanceof ComposioError && message.test(error.message));
  }
});
