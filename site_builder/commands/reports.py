"""What commands print: problems, counts, JSON for programs, and progress."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from site_builder.commands.problem_listing import grouped, listed
from site_builder.commands.terminal import progress_line
from site_builder.entities import HeldBack
from site_builder.errors import Problem, ProblemsFound
from site_builder.options import Progress

#: How many places of a mistake are shown on a terminal.
_FIRST_PLACES = 3


def count_of(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun.

    >>> count_of(1, "writeup", "writeups")
    '1 writeup'
    """
    return f"{number:,} {singular if number == 1 else plural}"


def say_changed(count: int) -> None:
    """Say how many files of the author were changed, and how that is undone."""
    if count:
        click.echo(
            f"Changed {count_of(count, 'file', 'files')}; site-builder check --undo takes all of it back."
        )
    else:
        click.echo("No file was changed.")


def show_problems(problems: Iterable[Problem], root: Path, *, shows_all: bool = False) -> None:
    """Print problems to standard error, each with its line of the source.

    On a terminal they stand by file, and a mistake that is made often is shown with its first places, unless
    ``shows_all``.
    """
    problems = tuple(problems)
    is_grouped = sys.stderr.isatty()
    lines = (
        grouped(problems, root, None if shows_all else _FIRST_PLACES)
        if is_grouped
        else listed(problems, root)
    )
    for line in lines:
        click.echo(line, err=True)


def not_published(held_back: HeldBack) -> str:
    """Say what was left out and why, as the end of a sentence; nothing if there is nothing to say."""
    parts = []
    if held_back.drafts:
        parts.append(count_of(len(held_back.drafts), "draft", "drafts"))
    if held_back.embargoed:
        parts.append(f"{len(held_back.embargoed):,} under embargo")
    total = len(held_back.drafts) + len(held_back.embargoed)
    return f"; {total:,} not published: {', '.join(parts)}" if parts else ""


def held_back_as_json(held_back: HeldBack) -> dict[str, Any]:
    """Return which writeups are not published, for a program."""
    return {
        "drafts": len(held_back.drafts),
        "embargoed": len(held_back.embargoed),
        "files": {"drafts": list(held_back.drafts), "embargoed": list(held_back.embargoed)},
    }


def count_problems(problems: Iterable[Problem]) -> str:
    """Say how many errors and warnings there are.

    >>> count_problems([])
    'no problems'
    """
    problems = tuple(problems)
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    parts = []
    if errors:
        parts.append(count_of(errors, "error", "errors"))
    if warnings:
        parts.append(count_of(warnings, "warning", "warnings"))
    return " and ".join(parts) or "no problems"


def problems_as_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems for a program."""
    return [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "rule": problem.rule.value,
            "severity": problem.severity.value,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]


def print_json(answer: Any) -> None:
    """Print an answer for a program."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def report_failure(error: ProblemsFound, *, as_json: bool, consequence: str, shows_all: bool = False) -> None:
    """Print what stopped a command."""
    if as_json:
        print_json({"ok": False, "problems": problems_as_json(error.problems)})
        return
    show_problems(
        error.problems, click.get_current_context().find_object(Path) or Path(), shows_all=shows_all
    )
    click.echo(f"Found {count_problems(error.problems)}; {consequence}", err=True)


@contextmanager
def running(
    *,
    consequence: str,
    as_json: bool = False,
    quiet: bool = False,
    verbose: bool = False,
    shows_all: bool = False,
) -> Iterator[Progress]:
    """Give the progress callback of a command: it prints lines, one changing line, or nothing.

    Problems that stop the command are printed with their ``consequence``, and end the program with exit code
    1.
    """
    try:
        with progress_line(quiet=quiet or as_json, verbose=verbose) as progress:
            yield progress
    except ProblemsFound as error:
        report_failure(error, as_json=as_json, consequence=consequence, shows_all=shows_all)
        raise click.exceptions.Exit(1) from error
