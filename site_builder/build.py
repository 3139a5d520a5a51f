"""The build from top to bottom: remember, plan, render, write, keep in mind.

Nothing is written while there is an error, and all errors are told at once. A build into a directory that an
earlier one wrote does only what is new, and has the same result as one that begins with nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_builder.errors import OutputFailed, in_order
from site_builder.memory import Made, Memory
from site_builder.model import RenderedFile, UnchangedFile
from site_builder.order import Order, Summary
from site_builder.output.directory import check_output, locked
from site_builder.output.manifest import Manifest
from site_builder.output.write import Written, preview_write, write_site
from site_builder.runtime.files import Digests
from site_builder.runtime.store import state_folder

if TYPE_CHECKING:
    from site_builder.checks import Check
    from site_builder.config import Config

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
    tell: Tell,
) -> Built:
    """Build a site into a directory, or only say what would change there.

    ``anew`` does all work again. What was done is kept in mind for the next build if it ``keeps``.

    Raises :class:`ProblemsFound` with all problems if there is an error among them, and other
    :class:`SiteError` for a directory that must not or cannot be written. The last good site stays then.
    """
    check_output(output, order.root)
    with nullcontext() if dry_run else locked(output):
        manifest = check_output(output, order.root)
        try:
            memory = Memory(order, output, forget=anew, touch=not dry_run)
        except OSError as error:
            raise OutputFailed(f"{error.filename or output}: {error.strerror}") from error
        summary = memory.nothing_to_do(manifest)
        if summary is None:
            return _build(order, memory, manifest, tell, dry_run=dry_run, anew=anew, keeps=keeps)
        if not dry_run:
            memory.refresh()
        return Built(summary, Written((), len(manifest.files), (), (), {}))


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
    from site_builder.pipeline import plan_site, render_site  # noqa: PLC0415 - only if there is work to do

    plan = plan_site(order, tell, memory.inputs, memory.documents())
    made: list[Made] = []

    def noted(files: Iterable[RenderedFile | UnchangedFile]) -> Iterator[RenderedFile | UnchangedFile]:
        for file in files:
            made.append(Made(file.page.address, file.path, file.digest, file.key))
            yield file

    files = noted(render_site(order, plan, tell, memory.inputs, memory.unchanged))
    if dry_run:
        return Built(plan.summary, preview_write(files, memory.standing, manifest, anew=anew))
    written = write_site(files, memory.standing, manifest, anew=anew)
    if keeps:
        memory.keep(plan.summary, plan.config.timezone, plan.documents, made, written)
    return Built(plan.summary, written)


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
            if (what := _difference(clean / path, output / path))
        )


def _difference(expected: Path, found: Path) -> str:
    if not found.is_file():
        return "is missing"
    if not expected.is_file():
        return "is no page any more"
    return "" if expected.read_bytes() == found.read_bytes() else "has other bytes"


def check(order: Order, checks: "Callable[[Config], Iterable[Check]]", tell: Tell) -> Summary:
    """Do all of a build but the writing, and look at the finished pages.

    Raises :class:`ProblemsFound` as a build does, and for what the checks find.
    """
    from site_builder.pipeline import plan_site, render_site, stop_on_errors  # noqa: PLC0415

    inputs = Digests(order.root, {}, {})
    plan = plan_site(order, tell, inputs, {})
    running = tuple(checks(plan.config))
    for file in render_site(order, plan, tell, inputs):
        if isinstance(file, RenderedFile):
            for one in running:
                one.see(file)
    found = (*plan.summary.warnings, *(problem for one in running for problem in one.problems()))
    stop_on_errors(found)
    return replace(plan.summary, warnings=in_order(found))
