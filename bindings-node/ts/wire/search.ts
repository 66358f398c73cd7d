/** Names in a search and in its answer. */

import type {
  SearchConnectionStatus,
  SearchParams,
  SearchQuery,
  SearchResponse,
  SearchResult,
  SearchToolSchema,
} from "../types/search.js";
import { list, mapOf, payload, record } from "./codec.js";
import type { SessionRef } from "./session.js";

export type SearchRequest = SessionRef & SearchParams;

export const searchRequest = record<SearchRequest>({
  sessionId: payload,
  query: payload,
  queries: list(record<SearchQuery>({ useCase: payload, knownFields: payload })),
  toolkits: payload,
  model: payload,
});

const schemaRef = record<NonNullable<SearchToolSchema["schemaRef"]>>({
  args: record<{ toolSlugs: string[] }>({ toolSlugs: payload }),
  message: payload,
  tool: payload,
});

export const searchResponse = record<SearchResponse>({
  success: payload,
  error: payload,
  results: list(
    record<SearchResult>({
      index: payload,
      useCase: payload,
      primaryToolSlugs: payload,
      relatedToolSlugs: payload,
      toolkits: payload,
      difficulty: payload,
      error: payload,
      executionGuidance: payload,
      knownPitfalls: payload,
      memory: payload,
      planId: payload,
      recommendedPlanSteps: payload,
    }),
  ),
  toolSchemas: mapOf(
    record<SearchToolSchema>({
      toolSlug: payload,
      toolkit: payload,
      description: payload,
      hasFullSchema: payload,
      inputSchema: payload,
      outputSchema: payload,
      schemaRef,
    }),
  ),
  toolkitConnectionStatuses: list(
    record<SearchConnectionStatus>({
      toolkit: payload,
      description: payload,
      hasActiveConnection: payload,
      statusMessage: payload,
      connectionDetails: payload,
      currentUserInfo: payload,
    }),
  ),
  nextStepsGuidance: payload,
  session: record<SearchResponse["session"]>({ id: payload, generateId: payload, instructions: payload }),
  timeInfo: record<SearchResponse["timeInfo"]>({
    currentTimeUtc: payload,
    currentTimeUtcEpochSeconds: payload,
    message: payload,
  }),
});
