/** Composio's tools for the Claude Agent SDK. */

export { ClaudeAgentSDKProvider, type ClaudeAgentTool, type ClaudeAgentToolCollection } from "./provider.js";
