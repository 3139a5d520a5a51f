"""Who spoke for an organisation, in which position and when."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from site_builder.entities import Organisation
from site_builder.ids import OrganisationId, PersonId
from site_builder.model import Writeup
from site_builder.names.folding import fold
from site_builder.pages.components.views import person_link
from site_builder.pages.site_index import SiteIndex, by_event, predecessors_of
from site_builder.values import NamedLink


class VoicePeriodView(NamedTuple):
    """Somebody's position when speaking for an organisation, and the first and last day of that."""

    person: NamedLink
    as_name: str
    position: str
    first: datetime.date
    last: datetime.date
    #: The years of these days.
    period: str
    events: int


def rolled_up(index: SiteIndex, organisation: Organisation) -> tuple[OrganisationId, ...]:
    """Return the predecessors whose events the page of an organisation lists too."""
    return predecessors_of(index.site, organisation.id) if organisation.rolls_up else ()


def of_any(
    index: Mapping[OrganisationId, tuple[Writeup, ...]], ids: tuple[OrganisationId, ...]
) -> tuple[Writeup, ...]:
    """Return the writeups that an index has for one of some organisations, newest first."""
    if len(ids) == 1:
        return index.get(ids[0], ())
    by_path = {writeup.path: writeup for id in ids for writeup in index.get(id, ())}
    return tuple(sorted(by_path.values(), key=by_event, reverse=True))


def first_of(
    ids: tuple[OrganisationId, ...], organisations: tuple[OrganisationId, ...]
) -> OrganisationId | None:
    """Return the first of some organisations that is among others."""
    if len(ids) == 1:
        return ids[0] if ids[0] in organisations else None
    return next((id for id in ids if id in organisations), None)


def people_of(index: SiteIndex, ids: tuple[OrganisationId, ...]) -> tuple[VoicePeriodView, ...]:
    """Return who spoke for an organisation in which position, the latest first."""
    spoken: dict[tuple[OrganisationId, PersonId, str], list[tuple[datetime.date, str]]] = {}
    for writeup in of_any(index.by_voice, ids):
        for appearance in writeup.counted_appearances:
            if appearance.person and appearance.is_on_behalf:
                spoken_for = first_of(ids, appearance.organisations)
                if spoken_for:
                    position = appearance.position_at(spoken_for)
                    key = spoken_for, appearance.person, fold(position)
                    spoken.setdefault(key, []).append((writeup.event.start.day, position))
    views = [
        VoicePeriodView(
            person=person_link(index.site.people[person]),
            as_name="" if spoken_for == ids[0] else index.site.organisations[spoken_for].name,
            position=seen[0][1],
            first=seen[-1][0],
            last=seen[0][0],
            period=index.language.years(seen[-1][0], seen[0][0]),
            events=len(seen),
        )
        for (spoken_for, person, _), seen in spoken.items()
    ]
    views.sort(key=lambda view: (view.last, view.first, view.person.address, view.position), reverse=True)
    return tuple(views)
