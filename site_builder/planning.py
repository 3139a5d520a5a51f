"""A planned site, and its addresses compared with those of an earlier build."""

from dataclasses import dataclass, replace
from typing import Protocol

from site_builder.checks.missing_addresses import (
    Comparison,
    compare_addresses,
    printable_addresses,
    report_missing_addresses,
)
from site_builder.errors import Diagnostics, UsageError
from site_builder.linking.link import LinkContext, Linked, link
from site_builder.options import BuildOptions, Progress
from site_builder.output.manifest import ADDRESSES, FILE_NAME, PRIVATE, Manifest, read_manifest
from site_builder.pages.plan import Plan, plan_pages
from site_builder.sources.discover import Sources, read_sources
from site_builder.sources.document_cache import DocumentCache
from site_builder.sources.parse import parse_documents


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
    sources, linked = link_sources(options, cache, progress, diagnostics)
    plan = plan_pages(linked, sources, diagnostics)
    diagnostics.stop_on_errors()
    return PlannedSite(sources, linked, plan)


def link_sources(
    options: BuildOptions, cache: TextCache, progress: Progress, diagnostics: Diagnostics
) -> tuple[Sources, Linked]:
    """Take the steps of a build before planning, and report what is wrong."""
    sources = read_sources(options, diagnostics)
    parsed = parse_documents(sources, cache, options.jobs, diagnostics, progress)
    progress("Linking names")
    return sources, link(sources, parsed.documents, LinkContext(cache.find_html), options, diagnostics)


def compare_with_previous(site: PlannedSite, manifest: Manifest, options: BuildOptions) -> Comparison:
    """Compare the addresses of a site with those of the build before, and of another output directory.

    Raises :class:`UsageError` for a directory of which the addresses are not known.
    """
    before = manifest
    if options.previous is not None:
        previous = read_manifest(options.previous)
        if previous is None or not previous.published:
            problem = (
                "was not written by site-builder" if previous is None else "has no list of its addresses"
            )
            raise UsageError(
                f"{options.previous} {problem}, so they cannot be compared; "
                f"give a directory with {PRIVATE}/{FILE_NAME} and {PRIVATE}/{ADDRESSES}"
            )
        # What the last build missed is missed still.
        before = replace(
            previous,
            published={**manifest.published, **previous.published},
            missing={**manifest.missing, **previous.missing},
        )
    comparison = compare_addresses(before, site.linked, site.sources, site.plan.pages)
    kept = comparison.manifest
    if options.with_drafts:  # which publishes no address that it would have to keep
        kept = printable_addresses(manifest, site.linked.site)
    return replace(comparison, manifest=replace(kept, files=manifest.files))


def keep_addresses(
    site: PlannedSite, manifest: Manifest, options: BuildOptions, diagnostics: Diagnostics
) -> Manifest:
    """Report published addresses that are gone; return a manifest that remembers them, and the new ones.

    Nothing may be wrong with the site: what cannot be read would seem to be gone. A preview publishes no
    address.
    """
    if options.is_preview:
        return manifest
    comparison = compare_with_previous(site, manifest, options)
    report_missing_addresses(comparison.missing, diagnostics)
    diagnostics.stop_on_errors(strict=options.strict)
    return comparison.manifest
