"""What is new in the archive, month by month: writeups, corrections, and events to come."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import NamedTuple

from site_builder.ids import Address
from site_builder.model import Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.cards import CardView
from site_builder.pages.components.views import CHANGES, PageView, SiteView, has_changes
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink

#: How many changes the first page has before it only leads to the older months.
_FIRST = 60


class ChangeView(NamedTuple):
    """A new writeup or, with the words of the author, a correction of one."""

    date: datetime.date
    writeup: NamedLink
    is_correction: bool
    text: str
    #: The language of the writeup where it is not that of the site.
    language: str


class MonthView(NamedTuple):
    """A month with its changes, newest first."""

    first_day: datetime.date
    address: Address
    changes: tuple[ChangeView, ...]


class YearView(NamedTuple):
    """The months of a year that have changes, newest first."""

    year: int
    months: tuple[MonthView, ...]


@dataclass(frozen=True, slots=True)
class ChangesView(json_ld.Described):
    """View of ``pages/changes.html``."""

    site: SiteView
    page: PageView
    #: On the first page only.
    upcoming: tuple[CardView, ...]
    #: What the page lists.
    months: tuple[MonthView, ...]
    #: Where the other months are; on the first page only.
    years: tuple[YearView, ...]


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/changes/`` with the newest months, and a page for each month that is not there."""
    if not has_changes(index):
        return
    months = _months(index)
    shown, count = 0, 0
    while shown < len(months) and count < _FIRST:
        count += len(months[shown].changes)
        shown += 1
    first, older = months[:shown], months[shown:]
    title = index.language.translate("What is new")
    content = FromTemplate("pages/changes.html", partial(_first_page, index, site, first, older))
    yield Page(CHANGES, content, PublishOrder.LIST, "what is new")
    for month in older:
        view = partial(_month_page, index, site, month, title)
        content = FromTemplate("pages/changes.html", view)
        yield Page(month.address, content, PublishOrder.LIST, "what was new")


def _months(index: SiteIndex) -> tuple[MonthView, ...]:
    changes = sorted(_changes(index), key=lambda change: (change.date, change.writeup.address), reverse=True)
    months = groupby(changes, key=lambda change: change.date.replace(day=1))
    return tuple(
        MonthView(day, Address(f"{CHANGES}{day.year:04}/{day.month:02}/"), tuple(of_month))
        for day, of_month in months
    )


def _changes(index: SiteIndex) -> Iterator[ChangeView]:
    for writeup in index.site.writeups:
        if not writeup.event.is_upcoming:
            yield _change(writeup, writeup.date.day)
        for correction in writeup.corrections:
            yield _change(writeup, correction.date, correction.text)


def _change(writeup: Writeup, day: datetime.date, text: str = "") -> ChangeView:
    link = NamedLink(writeup.title, writeup.address)
    return ChangeView(day, link, bool(text), text, writeup.language)


def _first_page(
    index: SiteIndex, site: SiteView, months: tuple[MonthView, ...], older: tuple[MonthView, ...]
) -> ChangesView:
    translate = index.language.translate
    return ChangesView(
        site=site,
        page=PageView(
            address=CHANGES,
            title=translate("What is new"),
            description=translate("New writeups, corrections and events to come, month by month."),
            section=CHANGES,
        ),
        upcoming=tuple(index.cards[writeup.path] for writeup in index.upcoming.writeups),
        months=months,
        years=tuple(
            YearView(year, tuple(of_year))
            for year, of_year in groupby(older, key=lambda month: month.first_day.year)
        ),
    )


def _month_page(index: SiteIndex, site: SiteView, month: MonthView, title: str) -> ChangesView:
    name = index.language.month(month.first_day)
    return ChangesView(
        site=site,
        page=PageView(
            address=month.address,
            title=index.language.translate("New in {month}", month=name),
            description=index.language.translate("New writeups and corrections of {month}.", month=name),
            section=CHANGES,
            breadcrumbs=(NamedLink(title, CHANGES),),
        ),
        upcoming=(),
        months=(month,),
        years=(),
    )
