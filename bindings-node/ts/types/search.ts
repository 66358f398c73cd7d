/** What `session.search()` answers: the same that the agent's search tool answers. */

import type { JsonSchema } from "./common.js";

export interface SearchQuery {
  /** What the user wants, in plain words. */
  useCase: string;
  /** What is already known, as `name: value` pairs in one string. */
  knownFields?: string;
}

/** One query in plain words, or several at once. */
export type SearchParams = ({ query: string; queries?: never } | { queries: SearchQuery[]; query?: never }) & {
  /** Search only these toolkits. */
  toolkits?: string[];
  model?: string;
};

export interface SearchResult {
  index: number;
  useCase: string;
  primaryToolSlugs: string[];
  relatedToolSlugs: string[];
  toolkits: string[];
  difficulty?: string;
  error?: string | null;
  executionGuidance?: string;
  knownPitfalls?: string[];
  memory?: Record<string, string[]>;
  planId?: string;
  recommendedPlanSteps?: string[];
}

export interface SearchToolSchema {
  toolSlug: string;
  toolkit: string;
  description?: string;
  hasFullSchema?: boolean;
  inputSchema?: JsonSchema;
  outputSchema?: JsonSchema;
  /** Where the full schema is to be had when it is not here. */
  schemaRef?: { args: { toolSlugs: string[] }; message?: string; tool: string };
}

export interface SearchConnectionStatus {
  toolkit: string;
  description: string;
  hasActiveConnection: boolean;
  statusMessage: string;
  connectionDetails?: Record<string, unknown>;
  currentUserInfo?: Record<string, unknown>;
}

export interface SearchResponse {
  success: boolean;
  error: string | null;
  results: SearchResult[];
  /** Keyed by tool slug. */
  toolSchemas: Record<string, SearchToolSchema>;
  toolkitConnectionStatuses: SearchConnectionStatus[];
  nextStepsGuidance: string[];
  session: { id: string; generateId: boolean; instructions: string };
  timeInfo: { currentTimeUtc: string; currentTimeUtcEpochSeconds: number; message: string };
}
