"""A speaker in one line, in its parts."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from site_builder.names.folding import fold
from site_builder.names.people import POSTNOMINALS, SUFFIXES, bare_word
from site_builder.values import ROLES


@dataclass(frozen=True, slots=True)
class Shorthand:
    """The parts of a speaker who was written in one line."""

    name: str
    position: str = ""
    organisation: str = ""
    role: str = ""


_FROM_THE_FLOOR = re.compile(
    r"^(?:audience member|audience|from the floor|member of the audience)\s*\((.+)\)(?:,\s*from the floor)?$",
    re.IGNORECASE,
)


_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")


_LEGAL_FORMS = frozenset("inc ltd llc llp plc gmbh sa corp".split())


#: A comma that is not inside parentheses.
_COMMA = re.compile(r",(?![^()]*\))")


def parse_shorthand(line: str, is_organisation: Callable[[str], bool]) -> Shorthand:
    """Take ``Name``, ``Name, Organisation`` or ``Name, Position, Organisation`` apart.

    A known role may stand last. Letters behind the name (``Jr``, ``PhD``) belong to it. The organisation may
    hold commas if ``is_organisation`` knows it. Raises ValueError with a remedy where a part is left over.
    """
    floor = _FROM_THE_FLOOR.match(line)
    if floor:
        inner = parse_shorthand(floor[1], is_organisation)
        return Shorthand(inner.name, inner.position, inner.organisation, "from the floor")
    parts = [part.strip() for part in _COMMA.split(line)]
    if "" in parts:
        raise ValueError("delete the comma that has nothing behind or before it")
    name, parts = _whole_name(parts[0], parts[1:])
    role = ""
    in_brackets = _IN_BRACKETS.search(name)
    if in_brackets and fold(in_brackets[1]) in ROLES:
        role, name = fold(in_brackets[1]), name[: in_brackets.start()]
    if parts and fold(parts[-1]) in ROLES:
        role = fold(parts.pop())
    while len(parts) > 1 and bare_word(parts[-1]) in _LEGAL_FORMS:
        parts[-2:] = [f"{parts[-2]}, {parts[-1]}"]
    for start in range(len(parts)):
        if len(parts) - start > 1 and start <= 1 and is_organisation(", ".join(parts[start:])):
            parts[start:] = [", ".join(parts[start:])]
            break
    match parts:
        case []:
            return Shorthand(name, role=role)
        case [organisation]:
            return Shorthand(name, organisation=organisation, role=role)
        case [position, organisation]:
            return Shorthand(name, position, organisation, role)
        case _:
            raise ValueError("write it as name:, position: and organisation: on lines of their own")


def _whole_name(name: str, parts: list[str]) -> tuple[str, list[str]]:
    """Return a name with the letters and honorifics that commas cut off, and the other parts."""
    if parts and parts[0] != "MS" and fold(parts[0]).rstrip(".") in {"dr", "mr", "mrs", "ms"}:
        name, parts = f"{parts[0]} {name}", parts[1:]
    while parts and bare_word(parts[0]) in POSTNOMINALS | SUFFIXES:
        comma = "," if bare_word(parts[0]) in POSTNOMINALS else ""
        name, parts = f"{name}{comma} {parts[0]}", parts[1:]
    return name, parts
