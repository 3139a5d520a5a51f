"""Files on their way into the output directory, each step with what takes it back."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from site_builder.output.directory import READABLE_FOLDER


class Placement:
    """Puts files in place and removes others; :meth:`roll_back` leaves the directory as it was.

    What is replaced or removed is kept in a folder on the same file system until all is done. Every method
    raises OSError as the disk does, and has changed nothing then.
    """

    def __init__(self, output: Path, kept: Path) -> None:
        self._output = output
        self._kept = kept
        self._steps: list[Callable[[], object]] = []
        self._folders = {""}
        self._number = 0

    def make_folder(self, path: str) -> None:
        """Make a folder, named from the output directory, and those above it, readable whatever the umask."""
        if path in self._folders:
            return
        self.make_folder(path.rpartition("/")[0])
        folder = self._output / path
        with suppress(FileExistsError):
            folder.mkdir()
            self._steps.append(lambda: _first_of(folder.rmdir, lambda: folder.replace(self._new_kept())))
            folder.chmod(READABLE_FOLDER)
        self._folders.add(path)

    def put(self, file: Path, path: str) -> None:
        """Move a file to where it belongs, over the one that stands there."""
        target = self._output / path
        if os.path.lexists(target):
            kept = self._new_kept()
            try:
                os.link(target, kept, follow_symlinks=False)
            except OSError:  # a file system without links
                shutil.copy2(target, kept, follow_symlinks=False)
            file.replace(target)
            self._steps.append(lambda: _bring_back(kept, target))
        else:
            file.replace(target)
            self._steps.append(lambda: _first_of(target.unlink, lambda: target.replace(self._new_kept())))

    def put_folder(self, folder: Path, name: str) -> None:
        """Move a whole folder, or a file, to the top of an output directory that does not have it."""
        target = self._output / name
        folder.replace(target)
        self._steps.append(lambda: _first_of(lambda: target.replace(folder), lambda: _delete(target)))

    def remove(self, path: str) -> None:
        """Remove a file."""
        file, kept = self._output / path, self._new_kept()
        file.replace(kept)
        self._steps.append(lambda: _bring_back(kept, file))

    def remove_folder(self, path: str) -> None:
        """Remove a folder that holds nothing but folders; it may be gone with its last file."""
        folder = self._output / path
        if folder.is_dir():
            kept = self._new_kept()
            folder.replace(kept)
            self._folders = {
                made for made in self._folders if made != path and not made.startswith(f"{path}/")
            }
            self._steps.append(
                lambda: _first_of(lambda: kept.replace(folder), lambda: shutil.copytree(kept, folder))
            )

    def write(self, file: Path, data: bytes) -> None:
        """Write a file of our own whole, over the one that stands there."""
        new = file.with_suffix(".new")
        self._steps.append(lambda: new.unlink(missing_ok=True))
        new.write_bytes(data)
        new.chmod(0o644)
        before = file.read_bytes() if file.exists() else None
        new.replace(file)
        self._steps.append(lambda: _write_back(file, before))

    def roll_back(self) -> None:
        """Take all of it back, the last step first."""
        while self._steps:
            self._steps[-1]()
            self._steps.pop()

    def _new_kept(self) -> Path:
        self._kept.mkdir(exist_ok=True)
        self._number += 1
        return self._kept / str(self._number)


def _first_of(*ways: Callable[[], object]) -> None:
    """Do something in the first way that the disk allows; raise what it said of the last."""
    for way in ways[:-1]:
        try:
            way()
        except OSError:
            continue
        return
    ways[-1]()


def _bring_back(kept: Path, target: Path) -> None:
    _first_of(lambda: kept.replace(target), lambda: shutil.copy2(kept, target, follow_symlinks=False))


def _delete(target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    else:
        target.unlink()


def _write_back(file: Path, before: bytes | None) -> None:
    if before is None:
        file.unlink()
        return
    new = file.with_suffix(".new")

    def whole() -> None:
        new.write_bytes(before)
        new.replace(file)

    _first_of(whole, lambda: file.write_bytes(before))


def remove_empty_folders(output: Path, paths: tuple[str, ...]) -> None:
    """Remove the folders that are empty now that some files are gone; one that stays does no harm."""
    for path in paths:
        for folder in (output / path).parents:
            if folder == output:
                break
            try:
                folder.rmdir()
            except OSError:  # it holds something, or the disk refuses
                break
