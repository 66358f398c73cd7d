/** Composio's tools for LangChain and LangGraph. */

export { type LangChainToolCollection, LangchainProvider } from "./provider.js";
