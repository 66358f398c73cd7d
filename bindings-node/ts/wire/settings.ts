/** Names of settings. */

import type { ComposioSettings, ManagedClient } from "../types/settings.js";
import { mapOf, payload, record } from "./codec.js";

const managedClient = record<ManagedClient>({
  clientId: payload,
  clientSecret: payload,
  scopes: payload,
  baseUrl: payload,
  baseUrls: payload,
  authorizationUrl: payload,
  tokenUrl: payload,
  revocationUrl: payload,
});

export const settings = record<ComposioSettings>(
  {
    home: payload,
    apiKey: payload,
    baseURL: payload,
    connectOrigin: payload,
    publicUrl: payload,
    applicationName: payload,
    requestTimeoutMs: payload,
    resultBudget: payload,
    managed: mapOf(managedClient),
  },
  { baseURL: "base_url" },
);
