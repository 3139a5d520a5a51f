"""A career, computed from appearances: nobody maintains a CV."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.ids import OrganisationId
from site_builder.model import HeldPosition, Period, Person
from site_builder.names.folding import fold
from site_builder.pages.site_index import SiteIndex


class SeenPosition(NamedTuple):
    """A position, and the first and last day on which somebody was seen in it at one of ``events``.

    One that only the person's file tells of was never seen; ``period`` is what the file says.
    """

    position: str
    organisations: tuple[OrganisationId, ...]
    first: datetime.date | None
    last: datetime.date | None
    events: int
    period: Period


@dataclass(slots=True)
class _Run:
    """A position at the same organisations, from one appearance to the next."""

    position: str
    organisations: tuple[OrganisationId, ...]
    first: datetime.date
    last: datetime.date
    events: int = 1


def positions_of(index: SiteIndex, person: Person) -> tuple[SeenPosition, ...]:
    """Return the positions in which somebody was seen, and those of their file, the latest first.

    A position lasts until the same organisations are spoken for in another one; what the archive has not seen
    is not guessed. Somebody who spoke as a former leader was not leader on that day.
    """
    told = list(person.positions)
    positions = []
    for run in _runs(index, person):
        of_file = next((held for held in told if _is_same(held, run)), None)
        if of_file:
            told.remove(of_file)
        period = of_file.period if of_file else Period()
        positions.append(
            SeenPosition(run.position, run.organisations, run.first, run.last, run.events, period)
        )
    for held in told:
        organisations = (held.organisation,) if held.organisation else ()
        positions.append(SeenPosition(held.position, organisations, None, None, 0, held.period))
    return tuple(sorted(positions, key=_end, reverse=True))


def _runs(index: SiteIndex, person: Person) -> list[_Run]:
    runs: list[_Run] = []
    current: dict[tuple[OrganisationId, ...], _Run] = {}
    for writeup in reversed(index.by_speaker.get(person.id, ())):
        day = writeup.event.start.day
        for one in writeup.appearances:
            if one.person != person.id or one.capacity == "former" or not (one.position or one.organisations):
                continue
            run = current.get(one.organisations)
            if run is not None and fold(run.position) == fold(one.position):
                run.last = day
                run.events += 1
            else:
                current[one.organisations] = _Run(one.position, one.organisations, day, day)
                runs.append(current[one.organisations])
    return runs


def _is_same(held: HeldPosition, run: _Run) -> bool:
    is_there = held.organisation in run.organisations if held.organisation else not run.organisations
    return is_there and fold(held.position) == fold(run.position) and held.period.may_include(run.last)


def _end(one: SeenPosition) -> tuple[datetime.date, datetime.date, str]:
    told = one.period.until or one.period.since
    last = one.last or (told.last_day if told else datetime.date.min)
    return last, one.first or datetime.date.min, one.position
