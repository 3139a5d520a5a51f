"""Pages -> bytes, one after another, so that a large site is never in memory as a whole."""

from collections.abc import Iterable, Iterator

from site_builder.errors import OutputFailed, Problem, ProblemsFound
from site_builder.model import FromFile, FromTemplate, FromText, Page, RenderedFile, output_path
from site_builder.output.templates import Templates


def render(pages: Iterable[Page], templates: Templates) -> Iterator[RenderedFile]:
    """Render every page. Mistakes in templates are raised together once all pages were tried."""
    problems: list[Problem] = []
    for page in pages:
        try:
            data = _data(page, templates)
        except ProblemsFound as found:
            problems.extend(found.problems)
            continue
        if not problems:
            yield RenderedFile(page, output_path(page.address), data)
    if problems:
        raise ProblemsFound(problems)


def _data(page: Page, templates: Templates) -> bytes:
    match page.content:
        case FromTemplate(template, view):
            return templates.render(template, view).encode()
        case FromText(text):
            return text.encode()
        case FromFile(file):
            try:
                return file.read_bytes()
            except OSError as error:
                raise OutputFailed(f"{page.claimed_by} cannot be read: {error.strerror}") from error
