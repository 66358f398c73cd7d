"""A loop of your own over Anthropic's messages, with a user's GitHub tools.

How to install it: README.md.
"""

from typing import Any

from anthropic import Anthropic
from composio_anthropic import AnthropicProvider

from composio import Composio

composio = Composio(provider=AnthropicProvider())
session = composio.create(user_id="user_123", toolkits=["github"])
client, tools = Anthropic(), session.tools()

messages: list[Any] = [{"role": "user", "content": "Who owns octocat/hello-world?"}]
while True:
    response = client.messages.create(model="claude-opus-4-5", max_tokens=4096, tools=tools, messages=messages)
    messages.append({"role": "assistant", "content": response.content})
    if response.stop_reason != "tool_use":
        break
    results = composio.provider.handle_tool_calls(session=session, response=response)
    messages.append({"role": "user", "content": results})
print(*(block.text for block in response.content if block.type == "text"))
