"""Pictures of the archive as geometry: positions over time, activity by year, topics by year.

Lengths are in the units of the drawing, which is as wide as a phone. Templates draw what is computed here;
each picture has what it shows beside it in words.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from site_builder.model import Writeup
from site_builder.pages.components.positions import SeenPosition
from site_builder.pages.components.views import in_one_line, topic_links
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink

WIDTH = 400
#: What is worth a picture: a list is clearer for fewer years, positions or topics.
_FEWEST_YEARS, _FEWEST_POSITIONS, _FEWEST_TOPICS = 3, 2, 3

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
    """Draw the positions in which somebody was seen; None where a list is clearer."""
    seen = [
        (position, position.first, position.last)
        for position in positions
        if position.first and position.last
    ]
    if len(seen) < _FEWEST_POSITIONS:
        return None
    begin = min(first for _, first, _ in seen).year
    end = min(max(last for _, _, last in seen).year + 1, datetime.MAXYEAR)
    if end - begin < _FEWEST_YEARS:
        return None
    days = (datetime.date(end, 1, 1) - datetime.date(begin, 1, 1)).days

    def place(day: datetime.date) -> int:
        return round((day - datetime.date(begin, 1, 1)).days / days * WIDTH)

    rows = []
    for number, (position, first, last) in enumerate(seen):
        label = in_one_line(index, (position.affiliation,))
        x = min(place(first), WIDTH - _BAR)
        rows.append(
            TimelineRowView(
                shortened(label, _LONGEST_LABEL), x, number * _ROW + 20, max(place(last) - x, _BAR)
            )
        )
    height = len(rows) * _ROW + _AXIS
    every = -(-(end - begin) // _TICKS)
    ticks = tuple(TickView(place(datetime.date(year, 1, 1)), year) for year in range(begin, end, every))
    return TimelineView(WIDTH, height, _BAR, tuple(rows), ticks)


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
    step = WIDTH / len(years)
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
    return ActivityView(WIDTH, 140, baseline, tuple(bars))


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
    held = {
        id: of_topic
        for id, writeups in index.by_topic.items()
        if (of_topic := [writeup for writeup in writeups if not writeup.event.is_upcoming])
    }
    topics = sorted(held, key=lambda id: (-len(held[id]), id))[:_MOST_TOPICS]
    years = sorted({writeup.event.start.day.year for id in topics for writeup in held[id]})
    if len(topics) < _FEWEST_TOPICS or not years or years[-1] - years[0] + 1 < _FEWEST_YEARS:
        return None
    span = -(-(years[-1] - years[0] + 1) // _MOST_COLUMNS)
    starts = range(years[0], years[-1] + 1, span)
    counts = {id: _by_column(held[id], years[0], span, len(starts)) for id in topics}
    most = max(max(in_columns) for in_columns in counts.values())
    step = (WIDTH - _LABELS) / len(starts)
    rows, cells = [], []
    for number, id in enumerate(topics):
        y = number * (_CELL_HEIGHT + 2)
        topic = topic_links(index, (id,))[0]
        rows.append(HeatRowView(topic, shortened(topic.name, 19), y + 15, tuple(counts[id])))
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
    return HeatMapView(WIDTH, height, _CELL_HEIGHT, tuple(rows), tuple(cells), columns, ticks)


def _by_column(writeups: Iterable[Writeup], first: int, span: int, columns: int) -> list[int]:
    counts = [0] * columns
    for writeup in writeups:
        counts[(writeup.event.start.day.year - first) // span] += 1
    return counts


def shortened(text: str, length: int) -> str:
    """Return a label cut to a number of characters."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
