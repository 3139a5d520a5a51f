"""Problems as lines for a person: each with the line of the source where it stands."""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.commands.terminal import coloured
from site_builder.errors import Problem

#: How much of a line is shown, in characters.
_WIDTH = 100
_QUOTED = re.compile(r'"[^"]*"|\d+')


def listed(problems: Sequence[Problem], root: Path) -> Iterator[str]:
    """Yield the lines to print for programs and files: each problem begins with its place."""
    sources = _Sources(root)
    for problem in problems:
        yield str(problem)
        yield from sources.excerpt(problem)


def grouped(problems: Sequence[Problem], root: Path, most: int | None) -> Iterator[str]:
    """Yield the lines to print on a terminal: by file, errors first, in colours where the terminal has them.

    Of each kind of mistake the first ``most`` places are shown, None for all.
    """
    sources = _Sources(root)
    problems = sorted(problems, key=lambda problem: (problem.place.path, not problem.is_error))
    counts = Counter(map(_kind, problems))
    shown: Counter[tuple[str, ...]] = Counter()
    path = None
    for problem in problems:
        kind = _kind(problem)
        shown[kind] += 1
        if most is not None and shown[kind] > most:
            if shown[kind] == counts[kind]:
                rest = counts[kind] - most
                yield f"  ... and {rest:,} more like the last of {problem.rule}; --all lists them"
            continue
        if problem.place.path != path:
            path = problem.place.path
            yield coloured(path or "The site", sys.stderr, bold=True)
        yield from _entry(problem, sources)
    rules = ", ".join(sorted({problem.rule for problem in problems}))
    if rules:
        yield f"More about each: site-builder manual RULE ({rules})"


def _entry(problem: Problem, sources: "_Sources") -> Iterator[str]:
    label = "error" if problem.is_error else "warning"
    colour = "red" if problem.is_error else "yellow"
    line, column = problem.place.line, problem.place.column
    severity = coloured(f"{label}: ", sys.stderr, fg=colour, bold=True)
    yield f"  {line}:{column} {severity}{problem.message} [{problem.rule}]"
    for number, text in enumerate(sources.excerpt(problem)):
        yield coloured(f"  {text}", sys.stderr, fg="green") if number else f"  {text}"
    yield f"    {problem.hint}"


def excerpt_of(problem: Problem, root: Path) -> str:
    """Return the line of a problem with a mark below its column; empty for a file as a whole."""
    return "\n".join(line[4:] for line in _Sources(root).excerpt(problem))


def _kind(problem: Problem) -> tuple[str, ...]:
    """Return what is the same for mistakes that differ in names and numbers only."""
    without_names = (_QUOTED.sub("", problem.message), _QUOTED.sub("", problem.hint))
    return (problem.rule, problem.severity, *without_names)


class _Sources:
    """The lines of files, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = ""
        self._lines: list[str] = []

    def excerpt(self, problem: Problem) -> Iterator[str]:
        """Yield the line of a problem and a mark below its column; nothing for a file as a whole."""
        path, number, column = problem.place
        if (number, column) == (1, 1):
            return
        if path != self._path:
            self._path, self._lines = path, _read(self._root / path)
        if number > len(self._lines):
            return
        line = self._lines[number - 1]
        start = max(0, column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
        shown = "".join(char if char.isprintable() else " " for char in line[start : start + _WIDTH])
        if not shown.strip():
            return
        before = shown[: column - 1 - start]
        yield f"    {shown}"
        yield f"    {' ' * columns_of(before)}^"


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _read(file: Path) -> list[str]:
    try:
        return re.split("\r\n|\r|\n", file.read_bytes().decode("utf-8-sig", "replace"))
    except OSError:
        return []
