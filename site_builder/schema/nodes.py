"""What YAML and TOML are read into: text, lists and keyed values, each with its place.

Both languages guess types (``NO`` is false, ``19:30`` is 1170). Here every scalar stays the text that was
written; the schema of the file decides what it means.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from site_builder.errors import Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it was written; ``is_quoted`` distinguishes ``"null"`` from ``null``."""

    text: str
    place: Place
    is_quoted: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was given: no text, or YAML's words for nothing."""
        return not self.text.strip() or (not self.is_quoted and self.text in {"~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Items:
    """A list of values."""

    nodes: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its value."""

    key: str
    key_place: Place
    value: "Node"


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keys and values in the order in which they were written; no key stands twice."""

    entries: tuple[Entry, ...]
    place: Place

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node: TypeAlias = Scalar | Items | Keyed


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A value that is looked up later, with the place to name if that fails."""

    value: T
    place: Place


def describe(node: Node) -> str:
    """Name the shape of a value for a message."""
    match node:
        case Scalar() if node.is_empty:
            return "nothing"
        case Scalar():
            return "text"
        case Items():
            return "a list"
        case Keyed():
            return "keys and values"


def plain_value(node: Node) -> Any:
    """Return what a value says without its places: texts, lists and dictionaries; "" for nothing."""
    match node:
        case Keyed():
            return {entry.key: plain_value(entry.value) for entry in node}
        case Items():
            return [plain_value(item) for item in node.nodes]
        case Scalar():
            return "" if node.is_empty else node.text
