"""Who spoke at the same events, as an arc diagram: names in a column, and an arc for each two who met.

Every name stands in the picture itself, at the size of other text. The form needs no layout in two
dimensions: only the order of the names is computed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from site_builder.ids import PersonId
from site_builder.model import Writeup
from site_builder.pages.components.charts import WIDTH, shortened
from site_builder.pages.components.views import CountView, person_link
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink

#: How often each two people met; the two are in the order of their ids.
_Meetings: TypeAlias = Mapping[tuple[PersonId, PersonId], int]

_FEWEST_PEOPLE, _MOST_PEOPLE = 4, 16
#: Somebody is in the picture from so many events on.
_FEWEST_EVENTS = 2

_ROW, _AXIS, _LONGEST_LABEL = 24, 186, 28
#: How far the shortest arc and the longest reach to the right of the axis.
_LEAST_REACH, _MOST_REACH = 14, WIDTH - _AXIS - 4
#: Arcs between fewer names than this would be flat if the longest went all the way.
_FEWEST_ROWS = 9
_LEVELS = 3
#: So often names are moved towards those whom they met; more changes nothing that one could see.
_ROUNDS = 12


class NetworkNodeView(NamedTuple):
    """A person in the picture: a name, a dot at ``y``, and whom they met how often."""

    person: NamedLink
    label: str
    y: int
    radius: int
    met: tuple[CountView, ...]


class NetworkArcView(NamedTuple):
    """Two people who spoke at the same events, as half an ellipse; ``level`` is how often, up to 3."""

    y1: int
    y2: int
    rx: int
    ry: int
    level: int


class NetworkView(NamedTuple):
    """Who spoke at the same events, from the top to the bottom of the picture; dots stand at ``x``."""

    width: int
    height: int
    x: int
    nodes: tuple[NetworkNodeView, ...]
    arcs: tuple[NetworkArcView, ...]


def network_of(index: SiteIndex, writeups: Iterable[Writeup]) -> NetworkView | None:
    """Draw who spoke at the same ones of some events; None if too few people came back."""
    casts = [
        index.present_at[writeup.path]
        for writeup in {writeup.event.id or writeup.path: writeup for writeup in writeups}.values()
    ]
    events: Counter[PersonId] = Counter(person for cast in casts for person in cast)
    regulars = [person for person, count in events.items() if count >= _FEWEST_EVENTS]
    if len(regulars) < _FEWEST_PEOPLE:
        return None
    people = sorted(regulars, key=lambda person: (-events[person], person))[:_MOST_PEOPLE]
    meetings = _meetings(casts, frozenset(people))
    with_company = {person for pair in meetings for person in pair}
    people = [person for person in people if person in with_company]
    if len(people) < _FEWEST_PEOPLE:
        return None
    rows = {person: row for row, person in enumerate(_ordered(people, meetings))}
    most = max(events[person] for person in people)
    nodes = tuple(
        NetworkNodeView(
            person=person_link(index.site.people[person]),
            label=shortened(index.site.people[person].name, _LONGEST_LABEL),
            y=_y(row),
            radius=3 + round(4 * events[person] / most),
            met=_met(index, person, meetings, rows),
        )
        for person, row in rows.items()
    )
    arcs = tuple(_arc(rows[a], rows[b], count, len(rows)) for (a, b), count in sorted(meetings.items()))
    return NetworkView(WIDTH, len(rows) * _ROW, _AXIS, nodes, arcs)


def _meetings(casts: Iterable[Iterable[PersonId]], people: frozenset[PersonId]) -> _Meetings:
    meetings: Counter[tuple[PersonId, PersonId]] = Counter()
    for cast in casts:
        meetings.update(combinations(sorted(people.intersection(cast)), 2))
    return meetings


def _ordered(people: Sequence[PersonId], meetings: _Meetings) -> list[PersonId]:
    """Return people near those whom they met most, the same for the same meetings.

    Each is moved to the weighted mean place of those whom they met (the barycentre method of Sugiyama, Tagawa
    and Toda, 1981); of all orders that come up, the one with the shortest arcs is taken.
    """
    neighbours: dict[PersonId, list[tuple[PersonId, int]]] = {person: [] for person in people}
    for (a, b), count in meetings.items():
        neighbours[a].append((b, count))
        neighbours[b].append((a, count))
    order = best = list(people)
    shortest = _total_length(order, meetings)
    for _ in range(_ROUNDS):
        places = {person: float(place) for place, person in enumerate(order)}
        means = {
            person: (
                places[person] + sum(places[neighbour] * count for neighbour, count in neighbours[person])
            ) / (1 + sum(count for _, count in neighbours[person]))
            for person in order
        }  # fmt: skip
        order = sorted(order, key=lambda person: (means[person], person))
        length = _total_length(order, meetings)
        if length < shortest:
            best, shortest = order, length
    return best


def _total_length(order: Sequence[PersonId], meetings: _Meetings) -> int:
    places = {person: place for place, person in enumerate(order)}
    return sum(abs(places[a] - places[b]) * count for (a, b), count in meetings.items())


def _y(row: int) -> int:
    return row * _ROW + _ROW // 2


def _arc(row: int, other_row: int, count: int, rows: int) -> NetworkArcView:
    upper, lower = sorted((_y(row), _y(other_row)))
    share = abs(row - other_row) / max(rows - 1, _FEWEST_ROWS)
    reach = round(_LEAST_REACH + share * (_MOST_REACH - _LEAST_REACH))
    return NetworkArcView(upper, lower, reach, (lower - upper) // 2, min(count, _LEVELS))


def _met(
    index: SiteIndex, person: PersonId, meetings: _Meetings, rows: Mapping[PersonId, int]
) -> tuple[CountView, ...]:
    """Return whom a person met, the most often first."""
    counts = {b if a == person else a: count for (a, b), count in meetings.items() if person in (a, b)}
    ranked = sorted(counts, key=lambda other: (-counts[other], rows[other]))
    return tuple(CountView(person_link(index.site.people[other]), counts[other]) for other in ranked)
