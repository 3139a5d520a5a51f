"""The home page: what is new, and the ways in."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.model import Address, FromTemplate, Page, Stage
from site_builder.pages.archive import Archive
from site_builder.pages.cards import CardView, NamedLink
from site_builder.pages.views import PageView, SiteView
from site_builder.wording import count_of

_NEWEST = 8
_TOPICS = 12


@dataclass(frozen=True, slots=True)
class WayInView:
    """A section of the archive and how much it holds."""

    link: NamedLink
    count: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """View of ``pages/home.html``."""

    site: SiteView
    page: PageView
    newest: tuple[CardView, ...]
    ways_in: tuple[WayInView, ...]
    topics: tuple[WayInView, ...]


def plan(archive: Archive, site: SiteView) -> Iterator[Page]:
    """Plan ``/``."""
    yield Page(
        Address("/"),
        FromTemplate("pages/home.html", partial(_view, archive, site)),
        Stage.LIST,
        "the home page",
    )


def _view(archive: Archive, site: SiteView) -> HomeView:
    everything = archive.site
    counts = (
        ("Writeups", "/writeups/", len(everything.writeups), "event", "events"),
        ("Speakers", "/speakers/", len(archive.speakers), "person", "people"),
        ("Organisations", "/organisations/", len(everything.organisations), "organisation", "organisations"),
        ("Topics", "/topics/", len(everything.topics), "topic", "topics"),
        ("Series", "/series/", len(everything.series), "run of events", "runs of events"),
    )
    busiest = sorted(
        archive.by_topic, key=lambda topic: (-len(archive.by_topic[topic]), everything.topics[topic].name)
    )
    return HomeView(
        site=site,
        page=PageView(
            address=Address("/"),
            title=site.title,
            description=site.description,
            feed="/feed.xml" if site.base_url else "",
        ),
        newest=tuple(archive.cards[writeup.path] for writeup in everything.writeups[:_NEWEST]),
        ways_in=tuple(
            WayInView(NamedLink(name, Address(address)), count_of(number, one, many))
            for name, address, number, one, many in counts
            if number
        ),
        topics=tuple(
            WayInView(
                NamedLink(everything.topics[topic].name, everything.topics[topic].address),
                count_of(len(archive.by_topic[topic]), "writeup", "writeups"),
            )
            for topic in busiest[:_TOPICS]
        ),
    )
