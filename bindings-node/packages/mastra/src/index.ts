/** Composio's tools for Mastra. */

export { MastraProvider, type MastraTool, type MastraToolCollection } from "./provider.js";
