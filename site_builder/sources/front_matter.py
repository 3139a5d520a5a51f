"""Divide a file into front matter and text, and read the front matter with the place of every key and value.

python-frontmatter drives the reading through a handler of our own, because its handlers take a missing
closing line, a byte order mark or a rule at the head of a text for "no metadata", and say nothing. The
handler here decides where the block begins and ends, and refuses what would lose text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import frontmatter
from frontmatter.default_handlers import BaseHandler

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.schema.nodes import Entry, Keyed
from site_builder.schema.toml_text import read_toml
from site_builder.schema.yaml_text import read_yaml
from site_builder.sources.discover import SourceFile
from site_builder.sources.front_matter_mistakes import (
    certain_mistake,
    closing_mistake,
    opening_mistake,
    syntax_mistake,
)

#: More than any author writes; less than what would hide a mistake such as a text between the dashes.
MAX_FRONT_MATTER = 64_000

_OPENING = re.compile(r"(-{3,}|\+{3,})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A divided file. ``front`` is None where it could not be read; ``body_line`` counts from 1."""

    source: SourceFile
    front: Keyed | None
    body: str
    body_line: int
    #: Where the body begins in the text of the file.
    body_start: int

    @property
    def head(self) -> str:
        """Return everything in front of the body."""
        return self.source.text[: self.body_start]


class _Refused(Exception):
    """Ends the reading: what is wrong was reported."""


class _LocatedHandler(BaseHandler):
    """Reads the front matter of one file, with places.

    The library strips the text on both sides before it hands it over, and the body once more. What it took
    away in front is counted here, and the body is cut from the text as it was: it may begin indented, and end
    in a space that is meant.
    """

    FM_BOUNDARY = _OPENING

    def __init__(self, source: SourceFile, diagnostics: Diagnostics) -> None:
        super().__init__()
        self._path = source.path
        self._text = source.text
        self._diagnostics = diagnostics
        self._stripped = source.text[: len(source.text) - len(source.text.lstrip())]
        self._marks = "---"
        #: The line of the file in which the block is opened.
        self.opening_line = self._stripped.count("\n") + 1
        self.body = ""
        self.body_line = 1
        self.body_start = len(source.text)

    def _refused(self, rule: Rule, message: str, hint: str, line: int = 0) -> _Refused:
        self._diagnostics.error(Place(self._path, line or self.opening_line), rule, message, hint)
        return _Refused()

    def split(self, text: str) -> tuple[str, str]:
        opening = _OPENING.match(text)
        if opening is None or (self._stripped and not self._stripped.endswith("\n")):
            hint = "put a line of three dashes, the keys and a second line of three dashes before the text"
            seen = opening_mistake(self._text)
            message, hint = seen or ("the file does not begin with front matter", hint)
            raise self._refused(Rule.NO_FRONT_MATTER, message, hint)
        self._marks = opening[1][:3]
        closing = re.compile(rf"^{re.escape(self._marks)}{re.escape(self._marks[0])}*[ \t]*$", re.MULTILINE)
        closed = closing.search(text, opening.end() + 1)
        if closed is None:
            message = f"the front matter that begins with {self._marks} is not closed"
            hint = f"put a line of {self._marks} behind the last key"
            mistake = closing_mistake(self._text) if self._marks == "---" else None
            if mistake:
                raise self._refused(Rule.UNCLOSED_FRONT_MATTER, mistake.message, mistake.hint, mistake.line)
            raise self._refused(Rule.UNCLOSED_FRONT_MATTER, message, hint)
        block = text[opening.end() + 1 : closed.start()]
        if len(block) > MAX_FRONT_MATTER:
            message = f"the front matter is longer than {MAX_FRONT_MATTER:,} characters"
            raise self._refused(Rule.TOO_LARGE, message, "move text behind the second line of dashes")
        self.body_line = self.opening_line + text.count("\n", 0, closed.end()) + 1
        self.body_start = len(self._stripped) + closed.end() + 1
        self.body = self._text[self.body_start :]
        return block, self.body

    def load(self, fm: str) -> dict[str, Entry]:
        if self._marks.startswith("+"):
            keys = read_toml(fm, self._path, self._diagnostics, self.opening_line + 1)
        else:
            keys = self._yaml(fm)
        if keys is None:
            raise _Refused
        return {entry.key: entry for entry in keys}

    def _yaml(self, block: str) -> Keyed | None:
        """Read YAML; what a writer can see is told in place of what the parser noticed."""
        own = Diagnostics()
        mistake = certain_mistake(block)
        keys = read_yaml(block, self._path, own, self.opening_line + 1) if mistake is None else None
        noticed = next((problem for problem in own.problems if problem.rule is Rule.SYNTAX), None)
        if noticed is not None:
            mistake = syntax_mistake(block, noticed.place.line - self.opening_line)
        if mistake is None:
            self._diagnostics.extend(own.problems)
        else:
            place = Place(self._path, self.opening_line + mistake.line, mistake.column)
            self._diagnostics.error(place, Rule.SYNTAX, mistake.message, mistake.hint)
        return keys


def read_front_matter(source: SourceFile, diagnostics: Diagnostics) -> Document:
    """Divide a file; where its front matter is broken, the text is still there to be checked."""
    handler = _LocatedHandler(source, diagnostics)
    front = None
    try:
        entries, _ = frontmatter.parse(source.text, handler=handler)
        # Where a key is missing, the block as a whole is at fault: its place is the line that opens it.
        front = Keyed(
            tuple(cast("Iterable[Entry]", entries.values())), Place(source.path, handler.opening_line)
        )
    except _Refused:
        pass
    return Document(source, front, handler.body, handler.body_line, handler.body_start)
