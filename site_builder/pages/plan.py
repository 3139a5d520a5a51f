"""Site -> all pages of the output, each at an address that no other page has."""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from site_builder.errors import Diagnostics
from site_builder.formats.images import EXTENSIONS, can_be_read
from site_builder.ids import Address
from site_builder.linking.link import Linked
from site_builder.model import Attachment, Site
from site_builder.options import SiteSummary
from site_builder.page import FromFile, FromImage, FromTemplate, Page, PublishOrder, SearchRecord
from site_builder.pages import (
    admin,
    assets,
    briefings,
    changes,
    citation_files,
    commitments,
    decisions,
    events,
    feeds,
    home,
    hosting,
    organisations,
    redirects,
    search,
    series,
    sitemap,
    speakers,
    standalone,
    statistics,
    topics,
    transcripts,
    writeups,
    years,
)
from site_builder.pages.address_checks import check_addresses
from site_builder.pages.components.host_rules import CONFIGURED
from site_builder.pages.components.views import SiteView, site_view
from site_builder.pages.open_data import plan as open_data
from site_builder.pages.site_index import SiteIndex, build_index
from site_builder.pages.summary import summarise
from site_builder.sources.discover import Sources
from site_builder.urls import copy_address

Planner = Callable[[SiteIndex, SiteView], Iterator[Page]]

#: Every kind of page. What takes longest to render comes first, so that no process is left with it at the
#: end.
PLANNERS: tuple[Planner, ...] = (
    open_data.plan,
    home.plan,
    years.plan,
    writeups.plan,
    speakers.plan,
    organisations.plan,
    briefings.plan,
    topics.plan,
    series.plan,
    commitments.plan,
    decisions.plan,
    changes.plan,
    statistics.plan,
    events.plan,
    transcripts.plan,
    standalone.plan,
    search.plan,
    citation_files.plan,
    redirects.plan,
    hosting.plan,
    feeds.plan,
)

#: The view of each template that shows a text: such a page can be rendered again with another text.
VIEWS_WITH_TEXT: Mapping[str, type] = MappingProxyType(
    {
        "feeds/atom.xml": feeds.FeedView,
        "pages/briefing.html": briefings.BriefingView,
        "pages/event.html": events.EventPageView,
        "pages/organisation.html": organisations.OrganisationPageView,
        "pages/series.html": series.SeriesPageView,
        "pages/speaker.html": speakers.SpeakerPageView,
        "pages/standalone.html": standalone.StandaloneView,
        "pages/topic.html": topics.TopicPageView,
        "pages/writeup.html": writeups.WriteupView,
        "pages/writeup_part.html": writeups.WriteupPartView,
    }
)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will be published, ready to be rendered."""

    pages: tuple[Page, ...]
    #: What the full-text index is made of; None for a site without one.
    search_records: Callable[[], Iterator[SearchRecord]] | None
    summary: SiteSummary


def plan_pages(linked: Linked, sources: Sources, diagnostics: Diagnostics) -> Plan:
    """Plan every page and file of a site; two at one address are reported, and links that lead nowhere.

    The complete site is planned too, so that no mistake comes to light on the night an embargo ends.
    """
    site = linked.site
    pages, index = _plan(site, sources, diagnostics)
    if linked.complete is not site:
        _plan(linked.complete, sources, diagnostics)
    has_index = search.has_full_text(index)
    search_records = partial(search.search_records, index) if has_index else None
    return Plan(pages, search_records, summarise(linked, pages, sources, diagnostics))


def _plan(site: Site, sources: Sources, diagnostics: Diagnostics) -> tuple[tuple[Page, ...], SiteIndex]:
    index = build_index(site, sources.config, sources.language)
    frame = site_view(index)
    pages = [page for planner in PLANNERS for page in planner(index, frame)]
    static_paths = {path for path, _ in sources.static_files}
    pages.extend(sitemap.plan(index, frame, pages, with_robots="robots.txt" not in static_paths))
    pages.extend(assets.plan(index, frame, static_paths))
    pages.extend(admin.plan(sources.config, frame, sources.root, diagnostics))
    shown = {link.address for link in site.address_links}
    pages.extend(_static_page(path, file, shown) for path, file in sources.static_files)
    for attachment in site.attachments:
        pages.extend(_attachment_pages(attachment))
    # A host may answer at former addresses without a page; they are taken all the same.
    answered = redirects.redirecting_pages(index, frame) if sources.config.host in CONFIGURED else ()
    check_addresses((*pages, *answered), site, sources.config, diagnostics)
    return tuple(pages), index


def _static_page(path: str, file: Path, shown: Set[str]) -> Page:
    """Plan a file of the site or of the theme; a picture that a text shows loses its camera data."""
    address = Address(f"/{path}")
    is_picture = address in shown and file.suffix.lower() in EXTENSIONS and can_be_read(file)
    content = FromImage(file, None) if is_picture else FromFile(file)
    return Page(address, content, PublishOrder.ASSET, f"static/{path}")


def _attachment_pages(attachment: Attachment) -> Iterator[Page]:
    """Plan a file beside the texts; a picture with its smaller copies."""
    address, file, widths = attachment.address, attachment.file, attachment.widths
    claim = f"content{address}"
    if widths is None:
        yield Page(address, FromFile(file), PublishOrder.ASSET, claim)
        return
    yield Page(address, FromImage(file, None), PublishOrder.ASSET, claim)
    for width in widths:
        copy = Address(copy_address(address, width))
        yield Page(copy, FromImage(file, width), PublishOrder.ASSET, claim)


def with_new_text(page: Page) -> Page:
    """Return a page with everything that follows from its text, after the text was replaced."""
    if isinstance(page.content, FromTemplate) and page.content.template == "pages/writeup.html":
        return writeups.with_new_text(page, page.content)
    return page
