"""A planned site in numbers, for reports."""

from site_builder.errors import Diagnostics
from site_builder.linking.link import Linked
from site_builder.options import SiteSummary
from site_builder.page import Page, is_page, output_path
from site_builder.sources.discover import Sources


def summarise(
    linked: Linked, pages: tuple[Page, ...], sources: Sources, diagnostics: Diagnostics
) -> SiteSummary:
    """Return what a build reports about a site."""
    page_count = sum(is_page(output_path(page.address)) for page in pages)
    return SiteSummary(
        writeups=len(linked.site.writeups),
        pages=page_count,
        other_files=len(pages) - page_count,
        held_back=linked.site.held_back,
        warnings=diagnostics.problems,
        base_url=sources.config.base_url,
        lacks_full_text=sources.lacks_full_text,
        since=linked.period[0],
        until=linked.period[1],
    )
