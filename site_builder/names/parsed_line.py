"""What a line that names a speaker is understood as."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from site_builder.names.classify import Held
from site_builder.names.people import NameParser


class Nobody(Enum):
    """Why an entry has no person."""

    PLACEHOLDER = "placeholder"
    ROLE = "role"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Shorthand:
    """The parts of one speaker; ``nobody`` says why ``name`` is no person's, where it is none."""

    name: str
    held: tuple[Held, ...] = ()
    role: str = ""
    nobody: Nobody | None = None

    @property
    def organisations(self) -> tuple[str, ...]:
        """Return the organisations, once each."""
        return tuple(dict.fromkeys(held.organisation for held in self.held if held.organisation))

    def __str__(self) -> str:
        parts = [f'name "{self.name}"']
        for held in self.held:
            parts += [f'position "{held.position}"'] if held.position else []
            parts += [f'organisation "{held.organisation}"'] if held.organisation else []
        return ", ".join((*parts, *([f'role "{self.role}"'] if self.role else [])))

    @property
    def yaml(self) -> str:
        """Return the entry with each part under its key, as it may stand in a list of speakers."""
        keys = [f"name: {_quoted(self.name)}"]
        if len(self.held) == 1:
            keys += _pair(self.held[0])
        elif self.held:
            keys.append(f"positions: [{', '.join('{' + ', '.join(_pair(held)) + '}' for held in self.held)}]")
        return "{" + ", ".join((*keys, *([f"role: {self.role}"] if self.role else []))) + "}"


def _pair(held: Held) -> list[str]:
    parts = [f"position: {_quoted(held.position)}"] if held.position else []
    return [*parts, *([f"organisation: {_quoted(held.organisation)}"] if held.organisation else [])]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """What a line is understood as; ``doubts`` say why that may be wrong, ``refusal`` what is to be done."""

    entries: tuple[Shorthand, ...]
    doubts: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What an archive knows, by which a line is understood."""

    parser: NameParser
    is_organisation: Callable[[str], bool]
    is_position: Callable[[str], bool] = lambda _position: False
    #: Whether a name is that of a person who has a file.
    is_person: Callable[[str], bool] = lambda _name: False
    #: Whether another line begins with this name.
    is_listed: Callable[[str], bool] = lambda _name: False
