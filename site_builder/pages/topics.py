"""The index of topics, and the writeups on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.model import Address, FromTemplate, Page, Prose, Stage, Topic
from site_builder.pages.archive import Archive
from site_builder.pages.cards import CardView, NamedLink
from site_builder.pages.letters import LetterView, by_letter
from site_builder.pages.views import PageView, PartView, SiteView, divide, feed_of
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
class TopicPageView:
    """View of ``pages/topic.html``."""

    site: SiteView
    page: PageView
    name: str
    other_names: tuple[str, ...]
    prose: Prose | None
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
    cards = [archive.cards[writeup.path] for writeup in writeups]
    claim = topic.path or f'the topic "{topic.name}"'
    for part in divide(cards, topic.address):
        view = partial(_topic_view, site, topic, part, feed_of(archive, topic.address, cards))
        yield Page(part.address, FromTemplate("pages/topic.html", view), Stage.LIST, claim)


def _topic_view(site: SiteView, topic: Topic, part: PartView[CardView], feed: str) -> TopicPageView:
    return TopicPageView(
        site=site,
        page=PageView(
            address=part.address,
            title=f"{topic.name}{part.suffix}",
            description=f"{count_of(part.total, 'writeup', 'writeups')} on {topic.name}.",
            section=_INDEX.address,
            feed=feed,
            crumbs=(_INDEX,),
        ),
        name=topic.name,
        other_names=topic.other_names,
        prose=topic.prose,
        part=part,
    )
