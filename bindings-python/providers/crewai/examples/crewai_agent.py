"""An agent of CrewAI with a user's GitHub tools.

How to install it: README.md.
"""

from composio_crewai import CrewAIProvider
from crewai import Agent

from composio import Composio

composio = Composio(provider=CrewAIProvider())
session = composio.create(user_id="user_123", toolkits=["github"])

agent = Agent(
    role="GitHub expert",
    goal="Answer questions about repositories",
    backstory="You look things up instead of guessing.",
    llm="gpt-5",
    tools=session.tools(),
)
print(agent.kickoff("How many people have starred octocat/hello-world?"))
