"""The index of topics, and the writeups on each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.custom_fields import CustomValues
from site_builder.entities import Topic
from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import Address, OrganisationId, TopicId
from site_builder.kinds import Kind
from site_builder.model import Statement, Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.a_to_z import LetterView, by_letter
from site_builder.pages.components.cards import CardView, organisation_link
from site_builder.pages.components.charts import HeatMapView, heat_map_of
from site_builder.pages.components.network import NetworkView, network_of
from site_builder.pages.components.pagination import (
    Entries,
    ListPage,
    ListPageView,
    Paginator,
    SectionView,
    commitment_section,
    entry_bytes,
    links_up,
    once,
    reported_day,
    section,
)
from site_builder.pages.components.views import (
    PageView,
    SiteView,
    StatementView,
    briefing_address,
    feed_of,
    person_link,
    statement_view,
)
from site_builder.pages.components.votes import DecisionView, decision_views
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink, Prose

_INDEX = Kind.TOPICS.index_address
_STATEMENTS = Entries("statements", ngettext_noop("{n} statement", "{n} statements"), once, reported_day)
_WRITEUPS = Entries("writeups", ngettext_noop("{n} writeup", "{n} writeups"), once)


@dataclass(frozen=True, slots=True)
class TopicEntryView:
    """A line of the index."""

    name: str
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class TopicsView(json_ld.DescribedList):
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
    voices: SectionView[TopicVoiceView]
    commitments: SectionView[StatementView]
    decisions: tuple[DecisionView, ...]
    network: NetworkView | None
    #: The address of the briefing on it, empty where there is none.
    briefing: str
    writeups: SectionView[CardView]
    list_page: ListPageView
    extra: CustomValues

    def structured_data(self) -> json_ld.Node:
        """Return the graph of the page."""
        return _graph(self)


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/topics/`` and ``/topics/<id>/``."""
    topics = index.site.topics
    if not topics:
        return
    view = partial(_index_view, index, site)
    yield Page(_INDEX, FromTemplate("pages/topics.html", view), PublishOrder.LIST, "the index of topics")
    for topic in topics.values():
        yield from _topic_pages(index, site, topic)


def _index_view(index: SiteIndex, site: SiteView) -> TopicsView:
    entries = [
        TopicEntryView(topic.name, topic.address, len(index.by_topic.get(topic.id, ())))
        for topic in index.site.topics.values()
    ]
    return TopicsView(
        site=site,
        page=PageView(
            address=_INDEX,
            title=index.language.translate("Topics"),
            description=index.language.translate_count(
                len(entries), "{n} topic from A to Z.", "{n} topics from A to Z."
            ),
            section=_INDEX,
        ),
        letters=by_letter(entries, lambda entry: f"{entry.name} {entry.address}", index.language),
        heat_map=heat_map_of(index),
        total=len(entries),
    )


def _topic_pages(index: SiteIndex, site: SiteView, topic: Topic) -> Iterator[Page]:
    writeups = index.with_topic.get(topic.id, ())
    claim = topic.path or f'the topic "{topic.name}"'

    def size(writeup: Writeup) -> int:
        statements = (statement for statement in writeup.statements if topic.id in statement.topics)
        return entry_bytes(writeup, statements, with_summary=topic.id in writeup.topics)

    for list_page in Paginator(index.language, size).paginate(writeups, topic.address):
        view = partial(_topic_view, index, site, topic, list_page)
        yield Page(list_page.address, FromTemplate("pages/topic.html", view), PublishOrder.LIST, claim)


def _topic_view(index: SiteIndex, site: SiteView, topic: Topic, list_page: ListPage) -> TopicPageView:
    is_first = list_page.is_first
    on_topic = [writeup for writeup in list_page.writeups if topic.id in writeup.topics]
    cards = (index.cards[writeup.path] for writeup in on_topic)
    writeups = _WRITEUPS._replace(count=lambda writeup: topic.id in writeup.topics)
    link = NamedLink(topic.name, topic.address)
    return TopicPageView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=f"{topic.name}{list_page.suffix}",
            description=_description(index, topic, list_page),
            section=_INDEX,
            feed=feed_of(index, topic.address, index.by_topic.get(topic.id, ())),
            breadcrumbs=(index_link(index), *links_up(list_page, link)),
            noindex=topic.noindex,
        ),
        name=topic.name,
        other_names=topic.other_names,
        prose=topic.prose,
        voices=_voice_section(index, topic.id, list_page),
        decisions=tuple(
            decision_views(index, list_page.writeups, lambda decision: topic.id in decision.topics)
        ),
        commitments=commitment_section(index, list_page, lambda statement: topic.id in statement.topics),
        network=network_of(index, index.by_topic.get(topic.id, ())) if is_first else None,
        briefing=briefing_address(index, topic.address) if topic.id in index.by_topic and is_first else "",
        writeups=section(index.language, list_page, writeups, cards),
        list_page=list_page.view,
        extra=topic.extra,
    )


def _description(index: SiteIndex, topic: Topic, list_page: ListPage) -> str:
    total = sum(topic.id in writeup.topics for writeup in list_page.everything)
    if not total and list_page.total:
        return index.language.translate("What was said on {name}.", name=topic.name)
    return index.language.translate_count(
        total, "{n} writeup on {name}.", "{n} writeups on {name}.", name=topic.name
    )


def index_link(index: SiteIndex) -> NamedLink:
    """Return the link to all topics."""
    return NamedLink(index.language.translate("Topics"), _INDEX)


def _voice_section(index: SiteIndex, id: TopicId, list_page: ListPage) -> SectionView[TopicVoiceView]:
    """Return what was said on a topic but for what was promised."""

    def on_topic(writeup: Writeup) -> list[Statement]:
        return [
            statement
            for statement in writeup.statements
            if id in statement.topics and statement.commitment is None
        ]

    entries = _STATEMENTS._replace(count=lambda writeup: len(on_topic(writeup)))
    return section(index.language, list_page, entries, _voices(index, list_page.writeups, on_topic))


def _voices(
    index: SiteIndex, writeups: tuple[Writeup, ...], statements_of: Callable[[Writeup], list[Statement]]
) -> tuple[TopicVoiceView, ...]:
    """Put the statements of one speaker together; then those of an organisation for which several spoke."""
    by_speaker: dict[NamedLink, list[StatementView]] = {}
    for_organisation: dict[OrganisationId, list[StatementView]] = {}
    speakers: dict[OrganisationId, set[NamedLink]] = {}
    for writeup in reversed(writeups):
        for statement in statements_of(writeup):
            view = statement_view(index, writeup, statement)
            speaker = person_link(index.site.people[statement.person]) if statement.person else view.speaker
            by_speaker.setdefault(speaker, []).append(view)
            for organisation in statement.on_behalf_of:
                for_organisation.setdefault(organisation, []).append(view)
                speakers.setdefault(organisation, set()).add(speaker)
    sort_key = index.language.sort_key
    voices = [TopicVoiceView(speaker, tuple(statements)) for speaker, statements in by_speaker.items()]
    voices.sort(key=lambda voice: (sort_key(voice.speaker.name), voice.speaker.address))
    shared = [
        TopicVoiceView(organisation_link(index.site.organisations[id]), tuple(statements))
        for id, statements in for_organisation.items()
        if len(speakers[id]) > 1
    ]
    shared.sort(key=lambda voice: (sort_key(voice.speaker.name), voice.speaker.address))
    return (*voices, *shared)


def _graph(view: TopicPageView) -> json_ld.Node:
    """Return the graph of a topic's page."""
    term: json_ld.Node = {
        "@type": "DefinedTerm",
        "@id": f"{json_ld.subject_iri(view)}#topic",
        "name": view.name,
    }
    return json_ld.graph(view, [json_ld.page_node(view, "CollectionPage", about={"@id": term["@id"]}), term])
