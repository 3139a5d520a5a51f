"""The build from top to bottom: read, parse, link, plan, render, write.

Each step takes values and returns values with the problems it found. Nothing is written while there is an
error, and all of them are told at once.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.checks import Check
from site_builder.config import Config, read_config
from site_builder.content.documents import parse_documents
from site_builder.content.link import Selection, link
from site_builder.content.read import list_files, read_sources
from site_builder.errors import Problem, ProblemsFound, in_order
from site_builder.model import FromFile, Page, RenderedFile, Site
from site_builder.output.directory import check_output, locked
from site_builder.output.render import render
from site_builder.output.templates import Templates
from site_builder.output.theme import STATIC, theme_static_files
from site_builder.output.write import Written, preview_write, write_site
from site_builder.pages.plan import plan_pages


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built. ``now`` is aware of its offset; ``base_url`` replaces that of ``site.toml``."""

    root: Path
    now: datetime.datetime
    with_drafts: bool = False
    base_url: str | None = None
    file_urls: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will be published, ready to be rendered, and the warnings on the way."""

    config: Config
    site: Site
    pages: tuple[Page, ...]
    warnings: tuple[Problem, ...]

    @property
    def page_count(self) -> int:
        """Return how many pages and feeds there are, without files that are only copied."""
        return sum(not isinstance(page.content, FromFile) for page in self.pages)


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build."""

    plan: Plan
    written: Written


#: Told what is being done, for a person who waits.
Tell = Callable[[str], None]


def build(order: Order, output: Path, *, dry_run: bool = False, anew: bool = False, tell: Tell) -> Built:
    """Build a site into a directory, or only say what would change there.

    Raises :class:`ProblemsFound` with all problems if there is an error among them, and other
    :class:`SiteError` for a directory that must not or cannot be written. The last good site stays then.
    """
    manifest = check_output(output, order.root)
    plan = plan_site(order, tell)
    rendered = _rendered(order, plan, tell)
    if dry_run:
        return Built(plan, preview_write(rendered, output, manifest, anew=anew))
    with locked(output):
        manifest = check_output(output, order.root)  # another build may have ended since
        return Built(plan, write_site(rendered, output, manifest, anew=anew))


def check(order: Order, checks: Callable[[Config], Iterable[Check]], tell: Tell) -> Plan:
    """Do all of a build but the writing, and look at the finished pages.

    Raises :class:`ProblemsFound` as a build does, and for what the checks find.
    """
    plan = plan_site(order, tell)
    running = tuple(checks(plan.config))
    for file in _rendered(order, plan, tell):
        for one in running:
            one.see(file)
    found = [problem for one in running for problem in one.problems()]
    _stop_on_errors((*plan.warnings, *found))
    return replace(plan, warnings=in_order((*plan.warnings, *found)))


def plan_site(order: Order, tell: Tell) -> Plan:
    """Read, parse, link and plan a site."""
    config, problems = read_config(order.root)
    found = list(problems)
    if order.base_url is not None:
        config = replace(config, base_url=order.base_url)
    sources, problems = read_sources(order.root)
    found.extend(problems)
    tell(f"Reading {len(sources.texts)} files")
    documents, problems = parse_documents(sources.texts, config)
    found.extend(problems)
    tell("Linking names")
    selection = Selection(order.with_drafts, order.now)
    linked, problems = link(order.root, documents, sources, config, selection)
    found.extend(problems)
    static, problems = _static_files(order.root)
    found.extend(problems)
    pages, problems = plan_pages(linked.site, config, static)
    found.extend(problems)
    if linked.complete is not linked.site:
        found.extend(plan_pages(linked.complete, config, static)[1])
    _stop_on_errors(found)
    return Plan(config, linked.site, pages, in_order(found))


def _stop_on_errors(problems: Iterable[Problem]) -> None:
    problems = tuple(problems)
    if any(problem.is_error for problem in problems):
        raise ProblemsFound(problems)


def _static_files(root: Path) -> tuple[tuple[tuple[str, Path], ...], tuple[Problem, ...]]:
    """Return the files to copy: the theme's, each replaced by the site's own of the same path."""
    own, problems = list_files(root, STATIC)
    files = dict(theme_static_files())
    files.update((path.removeprefix(f"{STATIC}/"), root / path) for path in own)
    return tuple(sorted(files.items())), problems


def _rendered(order: Order, plan: Plan, tell: Tell) -> Iterator[RenderedFile]:
    templates = Templates(order.root, file_urls=order.file_urls)
    tell(f"Rendering {len(plan.pages)} pages")
    return render(plan.pages, templates)
