/** Composio's tools for Google's Gen AI SDK. */

export {
  type GoogleGenAIFunctionCall,
  type GoogleGenAIToolCollection,
  GoogleProvider,
  type GoogleTool,
} from "./provider.js";
