"""``site-builder list``: who said what, where, when, for whom, in which position at the time."""

import datetime
from pathlib import Path

import click

from site_builder.commands.options import find_site, moment, output_folder
from site_builder.commands.reports import count_of, running
from site_builder.commands.suggestions import Choice
from site_builder.commands.tables import format_options, print_table
from site_builder.errors import UsageError
from site_builder.options import BuildOptions

_WHAT = ("appearances", "statements", "writeups", "people", "organisations", "topics")


@click.command(short_help="List appearances, statements, writeups, people, organisations or topics.")
@click.argument("what", type=Choice(_WHAT), metavar="WHAT")
@click.argument("words", nargs=-1)
@click.option("--person", metavar="NAME", help="Of this person, by name or id.")
@click.option("--organisation", metavar="NAME", help="For this organisation, by name or id.")
@click.option("--topic", metavar="NAME", help="On this topic, by name or id.")
@click.option("--role", metavar="ROLE", help="In this role: speaker, chair, panellist and so on.")
@click.option(
    "--from", "first", metavar="DATE", help="At events from this day on: 2010, 2010-10 or 2010-10-26."
)
@click.option("--until", "last", metavar="DATE", help="At events up to this day; a year or a month is whole.")
@click.option("--place", metavar="WORDS", help="At events whose place or venue has these words.")
@click.option("--drafts", is_flag=True, help="Count drafts too.")
@format_options
@click.pass_obj
def command(
    directory: Path,
    what: str,
    words: tuple[str, ...],
    person: str | None,
    organisation: str | None,
    topic: str | None,
    role: str | None,
    first: str | None,
    last: str | None,
    place: str | None,
    drafts: bool,
    form: str,
    as_json: bool,
) -> None:
    """List appearances, statements, writeups, people, organisations or topics of the archive.

    Every option narrows the list, and so does each of the WORDS, which must stand in what is listed: in names
    and titles, in the words of a statement, or anywhere in a writeup.
    """
    from site_builder.queries.archive import load_archive  # noqa: PLC0415 - slow to import
    from site_builder.queries.rows import LISTINGS  # noqa: PLC0415
    from site_builder.queries.selection import Selection  # noqa: PLC0415

    form = "json" if as_json else form
    root = find_site(directory)
    days = first_day(first, "--from"), last_day(last, "--until")
    options = BuildOptions(root, output_folder(root, None), moment(root, None), with_drafts=drafts)
    with running(consequence="nothing can be listed until they are fixed.", quiet=form == "json") as progress:
        archive = load_archive(options, progress)
    selection = Selection(
        person=archive.person(person) if person else None,
        organisation=archive.organisation(organisation) if organisation else None,
        topic=archive.topic(topic) if topic else None,
        role=_role(role),
        place=place or "",
        first=days[0],
        last=days[1],
        words=words,
    )
    listing = LISTINGS[what]
    rows = list(listing.rows(archive, selection))
    print_table(listing.columns, rows, form)
    if form == "table":
        singular = {"people": "person"}.get(what, what.removesuffix("s"))
        click.echo(f"{count_of(len(rows), singular, what)}.", err=True)


def _role(role: str | None) -> str:
    from site_builder.names.folding import fold  # noqa: PLC0415 - slow to import
    from site_builder.names.roles import ROLE_WORDS  # noqa: PLC0415
    from site_builder.schema.nearest import did_you_mean  # noqa: PLC0415
    from site_builder.values import ROLES  # noqa: PLC0415

    if not role:
        return ""
    meant = ROLE_WORDS.get(fold(role), "")
    if not meant:
        raise UsageError(f'--role: there is no role "{role}"; {did_you_mean(role, ROLES, ", ".join(ROLES))}')
    return meant


def first_day(text: str | None, option: str) -> datetime.date | None:
    """Return the first day of a year, a month or a day; raise :class:`UsageError` for what is none."""
    return _days(text, option)[0] if text else None


def last_day(text: str | None, option: str) -> datetime.date | None:
    """Return the last day of a year, a month or a day, in the same way."""
    return _days(text, option)[1] if text else None


def _days(text: str, option: str) -> tuple[datetime.date, datetime.date]:
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(parts[0]) != 4 or len(parts) > 3:
            raise ValueError(text)
        if len(numbers) == 3:
            day = datetime.date(*numbers)
            return day, day
        year, month = numbers[0], numbers[1] if len(numbers) == 2 else 12
        begin = datetime.date(year, month if len(numbers) == 2 else 1, 1)
        after = datetime.date(year + month // 12, month % 12 + 1, 1) if year < 9999 else datetime.date.max
        return begin, after - datetime.timedelta(days=1)
    except ValueError as error:
        raise UsageError(f'{option}: "{text}" is no date; write 2010, 2010-10 or 2010-10-26') from error
