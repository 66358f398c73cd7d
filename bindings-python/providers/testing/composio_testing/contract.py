"""What every framework has to do with our tools, driven by the scripted model. A framework's test class inherits it.

The class says how an agent of the framework is run (`run`, `arun`, `stream`); what a framework has not is not given,
and the tests of it are skipped. Tests of what only this framework has stand beside in the same class.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from .odd_tools import ODD_ARGUMENTS, ODD_NAME, ODD_SCHEMA, WRONG_ARGUMENTS, Recorder, tool
from .scripted import Models, call, turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composio import AsyncComposio, Composio, Session

    from .plugin import Provider

USER = "user_123"
REPOSITORY = {"owner": "octocat", "repo": "hello-world"}
ISSUES = "/repos/octocat/hello-world/issues"
META_TOOLS = {"COMPOSIO_SEARCH_TOOLS", "COMPOSIO_GET_TOOL_SCHEMAS", "COMPOSIO_MULTI_EXECUTE_TOOL"}


# Seconds a test waits for what should come at once.
PATIENCE = 15


class NotSupported(Exception):
    """The framework has no such thing."""


def issue(number: int) -> dict[str, Any]:
    return call("GITHUB_GET_AN_ISSUE", **REPOSITORY, issue_number=number)


class FrameworkContract:
    example: ClassVar[Path]
    """The example of the framework's package."""

    parallel: ClassVar[bool] = True
    """Whether the framework runs the calls of one turn at the same time."""

    undeclared: ClassVar[bool] = True
    """Whether arguments that no schema names reach us, for the engine to say so."""

    agentic: ClassVar[bool] = True
    """Whether the framework calls the tools itself."""

    cancels: ClassVar[bool] = True
    """Whether the end of an awaited run ends the calls it waits for."""

    def run(self, tools: Any, prompt: str, session: Any) -> str:
        """Run an agent with these tools to its end, blocking; its last words."""
        raise NotSupported

    async def arun(self, tools: Any, prompt: str, session: Any) -> str:
        """The same without blocking the loop."""
        raise NotSupported

    async def stream(self, tools: Any, prompt: str, session: Any) -> str:
        """The same, streaming; all text the model said at its last turn."""
        raise NotSupported

    def _run(self, tools: Any, session: Any = None) -> str:
        """`run`, or `arun` where the framework is asynchronous only."""
        try:
            return self.run(tools, "Do it.", session)
        except NotSupported:
            return asyncio.run(self.arun(tools, "Do it.", session))

    def test_search_connect_execute_answer(
        self,
        composio: Composio[Any],
        models: Models,
        standin: Provider,
        connect: Callable[[str], None],
    ) -> None:
        session = composio.create(user_id=USER, toolkits=["github"])
        search = call("COMPOSIO_SEARCH_TOOLS", queries=[{"use_case": "read an issue of a github repository"}])
        models.script(
            turn(search),
            turn(call("COMPOSIO_MANAGE_CONNECTIONS", toolkits=["github"])),
            turn(text="$last.data.results.github.redirect_url"),
        )
        link = self._run(session.tools(), session)
        offered = [_bare(each["name"]) for each in models.tools()]
        assert all(any(name.endswith(_bare(wanted)) for name in offered) for wanted in META_TOOLS)
        found, initiated = models.result(0), models.result(1)
        assert "GITHUB_GET_AN_ISSUE" in found["data"]["results"][0]["primary_tool_slugs"]
        assert initiated["data"]["results"]["github"]["status"] == "initiated"
        assert link.strip() == initiated["data"]["results"]["github"]["redirect_url"]

        connect(link.strip())
        one = {"tool_slug": "GITHUB_GET_AN_ISSUE", "arguments": {**REPOSITORY, "issue_number": 1}}
        models.script(
            turn(call("COMPOSIO_MULTI_EXECUTE_TOOL", tools=[one])),
            turn(text="$last.data.results.0.response.data.title"),
        )
        answer = self._run(session.tools(), session)
        assert answer.strip() == models.result()["data"]["results"][0]["response"]["data"]["title"]
        assert [seen["status"] for seen in standin.seen(ISSUES)] == [200]

    def test_arguments_arrive_at_the_provider(self, session: Session[Any], models: Models, standin: Provider) -> None:
        given = {"title": 'Ümläute & "quotes"', "body": "a\n\tb\\n", "labels": ["one", "two"]}
        models.script(turn(call("GITHUB_CREATE_AN_ISSUE", **REPOSITORY, **given)), turn(text="$last.data.title"))
        assert self._run(session.tools(), session).strip() == given["title"]
        assert [seen["body"] for seen in standin.seen(ISSUES, "POST")] == [given]

    def test_two_calls_of_a_turn_run_at_once(self, session: Session[Any], models: Models, standin: Provider) -> None:
        if not self.parallel:
            pytest.skip("the framework runs one call after the other")
        standin.hold(f"{ISSUES}/*", together=2)
        models.script(turn(issue(1), issue(2)), turn(text="both"))
        assert self._run(session.tools(), session).strip() == "both"
        # A framework may send results in the order in which they came.
        assert {models.result(number)["data"]["number"] for number in (0, 1)} == {1, 2}
        # One that waits in vain for the other fails, and the engine asks again.
        assert [seen["status"] for seen in standin.seen(ISSUES)] == [200, 200]

    def test_failures_go_back_to_the_model(self, session: Session[Any], models: Models, standin: Provider) -> None:
        standin.control("faults", path=f"{ISSUES}/2", status=410)
        models.script(
            turn(call("GITHUB_GET_AN_ISSUE", owner="octocat")), turn(issue(2)), turn(issue(1)), turn(text="went on")
        )
        assert self._run(session.tools(), session).strip() == "went on"
        contents = [result["content"] for result in models.results()]
        assert "issue_number" in contents[0]
        assert "410" in contents[1]
        assert models.result(2)["data"]["number"] == 1

    def test_the_offer_is_the_same_each_time(self, session: Session[Any], models: Models) -> None:
        offers = []
        for _ in range(2):
            models.script(turn(text="nothing to do"))
            self._run(session.tools(), session)
            offers.append(models.tools())
        assert offers[0] == offers[1]
        assert len(offers[0]) == len({each["name"] for each in offers[0]}) == len(session.tool_slugs)

    def test_odd_arguments_arrive_unharmed(self, provider: Any, models: Models) -> None:
        if not self.agentic:
            pytest.skip("the program passes the arguments on itself")
        ran = Recorder()
        models.script(turn(call(ODD_NAME, **ODD_ARGUMENTS)), turn(call(ODD_NAME, **WRONG_ARGUMENTS)), turn(text="done"))
        assert self._run(provider.wrap_tools([tool(), tool("OTHER", {})], ran)).strip() == "done"
        wrong = {
            name: WRONG_ARGUMENTS[name]
            for name in WRONG_ARGUMENTS
            if self.undeclared or name in ODD_SCHEMA["properties"]
        }
        assert ran.calls == [(ODD_NAME, ODD_ARGUMENTS), (ODD_NAME, wrong)]
        assert models.schema(ODD_NAME)["properties"].keys() == ODD_SCHEMA["properties"].keys()

    async def test_awaited_calls_leave_the_loop_free(
        self, async_composio: AsyncComposio[Any], session: Session[Any], models: Models, standin: Provider
    ) -> None:
        same = await async_composio.use(session.session_id)
        standin.hold(f"{ISSUES}/*", together=99)
        models.script(turn(issue(1)), turn(text="free"))
        tools = await same.tools()
        try:
            running = asyncio.create_task(self.arun(tools, "Do it.", same))
            # Both wait for the held call in threads; a loop that is blocked by it would never come to let it go.
            waiting = asyncio.create_task(asyncio.to_thread(standin.wait_for, 1))
            done, _ = await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
            assert running not in done, await running
            assert len(await waiting) == 1
            await asyncio.to_thread(standin.release)
            assert (await running).strip() == "free"
        except NotSupported:
            standin.release()
            pytest.skip("the framework has no asyncio")
        assert [seen["status"] for seen in standin.seen(ISSUES)] == [200]

    async def test_a_cancelled_run_ends_while_its_call_is_under_way(
        self, async_composio: AsyncComposio[Any], session: Session[Any], models: Models, standin: Provider
    ) -> None:
        if type(self).arun is FrameworkContract.arun:
            pytest.skip("the framework has no asyncio")
        same = await async_composio.use(session.session_id)
        standin.hold(f"{ISSUES}/*", together=99)
        models.script(turn(issue(1)), turn(text="too late"))
        running = asyncio.create_task(self.arun(await same.tools(), "Do it.", same))
        await asyncio.to_thread(standin.wait_for, 1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert models.unplayed() == 1

    async def test_streaming(self, session: Session[Any], models: Models) -> None:
        models.script(turn(issue(1), text="Let me look it up."), turn(text="It is open, and has two labels."))
        try:
            said = await self.stream(session.tools(), "Do it.", session)
        except NotSupported:
            pytest.skip("the framework does not stream")
        assert said == "It is open, and has two labels."
        assert models.result()["data"]["number"] == 1

    def test_a_custom_tool_runs_in_this_process(self, composio: Composio[Any], models: Models) -> None:
        graded: list[Any] = []

        @composio.experimental.tool(preload=True)
        def grade(essay: str, weights: dict[str, Any]) -> dict[str, Any]:
            """Grades an essay."""
            graded.append((essay, weights))
            if not essay:
                raise ValueError("there is nothing to grade")
            return {"grade": "A"}

        session = composio.create(user_id=USER, toolkits=["github"], experimental={"custom_tools": [grade]})
        models.script(
            turn(call("LOCAL_GRADE", essay="", weights={})),
            turn(call("LOCAL_GRADE", essay="Once upon a time", weights={"style": 2})),
            turn(text="$last.data.grade"),
        )
        assert self._run(session.tools(), session).strip() == "A"
        assert graded == [("", {}), ("Once upon a time", {"style": 2})]
        assert "there is nothing to grade" in models.results()[0]["content"]

    def test_a_custom_tool_may_return_nothing_or_what_is_no_text_or_raise(
        self, composio: Composio[Any], models: Models
    ) -> None:
        @composio.experimental.tool(preload=True)
        def nothing() -> None:
            """Returns nothing."""

        @composio.experimental.tool(preload=True)
        def raw() -> bytes:
            """Returns bytes."""
            return b"\xff\x00"

        @composio.experimental.tool(preload=True)
        async def broken() -> None:
            """Raises."""
            raise LookupError

        tools = [nothing, raw, broken]
        session = composio.create(user_id=USER, toolkits=["github"], experimental={"custom_tools": tools})
        models.script(*(turn(call(f"LOCAL_{tool.slug}")) for tool in tools), turn(text="went on"))
        assert self._run(session.tools(), session).strip() == "went on"
        contents = [result["content"] for result in models.results()]
        assert models.result(0)["successful"] is True
        assert "returned bytes" in contents[1]
        assert "LookupError" in contents[2]

    async def test_a_custom_tool_that_never_ends_does_not_hold_a_cancelled_run(
        self, async_composio: AsyncComposio[Any], models: Models
    ) -> None:
        if type(self).arun is FrameworkContract.arun:
            pytest.skip("the framework has no asyncio")
        started, released, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

        @async_composio.experimental.tool(preload=True)
        async def forever() -> None:
            """Never ends."""
            started.set()
            try:
                await released.wait()
            finally:
                ended.set()

        session = await async_composio.create(USER, toolkits=["github"], experimental={"custom_tools": [forever]})
        models.script(turn(call("LOCAL_FOREVER")), turn(text="too late"))
        running = asyncio.create_task(self.arun(await session.tools(), "Do it.", session))
        await asyncio.wait_for(started.wait(), PATIENCE)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        if not self.cancels:
            assert not ended.is_set()
            released.set()
        await asyncio.wait_for(ended.wait(), PATIENCE)

    def test_the_example_runs(self, models: Models, run_example: Callable[[Path], str]) -> None:
        one = {"tool_slug": "GITHUB_GET_A_REPOSITORY", "arguments": REPOSITORY}
        models.script(
            turn(call("COMPOSIO_MULTI_EXECUTE_TOOL", tools=[one])),
            turn(text="$last.data.results.0.response.data.full_name"),
            skip_without_tools=True,
        )
        assert "octocat/hello-world" in run_example(self.example)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.upper() if letter.isalnum())
