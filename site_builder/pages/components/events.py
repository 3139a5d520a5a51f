"""The facts of an event, as a page shows them."""

import datetime
from dataclasses import dataclass

from site_builder.kinds import Kind
from site_builder.model import Event, SharedEvent, Writeup
from site_builder.pages.components.cards import OrganisationLinkView
from site_builder.pages.components.views import links_elsewhere, organisation_links
from site_builder.pages.site_index import SiteIndex
from site_builder.values import Link, Material, NamedLink, Recording, When


@dataclass(frozen=True, slots=True)
class EventView:
    """The facts of an event."""

    name: str
    start: When
    end: When | None
    #: How far the clock of these times is from UTC where the site's is another, such as UTC-05:00.
    offset: str
    is_upcoming: bool
    place: str
    venue: str
    format: str
    url: str
    #: What registers call it.
    elsewhere: tuple[Link, ...]
    organisers: tuple[OrganisationLinkView, ...]
    series: NamedLink | None
    recordings: tuple[Recording, ...]
    materials: tuple[Material, ...]
    attribution: str
    #: The pages of the event, if it has a file, and of what it is a session of; empty for others.
    page: str
    part_of: NamedLink | None
    sponsors: tuple[OrganisationLinkView, ...]
    address: str
    room: str
    attendance: str
    accessibility: str

    @property
    def location(self) -> str:
        """Return the room, the venue, its address and the place, in one line."""
        return ", ".join([part for part in (self.room, self.venue, self.address, self.place) if part])


def event_view(index: SiteIndex, writeup: Writeup) -> EventView:
    """Return the facts of the event of a writeup."""
    return facts_of(index, writeup.event, writeup.recordings, writeup.materials)


def shared_event_view(index: SiteIndex, shared: SharedEvent) -> EventView:
    """Return the facts of an event with a file of its own."""
    return facts_of(index, shared.event, shared.recordings, shared.materials)


def facts_of(
    index: SiteIndex, event: Event, recordings: tuple[Recording, ...], materials: tuple[Material, ...]
) -> EventView:
    """Return the facts of an event."""
    parent = index.site.events[event.part_of] if event.part_of else None
    series = index.site.series[event.series] if event.series else None
    return EventView(
        name=event.name,
        start=event.start,
        end=event.end,
        offset=_offset(event, index.config.zone),
        is_upcoming=event.is_upcoming,
        place=event.place,
        venue=event.venue,
        format=event.format,
        url=event.url,
        elsewhere=links_elsewhere((), event.ids),
        organisers=organisation_links(index, event.organisers),
        series=NamedLink(series.name, series.address) if series else None,
        recordings=recordings,
        materials=materials,
        attribution="" if event.is_on_the_record else event.attribution,
        page=Kind.EVENTS.address(event.id) if event.id else "",
        part_of=NamedLink(parent.event.name, parent.address) if parent else None,
        sponsors=organisation_links(index, event.sponsors),
        address=event.address,
        room=event.room,
        attendance=event.attendance,
        accessibility=event.accessibility,
    )


def _offset(event: Event, zone: datetime.tzinfo) -> str:
    """Return how far the clock of an event is from UTC, if it is not that of the site."""
    for when in (event.start, event.end):
        moment = when.moment if when else None
        if moment and moment.utcoffset() != moment.astimezone(zone).utcoffset():
            return f"UTC{moment.isoformat()[-6:]}".replace("-", "\N{MINUS SIGN}")
    return ""
