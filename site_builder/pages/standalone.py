"""Pages such as About, and the page that a host shows for an address that is not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.model import Address, FromTemplate, Page, Prose, Stage, Standalone
from site_builder.pages.components import json_ld as structured
from site_builder.pages.components.views import PageView, SiteView
from site_builder.pages.site_index import Archive

_NOT_FOUND = Address("/404.html")


@dataclass(frozen=True, slots=True)
class StandaloneView(structured.Described):
    """View of ``pages/standalone.html``."""

    site: SiteView
    page: PageView
    title: str
    prose: Prose


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """View of ``pages/404.html``."""

    site: SiteView
    page: PageView


def plan(archive: Archive, site: SiteView) -> Iterator[Page]:
    """Plan ``/<id>/`` and ``/404.html``."""
    for page in archive.site.pages:
        view = partial(_view, site, page)
        yield Page(page.address, FromTemplate("pages/standalone.html", view), Stage.PAGE, page.path)
    not_found = partial(NotFoundView, site, PageView(_NOT_FOUND, archive.language.say("Page not found"), ""))
    yield Page(
        _NOT_FOUND, FromTemplate("pages/404.html", not_found), Stage.PAGE, "the page for missing pages"
    )


def _view(site: SiteView, page: Standalone) -> StandaloneView:
    return StandaloneView(
        site=site,
        page=PageView(page.address, page.title, page.summary, section=page.address),
        title=page.title,
        prose=page.prose,
    )
