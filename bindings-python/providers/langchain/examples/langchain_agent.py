"""An agent of LangChain with a user's GitHub tools.

How to install it: README.md.
"""

from composio_langchain import LangchainProvider
from langchain.agents import create_agent

from composio import Composio

composio = Composio(provider=LangchainProvider())
session = composio.create(user_id="user_123", toolkits=["github"])

agent = create_agent("openai:gpt-5", tools=session.tools())
task = "How many people have starred octocat/hello-world?"
answer = agent.invoke({"messages": [{"role": "user", "content": task}]})
print(answer["messages"][-1].text)
