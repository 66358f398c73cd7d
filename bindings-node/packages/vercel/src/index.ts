/** Composio's tools for the Vercel AI SDK. */

export { VercelProvider, type VercelToolCollection } from "./provider.js";
