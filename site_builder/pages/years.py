"""The archive by year: the page of all years, and a page for each."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from site_builder.ids import Address
from site_builder.kinds import Kind, year_address
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld as structured
from site_builder.pages.components.cards import CardView, NamedLink
from site_builder.pages.components.charts import ActivityView, activity_of
from site_builder.pages.components.views import (
    ListPageView,
    PageView,
    SiteView,
    divide,
)
from site_builder.pages.site_index import SiteIndex

_NEWEST = 10


ARCHIVE = Kind.WRITEUPS.index_address


@dataclass(frozen=True, slots=True)
class YearLinkView:
    """A year and how many writeups it has."""

    year: int
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class ArchiveView(structured.DescribedList):
    """View of ``pages/archive.html``."""

    site: SiteView
    page: PageView
    years: tuple[YearLinkView, ...]
    activity: ActivityView | None
    newest: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class MonthView:
    """The writeups of one month; ``first_day`` is the first of it."""

    first_day: datetime.date
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class YearView(structured.DescribedList):
    """View of ``pages/year.html``."""

    site: SiteView
    page: PageView
    year: int
    months: tuple[MonthView, ...]
    list_page: ListPageView[CardView]
    previous: NamedLink | None
    next: NamedLink | None


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/writeups/`` and ``/writeups/<year>/``."""
    view = partial(_archive_view, index, site)
    yield Page(ARCHIVE, FromTemplate("pages/archive.html", view), PublishOrder.LIST, "the archive")
    years = sorted(index.by_year)
    for position, year in enumerate(years):
        earlier = years[position - 1] if position else None
        later = years[position + 1] if position + 1 < len(years) else None
        yield from _year_pages(index, site, year, earlier, later)


def _archive_view(index: SiteIndex, site: SiteView) -> ArchiveView:
    total = len(index.site.writeups)
    return ArchiveView(
        site=site,
        page=PageView(
            address=ARCHIVE,
            title=index.language.translate("Writeups"),
            description=index.language.translate_count(
                total, "All writeups, by year: {n}.", "All writeups, by year: {n}."
            ),
            section=ARCHIVE,
        ),
        years=year_links(index),
        activity=activity_of({year: len(writeups) for year, writeups in index.by_year.items()}),
        newest=tuple(index.cards[writeup.path] for writeup in index.site.writeups[:_NEWEST]),
    )


def year_links(index: SiteIndex) -> tuple[YearLinkView, ...]:
    """Return all years that have writeups, the latest first."""
    return tuple(
        YearLinkView(year, year_address(year), len(index.by_year[year]))
        for year in sorted(index.by_year, reverse=True)
    )


def archive_link(index: SiteIndex) -> NamedLink:
    """Return the link to all writeups."""
    return NamedLink(index.language.translate("Writeups"), ARCHIVE)


def _year_pages(
    index: SiteIndex, site: SiteView, year: int, earlier: int | None, later: int | None
) -> Iterator[Page]:
    cards = [index.cards[writeup.path] for writeup in index.by_year[year]]
    for list_page in divide(cards, year_address(year), index.language):
        view = partial(_year_view, index, site, year, earlier, later, list_page)
        yield Page(
            list_page.address, FromTemplate("pages/year.html", view), PublishOrder.LIST, f"the year {year}"
        )


def _year_view(
    index: SiteIndex,
    site: SiteView,
    year: int,
    earlier: int | None,
    later: int | None,
    list_page: ListPageView[CardView],
) -> YearView:
    language = index.language
    months = groupby(list_page.items, key=lambda item: item.date.replace(day=1))
    return YearView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=language.translate("Writeups of {year}", year=year) + list_page.suffix,
            description=language.translate_count(
                list_page.total, "{n} writeup of {year}.", "{n} writeups of {year}.", year=year
            ),
            section=ARCHIVE,
            breadcrumbs=(archive_link(index),),
        ),
        year=year,
        months=tuple(MonthView(first_day, tuple(of_month)) for first_day, of_month in months),
        list_page=list_page,
        previous=NamedLink(str(earlier), year_address(earlier)) if earlier is not None else None,
        next=NamedLink(str(later), year_address(later)) if later is not None else None,
    )
