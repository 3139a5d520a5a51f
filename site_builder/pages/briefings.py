"""Briefings: all that the archive holds about a person, an organisation or a topic, on one page for paper."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from site_builder.model import (
    Address,
    Appearance,
    FromTemplate,
    OrganisationId,
    Page,
    PersonId,
    Prose,
    Source,
    Stage,
    TopicId,
    Writeup,
)
from site_builder.pages.components import json_ld as structured
from site_builder.pages.components.cards import NamedLink
from site_builder.pages.components.positions import positions_of
from site_builder.pages.components.views import (
    PageView,
    SiteView,
    StatementView,
    briefing_address,
    in_one_line,
    statements_in,
    writeup_link,
)
from site_builder.pages.organisations import index_link as organisations_link
from site_builder.pages.organisations import of_any, people_of, rolled_up
from site_builder.pages.site_index import Archive
from site_builder.pages.speakers import PositionView, position_view
from site_builder.pages.speakers import index_link as speakers_link
from site_builder.pages.topics import index_link as topics_link

#: As much of a long record goes on paper: the latest of it.
_MOST_EVENTS = 100
#: Roles and capacities that go without saying.
_PLAIN = frozenset({"", "speaker", "for the organisation"})


class BriefingEventView(NamedTuple):
    """An event, where it was, and who of those that the briefing is about spoke there as what; in words."""

    date: datetime.date
    writeup: NamedLink
    event: str
    voices: str


class VoiceOnPaperView(NamedTuple):
    """Somebody's position when speaking for an organisation, and the years in which that was seen."""

    name: str
    position: str
    first: int
    last: int
    events: int


class SourceView(NamedTuple):
    """A source of a writeup, and the writeup."""

    source: Source
    writeup: NamedLink


@dataclass(frozen=True, slots=True)
class BriefingView(structured.Described):
    """View of ``pages/briefing.html``.

    ``kind`` is ``speaker``, ``organisation`` or ``topic``; ``left_out`` counts older events that are only on
    the page of the subject.
    """

    site: SiteView
    page: PageView
    kind: str
    subject: NamedLink
    other_names: tuple[str, ...]
    prose: Prose | None
    positions: tuple[PositionView, ...]
    voices: tuple[VoiceOnPaperView, ...]
    events: tuple[BriefingEventView, ...]
    left_out: int
    statements: tuple[StatementView, ...]
    mentions: tuple[NamedLink, ...]
    sources: tuple[SourceView, ...]


def plan(archive: Archive, site: SiteView) -> Iterator[Page]:
    """Plan ``briefing/`` below every speaker, organisation and topic, unless the site wants none."""
    if not archive.config.briefings:
        return
    for person in archive.appearance_counts:
        address = archive.site.people[person].address
        yield _page(archive, address, partial(_of_person, archive, site, person))
    for organisation in archive.by_voice:
        address = archive.site.organisations[organisation].address
        yield _page(archive, address, partial(_of_organisation, archive, site, organisation))
    for topic in archive.by_topic:
        yield _page(archive, archive.site.topics[topic].address, partial(_of_topic, archive, site, topic))


def _page(archive: Archive, address: Address, view: "partial[BriefingView]") -> Page:
    where = Address(briefing_address(archive, address))
    return Page(where, FromTemplate("pages/briefing.html", view), Stage.PAGE, f"the briefing of {address}")


def _of_person(archive: Archive, site: SiteView, id: PersonId) -> BriefingView:
    person = archive.site.people[id]
    spoke_at = archive.by_speaker.get(id, ())
    every = archive.by_person.get(id, ())
    return BriefingView(
        site=site,
        page=_page_view(
            archive,
            archive.names_apart[id],
            person.address,
            speakers_link(archive),
        ),
        kind="speaker",
        subject=NamedLink(person.name, person.address),
        other_names=person.other_names,
        prose=person.prose,
        positions=tuple(position_view(archive, one) for one in positions_of(archive, person)),
        voices=(),
        events=_events(archive, spoke_at, lambda one: one.person == id),
        left_out=max(len(spoke_at) - _MOST_EVENTS, 0),
        statements=tuple(statements_in(archive, every, lambda statement: statement.person == id)),
        mentions=_others(every, spoke_at),
        sources=tuple(_sources(every)),
    )


def _of_organisation(archive: Archive, site: SiteView, id: OrganisationId) -> BriefingView:
    organisation = archive.site.organisations[id]
    # As on its page, with what was said for the organisations that became it.
    ids = (id, *rolled_up(archive, organisation))
    wanted = frozenset(ids)
    spoken_at = of_any(archive.by_voice, ids)
    every = of_any(archive.by_organisation, ids)
    return BriefingView(
        site=site,
        page=_page_view(archive, organisation.name, organisation.address, organisations_link(archive)),
        kind="organisation",
        subject=NamedLink(organisation.name, organisation.address),
        other_names=organisation.other_names,
        prose=organisation.prose,
        positions=(),
        voices=tuple(
            VoiceOnPaperView(one.person.name, one.position, one.first.year, one.last.year, one.events)
            for one in people_of(archive, ids)
        ),
        events=_events(archive, spoken_at, lambda one: not wanted.isdisjoint(one.organisations)),
        left_out=max(len(spoken_at) - _MOST_EVENTS, 0),
        statements=tuple(
            statements_in(archive, every, lambda said: not wanted.isdisjoint(said.on_behalf_of))
        ),
        mentions=_others(every, spoken_at),
        sources=tuple(_sources(every)),
    )


def _of_topic(archive: Archive, site: SiteView, id: TopicId) -> BriefingView:
    topic = archive.site.topics[id]
    writeups = archive.by_topic[id]
    return BriefingView(
        site=site,
        page=_page_view(archive, topic.name, topic.address, topics_link(archive)),
        kind="topic",
        subject=NamedLink(topic.name, topic.address),
        other_names=topic.other_names,
        prose=topic.prose,
        positions=(),
        voices=(),
        events=_events(archive, writeups, lambda _: True),
        left_out=max(len(writeups) - _MOST_EVENTS, 0),
        statements=tuple(statements_in(archive, writeups, lambda _: True)),
        mentions=(),
        sources=tuple(_sources(writeups)),
    )


def _page_view(archive: Archive, name: str, address: Address, index: NamedLink) -> PageView:
    say = archive.language.say
    return PageView(
        address=Address(briefing_address(archive, address)),
        title=say("Briefing: {name}", name=name),
        description=say("All that this archive holds about {name}, on one page to be printed.", name=name),
        section=index.address,
        crumbs=(index, NamedLink(name, address)),
    )


def _events(
    archive: Archive, writeups: Sequence[Writeup], is_wanted: Callable[[Appearance], bool]
) -> tuple[BriefingEventView, ...]:
    """Return the latest of some events, with those of their speakers who are wanted."""
    return tuple(
        BriefingEventView(
            date=writeup.event.start.day,
            writeup=writeup_link(writeup),
            event=" · ".join([part for part in (writeup.event.name, writeup.event.place) if part]),
            voices="; ".join([_in_words(archive, one) for one in writeup.appearances if is_wanted(one)]),
        )
        for writeup in writeups[:_MOST_EVENTS]
    )


def _in_words(archive: Archive, appearance: Appearance) -> str:
    """Return who spoke as what, in one line."""
    say = archive.language.say
    label = appearance.label if appearance.person else say(appearance.label)
    held = in_one_line(archive, appearance.position, appearance.organisations)
    who = f"{label}, {held}" if held else label
    tags = [say(tag) for tag in (appearance.role, appearance.capacity) if tag not in _PLAIN]
    return f"{who} ({', '.join(tags)})" if tags else who


def _others(writeups: Sequence[Writeup], spoke_at: Sequence[Writeup]) -> tuple[NamedLink, ...]:
    spoken = {writeup.path for writeup in spoke_at}
    return tuple(writeup_link(writeup) for writeup in writeups if writeup.path not in spoken)


def _sources(writeups: Iterable[Writeup]) -> Iterator[SourceView]:
    for writeup in writeups:
        for source in writeup.sources:
            yield SourceView(source, writeup_link(writeup))
