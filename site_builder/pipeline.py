"""The steps of a build one after another: read, parse, link, plan, render.

Each step takes values and returns values with the problems it found; all of them are told at once. What is
kept of an earlier build only ever stands in for work that would have the same result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.config import Config, read_config
from site_builder.content.documents import parse_documents
from site_builder.content.link import Selection, link
from site_builder.content.read import list_files, list_sources
from site_builder.errors import OutputFailed, Problem, ProblemsFound, in_order
from site_builder.model import FromFile, OutputFile, Page, RenderedFile, unpacked
from site_builder.order import Order, Summary
from site_builder.output.keys import Keys
from site_builder.output.make import Maker, make
from site_builder.output.render import render
from site_builder.output.standing import Standing, Unchanged
from site_builder.output.templates import Templates
from site_builder.output.theme import theme_static_files
from site_builder.pages.plan import plan_pages
from site_builder.places import STATE_FOLDER, STATIC
from site_builder.runtime.files import Digests
from site_builder.runtime.spool import Spool
from site_builder.runtime.store import Kept

#: Told what is being done, for a person who waits.
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will be published, ready to be rendered."""

    config: Config
    pages: tuple[Page, ...]
    summary: Summary


def plan_site(
    order: Order, tell: Tell, inputs: Digests, kept: Mapping[str, Kept], texts: Spool
) -> tuple[Plan, dict[str, Kept | None]]:
    """Read, parse, link and plan a site.

    The second result has every file that could be read, with what is to be kept of it if it was parsed now.
    ``kept`` is what earlier builds kept of the files of ``inputs``; ``texts`` has the HTML of their texts,
    and gets that of the others. Raises :class:`ProblemsFound`.
    """
    config, problems = read_config(order.root)
    found = list(problems)
    if order.base_url is not None:
        config = replace(config, base_url=order.base_url)
    sources, problems = list_sources(order.root)
    found.extend(problems)
    tell(f"Reading {len(sources.texts)} files")
    try:
        documents, problems, readings = parse_documents(
            order.root, sources.texts, config, texts.put, kept, inputs.known, jobs=order.jobs
        )
    except OSError as error:
        raise OutputFailed(f"texts cannot be put away: {error.strerror}") from error
    for path, reading in readings.items():
        if reading.digest:
            inputs.note(path, reading.digest)
    found.extend(problems)
    tell("Linking names")
    selection = Selection(order.with_drafts, order.now)
    linked, problems = link(
        order.root, documents, sources, config, selection, lambda path: texts.get(path).decode()
    )
    found.extend(problems)
    static, problems = _static_files(order.root)
    found.extend(problems)
    pages, problems = plan_pages(linked.site, config, static)
    found.extend(problems)
    if linked.complete is not linked.site:
        found.extend(plan_pages(linked.complete, config, static)[1])
    stop_on_errors(found)
    summary = Summary(
        writeups=len(linked.site.writeups),
        pages=sum(not isinstance(page.content, FromFile) for page in pages),
        withheld=linked.site.withheld,
        warnings=in_order(found),
        base_url=config.base_url,
        since=linked.period[0],
        until=linked.period[1],
    )
    kept_now = {
        path: readings[path].kept if path in readings else None
        for path in sources.texts
        if path not in readings or readings[path].digest
    }
    return Plan(config, pages, summary), kept_now


def nothing_remembered(root: Path) -> Spool:
    """Return where to put the texts of a site that is only looked at."""

    def nothing(path: str) -> bytes:
        raise KeyError(path)

    return Spool(root / STATE_FOLDER, nothing)


def stop_on_errors(problems: Iterable[Problem]) -> None:
    """Raise :class:`ProblemsFound` with all problems if there is an error among them."""
    problems = tuple(problems)
    if any(problem.is_error for problem in problems):
        raise ProblemsFound(problems)


def _static_files(root: Path) -> tuple[tuple[tuple[str, Path], ...], tuple[Problem, ...]]:
    """Return the files to copy: the theme's, each replaced by the site's own of the same path."""
    own, problems = list_files(root, STATIC)
    files = dict(theme_static_files())
    files.update((path.removeprefix(f"{STATIC}/"), root / path) for path in own)
    return tuple(sorted(files.items())), problems


def make_pages(
    order: Order,
    pages: Sequence[Page],
    tell: Tell,
    inputs: Digests,
    unchanged: Unchanged,
    standing: Standing,
    stage: Path | None,
    *,
    anew: bool = False,
) -> Iterator[OutputFile]:
    """Make every page that does not stand in the output already; on a stage, if one is given."""
    templates = Templates(order.root, file_urls=order.file_urls)
    tell(f"Rendering {len(pages)} pages")
    keys = _keys(order, templates, inputs)
    for file in make(pages, Maker(templates, keys, unchanged, standing, stage, anew), jobs=order.jobs):
        if file.page and isinstance(file.page.content, FromFile) and file.key:
            (digest,) = unpacked(file.key).fields  # another process may have read the file
            inputs.note(_input(order.root, file.page.content.file), digest)
        yield file


def render_pages(order: Order, pages: Sequence[Page], tell: Tell) -> Iterator[RenderedFile]:
    """Render every page, to look at it."""
    tell(f"Rendering {len(pages)} pages")
    return render(pages, Templates(order.root, file_urls=order.file_urls), jobs=order.jobs)


def page_keys(order: Order, inputs: Digests) -> Keys:
    """Return what computes the keys of the pages of a plan."""
    return _keys(order, Templates(order.root, file_urls=order.file_urls), inputs)


def _keys(order: Order, templates: Templates, inputs: Digests) -> Keys:
    return Keys(templates, lambda file: inputs.of(_input(order.root, file)))


def _input(root: Path, file: Path) -> str:
    """Return what a file is called among the inputs of a build."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
