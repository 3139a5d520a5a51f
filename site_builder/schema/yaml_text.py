"""YAML -> nodes, strict: no tags, no aliases, no duplicate keys, no guessing of types.

Events are read instead of constructed values: they carry places, keep every scalar as it was written, and
an alias is refused before anything is expanded.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.schema.nodes import Entry, Items, Keyed, Node, Scalar

#: What stands behind a value on its line, and looks like a part of it.
_CUT = re.compile(r"[ \t]*(?<![^ \t])(#[^\s#].*)$")

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

#: Deeper than any front matter that a person writes, far above what would exhaust the stack.
_MAX_DEPTH = 50

_COLON = (
    "a second colon with a space behind it stands in this line",
    "put the value in quotes if the colon belongs to it",
)
#: What libyaml and its Python twin say -> what is wrong, in an author's words, and what to do.
_ADVICE = {
    "mapping values are not allowed in this context": _COLON,
    "mapping values are not allowed here": _COLON,
    "found character that cannot start any token": (
        "a value or line cannot begin with this character",
        "put the value in quotes if it begins with @, ` or %; indent with spaces, not tabs",
    ),
    "could not find expected ':'": (
        "this line has no colon behind its key",
        "write `key: value`, one to a line",
    ),
    "did not find expected key": (
        "no key was found where one should begin",
        "check the quotes and the indentation of this line and the one above",
    ),
    "did not find expected ',' or ']'": (
        "a list that begins with [ is not closed",
        "put a comma between its items and ] behind the last; put an item in quotes if it holds a quote",
    ),
    "found unexpected end of stream": ("a quote is opened here and not closed", "write the closing quote"),
}
_NOTICED_LATE = {
    "could not find expected ':'",
    "did not find expected ',' or ']'",
    "found unexpected end of stream",
}


class _Refused(Exception):
    """Ends the reading: what is wrong was reported."""


def read_yaml(text: str, path: str, diagnostics: Diagnostics, first_line: int = 1) -> Keyed | None:
    """Read one YAML document that must be keys and values.

    ``first_line`` is the line of the file that ``text`` starts on. Duplicate keys are all reported and the
    first of each is kept; any other problem ends the reading, and the result is None.
    """
    root = _read(text, path, diagnostics, first_line)
    if root is None or isinstance(root, Keyed):
        return root
    hint = "write lines such as `title: What was said`"
    message = "there are no keys and values here"
    diagnostics.error(root.place, Rule.NOT_KEYS_AND_VALUES, message, hint)
    return None


def read_yaml_list(text: str, path: str, diagnostics: Diagnostics) -> Items | None:
    """Read one YAML document that must be a list; one without anything is an empty list."""
    root = _read(text, path, diagnostics, 1)
    if root is None or isinstance(root, Items):
        return root
    if isinstance(root, Scalar) and root.is_empty:
        return Items((), root.place)
    hint = "begin each item with `- `, and indent its keys by two spaces"
    diagnostics.error(root.place, Rule.WRONG_TYPE, "there is no list here", hint)
    return None


def _read(text: str, path: str, diagnostics: Diagnostics, first_line: int) -> Node | None:
    """Read one YAML document, or report why that cannot be done."""
    reader = _Reader(path, first_line, diagnostics)
    try:
        return reader.read(text)
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        reader.report_syntax(error)
        return None
    except yaml.reader.ReaderError as error:
        place = Place.at(path, text, error.position, first_line)
        hint = "delete the character"
        diagnostics.error(place, Rule.CONTROL_CHARACTER, "a character that YAML does not allow", hint)
        return None


class _Reader:
    """Reads the events of one document, and reports at their places."""

    def __init__(self, path: str, first_line: int, diagnostics: Diagnostics) -> None:
        self._path = path
        self._first_line = first_line
        self._diagnostics = diagnostics
        #: The lines of a text with a sharp, which may cut a value; none for others.
        self._lines: list[str] = []

    def _place(self, mark: Any) -> Place:
        if mark is None:
            return Place(self._path, self._first_line)
        return Place(self._path, self._first_line + mark.line, mark.column + 1)

    def _refused(self, place: Place, rule: Rule, message: str, hint: str) -> _Refused:
        self._diagnostics.error(place, rule, message, hint)
        return _Refused()

    def report_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Report a syntax error of the library in an author's words."""
        problem = (error.problem or error.context or "not valid YAML").strip()
        otherwise = problem, "check the indentation, quotes and colons of this line and the one above"
        message, hint = _ADVICE.get(problem, otherwise)
        # The parser notices at the end of the file what begins where the context says.
        mark = error.context_mark if problem in _NOTICED_LATE else error.problem_mark
        self._diagnostics.error(self._place(mark or error.context_mark), Rule.SYNTAX, message, hint)

    def read(self, text: str) -> Node:
        """Return what a document says; raise :class:`_Refused` for one that cannot be read."""
        self._lines = text.split("\n") if "#" in text else []
        # As yaml.parse does, which asks for every event twice.
        events: Iterator[yaml.Event] = iter(_Loader(text).get_event, None)
        root: Node | None = None
        for event in events:
            match event:
                case yaml.DocumentStartEvent() if root is not None:
                    hint = "keep all keys between the first two lines of three dashes"
                    place = self._place(event.start_mark)
                    raise self._refused(place, Rule.SYNTAX, "a second document begins here", hint)
                case (
                    yaml.ScalarEvent()
                    | yaml.SequenceStartEvent()
                    | yaml.MappingStartEvent()
                    | yaml.AliasEvent()
                ):
                    root = self._node(event, events, 1)
                case _:
                    pass
        return root or Scalar("", self._place(None))

    def _node(self, event: Any, events: Iterator[yaml.Event], depth: int) -> Node:
        mark = event.start_mark
        place = Place(self._path, self._first_line + mark.line, mark.column + 1)
        if depth > _MAX_DEPTH:
            hint = "write the value with fewer levels of indentation or brackets"
            raise self._refused(place, Rule.TOO_LARGE, f"nested more than {_MAX_DEPTH} levels deep", hint)
        if event.anchor is not None or event.tag is not None:
            self._refuse_anchor_or_tag(event, place)
        if isinstance(event, yaml.ScalarEvent):
            if self._lines and not event.style:
                self._report_cut(event)
            return Scalar(event.value, place, bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            nodes = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                nodes.append(self._node(inner, events, depth + 1))
            return Items(tuple(nodes), place)
        return self._keyed(place, events, depth)

    def _report_cut(self, event: Any) -> None:
        """Report a value that ends in front of ``#word``: a comment that is meant has a space behind #."""
        end = event.end_mark
        if end.line >= len(self._lines):
            return
        line = self._lines[end.line]
        cut = _CUT.match(line, end.column)
        if cut:
            place = Place(self._path, self._first_line + end.line, cut.start(1) + 1)
            message = f'the value ends here: "{cut[1].rstrip()[:40]}" is a comment in YAML'
            whole = f"{event.value} {cut[1].rstrip()}".strip().replace('"', "'")
            hint = f'put the value in quotes: "{whole[:80]}"; or write a space behind # if it is a comment'
            self._diagnostics.warning(place, Rule.CUT_VALUE, message, hint)

    def _refuse_anchor_or_tag(self, event: Any, place: Place) -> None:
        """Refuse what expands to something else: aliases can be made to fill the memory, tags to run code."""
        if isinstance(event, yaml.AliasEvent):
            hint = "write the value out, or put it in quotes if it is meant to begin with *"
            raise self._refused(place, Rule.ALIAS, f'"*{event.anchor}" is a YAML alias', hint)
        if event.tag is not None and event.tag != "!":
            hint = "delete the tag, or put the value in quotes if it is meant to begin with !"
            raise self._refused(place, Rule.TAG, f'"{event.tag}" is a YAML tag', hint)
        if event.anchor is not None:
            hint = "delete the anchor, or put the value in quotes if it is meant to begin with &"
            raise self._refused(place, Rule.ALIAS, f'"&{event.anchor}" is a YAML anchor', hint)

    def _keyed(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Keyed:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            if not isinstance(key, Scalar) or key.is_empty:
                hint = "a key is a word; put a value that begins with [ or { in quotes"
                raise self._refused(key.place, Rule.KEY_NOT_TEXT, "this key is not a word", hint)
            value = self._node(next(events), events, depth + 1)
            if key.text in entries:
                first = entries[key.text].key_place.line
                message = f'"{key.text}" stands here and in line {first}'
                self._diagnostics.error(key.place, Rule.DUPLICATE_KEY, message, "keep one of the two")
            else:
                entries[key.text] = Entry(key.text, key.place, value)
        return Keyed(tuple(entries.values()), place)
