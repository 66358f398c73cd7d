/** Composio's tools for the Claude Agent SDK. */

export type { Options as ClaudeAgentOptions } from "@anthropic-ai/claude-agent-sdk";
export { ClaudeAgentSDKProvider, type ClaudeAgentTool, type ClaudeAgentToolCollection } from "./provider.js";
