"""Rendered files -> the output directory: all or none, unchanged bytes untouched.

Everything is made ready on a stage inside the output directory first. Only when every file is there are they
renamed into place: what pages need before pages, pages before the lists that link to them, removals last. A
file is complete at every moment. The manifest owns old and new files while this lasts, so that a build that
is killed leaves nothing behind that the next one does not know.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from site_builder.errors import OutputFailed, UsageError
from site_builder.model import OutputFile, Stage
from site_builder.output.directory import STILL_THERE, Folders
from site_builder.output.manifest import PRIVATE, Manifest, manifest_file
from site_builder.output.snapshot import Standing, folders_above
from site_builder.runtime.fingerprints import Stamp, stamp_of

_STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output directory; paths from its root, sorted."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    #: Files of an earlier build that somebody changed since; they are no page any more, and stay.
    left_alone: tuple[str, ...]
    #: Of the files that were written, when they had been put in place.
    stamps: Mapping[str, Stamp]


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file that is ready; ``file`` is its bytes in the stage."""

    path: str
    stage: Stage
    claimed_by: str
    file: Path


def write_site(
    files: Iterable[OutputFile],
    standing: Standing,
    manifest: Manifest,
    *,
    anew: bool = False,
) -> Written:
    """Bring an output directory that is locked and ours up to date.

    Whatever goes wrong while files are made ready, or is found in their way, the directory stays as it was.
    ``anew`` removes files of earlier builds even if somebody changed them since.
    """
    changes = _decide(files, standing, manifest, anew=anew)
    try:
        stamps = _put_in_place(changes, standing.root, manifest)
    except OSError as error:
        raise OutputFailed(
            f"{error.filename or standing.root}: {error.strerror}; "
            "part of the new site is in place, build again"
        ) from error
    return changes.as_written(stamps)


@contextmanager
def stage_in(output: Path) -> Iterator[Path]:
    """Make a folder inside an output directory that is locked, for files to be made ready in.

    It is gone afterwards, and so is that of a build that was killed.
    """
    stages = output / PRIVATE / _STAGE
    clear_stage(output)
    # A process that outlives its build for a moment must not find a place to write to.
    stage = stages / str(os.getpid())
    try:
        try:
            stage.mkdir(parents=True)
        except OSError as error:
            raise OutputFailed(f"{stage}: {error.strerror}; {STILL_THERE}") from error
        yield stage
    finally:
        clear_stage(output)


def preview_write(
    files: Iterable[OutputFile],
    standing: Standing,
    manifest: Manifest,
    *,
    anew: bool = False,
) -> Written:
    """Tell what :func:`write_site` would do, and do nothing."""
    return _decide(files, standing, manifest, anew=anew).as_written({})


@dataclass(frozen=True, slots=True)
class _Changes:
    """What is to be done, decided before anything is: files to put in place, and paths to remove or leave."""

    staged: tuple[_Staged, ...]
    digests: dict[str, str]
    #: Removed before the others are put in place: a folder has to stand there now, or the reverse.
    first_removed: tuple[str, ...]
    #: Folders without a file that stand where files go; those inside come first.
    empty_folders: tuple[str, ...]
    removed: tuple[str, ...]
    left_alone: tuple[str, ...]
    #: Whether there is nothing in the output yet.
    is_first: bool

    def as_written(self, stamps: Mapping[str, Stamp]) -> Written:
        written = tuple(sorted(file.path for file in self.staged))
        removed = tuple(sorted((*self.first_removed, *self.removed)))
        return Written(written, len(self.digests) - len(written), removed, self.left_alone, stamps)


def _decide(
    files: Iterable[OutputFile],
    standing: Standing,
    manifest: Manifest,
    *,
    anew: bool,
) -> _Changes:
    """Decide what is written, removed and left alone; raise :class:`UsageError` for what is in the way."""
    staged: list[_Staged] = []
    digests: dict[str, str] = {}
    try:
        for file in files:
            digests[file.path] = file.digest
            if file.ready is not None and file.page is not None:
                staged.append(_Staged(file.path, file.page.stage, file.page.claimed_by, file.ready))
        gone, left_alone = _no_longer_written(standing, digests, manifest, anew=anew)
    except OSError as error:
        raise OutputFailed(f"{error.filename or standing.root}: {error.strerror}; {STILL_THERE}") from error
    removable = {*gone}
    for one in staged:
        _refuse_what_is_in_the_way(one, standing, manifest, removable)
    first = _in_the_way(gone, digests)
    return _Changes(
        tuple(sorted(staged, key=lambda one: (one.stage, one.path))),
        digests,
        tuple(sorted(first)),
        tuple(sorted((one.path for one in staged if one.path in standing.folders), reverse=True)),
        tuple(path for path in gone if path not in first),
        tuple(left_alone),
        is_first=standing.is_empty,
    )


def _no_longer_written(
    standing: Standing, digests: dict[str, str], manifest: Manifest, *, anew: bool
) -> tuple[list[str], list[str]]:
    """Return which files of earlier builds go, and which stay because somebody changed or linked them."""
    gone: list[str] = []
    left_alone: list[str] = []
    by_folded_path = {path.casefold(): path for path in reversed(digests)}
    for path in sorted(manifest.files.keys() - digests.keys()):
        if standing.is_behind_a_link(path):
            left_alone.append(path)
        elif path in standing.files and not standing.is_same_file(path, by_folded_path.get(path.casefold())):
            is_ours = anew or standing.digests.of(path) in manifest.files[path]
            (gone if is_ours else left_alone).append(path)
    return gone, left_alone


def _refuse_what_is_in_the_way(
    one: _Staged, standing: Standing, manifest: Manifest, removable: set[str]
) -> None:
    """Refuse to put a file where something stands that we did not write or will not remove."""
    for above in folders_above(one.path):
        if above in standing.links:
            raise UsageError(
                f"{standing.root / above} is a link, and a folder of the site goes there; delete it"
            )
        if above in standing.strangers or (above in standing.files and above not in removable):
            raise _in_way(standing.root / above, one)
    if one.path in standing.folders:
        for inside in standing.below(one.path):
            if inside not in removable:
                raise _in_way(standing.root / inside, one)
    elif one.path in standing.strangers or (standing.has(one.path) and one.path not in manifest.files):
        raise _in_way(standing.root / one.path, one)


def _in_way(stranger: Path, one: _Staged) -> UsageError:
    return UsageError(
        f"{stranger} is in the way of {one.claimed_by}, and site-builder did not write it; "
        "move it away, or put it into static/ if it belongs to the site"
    )


def _in_the_way(gone: list[str], digests: dict[str, str]) -> set[str]:
    """Return what has to go first: files where folders must be, and files in folders where files must be."""
    if not gone:
        return set()
    folders = {above for path in digests for above in folders_above(path)}
    return {
        path for path in gone if path in folders or any(above in digests for above in folders_above(path))
    }


def _put_in_place(changes: _Changes, output: Path, manifest: Manifest) -> dict[str, Stamp]:
    if changes.staged or changes.removed or manifest.files.keys() != changes.digests.keys():
        _write_manifest(manifest.including(changes.digests), output)
    for path in changes.first_removed:
        _remove(output, path)
    for path in changes.empty_folders:
        _remove_folder(output / path)
    if changes.is_first:
        _move_whole(changes.staged, output)
    else:
        _move_each(changes.staged, output)
    stamps = {one.path: stamp_of((output / one.path).stat()) for one in changes.staged}
    for path in changes.removed:
        _remove(output, path)
    # What was left alone stays known: it is reported again, and a page that comes back may replace it.
    kept = {path: manifest.files[path] for path in changes.left_alone}
    new = {path: (value,) for path, value in changes.digests.items()}
    _write_manifest(Manifest({**kept, **new}), output)
    return stamps


def _move_whole(staged: Iterable[_Staged], output: Path) -> None:
    """Move all files into an empty directory: each folder at its top with all that is in it."""
    for one in staged:
        top, _, inside = one.path.partition("/")
        if not (output / top).exists():
            source = one.file
            for _ in Path(inside).parts:
                source = source.parent
            source.replace(output / top)


def _move_each(staged: Iterable[_Staged], output: Path) -> None:
    folders = Folders(output)
    for one in staged:
        folders.make(one.path.rpartition("/")[0])
        one.file.replace(output / one.path)


def _remove(output: Path, path: str) -> None:
    file = output / path
    file.unlink()
    for folder in file.parents:
        if folder == output or any(folder.iterdir()):
            break
        folder.rmdir()


def _remove_folder(folder: Path) -> None:
    """Remove a folder that holds nothing but folders; it may be gone with its last file."""
    if folder.is_dir():
        for inside in folder.iterdir():
            _remove_folder(inside)
        folder.rmdir()


def _write_manifest(manifest: Manifest, output: Path) -> None:
    target = manifest_file(output)
    text = manifest.text()
    if target.is_file() and target.read_bytes() == text:
        return
    fresh = target.with_suffix(".new")
    fresh.write_bytes(text)
    fresh.chmod(0o644)
    fresh.replace(target)


def clear_stage(output: Path) -> None:
    """Remove what was made ready, also by a build that was killed; only who holds the lock may do so."""
    stages = output / PRIVATE / _STAGE
    if stages.is_dir() and not stages.is_symlink() and stages.parent.name == PRIVATE:
        shutil.rmtree(stages, ignore_errors=True)
