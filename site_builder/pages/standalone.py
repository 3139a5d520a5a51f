"""Pages such as About, and the page that a host shows for an address that is not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.custom_fields import CustomValues
from site_builder.entities import Standalone
from site_builder.ids import Address
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.views import PageView, SiteView
from site_builder.pages.site_index import SiteIndex
from site_builder.values import Prose

_NOT_FOUND = Address("/404.html")


@dataclass(frozen=True, slots=True)
class StandaloneView(json_ld.Described):
    """View of ``pages/standalone.html``."""

    site: SiteView
    page: PageView
    title: str
    prose: Prose
    extra: CustomValues


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """View of ``pages/404.html``."""

    site: SiteView
    page: PageView


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/<id>/`` and ``/404.html``."""
    for page in index.site.pages:
        view = partial(_view, site, page)
        yield Page(page.address, FromTemplate("pages/standalone.html", view), PublishOrder.PAGE, page.path)
    not_found = partial(
        NotFoundView, site, PageView(_NOT_FOUND, index.language.translate("Page not found"), "")
    )
    yield Page(
        _NOT_FOUND, FromTemplate("pages/404.html", not_found), PublishOrder.PAGE, "the page for missing pages"
    )


def _view(site: SiteView, page: Standalone) -> StandaloneView:
    return StandaloneView(
        site=site,
        page=PageView(page.address, page.title, page.summary, section=page.address, noindex=page.noindex),
        title=page.title,
        prose=page.prose,
        extra=page.extra,
    )
