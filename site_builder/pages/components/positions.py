"""A career, computed from appearances: nobody maintains a CV."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.entities import HeldPosition, Person
from site_builder.ids import OrganisationId
from site_builder.names.folding import fold
from site_builder.pages.site_index import SiteIndex
from site_builder.values import Affiliation, Period


class SeenPosition(NamedTuple):
    """A position, and the first and last day on which somebody was seen in it at one of ``events``.

    One that only the person's file gives was never seen; ``period`` is what the file says.
    """

    affiliation: Affiliation
    first: datetime.date | None
    last: datetime.date | None
    events: int
    period: Period


@dataclass(slots=True)
class _Run:
    """A position at the same organisation, from one appearance to the next."""

    affiliation: Affiliation
    first: datetime.date
    last: datetime.date
    last_event: str
    events: int = 1


def positions_of(index: SiteIndex, person: Person) -> tuple[SeenPosition, ...]:
    """Return the positions in which somebody was seen, and those of their file, the latest first.

    A position lasts until the same organisation is spoken for in another one; what the archive has not seen
    is not guessed. Somebody who spoke as a former leader was not leader on that day.
    """
    on_file = list(person.positions)
    positions = []
    for run in _runs(index, person):
        of_file = next((held for held in on_file if _is_same(held, run)), None)
        if of_file:
            on_file.remove(of_file)
        period = of_file.period if of_file else Period()
        positions.append(SeenPosition(run.affiliation, run.first, run.last, run.events, period))
    for held in on_file:
        affiliation = Affiliation(held.position, held.organisation)
        positions.append(SeenPosition(affiliation, None, None, 0, held.period))
    return tuple(sorted(positions, key=_end, reverse=True))


def _runs(index: SiteIndex, person: Person) -> list[_Run]:
    runs: list[_Run] = []
    current: dict[tuple[OrganisationId | None, str], _Run] = {}
    for writeup in reversed(index.by_speaker.get(person.id, ())):
        day = writeup.event.start.day
        for appearance in writeup.counted_appearances:
            if appearance.person != person.id or appearance.capacity == "former":
                continue
            held_now = {}
            for affiliation in appearance.affiliations:
                key = affiliation.organisation, fold(affiliation.position)
                run = current.get(key)
                if run is not None:
                    run.last = day
                    run.events += run.last_event != writeup.event_key
                    run.last_event = writeup.event_key
                else:
                    run = _Run(affiliation, day, day, writeup.event_key)
                    runs.append(run)
                held_now[key] = run
            # Whoever is seen at an organisation in another position does not hold the one before any more.
            organisations = {organisation for organisation, _ in held_now}
            current = {key: run for key, run in current.items() if key[0] not in organisations} | held_now
    return runs


def _is_same(held: HeldPosition, run: _Run) -> bool:
    is_there = held.organisation == run.affiliation.organisation
    is_same = fold(held.position) == fold(run.affiliation.position)
    return is_there and is_same and held.period.may_include(run.last)


def _end(seen: SeenPosition) -> tuple[datetime.date, datetime.date, str]:
    on_file = seen.period.until or seen.period.since
    last = seen.last or (on_file.last_day if on_file else datetime.date.min)
    return last, seen.first or datetime.date.min, seen.affiliation.position
