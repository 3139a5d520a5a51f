"""Pages -> files of the output, each ready to be put in place unless it stands there already.

Whether a page is as it was, its bytes, and writing them down beside their place: all of that is done for one
page after another, by several processes at once, and little is told about each. So a large site is never in
memory as a whole, and nothing but the renaming is left for the process that watches over it.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from site_builder.errors import OutputFailed, Problem, ProblemsFound
from site_builder.model import FromFile, OutputFile, Page, output_path
from site_builder.output.directory import READABLE_FILE, READABLE_FOLDER, STILL_THERE, Folders
from site_builder.output.snapshot import Standing, Unchanged
from site_builder.redaction.scan import Absence
from site_builder.render.page_keys import Keys
from site_builder.render.page_snapshots import put_aside
from site_builder.render.render import Disclosure, Findings, disclosures_in, page_bytes, view_of
from site_builder.render.templates import Templates
from site_builder.runtime.fingerprints import digest
from site_builder.runtime.workers import work_on


@dataclass(frozen=True, slots=True)
class Maker:
    """What pages are made with, and where their bytes are put; nowhere without a ``stage``."""

    templates: Templates
    keys: Keys
    absence: Absence
    unchanged: Unchanged
    standing: Standing
    stage: Path | None
    #: Whether files that stand there with the same bytes are made ready too.
    anew: bool = False


class _Made(NamedTuple):
    """What a process says about a page: the fields of :class:`OutputFile`."""

    digest: str
    key: bytes | None
    texts: tuple[str, ...]
    aside: bytes | None
    is_ready: bool


def make(pages: Sequence[Page], maker: Maker, *, jobs: int = 1) -> Iterator[OutputFile]:
    """Make every page that does not stand in the output already.

    Raises :class:`ProblemsFound` with all mistakes in templates once all pages were tried,
    :class:`NamesDisclosed` if pages have names that they must not have, and :class:`OutputFailed` at once for
    a file that cannot be read or a disk that refuses one.
    """
    try:
        yield from _make(pages, maker, jobs)
    except OSError as error:
        raise OutputFailed(f"{error.filename or maker.stage}: {error.strerror}; {STILL_THERE}") from error


def _make(pages: Sequence[Page], maker: Maker, jobs: int) -> Iterator[OutputFile]:
    found = Findings()
    results = work_on(pages, _Work(maker), jobs)
    for page, made in zip(pages, results, strict=True):
        if not isinstance(made, _Made):
            found.add(made)
        elif not found:
            path = output_path(page.address)
            ready = (maker.stage or Path()) / path if made.is_ready else None
            yield OutputFile(path, made.digest, page, made.key, made.texts, made.aside, ready)
    found.stop()


class _Work:
    """Makes pages one after another: what is to be said of each, or the problems that were found."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        stage = maker.stage
        # The stage was made a moment ago as all folders and files are here, so it tells what they become.
        self._is_open = stage is not None and stat.S_IMODE(stage.stat().st_mode) == READABLE_FOLDER
        self._folders = Folders(stage, are_open=self._is_open) if stage else None

    def __call__(self, pages: Sequence[Page]) -> list[_Made | tuple[Problem | Disclosure, ...]]:
        return [self._made(page) for page in pages]

    def _made(self, page: Page) -> _Made | tuple[Problem | Disclosure, ...]:
        maker = self._maker
        path, view = output_path(page.address), view_of(page)
        of_page, texts = maker.keys.of(page, view)
        key = of_page.packed() if of_page else None
        known = maker.unchanged(page, path, key) if key else None
        if known:
            return _Made(known, key, texts, None, is_ready=False)
        try:
            data = page_bytes(page, view, maker.templates)
        except ProblemsFound as found:
            return found.problems
        disclosures = disclosures_in(page, data, maker.absence)
        if disclosures:
            return disclosures
        made = digest(data)
        is_ready = maker.anew or not maker.standing.holds(path, made)
        if is_ready and self._folders is not None:
            self._folders.make(path.rpartition("/")[0])
            _write(f"{maker.stage}/{path}", data, is_open=self._is_open)
        was_changed_meanwhile = isinstance(page.content, FromFile) and of_page and of_page.fields != (made,)
        aside = put_aside(page, view) if texts else None
        return _Made(made, None if was_changed_meanwhile else key, texts, aside, is_ready)


def _write(path: str, data: bytes, *, is_open: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, READABLE_FILE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
    if not is_open:
        Path(path).chmod(READABLE_FILE)  # whatever the umask
