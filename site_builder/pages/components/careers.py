"""Positions of a person as pages show them."""

import datetime
from typing import NamedTuple

from site_builder.pages.components.positions import SeenPosition
from site_builder.pages.components.views import AffiliationView, affiliation_views, period_of
from site_builder.pages.site_index import SiteIndex


class PositionView(NamedTuple):
    """A position, and the first and last day on which somebody was seen in it at one of ``events``.

    ``since`` and ``until`` are what the person's file says, ``held`` the same in words. ``period`` has the
    years of the days; a position that only the file gives has no such days, and its period is ``held``.
    """

    affiliations: tuple[AffiliationView, ...]
    first: datetime.date | None
    last: datetime.date | None
    events: int
    since: str
    until: str
    period: str
    held: str


def position_view(index: SiteIndex, seen: SeenPosition) -> PositionView:
    """Return a position as pages show it."""
    held = period_of(index, seen.period)
    return PositionView(
        affiliations=affiliation_views(index, (seen.affiliation,)),
        first=seen.first,
        last=seen.last,
        events=seen.events,
        since=str(seen.period.since or ""),
        until=str(seen.period.until or ""),
        period=index.language.years(seen.first, seen.last) if seen.first and seen.last else held,
        held=held,
    )
