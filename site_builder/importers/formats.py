"""The formats that can be imported, and which of them a source has."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from site_builder.errors import UsageError
from site_builder.importers.items import Source, Unreadable
from site_builder.importers.source_tree import SourceTree

#: Each is a module of this package that has a ``FORMAT``; the first that matches a source is taken.
FORMATS = (
    "wordpress",
    "blogger",
    "schedule",
    "popolo",
    "ics",
    "word",
    "markdown",
    "html",
    "csv",
    "text",
)


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of source is told from others, and read."""

    name: str
    title: str
    matches: Callable[[SourceTree], bool]
    open: Callable[[SourceTree], Source]


def find_format(name: str) -> Format:
    """Return the format of a name; its module is imported now."""
    if name not in FORMATS:
        raise UsageError(f'there is no format "{name}"; the formats are: {", ".join(FORMATS)}')
    module = importlib.import_module(f"site_builder.importers.{name}_format")
    format: Format = module.FORMAT
    return format


def detect_format(tree: SourceTree) -> Format:
    """Return the format that a source has; raise :class:`Unreadable` if none matches."""
    for name in FORMATS:
        format = find_format(name)
        if format.matches(tree):
            return format
    raise Unreadable(
        f"{tree.path} is of no format that can be imported; the formats are: {', '.join(FORMATS)}"
    )
