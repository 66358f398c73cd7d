"""Gemini with a user's GitHub tools, run by the program.

How to install it: README.md.
"""

from composio_google import GoogleProvider
from google import genai
from google.genai.types import AutomaticFunctionCallingConfig, GenerateContentConfig, Tool

from composio import Composio

composio = Composio(provider=GoogleProvider())
session = composio.create(user_id="user_123", toolkits=["github"])

config = GenerateContentConfig(
    tools=[Tool(function_declarations=session.tools())],
    automatic_function_calling=AutomaticFunctionCallingConfig(disable=True),
)
client = genai.Client()
chat = client.chats.create(model="gemini-3-pro", config=config)
response = chat.send_message("How many people have starred octocat/hello-world?")
while response.function_calls:
    response = chat.send_message(composio.provider.handle_tool_calls(session=session, response=response))
print(response.text)
