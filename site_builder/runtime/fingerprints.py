"""Has a file changed since the last build? Its stamp is a hint, the digest of its bytes is the truth.

A stamp that is equal proves nothing if the file had changed just before it was taken: a clock ticks in steps,
and two writes within one step look alike. Such a file counts as unknown and is read again (as git does with
what it calls racily clean entries).
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

#: Nanoseconds. Clocks of file systems step by up to 10 ms; some count in whole seconds, FAT in two.
_STEP = 50_000_000
_COARSE_STEP = 2_100_000_000


class Stamp(NamedTuple):
    """Size in bytes, times in nanoseconds and inode of a file."""

    size: int
    modified: int
    changed: int
    inode: int


class Seen(NamedTuple):
    """What a file was when it was read; without a stamp where the next change might not have shown in it."""

    digest: str
    stamp: Stamp | None


def digest(data: bytes) -> str:
    """Return the digest of some bytes."""
    return hashlib.sha256(data).hexdigest()


def stamp_of(found: os.stat_result) -> Stamp:
    """Return the stamp of a file."""
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def seen(digest: str, stamp: Stamp, moment: int) -> Seen:
    """Return what is to be remembered of a file that was read no earlier than a moment in nanoseconds."""
    newest = max(stamp.modified, stamp.changed)
    step = _STEP if newest % 1_000_000_000 else _COARSE_STEP
    return Seen(digest, stamp if newest + step < moment else None)


def moment_of(file: Path) -> int:
    """Touch a file, and return the time on the clock of its disk in nanoseconds.

    The disk may be another machine's, with a clock that is not ours.
    """
    os.utime(file)
    return file.stat().st_mtime_ns


@dataclass(frozen=True, slots=True)
class Tree:
    """The files below some folders; ``others`` names folders, links and what is no file."""

    files: dict[str, Stamp]
    others: tuple[str, ...]


def look_at(root: Path, names: Iterable[str], *, follow: frozenset[str] = frozenset()) -> Tree:
    """Look at files and folders, named from ``root`` or from the root of the disk.

    Folders behind links are looked into below the names in ``follow`` only. What cannot be looked at is not
    there, and counts as other than what can.
    """
    files: dict[str, Stamp] = {}
    others: list[str] = []
    been: set[Path] = set()

    def look(path: str, full: Path, *, through_links: bool) -> None:
        try:
            is_link = full.is_symlink()
            if is_link:
                others.append(f"{path} -> {full.readlink()}")
            found = full.stat()
            if stat.S_ISREG(found.st_mode):
                files[path] = stamp_of(found)
            elif not stat.S_ISDIR(found.st_mode):
                others.append(f"{path} !")
            elif through_links or not is_link:
                look_into(path, full, through_links=through_links)
        except OSError:
            others.append(f"{path} ?")

    def look_into(path: str, full: Path, *, through_links: bool) -> None:
        others.append(f"{path}/")
        if through_links:
            real = full.resolve()
            if real in been:
                return
            been.add(real)
        with os.scandir(full) as entries:
            for entry in entries:
                inner = f"{path}/{entry.name}"
                if entry.is_file(follow_symlinks=False):
                    files[inner] = stamp_of(entry.stat(follow_symlinks=False))
                else:
                    look(inner, full / entry.name, through_links=through_links)

    for name in names:
        full = root / name
        if full.is_symlink() or full.exists():
            look(name, full, through_links=name in follow)
    return Tree(files, tuple(sorted(set(others))))


class Digests:
    """The digests of some files: remembered where the stamp is what it was, else read from the disk."""

    def __init__(self, root: Path, files: Mapping[str, Stamp], known: Mapping[str, Seen]) -> None:
        self._root = root
        self._files = files
        self._digests: dict[str, str] = {}
        #: Whether a file had to be read that was not known by its stamp.
        self.has_read = False
        for path, stamp in files.items():
            before = known.get(path)
            if before is not None and before.stamp == stamp:
                self._digests[path] = before.digest

    def known(self, path: str) -> str | None:
        """Return the digest of a file if it need not be read for that."""
        return self._digests.get(path)

    def note(self, path: str, digest: str) -> None:
        """Take note of the digest of a file that was read."""
        self._digests[path] = digest
        self.has_read = True

    def of(self, path: str) -> str:
        """Return the digest of a file, reading it if need be. Raises OSError."""
        known = self._digests.get(path)
        if known is None:
            known = digest((self._root / path).read_bytes())
            self.note(path, known)
        return known

    def seen(self, moment: int) -> dict[str, Seen]:
        """Return what is to be remembered of files of which the first was read after a moment.

        A file whose digest was not asked for was read by somebody else, who may have found something other
        than is there now; it is left out unless its stamp says that this cannot be.
        """
        found = {}
        for path, stamp in self._files.items():
            known = self._digests.get(path)
            if known is not None:
                found[path] = seen(known, stamp, moment)
                continue
            try:
                now = seen(self.of(path), stamp_of((self._root / path).stat()), moment)
            except OSError:
                continue
            if now.stamp == stamp:
                found[path] = now
        return found
