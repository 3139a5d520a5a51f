"""Pictures of the archive as geometry: positions over time, activity by year, topics by year, who met whom.

Lengths are in the units of the drawing, which is as wide as a phone. Templates draw what is computed here;
each picture has what it shows beside it in words.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from site_builder.ids import PersonId
from site_builder.model import Writeup
from site_builder.pages.components.cards import NamedLink
from site_builder.pages.components.positions import SeenPosition
from site_builder.pages.components.views import CountView, in_one_line, person_link, topic_links
from site_builder.pages.site_index import SiteIndex

_WIDTH = 400
#: What is worth a picture: fewer years, positions, topics or people are told sooner in words.
_FEWEST_YEARS, _FEWEST_POSITIONS, _FEWEST_TOPICS, _FEWEST_PEOPLE = 3, 2, 3, 4

_ROW, _BAR, _AXIS = 38, 10, 22
_LONGEST_LABEL = 58
_TICKS = 5


class TickView(NamedTuple):
    """A year on an axis."""

    x: int
    year: int


class TimelineRowView(NamedTuple):
    """A position as a bar; ``y`` is its upper edge."""

    label: str
    x: int
    y: int
    width: int


class TimelineView(NamedTuple):
    """The positions of a person over time, the latest first."""

    width: int
    height: int
    bar: int
    rows: tuple[TimelineRowView, ...]
    ticks: tuple[TickView, ...]


def timeline_of(index: SiteIndex, positions: Sequence[SeenPosition]) -> TimelineView | None:
    """Draw the positions in which somebody was seen; None if a list tells the same sooner."""
    seen = [(one, one.first, one.last) for one in positions if one.first and one.last]
    if len(seen) < _FEWEST_POSITIONS:
        return None
    begin = min(first for _, first, _ in seen).year
    end = min(max(last for _, _, last in seen).year + 1, datetime.MAXYEAR)
    if end - begin < _FEWEST_YEARS:
        return None
    days = (datetime.date(end, 1, 1) - datetime.date(begin, 1, 1)).days

    def place(day: datetime.date) -> int:
        return round((day - datetime.date(begin, 1, 1)).days / days * _WIDTH)

    rows = []
    for number, (one, first, last) in enumerate(seen):
        label = in_one_line(index, one.position, one.organisations)
        x = min(place(first), _WIDTH - _BAR)
        rows.append(
            TimelineRowView(
                _shortened(label, _LONGEST_LABEL), x, number * _ROW + 20, max(place(last) - x, _BAR)
            )
        )
    height = len(rows) * _ROW + _AXIS
    every = -(-(end - begin) // _TICKS)
    ticks = tuple(TickView(place(datetime.date(year, 1, 1)), year) for year in range(begin, end, every))
    return TimelineView(_WIDTH, height, _BAR, tuple(rows), ticks)


class ActivityBarView(NamedTuple):
    """A year as a bar on its side; ``label`` is empty for years between those that are named."""

    x: int
    y: int
    width: int
    height: int
    label: str


class ActivityView(NamedTuple):
    """How much there is of each year; ``baseline`` is the foot of the bars."""

    width: int
    height: int
    baseline: int
    bars: tuple[ActivityBarView, ...]


def activity_of(counts: Mapping[int, int]) -> ActivityView | None:
    """Draw how much there is of each year; None for fewer than three years."""
    if not counts or max(counts) - min(counts) + 1 < _FEWEST_YEARS:
        return None
    years = range(min(counts), max(counts) + 1)
    most = max(counts.values())
    step = _WIDTH / len(years)
    gap = 3 if step > 12 else 1
    every = -(-len(years) // 8)
    tallest, baseline = 110, 116
    bars = []
    for number, year in enumerate(years):
        height = round(counts.get(year, 0) / most * tallest)
        label = str(year) if number % every == 0 else ""
        x = round(number * step)
        bars.append(
            ActivityBarView(x, baseline - height, max(round((number + 1) * step) - x - gap, 1), height, label)
        )
    return ActivityView(_WIDTH, 140, baseline, tuple(bars))


_CELL_HEIGHT, _LABELS = 22, 132
_MOST_TOPICS, _MOST_COLUMNS, _LEVELS = 12, 18, 4


class HeatCellView(NamedTuple):
    """A topic in some years; ``level`` is from 1 to 4."""

    x: int
    y: int
    width: int
    level: int


class HeatRowView(NamedTuple):
    """A topic, the foot of its label, and its counts by column."""

    topic: NamedLink
    label: str
    y: int
    counts: tuple[int, ...]


class HeatMapView(NamedTuple):
    """Topics by year; ``columns`` are years, or first and last year of several."""

    width: int
    height: int
    cell: int
    rows: tuple[HeatRowView, ...]
    cells: tuple[HeatCellView, ...]
    columns: tuple[str, ...]
    ticks: tuple[TickView, ...]


def heat_map_of(index: SiteIndex) -> HeatMapView | None:
    """Draw in which years the topics with most writeups came up; None for few topics or years."""
    topics = sorted(index.by_topic, key=lambda id: (-len(index.by_topic[id]), id))[:_MOST_TOPICS]
    years = sorted({one.event.start.day.year for id in topics for one in index.by_topic[id]})
    if len(topics) < _FEWEST_TOPICS or not years or years[-1] - years[0] + 1 < _FEWEST_YEARS:
        return None
    span = -(-(years[-1] - years[0] + 1) // _MOST_COLUMNS)
    starts = range(years[0], years[-1] + 1, span)
    counts = {id: _by_column(index.by_topic[id], years[0], span, len(starts)) for id in topics}
    most = max(max(found) for found in counts.values())
    step = (_WIDTH - _LABELS) / len(starts)
    rows, cells = [], []
    for number, id in enumerate(topics):
        y = number * (_CELL_HEIGHT + 2)
        topic = topic_links(index, (id,))[0]
        rows.append(HeatRowView(topic, _shortened(topic.name, 19), y + 15, tuple(counts[id])))
        for column, count in enumerate(counts[id]):
            if count:
                x = _LABELS + round(column * step)
                width = _LABELS + round((column + 1) * step) - x - 2
                cells.append(HeatCellView(x, y, width, -(-count * _LEVELS // most)))
    columns = tuple(f"{start}–{start + span - 1}" if span > 1 else str(start) for start in starts)
    every = -(-len(starts) // 4)
    ticks = tuple(
        TickView(_LABELS + round(column * step), start)
        for column, start in enumerate(starts)
        if column % every == 0
    )
    height = len(topics) * (_CELL_HEIGHT + 2) + _AXIS
    return HeatMapView(_WIDTH, height, _CELL_HEIGHT, tuple(rows), tuple(cells), columns, ticks)


def _by_column(writeups: Iterable[Writeup], first: int, span: int, columns: int) -> list[int]:
    found = [0] * columns
    for writeup in writeups:
        found[(writeup.event.start.day.year - first) // span] += 1
    return found


_MOST_PEOPLE, _HEIGHT, _MARGIN = 16, 300, 22
#: Somebody is in a picture of who met whom from so many events on.
_EVENTS = 2


class NetworkNodeView(NamedTuple):
    """A person in the picture under a number, and whom they met how often."""

    number: int
    person: NamedLink
    x: int
    y: int
    radius: int
    met: tuple[CountView, ...]


class NetworkEdgeView(NamedTuple):
    """Two people who spoke at the same events; ``level`` is how often, up to 3."""

    x1: int
    y1: int
    x2: int
    y2: int
    level: int


class NetworkView(NamedTuple):
    """Who spoke at the same events."""

    width: int
    height: int
    nodes: tuple[NetworkNodeView, ...]
    edges: tuple[NetworkEdgeView, ...]


def network_of(index: SiteIndex, writeups: Iterable[Writeup]) -> NetworkView | None:
    """Draw who spoke at the same ones of some events; None if too few people came back."""
    casts = [index.speakers_at[writeup.path] for writeup in writeups]
    events: Counter[PersonId] = Counter(person for cast in casts for person in cast)
    regulars = [person for person, count in events.items() if count >= _EVENTS]
    if len(regulars) < _FEWEST_PEOPLE:
        return None
    people = sorted(regulars, key=lambda person: (-events[person], person))[:_MOST_PEOPLE]
    chosen = frozenset(people)
    meetings: Counter[tuple[PersonId, PersonId]] = Counter()
    for cast in casts:
        here = sorted(chosen.intersection(cast))
        meetings.update(combinations(here, 2))
    met = {person for pair in meetings for person in pair}
    people = [person for person in people if person in met]
    if len(people) < _FEWEST_PEOPLE:
        return None
    places = _layout(people, meetings)
    numbers = {person: number for number, person in enumerate(people, 1)}
    most = max(events[person] for person in people)
    co_speakers: dict[PersonId, list[tuple[int, PersonId]]] = {person: [] for person in people}
    for (one, other), count in meetings.items():
        co_speakers[one].append((count, other))
        co_speakers[other].append((count, one))
    nodes = tuple(
        NetworkNodeView(
            numbers[person],
            person_link(index.site.people[person]),
            *places[person],
            10 + round(6 * events[person] / most),
            tuple(
                CountView(person_link(index.site.people[other]), count)
                for count, other in sorted(co_speakers[person], key=lambda one: (-one[0], numbers[one[1]]))
            ),
        )
        for person in people
    )
    edges = tuple(
        NetworkEdgeView(*places[one], *places[other], min(count, 3))
        for (one, other), count in sorted(meetings.items())
    )
    return NetworkView(_WIDTH, _HEIGHT, nodes, edges)


def _layout(
    people: Sequence[PersonId], meetings: Mapping[tuple[PersonId, PersonId], int]
) -> dict[PersonId, tuple[int, int]]:
    """Return where people stand: near those whom they met most, the same for the same meetings."""
    import networkx  # noqa: PLC0415 - slow to import, and few pages need it

    graph: Any = networkx.Graph()
    graph.add_nodes_from(people)
    graph.add_weighted_edges_from((one, other, count) for (one, other), count in sorted(meetings.items()))
    found = networkx.spring_layout(graph, seed=1, iterations=40, k=1.1)
    across = [float(found[person][0]) for person in people]
    down = [float(found[person][1]) for person in people]

    def scaled(value: float, values: Sequence[float], length: int) -> int:
        low, high = min(values), max(values)
        share = (value - low) / (high - low) if high > low else 0.5
        return round(_MARGIN + share * (length - 2 * _MARGIN))

    return {
        person: (scaled(x, across, _WIDTH), scaled(y, down, _HEIGHT))
        for person, x, y in zip(people, across, down, strict=True)
    }


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
