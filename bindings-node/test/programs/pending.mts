/** Calls that are certainly under way when this returns: waits for a connection nobody makes, a function that never ends. */

import { Composio, type ComposioSettings, type ConnectionRequest, experimental_createTool } from "@composio/core";

/** A link on an engine of its own. */
export async function openLink(settings: ComposioSettings): Promise<[Composio, ConnectionRequest]> {
  const composio = new Composio({ ...settings, managed: { github: { clientId: "id", clientSecret: "secret" } } });
  const session = await composio.create("user_123", { toolkits: ["github"] });
  return [composio, await session.authorize("github")];
}

/** Leaves waits pending, some of which end by themselves within `soon` milliseconds. */
export async function leavePending(settings: ComposioSettings, soon: number): Promise<void> {
  const [composio, request] = await openLink(settings);
  for (const timeout of [soon / 4, soon / 2, soon, 60_000]) {
    request.waitForConnection(timeout).catch(() => {});
  }
  // Another call through the same queue: when it is answered, the waits have begun.
  await composio.connectedAccounts.get(request.id);
  await new Promise<void>((resolve) => {
    const endless = experimental_createTool("ENDLESS", {
      name: "Endless",
      description: "Never answers.",
      inputParams: { type: "object" },
      execute: () => new Promise(() => resolve()),
    });
    const options = { experimental: { customTools: [endless] } };
    void composio.create("user_123", options).then((session) => session.execute("ENDLESS"));
  });
}
