"""A page at every former address, and at those of ``[redirects]``, which leads to where readers should go.

A host that answers there with 301 needs none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.entities import Organisation, Person, Series, Standalone, Topic
from site_builder.ids import Address
from site_builder.model import Writeup
from site_builder.page import FromTemplate, Page, PublishOrder, file_address
from site_builder.pages.components.host_rules import CONFIGURED
from site_builder.pages.components.views import PageView, SiteView
from site_builder.pages.site_index import SiteIndex
from site_builder.values import FormerUrl, NamedLink


@dataclass(frozen=True, slots=True)
class RedirectView:
    """View of ``pages/redirect.html``."""

    site: SiteView
    page: PageView
    target: NamedLink


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan the addresses in ``former_urls:`` and in ``[redirects]``, unless the host answers there."""
    if index.config.host not in CONFIGURED:
        yield from redirecting_pages(index, site)


def redirecting_pages(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Yield a page for each address that leads elsewhere."""
    for former, target in (*former_addresses(index), *_of_settings(index)):
        address = file_address(former.address)
        title = index.language.translate("Moved: {name}", name=target.name)
        view = partial(RedirectView, site, PageView(address, title, ""), target)
        yield Page(address, FromTemplate("pages/redirect.html", view), PublishOrder.PAGE, str(former.place))


def _of_settings(index: SiteIndex) -> Iterator[tuple[FormerUrl, NamedLink]]:
    for redirect in index.config.redirects:
        link = NamedLink(redirect.target, Address(redirect.target))
        yield FormerUrl(Address(redirect.address), redirect.place), link


def former_addresses(index: SiteIndex) -> Iterator[tuple[FormerUrl, NamedLink]]:
    """Yield every former address with where its page is now."""
    site = index.site
    titled: tuple[Writeup | Standalone, ...] = (*site.pages_of_writeups, *site.pages)
    for page in titled:
        for former in page.former_urls:
            yield former, NamedLink(page.title, page.address)
    for event in site.events.values():
        for former in event.former_urls:
            yield former, NamedLink(event.event.name, event.address)
    named: tuple[Person | Organisation | Topic | Series, ...] = (
        *site.people.values(),
        *site.organisations.values(),
        *site.topics.values(),
        *site.series.values(),
    )
    for thing in named:
        for former in thing.former_urls:
            yield former, NamedLink(thing.name, thing.address)
