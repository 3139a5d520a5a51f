"""The home page: what is new, who spoke lately, and the ways in."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import Address, PersonId
from site_builder.kinds import Kind
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.cards import CardView
from site_builder.pages.components.views import (
    CountView,
    PageView,
    RankingView,
    SiteView,
    most_frequent,
    person_link,
    topic_links,
)
from site_builder.pages.site_index import SiteIndex, number_of_events
from site_builder.pages.years import YearLinkView, year_links
from site_builder.values import NamedLink

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
    #: Events that have not taken place yet, the next first; ``newest`` has those that have.
    upcoming: tuple[CardView, ...]
    newest: tuple[CardView, ...]
    ways_in: tuple[WayInView, ...]
    speakers: RankingView
    topics: tuple[WeightedTopicView, ...]
    series: tuple[CountView, ...]
    years: tuple[YearLinkView, ...]

    def structured_data(self) -> json_ld.Node:
        """Return the graph of the page."""
        return _graph(self)


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/``."""
    yield Page(
        Address("/"),
        FromTemplate("pages/home.html", partial(_view, index, site)),
        PublishOrder.LIST,
        "the home page",
    )


def _view(index: SiteIndex, site: SiteView) -> HomeView:
    held = (writeup for writeup in index.site.writeups if not writeup.event.is_upcoming)
    return HomeView(
        site=site,
        page=PageView(
            address=Address("/"),
            title=site.title,
            description=site.description,
            feed="/feed.xml" if site.base_url else "",
        ),
        upcoming=tuple(index.cards[writeup.path] for writeup in index.upcoming.writeups),
        newest=tuple(index.cards[writeup.path] for writeup in islice(held, _NEWEST)),
        ways_in=tuple(_ways_in(index)),
        speakers=_lately(index),
        topics=_topics(index),
        series=_series(index),
        years=year_links(index),
    )


def _ways_in(index: SiteIndex) -> Iterator[WayInView]:
    everything, language = index.site, index.language
    translate, count = language.translate, language.translate_count
    for name, address, number, words in (
        (
            translate("Writeups"),
            Kind.WRITEUPS.index_address,
            number_of_events(writeup for writeup in everything.writeups if not writeup.event.is_upcoming),
            ngettext_noop("{n} event", "{n} events"),
        ),
        (
            translate("Speakers"),
            Kind.PEOPLE.index_address,
            len(index.speakers),
            ngettext_noop("{n} person", "{n} people"),
        ),
        (
            translate("Organisations"),
            Kind.ORGANISATIONS.index_address,
            len(everything.organisations),
            ngettext_noop("{n} organisation", "{n} organisations"),
        ),
        (
            translate("Topics"),
            Kind.TOPICS.index_address,
            len(everything.topics),
            ngettext_noop("{n} topic", "{n} topics"),
        ),
        (
            translate("Series"),
            Kind.SERIES.index_address,
            len(everything.series),
            ngettext_noop("{n} run of events", "{n} runs of events"),
        ),
    ):
        if number:
            yield WayInView(NamedLink(name, Address(address)), count(number, *words))


def _lately(index: SiteIndex) -> RankingView:
    """Return who spoke at most events of the last year of the archive."""
    days = [writeup.event.start.day for writeup in index.site.writeups if not writeup.event.is_upcoming]
    since = max(days) - _LATELY if days else datetime.date.min
    counts: Counter[PersonId] = Counter()
    for writeup in index.site.writeups:
        if writeup.event.start.day > since:
            counts.update(index.speakers_at[writeup.path])
    return most_frequent(index, counts, lambda person: person_link(index.site.people[person]))


def _topics(index: SiteIndex) -> tuple[WeightedTopicView, ...]:
    """Return the topics with most writeups, in the order of the alphabet."""
    counts = {topic: len(writeups) for topic, writeups in index.by_topic.items()}
    busiest = sorted(counts, key=lambda topic: (-counts[topic], index.site.topics[topic].name))[:_TOPICS]
    if not busiest:
        return ()
    most = counts[busiest[0]]
    views = [
        WeightedTopicView(
            topic_links(index, (topic,))[0], counts[topic], -(-counts[topic] * _WEIGHTS // most)
        )
        for topic in busiest
    ]
    return tuple(sorted(views, key=lambda view: (index.language.sort_key(view.link.name), view.link.address)))


def _series(index: SiteIndex) -> tuple[CountView, ...]:
    """Return the series with the latest events."""
    latest = sorted(
        index.by_series, key=lambda id: (index.by_series[id][0].event.start.order, id), reverse=True
    )
    every = index.site.series
    return tuple(
        CountView(NamedLink(every[id].name, every[id].address), len(index.by_series[id]))
        for id in latest[:_SERIES]
    )


def _graph(view: HomeView) -> json_ld.Node:
    """Return the graph of the home page: the site and how it is searched."""
    site = json_ld.site_node(view)
    if view.site.description:
        site["description"] = view.site.description
    if view.site.base_url:
        site["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{json_ld.iri(view, view.site.search)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
    return json_ld.graph(view, [], site)
