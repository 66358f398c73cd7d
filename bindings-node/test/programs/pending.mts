/** A call that is certainly under way when this returns: a wait for a connection nobody makes. */

import { Composio, type ComposioConfig } from "@composio/core";

export async function pendingWait(settings: ComposioConfig): Promise<void> {
  const composio = new Composio({ ...settings, managed: { github: { clientId: "id", clientSecret: "secret" } } });
  const session = await composio.create("user_123", { toolkits: ["github"] });
  const request = await session.authorize("github");
  void request.waitForConnection(60_000);
  // Another call through the same queue: when it is answered, the wait has begun.
  await session.toolkits();
}
