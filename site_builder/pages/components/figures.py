"""The figures of an annual report: events, speakers, organisations and topics, over all and by year."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.ids import Address, OrganisationId, PersonId, TopicId
from site_builder.model import Writeup
from site_builder.pages.site_index import SiteIndex, number_of_events, topics_in
from site_builder.values import NamedLink

_NO_PAGE = Address("")
#: How many of the most frequent topics, places and organisations are listed.
_LISTED = 10


class CountView(NamedTuple):
    """How often something occurs; its address is empty where there is no page."""

    link: NamedLink
    total: int


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The figures of a year, or of all; ``year`` is 0 for all.

    Only events that have taken place count. A voice is new in the year of the person's first event in the
    archive. A speaker is repeated who spoke in an earlier year, or, over all, at more than one event.
    """

    year: int
    events: int
    writeups: int
    speakers: int
    appearances: int
    new_voices: int
    repeated_speakers: int
    #: Of all speakers, in per cent.
    repeated_share: int
    organisations: int
    statements: int
    #: Organisations by their classification, and those that speakers spoke for most often.
    organisation_kinds: tuple[CountView, ...]
    top_organisations: tuple[CountView, ...]
    topics: tuple[CountView, ...]
    places: tuple[CountView, ...]


STATISTICS = Address("/statistics/")


def has_statistics(index: SiteIndex) -> bool:
    """Say whether there is a page with the figures: the site wants it, and an event has taken place."""
    return index.config.statistics and any(not writeup.event.is_upcoming for writeup in index.site.writeups)


def figures(
    index: SiteIndex, first: datetime.date | None = None, last: datetime.date | None = None
) -> tuple[FiguresView, tuple[FiguresView, ...]]:
    """Return the figures over all events of a time, and of each of its years, newest first."""
    held = [writeup for writeup in index.site.writeups if not writeup.event.is_upcoming]
    first_years = _first_years(index, held)
    chosen = [
        writeup
        for writeup in held
        if (first is None or writeup.event.start.day >= first)
        and (last is None or writeup.event.start.day <= last)
    ]
    by_year: dict[int, list[Writeup]] = {}
    for writeup in chosen:
        by_year.setdefault(writeup.event.start.day.year, []).append(writeup)
    years = tuple(_figures(index, by_year[year], year, first_years) for year in sorted(by_year, reverse=True))
    return _figures(index, chosen, 0, first_years), years


def _first_years(index: SiteIndex, writeups: Iterable[Writeup]) -> dict[PersonId, int]:
    first_years: dict[PersonId, int] = {}
    for writeup in writeups:
        year = writeup.event.start.day.year
        for person in index.speakers_at[writeup.path]:
            first_years[person] = min(year, first_years.get(person, year))
    return first_years


def _figures(
    index: SiteIndex, writeups: Sequence[Writeup], year: int, first_years: dict[PersonId, int]
) -> FiguresView:
    events_of: dict[PersonId, set[str]] = {}
    voices: Counter[OrganisationId] = Counter()
    topics: Counter[TopicId] = Counter()
    events_at: dict[str, set[str]] = {}
    for writeup in writeups:
        for person in index.speakers_at[writeup.path]:
            events_of.setdefault(person, set()).add(writeup.event_key)
        voices.update(index.voices_at[writeup.path])
        topics.update(iter(topics_in(writeup)))
        if writeup.event.place:
            events_at.setdefault(writeup.event.place, set()).add(writeup.event_key)
    if year:
        repeated = sum(first_years[person] < year for person in events_of)
        new = len(events_of) - repeated
    else:
        repeated = sum(len(events) > 1 for events in events_of.values())
        years = {writeup.event.start.day.year for writeup in writeups}
        new = sum(first_years[person] in years for person in events_of)
    site = index.site
    kinds = Counter(site.organisations[id].classification for id in voices)
    return FiguresView(
        year=year,
        events=number_of_events(writeups),
        writeups=len(writeups),
        speakers=len(events_of),
        appearances=sum(map(len, events_of.values())),
        new_voices=new,
        repeated_speakers=repeated,
        repeated_share=round(100 * repeated / len(events_of)) if events_of else 0,
        organisations=len(voices),
        statements=sum(len(writeup.statements) for writeup in writeups),
        organisation_kinds=_most(
            CountView(NamedLink(kind, _NO_PAGE), total) for kind, total in kinds.items() if kind
        ),
        top_organisations=_most(
            CountView(NamedLink(site.organisations[id].name, site.organisations[id].address), total)
            for id, total in voices.items()
        ),
        topics=_most(
            CountView(NamedLink(site.topics[id].name, site.topics[id].address), total)
            for id, total in topics.items()
        ),
        places=_most(
            CountView(NamedLink(place, _NO_PAGE), len(events)) for place, events in events_at.items()
        ),
    )


def _most(counts: Iterable[CountView]) -> tuple[CountView, ...]:
    ordered = sorted(counts, key=lambda count: (-count.total, count.link.name.casefold(), count.link.name))
    return tuple(ordered[:_LISTED])
