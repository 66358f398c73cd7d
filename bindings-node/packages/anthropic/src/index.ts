/** Composio's tools for Anthropic's Messages API. */

export {
  AnthropicProvider,
  type AnthropicProviderOptions,
  type AnthropicTool,
  type AnthropicToolCollection,
} from "./provider.js";
