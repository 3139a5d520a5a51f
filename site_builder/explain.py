"""What a page depends on, and why the next build renders it again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from site_builder.errors import Diagnostics, UsageError
from site_builder.incremental.build_state import BuildState
from site_builder.options import BuildOptions, Progress
from site_builder.output.directory import check_output
from site_builder.page import FromTemplate, Page, PageKey, output_path, unpacked
from site_builder.planning import PlannedSite, plan_site
from site_builder.render.page_keys import fields_as_json
from site_builder.render.render import RenderContext, view_of
from site_builder.runtime.codec import UnreadableRecord
from site_builder.schema.nearest import did_you_mean

_HOW_TO_NAME_A_PAGE = (
    "write it as in the address bar, such as /speakers/steven-reed/, or name a file of content/"
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a page depends on, and why the next build renders it again; no reasons if it does not."""

    address: str
    path: str
    claimed_by: str
    templates: tuple[str, ...]
    #: The fields of its view, as JSON.
    facts: Mapping[str, bytes]
    reasons: tuple[str, ...]
    #: Files that are not as the last build read them.
    changed_inputs: tuple[str, ...]


def explain(options: BuildOptions, wanted: str, progress: Progress) -> tuple[Explanation, ...]:
    """Explain the page at an address, or each page that is made from a file of the site.

    Raises :class:`UsageError` if there is no such page, and :class:`ProblemsFound` as a build does.
    """
    options = replace(options, dry_run=True)
    manifest = check_output(options.output, options.root)
    state = BuildState(options, manifest)
    try:
        site = plan_site(options, state, progress, Diagnostics())
    except UnreadableRecord:
        state = BuildState(replace(options, ignore_cache=True), manifest)
        site = plan_site(options, state, progress, Diagnostics())
    context = RenderContext.of(site.sources, site.linked.site.redaction, options, state.file_digest)
    changed_inputs = state.changed_inputs()
    return tuple(_explanation(page, context, state, changed_inputs) for page in _wanted_pages(wanted, site))


def _wanted_pages(wanted: str, site: PlannedSite) -> list[Page]:
    base_url = site.sources.config.base_url or "/"
    path = wanted.removeprefix(base_url).removeprefix("/").removesuffix("index.html")
    addresses = {f"/{path}", f"/{path}/"}
    pages = [
        page
        for page in site.plan.pages
        if page.address in addresses or page.claimed_by.partition(":")[0] == wanted
    ]
    if not pages:
        there = [page.address for page in site.plan.pages]
        hint = did_you_mean(f"/{path}", there, _HOW_TO_NAME_A_PAGE)
        raise UsageError(f'there is no page at "/{path}"; {hint}')
    return pages


def _explanation(
    page: Page, context: RenderContext, state: BuildState, changed_inputs: tuple[str, ...]
) -> Explanation:
    view = view_of(page)
    key = context.keys.of(page, view).key
    facts: Mapping[str, bytes] = {}
    templates: tuple[str, ...] = ()
    if isinstance(page.content, FromTemplate):
        facts = fields_as_json(view)
        closure = context.keys.closure(page.content.template)
        templates = closure.names if closure else ()
    return Explanation(
        address=page.address,
        path=output_path(page.address),
        claimed_by=page.claimed_by,
        templates=templates,
        facts=facts,
        reasons=tuple(_reasons(page, key, tuple(facts) or ("its content",), state)),
        changed_inputs=changed_inputs,
    )


def _reasons(page: Page, key: PageKey | None, fields: tuple[str, ...], state: BuildState) -> Iterator[str]:
    """Yield why the next build will render a page; ``fields`` are the names of the fields of its view."""
    if state.last is None:
        yield "nothing is kept of an earlier build by this version of the program"
        return
    record = state.store.pages([page.address]).get(page.address)
    if record is None:
        yield "the last build did not make it"
        return
    if key is None:
        yield "one of its templates is broken"
        return
    before = unpacked(record.key)
    if before.template != key.template:
        yield f"it was made with the template {before.template or 'none'}"
    elif before.templates != key.templates:
        yield "its templates have changed, or how links are written"
    if before.redaction != key.redaction:
        yield "the names that it must not have are others"
    if len(before.fields) != len(key.fields):
        yield "its view has other fields"
    else:
        for name, old, new in zip(fields, before.fields, key.fields, strict=True):
            if old != new:
                yield f"{name} has changed"
    path = output_path(page.address)
    if path not in state.snapshot.files:
        yield "its file is not in the output"
    elif not state.snapshot.holds(path, record.digest):
        yield "its file in the output was changed by something else"
