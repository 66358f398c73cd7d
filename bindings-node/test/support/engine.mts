/** Engines for tests: each has a home and a Connect port of its own. */

import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type AnyProvider, Composio, type ComposioConfig, type OpenAIProvider } from "@composio/core";

/** Settings of a fresh home that is removed after the test. */
export async function freshSettings(test: TestContext): Promise<{ home: string; connectOrigin: string }> {
  const home = await mkdtemp(join(tmpdir(), "composio-node-"));
  test.after(() => rm(home, { recursive: true, force: true }));
  return { home, connectOrigin: `http://localhost:${await freePort()}` };
}

/** An engine in a fresh home, closed after the test. */
export async function freshComposio<TProvider extends AnyProvider = OpenAIProvider>(
  test: TestContext,
  config: ComposioConfig<TProvider> = {},
): Promise<Composio<TProvider>> {
  const composio = new Composio<TProvider>({ ...(await freshSettings(test)), ...config });
  test.after(() => composio.close());
  return composio;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || !address) throw new Error("no free port");
  return address.port;
}
