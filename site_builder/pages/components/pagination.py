"""Pagination: a list that grows is divided by year, and a year with much in it into parts.

What a page may list is counted in bytes. Years and parts have their own addresses, parts are numbered from
the oldest, and each of these pages says only what it lists: a part that is full never changes its address or
its content.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, NamedTuple, TypeVar

from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import Address
from site_builder.language import Language
from site_builder.model import Statement, Writeup
from site_builder.pages.components.cards import event_line
from site_builder.pages.components.views import StatementView, shown_in_lists, statements_in
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink

V = TypeVar("V")

#: How many bytes of entries a page may list. With its frame it stays below 100 kB.
PAGE_BYTES = 64_000
#: How many bytes of the newest entries stand on the first page of a list that is divided.
_NEWEST_BYTES = 16_000
#: What the markup of an entry takes, and that of a name in it.
_MARKUP, _MARKUP_OF_NAME = 420, 110


class DivisionView(NamedTuple):
    """A year or a part, how much of a section it has, and where that is."""

    label: str
    address: str
    total: int


@dataclass(frozen=True, slots=True)
class ListPageView:
    """Which page of a list this is.

    ``year`` is 0 on the first page of a list, ``part`` on every page that is no part of a year. ``whole`` is
    the address of the first page, and ``suffix`` makes the titles of the others unique. ``newer`` and
    ``older`` are the addresses of the next parts, or empty. ``total`` counts the writeups that the page lists
    or leads to.
    """

    year: int
    part: int
    whole: str
    suffix: str
    newer: str
    older: str
    total: int


@dataclass(frozen=True, slots=True)
class SectionView(Generic[V]):
    """A list within a page: its entries, how many there are of them in all, and where all of them are.

    ``summary`` has their number and years in words. ``divisions`` is empty where all are in ``items``.
    """

    anchor: str
    items: tuple[V, ...]
    total: int
    summary: str
    divisions: tuple[DivisionView, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A year or a part of a list."""

    label: str
    address: Address
    writeups: tuple[Writeup, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list of writeups, newest first; those of its divisions are not all among ``writeups``."""

    address: Address
    writeups: tuple[Writeup, ...]
    divisions: tuple[Division, ...] = ()
    year: int = 0
    part: int = 0
    whole: str = ""
    suffix: str = ""
    newer: str = ""
    older: str = ""

    @property
    def everything(self) -> tuple[Writeup, ...]:
        """Return the writeups that it lists or leads to."""
        if not self.divisions:
            return self.writeups
        return tuple(writeup for division in self.divisions for writeup in division.writeups)

    @property
    def held(self) -> tuple[Writeup, ...]:
        """Return those that it lists of events that have taken place."""
        return tuple(writeup for writeup in self.writeups if not writeup.event.is_upcoming)

    @property
    def total(self) -> int:
        """Return how many writeups it lists or leads to."""
        return len(self.everything)

    @property
    def is_first(self) -> bool:
        """Say whether this is the page of the list itself, and not of a year."""
        return not self.year

    @property
    def is_incomplete(self) -> bool:
        """Say whether other pages list what is not listed here, so that no filter covers everything."""
        return bool(self.divisions or self.part)

    @property
    def view(self) -> ListPageView:
        """Return what a template may know of it."""
        return ListPageView(
            year=self.year,
            part=self.part,
            whole=self.whole,
            suffix=self.suffix,
            newer=self.newer,
            older=self.older,
            total=self.total,
        )


def day_of_event(writeup: Writeup) -> datetime.date:
    """Return the day by which lists of events are in order."""
    return writeup.event.start.day


def reported_day(writeup: Writeup) -> datetime.date:
    """Return the day of what a writeup reports, which is its own where the event is still to come."""
    return writeup.day


def day_of_writeup(writeup: Writeup) -> datetime.date:
    """Return the day by which lists of writeups are in order."""
    return writeup.date.day


def entry_bytes(writeup: Writeup, statements: Iterable[Statement], *, with_summary: bool = False) -> int:
    """Estimate how many bytes of a page a writeup takes with some of its statements."""
    size = _MARKUP + _length(writeup.title) + _length(event_line(writeup.event)) + 2 * len(writeup.address)
    if with_summary:
        size += _length(writeup.summary) + _MARKUP_OF_NAME * min(len(writeup.appearances), 8)
    for statement in statements:
        text = shown_in_lists(statement)
        size += _MARKUP + 2 * _MARKUP_OF_NAME + sum(map(_length, text)) + len(writeup.title)
    return size


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


@dataclass(frozen=True, slots=True)
class Paginator:
    """Divides writeups into pages: ``size`` says how many bytes one takes, ``day`` on which day it stands."""

    language: Language
    size: Callable[[Writeup], int]
    day: Callable[[Writeup], datetime.date] = day_of_event

    def paginate(self, writeups: Sequence[Writeup], address: Address) -> Iterator[ListPage]:
        """Yield the page of a list, newest first, and where it is too small one for each year."""
        sizes = [self.size(writeup) for writeup in writeups]
        if sum(sizes) <= PAGE_BYTES:
            yield ListPage(address, tuple(writeups))
            return
        newest, room = 1, _NEWEST_BYTES - sizes[0]
        while newest < len(sizes) and sizes[newest] <= room:
            room -= sizes[newest]
            newest += 1
        years, pages = [], []
        for year, of_year in groupby(writeups, key=lambda writeup: self.day(writeup).year):
            listed = tuple(of_year)
            where = Address(f"{address}{year:04}/")
            years.append(Division(str(year), where, listed))
            pages += list(self.paginate_year(listed, where, year, whole=address))
        yield ListPage(address, tuple(writeups[:newest]), tuple(years))
        yield from pages

    def paginate_year(
        self, writeups: Sequence[Writeup], address: Address, year: int, *, whole: str = ""
    ) -> Iterator[ListPage]:
        """Yield the page of a year, newest first, and where it is too small one for each part of the year.

        ``whole`` is the page of the list that the year belongs to, if any.
        """
        suffix = f", {year}" if whole else ""
        parts = self._parts(writeups)
        if len(parts) == 1:
            yield ListPage(address, parts[0], year=year, whole=whole, suffix=suffix)
            return
        addresses = [Address(f"{address}part-{number}/") for number in range(1, len(parts) + 1)]
        divisions = tuple(
            Division(self._days(listed), where, listed)
            for where, listed in zip(addresses, parts, strict=True)
        )
        yield ListPage(address, (), divisions[::-1], year=year, whole=whole, suffix=suffix)
        for position, part in enumerate(divisions):
            yield ListPage(
                address=part.address,
                writeups=part.writeups,
                year=year,
                part=position + 1,
                whole=whole or address,
                suffix=suffix + self.language.translate(", part {n}", n=position + 1),
                newer=addresses[position + 1] if position + 1 < len(parts) else "",
                older=addresses[position - 1] if position else "",
            )

    def _parts(self, writeups: Sequence[Writeup]) -> list[tuple[Writeup, ...]]:
        """Fill parts from the oldest on, each newest first; one is full when the next does not fit in."""
        parts: list[list[Writeup]] = [[]]
        room = PAGE_BYTES
        for writeup in reversed(writeups):
            size = self.size(writeup)
            if size > room and parts[-1]:
                parts.append([])
                room = PAGE_BYTES
            parts[-1].append(writeup)
            room -= size
        return [tuple(reversed(part)) for part in parts]

    def _days(self, writeups: Sequence[Writeup]) -> str:
        language, first, last = self.language, self.day(writeups[-1]), self.day(writeups[0])
        if first == last:
            return language.day(first)
        return language.translate("{start} to {end}", start=language.day(first), end=language.day(last))


class Entries(NamedTuple):
    """What a section lists: anchor, entries in words, how many of them a writeup has, and its day."""

    anchor: str
    words: tuple[str, str]
    count: Callable[[Writeup], int]
    day: Callable[[Writeup], datetime.date] = day_of_event


def once(_: Writeup) -> int:
    """Count a writeup as one entry."""
    return 1


def empty_section(anchor: str) -> SectionView[Any]:
    """Return a list with nothing in it."""
    return SectionView(f"site_{anchor}", (), 0, "", ())


def section(language: Language, list_page: ListPage, entries: Entries, items: Iterable[V]) -> SectionView[V]:
    """Return a list within a page, and where all of it is."""
    # Ids of the theme have a prefix that the headings of texts never have.
    count, anchor = entries.count, f"site_{entries.anchor}"
    divisions = tuple(
        DivisionView(division.label, f"{division.address}#{anchor}", number)
        for division in list_page.divisions
        if (number := sum(map(count, division.writeups)))
    )
    counted = [
        (entries.day(writeup), number) for writeup in list_page.everything if (number := count(writeup))
    ]
    total = sum(number for _, number in counted)
    summary = language.translate_count(total, *entries.words)
    if counted:
        years = language.years(min(counted)[0], max(counted)[0])
        summary = language.translate("{count}, {years}", count=summary, years=years)
    return SectionView(anchor, tuple(items), total, summary, divisions)


def statement_section(
    index: SiteIndex, list_page: ListPage, anchor: str, is_wanted: Callable[[Statement], bool]
) -> SectionView[StatementView]:
    """Return the wanted statements of a page but for commitments."""

    def is_listed(statement: Statement) -> bool:
        return statement.commitment is None and is_wanted(statement)

    words = ngettext_noop("{n} statement", "{n} statements")
    return _section_of_statements(index, list_page, Entries(anchor, words, once), is_listed)


def commitment_section(
    index: SiteIndex, list_page: ListPage, is_wanted: Callable[[Statement], bool]
) -> SectionView[StatementView]:
    """Return the wanted commitments of a page."""

    def is_listed(statement: Statement) -> bool:
        return statement.commitment is not None and is_wanted(statement)

    if not index.commitments:
        return empty_section("commitments")
    words = ngettext_noop("{n} commitment", "{n} commitments")
    return _section_of_statements(index, list_page, Entries("commitments", words, once), is_listed)


def _section_of_statements(
    index: SiteIndex, list_page: ListPage, entries: Entries, is_listed: Callable[[Statement], bool]
) -> SectionView[StatementView]:
    def count(writeup: Writeup) -> int:
        return sum(map(is_listed, writeup.statements))

    items = statements_in(index, list_page.writeups, is_listed)
    return section(index.language, list_page, entries._replace(count=count, day=reported_day), items)


def links_up(list_page: ListPage, first: NamedLink) -> Iterator[NamedLink]:
    """Yield links from the page of a year or a part to the pages that it belongs to."""
    if list_page.year:
        yield first
    if list_page.part:
        yield NamedLink(str(list_page.year), Address(list_page.address.rpartition("part-")[0]))
