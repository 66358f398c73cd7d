"""What a program makes its own tools with: the `tool` decorator, and toolkits that hold several of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, overload

from .._steps import given
from ..exceptions import UsageError
from .hints import Unsupported, shape
from .signature import signature

Function = Callable[..., Any]


@dataclass(frozen=True)
class CustomTool:
    """A function as a tool. Called, it is the function; passed to a session, its agent can call it."""

    slug: str
    name: str
    description: str
    input_schema: dict[str, Any]
    function: Function = field(repr=False)
    bind: Callable[[Mapping[str, Any], Any], dict[str, Any]] = field(repr=False)
    """The keywords the function is called with, of a model's arguments and the context."""
    output_schema: dict[str, Any] | None = None
    extends_toolkit: str | None = None
    preload: bool | None = None

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self.function(*arguments, **keywords)

    def to_dict(self) -> dict[str, Any]:
        """The tool as the engine is told of it."""
        return given(
            slug=self.slug,
            name=self.name,
            description=self.description,
            input_schema=self.input_schema,
            output_schema=self.output_schema,
            extends_toolkit=self.extends_toolkit,
            preload=self.preload,
        )


@overload
def tool(fn: Function, /) -> CustomTool: ...
@overload
def tool(
    *,
    slug: str | None = None,
    name: str | None = None,
    description: str | None = None,
    extends_toolkit: str | None = None,
    output_params: Any = None,
    preload: bool | None = None,
) -> Callable[[Function], CustomTool]: ...
def tool(fn: Function | None = None, /, **options: Any) -> CustomTool | Callable[[Function], CustomTool]:
    """Make a tool of a function, which may be asynchronous.

        @tool
        def find_order(number: int, ctx: SessionContext) -> dict:
            \"\"\"Find an order.

            Args:
                number: As printed on the invoice.
            \"\"\"

    Its parameters are the tool's input: plain types, `Literal`, `Enum`, lists, dicts, `TypedDict`s, dataclasses and
    pydantic models; a single parameter with a pydantic model is the whole input. A parameter named `ctx` gets the
    `SessionContext` of the call, in an `async def` function an `AsyncSessionContext`. What is returned is the answer
    (a dict, a model, text, None), what is raised is told to the agent.

    `slug` is the function's name unless given, and the session puts `LOCAL_` before it; `description` is its docstring.
    With `extends_toolkit` the tool belongs to that toolkit and `ctx.proxy_execute` uses the account the user has there.
    `output_params` is the type of the answer. With `preload` the agent has the tool from the start.
    """
    # The names around the decorated function, which its hints may use.
    names = sys._getframe(1).f_locals
    if fn is None:
        return lambda function: _made(function, names, **options)
    return _made(fn, names, **options)


class CustomToolkit:
    """Several custom tools under one name: `Toolkit(…)`, then `@toolkit.tool` for each function."""

    def __init__(self, *, slug: str, name: str, description: str, preload: bool | None = None) -> None:
        self.slug = slug
        self.name = name
        self.description = description
        self.preload = preload
        self.tools: list[CustomTool] = []

    @overload
    def tool(self, fn: Function, /) -> CustomTool: ...
    @overload
    def tool(
        self,
        /,
        *,
        slug: str | None = None,
        name: str | None = None,
        description: str | None = None,
        output_params: Any = None,
        preload: bool | None = None,
    ) -> Callable[[Function], CustomTool]: ...
    def tool(self, fn: Any = None, /, **options: Any) -> CustomTool | Callable[[Function], CustomTool]:
        """Make a tool of this toolkit; see `tool`."""
        if "extends_toolkit" in options:
            raise UsageError(
                f"a tool of the custom toolkit `{self.slug}` extends no other; "
                "make it with `@composio.experimental.tool`"
            )
        names = sys._getframe(1).f_locals

        def add(function: Function) -> CustomTool:
            made = _made(function, names, **options)
            self.tools.append(made)
            return made

        return add if fn is None else add(fn)

    def to_dict(self) -> dict[str, Any]:
        """The toolkit as the engine is told of it."""
        return given(
            slug=self.slug,
            name=self.name,
            description=self.description,
            preload=self.preload,
            tools=[each.to_dict() for each in self.tools],
        )

    def __repr__(self) -> str:
        return f"CustomToolkit(slug={self.slug!r}, tools={[each.slug for each in self.tools]})"


def check(tools: Any, toolkits: Any) -> None:
    """Refuse functions and objects that are no custom tools; what is wrong with plain data, the engine says.

    A plain dict is the definition of a tool whose function another process has.
    """
    for option, values, of in (("custom_tools", tools, CustomTool), ("custom_toolkits", toolkits, CustomToolkit)):
        if isinstance(values, CustomToolkit) or callable(values):
            raise UsageError(f"`{option}` is a list; write `{option}=[…]` around `{values!r}`")
        for each in values if isinstance(values, (list, tuple)) else ():
            if not isinstance(each, of) and (callable(each) or isinstance(each, CustomToolkit)):
                made = "@composio.experimental.tool" if of is CustomTool else "composio.experimental.Toolkit(…)"
                raise UsageError(f"`{option}` holds `{each!r}`; make it with `{made}`")


def _made(
    function: Function,
    names: Mapping[str, Any],
    slug: str | None = None,
    name: str | None = None,
    description: str | None = None,
    extends_toolkit: str | None = None,
    output_params: Any = None,
    preload: bool | None = None,
) -> CustomTool:
    if not callable(function):
        raise UsageError(f"a custom tool is made of a function, not of `{function!r}`; put `slug=` before the slug")
    called = getattr(function, "__name__", "")
    if not slug and not called.isidentifier():
        raise UsageError(f"`{function!r}` has no name to make a slug of; pass `slug=`")
    read = signature(function, names)
    if not (description or read.description):
        raise UsageError(f"`{called or slug}` says nothing about itself; give it a docstring or pass `description=`")
    try:
        output = shape(output_params).schema if output_params is not None else None
    except Unsupported as reason:
        raise UsageError(f"`output_params` of `{called or slug}` is {reason}, which has no JSON form") from None
    return CustomTool(
        slug=slug or called.upper(),
        name=name or (called or str(slug)).replace("_", " ").strip().capitalize(),
        description=description or read.description,
        input_schema=read.schema,
        function=function,
        bind=read.bind,
        output_schema=output,
        extends_toolkit=extends_toolkit,
        preload=preload,
    )
