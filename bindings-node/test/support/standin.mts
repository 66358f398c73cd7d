/** The stand-in provider: GitHub, Exa and Hacker News on loopback, for the time of a test file. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import type { AuthConfigCredentials, ManagedClient } from "@composio/core";

export interface StandIn {
  url: string;
  client_id: string;
  client_secret: string;
  personal_access_tokens: Record<string, string>;
  exa_api_key: string;
}

/** The project's root, seen from the compiled tests. */
export const root = join(import.meta.dirname, "..", "..", "..", "..");

/** Starts it now and stops it after the file's last test. */
export async function startStandIn(): Promise<StandIn> {
  const python = process.env.PYTHON ?? "python3";
  const child = spawn(python, [join(root, "tests", "standin", "provider.py")], { stdio: ["pipe", "pipe", "inherit"] });
  after(() => child.stdin.end());
  const [line] = await once(createInterface(child.stdout), "line");
  return JSON.parse(line as string) as StandIn;
}

/** Credentials of an auth config that sends GitHub's requests to the stand-in. */
export function githubCredentials(standIn: StandIn): AuthConfigCredentials {
  return {
    client_id: standIn.client_id,
    client_secret: standIn.client_secret,
    base_url: standIn.url,
    authorization_url: `${standIn.url}/login/oauth/authorize`,
    token_url: `${standIn.url}/login/oauth/access_token`,
  };
}

/** The same as a client of the whole engine. */
export function managedGithub(standIn: StandIn): ManagedClient {
  return {
    clientId: standIn.client_id,
    clientSecret: standIn.client_secret,
    baseUrl: standIn.url,
    authorizationUrl: `${standIn.url}/login/oauth/authorize`,
    tokenUrl: `${standIn.url}/login/oauth/access_token`,
  };
}

/** Steers the stand-in; see its README. */
export async function control(standIn: StandIn, path: string, body: object = {}): Promise<void> {
  const response = await fetch(`${standIn.url}/_control/${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`the stand-in refused ${path}: ${await response.text()}`);
}

/** How often it was asked at paths that start so. */
export async function timesAsked({ url }: StandIn, path: string): Promise<number> {
  const response = await fetch(`${url}/_control/requests?path=${encodeURIComponent(path)}`);
  return ((await response.json()) as { requests: unknown[] }).requests.length;
}
