"""A page at every former address, which leads to where its page is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.entities import Organisation, Person, Series, Standalone, Topic
from site_builder.model import Writeup
from site_builder.page import FromTemplate, Page, PublishOrder, file_address
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
    """Plan the addresses in ``former_urls:``."""
    for former, target in _former(index):
        address = file_address(former.address)
        title = index.language.translate("Moved: {name}", name=target.name)
        view = partial(RedirectView, site, PageView(address, title, ""), target)
        yield Page(address, FromTemplate("pages/redirect.html", view), PublishOrder.PAGE, str(former.place))


def _former(index: SiteIndex) -> Iterator[tuple[FormerUrl, NamedLink]]:
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
