"""Cut a file into front matter and text, and read the front matter with the place of every key and value.

python-frontmatter drives the reading; its own handlers take a missing closing line, a byte order mark or a
rule at the head of a text for "no metadata" in silence, so the handler here decides where the block begins
and ends, and refuses what would lose text.
"""

import re
from dataclasses import dataclass

import frontmatter
from frontmatter.default_handlers import BaseHandler

from site_builder.errors import Place, Problem, Rule
from site_builder.schema.nodes import Keyed, Node
from site_builder.schema.toml_text import read_toml
from site_builder.schema.yaml_text import read_yaml
from site_builder.sources.discover import SourceFile

#: More than any author writes; less than what would hide a mistake such as a text between the dashes.
MAX_FRONT_MATTER = 64_000

_OPENING = re.compile(r"\s*?^(-{3,}|\+{3,})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A file taken apart. ``front`` is None where it could not be read; ``body_line`` counts from 1."""

    source: SourceFile
    front: Keyed | None
    body: str
    body_line: int


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _LocatedHandler(BaseHandler):
    """Reads one file: keeps the untouched text, because python-frontmatter strips what it is given."""

    FM_BOUNDARY = _OPENING

    def __init__(self, source: SourceFile) -> None:
        super().__init__()
        self.source = source
        self.problems: tuple[Problem, ...] = ()
        self.front: Keyed | None = None
        self.body = ""
        self.body_line = 1
        self.first_line = 1
        self.fence = ""

    def split(self, text: str) -> tuple[str, str]:
        text, path = self.source.text, self.source.path
        opening = _OPENING.match(text)
        if opening is None:
            place = Place(path, _first_written_line(text))
            message = "the file does not begin with front matter"
            hint = "put a line of three dashes, the keys and a second line of three dashes before the text"
            raise _Refused(Problem(place, Rule.NO_FRONT_MATTER, message, hint))
        self.fence = opening[1][0]
        opened_in = text.count("\n", 0, opening.start(1)) + 1
        closing = re.compile(rf"^{re.escape(self.fence)}{{3,}}[ \t]*$", re.MULTILINE).search(
            text, opening.end() + 1
        )
        if closing is None:
            marks = self.fence * 3
            message = f"the front matter that begins with {marks} is not closed"
            hint = f"put a line of {marks} behind the last key"
            raise _Refused(Problem(Place(path, opened_in), Rule.UNCLOSED_FRONT_MATTER, message, hint))
        block = text[opening.end() + 1 : closing.start()]
        if len(block) > MAX_FRONT_MATTER:
            message = f"the front matter is longer than {MAX_FRONT_MATTER:,} characters"
            hint = "move text behind the second line of dashes"
            raise _Refused(Problem(Place(path, opened_in), Rule.TOO_LARGE, message, hint))
        self.first_line = opened_in + 1
        self.body = text[closing.end() + 1 :]
        self.body_line = text.count("\n", 0, closing.end()) + 2
        return block, self.body

    def load(self, fm: str) -> dict[str, Node]:
        read = read_toml if self.fence == "+" else read_yaml
        self.front, self.problems = read(fm, self.source.path, self.first_line)
        if self.front is not None:
            # The record as a whole is at fault where a key is missing: its place is the first line of marks.
            place = Place(self.source.path, self.first_line - 1)
            self.front = Keyed(self.front.entries, place)
        return {entry.key: entry.value for entry in self.front or ()}


def read_front_matter(source: SourceFile) -> tuple[Document, tuple[Problem, ...]]:
    """Take a file apart; where its front matter is broken the text is still there to be checked."""
    handler = _LocatedHandler(source)
    try:
        frontmatter.parse(source.text, handler=handler)
    except _Refused as refused:
        return Document(source, None, "", 1), (refused.problem,)
    return Document(source, handler.front, handler.body, handler.body_line), handler.problems


def _first_written_line(text: str) -> int:
    return text.count("\n", 0, len(text) - len(text.lstrip())) + 1 if text.strip() else 1
