"""Pages -> bytes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.errors import OutputFailed, Place, Problem, ProblemsFound, Rule
from site_builder.model import (
    FromCard,
    FromFile,
    FromImage,
    FromJson,
    FromTables,
    FromTemplate,
    Page,
    RenderedFile,
    output_path,
)
from site_builder.redaction.scan import Absence
from site_builder.render.templates import Templates
from site_builder.runtime.workers import work_on
from site_builder.urls import prose_html_absolute


def view_of(page: Page) -> Any:
    """Return the view of a page that is made from a template, or the bytes of a data file; else None.

    To tell whether a data file is as it was takes as long as to make it.
    """
    match page.content:
        case FromTemplate(_, make_view) | FromCard(make_view):
            return make_view()
        case FromTables(form, make_tables):
            from site_builder.formats.exports import EXPORTS  # noqa: PLC0415 - slow to import

            return EXPORTS[form](make_tables())
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


def _image(page: Page, file: Path, width: int | None) -> bytes:
    from site_builder.formats.images import NotAnImage, image_bytes  # noqa: PLC0415 - slow to import

    try:
        return image_bytes(file, width)
    except NotAnImage as error:
        message, hint = (
            f"this is no picture that can be published: {error}",
            "save it anew as JPEG, PNG or WebP",
        )
        raise ProblemsFound([Problem(Place(page.claimed_by), Rule.NOT_AN_IMAGE, message, hint)]) from error
    except OSError as error:
        raise OutputFailed(f"{page.claimed_by} cannot be read: {error.strerror}") from error


class Disclosure(NamedTuple):
    """A name in a file of the output that must not have it."""

    claimed_by: str
    path: str
    name: str


class NamesDisclosed(Exception):
    """Pages have names that they must not have; their source has to be found before anybody is told."""

    def __init__(self, disclosures: Sequence[Disclosure]) -> None:
        self.disclosures = tuple(disclosures)
        super().__init__(f"{len(self.disclosures)} names in pages that must not have them")


class Findings:
    """What is wrong with the pages of a site; true if there is anything."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._disclosures: list[Disclosure] = []

    def __bool__(self) -> bool:
        return bool(self._problems or self._disclosures)

    def add(self, some: Iterable[Problem | Disclosure]) -> None:
        """Take note of what was found in a page."""
        for one in some:
            if isinstance(one, Problem):
                self._problems.append(one)
            else:
                self._disclosures.append(one)

    def stop(self) -> None:
        """Raise what was found, mistakes in templates first, if there is anything."""
        if self._problems:
            raise ProblemsFound(self._problems)
        if self._disclosures:
            raise NamesDisclosed(self._disclosures)


def render(
    pages: Sequence[Page], templates: Templates, absence: Absence, *, jobs: int = 1
) -> Iterator[RenderedFile]:
    """Render every page, and keep nothing of it.

    Mistakes in templates are raised together once all pages were tried, and so are names that must not be
    there, as :class:`NamesDisclosed`.
    """

    def work(some: Sequence[Page]) -> list[bytes | tuple[Problem | Disclosure, ...]]:
        return [_bytes_or_findings(page, templates, absence) for page in some]

    found = Findings()
    for page, data in zip(pages, work_on(pages, work, jobs), strict=True):
        if not isinstance(data, bytes):
            found.add(data)
        elif not found:
            yield RenderedFile(page, output_path(page.address), data)
    found.stop()


def _bytes_or_findings(
    page: Page, templates: Templates, absence: Absence
) -> bytes | tuple[Problem | Disclosure, ...]:
    try:
        data = page_bytes(page, view_of(page), templates)
    except ProblemsFound as found:
        return found.problems
    return disclosures_in(page, data, absence) or data


def disclosures_in(page: Page, data: bytes, absence: Absence) -> tuple[Disclosure, ...]:
    """Return the names in a finished page that must not be there."""
    path = output_path(page.address)
    names = absence.find(path, data, page.absent)
    return tuple(Disclosure(page.claimed_by, path, name) for name in names)
