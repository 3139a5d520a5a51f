"""The home page: what is new, who spoke lately, and the ways in."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.gettext_markers import phrases
from site_builder.model import Address, FromTemplate, Page, PersonId, Stage
from site_builder.pages.components import json_ld as structured
from site_builder.pages.components.cards import CardView, NamedLink
from site_builder.pages.components.views import (
    CountView,
    PageView,
    SiteView,
    most_frequent,
    person_link,
    topic_links,
)
from site_builder.pages.site_index import Archive
from site_builder.pages.writeups import YearLinkView, year_links

_NEWEST = 8
_TOPICS = 14
_SERIES = 6
#: "Lately" is the year before the newest event.
_LATELY = datetime.timedelta(days=365)
_WEIGHTS = 5


@dataclass(frozen=True, slots=True)
class WayInView:
    """A section of the archive and how much it holds, in words."""

    link: NamedLink
    count: str


@dataclass(frozen=True, slots=True)
class WeightedTopicView:
    """A topic with its number of writeups, and its weight among all topics from 1 to 5."""

    link: NamedLink
    count: int
    weight: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """View of ``pages/home.html``."""

    site: SiteView
    page: PageView
    newest: tuple[CardView, ...]
    ways_in: tuple[WayInView, ...]
    speakers: tuple[CountView, ...]
    topics: tuple[WeightedTopicView, ...]
    series: tuple[CountView, ...]
    years: tuple[YearLinkView, ...]

    def structured_data(self) -> structured.Node:
        """Return the graph of the page."""
        return structured.home(self)


def plan(archive: Archive, site: SiteView) -> Iterator[Page]:
    """Plan ``/``."""
    yield Page(
        Address("/"),
        FromTemplate("pages/home.html", partial(_view, archive, site)),
        Stage.LIST,
        "the home page",
    )


def _view(archive: Archive, site: SiteView) -> HomeView:
    return HomeView(
        site=site,
        page=PageView(
            address=Address("/"),
            title=site.title,
            description=site.description,
            feed="/feed.xml" if site.base_url else "",
        ),
        newest=tuple(archive.cards[writeup.path] for writeup in archive.site.writeups[:_NEWEST]),
        ways_in=tuple(_ways_in(archive)),
        speakers=_lately(archive),
        topics=_topics(archive),
        series=_series(archive),
        years=year_links(archive),
    )


def _ways_in(archive: Archive) -> Iterator[WayInView]:
    everything, language = archive.site, archive.language
    say, count = language.say, language.say_count
    for name, address, number, words in (
        (say("Writeups"), "/writeups/", len(everything.writeups), phrases("{n} event", "{n} events")),
        (say("Speakers"), "/speakers/", len(archive.speakers), phrases("{n} person", "{n} people")),
        (
            say("Organisations"),
            "/organisations/",
            len(everything.organisations),
            phrases("{n} organisation", "{n} organisations"),
        ),
        (say("Topics"), "/topics/", len(everything.topics), phrases("{n} topic", "{n} topics")),
        (
            say("Series"),
            "/series/",
            len(everything.series),
            phrases("{n} run of events", "{n} runs of events"),
        ),
    ):
        if number:
            yield WayInView(NamedLink(name, Address(address)), count(number, *words))


def _lately(archive: Archive) -> tuple[CountView, ...]:
    """Return who spoke at most events of the last year of the archive."""
    days = [writeup.event.start.day for writeup in archive.site.writeups]
    since = max(days) - _LATELY if days else datetime.date.min
    counts: Counter[PersonId] = Counter()
    for writeup in archive.site.writeups:
        if writeup.event.start.day > since:
            counts.update(archive.speakers_at[writeup.path])
    return most_frequent(archive, counts, lambda person: person_link(archive.site.people[person]))


def _topics(archive: Archive) -> tuple[WeightedTopicView, ...]:
    """Return the topics with most writeups, in the order of the alphabet."""
    counts = {topic: len(writeups) for topic, writeups in archive.by_topic.items()}
    busiest = sorted(counts, key=lambda topic: (-counts[topic], archive.site.topics[topic].name))[:_TOPICS]
    if not busiest:
        return ()
    most = counts[busiest[0]]
    views = [
        WeightedTopicView(
            topic_links(archive, (topic,))[0], counts[topic], -(-counts[topic] * _WEIGHTS // most)
        )
        for topic in busiest
    ]
    return tuple(
        sorted(views, key=lambda view: (archive.language.sort_key(view.link.name), view.link.address))
    )


def _series(archive: Archive) -> tuple[CountView, ...]:
    """Return the series with the latest events."""
    latest = sorted(
        archive.by_series, key=lambda id: (archive.by_series[id][0].event.start.order, id), reverse=True
    )
    every = archive.site.series
    return tuple(
        CountView(NamedLink(every[id].name, every[id].address), len(archive.by_series[id]))
        for id in latest[:_SERIES]
    )
