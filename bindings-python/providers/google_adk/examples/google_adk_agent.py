"""An agent of Google's Agent Development Kit with a user's GitHub tools.

How to install it: README.md.
"""

import asyncio

from composio_google_adk import GoogleAdkProvider
from google.adk.agents import Agent
from google.adk.runners import InMemoryRunner

from composio import Composio

composio = Composio(provider=GoogleAdkProvider())
session = composio.create(user_id="user_123", toolkits=["github"])


async def main() -> None:
    agent = Agent(name="github", model="gemini-3-pro", tools=session.tools())
    runner = InMemoryRunner(agent)
    for event in await runner.run_debug("How many people have starred octocat/hello-world?", quiet=True):
        if event.is_final_response() and event.content and event.content.parts:
            print(event.content.parts[0].text)


asyncio.run(main())
