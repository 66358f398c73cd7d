"""Gemini with a user's GitHub tools, which the client calls by itself.

How to install it: README.md.
"""

from composio_gemini import GeminiProvider
from google import genai
from google.genai.types import GenerateContentConfig

from composio import Composio

composio = Composio(provider=GeminiProvider())
session = composio.create(user_id="user_123", toolkits=["github"])

client = genai.Client()
chat = client.chats.create(model="gemini-3-pro", config=GenerateContentConfig(tools=session.tools()))
print(chat.send_message("How many people have starred octocat/hello-world?").text)
