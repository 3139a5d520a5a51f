"""``site-builder stats``: the figures of an annual report."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from site_builder.commands.list_archive import first_day, last_day
from site_builder.commands.options import find_site, moment, output_folder
from site_builder.commands.reports import print_json, running
from site_builder.commands.tables import format_options, print_table
from site_builder.options import BuildOptions

_COLUMNS = (
    "year",
    "events",
    "writeups",
    "speakers",
    "appearances",
    "new_voices",
    "repeated_share",
    "organisations",
    "statements",
)
_LISTS = {
    "topics": "Topics",
    "places": "Places",
    "top_organisations": "Organisations that spoke most often",
    "organisation_kinds": "Kinds of organisations",
}


@click.command(short_help="Give the figures of the archive, year by year.")
@click.option(
    "--from", "first", metavar="DATE", help="Of events from this day on: 2010, 2010-10 or 2010-10-26."
)
@click.option("--until", "last", metavar="DATE", help="Of events up to this day; a year or a month is whole.")
@click.option("--drafts", is_flag=True, help="Count drafts too.")
@format_options
@click.pass_obj
def command(
    directory: Path, first: str | None, last: str | None, drafts: bool, form: str, as_json: bool
) -> None:
    """Give the figures of an annual report: events, speakers, new voices, organisations, topics and places.

    Only events that have taken place count. A voice is new in the year of its first event in the archive;
    repeated are speakers who spoke in an earlier year, over all at more than one event, in per cent.
    """
    from site_builder.pages.components.figures import FiguresView, figures  # noqa: PLC0415 - slow to import
    from site_builder.queries.archive import load_archive  # noqa: PLC0415

    form = "json" if as_json else form
    root = find_site(directory)
    days = first_day(first, "--from"), last_day(last, "--until")
    options = BuildOptions(root, output_folder(root, None), moment(root, None), with_drafts=drafts)
    with running(
        consequence="nothing can be counted until they are fixed.", quiet=form == "json"
    ) as progress:
        archive = load_archive(options, progress)
    total, years = figures(archive.index, *days)

    def row(of: FiguresView) -> list[Any]:
        values = asdict(of)
        return [of.year or "all", *(values[column] for column in _COLUMNS[1:])]

    if form == "json":
        print_json({"total": _as_json(total), "years": [_as_json(year) for year in years]})
        return
    print_table(_COLUMNS, [*map(row, years), row(total)], form)
    if form == "csv":
        return
    for field, title in _LISTS.items():
        counts = getattr(total, field)
        if counts:
            click.echo(f"\n{'### ' if form == 'markdown' else ''}{title}\n")
            print_table(("name", "total"), [(count.link.name, count.total) for count in counts], form)


def _as_json(of: Any) -> dict[str, Any]:
    values = asdict(of)
    for field in _LISTS:
        values[field] = [
            {"name": count.link.name, "address": count.link.address, "total": count.total}
            for count in getattr(of, field)
        ]
    return {**values, "year": of.year or None}
