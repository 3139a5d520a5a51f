"""All of a build but the writing, and a look at the site and its finished pages."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

from site_builder.checks import (
    careers,
    completeness,
    contradicting_dates,
    duplicate_titles,
    identifiers,
    longer_names,
    lookalikes,
    periods,
    statement_topics,
    text_structure,
    transcripts,
    undeclared,
)
from site_builder.checks.budgets import BudgetCheck
from site_builder.checks.context import CheckContext
from site_builder.checks.links import LinkCheck
from site_builder.checks.missing_addresses import report_missing_addresses
from site_builder.errors import Diagnostics, OutputFailed, UsageError
from site_builder.options import BuildOptions, Progress, SiteSummary
from site_builder.output.manifest import Manifest, read_manifest
from site_builder.planning import PlannedSite, compare_with_previous, plan_site
from site_builder.render.render import RenderContext, render_pages
from site_builder.runtime.fingerprints import Digests
from site_builder.runtime.store import state_folder
from site_builder.sources.document_cache import NoCache

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
    completeness.check,
    contradicting_dates.check,
    duplicate_titles.check,
    text_structure.check,
)


def check(
    options: BuildOptions, progress: Progress, *, asks_links: bool = False
) -> tuple[SiteSummary, Counter[str]]:
    """Return what a build would report, with the warnings of all checks, and the states of outgoing links.

    Outgoing links are asked only if ``asks_links``. Raises :class:`ProblemsFound` as a build does, and for
    the errors that checks find.
    """
    diagnostics = Diagnostics()
    site = plan_site(options, NoCache(options.root), progress, diagnostics)
    context_of_checks = _context(site, options)
    report_missing_addresses(context_of_checks.missing, diagnostics)
    digests = Digests(options.root, {}, {})
    context = RenderContext.of(
        site.sources, site.linked.site.redaction, options, lambda file: digests.of(str(file))
    )
    config = site.sources.config
    #: Look at every finished file, and report at the end.
    page_checks = (LinkCheck(config.base_url), BudgetCheck(config.budgets))
    for file in render_pages(site.plan.pages, context, progress):
        for page_check in page_checks:
            page_check.see(file)
    progress("Comparing names")
    for site_check in SITE_CHECKS:
        site_check(context_of_checks, diagnostics)
    for page_check in page_checks:
        page_check.report(diagnostics)
    links: Counter[str] = Counter()
    if asks_links:
        from site_builder.checks.external_links import check_external_links  # noqa: PLC0415 - slow to import

        memory = state_folder(options.root) / "external-links.json"
        links = check_external_links(context_of_checks, memory, options.now, progress, diagnostics)
    diagnostics.stop_on_errors(strict=options.strict)
    return replace(site.plan.summary, warnings=diagnostics.problems), links


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
