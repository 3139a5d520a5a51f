"""Finished files -> the output directory: all or none, unchanged bytes untouched.

Everything is made ready in a staging folder first. Only when every file is there are they renamed into place:
what pages need before pages, pages before the lists that link to them, removals last. A file is complete at
every moment. Once this has begun it is finished, or taken back where the disk refuses something; signals
wait. The manifest owns old and new files while it lasts, so that a build that is killed leaves nothing behind
that the next one does not know.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from site_builder.errors import OutputFailed, UsageError
from site_builder.options import BuildOptions, OutputChanges
from site_builder.output.directory import STILL_THERE, lock_file
from site_builder.output.manifest import PRIVATE, Manifest, addresses_file, manifest_file
from site_builder.output.placement import Placement, remove_empty_folders
from site_builder.output.snapshot import OutputSnapshot, folders_above
from site_builder.page import OutputFile, PublishOrder
from site_builder.runtime.fingerprints import FileStat, file_stat
from site_builder.runtime.interruption import uninterrupted

#: Where files are made ready if the folder that holds the output cannot be written.
_STAGING = "stage"
_KEPT = "kept"


@contextmanager
def staging_folder(options: BuildOptions) -> Iterator[Path | None]:
    """Make a folder for files to be made ready in, on the file system of the output, which is locked.

    It stands beside the output, under a name that no host serves with it; inside, where that folder cannot be
    written or is on another disk. It is removed afterwards, and so is that of a build that was killed. A dry
    run gets None.
    """
    if options.dry_run:
        yield None
        return
    clear_staging(options.output)
    # A process that outlives its build for a moment must not find a place to write to.
    staging = _staging_of(options.output)
    try:
        try:
            staging.mkdir(parents=True)
        except OSError as error:
            raise OutputFailed(f"{staging}: {error.strerror}; {STILL_THERE}") from error
        yield staging
    finally:
        clear_staging(options.output)


def _staging_of(output: Path) -> Path:
    parent, process = output.parent, str(os.getpid())
    if os.access(parent, os.W_OK) and parent.stat().st_dev == output.stat().st_dev:
        return parent / f"{_beside(output)}{process}"
    return output / PRIVATE / _STAGING / process


def _beside(output: Path) -> str:
    return f".{output.name}.staging-"


def left_over(output: Path) -> list[Path]:
    """Return the folders in which files were made ready, also by builds that were killed."""
    inside = output / PRIVATE / _STAGING
    beside = output.parent.glob(f"{_beside(output)}*") if output.parent.is_dir() else ()
    folders = [folder for folder in beside if folder.name.removeprefix(_beside(output)).isdigit()]
    return [folder for folder in (*folders, inside) if folder.is_dir() and not folder.is_symlink()]


def clear_staging(output: Path) -> None:
    """Remove what was made ready, also by a build that was killed; only who holds the lock may do so."""
    for folder in left_over(output):
        shutil.rmtree(folder, ignore_errors=True)


def clear_after_killed_build(output: Path) -> None:
    """Remove what a killed build left, unless a build is at work."""
    if not left_over(output):
        return
    if not lock_file(output).exists():  # whoever works on the output holds it
        clear_staging(output)
        return
    with suppress(Timeout, OSError), FileLock(lock_file(output), timeout=0):
        clear_staging(output)


def commit(
    files: Iterable[OutputFile],
    snapshot: OutputSnapshot,
    manifest: Manifest,
    options: BuildOptions,
    inspect: Callable[[Path, str], None],
) -> OutputChanges:
    """Bring an output directory that is locked and ours up to date; a dry run only returns what would change.

    Whatever goes wrong before the first file is put in place, or is found in the way, the directory stays as
    it was. With ``force``, files of earlier builds are removed even if somebody changed them since. Each file
    that is left alone is inspected first, with its path in the output, and whatever that raises ends the
    build.
    """
    changes = _decide(files, snapshot, manifest, force=options.force)
    for path in changes.left_alone:
        inspect(snapshot.root / path, path)
    if options.dry_run:
        return changes.report({})
    kept = _staging_of(snapshot.root) / _KEPT
    return changes.report(_put_in_place(changes, snapshot.root, kept, manifest))


@dataclass(frozen=True, slots=True)
class _StagedFile:
    """A file that is ready; ``file`` is its bytes in the staging folder."""

    path: str
    order: PublishOrder
    claimed_by: str
    file: Path


@dataclass(frozen=True, slots=True)
class _Changes:
    """What is to be done, decided before anything is: files to put in place, and paths to remove or leave."""

    staged: tuple[_StagedFile, ...]
    digests: Mapping[str, str]
    #: Removed before the others are put in place: a folder has to stand there now, or the reverse.
    removed_first: tuple[str, ...]
    #: Folders without a file that stand where files go; those inside come first.
    empty_folders: tuple[str, ...]
    removed: tuple[str, ...]
    left_alone: tuple[str, ...]
    #: Whether there is nothing in the output yet.
    is_first: bool

    def report(self, stats: Mapping[str, FileStat]) -> OutputChanges:
        written = {file.path for file in self.staged}
        return OutputChanges(
            tuple(sorted(written)),
            tuple(sorted(path for path in self.digests if path not in written)),
            tuple(sorted((*self.removed_first, *self.removed))),
            self.left_alone,
            stats,
        )


def _decide(
    files: Iterable[OutputFile], snapshot: OutputSnapshot, manifest: Manifest, *, force: bool
) -> _Changes:
    """Decide what is written, removed and left alone; raise :class:`UsageError` for what is in the way."""
    staged: list[_StagedFile] = []
    digests: dict[str, str] = {}
    try:
        # Rendering happens here, as the files are asked for: a mistake ends it before anything is moved.
        for file in files:
            digests[file.path] = file.digest
            if file.staged is not None and file.page is not None:
                page = file.page
                staged.append(_StagedFile(file.path, page.publish_order, page.claimed_by, file.staged))
        outdated, left_alone = _outdated(snapshot, digests, manifest, force=force)
    except OSError as error:
        raise OutputFailed(f"{error.filename or snapshot.root}: {error.strerror}; {STILL_THERE}") from error
    removable = {*outdated}
    for staged_file in staged:
        _refuse_obstacles(staged_file, snapshot, manifest, removable)
    first = _obstacles_of_ours(outdated, digests)
    return _Changes(
        tuple(sorted(staged, key=lambda file: (file.order, file.path))),
        digests,
        tuple(sorted(first)),
        tuple(sorted((file.path for file in staged if file.path in snapshot.folders), reverse=True)),
        tuple(path for path in outdated if path not in first),
        tuple(left_alone),
        is_first=snapshot.is_empty,
    )


def _outdated(
    snapshot: OutputSnapshot, digests: dict[str, str], manifest: Manifest, *, force: bool
) -> tuple[list[str], list[str]]:
    """Return which files of earlier builds go, and which stay because somebody changed or linked them."""
    outdated: list[str] = []
    left_alone: list[str] = []
    # On a disk without regard to case, an old name of a file may be the new one: it must not be removed.
    by_folded_path = {path.casefold(): path for path in reversed(digests)}
    for path in sorted(manifest.files.keys() - digests.keys()):
        if snapshot.is_behind_a_link(path):
            left_alone.append(path)
        elif path in snapshot.files and not snapshot.is_same_file(path, by_folded_path.get(path.casefold())):
            is_ours = force or snapshot.digests.of(path) in manifest.files[path]
            (outdated if is_ours else left_alone).append(path)
    return outdated, left_alone


def _refuse_obstacles(
    file: _StagedFile, snapshot: OutputSnapshot, manifest: Manifest, removable: set[str]
) -> None:
    """Refuse to put a file where something stands that we did not write or will not remove."""
    for above in folders_above(file.path):
        if above in snapshot.links:
            raise UsageError(
                f"{snapshot.root / above} is a link, and a folder of the site goes there; delete it"
            )
        if above in snapshot.foreign or (above in snapshot.files and above not in removable):
            raise _in_the_way(snapshot.root / above, file)
    if file.path in snapshot.folders:
        for inside in snapshot.below(file.path):
            if inside not in removable:
                raise _in_the_way(snapshot.root / inside, file)
    elif file.path in snapshot.foreign or (snapshot.has(file.path) and file.path not in manifest.files):
        raise _in_the_way(snapshot.root / file.path, file)


def _in_the_way(obstacle: Path, file: _StagedFile) -> UsageError:
    return UsageError(
        f"{obstacle} is in the way of {file.claimed_by}, and site-builder did not write it; "
        "move it away, or put it into static/ if it belongs to the site"
    )


def _obstacles_of_ours(outdated: list[str], digests: Mapping[str, str]) -> set[str]:
    """Return what has to go first: files where folders must be, and files in folders where files must be."""
    if not outdated:
        return set()
    folders = {above for path in digests for above in folders_above(path)}
    return {
        path for path in outdated if path in folders or any(above in digests for above in folders_above(path))
    }


def _put_in_place(changes: _Changes, output: Path, kept: Path, manifest: Manifest) -> dict[str, FileStat]:
    """Put all in place, or nothing; raise :class:`OutputFailed` for what the disk refuses."""
    placement = Placement(output, kept)
    with uninterrupted():
        try:
            stats = _place(changes, output, placement, manifest)
        except OSError as error:
            reason = f"{error.filename or output}: {error.strerror}"
            try:
                placement.roll_back()
            except OSError as again:
                left = f"{again.filename or output}: {again.strerror}"
                message = f"{reason}; then {left}; part of the new site is in place, build again"
                raise OutputFailed(message) from error
            raise OutputFailed(f"{reason}; {STILL_THERE}") from error
        remove_empty_folders(output, changes.removed)
    return stats


def _place(changes: _Changes, output: Path, placement: Placement, manifest: Manifest) -> dict[str, FileStat]:
    # Until all is in place the manifest owns old and new files: whenever the build is killed, the next one
    # knows every file that may be there.
    if changes.staged or changes.removed or manifest.files.keys() != changes.digests.keys():
        _write_manifest(manifest.including(changes.digests), output, placement)
    for path in changes.removed_first:
        placement.remove(path)
    for path in (*_emptied(changes.removed_first, output), *changes.empty_folders):
        placement.remove_folder(path)
    if changes.is_first:
        _move_folders(changes.staged, output, placement)
    else:
        for file in changes.staged:
            placement.make_folder(file.path.rpartition("/")[0])
        for file in changes.staged:
            placement.put(file.file, file.path)
    root = str(output)
    stats = {
        file.path: file_stat(os.stat(f"{root}/{file.path}"))  # noqa: PTH116 - thirty thousand times
        for file in changes.staged
    }
    # Last, so that no page links to one that is gone already.
    for path in changes.removed:
        placement.remove(path)
    # What was left alone stays known: it is reported again, and a page that comes back may replace it.
    left_alone = {path: manifest.files[path] for path in changes.left_alone}
    current = {path: (digest,) for path, digest in changes.digests.items()}
    _write_if_new(addresses_file(output), manifest.text_of_addresses(), placement)
    _write_manifest(replace(manifest, files={**left_alone, **current}), output, placement)
    return stats


def _emptied(removed: Iterable[str], output: Path) -> list[str]:
    """Return the folders, those inside first, that hold no file any more."""
    folders = {above for path in removed for above in folders_above(path)}
    deepest_first = sorted(folders, key=lambda path: (-path.count("/"), path))
    return [path for path in deepest_first if not any(file.is_file() for file in (output / path).rglob("*"))]


def _move_folders(staged: Iterable[_StagedFile], output: Path, placement: Placement) -> None:
    """Move all files into an empty directory: each folder at its top with all that is in it.

    One rename for a folder of ten thousand pages takes no time; one for each page takes seconds.
    """
    seen = set()
    for file in staged:
        top, _, inside = file.path.partition("/")
        if top not in seen and not (output / top).exists():
            source = file.file
            for _ in Path(inside).parts:
                source = source.parent
            placement.put_folder(source, top)
        seen.add(top)


def _write_manifest(manifest: Manifest, output: Path, placement: Placement) -> None:
    # Written beside and renamed: a manifest that was cut off would make every file of ours a stranger's.
    _write_if_new(manifest_file(output), manifest.text(), placement)


def _write_if_new(target: Path, text: bytes, placement: Placement) -> None:
    if not (target.is_file() and target.read_bytes() == text):
        placement.write(target, text)
