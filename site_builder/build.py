"""The build, from top to bottom."""

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.errors import Diagnostics
from site_builder.incremental.build_state import BuildState, PlannedBuild
from site_builder.incremental.memory import BuildMemory
from site_builder.incremental.reuse import reuse_last_build
from site_builder.options import BuildOptions, BuildReport, Progress
from site_builder.output.commit import commit, staging_folder
from site_builder.output.directory import open_output
from site_builder.runtime.codec import UnreadableRecord

if TYPE_CHECKING:
    from site_builder.render.early_pages import PageRequests

    Requests = PageRequests | None


def build(
    options: BuildOptions, progress: Progress, memory: BuildMemory | None = None, requests: "Requests" = None
) -> BuildReport:
    """Build a site into a directory, or only report what would change there.

    A build into a directory that an earlier one wrote does only what is new, with the same result as one from
    nothing. Pages that ``requests`` ask for come first. Raises :class:`SiteError` for problems, or for a
    directory that must not or cannot be written: nothing is written then, and the last good site stays.
    """
    try:
        with open_output(options) as manifest:
            state = BuildState(options, manifest, memory)
            state.stop_at_edits()
            report = None if options.looks_at_everything else reuse_last_build(state, progress)
            if report is not None:
                return report  # most builds follow an edit of one text: they need none of the slow imports
            from site_builder.incremental.editor_schemas import write_editor_schemas  # noqa: PLC0415
            from site_builder.linking.link import LinkContext, link  # noqa: PLC0415
            from site_builder.pages.plan import plan_pages  # noqa: PLC0415
            from site_builder.planning import PlannedSite, keep_addresses  # noqa: PLC0415
            from site_builder.render.full_text import index_texts  # noqa: PLC0415
            from site_builder.render.render import RenderContext  # noqa: PLC0415
            from site_builder.render.staging import Staging, render_to_staging  # noqa: PLC0415
            from site_builder.sources.discover import read_sources  # noqa: PLC0415
            from site_builder.sources.parse import parse_documents  # noqa: PLC0415

            diagnostics = Diagnostics()
            sources = read_sources(options, diagnostics)
            parsed = parse_documents(sources, state, options.jobs, diagnostics, progress)
            progress("Linking names")
            context = LinkContext(state.find_html, memory.links if memory else None)
            linked = link(sources, parsed.documents, context, options, diagnostics)
            plan = plan_pages(linked, sources, diagnostics)
            # All problems of all steps at once: nothing is rendered while there is an error.
            diagnostics.stop_on_errors(strict=options.strict)
            kept = keep_addresses(PlannedSite(sources, linked, plan), manifest, options, diagnostics)
            summary = replace(plan.summary, warnings=diagnostics.problems)
            rendering = RenderContext.of(sources, linked.site.redaction, options, state.file_digest)
            with staging_folder(options) as folder:
                staging = Staging(state.snapshot, state.find_unchanged(), folder, options.force)
                files = render_to_staging(plan.pages, rendering, staging, progress, requests)
                files += index_texts(
                    plan.search_records, sources.language, state.files_below, folder, progress
                )
                changes = commit(files, state.snapshot, kept, options, rendering.refuse_disclosures)
            state.save(PlannedBuild.of(linked, sources, summary), parsed, files, changes)
            write_editor_schemas(linked.site, options)
            return BuildReport(summary, changes)
    except UnreadableRecord:  # a record of an earlier build was damaged, which shows only when it is needed
        return build(replace(options, ignore_cache=True), progress, memory, requests)
