"""What a framework that calls tools itself, with asyncio, has to do on top of `FrameworkContract`."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from composio._steps import Call
from composio.models import ToolResult
from composio.providers.schema import clean

from .contract import ISSUES, PATIENCE, REPOSITORY, FrameworkContract, issue
from .odd_tools import Recorder
from .scripted import Models, call, turn

if TYPE_CHECKING:
    from composio import AsyncComposio, Composio, Session

    from .plugin import Provider


class Failing(Recorder):
    """An executor whose every call fails."""

    def __call__(self, slug: str, arguments: Any = None) -> ToolResult:
        super().__call__(slug, arguments)
        return ToolResult(data={}, error="no such issue", successful=False, log_id=None)


class AgentContract(FrameworkContract):
    def spoil(self, tool: Any) -> None:
        """Empty the schema that a wrapped tool holds, as a framework may."""
        raise NotImplementedError

    def failed(self, result: dict[str, Any]) -> bool:
        """Whether the model was told that its call failed, in the way of the framework."""
        told = json.loads(result["content"])
        return told["successful"] is False and bool(told["error"])

    async def test_awaited_calls_of_a_turn_run_at_once(
        self, session: Session[Any], models: Models, standin: Provider
    ) -> None:
        standin.hold(f"{ISSUES}/*", together=2)
        models.script(turn(issue(1), issue(2)), turn(text="both"))
        assert (await self.arun(session.tools(), "Do it.", session)).strip() == "both"
        assert [self.failed(result) for result in models.results()] == [False, False]

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ({**REPOSITORY, "issue_number": 404}, "Not Found"),
            ({**REPOSITORY, "issue_number": "the first"}, "integer"),
        ],
        ids=["provider", "type"],
    )
    def test_a_failed_call_is_marked_as_failed(
        self, session: Session[Any], models: Models, arguments: dict[str, Any], says: str
    ) -> None:
        models.script(turn(call("GITHUB_GET_AN_ISSUE", **arguments)), turn(issue(1)), turn(text="went on"))
        assert self._run(session.tools(), session) == "went on"
        first, second = models.results()
        assert says in first["content"]
        assert self.failed(first)
        assert not self.failed(second)

    def test_a_missing_connection_is_told(self, composio: Composio[Any], models: Models) -> None:
        session = composio.create(user_id="nobody", toolkits=["github"], preload={"tools": ["GITHUB_GET_AN_ISSUE"]})
        models.script(turn(issue(1)), turn(text="connect first"))
        assert self._run(session.tools(), session) == "connect first"
        [result] = models.results()
        assert self.failed(result)
        assert "COMPOSIO_MANAGE_CONNECTIONS" in result["content"]

    def test_tools_of_one_name_keep_to_their_sessions(
        self, composio: Composio[Any], session: Session[Any], models: Models
    ) -> None:
        other = composio.create(user_id="nobody", toolkits=["github"], preload={"tools": ["GITHUB_GET_AN_ISSUE"]})
        connected, unconnected = session.tools(), other.tools()
        for tools, fails in ((unconnected, True), (connected, False), (unconnected, True)):
            models.script(turn(issue(1)), turn(text="done"))
            assert self._run(tools, session) == "done"
            assert [self.failed(result) for result in models.results()] == [fails]

    async def test_cancelling_a_run_cancels_its_call_in_the_engine(
        self, async_composio: AsyncComposio[Any], session: Session[Any], models: Models, standin: Provider
    ) -> None:
        same = await async_composio.use(session.session_id)
        standin.hold(f"{ISSUES}/*", together=99)
        models.script(turn(issue(1)), turn(text="too late"))
        running = asyncio.create_task(self.arun(await same.tools(), "Do it.", same))
        await asyncio.to_thread(standin.wait_for, 1)
        assert async_composio._engine.is_busy()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

        async def idle() -> None:
            while async_composio._engine.is_busy():  # noqa: ASYNC110 - it tells nobody when it no longer is
                await asyncio.sleep(0)

        # The provider still holds the request: only a call that was cancelled ends now.
        await asyncio.wait_for(idle(), PATIENCE / 3)

    def test_schemas_are_offered_whole(self, session: Session[Any], composio: Composio[Any], models: Models) -> None:
        models.script(turn(text="nothing to do"))
        self._run(session.tools(), session)
        page = composio._engine.call(Call("sessions.tools", {"session_id": session.session_id}))
        assert {tool["slug"] for tool in page["items"]} == set(session.tool_slugs)
        for tool in page["items"]:
            schema, offered = clean(tool["input_parameters"]), models.schema(tool["slug"])
            assert _said(offered["properties"]) == _said(schema["properties"])
            assert offered.get("required", []) == schema.get("required", [])

    def test_spoiling_the_schema_of_a_tool_harms_no_other(self, session: Session[Any], models: Models) -> None:
        offers = []
        for _ in range(2):
            models.script(turn(text="nothing to do"))
            self._run(session.tools(), session)
            offers.append(models.tools())
            for tool in session.tools():
                self.spoil(tool)
        assert offers[0] == offers[1]


def _said(schema: Any) -> Any:
    """A schema without what says nothing: an object of unnamed properties may have an empty list of them."""
    if isinstance(schema, list):
        return [_said(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _said(value) for key, value in schema.items() if (key, value) != ("properties", {})}
