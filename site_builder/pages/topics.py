"""The index of topics, and the writeups on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.model import Address, FromTemplate, OrganisationId, Page, Prose, Stage, Topic, Writeup
from site_builder.pages.archive import Archive
from site_builder.pages.cards import CardView, NamedLink, organisation_link
from site_builder.pages.letters import LetterView, by_letter, sort_key
from site_builder.pages.views import (
    PageView,
    PartView,
    SiteView,
    StatementView,
    divide,
    feed_of,
    person_link,
    statement_view,
)
from site_builder.wording import count_of

_INDEX = NamedLink("Topics", Address("/topics/"))


@dataclass(frozen=True, slots=True)
class TopicEntryView:
    """A line of the index."""

    name: str
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class TopicsView:
    """View of ``pages/topics.html``."""

    site: SiteView
    page: PageView
    letters: tuple[LetterView[TopicEntryView], ...]
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
    part: PartView[CardView]


def plan(archive: Archive, site: SiteView) -> Iterator[Page]:
    """Plan ``/topics/`` and ``/topics/<id>/``."""
    topics = archive.site.topics
    if not topics:
        return
    view = partial(_index_view, archive, site)
    yield Page(_INDEX.address, FromTemplate("pages/topics.html", view), Stage.LIST, "the index of topics")
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
            address=_INDEX.address,
            title="Topics",
            description=f"{count_of(len(entries), 'topic', 'topics')} from A to Z.",
            section=_INDEX.address,
        ),
        letters=by_letter(entries, lambda entry: f"{entry.name} {entry.address}"),
        total=len(entries),
    )


def _topic_pages(archive: Archive, site: SiteView, topic: Topic) -> Iterator[Page]:
    writeups = archive.by_topic.get(topic.id, ())
    claim = topic.path or f'the topic "{topic.name}"'
    for part in divide(writeups, topic.address):
        view = partial(_topic_view, archive, site, topic, part)
        yield Page(part.address, FromTemplate("pages/topic.html", view), Stage.LIST, claim)


def _topic_view(archive: Archive, site: SiteView, topic: Topic, part: PartView[Writeup]) -> TopicPageView:
    return TopicPageView(
        site=site,
        page=PageView(
            address=part.address,
            title=f"{topic.name}{part.suffix}",
            description=f"{count_of(part.total, 'writeup', 'writeups')} on {topic.name}.",
            section=_INDEX.address,
            feed=feed_of(archive, topic.address, archive.by_topic.get(topic.id, ())),
            crumbs=(_INDEX,),
        ),
        name=topic.name,
        other_names=topic.other_names,
        prose=topic.prose,
        voices=_voices(archive, part.items),
        part=part.showing(lambda writeup: archive.cards[writeup.path]),
    )


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
    voices = [TopicVoiceView(speaker, tuple(found)) for speaker, found in by_speaker.items()]
    voices.sort(key=lambda voice: (sort_key(voice.speaker.name), voice.speaker.address))
    shared = [
        TopicVoiceView(organisation_link(archive.site.organisations[id]), tuple(found))
        for id, found in for_organisation.items()
        if len(speakers[id]) > 1
    ]
    shared.sort(key=lambda voice: (sort_key(voice.speaker.name), voice.speaker.address))
    return (*voices, *shared)
