"""An agent of LlamaIndex with a user's GitHub tools.

How to install it: README.md.
"""

import asyncio

from composio_llamaindex import LlamaIndexProvider
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.llms.openai import OpenAI

from composio import Composio

composio = Composio(provider=LlamaIndexProvider())
session = composio.create(user_id="user_123", toolkits=["github"])


async def main() -> None:
    agent = FunctionAgent(tools=session.tools(), llm=OpenAI(model="gpt-5"))
    print(await agent.run("How many people have starred octocat/hello-world?"))


asyncio.run(main())
