"""An agent of the Claude Agent SDK with a user's GitHub tools.

How to install it: README.md.
"""

import asyncio

from claude_agent_sdk import ClaudeAgentOptions, ResultMessage, query
from composio_claude_agent_sdk import ClaudeAgentSDKProvider

from composio import Composio

composio = Composio(provider=ClaudeAgentSDKProvider())
session = composio.create(user_id="user_123", toolkits=["github"])
server = composio.provider.create_mcp_server(session.tools())
options = ClaudeAgentOptions(mcp_servers={"composio": server}, allowed_tools=["mcp__composio"], tools=[])


async def main() -> None:
    async for message in query(prompt="How many people have starred octocat/hello-world?", options=options):
        if isinstance(message, ResultMessage):
            print(message.result)


asyncio.run(main())
