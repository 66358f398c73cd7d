/** Toolkits of the catalog. */

import type { PageOptions } from "./common.js";

export interface ToolkitListParams extends PageOptions {
  search?: string;
  category?: string;
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

export interface ToolkitDetails extends Toolkit {
  authConfigDetails: ToolkitAuthConfigDetails[];
  baseUrl: string;
}
