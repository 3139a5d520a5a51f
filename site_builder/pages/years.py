"""The archive by year: the page of all years, and a page for each."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import Address
from site_builder.kinds import Kind, year_address
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.cards import CardView
from site_builder.pages.components.charts import ActivityView, activity_of
from site_builder.pages.components.pagination import (
    Entries,
    ListPage,
    ListPageView,
    Paginator,
    SectionView,
    day_of_writeup,
    entry_bytes,
    once,
    section,
)
from site_builder.pages.components.views import PageView, SiteView
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink

_NEWEST = 10


_WRITEUPS = Entries("writeups", ngettext_noop("{n} writeup", "{n} writeups"), once, day_of_writeup)

ARCHIVE = Kind.WRITEUPS.index_address


@dataclass(frozen=True, slots=True)
class YearLinkView:
    """A year and how many writeups it has."""

    year: int
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class ArchiveView(json_ld.DescribedList):
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
class YearView(json_ld.DescribedList):
    """View of ``pages/year.html``."""

    site: SiteView
    page: PageView
    year: int
    months: SectionView[MonthView]
    list_page: ListPageView
    previous: NamedLink | None
    next: NamedLink | None


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/writeups/`` and ``/writeups/<year>/``."""
    archive = FromTemplate("pages/archive.html", partial(_archive_view, index, site))
    yield Page(ARCHIVE, archive, PublishOrder.LIST, "the archive")
    paginator = Paginator(
        index.language, lambda writeup: entry_bytes(writeup, (), with_summary=True), day_of_writeup
    )
    for year, writeups in sorted(index.by_year.items()):
        for list_page in paginator.paginate_year(writeups, year_address(year), year):
            view = partial(_year_view, index, site, year, list_page)
            content = FromTemplate("pages/year.html", view)
            yield Page(list_page.address, content, PublishOrder.LIST, f"the year {year}")


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


def _year_link(year: int) -> NamedLink:
    return NamedLink(str(year), year_address(year))


def _year_view(index: SiteIndex, site: SiteView, year: int, list_page: ListPage) -> YearView:
    language = index.language
    is_part = bool(list_page.part)
    earlier = max((before for before in index.by_year if before < year and not is_part), default=None)
    later = min((after for after in index.by_year if after > year and not is_part), default=None)
    months = groupby(
        (index.cards[writeup.path] for writeup in list_page.writeups),
        key=lambda item: item.date.replace(day=1),
    )
    views = (MonthView(first_day, tuple(of_month)) for first_day, of_month in months)
    return YearView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=language.translate("Writeups of {year}", year=year) + list_page.suffix,
            description=language.translate_count(
                list_page.total, "{n} writeup of {year}.", "{n} writeups of {year}.", year=year
            ),
            section=ARCHIVE,
            breadcrumbs=(archive_link(index), *((_year_link(year),) if is_part else ())),
        ),
        year=year,
        months=section(language, list_page, _WRITEUPS, views),
        list_page=list_page.view,
        previous=_year_link(earlier) if earlier is not None else None,
        next=_year_link(later) if later is not None else None,
    )
