"""Answers of the engine as objects with attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")


class Record:
    """An answer of the engine. Its fields are attributes; `to_dict()` gives it back as plain data.

    A subclass names its fields as annotations, with a default for those an answer may leave out. Fields that a newer
    engine adds are there too.
    """

    _nested: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    """How fields that are more than plain data are read."""

    _secret: ClassVar[frozenset[str]] = frozenset()
    """Fields `repr` must not show."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        for name, value in data.items():
            read = self._nested.get(name)
            self.__dict__[name] = value if read is None or value is None else read(value)

    def to_dict(self) -> dict[str, Any]:
        return {name: _plain(value) for name, value in self.__dict__.items()}

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name]

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        fields = (
            f"{name}={'***' if name in self._secret and value else _short(value)}"
            for name, value in self.__dict__.items()
        )
        return f"{type(self).__name__}({', '.join(fields)})"


class Page(Record, Generic[T]):
    """One page of a list. Iterates over its items; `next_cursor` is None on the last page."""

    items: list[T]
    next_cursor: str | None = None
    total_pages: int
    current_page: int
    total_items: int

    def __init__(self, data: Mapping[str, Any], item: Callable[[Any], T]) -> None:
        super().__init__(data)
        self.items = [item(value) for value in data["items"]]

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def each(read: Callable[[Any], T]) -> Callable[[Any], dict[str, T]]:
    """Reads a map whose values are records."""
    return lambda data: {name: read(value) for name, value in data.items()}


def every(read: Callable[[Any], T]) -> Callable[[Any], list[T]]:
    """Reads a list of records."""
    return lambda data: [read(value) for value in data]


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:76]} ..."
