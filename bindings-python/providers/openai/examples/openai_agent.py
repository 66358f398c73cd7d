"""A loop of your own over OpenAI's responses, with a user's GitHub tools.

How to install it: README.md.
"""

from typing import Any

from composio_openai import OpenAIResponsesProvider
from openai import OpenAI

from composio import Composio

composio = Composio(provider=OpenAIResponsesProvider())
session = composio.create(user_id="user_123", toolkits=["github"])
client, tools = OpenAI(), session.tools()

items: list[Any] = [{"role": "user", "content": "Who owns octocat/hello-world?"}]
while True:
    response = client.responses.create(model="gpt-5", tools=tools, input=items)
    outputs = composio.provider.handle_tool_calls(session=session, response=response)
    if not outputs:
        break
    items += [*response.output, *outputs]
print(response.output_text)
