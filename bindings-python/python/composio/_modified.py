"""Tools and calls with the caller's modifiers applied, as steps for blocking and asyncio code alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._steps import Ask, Call
from .exceptions import NotAllowedError, NotFoundError, UsageError
from .models import Tool, ToolResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from ._steps import Steps
    from .modifiers import Kind, Modifier

    Send: TypeAlias = Callable[[dict[str, Any]], Steps[ToolResult]]

_SEVERAL = "COMPOSIO_MULTI_EXECUTE_TOOL"


def modified_tools(tools: list[Tool], modifiers: Sequence[Modifier]) -> Steps[list[Tool]]:
    """The tools as the modifiers want the model to see them."""
    if not modifiers:
        return tools
    changed = []
    for tool in tools:
        slug, toolkit = tool.slug, tool.toolkit.slug
        for modifier in modifiers:
            if modifier.applies("schema", slug, toolkit):
                tool = yield Ask(modifier.modifier, slug, toolkit, tool)
                if not isinstance(tool, Tool):
                    raise _wrong(modifier, slug, tool, "the schema it was given, a `Tool`")
        changed.append(tool)
    return changed


class Modified:
    """Runs calls with modifiers around them."""

    def __init__(
        self, modifiers: Sequence[Modifier], *, session_id: str | None = None, tools: Iterable[Tool] = ()
    ) -> None:
        self._modifiers = [modifier for modifier in modifiers if modifier.type != "schema"]
        self._session_id = session_id
        self._toolkits = {tool.slug: tool.toolkit.slug for tool in tools} if self._modifiers else {}

    def run(self, tool: str, params: dict[str, Any], send: Send) -> Steps[ToolResult]:
        """Run `send` with `params`: the `arguments` of the tool, and on whose behalf."""
        if not self._modifiers:
            return (yield from send(params))
        toolkit = yield from self._toolkit(tool)
        if self._session_id is not None:
            params["arguments"] = yield from self._change_arguments(tool, toolkit, params["arguments"])
        params = yield from self._before(tool, toolkit, params)
        if tool == _SEVERAL:
            result = yield from self._run_several(params, send)
        else:
            result = yield from send(params)
        result = yield from self._after("after_execute", tool, toolkit, result)
        if self._session_id is not None:
            result = yield from self._after("after_execute_meta", tool, toolkit, result, self._session_id)
        return result

    def _change_arguments(self, tool: str, toolkit: str, arguments: dict[str, Any]) -> Steps[dict[str, Any]]:
        for modifier in self._applying("before_execute_meta", tool, toolkit):
            arguments = yield Ask(modifier.modifier, tool, toolkit, self._session_id, arguments)
            if not isinstance(arguments, dict):
                raise _wrong(modifier, tool, arguments, "the params it was given, a dict of arguments")
        return arguments

    def _before(self, tool: str, toolkit: str, params: dict[str, Any]) -> Steps[dict[str, Any]]:
        for modifier in self._applying("before_execute", tool, toolkit):
            params = yield Ask(modifier.modifier, tool, toolkit, params)
            if not isinstance(params, dict) or not isinstance(params.get("arguments"), dict):
                raise _wrong(modifier, tool, params, "the params it was given, a dict with `arguments`")
        return params

    def _after(self, type_: Kind, tool: str, toolkit: str, result: ToolResult, *session_id: str) -> Steps[ToolResult]:
        for modifier in self._applying(type_, tool, toolkit):
            changed = yield Ask(modifier.modifier, tool, toolkit, *session_id, result)
            if not isinstance(changed, dict) or not {"data", "error", "successful"} <= changed.keys():
                raise _wrong(
                    modifier, tool, changed, "the response it was given, a dict with `data`, `error`, `successful`"
                )
            result = ToolResult(changed)
        return result

    def _run_several(self, params: dict[str, Any], send: Send) -> Steps[ToolResult]:
        """A call that runs several tools. One that a modifier refuses fails alone."""
        arguments: dict[str, Any] = params["arguments"]
        items = arguments.get("tools")
        if not isinstance(items, list):
            return (yield from send(params))
        refused: dict[int, dict[str, Any]] = {}
        running = []
        for index, item in enumerate(items):
            try:
                running.append((yield from self._before_one(params, item)))
            except NotAllowedError as error:
                refused[index] = _refused(item["tool_slug"], error)
        if refused and not running:
            result = ToolResult(data={"results": []}, error=None, successful=True, log_id=None)
        else:
            result = yield from send({**params, "arguments": {**arguments, "tools": running}})
        any_refused = yield from self._after_each(result)
        return _with_refused(result, refused) if refused or any_refused else result

    def _before_one(self, params: dict[str, Any], item: Any) -> Steps[Any]:
        """The item as its tool is to be called. One the model got wrong is left to the engine to judge."""
        if not isinstance(item, dict) or not isinstance(item.get("tool_slug"), str):
            return item
        tool, given = item["tool_slug"], item.get("arguments")
        toolkit = yield from self._toolkit(tool)
        if not any(self._applying("before_execute", tool, toolkit)):
            return item
        inner = {**params, "arguments": given if isinstance(given, dict) else {}}
        return {**item, "arguments": (yield from self._before(tool, toolkit, inner))["arguments"]}

    def _after_each(self, result: ToolResult) -> Steps[bool]:
        """Whether one of the results was refused."""
        any_refused = False
        for item in result["data"].get("results") or ():
            if item.get("response"):
                tool, response = item["tool_slug"], ToolResult(item["response"])
                toolkit = yield from self._toolkit(tool)
                try:
                    item["response"] = yield from self._after("after_execute", tool, toolkit, response)
                except NotAllowedError as error:
                    any_refused = True
                    item.update(_refused(tool, error))
        return any_refused

    def _applying(self, type_: Kind, tool: str, toolkit: str) -> Iterable[Modifier]:
        return (modifier for modifier in self._modifiers if modifier.applies(type_, tool, toolkit))

    def _toolkit(self, tool: str) -> Steps[str]:
        """The toolkit of a tool; empty for one nobody knows, whose call will say so."""
        if tool not in self._toolkits:
            self._toolkits[tool] = yield from _looked_up(tool, self._session_id)
        return self._toolkits[tool]


def _refused(tool: str, error: NotAllowedError) -> dict[str, Any]:
    """What COMPOSIO_MULTI_EXECUTE_TOOL says of a tool that did not come to run."""
    return {"tool_slug": tool, "response": None, "error": error.message}


def _with_refused(result: ToolResult, refused: dict[int, dict[str, Any]]) -> ToolResult:
    """The result with the refused calls in their places, and counted."""
    results = result["data"].get("results")
    if results is None:
        # The call as a whole was wrong, and nothing of it ran.
        return result
    for index in sorted(refused):
        results.insert(index, refused[index])
    for index, item in enumerate(results):
        item["index"] = index
    total, failed = len(results), sum(item["error"] is not None for item in results)
    counts = {"total_count": total, "success_count": total - failed, "error_count": failed}
    error = f"{failed} out of {total} tools failed"
    return ToolResult({**result, "data": {**result["data"], **counts}, "error": error, "successful": False})


def _looked_up(tool: str, session_id: str | None) -> Steps[str]:
    if tool.startswith("COMPOSIO_"):
        return "composio"
    if tool.startswith("LOCAL_") and session_id is not None:
        session = yield Call("sessions.get", {"session_id": session_id})
        return _of_custom_tool(tool, session.get("experimental") or {})
    try:
        found: str = (yield Call("tools.get", {"tool_slug": tool}))["toolkit"]["slug"]
    except NotFoundError:
        return ""
    return found


def _of_custom_tool(tool: str, experimental: dict[str, Any]) -> str:
    tools = [*experimental.get("custom_tools", ())]
    for toolkit in experimental.get("custom_toolkits", ()):
        tools += toolkit["tools"]
    for each in tools:
        if each["slug"] == tool:
            return str(each.get("toolkit") or each.get("extends_toolkit") or "custom").lower()
    return ""


def _wrong(modifier: Modifier, tool: str, returned: Any, wanted: str) -> UsageError:
    got = "nothing (None)" if returned is None else f"`{type(returned).__name__}`"
    if isinstance(returned, dict):
        got = f"a dict with {', '.join(f'`{key}`' for key in returned) or 'nothing in it'}"
    return UsageError(
        f"the {modifier.type} modifier `{modifier.name}` returned {got} for {tool}; it must return {wanted}"
    )
