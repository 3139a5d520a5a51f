"""The fast way: a build after which nothing but the words of some texts has changed, or nothing at all."""

from site_builder.incremental.build_state import BuildState
from site_builder.options import BuildReport, OutputChanges, Progress
from site_builder.output.commit import clear_staging
from site_builder.paths import CONTENT, FULL_TEXT


def reuse_last_build(state: BuildState, progress: Progress) -> BuildReport | None:
    """Bring the output up to date by what the last build left; None if that is not enough.

    Most builds follow an edit of one text, or none: they do not look at the other pages.
    """
    changed = state.changed_files()
    if state.last is None or changed is None:
        return None
    if not changed:
        if not state.options.dry_run:
            clear_staging(state.options.output)
            state.save_unchanged()
        return BuildReport(state.last.site, OutputChanges((), tuple(state.manifest.files), (), (), {}))
    has_index = bool(state.files_below(FULL_TEXT))  # it has the words of texts too
    if has_index or not all(path.startswith(f"{CONTENT}/") for path in changed):
        return None
    from site_builder.incremental.text_edits import rerender_edited_texts  # noqa: PLC0415 - slow to import

    return rerender_edited_texts(state, changed, progress)
