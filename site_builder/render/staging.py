"""Pages -> files in a staging folder, ready to be put in place unless they stand in the output already.

Whether a page is as it was, its bytes, and writing them down: all of that is done for one page after another,
by several processes at once, and only a summary of each is passed back. So a large site is never in memory as
a whole, and nothing but the renaming is left for the process that watches over it.
"""

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from site_builder.errors import OutputFailed, ProblemsFound
from site_builder.options import Progress, counted
from site_builder.output.directory import READABLE_FILE, READABLE_FOLDER, STILL_THERE, FolderMaker
from site_builder.output.snapshot import OutputSnapshot
from site_builder.page import FromFile, FromStream, OutputFile, Page, output_path
from site_builder.render.early_pages import EarlyPages, PageRequests
from site_builder.render.page_snapshots import dump_page
from site_builder.render.render import (
    Failures,
    RenderContext,
    disclosures_in,
    page_bytes,
    raise_failures,
    view_of,
    write_stream,
)
from site_builder.runtime.fingerprints import digest, digest_of
from site_builder.runtime.workers import work_on

#: Returns the digest of what an earlier build made for a page of this key, if that still stands at its path.
FindUnchanged = Callable[[Page, str, bytes], str | None]


@dataclass(frozen=True, slots=True)
class Staging:
    """What stands in the output already, and where new files are made ready; nowhere without a ``folder``."""

    snapshot: OutputSnapshot
    find_unchanged: FindUnchanged
    folder: Path | None
    #: Whether files that stand there with the same bytes are made ready too.
    force: bool = False


class _RenderResult(NamedTuple):
    """What a process reports about a page: the fields of :class:`OutputFile`."""

    digest: str
    key: bytes | None
    texts: tuple[str, ...]
    dump: bytes | None
    is_staged: bool


def render_to_staging(
    pages: Sequence[Page],
    context: RenderContext,
    staging: Staging,
    progress: Progress,
    requests: PageRequests | None = None,
) -> tuple[OutputFile, ...]:
    """Render every page that does not stand in the output already; those that are waited for come first.

    Raises :class:`ProblemsFound` with everything that is wrong once all pages were tried, and
    :class:`OutputFailed` at once for a file that cannot be read or a disk that refuses one.
    """
    files: list[OutputFile] = []
    failures: list[Failures] = []
    context.keys.prepare(pages, compiles=staging.snapshot.is_empty)
    try:
        meanwhile = EarlyPages(requests, pages, context).answer if requests else None
        results = work_on(pages, _Worker(context, staging), context.jobs, meanwhile)
        results = counted(results, progress, f"Rendering {len(pages):,} pages", len(pages))
        for page, result in zip(pages, results, strict=True):
            if isinstance(result, _RenderResult):
                path = output_path(page.address)
                staged = (staging.folder or Path()) / path if result.is_staged else None
                files.append(
                    OutputFile(path, result.digest, page, result.key, result.texts, result.dump, staged)
                )
            else:
                failures.append(result)
    except OSError as error:
        raise OutputFailed(f"{error.filename or staging.folder}: {error.strerror}; {STILL_THERE}") from error
    raise_failures(failures, context)
    return tuple(files)


class _Worker:
    """Renders pages one after another, in any process."""

    def __init__(self, context: RenderContext, staging: Staging) -> None:
        self._context = context
        self._staging = staging
        folder = staging.folder
        # The folder was made a moment ago as all folders and files are here, so its mode is what theirs will
        # be.
        self._is_readable = folder is not None and stat.S_IMODE(folder.stat().st_mode) == READABLE_FOLDER
        self._folders = FolderMaker(folder, are_readable=self._is_readable) if folder else None

    def __call__(self, pages: Sequence[Page]) -> list[_RenderResult | Failures]:
        return [self._render(page) for page in pages]

    def _render(self, page: Page) -> _RenderResult | Failures:
        context, staging = self._context, self._staging
        if isinstance(page.content, FromStream):
            return self._write_stream(page)
        path, view = output_path(page.address), view_of(page)
        page_key, texts = context.keys.of(page, view)
        key = page_key.packed() if page_key else None
        unchanged = staging.find_unchanged(page, path, key) if key else None
        if unchanged:
            return _RenderResult(unchanged, key, texts, None, is_staged=False)
        try:
            data = page_bytes(page, view, context.templates)
        except ProblemsFound as error:
            return error.problems
        disclosures = disclosures_in(page, data, context.scanner)
        if disclosures:
            return disclosures
        data_digest = digest(data)
        is_staged = staging.force or not staging.snapshot.holds(path, data_digest)
        if is_staged and self._folders is not None:
            self._folders.make(path.rpartition("/")[0])
            _write(f"{staging.folder}/{path}", data, is_readable=self._is_readable)
        # A file that changed after its digest was taken must not be taken for unchanged by the next build.
        was_replaced = isinstance(page.content, FromFile) and page_key and page_key.fields != (data_digest,)
        dump = dump_page(page, view) if texts else None
        return _RenderResult(data_digest, None if was_replaced else key, texts, dump, is_staged)

    def _write_stream(self, page: Page) -> _RenderResult | Failures:
        """Write a large data file, and take it away again if it stands in the output already."""
        staging, path = self._staging, output_path(page.address)
        if staging.folder is None or self._folders is None:
            with TemporaryDirectory() as folder:
                file = Path(folder, "data")
                disclosures = write_stream(page, file, self._context.scanner)
                data_digest = digest_of(file)
            is_staged = staging.force or not staging.snapshot.holds(path, data_digest)
            return disclosures or _RenderResult(data_digest, None, (), None, is_staged=is_staged)
        self._folders.make(path.rpartition("/")[0])
        file = staging.folder / path
        disclosures = write_stream(page, file, self._context.scanner)
        if disclosures:
            return disclosures
        file.chmod(READABLE_FILE)
        data_digest = digest_of(file)
        is_staged = staging.force or not staging.snapshot.holds(path, data_digest)
        if not is_staged:
            file.unlink()
        return _RenderResult(data_digest, None, (), None, is_staged=is_staged)


def _write(path: str, data: bytes, *, is_readable: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, READABLE_FILE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
    if not is_readable:
        Path(path).chmod(READABLE_FILE)  # whatever the umask
