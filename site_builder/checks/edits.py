"""Edits of the author's files that answer a question of ``check``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListEdit:
    """More items for a list in a file; a file that is not there yet gets a name."""

    path: str
    key: str
    values: tuple[object, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class ValueEdit:
    """A value for a key in a file; a file that is not there yet gets a name."""

    path: str
    key: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class AnchorEdit:
    """An anchor for the statement whose name, ``label``, stands in a line of a file."""

    path: str
    line: int
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class GoneEdit:
    """An address that may be gone, for ``site.toml``."""

    address: str


Edit = ListEdit | ValueEdit | AnchorEdit | GoneEdit
