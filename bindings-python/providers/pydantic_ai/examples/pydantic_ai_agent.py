"""An agent of Pydantic AI with a user's GitHub tools.

How to install it: README.md.
"""

from composio_pydantic_ai import PydanticAIProvider
from pydantic_ai import Agent

from composio import Composio

composio = Composio(provider=PydanticAIProvider())
session = composio.create(user_id="user_123", toolkits=["github"])

agent = Agent("openai:gpt-5", tools=session.tools())
print(agent.run_sync("How many people have starred octocat/hello-world?").output)
