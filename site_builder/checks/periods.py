"""Organisations that are named for a day on which they were not called so, or were not there."""

import datetime
from typing import NamedTuple

from site_builder.checks.context import CheckContext
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.ids import OrganisationId
from site_builder.model import Site
from site_builder.values import LineageChange


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report every use of a name before the organisation existed under it, or after it ended."""
    site = context.site
    begins, ends = _limits(site)
    for writeup in site.writeups:
        day = writeup.event.start.day
        entries = [(appearance.organisations, appearance.place) for appearance in writeup.appearances]
        entries.append((writeup.event.organisers, Place(writeup.path)))
        for organisations, place in entries:
            for id in organisations:
                name = site.organisations[id].name
                hint = "write what it was called on that day, or correct the date in its file"
                if id in begins and day < begins[id].day:
                    message = f'"{name}" is named on {day}, before {begins[id].reason}'
                    diagnostics.warning(place, Rule.WRONG_PERIOD, message, hint)
                elif id in ends and day >= ends[id].day:
                    message = f'"{name}" is named on {day}, after {ends[id].reason}'
                    diagnostics.warning(place, Rule.WRONG_PERIOD, message, hint)


class _Limit(NamedTuple):
    """The first day on which a name holds, or does not any more, and why."""

    day: datetime.date
    reason: str


_Limits = dict[OrganisationId, _Limit]


def _limits(site: Site) -> tuple[_Limits, _Limits]:
    """Return from which day on each name holds, and from which on it does not any more."""
    begins: _Limits = {}
    ends: _Limits = {}
    words = {
        LineageChange.RENAMED: "it was renamed from {} on {}",
        LineageChange.MERGED: "the merger from {} on {}",
        LineageChange.SPLIT: "it split from {} on {}",
    }
    for organisation in site.organisations.values():
        since, until = organisation.period.since, organisation.period.until
        if since:
            begins[organisation.id] = _Limit(since.first_day, f"it was founded in {since}")
        if until:
            after = until.last_day + datetime.timedelta(days=1)
            ends[organisation.id] = _Limit(after, f"it was dissolved in {until}")
        for succession in organisation.lineage:
            if succession.date is None:
                continue
            before = site.organisations[succession.predecessor]
            reason = words[succession.change].format(before.name, succession.date)
            begins.setdefault(organisation.id, _Limit(succession.date, reason))
            if succession.change is not LineageChange.SPLIT:
                reason = f"it became {organisation.name} on {succession.date}"
                ends.setdefault(before.id, _Limit(succession.date, reason))
    return begins, ends
