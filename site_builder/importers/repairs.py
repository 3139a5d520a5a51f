"""What a build would refuse in an imported file -> what it accepts, with nothing lost.

A value that would be an error goes to ``extra: import:``, a link that leads nowhere becomes its words with
the address behind them, and a mark that this program would take for its own becomes text. Each repair is
told.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from site_builder.errors import Diagnostics, Place, Problem, Rule
from site_builder.importers.html_markdown import WITH_BACKSLASH
from site_builder.importers.item_values import IMPORT, in_order
from site_builder.importers.items import Note
from site_builder.importers.staging import Stage, StagedText
from site_builder.kinds import Kind
from site_builder.refactor.front_matter_edit import new_file
from site_builder.schema.nodes import Items, Keyed, Node
from site_builder.sources.discover import SourceFile
from site_builder.sources.front_matter import read_front_matter

_MOST_REPAIRS = 4
#: Shorter than the longest text that a key may have.
_PIECE = 2_000
_LINK_RULES = frozenset(
    {
        Rule.BROKEN_LINK,
        Rule.UNSAFE_LINK,
        Rule.UNRESOLVED_LINK,
        Rule.NOT_AN_IMAGE,
        Rule.UNSAFE_FILE,
        Rule.AMBIGUOUS_NAME,
    }
)
_FILE_RULES = frozenset({Rule.NOT_AN_IMAGE, Rule.UNSAFE_FILE})
_SECRET_RULES = frozenset({Rule.PROTECTED_NAME, Rule.NOT_SEARCHED})
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\](?:\([^)\s]*\))?)*)\]\(([^()\s]*(?:\([^()]*\)[^()\s]*)*)[^)\n]*\)"
)
_WIKI_LINK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_AUTO_LINK = re.compile(r"<([a-z][a-z0-9+.-]*:[^<>\s]+)>")
_PLACE = re.compile(r"(?P<path>content/[^\s:\"]+\.md)(?::(?P<line>\d+):\d+)?")

#: Path of a value in the keys of a file.
_Path = tuple[str | int, ...]


def repair(stage: Stage, problems: Iterable[Problem]) -> bool:
    """Repair what can be repaired in staged files; say whether anything was changed."""
    by_path: dict[str, list[Problem]] = {}
    for reported in problems:
        problem = _in_staged_file(reported, stage)
        text = stage.texts.get(problem.place.path)
        # What a draft names is published only when somebody has looked at it.
        is_settled = problem.rule in _SECRET_RULES and text is not None and text.is_draft
        if problem.is_error and text is not None and not is_settled:
            by_path.setdefault(problem.place.path, []).append(problem)
    for path, of_file in by_path.items():
        text = stage.texts[path]
        text.repairs += 1
        file = _File(text, stage.values(path), stage.body(path).strip("\n").split("\n"))
        if text.repairs > _MOST_REPAIRS:
            _set_aside(file, of_file)
        else:
            clash = next((one for one in of_file if _is_clash(one)), None)
            if clash is not None:
                _rename(stage, text, clash)
                continue
            _repair_file(file, of_file)
        stage.put_again(text, file.values, "\n".join(file.body))
    return bool(by_path)


def _in_staged_file(problem: Problem, stage: Stage) -> Problem:
    """Return a clash that is reported in a file of the site at its other place, in an imported file."""
    if problem.rule is not Rule.ADDRESS_COLLISION or problem.place.path in stage.texts:
        return problem
    for match in _PLACE.finditer(problem.message):
        if match["path"] in stage.texts:
            return replace(problem, place=Place(match["path"], int(match["line"] or 1)))
    return problem


@dataclass(slots=True)
class _File:
    """A staged file while it is repaired: its keys, and the lines of its text."""

    text: StagedText
    values: dict[str, Any]
    body: list[str]


def _is_clash(problem: Problem) -> bool:
    return problem.rule is Rule.ADDRESS_COLLISION and problem.place.line == 1


def _repair_file(file: _File, problems: list[Problem]) -> None:
    front = new_file(file.values)
    first_line = front.count("\n") + 2
    moved: list[_Path] = []
    for problem in sorted(problems, reverse=True):
        at = problem.place.line - first_line
        if problem.rule in _SECRET_RULES:
            _make_draft(file, problem)
        elif problem.rule is Rule.TOO_COMPLEX:
            file.body = _as_code(file.body)
            _note(file.text, problem, "the text stands as code; write it again in a simpler way")
        elif 0 <= at < len(file.body):
            file.body[at] = _repaired_line(file.body[at], problem.place.column - 1, problem, file.values)
            _note(file.text, problem, "what it said stands in the text as it was written")
        else:
            path = _value_at(front, problem.place.line)
            if problem.rule is Rule.TOO_LONG and path and isinstance(path[-1], int):
                path = path[:-1]  # the list as a whole has too many items
            if path and path not in moved:
                moved.append(path)
                _note(
                    file.text, problem, f"the value is under extra: {IMPORT}: now; correct it and put it back"
                )
    for path in sorted(moved, key=repr, reverse=True):
        _move(file.values, path)
    file.values = in_order(file.values)


def _note(text: StagedText, problem: Problem, hint: str) -> None:
    text.notes.append(Note(f"values that a build refuses ({problem.rule})", problem.message, hint))


def _make_draft(file: _File, problem: Problem) -> None:
    file.text.notes.append(
        Note(
            "texts that may name somebody who must not be named",
            problem.message,
            "it is a draft; look at the name first",
        )
    )
    if file.text.path.startswith(Kind.WRITEUPS.folder):
        file.values["status"] = "draft"


def _rename(stage: Stage, text: StagedText, problem: Problem) -> None:
    stem = text.path.removesuffix(".md")
    match = re.fullmatch(r"(.*)-(\d+)", stem)
    number = int(match[2]) + 1 if match and len(match[2]) < 3 else 2
    stage.rename(text, f"{match[1] if match and len(match[2]) < 3 else stem}-{number}.md")
    text.notes.append(
        Note("two texts at one address", problem.message, "this one has a number behind its name")
    )


def _repaired_line(line: str, column: int, problem: Problem, values: dict[str, Any]) -> str:
    """Return a line without the mark that a build refuses there."""
    if problem.rule in _LINK_RULES:
        changed = _without_link(line, column, problem, values)
        if changed is not None:
            return changed
    if problem.rule is Rule.CONTROL_CHARACTER:
        return "".join(char for char in line if char.isprintable() or char == "\t")
    for position in (column, *range(len(line))):
        if position < len(line) and line[position] in ":{[<>!^" and not line[:position].endswith("\\"):
            char = line[position]
            escaped = f"\\{char}" if char in WITH_BACKSLASH else f"&#{ord(char)};"
            return f"{line[:position]}{escaped}{line[position + 1 :]}"
    return line


def _without_link(line: str, column: int, problem: Problem, values: dict[str, Any]) -> str | None:
    """Return a line in which the link at a column, or else the last one before it, is only words."""
    for pattern, written in (
        (_LINK, _words_of_link),
        (_WIKI_LINK, _words_of_name),
        (_AUTO_LINK, lambda match: f"`{match[1]}`"),
    ):
        matches = [match for match in pattern.finditer(line) if match.start() <= column <= match.end()]
        if matches:
            match = matches[-1]
            if problem.rule in _FILE_RULES and pattern is _LINK:
                values.setdefault("extra", {}).setdefault("attachments", []).append(match[3])
            return f"{line[: match.start()]}{written(match)}{line[match.end() :]}"
    return None


def _words_of_link(match: re.Match[str]) -> str:
    words, target = match[2], match[3].strip("<>")
    return f"{words} (`{target}`)" if words and target else words or f"`{target}`"


def _words_of_name(match: re.Match[str]) -> str:
    return match[0].replace("[[", "\\[\\[", 1)


def _as_code(lines: list[str]) -> list[str]:
    longest = max((len(match[0]) for line in lines for match in re.finditer("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *lines, fence]


def _value_at(front_matter: str, line: int) -> _Path:
    """Return the path of the value that stands at a line of the front matter; empty for none."""
    source = SourceFile(Kind.WRITEUPS, "", front_matter, "")
    front = read_front_matter(source, Diagnostics()).front
    best: tuple[int, _Path] = (0, ())
    for path, at in _places(front, ()) if front is not None else ():
        if best[0] <= at <= line and len(path) <= 2:
            best = (at, path)
    return best[1]


def _places(node: Node, path: _Path) -> Iterable[tuple[_Path, int]]:
    match node:
        case Keyed():
            for entry in node:
                yield (*path, entry.key), entry.key_place.line
                yield from _places(entry.value, (*path, entry.key))
        case Items():
            for index, item in enumerate(node.nodes):
                yield (*path, index), item.place.line
                yield from _places(item, (*path, index))


def _move(values: dict[str, Any], path: _Path) -> None:
    """Move a value to where nothing is asked of it; a title and a date are left in a form that can stand."""
    key = str(path[0])
    if key == "extra":
        _flatten(values, path)
        return
    if key in {"title", "name"}:
        kept, values[key] = (
            values[key],
            re.sub(r"\s+", " ", re.sub(r"[^\w\s,.'’-]", " ", str(values[key]))).strip() or "Untitled",
        )
    elif len(path) == 1:
        kept = values.pop(key)
    else:
        inner = values[key]
        kept = inner.pop(path[1])
        if not inner:
            del values[key]
    into = values.setdefault("extra", {}).setdefault(IMPORT, {})
    if len(path) == 1 or key in {"title", "name"}:
        into[key] = kept
    elif isinstance(path[1], int):
        before = into.setdefault(key, [])
        (before if isinstance(before, list) else into.setdefault(f"{key}_items", [])).insert(0, kept)
    else:
        before = into.setdefault(key, {})
        (before if isinstance(before, dict) else into.setdefault(f"{key}_keys", {}))[str(path[1])] = kept


def _flatten(values: dict[str, Any], path: _Path) -> None:
    """Write a value of the source as one text, if it is of a form that cannot stand there."""
    if len(path) == 1:
        values["extra"] = {IMPORT: _short_texts(values["extra"])}
    else:
        values["extra"][path[1]] = _short_texts(values["extra"][path[1]])


def _short_texts(value: Any) -> list[str]:
    """Return a value as JSON, in pieces that a field of the site's own may have."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def _set_aside(file: _File, problems: list[Problem]) -> None:
    """Keep a file that cannot be repaired as a draft with all that it said as code."""
    kept = {key: value for key, value in file.values.items() if key in {"title", "name", "date"}}
    others = {key: value for key, value in file.values.items() if key not in kept}
    front = new_file(others).strip("\n").split("\n") if others else []
    is_writeup = file.text.path.startswith(Kind.WRITEUPS.folder)
    file.values = {**kept, **({"status": "draft"} if is_writeup else {})}
    hint = "all that it said stands in the file as code; write it again, and delete `status: draft`"
    file.text.notes.append(Note("texts that a build refuses", str(problems[0].message), hint))
    file.body = _as_code([*front, *file.body])
