"""``site-builder new``: begin a file with the keys that it needs, and never replace one."""

import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from site_builder.commands.new_file import create_file
from site_builder.commands.new_writeup import WriteupDraft, draft_text, fill_from_archive, quoted
from site_builder.commands.options import find_site, moment, output_folder
from site_builder.commands.reports import show_problems
from site_builder.commands.suggestions import CommandGroup
from site_builder.commands.terminal import progress_line
from site_builder.errors import ProblemsFound, UsageError
from site_builder.kinds import Kind
from site_builder.names.people import NameParser
from site_builder.names.slugs import is_reserved, slug
from site_builder.options import BuildOptions

F = TypeVar("F", bound=Callable[..., Any])

_PERSON = """\
---
name: {name}
other_names: []
links: []
---
"""

_ORGANISATION = """\
---
name: {name}
other_names: []
classification:
links: []
---
"""

_TOPIC = """\
---
name: {name}
other_names: []
---
What the topic is about.
"""

_SERIES = """\
---
name: {name}
links: []
---
What these events have in common.
"""

_EVENT = """\
---
name: {name}
date: {date}  # or start: {date}T09:30
place:
venue:
organisers: []
series:
format:
---
"""

_PAGE = """\
---
title: {name}
---
"""


def edit_option(function: F) -> F:
    """Add ``--edit``."""
    return click.option("--edit", "opens", is_flag=True, help="Open the file in $EDITOR.")(function)


@click.group(cls=CommandGroup, short_help="Start a new writeup, person, organisation, topic, event or page.")
def command() -> None:
    """Start a new file in content/. Existing files are never replaced."""


@command.command()
@click.argument("title")
@click.option("--date", metavar="DATE", help="The day of the writeup, as 2010-10-27; default: today.")
@click.option("--event", metavar="NAME", help="The event, by the id of its file or by its name.")
@click.option("--place", metavar="PLACE", help="Where the event was.")
@click.option(
    "--organiser", "organisers", metavar="NAME", multiple=True, help="Who held it; may be given again."
)
@click.option(
    "--speaker",
    "speakers",
    metavar="LINE",
    multiple=True,
    help='Who spoke: "Name", or "Name, Position, Organisation"; may be repeated.',
)
@click.option(
    "--topic", "topics", metavar="NAME", multiple=True, help="What it was about; may be given again."
)
@edit_option
@click.pass_obj
def writeup(
    directory: Path,
    title: str,
    date: str | None,
    event: str | None,
    place: str | None,
    organisers: tuple[str, ...],
    speakers: tuple[str, ...],
    topics: tuple[str, ...],
    opens: bool,
) -> None:
    """Start a new writeup; it is a draft until you delete the line `status: draft`.

    What the archive knows fills it in: names as they are usually written, the file of an event, and what a
    speaker was when they spoke last, which is offered with its day.
    """
    root = find_site(directory)
    day = _day(date)
    path = f"content/writeups/{day.year:04}/{day.isoformat()}-{_id(title)}.md"
    draft = WriteupDraft(title, day, event or "", place or "", organisers, speakers, topics)
    if (root / path).exists():
        raise UsageError(f"{path} is there already; nothing was changed")
    if event or organisers or speakers or topics:
        draft = _filled(root, draft)
    _create(root, path, draft_text(draft), opens=opens)


@command.command()
@click.argument("name")
@edit_option
@click.pass_obj
def person(directory: Path, name: str, opens: bool) -> None:
    """Start the file of a person: other names, links, a biography."""
    plain = NameParser().plain(name)
    _start(directory, Kind.PEOPLE, _PERSON, plain, opens=opens)


@command.command()
@click.argument("name")
@edit_option
@click.pass_obj
def organisation(directory: Path, name: str, opens: bool) -> None:
    """Start the file of an organisation: other names, what it was before, links."""
    _start(directory, Kind.ORGANISATIONS, _ORGANISATION, name, opens=opens)


@command.command()
@click.argument("name")
@edit_option
@click.pass_obj
def topic(directory: Path, name: str, opens: bool) -> None:
    """Start the file of a topic: other names, and what it is about."""
    _start(directory, Kind.TOPICS, _TOPIC, name, opens=opens)


@command.command()
@click.argument("name")
@edit_option
@click.pass_obj
def series(directory: Path, name: str, opens: bool) -> None:
    """Start the file of a series of events."""
    _start(directory, Kind.SERIES, _SERIES, name, opens=opens)


@command.command()
@click.argument("name")
@click.option("--date", metavar="DATE", help="The day of the event, as 2010-10-27; default: today.")
@edit_option
@click.pass_obj
def event(directory: Path, name: str, date: str | None, opens: bool) -> None:
    """Start the file of an event, which several writeups may be on."""
    text = _EVENT.replace("{date}", _day(date).isoformat())
    _start(directory, Kind.EVENTS, text, name, opens=opens)


@command.command()
@click.argument("title")
@edit_option
@click.pass_obj
def page(directory: Path, title: str, opens: bool) -> None:
    """Start a page such as About."""
    _start(directory, Kind.PAGES, _PAGE, title, opens=opens)


def _start(directory: Path, kind: Kind, template: str, name: str, *, opens: bool) -> None:
    root = find_site(directory)
    _create(root, f"{kind.folder}/{_id(name)}.md", template.format(name=quoted(name)), opens=opens)


def _create(root: Path, path: str, text: str, *, opens: bool) -> None:
    create_file(root, path, text.encode())
    if opens:
        click.edit(filename=str(root / path))


def _filled(root: Path, draft: WriteupDraft) -> WriteupDraft:
    from site_builder.queries.archive import load_archive  # noqa: PLC0415 - slow to import

    options = BuildOptions(root, output_folder(root, None), moment(root, None))
    try:
        with progress_line() as progress:
            archive = load_archive(options, progress, with_everything=True)
    except ProblemsFound as error:
        show_problems([problem for problem in error.problems if problem.is_error], root)
        click.echo("Nothing is filled in from the archive until these are fixed.", err=True)
        return draft
    return fill_from_archive(draft, archive, click.confirm if sys.stdin.isatty() else None)


def _day(date: str | None) -> datetime.date:
    try:
        return datetime.date.fromisoformat(date) if date else datetime.datetime.now().astimezone().date()
    except ValueError as error:
        raise UsageError(f'--date: "{date}" is not a day; write it as 2010-10-27') from error


def _id(name: str) -> str:
    made = slug(name)
    if not made or is_reserved(made):
        raise UsageError(f'"{name}" gives no name for a file; use other words')
    return made
