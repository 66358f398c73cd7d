"""An agent of AutoGen with a user's GitHub tools.

How to install it: README.md.
"""

import asyncio

from autogen_agentchat.agents import AssistantAgent
from autogen_ext.models.openai import OpenAIChatCompletionClient
from composio_autogen import AutogenProvider

from composio import Composio

composio = Composio(provider=AutogenProvider())
session = composio.create(user_id="user_123", toolkits=["github"])


async def main() -> None:
    model = OpenAIChatCompletionClient(model="gpt-5")
    agent = AssistantAgent("github", model, tools=session.tools(), max_tool_iterations=10)
    answer = await agent.run(task="How many people have starred octocat/hello-world?")
    print(answer.messages[-1].to_text())


asyncio.run(main())
