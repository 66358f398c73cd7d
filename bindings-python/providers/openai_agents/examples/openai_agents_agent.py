"""An agent of the OpenAI Agents SDK with a user's GitHub tools.

How to install it: README.md.
"""

from agents import Agent, Runner
from composio_openai_agents import OpenAIAgentsProvider

from composio import Composio

composio = Composio(provider=OpenAIAgentsProvider())
session = composio.create(user_id="user_123", toolkits=["github"])

agent = Agent(name="GitHub", model="gpt-5", tools=session.tools())
print(Runner.run_sync(agent, "How many people have starred octocat/hello-world?").final_output)
