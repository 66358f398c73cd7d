"""A graph of LangGraph that calls a user's GitHub tools until the model is done.

How to install it: README.md.
"""

from composio_langgraph import LanggraphProvider
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition

from composio import Composio

composio = Composio(provider=LanggraphProvider())
tools = composio.create(user_id="user_123", toolkits=["github"]).tools()
model = ChatOpenAI(model="gpt-5").bind_tools(tools)

graph = StateGraph(MessagesState)
graph.add_node("model", lambda state: {"messages": model.invoke(state["messages"])})
graph.add_node("tools", ToolNode(tools))
graph.add_edge(START, "model")
graph.add_conditional_edges("model", tools_condition)
graph.add_edge("tools", "model")

task = HumanMessage("How many people have starred octocat/hello-world?")
answer = graph.compile().invoke({"messages": [task]})
print(answer["messages"][-1].text)
