/** Names in requests for tools and toolkits and in their answers. */

import type { PageOptions } from "../types/common.js";
import type { Tool, ToolExecuteParams, ToolExecuteResponse, ToolListParams } from "../types/tool.js";
import type {
  Toolkit,
  ToolkitAuthConfigDetails,
  ToolkitAuthField,
  ToolkitAuthFields,
  ToolkitCategory,
  ToolkitDetails,
  ToolkitListParams,
  ToolkitSetupStep,
} from "../types/toolkit.js";
import { type Fields, list, payload, record } from "./codec.js";
import { page } from "./session.js";

export type ToolExecuteRequest = ToolExecuteParams & { toolSlug: string };

export const toolListRequest = record<ToolListParams>({
  toolkits: payload,
  tools: payload,
  tags: payload,
  scopes: payload,
  search: payload,
  limit: payload,
  cursor: payload,
});

export const toolRef = record<{ toolSlug: string }>({ toolSlug: payload });

export const toolExecuteRequest = record<ToolExecuteRequest>({
  toolSlug: payload,
  userId: payload,
  arguments: payload,
  connectedAccountId: payload,
  version: payload,
});

export const tool = record<Tool>({
  slug: payload,
  name: payload,
  description: payload,
  toolkit: payload,
  inputParameters: payload,
  outputParameters: payload,
  noAuth: payload,
  version: payload,
  availableVersions: payload,
  scopes: payload,
  tags: payload,
  isDeprecated: payload,
});

export const toolPage = page<Tool>(tool);

export const executeResponse = record<ToolExecuteResponse>({
  data: payload,
  error: payload,
  successful: payload,
  logId: payload,
});

/** `toolkits` stands apart because to callers it is a question of its own, `getMany`. */
export type ToolkitListRequest = ToolkitListParams & { toolkits?: readonly string[] };

export const toolkitListRequest = record<ToolkitListRequest>({
  toolkits: payload,
  search: payload,
  category: payload,
  managedBy: payload,
  sortBy: payload,
  limit: payload,
  cursor: payload,
});

export const toolkitRef = record<{ slug: string }>({ slug: payload });

const toolkitFields: Fields<Toolkit> = {
  slug: payload,
  name: payload,
  description: payload,
  logo: payload,
  categories: payload,
  authSchemes: payload,
  composioManagedAuthSchemes: payload,
  noAuth: payload,
  toolsCount: payload,
  version: payload,
};

export const toolkitPage = page<Toolkit>(record<Toolkit>(toolkitFields));

const authField = record<ToolkitAuthField>({
  name: payload,
  displayName: payload,
  description: payload,
  type: payload,
  required: payload,
  isSecret: payload,
});

const authFields = record<ToolkitAuthFields>({ required: list(authField), optional: list(authField) });

export const categoriesRequest = record<PageOptions>({ limit: payload, cursor: payload });

export const categoryPage = page<ToolkitCategory>(record<ToolkitCategory>({ id: payload, name: payload }));

const setupStep = record<ToolkitSetupStep>({
  kind: payload,
  scheme: payload,
  title: payload,
  minutes: payload,
  note: payload,
  url: payload,
  manifest: payload,
  formField: payload,
  exchange: record<NonNullable<ToolkitSetupStep["exchange"]>>({
    returnTo: payload,
    post: payload,
    clientId: payload,
    clientSecret: payload,
  }),
  steps: payload,
  name: payload,
  command: payload,
  file: payload,
  format: payload,
  prepare: payload,
});

export const toolkitDetails = record<ToolkitDetails>({
  ...toolkitFields,
  authConfigDetails: list(
    record<ToolkitAuthConfigDetails>({
      mode: payload,
      name: payload,
      fields: record<ToolkitAuthConfigDetails["fields"]>({
        authConfigCreation: authFields,
        connectedAccountInitiation: authFields,
      }),
    }),
  ),
  setup: list(setupStep),
  baseUrl: payload,
});
