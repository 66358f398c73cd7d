/** Composio's tools for OpenAI's two APIs. Chat completions are what `@composio/core` speaks by itself. */

export { OpenAIProvider } from "@composio/core";
export {
  OpenAIResponsesProvider,
  type OpenAIResponsesProviderOptions,
  type OpenAiTool,
  type OpenAiToolCollection,
} from "./responses.js";
