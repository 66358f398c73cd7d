"""Functions of the program that change tools on their way to the model, and calls on their way to the tool.

    @schema_modifier(tools=["GITHUB_CREATE_AN_ISSUE"])
    def shorter(tool, toolkit, schema):
        schema.description = "File a bug."
        return schema

    session.tools(modifiers=[shorter])

Each decorator takes `tools=` and `toolkits=`: where one of them fits, the modifier applies; without both it applies
everywhere. A modifier may be `async def`. It returns what it was given, changed or not; what it raises ends the call,
and a `NotAllowedError` in `before_execute` or `after_execute` is told to the model as the reason. Of the tools inside
of a COMPOSIO_MULTI_EXECUTE_TOOL it ends the one it is raised for, and the others run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from .exceptions import UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from typing import Literal, Protocol, TypeAlias

    from .models import Tool, ToolResult

    class SchemaModifier(Protocol):
        def __call__(self, tool: str, toolkit: str, schema: Tool, /) -> Tool | Awaitable[Tool]: ...

    class BeforeExecute(Protocol):
        def __call__(self, tool: str, toolkit: str, params: dict[str, Any], /) -> Changed: ...

    class AfterExecute(Protocol):
        def __call__(self, tool: str, toolkit: str, response: ToolResult, /) -> Changed: ...

    class BeforeExecuteMeta(Protocol):
        def __call__(self, tool: str, toolkit: str, session_id: str, params: dict[str, Any], /) -> Changed: ...

    class AfterExecuteMeta(Protocol):
        def __call__(self, tool: str, toolkit: str, session_id: str, response: ToolResult, /) -> Changed: ...

    Changed: TypeAlias = Mapping[str, Any] | Awaitable[Mapping[str, Any]]
    Kind: TypeAlias = Literal["schema", "before_execute", "after_execute", "before_execute_meta", "after_execute_meta"]
    Slugs: TypeAlias = Sequence[str] | None
    Modifiers: TypeAlias = Sequence["Modifier"]


class Modifier:
    """A function, what it modifies, and the tools and toolkits it is for. Made by the decorators of this module."""

    def __init__(self, modifier: Callable[..., Any], type_: Kind, tools: Slugs = None, toolkits: Slugs = None) -> None:
        if not callable(modifier):
            raise UsageError(f"a modifier is a function, not `{modifier!r}`; pass slugs as `tools=[…]`, `toolkits=[…]`")
        self.modifier = modifier
        self.type = type_
        self.tools = _slugs("tools", tools)
        self.toolkits = _slugs("toolkits", toolkits)
        self._tools = {slug.upper() for slug in self.tools}
        self._toolkits = {slug.lower() for slug in self.toolkits}

    @property
    def name(self) -> str:
        """The name of the function."""
        return getattr(self.modifier, "__qualname__", None) or repr(self.modifier)

    def applies(self, type_: Kind, tool: str, toolkit: str) -> bool:
        """Whether it has a say about `tool`."""
        if self.type != type_:
            return False
        everywhere = not self._tools and not self._toolkits
        return everywhere or tool.upper() in self._tools or toolkit.lower() in self._toolkits

    def __repr__(self) -> str:
        return f"Modifier({self.name}, {self.type}, tools={self.tools}, toolkits={self.toolkits})"


@overload
def schema_modifier(modifier: SchemaModifier) -> Modifier: ...
@overload
def schema_modifier(*, tools: Slugs = None, toolkits: Slugs = None) -> Callable[[SchemaModifier], Modifier]: ...
def schema_modifier(modifier: Any = None, *, tools: Slugs = None, toolkits: Slugs = None) -> Any:
    """`(tool, toolkit, schema) -> schema`: change how a tool is described to the model.

    `schema` is the `Tool` itself; what its `input_parameters` no longer have can still be sent, nothing is checked by
    it.
    """
    return _modifier("schema", modifier, tools, toolkits)


@overload
def before_execute(modifier: BeforeExecute) -> Modifier: ...
@overload
def before_execute(*, tools: Slugs = None, toolkits: Slugs = None) -> Callable[[BeforeExecute], Modifier]: ...
def before_execute(modifier: Any = None, *, tools: Slugs = None, toolkits: Slugs = None) -> Any:
    """`(tool, toolkit, params) -> params`: change what a tool is called with.

    `params` holds `arguments` and `user_id`, and `connected_account_id` and `version` where they were given. It sees
    the tools inside of COMPOSIO_MULTI_EXECUTE_TOOL as well; there `arguments` alone can be changed.
    """
    return _modifier("before_execute", modifier, tools, toolkits)


@overload
def after_execute(modifier: AfterExecute) -> Modifier: ...
@overload
def after_execute(*, tools: Slugs = None, toolkits: Slugs = None) -> Callable[[AfterExecute], Modifier]: ...
def after_execute(modifier: Any = None, *, tools: Slugs = None, toolkits: Slugs = None) -> Any:
    """`(tool, toolkit, response) -> response`: change what a tool answered: `data`, `error`, `successful`, `log_id`.

    It sees the tools inside of COMPOSIO_MULTI_EXECUTE_TOOL as well.
    """
    return _modifier("after_execute", modifier, tools, toolkits)


@overload
def before_execute_meta(modifier: BeforeExecuteMeta) -> Modifier: ...
@overload
def before_execute_meta(*, tools: Slugs = None, toolkits: Slugs = None) -> Callable[[BeforeExecuteMeta], Modifier]: ...
def before_execute_meta(modifier: Any = None, *, tools: Slugs = None, toolkits: Slugs = None) -> Any:
    """`(tool, toolkit, session_id, params) -> params`: change the arguments of a call as the model made it.

    For tools of a session. `params` are the arguments. Tools inside of COMPOSIO_MULTI_EXECUTE_TOOL are not seen.
    """
    return _modifier("before_execute_meta", modifier, tools, toolkits)


@overload
def after_execute_meta(modifier: AfterExecuteMeta) -> Modifier: ...
@overload
def after_execute_meta(*, tools: Slugs = None, toolkits: Slugs = None) -> Callable[[AfterExecuteMeta], Modifier]: ...
def after_execute_meta(modifier: Any = None, *, tools: Slugs = None, toolkits: Slugs = None) -> Any:
    """`(tool, toolkit, session_id, response) -> response`: change what a call of the model is answered with.

    For tools of a session. Tools inside of COMPOSIO_MULTI_EXECUTE_TOOL are not seen.
    """
    return _modifier("after_execute_meta", modifier, tools, toolkits)


def checked(modifiers: Any) -> list[Modifier]:
    """`modifiers` as a caller passed them."""
    if modifiers is None:
        return []
    given = [modifiers] if isinstance(modifiers, Modifier) or callable(modifiers) else list(modifiers)
    for each in given:
        if not isinstance(each, Modifier):
            raise UsageError(
                f"`modifiers` holds `{each!r}`, which is no modifier; decorate the function with "
                "`@schema_modifier`, `@before_execute` or `@after_execute`"
            )
    return given


def _modifier(type_: Kind, modifier: Any, tools: Slugs, toolkits: Slugs) -> Any:
    if modifier is not None:
        return Modifier(modifier, type_, tools, toolkits)
    return lambda function: Modifier(function, type_, tools, toolkits)


def _slugs(option: str, slugs: Slugs) -> list[str]:
    if isinstance(slugs, str):
        raise UsageError(f"`{option}` of a modifier is a list of slugs; write `{option}=[{slugs!r}]`")
    return list(slugs or ())
