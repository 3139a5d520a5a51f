"""Pages -> bytes, one after another, so that a large site is never in memory as a whole."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from site_builder.errors import OutputFailed, Problem, ProblemsFound
from site_builder.model import (
    FromFile,
    FromTemplate,
    FromText,
    Page,
    PageKey,
    RenderedFile,
    UnchangedFile,
    output_path,
)
from site_builder.output.keys import Keys
from site_builder.output.templates import Templates
from site_builder.runtime.files import digest

#: The digest of what an earlier build made for a page of this key, if it still stands at its path.
Unchanged = Callable[[Page, str, PageKey], str | None]


def nothing_known(_page: Page, _path: str, _key: PageKey) -> None:
    """Know of no earlier build."""


def render(
    pages: Iterable[Page],
    templates: Templates,
    file_digest: Callable[[Path], str],
    unchanged: Unchanged = nothing_known,
) -> Iterator[RenderedFile | UnchangedFile]:
    """Render every page that is not known to stand there already.

    Mistakes in templates are raised together once all pages were tried.
    """
    keys = Keys(templates, file_digest)
    problems: list[Problem] = []
    for page in pages:
        path = output_path(page.address)
        try:
            key = keys.of(page)
            known = unchanged(page, path, key) if key else None
            if key and known:
                yield UnchangedFile(page, path, known, key)
                continue
            data = _data(page, templates)
        except ProblemsFound as found:
            problems.extend(found.problems)
            continue
        if problems:
            continue
        made = digest(data)
        if isinstance(page.content, FromFile) and key and key.fields != (made,):
            key = None  # the file was changed meanwhile
        yield RenderedFile(page, path, data, made, key)
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
