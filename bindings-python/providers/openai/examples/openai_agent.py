"""A loop of your own over OpenAI's responses, with a user's GitHub tools.

pip install composio_openai
"""

from composio_openai import OpenAIResponsesProvider
from openai import OpenAI

from composio import Composio

composio = Composio(provider=OpenAIResponsesProvider())
session = composio.create(user_id="user_123", toolkits=["github"])
client, tools = OpenAI(), session.tools()

response = client.responses.create(model="gpt-5", tools=tools, input="Who owns octocat/hello-world?")
while outputs := composio.provider.handle_tool_calls(session=session, response=response):
    response = client.responses.create(model="gpt-5", tools=tools, input=outputs, previous_response_id=response.id)
print(response.output_text)
