"""Pages -> bytes, one after another, so that a large site is never in memory as a whole."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from site_builder.addresses import prose_html_absolute
from site_builder.errors import OutputFailed, Problem, ProblemsFound
from site_builder.model import (
    FromFile,
    FromJson,
    FromTemplate,
    Page,
    PageKey,
    RenderedFile,
    UnchangedFile,
    output_path,
)
from site_builder.output.keys import Keyed, Keys
from site_builder.output.templates import Templates
from site_builder.runtime.files import digest
from site_builder.runtime.workers import work_on

#: The digest of what an earlier build made for a page of this key, if it still stands at its path.
Unchanged = Callable[[Page, str, PageKey], str | None]


def nothing_known(_page: Page, _path: str, _key: PageKey) -> None:
    """Know of no earlier build."""


def render(
    pages: Iterable[Page],
    templates: Templates,
    keys: Keys,
    unchanged: Unchanged = nothing_known,
    *,
    jobs: int = 1,
) -> Iterator[RenderedFile | UnchangedFile]:
    """Render every page that is not known to stand there already.

    Mistakes in templates are raised together once all pages were tried.
    """
    waiting: list[tuple[Page, str, Keyed]] = []
    for page in pages:
        path, keyed = output_path(page.address), keys.of(page)
        key, texts = keyed
        known = unchanged(page, path, key) if key else None
        if key and known:
            yield UnchangedFile(page, path, known, key, texts)
        else:
            waiting.append((page, path, keyed))
    problems: list[Problem] = []
    results = work_on([page for page, _, _ in waiting], _Renderer(templates), jobs)
    for (page, path, (key, texts)), data in zip(waiting, results, strict=True):
        if not isinstance(data, bytes):
            problems.extend(data)
        elif not problems:
            made = digest(data)
            was_changed_meanwhile = isinstance(page.content, FromFile) and key and key.fields != (made,)
            yield RenderedFile(page, path, data, made, None if was_changed_meanwhile else key, texts)
    if problems:
        raise ProblemsFound(problems)


class _Renderer:
    """Renders pages one after another: their bytes, or the problems that were found."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def __call__(self, pages: Sequence[Page]) -> list[bytes | tuple[Problem, ...]]:
        return [self._render(page) for page in pages]

    def _render(self, page: Page) -> bytes | tuple[Problem, ...]:
        try:
            return _data(page, self._templates)
        except ProblemsFound as found:
            return found.problems


def _data(page: Page, templates: Templates) -> bytes:
    match page.content:
        case FromTemplate(template, view):
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
