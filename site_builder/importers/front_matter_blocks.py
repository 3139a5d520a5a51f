"""Front matter in the ways of other programs: YAML, TOML, JSON, or lines of keys; nothing of it is lost."""

import json
import re
from dataclasses import dataclass
from typing import Any

from site_builder.errors import Diagnostics, Severity
from site_builder.importers.items import Note
from site_builder.kinds import Kind
from site_builder.schema.nodes import plain_value
from site_builder.sources.discover import SourceFile
from site_builder.sources.front_matter import read_front_matter

_HEADER = re.compile(
    r"\A(?:title|date|category|tags|slug|authors?|summary|status|modified|lang)[ \t]*:", re.IGNORECASE
)
#: Keys that Pelican knows in front of a text; other words with a colon are the text.
_HEADER_KEYS = frozenset(
    "title date modified category tags keywords slug author authors summary status lang translation save_as"
    " url template series location event subtitle image cover draft".split()
)
_HEADER_LINE = re.compile(r"([\w][\w -]*?)[ \t]*:[ \t]*(.*)")
_BLOCK = re.compile(
    r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)^(?:---|\+\+\+|\.\.\.)[ \t]*$\n?", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Divided:
    """A text without its front matter, and the values of that by key.

    ``is_broken`` says that the block cannot be read; it stands among the values as it is then.
    """

    values: dict[str, Any]
    body: str
    has_front_matter: bool
    is_broken: bool = False
    notes: tuple[Note, ...] = ()


def divide(text: str, name: str) -> Divided:
    """Divide a text into front matter, of whatever notation, and the rest."""
    start = text.lstrip("\ufeff\n\r\t ")
    if start.startswith("{"):
        return _json(start, text)
    if start.startswith(("---", "+++")):
        return _block(start, text, name)
    if _HEADER.match(start):
        return _header(start)
    return Divided({}, text, has_front_matter=False)


def _json(start: str, text: str) -> Divided:
    try:
        values, end = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode(start)
    except (ValueError, RecursionError):
        return Divided({}, text, has_front_matter=False)
    if not isinstance(values, dict):
        return Divided({}, text, has_front_matter=False)
    return Divided(dict(values), start[end:].lstrip("\n"), has_front_matter=True)


def _block(start: str, text: str, name: str) -> Divided:
    block = _BLOCK.match(start)
    if block is None:  # a rule at the head of a text
        return Divided({}, text, has_front_matter=False)
    # Tabs in front of keys are not YAML, and are what some editors make.
    front = re.sub(r"^\t+", lambda tabs: "  " * len(tabs[0]), block[2], flags=re.MULTILINE)
    closed = f"{block[1]}\n{front}{block[1]}\n"
    diagnostics = Diagnostics()
    document = read_front_matter(SourceFile(Kind.WRITEUPS, name, closed, ""), diagnostics)
    body = start[block.end() :]
    if document.front is not None:
        values = {entry.key: plain_value(entry.value) for entry in document.front}
        return Divided(values, body, has_front_matter=True)
    first = next(problem for problem in diagnostics.problems if problem.severity is Severity.ERROR)
    line = first.place.line + text[: len(text) - len(start)].count("\n")
    note = Note(
        "front matter that cannot be read",
        f"{name}:{line}: {first.message}",
        "the writeup is a draft, and has the block under extra: import:; write its keys again",
    )
    return Divided({"front_matter": block[2].strip()}, body, True, is_broken=True, notes=(note,))


def _header(start: str) -> Divided:
    """Read the lines of keys that Pelican puts in front of a text; a line that is indented goes on."""
    values: dict[str, Any] = {}
    lines = start.split("\n")
    key = ""
    for number, line in enumerate(lines):
        match = _HEADER_LINE.fullmatch(line)
        if match and not line[0].isspace() and match[1].lower() in _HEADER_KEYS:
            key = match[1]
            values[key.lower()] = match[2].strip()
        elif line.strip() and line[0].isspace() and key:
            values[key.lower()] += f" {line.strip()}"
        else:
            body = "\n".join(lines[number:])
            return Divided(values, body.lstrip("\n"), has_front_matter=True)
    return Divided(values, "", has_front_matter=True)
