"""A planned site, for commands that look at it and build nothing: check, explain, briefing."""

from dataclasses import dataclass
from typing import Protocol

from site_builder.errors import Diagnostics
from site_builder.linking.link import Linked, link
from site_builder.options import BuildOptions, Progress
from site_builder.pages.plan import Plan, plan_pages
from site_builder.sources.discover import Sources, read_sources
from site_builder.sources.parse import DocumentCache, parse_documents


class TextCache(DocumentCache, Protocol):
    """A cache of documents that gives back the HTML of their texts."""

    def find_html(self, path: str) -> str:
        """Return the HTML of a text that was parsed now or by an earlier build."""
        ...


@dataclass(frozen=True, slots=True)
class PlannedSite:
    """What came of each step before rendering."""

    sources: Sources
    linked: Linked
    plan: Plan


def plan_site(
    options: BuildOptions, cache: TextCache, progress: Progress, diagnostics: Diagnostics
) -> PlannedSite:
    """Take the steps of a build before rendering; raise :class:`ProblemsFound` as a build does."""
    sources = read_sources(options, diagnostics)
    progress(f"Reading {len(sources.texts)} files")
    parsed = parse_documents(sources, cache, options.jobs, diagnostics)
    progress("Linking names")
    linked = link(sources, parsed.documents, cache.find_html, options, diagnostics)
    plan = plan_pages(linked, sources, diagnostics)
    diagnostics.stop_on_errors()
    return PlannedSite(sources, linked, plan)
