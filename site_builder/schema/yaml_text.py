"""YAML -> nodes, strict: no tags, no aliases, no duplicate keys, no guessing of types.

Events are read instead of constructed values: they carry places, keep every scalar as it was written, and
an alias is refused before anything is expanded.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from site_builder.errors import Place, Problem, Rule
from site_builder.schema.nodes import Entry, Items, Keyed, Node, Scalar

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
_FOUND_LATE = {
    "could not find expected ':'",
    "did not find expected ',' or ']'",
    "found unexpected end of stream",
}


class _Refused(Exception):
    """Carries the problem out of the nested reading."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Keyed | None, tuple[Problem, ...]]:
    """Read one YAML document that must be keys and values.

    ``first_line`` is the line of the file that ``text`` starts on. Duplicate keys are all reported and the
    first of each is kept; any other problem ends the reading, and the result is None.
    """
    reader = _Reader(path, first_line)
    try:
        return reader.read(text), tuple(reader.problems)
    except _Refused as refused:
        return None, (*reader.problems, refused.problem)
    except yaml.MarkedYAMLError as error:
        return None, (*reader.problems, reader.syntax_problem(error))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        column = error.position - (text.rfind("\n", 0, error.position) + 1)
        place = Place(path, first_line + line, column + 1)
        hint = "delete the character"
        return None, (Problem(place, Rule.CONTROL_CHARACTER, "a character that YAML does not allow", hint),)


class _Reader:
    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []

    def place(self, mark: Any) -> Place:
        if mark is None:
            return Place(self.path, self.first_line)
        return Place(self.path, self.first_line + mark.line, mark.column + 1)

    def syntax_problem(self, error: yaml.MarkedYAMLError) -> Problem:
        said = (error.problem or error.context or "not valid YAML").strip()
        otherwise = said, "check the indentation, quotes and colons of this line and the one above"
        message, hint = _ADVICE.get(said, otherwise)
        # The parser notices at the end of the file what begins where the context says.
        mark = error.context_mark if said in _FOUND_LATE else error.problem_mark
        return Problem(self.place(mark or error.context_mark), Rule.SYNTAX, message, hint)

    def read(self, text: str) -> Keyed:
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        root: Node | None = None
        for event in events:
            match event:
                case yaml.DocumentStartEvent() if root is not None:
                    raise _Refused(
                        Problem(
                            self.place(event.start_mark),
                            Rule.SYNTAX,
                            "a second document begins here",
                            "keep all keys between the first two lines of three dashes",
                        )
                    )
                case (
                    yaml.ScalarEvent()
                    | yaml.SequenceStartEvent()
                    | yaml.MappingStartEvent()
                    | yaml.AliasEvent()
                ):
                    root = self.node(event, events, 1)
                case _:
                    pass
        if isinstance(root, Keyed):
            return root
        place = root.place if root else Place(self.path, self.first_line)
        raise _Refused(
            Problem(
                place,
                Rule.NOT_KEYS_AND_VALUES,
                "there are no keys and values here",
                "write lines such as `title: What was said`",
            )
        )

    def node(self, event: Any, events: Iterator[yaml.Event], depth: int) -> Node:
        place = self.place(event.start_mark)
        if depth > _MAX_DEPTH:
            hint = "write the value with fewer levels of indentation or brackets"
            raise _Refused(Problem(place, Rule.TOO_LARGE, f"nested more than {_MAX_DEPTH} levels deep", hint))
        if event.anchor is not None or event.tag is not None:
            self.refuse_what_stands_for_something_else(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, event.style is not None)
        if isinstance(event, yaml.SequenceStartEvent):
            nodes = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                nodes.append(self.node(inner, events, depth + 1))
            return Items(tuple(nodes), place)
        return self.keyed(place, events, depth)

    def refuse_what_stands_for_something_else(self, event: Any, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            hint = "write the value out, or put it in quotes if it is meant to begin with *"
            raise _Refused(Problem(place, Rule.ALIAS, f'"*{event.anchor}" is a YAML alias', hint))
        if event.tag is not None and event.tag != "!":
            hint = "delete the tag, or put the value in quotes if it is meant to begin with !"
            raise _Refused(Problem(place, Rule.TAG, f'"{event.tag}" is a YAML tag', hint))
        if event.anchor is not None:
            hint = "delete the anchor, or put the value in quotes if it is meant to begin with &"
            raise _Refused(Problem(place, Rule.ALIAS, f'"&{event.anchor}" is a YAML anchor', hint))

    def keyed(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Keyed:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            if not isinstance(key, Scalar) or key.is_empty:
                hint = "a key is a word; put a value that begins with [ or { in quotes"
                raise _Refused(Problem(key.place, Rule.KEY_NOT_TEXT, "this key is not a word", hint))
            value = self.node(next(events), events, depth + 1)
            if key.text in entries:
                first = entries[key.text].key_place.line
                message = f'"{key.text}" stands here and in line {first}'
                hint = "keep one of the two"
                self.problems.append(Problem(key.place, Rule.DUPLICATE_KEY, message, hint))
            else:
                entries[key.text] = Entry(key.text, key.place, value)
        return Keyed(tuple(entries.values()), place)
