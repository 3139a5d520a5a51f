"""Organisations that are named for a day on which they were not called so, or were not there."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.model import Change, Organisation, OrganisationId, PartialDate, Site


def review(site: Site, _root: Path) -> Iterator[Problem]:
    """Report every use of a name before the organisation existed under it, or after it ended."""
    begins, ends = _times(site)
    for writeup in site.writeups:
        day = writeup.event.start.day
        entries = [(appearance.organisations, appearance.place) for appearance in writeup.appearances]
        entries.append((writeup.event.organisers, Place(writeup.path)))
        for organisations, place in entries:
            for id in organisations:
                yield from _wrong(site, id, day, place, begins, ends)


def _wrong(
    site: Site,
    id: OrganisationId,
    day: datetime.date,
    place: Place,
    begins: dict[OrganisationId, tuple[datetime.date, str]],
    ends: dict[OrganisationId, tuple[datetime.date, str]],
) -> Iterator[Problem]:
    name = site.organisations[id].name
    if id in begins and day < begins[id][0]:
        message = f'"{name}" is named on {day}, before {begins[id][1]}'
        yield _warning(
            place, message, "write what it was called on that day, or correct the date in its file"
        )
    elif id in ends and day >= ends[id][0]:
        message = f'"{name}" is named on {day}, after {ends[id][1]}'
        yield _warning(
            place, message, "write what it was called on that day, or correct the date in its file"
        )


def _times(
    site: Site,
) -> tuple[dict[OrganisationId, tuple[datetime.date, str]], dict[OrganisationId, tuple[datetime.date, str]]]:
    """Return from which day on each name holds, and from which on it does not any more, with the reason."""
    begins: dict[OrganisationId, tuple[datetime.date, str]] = {}
    ends: dict[OrganisationId, tuple[datetime.date, str]] = {}
    words = {
        Change.RENAMED: "it was renamed from {} on {}",
        Change.MERGED: "the merger from {} on {}",
        Change.SPLIT: "it split from {} on {}",
    }
    for one in site.organisations.values():
        _told(one, begins, ends)
        for succession in one.lineage:
            if succession.date is None:
                continue
            before = site.organisations[succession.predecessor]
            begins.setdefault(
                one.id, (succession.date, words[succession.change].format(before.name, succession.date))
            )
            if succession.change is not Change.SPLIT:
                ends.setdefault(before.id, (succession.date, f"it became {one.name} on {succession.date}"))
    return begins, ends


def _told(
    one: Organisation,
    begins: dict[OrganisationId, tuple[datetime.date, str]],
    ends: dict[OrganisationId, tuple[datetime.date, str]],
) -> None:
    since: PartialDate | None = one.period.since
    if since:
        begins[one.id] = since.first_day, f"it was founded in {since}"
    until: PartialDate | None = one.period.until
    if until:
        ends[one.id] = until.last_day + datetime.timedelta(days=1), f"it was dissolved in {until}"


def _warning(place: Place, message: str, hint: str) -> Problem:
    return Problem(place, Rule.WRONG_PERIOD, message, hint, Severity.WARNING)
