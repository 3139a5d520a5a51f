"""Atom (RFC 4287) and JSON Feed 1.1: the site, and each speaker, organisation, topic and series.

A feed is read far from the site, so every address in it is absolute and there is none without a
``base_url``. Ids of entries are tag URIs (RFC 4151) of the host, the year and the path: they survive a change
of title.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from site_builder.ids import Address
from site_builder.kinds import Kind
from site_builder.model import Writeup
from site_builder.page import FromJson, FromTemplate, Page, PublishOrder
from site_builder.pages.components.views import SiteView, feed_of
from site_builder.pages.decisions import DECISIONS
from site_builder.pages.site_index import SiteIndex
from site_builder.urls import absolute_link
from site_builder.values import Prose

_ENTRIES = 20
_JSON_FEED = Address("/feed.json")


@dataclass(frozen=True, slots=True)
class EntryView:
    """A writeup in a feed; ``content`` is empty where a feed gives only summaries."""

    id: str
    title: str
    address: Address
    published: str
    updated: str
    authors: tuple[str, ...]
    summary: str
    categories: tuple[str, ...]
    content: Prose | None


@dataclass(frozen=True, slots=True)
class PageOfFeedView:
    """The feed's own address, and that of the page it belongs to."""

    address: Address
    of: Address


@dataclass(frozen=True, slots=True)
class FeedView:
    """View of ``feeds/atom.xml``."""

    site: SiteView
    page: PageOfFeedView
    id: str
    title: str
    updated: str
    author: str
    entries: tuple[EntryView, ...]


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/feed.xml``, ``/feed.json`` and the ``feed.xml`` under everything that writeups name.

    The last are left out where the site wants one feed only.
    """
    if not site.base_url or not index.site.writeups:
        return
    newest = index.site.writeups[:_ENTRIES]
    with_text = partial(_entry, index, has_content=True)
    yield _atom(index, site, _Feed(Address("/"), site.title, newest), with_text)
    yield Page(
        _JSON_FEED,
        FromJson(_json_feed(index, site, newest), site.base_url),
        PublishOrder.FEED,
        "the JSON feed",
    )
    entries: dict[str, EntryView] = {}

    def entry(writeup: Writeup) -> EntryView:
        if writeup.path not in entries:
            entries[writeup.path] = _entry(index, writeup, has_content=False)
        return entries[writeup.path]

    for address, name, writeups in _subjects(index):
        if feed_of(index, address, writeups):
            yield _atom(index, site, _Feed(address, f"{name} - {site.title}", writeups), entry)


def _subjects(index: SiteIndex) -> Iterator[tuple[Address, str, tuple[Writeup, ...]]]:
    """Yield everything that has a feed of its own: its address, its name, and the writeups that name it."""
    for person in index.site.people.values():
        yield person.address, person.name, index.by_person.get(person.id, ())
    for organisation in index.site.organisations.values():
        yield organisation.address, organisation.name, index.by_organisation.get(organisation.id, ())
    for topic in index.site.topics.values():
        yield topic.address, topic.name, index.by_topic.get(topic.id, ())
    for series in index.site.series.values():
        upcoming = index.upcoming.by_series.get(series.id, ())
        yield series.address, series.name, index.by_series.get(series.id, ()) + upcoming
    yield DECISIONS, index.language.translate("Decisions"), index.decisions


def _by_date(writeup: Writeup) -> tuple[datetime.date, str]:
    return writeup.date.day, writeup.path


class _Feed(NamedTuple):
    """A feed of the page at ``of``."""

    of: Address
    title: str
    writeups: Sequence[Writeup]


def _atom(index: SiteIndex, site: SiteView, feed: _Feed, entry: Callable[[Writeup], EntryView]) -> Page:
    view = partial(_feed_view, index, site, feed, entry)
    address, claim = Address(f"{feed.of}feed.xml"), f"the feed of {feed.of}"
    return Page(address, FromTemplate("feeds/atom.xml", view), PublishOrder.FEED, claim)


def _feed_view(
    index: SiteIndex, site: SiteView, feed: _Feed, entry: Callable[[Writeup], EntryView]
) -> FeedView:
    newest = sorted(feed.writeups, key=_by_date, reverse=True)[:_ENTRIES]
    entries = tuple(entry(writeup) for writeup in newest)
    return FeedView(
        site=site,
        page=PageOfFeedView(Address(f"{feed.of}feed.xml"), feed.of),
        id=absolute_link(feed.of, site.base_url),
        title=feed.title,
        updated=max(entry.updated for entry in entries),
        author=index.config.author or site.title,
        entries=entries,
    )


def _entry(index: SiteIndex, writeup: Writeup, *, has_content: bool) -> EntryView:
    return EntryView(
        id=_tag(index.config.base_url, writeup.date.day.year, writeup.address),
        title=writeup.title,
        address=writeup.address,
        published=_timestamp(index, writeup.date.day),
        updated=_timestamp(index, writeup.updated),
        authors=tuple(author.name for author in writeup.authors if not author.role),
        summary=writeup.summary,
        categories=tuple(index.site.topics[topic].name for topic in writeup.topics),
        content=writeup.prose if has_content else None,
    )


def _timestamp(index: SiteIndex, day: datetime.date) -> str:
    """Return the start of a day in the zone of the site, as RFC 3339 writes it."""
    return datetime.datetime.combine(day, datetime.time(), index.config.zone).isoformat()


def _tag(base_url: str, year: int, address: str) -> str:
    parts = urlsplit(base_url)
    return f"tag:{parts.hostname},{year:04}:{quote(parts.path.rstrip('/') + address)}"


def _json_feed(index: SiteIndex, site: SiteView, writeups: Sequence[Writeup]) -> dict[str, object]:
    items = []
    for writeup in writeups:
        entry = _entry(index, writeup, has_content=True)
        item: dict[str, object] = {
            "id": entry.id,
            "url": absolute_link(writeup.address, site.base_url),
            "title": writeup.title,
            "summary": writeup.summary,
            "content_html": writeup.prose,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "tags": list(entry.categories),
        }
        if writeup.author:
            item["authors"] = [
                {"name": author.name, "url": absolute_link(Kind.PEOPLE.address(author.person), site.base_url)}
                if author.person
                else {"name": author.name}
                for author in writeup.authors
                if not author.role
            ]
        items.append(item)
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.title,
        "home_page_url": site.base_url,
        "feed_url": absolute_link(_JSON_FEED, site.base_url),
        "description": site.description,
        "language": site.language,
        "items": items,
    }
