/** Composio's tools for LlamaIndex. */

export { LlamaindexProvider, type LlamaindexTool, type LlamaindexToolCollection } from "./provider.js";
