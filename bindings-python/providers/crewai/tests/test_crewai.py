"""CrewAI's agents with our tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from composio_crewai import CrewAIProvider
from composio_crewai.arguments import closed, opened
from composio_testing import FrameworkContract, Models, call, turn
from composio_testing.odd_tools import ODD_NAME, ODD_SCHEMA, Recorder, tool
from crewai import LLM, Agent, Crew, Task

if TYPE_CHECKING:
    from composio_testing.plugin import Provider

    from composio import Session


@pytest.fixture
def provider() -> CrewAIProvider:
    return CrewAIProvider()


def agent(tools: Any, **options: Any) -> Agent:
    return Agent(
        role="Worker", goal="Work", backstory="Works.", llm=LLM(model="gpt-5", **options), tools=tools, max_iter=8
    )


class TestCrewAI(FrameworkContract):
    # What it has put into a thread ends by itself.
    cancels = False
    example = Path(__file__).parents[1] / "examples" / "crewai_agent.py"

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        return str(agent(tools).kickoff(prompt).raw)

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        return str((await agent(tools).kickoff_async(prompt)).raw)

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        worker = agent(tools, stream=True)
        task = Task(description=prompt, expected_output="What was asked for.", agent=worker)
        said = ""
        async for chunk in await Crew(agents=[worker], tasks=[task], stream=True).akickoff():
            said = said + chunk.content if chunk.chunk_type.value == "text" else ""
        return said

    def test_a_crew_runs_tasks(self, session: Session[Any], models: Models) -> None:
        worker = agent(session.tools())
        task = Task(description="Read issue 1.", expected_output="Its title.", agent=worker)
        read = call("GITHUB_GET_AN_ISSUE", owner="octocat", repo="hello-world", issue_number=1)
        models.script(turn(read), turn(text="$last.data.title"))
        done = Crew(agents=[worker], tasks=[task]).kickoff()
        assert done.raw == models.result()["data"]["title"]

    def test_the_same_words_twice_are_two_calls(self, session: Session[Any], models: Models, standin: Provider) -> None:
        create = call("GITHUB_CREATE_AN_ISSUE", owner="octocat", repo="hello-world", title="Twice")
        models.script(turn(create), turn(create), turn(text="done"))
        self._run(session.tools())
        assert len(standin.seen("/repos/octocat/hello-world/issues", "POST")) == 2

    def test_a_failure_is_one_to_crewai_too(self, session: Session[Any], models: Models) -> None:
        create = next(each for each in session.tools() if each.name == "GITHUB_CREATE_AN_ISSUE")
        failed = create.run(owner="octocat")
        assert type(failed).__name__ == "ToolFailure"
        assert json.loads(failed.message)["successful"] is False

    def test_open_objects_travel_as_text(self, provider: CrewAIProvider, models: Models) -> None:
        ran = Recorder()
        models.script(
            turn(call(ODD_NAME, **{"from": "x", "free": '{"a b": {"c": [1]}}', "anything": "[1, 2]", "mode": None})),
            turn(text="done"),
        )
        self._run(provider.wrap_tools([tool()], ran))
        assert ran.calls == [(ODD_NAME, {"from": "x", "free": {"a b": {"c": [1]}}, "anything": [1, 2]})]
        assert models.schema(ODD_NAME)["properties"]["free"]["type"] == ["string", "null"]


@pytest.mark.parametrize(
    ("given", "arrives"),
    [
        ({"from": "{}"}, {"from": "{}"}),
        ({"from": "x", "free": "{broken"}, {"from": "x", "free": "{broken"}),
        ({"from": "x", "free": {"already": 1}}, {"from": "x", "free": {"already": 1}}),
        ({"from": "x", "rows": [['{"a": 1}'], []]}, {"from": "x", "rows": [[{"a": 1}], []]}),
        ({"from": "x", "perhaps": None, "unset": None}, {"from": "x", "perhaps": None}),
        ({"from": "x", "anything": "words"}, {"from": "x", "anything": "words"}),
        ({"not_in_the_schema": 1}, {"not_in_the_schema": 1}),
    ],
)
def test_arguments_are_read_as_they_were_meant(given: dict[str, Any], arrives: dict[str, Any]) -> None:
    assert opened(given, ODD_SCHEMA) == arrives


def test_a_schema_is_closed_everywhere() -> None:
    schema = closed({**ODD_SCHEMA, "additionalProperties": True})
    assert set(schema["required"]) == schema["properties"].keys() == ODD_SCHEMA["properties"].keys()
    assert schema["additionalProperties"] is False
