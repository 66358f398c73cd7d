"""A loop of your own over OpenAI's chat completions, with a user's GitHub tools.

How to install it: README.md.
"""

from typing import Any

from openai import OpenAI

from composio import Composio

composio = Composio()
session = composio.create(user_id="user_123", toolkits=["github"])
client, tools = OpenAI(), session.tools()

messages: list[Any] = [{"role": "user", "content": "Who owns octocat/hello-world?"}]
while True:
    response = client.chat.completions.create(model="gpt-5", tools=tools, messages=messages)
    messages.append(response.choices[0].message)
    if not response.choices[0].message.tool_calls:
        break
    messages += composio.provider.handle_tool_calls(session=session, response=response)
print(messages[-1].content)
