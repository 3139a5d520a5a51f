"""The archive as open data: ``/data/`` with a page that explains the files, and ``/events.ics``.

Everything here comes from the same site as the pages do, so nothing can be in it that they must not have.
Each row has the public address of what it is about: complete where the site has a ``base_url``, else from
the root of the site.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from site_builder.gettext_markers import gettext_noop
from site_builder.ids import Address
from site_builder.page import FromJson, FromStream, FromTables, FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.views import PageView, SiteView
from site_builder.pages.open_data.archive_json import SCHEMA, document
from site_builder.pages.open_data.archive_schema import archive_schema
from site_builder.pages.open_data.calendar import calendar
from site_builder.pages.open_data.database import database
from site_builder.pages.open_data.popolo import popolo
from site_builder.pages.open_data.source import Source
from site_builder.pages.open_data.tables import TABLES, rows
from site_builder.pages.open_data.turns import COLUMNS, turn_rows
from site_builder.pages.site_index import SiteIndex

DATA = Address("/data/")
CALENDAR = Address("/events.ics")
_WHOLE = (
    ("archive.json", gettext_noop("Everything but the texts, in one file.")),
    ("archive.schema.json", gettext_noop("What stands in archive.json, as JSON Schema.")),
    (
        "popolo.json",
        gettext_noop("People, organisations, memberships, events and speeches in the Popolo format."),
    ),
    ("archive.xlsx", gettext_noop("All tables in one workbook, for Excel and LibreOffice.")),
    ("archive.sqlite", gettext_noop("All tables with their keys, for SQL and Datasette.")),
)
_TURNS = gettext_noop("One row for each turn of a transcript: who spoke, when, and the words.")


@dataclass(frozen=True, slots=True)
class DataFileView:
    """A file of open data."""

    name: str
    address: Address
    about: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataView(json_ld.Described):
    """View of ``pages/data.html``."""

    site: SiteView
    page: PageView
    files: tuple[DataFileView, ...]
    writeups: int
    people: int
    organisations: int


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan the files of open data, unless the site wants none."""
    if not index.config.open_data:
        return
    source = Source(index)
    view = partial(_data_view, index, site)
    yield Page(DATA, FromTemplate("pages/data.html", view), PublishOrder.LIST, "the page of open data")
    yield _file("archive.json", "json", partial(document, source))
    schema = FromJson(archive_schema(), index.config.base_url)
    yield Page(SCHEMA, schema, PublishOrder.FEED, "the schema of the data")
    for name in TABLES:
        yield _file(f"{name}.csv", "csv", partial(_for_csv, source, name))
    turns = partial(_turns, source)
    yield Page(Address(f"{DATA}turns.csv"), FromStream("csv", turns), PublishOrder.FEED, "the turns")
    yield _file("archive.xlsx", "workbook", partial(_workbook, source))
    yield _file("popolo.json", "json", partial(popolo, source))
    content = FromStream("sqlite", partial(database, source))
    yield Page(Address(f"{DATA}archive.sqlite"), content, PublishOrder.FEED, "the database")
    entries = FromTables("calendar", partial(calendar, source))
    yield Page(CALENDAR, entries, PublishOrder.FEED, "the calendar of events")


def _data_view(index: SiteIndex, site: SiteView) -> DataView:
    translate = index.language.translate
    number = len(index.site.writeups)
    return DataView(
        site=site,
        page=PageView(
            address=DATA,
            title=translate("Data"),
            description=index.language.translate_count(
                number, "{n} writeup as open data.", "{n} writeups as open data."
            ),
        ),
        files=(
            *(DataFileView(name, Address(f"{DATA}{name}"), translate(about), ()) for name, about in _WHOLE),
            *(
                DataFileView(
                    f"{name}.csv", Address(f"{DATA}{name}.csv"), translate(table.about), table.columns
                )
                for name, table in TABLES.items()
            ),
            DataFileView("turns.csv", Address(f"{DATA}turns.csv"), translate(_TURNS), COLUMNS),
            DataFileView("events.ics", CALENDAR, translate("All events, for a calendar."), ()),
        ),
        writeups=len(index.site.writeups),
        people=len(index.site.people),
        organisations=len(index.site.organisations),
    )


def _file(name: str, form: str, make: Callable[[], Any]) -> Page:
    return Page(Address(f"{DATA}{name}"), FromTables(form, make), PublishOrder.FEED, f"the data file {name}")


def _for_csv(source: Source, name: str) -> dict[str, Any]:
    return {"columns": list(TABLES[name].columns), "rows": rows(source, name)}


def _turns(source: Source) -> dict[str, Any]:
    return {"columns": list(COLUMNS), "rows": turn_rows(source)}


def _workbook(source: Source) -> dict[str, Any]:
    tables = [{"name": name, **_for_csv(source, name)} for name in TABLES]
    return {"title": source.index.config.title, "tables": tables}
