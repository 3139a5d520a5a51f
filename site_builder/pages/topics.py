"""The index of topics, and the writeups on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.model import Address, FromTemplate, OrganisationId, Page, Prose, Stage, Topic, Writeup
from site_builder.pages.components import json_ld as structured
from site_builder.pages.components.a_to_z import LetterView, by_letter
from site_builder.pages.components.cards import CardView, NamedLink, organisation_link
from site_builder.pages.components.charts import HeatMapView, NetworkView, heat_map_of, network_of
from site_builder.pages.components.views import (
    PageView,
    PartView,
    SiteView,
    StatementView,
    briefing_address,
    divide,
    feed_of,
    person_link,
    statement_view,
)
from site_builder.pages.site_index import Archive

_INDEX = Address("/topics/")


@dataclass(frozen=True, slots=True)
class TopicEntryView:
    """A line of the index."""

    name: str
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class TopicsView(structured.DescribedList):
    """View of ``pages/topics.html``."""

    site: SiteView
    page: PageView
    letters: tuple[LetterView[TopicEntryView], ...]
    heat_map: HeatMapView | None
    total: int


@dataclass(frozen=True, slots=True)
class TopicVoiceView:
    """What one person, or one organisation by several people, said on a topic, in the order of time."""

    speaker: NamedLink
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class TopicPageView:
    """View of ``pages/topic.html``."""

    site: SiteView
    page: PageView
    name: str
    other_names: tuple[str, ...]
    prose: Prose | None
    voices: tuple[TopicVoiceView, ...]
    network: NetworkView | None
    #: The address of the briefing on it, empty where there is none.
    briefing: str
    part: PartView[CardView]

    def structured_data(self) -> structured.Node:
        """Return the graph of the page."""
        return structured.topic(self)


def plan(archive: Archive, site: SiteView) -> Iterator[Page]:
    """Plan ``/topics/`` and ``/topics/<id>/``."""
    topics = archive.site.topics
    if not topics:
        return
    view = partial(_index_view, archive, site)
    yield Page(_INDEX, FromTemplate("pages/topics.html", view), Stage.LIST, "the index of topics")
    for topic in topics.values():
        yield from _topic_pages(archive, site, topic)


def _index_view(archive: Archive, site: SiteView) -> TopicsView:
    entries = [
        TopicEntryView(topic.name, topic.address, len(archive.by_topic.get(topic.id, ())))
        for topic in archive.site.topics.values()
    ]
    return TopicsView(
        site=site,
        page=PageView(
            address=_INDEX,
            title=archive.language.say("Topics"),
            description=archive.language.say_count(
                len(entries), "{n} topic from A to Z.", "{n} topics from A to Z."
            ),
            section=_INDEX,
        ),
        letters=by_letter(entries, lambda entry: f"{entry.name} {entry.address}", archive.language),
        heat_map=heat_map_of(archive),
        total=len(entries),
    )


def _topic_pages(archive: Archive, site: SiteView, topic: Topic) -> Iterator[Page]:
    writeups = archive.by_topic.get(topic.id, ())
    claim = topic.path or f'the topic "{topic.name}"'
    for part in divide(writeups, topic.address, archive.language):
        view = partial(_topic_view, archive, site, topic, part)
        yield Page(part.address, FromTemplate("pages/topic.html", view), Stage.LIST, claim)


def _topic_view(archive: Archive, site: SiteView, topic: Topic, part: PartView[Writeup]) -> TopicPageView:
    return TopicPageView(
        site=site,
        page=PageView(
            address=part.address,
            title=f"{topic.name}{part.suffix}",
            description=archive.language.say_count(
                part.total, "{n} writeup on {name}.", "{n} writeups on {name}.", name=topic.name
            ),
            section=_INDEX,
            feed=feed_of(archive, topic.address, archive.by_topic.get(topic.id, ())),
            crumbs=(index_link(archive),),
        ),
        name=topic.name,
        other_names=topic.other_names,
        prose=topic.prose,
        voices=_voices(archive, part.items),
        network=None if part.number else network_of(archive, archive.by_topic.get(topic.id, ())),
        briefing=briefing_address(archive, topic.address) if part.total and not part.number else "",
        part=part.showing(lambda writeup: archive.cards[writeup.path]),
    )


def index_link(archive: Archive) -> NamedLink:
    """Return the link to all topics."""
    return NamedLink(archive.language.say("Topics"), _INDEX)


def _voices(archive: Archive, writeups: tuple[Writeup, ...]) -> tuple[TopicVoiceView, ...]:
    """Put the statements of one speaker together; then those of an organisation for which several spoke."""
    by_speaker: dict[NamedLink, list[StatementView]] = {}
    for_organisation: dict[OrganisationId, list[StatementView]] = {}
    speakers: dict[OrganisationId, set[NamedLink]] = {}
    for writeup in reversed(writeups):
        for statement in writeup.statements:
            view = statement_view(archive, writeup, statement)
            speaker = person_link(archive.site.people[statement.person]) if statement.person else view.speaker
            by_speaker.setdefault(speaker, []).append(view)
            for organisation in statement.on_behalf_of:
                for_organisation.setdefault(organisation, []).append(view)
                speakers.setdefault(organisation, set()).add(speaker)
    sort_key = archive.language.sort_key
    voices = [TopicVoiceView(speaker, tuple(found)) for speaker, found in by_speaker.items()]
    voices.sort(key=lambda voice: (sort_key(voice.speaker.name), voice.speaker.address))
    shared = [
        TopicVoiceView(organisation_link(archive.site.organisations[id]), tuple(found))
        for id, found in for_organisation.items()
        if len(speakers[id]) > 1
    ]
    shared.sort(key=lambda voice: (sort_key(voice.speaker.name), voice.speaker.address))
    return (*voices, *shared)
