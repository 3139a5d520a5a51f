"""All of a build but the writing, and a look at the site and its finished pages."""

from contextlib import suppress
from dataclasses import replace

from site_builder.checks import (
    careers,
    identifiers,
    longer_names,
    lookalikes,
    periods,
    statement_topics,
    transcripts,
    undeclared,
)
from site_builder.checks.context import CheckContext
from site_builder.checks.links import LinkCheck
from site_builder.checks.missing_addresses import report_missing_addresses
from site_builder.errors import Diagnostics, OutputFailed, UsageError
from site_builder.options import BuildOptions, Progress, SiteSummary
from site_builder.output.manifest import Manifest, read_manifest
from site_builder.planning import PlannedSite, compare_with_previous, plan_site
from site_builder.render.render import RenderContext, render_pages
from site_builder.runtime.fingerprints import Digests
from site_builder.sources.parse import NoCache

#: Look at the linked site for what only a person can decide.
SITE_CHECKS = (
    lookalikes.check,
    undeclared.check,
    longer_names.check,
    careers.check,
    periods.check,
    identifiers.check,
    statement_topics.check,
    transcripts.check,
)
#: Look at every finished file, and report at the end.
PAGE_CHECKS = (LinkCheck,)


def check(options: BuildOptions, progress: Progress) -> SiteSummary:
    """Return what a build would report, with the warnings of all checks.

    Raises :class:`ProblemsFound` as a build does, and for the errors that checks find.
    """
    diagnostics = Diagnostics()
    site = plan_site(options, NoCache(options.root), progress, diagnostics)
    context_of_checks = _context(site, options)
    report_missing_addresses(context_of_checks.missing, diagnostics)
    digests = Digests(options.root, {}, {})
    context = RenderContext.of(
        site.sources, site.linked.site.redaction, options, lambda file: digests.of(str(file))
    )
    progress(f"Rendering {len(site.plan.pages)} pages")
    page_checks = [make(site.sources.config.base_url) for make in PAGE_CHECKS]
    for file in render_pages(site.plan.pages, context):
        for page_check in page_checks:
            page_check.see(file)
    progress("Comparing names")
    for site_check in SITE_CHECKS:
        site_check(context_of_checks, diagnostics)
    for page_check in page_checks:
        page_check.report(diagnostics)
    diagnostics.stop_on_errors(strict=options.strict)
    return replace(site.plan.summary, warnings=diagnostics.problems)


def check_context(options: BuildOptions, progress: Progress) -> CheckContext:
    """Return what the checks of the linked site look at; raise :class:`ProblemsFound` as a build does."""
    return _context(plan_site(options, NoCache(options.root), progress, Diagnostics()), options)


def _context(site: PlannedSite, options: BuildOptions) -> CheckContext:
    missing = compare_with_previous(site, _manifest(options), options).missing
    return CheckContext(site.linked.complete, options.root, site.linked.parser, missing)


def _manifest(options: BuildOptions) -> Manifest:
    """Return what the last build published; a damaged manifest is the business of the next build."""
    with suppress(UsageError, OutputFailed):
        return read_manifest(options.output) or Manifest()
    return Manifest()
