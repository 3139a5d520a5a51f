"""What search engines read first: ``sitemap.xml`` and ``robots.txt``."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from site_builder.ids import Address
from site_builder.model import Site
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components.views import AddressView, SiteView
from site_builder.pages.site_index import SiteIndex

_SITEMAP = Address("/sitemap.xml")
_ROBOTS = Address("/robots.txt")
#: As many a sitemap may list.
_MOST_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True)
class SitemapEntryView:
    """A page; ``changed`` is known for writeups only."""

    address: Address
    changed: datetime.date | None


@dataclass(frozen=True, slots=True)
class SitemapView:
    """View of ``feeds/sitemap.xml``."""

    site: SiteView
    page: AddressView
    entries: tuple[SitemapEntryView, ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexView:
    """View of ``feeds/sitemap-index.xml``."""

    site: SiteView
    page: AddressView
    parts: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """View of ``feeds/robots.txt``."""

    site: SiteView
    page: AddressView


def plan(index: SiteIndex, site: SiteView, pages: Iterable[Page], *, with_robots: bool) -> Iterator[Page]:
    """Plan the sitemap of all given pages, where the site has a ``base_url``, and the robots file.

    A site may have a robots file of its own.
    """
    if site.base_url:
        hidden = _hidden(index.site)

        def is_hidden(address: str) -> bool:
            # The further pages of a list stand below the first.
            return any(address.startswith(first) for first in hidden)

        addresses = sorted(
            page.address
            for page in pages
            if page.address.endswith("/") and _template(page) not in _UNLISTED and not is_hidden(page.address)
        )
        yield from _sitemaps(index, site, addresses)
    if with_robots:
        robots = partial(RobotsView, site, AddressView(_ROBOTS))
        yield Page(_ROBOTS, FromTemplate("feeds/robots.txt", robots), PublishOrder.FEED, "the robots file")


def _hidden(site: Site) -> tuple[str, ...]:
    """Return the addresses of what search engines are asked to leave out."""
    kinds = (site.people, site.organisations, site.topics, site.series)
    entities = (*site.pages_of_writeups, *site.pages, *(entity for kind in kinds for entity in kind.values()))
    return tuple(entity.address for entity in entities if entity.noindex)


def _sitemaps(index: SiteIndex, site: SiteView, addresses: Sequence[Address]) -> Iterator[Page]:
    """Plan one sitemap or, for more pages than one may list, several and their index (sitemaps.org)."""
    if len(addresses) <= _MOST_ADDRESSES:
        view = partial(_sitemap_view, index, site, _SITEMAP, addresses)
        yield Page(_SITEMAP, FromTemplate("feeds/sitemap.xml", view), PublishOrder.FEED, "the sitemap")
        return
    parts: list[Address] = []
    for start in range(0, len(addresses), _MOST_ADDRESSES):
        part = Address(f"/sitemap-{len(parts) + 1}.xml")
        listed = addresses[start : start + _MOST_ADDRESSES]
        view = partial(_sitemap_view, index, site, part, listed)
        yield Page(part, FromTemplate("feeds/sitemap.xml", view), PublishOrder.FEED, "the sitemap")
        parts.append(part)
    sitemap_index = partial(SitemapIndexView, site, AddressView(_SITEMAP), tuple(parts))
    yield Page(
        _SITEMAP, FromTemplate("feeds/sitemap-index.xml", sitemap_index), PublishOrder.FEED, "the sitemap"
    )


def _sitemap_view(
    index: SiteIndex, site: SiteView, address: Address, addresses: Iterable[Address]
) -> SitemapView:
    changed: Mapping[str, datetime.date] = {
        writeup.address: writeup.updated for writeup in index.site.pages_of_writeups
    }
    entries = tuple(SitemapEntryView(address, changed.get(address)) for address in addresses)
    return SitemapView(site, AddressView(address), entries)


#: Pages that lead elsewhere, and those that say again what another page says.
_UNLISTED = frozenset({"pages/redirect.html", "pages/briefing.html"})


def _template(page: Page) -> str:
    return page.content.template if isinstance(page.content, FromTemplate) else ""
