"""The build from top to bottom: remember, plan, render, write, keep in mind.

Nothing is written while there is an error, and all errors are told at once. A build into a directory that an
earlier one wrote does only what is new, and has the same result as one that begins with nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_builder.errors import OutputFailed, ProblemsFound, UsageError, in_order
from site_builder.incremental.build_state import Memory, Recall
from site_builder.model import FromTemplate, OutputFile, Page, Protection, output_path
from site_builder.options import Order, Summary
from site_builder.output.commit import Written, clear_stage, preview_write, stage_in, write_site
from site_builder.output.directory import check_output, locked
from site_builder.output.manifest import Manifest
from site_builder.output.snapshot import Unchanged
from site_builder.paths import CONTENT, FULL_TEXT
from site_builder.runtime.codec import NotReadable
from site_builder.runtime.fingerprints import Digests
from site_builder.runtime.store import state_folder

if TYPE_CHECKING:
    from site_builder.checks import Check, Review
    from site_builder.config import Config
    from site_builder.language import Language
    from site_builder.pipeline import Plan

#: Told what is being done, for a person who waits.
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build."""

    summary: Summary
    written: Written


def build(
    order: Order,
    output: Path,
    *,
    dry_run: bool = False,
    anew: bool = False,
    keeps: bool = True,
    recall: Recall | None = None,
    tell: Tell,
) -> Built:
    """Build a site into a directory, or only say what would change there.

    ``anew`` does all work again. What was done is kept in mind for the next build if it ``keeps``; a process
    that builds again and again has it at hand in ``recall``.

    Raises :class:`ProblemsFound` with all problems if there is an error among them, and other
    :class:`SiteError` for a directory that must not or cannot be written. The last good site stays then.
    """
    check_output(output, order.root)
    with nullcontext() if dry_run else locked(output):
        manifest = check_output(output, order.root)
        try:
            try:
                memory = Memory(order, output, forget=anew, touch=not dry_run, recall=recall)
                return _build_what_is_new(
                    order, memory, manifest, tell, dry_run=dry_run, anew=anew, keeps=keeps
                )
            except NotReadable:  # a record was found to be damaged when it was needed
                memory = Memory(order, output, forget=True, touch=not dry_run, recall=recall)
                return _build(order, memory, manifest, tell, dry_run=dry_run, anew=anew, keeps=keeps)
        except OSError as error:
            raise OutputFailed(f"{error.filename or output}: {error.strerror}") from error


def _build_what_is_new(
    order: Order,
    memory: Memory,
    manifest: Manifest,
    tell: Tell,
    *,
    dry_run: bool,
    anew: bool,
    keeps: bool,
) -> Built:
    changed = memory.changed_files(manifest)
    if changed:
        built = _build_texts(order, memory, manifest, changed, tell, dry_run=dry_run)
        if built is not None:
            return built
    if changed is None or changed:
        return _build(order, memory, manifest, tell, dry_run=dry_run, anew=anew, keeps=keeps)
    if not dry_run:
        clear_stage(memory.standing.root)
        memory.refresh()
    return Built(memory.last_summary(), Written((), len(manifest.files), (), (), {}))


def _build_texts(
    order: Order,
    memory: Memory,
    manifest: Manifest,
    changed: tuple[str, ...],
    tell: Tell,
    *,
    dry_run: bool,
) -> Built | None:
    """Build after an edit that changed nothing but the words of some texts; None if it changed more."""
    if not all(path.startswith(f"{CONTENT}/") for path in changed) or memory.standing_below(FULL_TEXT):
        return None  # an index of texts has their words too
    from site_builder.incremental.text_edits import revise  # noqa: PLC0415 - only if there is work to do

    revision = revise(order, memory, changed)
    if revision is None:
        return None
    paths = {output_path(page.address) for page in revision.pages}
    others = (file for file in memory.standing_files() if file.path not in paths)
    unchanged = memory.unchanged([page.address for page in revision.pages])
    try:
        made, written = _make_and_write(
            order,
            memory,
            manifest,
            revision.pages,
            memory.protection(),
            revision.language,
            unchanged,
            others,
            tell,
            dry_run=dry_run,
        )
    except ProblemsFound:  # told with all others
        return None
    if not dry_run:
        memory.keep_some(revision.documents, made, written)
    return Built(memory.last_summary(), written)


def _build(
    order: Order,
    memory: Memory,
    manifest: Manifest,
    tell: Tell,
    *,
    dry_run: bool,
    anew: bool,
    keeps: bool,
) -> Built:
    from site_builder.pipeline import plan_site  # noqa: PLC0415 - only if there is work to do

    plan, documents = plan_site(order, tell, memory.inputs, memory.documents(), memory.texts)

    def index(stage: Path | None) -> Iterable[OutputFile]:
        return _index_texts(plan, tell, memory, stage)

    made, written = _make_and_write(
        order,
        memory,
        manifest,
        plan.pages,
        plan.protection,
        plan.language,
        memory.unchanged(),
        (),
        tell,
        index=index,
        dry_run=dry_run,
        anew=anew,
    )
    if keeps and not dry_run:
        memory.keep(plan.summary, plan.config.timezone, plan.names, plan.protection, documents, made, written)
    return Built(plan.summary, written)


def _index_texts(plan: "Plan", tell: Tell, memory: Memory, stage: Path | None) -> Iterable[OutputFile]:
    """Return the files of the index of texts, made anew if a text or what is said of it has changed.

    Without a stage, those that stand there.
    """
    from site_builder.render import full_text  # noqa: PLC0415 - only if there is work to do

    if not plan.config.full_text_search or not plan.summary.writeups:
        return ()
    key = full_text.key_of(plan.search_records(), plan.config.language)
    standing = memory.standing_below(FULL_TEXT, key)
    if standing or stage is None:
        return standing or memory.standing_below(FULL_TEXT)
    tell("Indexing texts")
    return full_text.index(plan.search_records(), plan.config.language, stage, key)


def _make_and_write(
    order: Order,
    memory: Memory,
    manifest: Manifest,
    pages: Sequence[Page],
    protection: Protection,
    language: "Language",
    unchanged: Unchanged,
    others: Iterable[OutputFile],
    tell: Tell,
    *,
    index: Callable[[Path | None], Iterable[OutputFile]] = lambda _stage: (),
    dry_run: bool,
    anew: bool = False,
) -> tuple[tuple[OutputFile, ...], Written]:
    """Make pages and put them in place beside others that stand there, or only say what would change."""
    from site_builder.pipeline import make_pages  # noqa: PLC0415 - only if there is work to do

    with nullcontext() if dry_run else stage_in(memory.standing.root) as stage:
        made = tuple(
            make_pages(
                order,
                pages,
                protection,
                language,
                tell,
                memory.inputs,
                unchanged,
                memory.standing,
                stage,
                anew=anew,
            )
        )
        made = (*made, *index(stage))
        write = preview_write if stage is None else write_site
        return made, write(chain(made, others), memory.standing, manifest, anew=anew)


@dataclass(frozen=True, slots=True)
class Difference:
    """A file of the output that is not what a build that begins with nothing makes; ``what`` is wrong."""

    path: str
    what: str


def verify(order: Order, output: Path, built: Built, tell: Tell) -> tuple[Difference, ...]:
    """Build a site anew into a temporary directory, and compare what a build made byte by byte."""
    with TemporaryDirectory(prefix="verify-", dir=state_folder(order.root)) as folder:
        clean = Path(folder, "site")
        build(order, clean, anew=True, keeps=False, tell=tell)
        expected = check_output(clean, order.root).files
        found = check_output(output, order.root).files.keys() - set(built.written.left_alone)
        return tuple(
            Difference(path, what)
            for path in sorted(found.union(expected))
            if not path.startswith(
                f"{FULL_TEXT}/"
            )  # Pagefind 1.5 writes equal indexes with other bytes each time
            if (what := _difference(clean / path, output / path))
        )


def _difference(expected: Path, found: Path) -> str:
    if not found.is_file():
        return "is missing"
    if not expected.is_file():
        return "is no page any more"
    return "" if expected.read_bytes() == found.read_bytes() else "has other bytes"


def check(
    order: Order,
    checks: "Callable[[Config], Iterable[Check]]",
    reviews: "Callable[[], Iterable[Review]]",
    tell: Tell,
) -> Summary:
    """Do all of a build but the writing, and look at the site and its finished pages.

    Raises :class:`ProblemsFound` as a build does, and for what the checks find.
    """
    from site_builder.pipeline import (  # noqa: PLC0415
        nothing_remembered,
        plan_site,
        render_pages,
        stop_on_errors,
    )

    plan, _ = plan_site(order, tell, Digests(order.root, {}, {}), {}, nothing_remembered(order.root))
    running = tuple(checks(plan.config))
    for file in render_pages(order, plan, tell):
        for one in running:
            one.see(file)
    tell("Comparing names")
    advice = [problem for review in reviews() for problem in review(plan.complete, order.root)]
    found = (*plan.summary.warnings, *advice, *(problem for one in running for problem in one.problems()))
    stop_on_errors(found)
    return replace(plan.summary, warnings=in_order(found))


def finished_pages(order: Order, tell: Tell) -> tuple[frozenset[str], Callable[[str], bytes]]:
    """Return the addresses of a site, and what makes the file at one of them; nothing is written.

    Raises :class:`ProblemsFound` as a build does; so does making a file.
    """
    from site_builder.pipeline import nothing_remembered, plan_site, render_pages  # noqa: PLC0415

    plan, _ = plan_site(order, tell, Digests(order.root, {}, {}), {}, nothing_remembered(order.root))
    pages = {str(page.address): page for page in plan.pages}

    def make(address: str) -> bytes:
        (file,) = render_pages(order, replace(plan, pages=(pages[address],)), lambda _: None)
        return file.data

    return frozenset(pages), make


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a page depends on, and why the next build makes it again; no reasons if it does not."""

    address: str
    path: str
    claimed_by: str
    templates: tuple[str, ...]
    #: The fields of its view, as JSON.
    facts: Mapping[str, bytes]
    reasons: tuple[str, ...]
    #: Files that are not as the last build read them.
    changed_inputs: tuple[str, ...]


def explain(order: Order, output: Path, wanted: str, tell: Tell) -> tuple[Explanation, ...]:
    """Say what the page at an address depends on, or each page that is made from a file of the site.

    Raises :class:`UsageError` if there is no such page, and :class:`ProblemsFound` as a build does.
    """
    from site_builder.pipeline import page_keys, plan_site  # noqa: PLC0415
    from site_builder.render.page_keys import facts  # noqa: PLC0415 - only if there is work to do
    from site_builder.render.render import view_of  # noqa: PLC0415
    from site_builder.schema.nearest import did_you_mean  # noqa: PLC0415

    check_output(output, order.root)
    memory = Memory(order, output, touch=False)
    try:
        plan, _ = plan_site(order, tell, memory.inputs, memory.documents(), memory.texts)
    except NotReadable:
        memory = Memory(order, output, forget=True, touch=False)
        plan, _ = plan_site(order, tell, memory.inputs, memory.documents(), memory.texts)
    keys = page_keys(order, plan, memory.inputs)
    changed = memory.changed_inputs()
    address = "/" + wanted.removeprefix(plan.config.base_url or "/").removeprefix("/").removesuffix(
        "index.html"
    )
    found = [
        page
        for page in plan.pages
        if page.address in {address, f"{address}/"} or page.claimed_by.partition(":")[0] == wanted
    ]
    if not found:
        known = [page.address for page in plan.pages]
        raise UsageError(f'there is no page at "{address}"; {did_you_mean(address, known, _ADDRESSES)}')
    explanations = []
    for page in found:
        path, view = output_path(page.address), view_of(page)
        key = keys.of(page, view).key
        fields: Mapping[str, bytes] = {}
        closure = None
        if isinstance(page.content, FromTemplate):
            fields = facts(view)
            closure = keys.closure(page.content.template)
        names = tuple(fields) or ("its content",)
        explanations.append(
            Explanation(
                address=page.address,
                path=path,
                claimed_by=page.claimed_by,
                templates=closure.names if closure else (),
                facts=fields,
                reasons=memory.reasons(page, path, key, names),
                changed_inputs=changed,
            )
        )
    return tuple(explanations)


_ADDRESSES = "write it as in the address bar, such as /speakers/steven-reed/, or name a file of content/"
