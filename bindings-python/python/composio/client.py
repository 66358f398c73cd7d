"""The front of the package: `Composio` for blocking code, `AsyncComposio` for asyncio."""

from __future__ import annotations

from types import GenericAlias
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from . import legacy
from ._engine import EmbeddedEngine
from ._json import milliseconds
from ._provided import AsyncProvider, Provider_
from ._steps import Asynchronous, Blocking, given
from .auth_configs import AsyncAuthConfigs, AuthConfigs
from .connected_accounts import AsyncConnectedAccounts, AsyncUsers, ConnectedAccounts, Users
from .exceptions import ComposioError, ConfigurationError, InvalidParams, UnknownOptionError
from .providers.base import BaseProvider
from .sessions import AsyncSessions, Sessions
from .toolkits import AsyncToolkits, Toolkits
from .tools import AsyncTools, Tools

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from ._provided import ProviderOf
    from .custom_tools import CustomTool, CustomToolkit
    from .experimental import Experimental
    from .providers.openai import ChatTool, OpenAIProvider
    from .session import AsyncSession, Session
    from .types import SessionOptions, Settings

Tools_ = TypeVar("Tools_")


class _Client(Generic[Tools_, Provider_]):
    _engine: EmbeddedEngine

    if not TYPE_CHECKING:
        # `Composio[list[X]]` may be written where the program runs, too; before 3.13 no parameter has a default there.
        __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, provider: BaseProvider[Any, Tools_] | None, settings: Settings) -> None:
        if provider is None:
            from .providers.openai import OpenAIProvider

            provider = cast("BaseProvider[Any, Tools_]", OpenAIProvider())
        self._provider: BaseProvider[Any, Tools_] = provider
        if not isinstance(self._provider, BaseProvider):
            raise InvalidParams(f"`provider` is an adapter such as OpenAIProvider(), not `{provider!r}`")
        self._engine = _open(settings)
        self._provider.attach(cast("Blocking | Asynchronous", self))

    @property
    def experimental(self) -> Experimental:
        """What custom tools are made with: `@composio.experimental.tool`, `composio.experimental.Toolkit`."""
        from .experimental import Experimental

        return Experimental()

    def __repr__(self) -> str:
        name = type(self).__name__
        try:
            at = self._engine.describe()
        except ComposioError:
            return f"<{name}, closed>"
        return f"<{name} {at['version']}, engine in this process, home {at['home']}, links at {at['origin']}>"


def _open(settings: Settings) -> EmbeddedEngine:
    given_settings = given(**settings)
    if "timeout" in given_settings:
        given_settings["request_timeout_ms"] = milliseconds("timeout", given_settings.pop("timeout"))
    try:
        return EmbeddedEngine(given_settings)
    except ConfigurationError as error:
        # The engine knows the settings; that an unknown one came as a keyword is known only here.
        from .types import Settings

        option = error.context.get("option")
        if option not in settings or option in Settings.__annotations__:
            raise
        raise UnknownOptionError(
            error.message, slug=error.slug, code=error.code, status=error.status, kind=error.kind, context=error.context
        ) from None


class Composio(_Client[Tools_, Provider_], Blocking):
    """Sessions, connected accounts and tools, on an engine in this process.

        composio = Composio()
        session = composio.create(user_id="user_123")
        tools = session.tools()

    Everything is kept in the home (`~/.composio`); several processes may use it at once. Usable as a context manager.
    """

    @overload
    def __init__(
        self: Composio[list[ChatTool], OpenAIProvider], provider: None = None, **settings: Unpack[Settings]
    ) -> None: ...

    @overload
    def __init__(self, provider: ProviderOf[Tools_, Provider_], **settings: Unpack[Settings]) -> None: ...

    def __init__(self, provider: Any = None, **settings: Unpack[Settings]) -> None:
        super().__init__(provider, settings)
        self.sessions: Sessions[Tools_] = Sessions(self._engine, self._provider)
        self.tools: Tools[Tools_] = Tools(self._engine, self._provider)
        self.toolkits = Toolkits(self._engine)
        self.auth_configs = AuthConfigs(self._engine)
        self.connected_accounts = ConnectedAccounts(self._engine)
        self.users = Users(self._engine)

    @property
    def provider(self) -> Provider_:
        """The adapter to the agent's framework: the one passed in, or OpenAI's."""
        return cast("Provider_", self._provider)

    def create(self, user_id: str, **options: Unpack[SessionOptions]) -> Session[Tools_]:
        """Create a session for a user; see `SessionOptions` in `composio.types` for what it can be configured with."""
        return self.sessions.create(user_id, **options)

    def use(
        self,
        session_id: str,
        *,
        custom_tools: Sequence[CustomTool] | None = None,
        custom_toolkits: Sequence[CustomToolkit] | None = None,
        mcp: bool = False,
    ) -> Session[Tools_]:
        """A session made earlier, by this process or another one of the same home.

        A session with custom tools needs their functions in each process that runs it: `custom_tools` and
        `custom_toolkits` take the place of those it was made with, each by itself.
        """
        return self.sessions.use(session_id, custom_tools=custom_tools, custom_toolkits=custom_toolkits, mcp=mcp)

    def close(self) -> None:
        """Close the engine; calls that follow fail. Closing twice is fine."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncComposio(_Client[Tools_, Provider_], Asynchronous):
    """`Composio` for asyncio: the same names, awaited. Making one opens the engine, which takes some milliseconds."""

    @overload
    def __init__(
        self: AsyncComposio[list[ChatTool], OpenAIProvider], provider: None = None, **settings: Unpack[Settings]
    ) -> None: ...

    @overload
    def __init__(self, provider: ProviderOf[Tools_, Provider_], **settings: Unpack[Settings]) -> None: ...

    def __init__(self, provider: Any = None, **settings: Unpack[Settings]) -> None:
        super().__init__(provider, settings)
        self.sessions: AsyncSessions[Tools_] = AsyncSessions(self._engine, self._provider)
        self.tools: AsyncTools[Tools_] = AsyncTools(self._engine, self._provider)
        self.toolkits = AsyncToolkits(self._engine)
        self.auth_configs = AsyncAuthConfigs(self._engine)
        self.connected_accounts = AsyncConnectedAccounts(self._engine)
        self.users = AsyncUsers(self._engine)

    provider = AsyncProvider()
    """The adapter to the agent's framework; what runs tools is awaited."""

    async def create(self, user_id: str, **options: Unpack[SessionOptions]) -> AsyncSession[Tools_]:
        """Create a session for a user; see `SessionOptions` in `composio.types` for what it can be configured with."""
        return await self.sessions.create(user_id, **options)

    async def use(
        self,
        session_id: str,
        *,
        custom_tools: Sequence[CustomTool] | None = None,
        custom_toolkits: Sequence[CustomToolkit] | None = None,
        mcp: bool = False,
    ) -> AsyncSession[Tools_]:
        """A session made earlier, by this process or another one of the same home.

        A session with custom tools needs their functions in each process that runs it: `custom_tools` and
        `custom_toolkits` take the place of those it was made with, each by itself.
        """
        return await self.sessions.use(session_id, custom_tools=custom_tools, custom_toolkits=custom_toolkits, mcp=mcp)

    async def close(self) -> None:
        """Close the engine; calls that follow fail. Closing twice is fine."""
        await self._engine.close_async()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


legacy.teach(Composio, Sessions, Tools, Toolkits, AuthConfigs, ConnectedAccounts, Users)
legacy.teach(
    AsyncComposio, AsyncSessions, AsyncTools, AsyncToolkits, AsyncAuthConfigs, AsyncConnectedAccounts, AsyncUsers
)
