"""Pages -> bytes."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from site_builder.addresses import prose_html_absolute
from site_builder.errors import OutputFailed, Problem, ProblemsFound
from site_builder.model import FromFile, FromJson, FromTemplate, Page, RenderedFile, output_path
from site_builder.output.templates import Templates
from site_builder.runtime.workers import work_on


def view_of(page: Page) -> Any:
    """Return the view of a page that is made from a template; None for others."""
    return page.content.make_view() if isinstance(page.content, FromTemplate) else None


def page_bytes(page: Page, view: Any, templates: Templates) -> bytes:
    """Return a finished page; ``view`` is what :func:`view_of` gives.

    Raises :class:`ProblemsFound` for mistakes in templates, and :class:`OutputFailed` for a file that cannot
    be read.
    """
    match page.content:
        case FromTemplate(template, _):
            return templates.render(template, view).encode()
        case FromJson(document, base_url):
            text = json.dumps(
                document,
                ensure_ascii=False,
                indent=1,
                default=lambda prose: prose_html_absolute(prose, base_url),
            )
            return f"{text}\n".encode()
        case FromFile(file):
            try:
                return file.read_bytes()
            except OSError as error:
                raise OutputFailed(f"{page.claimed_by} cannot be read: {error.strerror}") from error


def render(pages: Sequence[Page], templates: Templates, *, jobs: int = 1) -> Iterator[RenderedFile]:
    """Render every page, and keep nothing of it.

    Mistakes in templates are raised together once all pages were tried.
    """

    def work(some: Sequence[Page]) -> list[bytes | tuple[Problem, ...]]:
        return [_bytes_or_problems(page, templates) for page in some]

    problems: list[Problem] = []
    for page, data in zip(pages, work_on(pages, work, jobs), strict=True):
        if not isinstance(data, bytes):
            problems.extend(data)
        elif not problems:
            yield RenderedFile(page, output_path(page.address), data)
    if problems:
        raise ProblemsFound(problems)


def _bytes_or_problems(page: Page, templates: Templates) -> bytes | tuple[Problem, ...]:
    try:
        return page_bytes(page, view_of(page), templates)
    except ProblemsFound as found:
        return found.problems
