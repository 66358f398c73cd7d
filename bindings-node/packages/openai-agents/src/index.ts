/** Composio's tools for the OpenAI Agents SDK. */

export { OpenAIAgentsProvider, type OpenAIAgentsTool, type OpenAIAgentsToolCollection } from "./provider.js";
