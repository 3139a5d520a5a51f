"""What an import did, and what a person has to look at: each question once, by how much it settles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from site_builder.errors import Place, Problem
from site_builder.importers.items import Note

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|\d+')


class Question(NamedTuple):
    """Something to be looked at, however often it occurs; ``places`` has the first one of each subject."""

    kind: str
    hint: str
    times: int
    #: What it is about, and where that stands first, most frequent first.
    subjects: tuple[tuple[str, Place, int], ...]


@dataclass(slots=True)
class ImportReport:
    """The outcome of an import, in numbers that add up.

    Every item of the source is in one of ``new``, ``updated``, ``unchanged``, ``left_alone`` and
    ``left_out``.
    """

    format: str
    source: str
    ledger: str
    #: Paths of files.
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    #: Items whose files were edited or deleted here, with the reason.
    left_alone: list[tuple[str, str]] = field(default_factory=list)
    #: Items that became no file: place in the source, and the reason.
    left_out: list[tuple[str, str]] = field(default_factory=list)
    #: What the new and updated files are, by noun.
    kinds: dict[str, int] = field(default_factory=dict)
    drafts: int = 0
    files: int = 0
    comments: int = 0
    #: Items that an earlier import had and the source has no more.
    no_longer_there: list[str] = field(default_factory=list)
    questions: tuple[Question, ...] = ()
    #: Problems of files that the import did not write.
    others: tuple[Problem, ...] = ()
    remote: tuple[str, ...] = ()
    words: int = 0
    lost: int = 0

    @property
    def items(self) -> int:
        """Return how many items the source has."""
        return len(self.new) + len(self.updated) + self.unchanged + len(self.left_alone) + len(self.left_out)


def questions_of(notes: Iterable[tuple[Place, Note]], problems: Iterable[Problem]) -> tuple[Question, ...]:
    """Return notes and warnings as questions; those that settle most come first."""
    grouped: dict[tuple[str, str], dict[str, tuple[Place, int]]] = {}
    for place, note in notes:
        _count(grouped.setdefault((note.kind, note.hint), {}), note.subject, place)
    for problem in problems:
        kind = f"{problem.rule}: {_plain(problem.message)}"
        _count(grouped.setdefault((kind, _plain(problem.hint)), {}), problem.message, problem.place)
    questions = [
        Question(
            kind,
            hint,
            sum(count for _, count in subjects.values()),
            tuple(
                (subject, place, count)
                for subject, (place, count) in sorted(
                    subjects.items(), key=lambda entry: (-entry[1][1], entry[0])
                )
            ),
        )
        for (kind, hint), subjects in grouped.items()
    ]
    return tuple(sorted(questions, key=lambda question: (-question.times, question.kind)))


def _count(subjects: dict[str, tuple[Place, int]], subject: str, place: Place) -> None:
    first, count = subjects.get(subject, (place, 0))
    subjects[subject] = (first, count + 1)


def _plain(message: str) -> str:
    """Return a message without its names and numbers: what differs in these only is one question."""
    return _QUOTED.sub("...", message)


def line_of(subject: str, lines: list[str]) -> int:
    """Return the first line of a file that has what a note is about; 1 if none has."""
    words = re.findall(r"[\w.:/-]{4,}", subject)
    whole = next((number for number, line in enumerate(lines, start=1) if subject in line), 0)
    longest = max(words, key=len, default="")
    if whole or not longest:
        return whole or 1
    return next((number for number, line in enumerate(lines, start=1) if longest in line), 1)
