/** Toolkits of the catalog. */

import type { PageOptions } from "./common.js";

export interface ToolkitListParams extends PageOptions {
  /** Text in the slug, name or description. */
  search?: string;
  /** The id or the name of a category. */
  category?: string;
  /** Those that come with the engine, or those the project added. */
  managedBy?: "all" | "composio" | "project";
  /** The only order there is; `usage`, which nobody counts here, is refused. */
  sortBy?: "alphabetically" | "usage";
}

export interface ToolkitCategory {
  id: string;
  name: string;
}

export interface Toolkit {
  slug: string;
  name: string;
  description: string;
  logo: string;
  categories: string[];
  authSchemes: string[];
  /** The schemes that need nothing from the developer. */
  composioManagedAuthSchemes: string[];
  noAuth: boolean;
  toolsCount: number;
  version: string;
}

export interface ToolkitAuthField {
  name: string;
  displayName: string;
  description: string;
  type: string;
  required: boolean;
  isSecret: boolean;
}

/** What a scheme asks of the developer or of the user. */
export interface ToolkitAuthFields {
  required: ToolkitAuthField[];
  optional: ToolkitAuthField[];
}

export interface ToolkitAuthConfigDetails {
  mode: string;
  name: string;
  fields: {
    /** From the developer, when the auth config is made. */
    authConfigCreation: ToolkitAuthFields;
    /** From the user, when an account is connected. */
    connectedAccountInitiation: ToolkitAuthFields;
  };
}

/** One way to a first credential; which of the optional members there are follows from `kind`. */
export interface ToolkitSetupStep {
  kind: "token_page" | "local_login" | "app_manifest" | "own_client";
  /** The way to sign in it leads to. */
  scheme: string;
  title: string;
  /** What it takes a person who does it for the first time; an estimate. */
  minutes: number;
  note: string;
  url?: string;
  /** What an app made from it is; the keys are the provider's. */
  manifest?: Record<string, unknown>;
  /** The field of a form that carries the manifest, where it is not in `url`. */
  formField?: string;
  exchange?: { returnTo: string; post: string; clientId: string; clientSecret: string };
  steps?: string[];
  name?: string;
  command?: string[];
  file?: string;
  format?: "token" | "google_adc";
  prepare?: string;
}

export interface ToolkitDetails extends Toolkit {
  authConfigDetails: ToolkitAuthConfigDetails[];
  /** The ways to a first credential, the shortest one first. */
  setup: ToolkitSetupStep[];
  baseUrl: string;
}
