"""The steps of a build one after another: read, parse, link, plan, render.

Each step takes values and returns values with the problems it found; all of them are told at once. What is
kept of an earlier build only ever stands in for work that would have the same result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from site_builder.config import Config, read_config
from site_builder.errors import OutputFailed, Place, Problem, ProblemsFound, Rule, in_order
from site_builder.language import Language, read_language
from site_builder.linking.autolink import Texts
from site_builder.linking.link import Selection, link
from site_builder.model import (
    FromCard,
    FromFile,
    FromImage,
    OutputFile,
    Page,
    Protection,
    RenderedFile,
    SearchRecord,
    Site,
    unpacked,
)
from site_builder.options import Order, Summary
from site_builder.output.snapshot import Standing, Unchanged
from site_builder.pages.plan import plan_pages
from site_builder.paths import STATE_FOLDER, STATIC, TEMPLATES
from site_builder.redaction.protected_names import places_of
from site_builder.redaction.scan import Absence
from site_builder.render import full_text
from site_builder.render.page_keys import Keys
from site_builder.render.render import Disclosure, NamesDisclosed, render
from site_builder.render.staging import Maker, make
from site_builder.render.templates import Templates
from site_builder.render.theme import theme_static_files
from site_builder.runtime.blob_file import Spool
from site_builder.runtime.fingerprints import Digests
from site_builder.runtime.store import Kept
from site_builder.sources.discover import list_files, list_sources
from site_builder.sources.parse import parse_documents

T = TypeVar("T")

#: As many pages are named for each name that must not be there.
_SOME = 3
#: Told what is being done, for a person who waits.
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will be published, ready to be rendered."""

    config: Config
    language: Language
    pages: tuple[Page, ...]
    search_records: Callable[[], Iterable[SearchRecord]]
    summary: Summary
    #: The names that were looked for in texts.
    names: tuple[str, ...]
    protection: Protection
    #: The site as it will be when nothing is held back any more.
    complete: Site


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
    lacks_full_text = order.with_full_text and config.full_text_search and not full_text.is_available()
    if lacks_full_text or not order.with_full_text:
        config = replace(config, full_text_search=False)
    language, problems = read_language(order.root, config.language)
    found.extend(problems)
    sources, problems = list_sources(order.root)
    found.extend(problems)
    tell(f"Reading {len(sources.texts)} files")
    try:
        documents, problems, readings = parse_documents(
            order.root, sources.texts, config, language, texts.put, kept, inputs.known, jobs=order.jobs
        )
    except OSError as error:
        raise OutputFailed(f"texts cannot be put away: {error.strerror}") from error
    for path, reading in readings.items():
        if reading.digest:
            inputs.note(path, reading.digest)
    found.extend(problems)
    tell("Linking names")
    selection = Selection(order.with_drafts, order.now)
    html = Texts(lambda path: texts.get(path).decode(), order.jobs)
    linked, problems = link(order.root, documents, sources, config, selection, html)
    found.extend(problems)
    static, problems = _static_files(order.root)
    found.extend(problems)
    planned = plan_pages(linked.site, config, language, static)
    pages = planned.pages
    found.extend(planned.problems)
    if linked.complete is not linked.site:
        found.extend(plan_pages(linked.complete, config, language, static).problems)
    if any(problem.is_error for problem in found):
        # What is broken may be what names somebody.
        found = [problem for problem in found if problem.rule is not Rule.NAMES_NOBODY]
    stop_on_errors(found)
    summary = Summary(
        writeups=len(linked.site.writeups),
        pages=sum(not isinstance(page.content, FromFile | FromImage | FromCard) for page in pages),
        held_back=linked.site.held_back,
        warnings=in_order(found),
        base_url=config.base_url,
        lacks_full_text=lacks_full_text,
        since=linked.period[0],
        until=linked.period[1],
    )
    kept_now = {
        path: readings[path].kept if path in readings else None
        for path in sources.texts
        if path not in readings or readings[path].digest
    }
    plan = Plan(
        config,
        language,
        pages,
        planned.search_records,
        summary,
        linked.names,
        linked.site.protection,
        linked.complete,
    )
    return plan, kept_now


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
    protection: Protection,
    language: Language,
    tell: Tell,
    inputs: Digests,
    unchanged: Unchanged,
    standing: Standing,
    stage: Path | None,
    *,
    anew: bool = False,
) -> Iterator[OutputFile]:
    """Make every page that does not stand in the output already; on a stage, if one is given."""
    templates = Templates(order.root, language, file_urls=order.file_urls)
    tell(f"Rendering {len(pages)} pages")
    absence = Absence(protection)
    keys = _keys(order, templates, inputs, absence)
    maker = Maker(templates, keys, absence, unchanged, standing, stage, anew)
    for file in _telling_places(make(pages, maker, jobs=order.jobs), order, protection):
        if file.page and isinstance(file.page.content, FromFile | FromImage) and file.key:
            digest = unpacked(file.key).fields[0]  # another process may have read the file
            inputs.note(_input(order.root, file.page.content.file), digest)
        yield file


def render_pages(order: Order, plan: Plan, tell: Tell) -> Iterator[RenderedFile]:
    """Render every page of a plan, to look at it."""
    tell(f"Rendering {len(plan.pages)} pages")
    templates = Templates(order.root, plan.language, file_urls=order.file_urls)
    files = render(plan.pages, templates, Absence(plan.protection), jobs=order.jobs)
    return _telling_places(files, order, plan.protection)


def _telling_places(files: Iterator[T], order: Order, protection: Protection) -> Iterator[T]:
    """Yield the files; where names are disclosed, tell the places of their sources.

    Raises :class:`ProblemsFound` for those. A place in ``content/`` is told in place of the pages that have
    it; a page is told where no source is found, such as for a name in a template.
    """
    try:
        yield from files
    except NamesDisclosed as found:
        raise ProblemsFound(_disclosed(found.disclosures, order, protection)) from found


def _disclosed(disclosures: Iterable[Disclosure], order: Order, protection: Protection) -> Iterator[Problem]:
    reasons = {one.name: one.reason for one in protection.names}
    people = {one.name: one.is_person for one in protection.names}
    pages: dict[str, dict[str, str]] = {}
    for one in disclosures:
        pages.setdefault(one.name, {}).setdefault(one.path, one.claimed_by)
    sources, _ = list_sources(order.root)
    places: dict[str, list[Place]] = {}
    for name, place in places_of(
        order.root, sources.texts, [(name, people.get(name, True)) for name in pages]
    ):
        places.setdefault(name, []).append(place)
    for name, files in pages.items():
        reason = reasons.get(name, "took part under a rule of attribution")
        shown = ", ".join(list(files)[:_SOME]) + (
            f" and {len(files) - _SOME} more" if len(files) > _SOME else ""
        )
        message = f'"{name}" {reason}, and would stand in {shown}'
        hint = "take the name out here"
        on_page_only = name not in reasons
        found = [] if on_page_only else places.get(name, [])
        if not found:
            hint = "look for the name in templates/, static/ and the names of files"
            claims = (claim.partition(":")[0] for claim in files.values())
            found = [Place(next((claim for claim in claims if "/" in claim), TEMPLATES))]
        for place in found:
            yield Problem(place, Rule.PROTECTED_NAME, message, hint)


def page_keys(order: Order, plan: Plan, inputs: Digests) -> Keys:
    """Return what computes the keys of the pages of a plan."""
    templates = Templates(order.root, plan.language, file_urls=order.file_urls)
    return _keys(order, templates, inputs, Absence(plan.protection))


def _keys(order: Order, templates: Templates, inputs: Digests, absence: Absence) -> Keys:
    return Keys(templates, lambda file: inputs.of(_input(order.root, file)), absence.digest)


def _input(root: Path, file: Path) -> str:
    """Return what a file is called among the inputs of a build."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
