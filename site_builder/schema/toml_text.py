"""TOML -> nodes. The values are the standard library's; the places are looked up in a syntax tree.

``tomllib`` decides what is valid and what it says, but knows no places after parsing; the grammar of
tree-sitter knows where each key and value stands. It is imported only when a TOML file is read.
"""

import datetime
import re
import tomllib
from typing import TYPE_CHECKING

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.schema.nodes import Entry, Items, Keyed, Node, Scalar

if TYPE_CHECKING:
    from tree_sitter import Node as TreeNode

_Path = tuple[str | int, ...]

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_MANY_DIGITS = re.compile(r"[+-]?(?:0[box])?[0-9A-Fa-f_]{3000,}")
_OVERWRITTEN = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate immutable namespace")


def read_toml(text: str, path: str, diagnostics: Diagnostics, first_line: int = 1) -> Keyed | None:
    """Read a TOML document; ``first_line`` is the line of the file that ``text`` starts on."""
    try:
        data = tomllib.loads(text, parse_float=str)
        return _keyed(data, (), _Places(text, path, first_line))
    except tomllib.TOMLDecodeError as error:
        _report_syntax(str(error), text, Place(path, first_line), diagnostics)
    except ValueError:  # Python neither reads nor writes a number of thousands of digits
        digits = _MANY_DIGITS.search(text)
        place = Place.at(path, text, digits.start() if digits else 0, first_line)
        hint = "shorten it, or put it in quotes"
        diagnostics.error(place, Rule.TOO_LONG, "this number is too long", hint)
    except RecursionError:
        hint = "write the value with fewer brackets"
        diagnostics.error(Place(path, first_line), Rule.TOO_LARGE, "nested too deeply", hint)
    return None


def _report_syntax(error: str, text: str, start: Place, diagnostics: Diagnostics) -> None:
    """Report a syntax error of the library, whose message ends in the line and column of the text."""
    lines = text.split("\n")
    position = _POSITION.search(error)
    if position and position[1]:
        line, column = int(position[1]), int(position[2])
    else:
        line, column = len(lines), len(lines[-1]) + 1
    message = _POSITION.sub("", error)
    if message.startswith(_OVERWRITTEN):
        # The parser stops behind the value; the key is what the author has to find.
        before = lines[line - 1]
        column = len(before) - len(before.lstrip()) + 1
        key = re.split(r"[=\]]", before.strip().lstrip("["))[0].strip() or message
        place = Place(start.path, start.line + line - 1, column)
        message = f'"{key}" stands here and further up'
        diagnostics.error(place, Rule.DUPLICATE_KEY, message, "keep one of the two")
        return
    place = Place(start.path, start.line + line - 1, column)
    hint = 'text stands in quotes (title = "..."), lists in square brackets'
    diagnostics.error(place, Rule.SYNTAX, message[:1].lower() + message[1:], hint)


def _keyed(data: dict[str, object], at: _Path, places: "_Places") -> Keyed:
    entries = (
        Entry(key, places.key((*at, key)), _node(value, (*at, key), places)) for key, value in data.items()
    )
    return Keyed(tuple(entries), places.value(at))


def _node(value: object, at: _Path, places: "_Places") -> Node:
    match value:
        case dict():
            return _keyed(value, at, places)
        case list():
            nodes = (_node(item, (*at, index), places) for index, item in enumerate(value))
            return Items(tuple(nodes), places.value(at))
        case bool():
            text = "true" if value else "false"
        case datetime.datetime() | datetime.date() | datetime.time():
            text = value.isoformat()
        case _:
            text = str(value)
    return Scalar(text, places.value(at), is_quoted=isinstance(value, str))


class _Places:
    """Where each key and value of a valid TOML document stands."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        import tree_sitter  # noqa: PLC0415 - only sites that use TOML pay for the grammar
        import tree_sitter_toml  # noqa: PLC0415

        self._lines = text.encode().split(b"\n")
        self._path = path
        self._first_line = first_line
        self._keys: dict[_Path, Place] = {}
        self._values: dict[_Path, Place] = {}
        self._tables: dict[_Path, int] = {}
        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        for node in parser.parse(text.encode()).root_node.named_children:
            self._top(node)

    def key(self, at: _Path) -> Place:
        return self._keys.get(at) or Place(self._path, self._first_line)

    def value(self, at: _Path) -> Place:
        return self._values.get(at) or self.key(at)

    def _place(self, node: "TreeNode") -> Place:
        row, byte = node.start_point
        column = len(self._lines[row][:byte].decode())
        return Place(self._path, self._first_line + row, column + 1)

    def _top(self, node: "TreeNode") -> None:
        if node.type == "pair":
            self._pair(node, ())
            return
        if node.type not in {"table", "table_array_element"}:
            return
        header, *pairs = node.named_children
        at: _Path = ()
        names = _names(header)
        for number, name in enumerate(names):
            at = (*at, name)
            self._keys.setdefault(at, self._place(header))
            if at in self._tables:  # a table inside the last element of an array of tables
                is_new = node.type == "table_array_element" and number == len(names) - 1
                self._tables[at] += 1 if is_new else 0
                at = (*at, self._tables[at])
            elif node.type == "table_array_element" and number == len(names) - 1:
                self._tables[at] = 0
                at = (*at, 0)
        self._values.setdefault(at, self._place(header))
        for pair in pairs:
            if pair.type == "pair":
                self._pair(pair, at)

    def _pair(self, node: "TreeNode", under: _Path) -> None:
        key, value = (child for child in node.named_children if child.type != "comment")
        at = under
        for name in _names(key):
            at = (*at, name)
            self._keys.setdefault(at, self._place(key))
        self._value(value, at)

    def _value(self, node: "TreeNode", at: _Path) -> None:
        self._values[at] = self._place(node)
        children = [child for child in node.named_children if child.type != "comment"]
        if node.type == "array":
            for index, child in enumerate(children):
                self._value(child, (*at, index))
        elif node.type == "inline_table":
            for child in children:
                self._pair(child, at)


def _names(key: "TreeNode") -> tuple[str, ...]:
    """Return the parts of a bare, quoted or dotted key."""
    if key.type == "dotted_key":
        return tuple(name for child in key.named_children for name in _names(child))
    text = (key.text or b"").decode()
    if key.type == "quoted_key":
        return (str(next(iter(tomllib.loads(f"{text} = 0")))),)
    return (text,)
