"""Briefings: all that the archive holds about a person, an organisation or a topic, on one page for paper."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from site_builder.ids import Address, OrganisationId, PersonId, TopicId
from site_builder.model import Appearance, Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.cards import capacity_tag, event_line, role_tag
from site_builder.pages.components.positions import SeenPosition, positions_of
from site_builder.pages.components.views import (
    AffiliationView,
    PageView,
    SiteView,
    StatementView,
    affiliation_views,
    briefing_address,
    in_one_line,
    period_of,
    statements_in,
    writeup_link,
)
from site_builder.pages.components.voices import VoicePeriodView, of_any, people_of, rolled_up
from site_builder.pages.organisations import index_link as organisations_link
from site_builder.pages.site_index import SiteIndex
from site_builder.pages.speakers import index_link as speakers_link
from site_builder.pages.topics import index_link as topics_link
from site_builder.values import NamedLink, Prose, Source

#: As much of a long record goes on paper: the latest of it.
_MOST_EVENTS = 100
#: Of statements, mentions and sources, the newest: everything is in the data.
_MOST_LINES = 50


class BriefingEventView(NamedTuple):
    """An event, where it was, and who of those that the briefing is about spoke there as what; in words."""

    date: datetime.date
    writeup: NamedLink
    event: str
    voices: str


class PositionOnPaperView(NamedTuple):
    """A position, and the years in which somebody was seen in it, or held it as the person's file says."""

    period: str
    affiliations: tuple[AffiliationView, ...]


class VoiceOnPaperView(NamedTuple):
    """Somebody who spoke for an organisation in one position, in one line, and the years of that."""

    period: str
    words: str


class SourceView(NamedTuple):
    """A source of a writeup, and the writeup."""

    source: Source
    writeup: NamedLink


@dataclass(frozen=True, slots=True)
class BriefingView(json_ld.Described):
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
    positions: tuple[PositionOnPaperView, ...]
    voices: tuple[VoiceOnPaperView, ...]
    events: tuple[BriefingEventView, ...]
    left_out: int
    statements: tuple[StatementView, ...]
    mentions: tuple[NamedLink, ...]
    sources: tuple[SourceView, ...]
    #: How many of these three there are; the newest are listed.
    totals: tuple[int, int, int]


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``briefing/`` below every speaker, organisation and topic, unless the site wants none."""
    if not index.config.briefings:
        return
    for person in index.appearance_counts:
        address = index.site.people[person].address
        yield _page(index, address, partial(_of_person, index, site, person))
    for organisation in index.by_voice:
        address = index.site.organisations[organisation].address
        yield _page(index, address, partial(_of_organisation, index, site, organisation))
    for topic in index.by_topic:
        yield _page(index, index.site.topics[topic].address, partial(_of_topic, index, site, topic))


def _page(index: SiteIndex, address: Address, view: "partial[BriefingView]") -> Page:
    where = Address(briefing_address(index, address))
    return Page(
        where, FromTemplate("pages/briefing.html", view), PublishOrder.PAGE, f"the briefing of {address}"
    )


def _of_person(index: SiteIndex, site: SiteView, id: PersonId) -> BriefingView:
    person = index.site.people[id]
    spoke_at = index.by_speaker.get(id, ())
    every = index.by_person.get(id, ())
    return BriefingView(
        site=site,
        page=_page_view(
            index,
            index.names_apart[id],
            person.address,
            speakers_link(index),
        ),
        kind="speaker",
        subject=NamedLink(person.name, person.address),
        other_names=person.other_names,
        prose=person.prose,
        positions=tuple(_position(index, seen) for seen in positions_of(index, person)),
        voices=(),
        events=_events(index, spoke_at, lambda appearance: appearance.person == id),
        left_out=max(len(spoke_at) - _MOST_EVENTS, 0),
        **_newest(
            statements_in(index, every, lambda statement: statement.person == id),
            _others(every, (*spoke_at, *index.upcoming.by_speaker.get(id, ()))),
            _sources(every),
        ),
    )


def _of_organisation(index: SiteIndex, site: SiteView, id: OrganisationId) -> BriefingView:
    organisation = index.site.organisations[id]
    # As on its page, with what was said for the organisations that became it.
    ids = (id, *rolled_up(index, organisation))
    wanted = frozenset(ids)
    spoken_at = of_any(index.by_voice, ids)
    every = of_any(index.by_organisation, ids)
    return BriefingView(
        site=site,
        page=_page_view(index, organisation.name, organisation.address, organisations_link(index)),
        kind="organisation",
        subject=NamedLink(organisation.name, organisation.address),
        other_names=organisation.other_names,
        prose=organisation.prose,
        positions=(),
        voices=tuple(_voice(voice) for voice in people_of(index, ids)),
        events=_events(index, spoken_at, lambda appearance: not wanted.isdisjoint(appearance.organisations)),
        left_out=max(len(spoken_at) - _MOST_EVENTS, 0),
        **_newest(
            statements_in(index, every, lambda statement: not wanted.isdisjoint(statement.on_behalf_of)),
            _others(every, (*spoken_at, *of_any(index.upcoming.by_voice, ids))),
            _sources(every),
        ),
    )


def _of_topic(index: SiteIndex, site: SiteView, id: TopicId) -> BriefingView:
    topic = index.site.topics[id]
    writeups = index.by_topic[id]
    held = [writeup for writeup in writeups if not writeup.event.is_upcoming]
    return BriefingView(
        site=site,
        page=_page_view(index, topic.name, topic.address, topics_link(index)),
        kind="topic",
        subject=NamedLink(topic.name, topic.address),
        other_names=topic.other_names,
        prose=topic.prose,
        positions=(),
        voices=(),
        events=_events(index, held, lambda _: True),
        left_out=max(len(held) - _MOST_EVENTS, 0),
        **_newest(
            statements_in(index, index.with_topic[id], lambda statement: id in statement.topics),
            (),
            _sources(writeups),
        ),
    )


def _position(index: SiteIndex, seen: SeenPosition) -> PositionOnPaperView:
    period = _years(seen.first, seen.last) if seen.first and seen.last else period_of(index, seen.period)
    return PositionOnPaperView(period, affiliation_views(index, (seen.affiliation,)))


def _voice(voice: VoicePeriodView) -> VoiceOnPaperView:
    who = f"{voice.person.name}, {voice.position}" if voice.position else voice.person.name
    return VoiceOnPaperView(_years(voice.first, voice.last), f"{who} ({voice.events})")


def _years(first: datetime.date, last: datetime.date) -> str:
    """Return the years of two days as briefly as paper wants them."""
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def _page_view(index: SiteIndex, name: str, address: Address, parent: NamedLink) -> PageView:
    translate = index.language.translate
    return PageView(
        address=Address(briefing_address(index, address)),
        title=translate("Briefing: {name}", name=name),
        description=translate(
            "All that this archive holds about {name}, on one page to be printed.", name=name
        ),
        section=parent.address,
        breadcrumbs=(parent, NamedLink(name, address)),
    )


def _events(
    index: SiteIndex, writeups: Sequence[Writeup], is_wanted: Callable[[Appearance], bool]
) -> tuple[BriefingEventView, ...]:
    """Return the latest of some events, with those of their speakers who are wanted."""
    return tuple(
        BriefingEventView(
            date=writeup.event.start.day,
            writeup=writeup_link(writeup),
            event=event_line(writeup.event),
            voices="; ".join(
                [_in_words(index, appearance) for appearance in writeup.appearances if is_wanted(appearance)]
            ),
        )
        for writeup in writeups[:_MOST_EVENTS]
    )


def _in_words(index: SiteIndex, appearance: Appearance) -> str:
    """Return who spoke as what, in one line."""
    translate = index.language.translate
    label = appearance.label if appearance.person else translate(appearance.label)
    held = in_one_line(index, appearance.affiliations)
    who = f"{label}, {held}" if held else label
    tags = [translate(tag) for tag in (role_tag(appearance), capacity_tag(appearance)) if tag]
    return f"{who} ({', '.join(tags)})" if tags else who


def _newest(
    statements: Iterator[StatementView], mentions: Sequence[Writeup], sources: Iterator[SourceView]
) -> dict[str, Any]:
    """Return the newest of what is listed, and how many there are of each."""
    every_statement, every_source = tuple(statements), tuple(sources)
    return {
        "statements": every_statement[:_MOST_LINES],
        "mentions": tuple(map(writeup_link, mentions[:_MOST_LINES])),
        "sources": every_source[:_MOST_LINES],
        "totals": (len(every_statement), len(mentions), len(every_source)),
    }


def _others(writeups: Sequence[Writeup], spoke_at: Sequence[Writeup]) -> list[Writeup]:
    """Return the writeups of events at which nobody meant here spoke, or will speak."""
    spoken = {writeup.event.id or writeup.path for writeup in spoke_at}
    return [writeup for writeup in writeups if (writeup.event.id or writeup.path) not in spoken]


def _sources(writeups: Iterable[Writeup]) -> Iterator[SourceView]:
    for writeup in writeups:
        for source in writeup.sources:
            yield SourceView(source, writeup_link(writeup))
