"""One page -> bytes, and what is wrong with pages; all pages, to look at them."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from site_builder.errors import Diagnostics, OutputFailed, Place, Problem, ProblemsFound, Rule
from site_builder.options import BuildOptions, Progress, counted, no_progress
from site_builder.page import (
    FromCard,
    FromFile,
    FromImage,
    FromJson,
    FromStream,
    FromTables,
    FromTemplate,
    Page,
    RenderedFile,
    output_path,
)
from site_builder.redaction.report import Disclosure, report_disclosures
from site_builder.redaction.scan import ProtectedNameScanner
from site_builder.redaction_rules import RedactionRules
from site_builder.render.page_keys import PageKeys
from site_builder.render.templates import Templates
from site_builder.runtime.workers import work_on
from site_builder.sources.discover import Sources
from site_builder.urls import prose_html_absolute

#: What is wrong with a page: mistakes in its templates, or names that it must not have.
Failures = tuple[Problem | Disclosure, ...]


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What every page of a site is rendered with."""

    templates: Templates
    keys: PageKeys
    scanner: ProtectedNameScanner
    sources: Sources
    rules: RedactionRules
    jobs: int

    @classmethod
    def of(
        cls,
        sources: Sources,
        rules: RedactionRules,
        options: BuildOptions,
        file_digest: Callable[[Path], str],
    ) -> "RenderContext":
        """Return the context of a site; ``file_digest`` gives the digest of a file that is copied."""
        templates = Templates(options.root, sources.language, file_urls=options.file_urls)
        scanner = ProtectedNameScanner(rules)
        keys = PageKeys(templates, file_digest, scanner.digest)
        return cls(templates, keys, scanner, sources, rules, options.jobs)

    def refuse_disclosures(self, file: Path, path: str) -> None:
        """Raise :class:`ProblemsFound` if a file of the output that was changed by hand has a protected name.

        Such a file is left alone, and so nothing else would look at it.
        """
        names = self.scanner.find(path, file.read_bytes()) if file.is_file() else ()
        reasons = {protected.name: protected.reason for protected in self.rules.names}
        diagnostics = Diagnostics()
        for name in names:
            message = f'"{name}" {reasons[name]}, and stands in this page, which was changed by hand'
            hint = "delete the file, or take the name out of it, or build with --clean"
            diagnostics.error(
                Place(f"{file.parents[path.count('/')].name}/{path}"), Rule.PROTECTED_NAME, message, hint
            )
        diagnostics.stop_on_errors()


def view_of(page: Page) -> Any:
    """Return the view of a page that is made from a template, or the bytes of a data file; else None.

    To tell whether a data file is as it was takes as long as to make it.
    """
    match page.content:
        case FromTemplate(_, make_view) | FromCard(make_view):
            return make_view()
        case FromTables(form, make_tables):
            from site_builder.formats.serialisers import SERIALISERS  # noqa: PLC0415 - slow to import

            return SERIALISERS[form](make_tables())
        case _:
            return None


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
        case FromTables():
            data: bytes = view
            return data
        case FromStream():
            raise TypeError(f"{page.address} is written, and not returned")
        case FromFile(file):
            try:
                return file.read_bytes()
            except OSError as error:
                raise OutputFailed(f"{page.claimed_by} cannot be read: {error.strerror}") from error
        case FromImage(file, width):
            return _image(page, file, width)
        case FromCard():
            from site_builder.render.card_images import card_image  # noqa: PLC0415 - slow to import

            return card_image(view)


def write_stream(page: Page, file: Path, scanner: ProtectedNameScanner) -> tuple[Disclosure, ...]:
    """Write a large data file; return the names in it that must not be there. Raises OSError."""
    from site_builder.formats.serialisers import WRITERS  # noqa: PLC0415 - slow to import

    assert isinstance(page.content, FromStream)
    WRITERS[page.content.form](page.content.make_tables(), file)
    path = output_path(page.address)
    return tuple(Disclosure(page.claimed_by, path, name) for name in scanner.find_in_file(path, file))


def _image(page: Page, file: Path, width: int | None) -> bytes:
    from site_builder.formats.images import NotAnImage, image_bytes  # noqa: PLC0415 - slow to import

    try:
        return image_bytes(file, width)
    except NotAnImage as error:
        message = f"this is no picture that can be published: {error}"
        hint = "save it again as JPEG, PNG or WebP"
        diagnostics = Diagnostics()
        diagnostics.error(Place(page.claimed_by), Rule.NOT_AN_IMAGE, message, hint)
        raise ProblemsFound(diagnostics.problems) from error
    except OSError as error:
        raise OutputFailed(f"{page.claimed_by} cannot be read: {error.strerror}") from error


def disclosures_in(page: Page, data: bytes, scanner: ProtectedNameScanner) -> tuple[Disclosure, ...]:
    """Return the names in a finished page that must not be there."""
    path = output_path(page.address)
    names = scanner.find(path, data, page.forbidden)
    return tuple(Disclosure(page.claimed_by, path, name) for name in names)


def raise_failures(failures: Iterable[Failures], context: RenderContext) -> None:
    """Raise :class:`ProblemsFound` with what is wrong with some pages, mistakes in templates first."""
    every = [failure for of_page in failures for failure in of_page]
    diagnostics = Diagnostics(failure for failure in every if isinstance(failure, Problem))
    diagnostics.stop_on_errors()
    disclosures = [failure for failure in every if isinstance(failure, Disclosure)]
    if disclosures:
        report_disclosures(disclosures, context.sources, context.rules, diagnostics)
        diagnostics.stop_on_errors()


def render_pages(
    pages: Sequence[Page], context: RenderContext, progress: Progress = no_progress
) -> Iterator[RenderedFile]:
    """Render every page to look at it, and keep nothing of it.

    Raises :class:`ProblemsFound` with everything that is wrong once all pages were tried.
    """

    def work(pages: Sequence[Page]) -> list[bytes | Failures]:
        return [_bytes_or_failures(page, context) for page in pages]

    failures: list[Failures] = []
    results = work_on(pages, work, context.jobs)
    results = counted(results, progress, f"Rendering {len(pages):,} pages", len(pages))
    for page, result in zip(pages, results, strict=True):
        if not isinstance(result, bytes):
            failures.append(result)
        elif not failures:
            yield RenderedFile(page, output_path(page.address), result)
    raise_failures(failures, context)


def _bytes_or_failures(page: Page, context: RenderContext) -> bytes | Failures:
    if isinstance(page.content, FromStream):
        with TemporaryDirectory() as folder:
            return write_stream(page, Path(folder, "data"), context.scanner) or b""
    try:
        data = page_bytes(page, view_of(page), context.templates)
    except ProblemsFound as error:
        return error.problems
    return disclosures_in(page, data, context.scanner) or data
