/** A user who has connected GitHub, at the stand-in. */

import { AuthConfigTypes, AuthSchemeTypes, type Composio, type Session } from "@composio/core";
import { Browser } from "./browser.mjs";
import { githubCredentials, type StandIn } from "./standin.mjs";

/** An auth config with the stand-in as GitHub. */
export async function githubConfig(composio: Composio, standIn: StandIn): Promise<string> {
  const config = await composio.authConfigs.create("github", {
    type: AuthConfigTypes.CUSTOM,
    authScheme: AuthSchemeTypes.OAUTH2,
    credentials: githubCredentials(standIn),
  });
  return config.id;
}

/** A session of `userId` with GitHub connected the way a user does it. */
export async function connectedSession(composio: Composio, standIn: StandIn, userId = "user_123"): Promise<Session> {
  const github = await githubConfig(composio, standIn);
  const session = await composio.create(userId, { toolkits: ["github"], authConfigs: { github } });
  await connect(session);
  return session;
}

/** Follows a connect link as the user would, and waits. Answers the account's id. */
export async function connect(session: Session, toolkit = "github"): Promise<string> {
  const request = await session.authorize(toolkit);
  const waiting = request.waitForConnection(20_000);
  await new Browser().connect(request.redirectUrl ?? "");
  return (await waiting).id;
}
