"""Events with files of their own: programme, speakers, writeups, recordings."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from site_builder.custom_fields import CustomValues
from site_builder.ids import Address, EventId
from site_builder.kinds import Kind
from site_builder.model import SharedEvent, Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.cards import CardView
from site_builder.pages.components.events import EventView, shared_event_view
from site_builder.pages.components.views import PageView, SiteView, SpeakerView, speaker_view, writeup_link
from site_builder.pages.components.writeup_graph import event_node
from site_builder.pages.site_index import SiteIndex, by_event
from site_builder.values import NamedLink, Photo, Prose, When

#: As many speakers and writeups stand on the page of an event; of more, the pages of its sessions have them.
_MOST_SPEAKERS, _MOST_WRITEUPS = 200, 60


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session of a conference: a page of its own, or the writeup on it."""

    start: When
    end: When | None
    room: str
    link: NamedLink
    speakers: tuple[NamedLink, ...]


@dataclass(frozen=True, slots=True)
class RoomView:
    """What takes place in one room on one day; ``room`` is empty where none is given."""

    room: str
    sessions: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of a programme, with its rooms."""

    day: datetime.date
    rooms: tuple[RoomView, ...]


@dataclass(frozen=True, slots=True)
class EventPageView:
    """View of ``pages/event.html``."""

    site: SiteView
    page: PageView
    event: EventView
    image: Photo | None
    prose: Prose | None
    programme: tuple[DayView, ...]
    speakers: tuple[SpeakerView, ...]
    writeups: tuple[CardView, ...]
    #: How many writeups are on it and its sessions, of which the page lists the first.
    total: int
    attended: int
    regrets: int
    extra: CustomValues

    def structured_data(self) -> json_ld.Node:
        """Return the graph of the page."""
        here = json_ld.iri(self, self.page.address)
        return json_ld.graph(self, [event_node(self, here)])

    @property
    def title(self) -> str:
        """Return what the page is called."""
        return self.event.name


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/events/<id>/``."""
    for shared in index.site.events.values():
        view = partial(_view, index, site, shared)
        content = FromTemplate("pages/event.html", view)
        yield Page(shared.address, content, PublishOrder.PAGE, shared.path)


def _view(index: SiteIndex, site: SiteView, shared: SharedEvent) -> EventPageView:
    writeups = sorted(_writeups(index, shared.id), key=by_event)
    speakers: dict[object, SpeakerView] = {}
    for writeup in writeups:
        for appearance in writeup.appearances:
            if appearance.person and appearance.person not in speakers:
                speakers[appearance.person] = speaker_view(index, appearance)
    return EventPageView(
        site=site,
        page=PageView(
            address=shared.address,
            title=index.language.translate("Event: {name}", name=shared.event.name),
            description=shared.prose.summary if shared.prose else "",
            section=Kind.WRITEUPS.index_address,
            breadcrumbs=tuple(_above(index, shared)),
            noindex=shared.noindex,
        ),
        event=shared_event_view(index, shared),
        image=shared.image,
        prose=shared.prose,
        programme=tuple(_programme(index, shared)),
        speakers=tuple(speakers.values())[:_MOST_SPEAKERS],
        writeups=tuple(index.cards[writeup.path] for writeup in writeups[:_MOST_WRITEUPS]),
        total=len(writeups),
        attended=shared.attended,
        regrets=shared.regrets,
        extra=shared.extra,
    )


def _above(index: SiteIndex, shared: SharedEvent) -> Iterator[NamedLink]:
    yield NamedLink(index.language.translate("Writeups"), Kind.WRITEUPS.index_address)
    above: list[NamedLink] = []
    parent = shared.event.part_of
    while parent and len(above) < len(index.site.events):
        event = index.site.events[parent]
        above.append(NamedLink(event.event.name, event.address))
        parent = event.event.part_of
    yield from reversed(above)


def _writeups(index: SiteIndex, id: EventId) -> Iterator[Writeup]:
    """Yield the writeups on an event and on all its sessions."""
    yield from index.by_event.get(id, ())
    yield from index.by_parent.get(id, ())
    for session in index.sessions.get(id, ()):
        yield from _writeups(index, session.id)


def _programme(index: SiteIndex, shared: SharedEvent) -> Iterator[DayView]:
    """Yield the days of an event with its sessions, by room; a session in a writeup alone leads there."""
    sessions = [_session(index, session) for session in index.sessions.get(shared.id, ())]
    for writeup in index.by_parent.get(shared.id, ()):
        event, link = writeup.event, writeup_link(writeup)
        speakers = index.cards[writeup.path].speakers
        sessions.append(SessionView(event.start, event.end, event.room, link, speakers))
    sessions.sort(key=lambda session: (session.start.day, session.room, session.start.order, session.link))
    for day, of_day in groupby(sessions, key=lambda session: session.start.day):
        rooms = groupby(of_day, key=lambda session: session.room)
        yield DayView(day, tuple(RoomView(room, tuple(in_room)) for room, in_room in rooms))


def _session(index: SiteIndex, shared: SharedEvent) -> SessionView:
    people: dict[Address | str, NamedLink] = {}
    for writeup in index.by_event.get(shared.id, ()):
        for speaker in index.cards[writeup.path].speakers:
            people.setdefault(speaker.address or speaker.name, speaker)
    link = NamedLink(shared.event.name, shared.address)
    return SessionView(shared.event.start, shared.event.end, shared.event.room, link, tuple(people.values()))
