/** Composio's tools for Anthropic's Messages API. */

export {
  type AnthropicContentBlock,
  AnthropicProvider,
  type AnthropicProviderOptions,
  type AnthropicTool,
  type AnthropicToolCollection,
  type AnthropicToolUseBlock,
} from "./provider.js";
