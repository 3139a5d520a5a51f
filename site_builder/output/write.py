"""Rendered files -> the output directory: all or none, unchanged bytes untouched.

Everything is rendered into a stage inside the output directory first. Only when every page is there are files
renamed into place: what pages need before pages, pages before the lists that link to them, removals last. A
file is complete at every moment. The manifest owns old and new files while this lasts, so that a build that
is killed leaves nothing behind that the next one does not know.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from site_builder.errors import OutputFailed, UsageError
from site_builder.model import RenderedFile, Stage
from site_builder.output.manifest import PRIVATE, Manifest, digest, manifest_file

_STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output directory; paths from its root, sorted."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    #: Files of an earlier build that somebody changed since; they are no page any more, and stay.
    left_alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Staged:
    path: str
    stage: Stage
    file: Path


def write_site(
    rendered: Iterable[RenderedFile], output: Path, manifest: Manifest, *, anew: bool = False
) -> Written:
    """Bring an output directory that is locked and ours up to date.

    Whatever goes wrong while pages are rendered or staged, the directory stays as it was. ``anew`` writes
    unchanged files too, and removes files of earlier builds even if somebody changed them since.
    """
    stage = output / PRIVATE / _STAGE
    _clear_stage(stage)  # of a build that was killed
    staged: list[_Staged] = []
    digests: dict[str, str] = {}
    try:
        for file in rendered:
            digests[file.path] = digest(file.data)
            target = output / file.path
            if not anew and _holds(target, file.data):
                continue
            if file.path not in manifest.files and (target.is_file() or target.is_symlink()):
                raise UsageError(
                    f"{target} is in the way of {file.page.claimed_by}, and site-builder did not write it; "
                    "move it away, or put it into static/ if it belongs to the site"
                )
            staged.append(_Staged(file.path, file.page.stage, _stage_file(stage, len(staged), file.data)))
        return _put_in_place(staged, digests, output, manifest, anew=anew)
    except OSError as error:
        raise OutputFailed(
            f"{error.filename or output}: {error.strerror}; the last good site is still there"
        ) from error
    finally:
        _clear_stage(stage)


def preview_write(rendered: Iterable[RenderedFile], output: Path, manifest: Manifest) -> Written:
    """Tell what :func:`write_site` would do, and do nothing."""
    written, paths = [], {}
    for file in rendered:
        paths[file.path] = digest(file.data)
        if not _holds(output / file.path, file.data):
            written.append(file.path)
    gone = [path for path in sorted(manifest.files) if path not in paths and (output / path).exists()]
    changed = tuple(path for path in gone if not _is_ours(output / path, manifest.files[path]))
    removed = tuple(path for path in gone if path not in changed)
    return Written(tuple(sorted(written)), len(paths) - len(written), removed, changed)


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and not target.is_symlink() and target.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _is_ours(file: Path, digests: tuple[str, ...]) -> bool:
    return file.is_file() and not file.is_symlink() and digest(file.read_bytes()) in digests


def _stage_file(stage: Path, number: int, data: bytes) -> Path:
    stage.mkdir(exist_ok=True)
    file = stage / str(number)
    with file.open("wb") as stream:
        stream.write(data)
    file.chmod(0o644)  # whatever the umask: a web server must be able to read it
    return file


def _put_in_place(
    staged: list[_Staged], digests: dict[str, str], output: Path, manifest: Manifest, *, anew: bool
) -> Written:
    gone = [path for path in manifest.files if path not in digests]
    if staged or gone or manifest.files.keys() != digests.keys():
        _write_manifest(manifest.including(digests), output)
    removed: list[str] = []
    left_alone: list[str] = []
    # A folder may stand where a file has to go now, or the reverse: what is gone makes way first, if it must.
    in_the_way = _in_the_way(gone, digests)
    for path in sorted(in_the_way):
        _remove(output, path, manifest, removed, left_alone, even_if_changed=anew)
    for file in sorted(staged, key=lambda file: (file.stage, file.path)):
        target = output / file.path
        _make_folders(output, target.parent)
        file.file.replace(target)
    for path in sorted(set(gone) - in_the_way):
        _remove(output, path, manifest, removed, left_alone, even_if_changed=anew)
    # What was left alone stays known: it is reported again, and a page that comes back may replace it.
    kept = {path: manifest.files[path] for path in left_alone}
    _write_manifest(Manifest({**kept, **{path: (value,) for path, value in digests.items()}}), output)
    written = tuple(sorted(file.path for file in staged))
    return Written(written, len(digests) - len(written), tuple(removed), tuple(left_alone))


def _in_the_way(gone: list[str], digests: dict[str, str]) -> set[str]:
    folders = {
        "/".join(path.split("/")[:depth]) for path in digests for depth in range(1, path.count("/") + 1)
    }
    return {
        path
        for path in gone
        if path in folders
        or any("/".join(path.split("/")[:d]) in digests for d in range(1, path.count("/") + 1))
    }


def _remove(
    output: Path,
    path: str,
    manifest: Manifest,
    removed: list[str],
    left_alone: list[str],
    *,
    even_if_changed: bool,
) -> None:
    file = output / path
    if not file.exists() and not file.is_symlink():
        return
    is_ours = _is_ours(file, manifest.files[path]) or (even_if_changed and file.is_file())
    if not _is_inside(output, file.parent) or not is_ours:
        left_alone.append(path)
        return
    file.unlink()
    removed.append(path)
    for folder in file.parents:
        if folder == output or any(folder.iterdir()):
            break
        folder.rmdir()


def _make_folders(output: Path, folder: Path) -> None:
    if folder.is_dir():
        if not _is_inside(output, folder):
            raise UsageError(f"{folder} is a link that leads out of {output}; delete it")
        return
    _make_folders(output, folder.parent)
    folder.mkdir()
    folder.chmod(0o755)


def _is_inside(output: Path, folder: Path) -> bool:
    return folder.resolve().is_relative_to(output.resolve())


def _write_manifest(manifest: Manifest, output: Path) -> None:
    target = manifest_file(output)
    text = manifest.text()
    if _holds(target, text):
        return
    fresh = target.with_suffix(".new")
    fresh.write_bytes(text)
    fresh.chmod(0o644)
    fresh.replace(target)


def _clear_stage(stage: Path) -> None:
    """Remove the stage; only a build that holds the lock may do so."""
    if stage.is_dir() and not stage.is_symlink() and stage.parent.name == PRIVATE:
        shutil.rmtree(stage, ignore_errors=True)
