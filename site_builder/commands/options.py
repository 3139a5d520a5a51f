"""Options and messages that several commands share."""

import datetime
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from site_builder.build import Tell
from site_builder.errors import Place, Problem, ProblemsFound, UsageError
from site_builder.gettext_markers import count_of
from site_builder.model import HeldBack
from site_builder.paths import CONTENT, SITE_FILE
from site_builder.runtime.workers import processors

F = TypeVar("F", bound=Callable[..., Any])


def _base_url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from site_builder.config import normal_base_url  # noqa: PLC0415 - slow to import

    try:
        return normal_base_url(value)
    except ValueError as error:
        raise click.BadParameter(f'"{value}" is not a web address; {error}') from error


def selection_options(function: F) -> F:
    """Add the options that say what is published."""
    for option in (
        click.option("--drafts", is_flag=True, help="Publish drafts too."),
        click.option(
            "--as-of",
            metavar="DATE",
            help="Build as on this day or at this time, for embargoes: 2026-12-01 or 2026-12-01T09:00Z.",
        ),
        click.option(
            "--base-url",
            metavar="URL",
            callback=_base_url,
            help="Where the site will stand; replaces base_url of site.toml.",
        ),
    ):
        function = option(function)
    return function


def jobs_option(function: F) -> F:
    """Add ``--jobs``."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        default=processors,
        help="How many processes work at once; as many as there are processors if not given.",
    )(function)


def json_option(function: F) -> F:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")(function)


def find_site(root: Path) -> Path:
    """Return the folder of a site, or raise :class:`UsageError` for one that is none."""
    if (root / CONTENT).is_dir() or (root / SITE_FILE).exists():
        return root
    raise UsageError(
        f"there is no site in {root}: neither {SITE_FILE} nor a folder {CONTENT}/; "
        "go to the folder of your site, or name it with -C"
    )


def moment(root: Path, as_of: str | None) -> datetime.datetime:
    """Return the time that a build takes for now: of ``--as-of``, SOURCE_DATE_EPOCH, or the clock."""
    if as_of is not None:
        from site_builder.config import read_config  # noqa: PLC0415 - slow to import
        from site_builder.schema.nodes import Scalar  # noqa: PLC0415
        from site_builder.schema.shapes import Date  # noqa: PLC0415

        zone = read_config(root)[0].zone
        problems: list[Problem] = []
        when = Date(zone).read(Scalar(as_of, Place("--as-of")), problems)
        if when is None:
            raise UsageError(f"--as-of: {problems[0].message}; {problems[0].hint}")
        return when.moment or datetime.datetime.combine(when.day, datetime.time(), zone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            now = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
            if not 1000 <= now.year <= 9000:
                raise ValueError(epoch)
            return now  # noqa: TRY300 - the checks belong together
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError(f'SOURCE_DATE_EPOCH is "{epoch}", not seconds since 1970') from error
    return datetime.datetime.now(datetime.UTC)


def show_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, one to a line."""
    for problem in problems:
        click.echo(str(problem), err=True)


def not_published(held_back: HeldBack) -> str:
    """Say what was left out and why, as the end of a sentence; nothing if there is nothing to say."""
    parts = []
    if held_back.drafts:
        parts.append(count_of(held_back.drafts, "draft", "drafts"))
    if held_back.embargoed:
        parts.append(f"{held_back.embargoed:,} under embargo")
    total = held_back.drafts + held_back.embargoed
    return f"; {total:,} not published: {', '.join(parts)}" if parts else ""


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


def report_failure(found: ProblemsFound, *, as_json: bool, consequence: str) -> None:
    """Print what stopped a command."""
    if as_json:
        print_json({"ok": False, "problems": problems_as_json(found.problems)})
        return
    show_problems(found.problems)
    click.echo(f"Found {count_problems(found.problems)}; {consequence}", err=True)


def progress(*, quiet: bool, verbose: bool) -> Tell:
    """Return what tells a waiting person what is being done: lines, one changing line, or nothing."""
    if verbose:
        return lambda what: click.echo(what, err=True)
    if quiet or not sys.stderr.isatty():
        return lambda what: None  # noqa: ARG005

    def tell(what: str) -> None:
        click.echo(f"\r\x1b[K{what} ...", err=True, nl=False)

    return tell


def end_progress(*, quiet: bool, verbose: bool) -> None:
    """Clear the changing line."""
    if not quiet and not verbose and sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
