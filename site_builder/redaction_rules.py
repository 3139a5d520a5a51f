"""What must not be in the output of a site."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class ProtectedName(NamedTuple):
    """A name that no output may hold, and why not, as the end of a sentence about it.

    ``words`` are those of a person's name by which it is found, empty for an organisation.
    """

    name: str
    reason: str
    is_person: bool
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedactionRules:
    """What must not be in the output.

    ``names`` may stand nowhere; ``forbidden_on_pages`` has, for writeups by path, those that may stand on
    other pages only. ``public`` are names that may stand anywhere, folded. ``excepted`` has, by protected
    name, the public names that are somebody else's by a file: an occurrence inside one of them is no
    disclosure.
    """

    names: tuple[ProtectedName, ...] = ()
    forbidden_on_pages: Mapping[str, tuple[ProtectedName, ...]] = field(default_factory=dict)
    public: frozenset[str] = frozenset()
    excepted: Mapping[str, frozenset[str]] = field(default_factory=dict)
