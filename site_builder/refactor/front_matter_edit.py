"""Change a file of its author's without touching what is not meant: comments and the order of keys stay."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

import tomlkit
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from site_builder.errors import Diagnostics, UsageError
from site_builder.kinds import Kind
from site_builder.schema.nodes import Items, Keyed, Node, Scalar
from site_builder.sources.discover import SourceFile
from site_builder.sources.front_matter import read_front_matter

#: Changes the keys of a file in place.
KeyEdit = Callable[[MutableMapping[str, Any]], None]

_FENCED = re.compile(
    r"(\s*?^(-{3,}|\+{3,})[ \t]*\n)(.*?)(^(?:-{3,}|\+{3,})[ \t]*$\n?)", re.MULTILINE | re.DOTALL
)
_COMMENT = re.compile(r"(?:^|\s)(#.*)$", re.MULTILINE)
_LIST_INDENT = re.compile(r"^( *)- ", re.MULTILINE)


def with_keys(
    path: str,
    text: str,
    change: KeyEdit,
    changed: frozenset[str],
    more_text: str = "",
    comments: Iterable[str] = (),
) -> str:
    """Return a file with other keys, ``comments`` behind these, and ``more_text`` behind its text.

    ``changed`` names the keys that may differ. Raises :class:`UsageError` if the file would say anything else
    in another way, or lose a comment: then a person has to change it.
    """
    fenced = _FENCED.match(text)
    if fenced is None:
        raise UsageError(f"{path} has no front matter that can be changed; change it by hand")
    edit = _toml if fenced[2].startswith("+") else _yaml
    try:
        front = edit(fenced[3], change)
    except Exception as error:
        raise UsageError(f"{path} cannot be changed safely; change it by hand") from error
    if not _comments(fenced[3]) <= _comments(front):
        raise UsageError(f"{path} has a comment that the change would lose; change it by hand")
    front += "".join(f"{line}\n" for line in comments)
    body = text[fenced.end() :]
    if more_text.strip():
        body = f"{body.rstrip()}\n\n{more_text.strip()}\n"
    new = f"{fenced[1]}{front}{fenced[4]}{body}"
    before, after = dict(_values_in(path, text)), dict(_values_in(path, new))
    for key, value in before.items():
        if (key not in changed and after.get(key) != value) or not _kept(value, after.get(key)):
            raise UsageError(f'{path}: "{key}" cannot be changed safely; change it by hand')
    return new


def _comments(front: str) -> Counter[str]:
    return Counter(match[1].rstrip() for match in _COMMENT.finditer(front))


def _kept(before: object, after: object) -> bool:
    """Say whether what is left of a list is written as it was: libraries take words for other values."""
    if not isinstance(before, list) or not isinstance(after, list):
        return True
    return after[: len(before)] == before or all(line in before for line in after[: len(before) - 1])


def _values_in(path: str, text: str) -> list[tuple[str, object]]:
    """Return what the keys of a file say, without their places."""
    diagnostics = Diagnostics()
    document = read_front_matter(SourceFile(Kind.PEOPLE, path, text, ""), diagnostics)
    if document.front is None or diagnostics.problems:
        raise UsageError(f"{path} cannot be changed safely; change it by hand")
    return [(entry.key, _plain(entry.value)) for entry in document.front]


def _plain(node: Node) -> object:
    match node:
        case Scalar():
            return node.text
        case Items():
            return [_plain(item) for item in node.nodes]
        case Keyed():
            return [(entry.key, _plain(entry.value)) for entry in node]


def _yaml(front: str, change: KeyEdit) -> str:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    indented = _LIST_INDENT.search(front)
    offset = len(indented[1]) if indented else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    keys = yaml.load(front)
    change(keys)
    stream = io.StringIO()
    yaml.dump(keys, stream)
    return stream.getvalue()


def _toml(front: str, change: KeyEdit) -> str:
    keys = tomlkit.parse(front)
    change(keys)
    return tomlkit.dumps(keys)


def parts_of(path: str, text: str) -> tuple[dict[str, Any], list[str], str]:
    """Return the keys of a file as plain values, its comments on lines of their own, and its text."""
    fenced = _FENCED.match(text)
    if fenced is None:
        raise UsageError(f"{path} has no front matter that can be read; change it by hand")
    comments = [line for line in fenced[3].split("\n") if line.lstrip().startswith("#")]
    values: dict[str, Any] = {}

    def look(keys: MutableMapping[str, Any]) -> None:
        values.update({key: _unwrapped(value) for key, value in keys.items()})

    with_keys(path, text, look, frozenset())
    return values, comments, text[fenced.end() :]


def _unwrapped(value: Any) -> Any:
    """Return a value without what a library hung on to it."""
    if isinstance(value, MutableMapping):
        return {str(key): _unwrapped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unwrapped(item) for item in value]
    return value.unwrap() if hasattr(value, "unwrap") else value


def add_to_list(keys: MutableMapping[str, Any], key: str, values: list[Any]) -> None:
    """Add what is new to a list, which may not be there yet, or be one value that is no list."""
    if not values:
        return
    before = keys.get(key)
    if before is None or before == "":
        keys[key] = list(values)
    elif isinstance(before, list):
        before.extend(value for value in values if value not in before)
    else:
        keys[key] = [before, *(value for value in values if value != before)]


def new_file(values: dict[str, Any]) -> str:
    """Return a file that has keys and no text."""
    return f"---\n{yaml_text(values)}---\n"


def yaml_text(values: Any) -> str:
    """Return keys and values, or a list, as YAML."""
    yaml = YAML(typ="rt")
    yaml.width = 1_000_000
    yaml.default_flow_style = False
    if not isinstance(values, list):
        yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_with_blocks(values), stream)
    return stream.getvalue()


def _with_blocks(value: Any) -> Any:
    """Return values in which texts of several lines are written as such."""
    if isinstance(value, MutableMapping):
        return {key: _with_blocks(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_blocks(inner) for inner in value]
    if type(value) is str and "\n" in value and not any(line != line.rstrip() for line in value.split("\n")):
        return LiteralScalarString(value)
    return value


def replaced_at(text: str, line: int, column: int, old: str, new: str) -> str | None:
    """Return a text with one word replaced where it stands next from a place on; None if it is not there."""
    lines = text.split("\n")
    if line > len(lines):
        return None
    offset = sum(len(earlier) + 1 for earlier in lines[: line - 1]) + column - 1
    match = re.compile(re.escape(old) + r"(?![\w-])").search(text, offset)
    if match is None or match.start() - offset > _NEAR:
        return None
    return f"{text[: match.start()]}{new}{text[match.end() :]}"


#: The word stands right behind its place: quotation marks, brackets and the name of a kind may be between.
_NEAR = 40
