"""Has a file changed since the last build? Its stat is a hint, the digest of its bytes is the truth.

An equal stat proves nothing if the file had changed just before it was taken: a clock ticks in steps, and two
writes within one step look alike. Such a file counts as unknown and is read again (as git does with what it
calls racily clean entries).
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


class FileStat(NamedTuple):
    """Size in bytes, times in nanoseconds and inode of a file."""

    size: int
    modified: int
    changed: int
    inode: int


class Fingerprint(NamedTuple):
    """The digest of a file when it was read; no stat where the next change might not have shown in it."""

    digest: str
    stat: FileStat | None


def digest(data: bytes) -> str:
    """Return the SHA-256 digest of some bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_of(file: Path) -> str:
    """Return the SHA-256 digest of a file, which is read piece by piece."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def file_stat(result: os.stat_result) -> FileStat:
    """Return what of the stat of a file changes with the file."""
    return FileStat(result.st_size, result.st_mtime_ns, result.st_ctime_ns, result.st_ino)


def fingerprint(digest: str, stat: FileStat, moment: int) -> Fingerprint:
    """Return the fingerprint of a file that was read no earlier than a moment in nanoseconds."""
    newest = max(stat.modified, stat.changed)
    step = _STEP if newest % 1_000_000_000 else _COARSE_STEP
    return Fingerprint(digest, stat if newest + step < moment else None)


def disk_time(file: Path) -> int:
    """Touch a file, and return the time on the clock of its disk in nanoseconds.

    The disk may be another machine's, with a clock that is not ours.
    """
    os.utime(file)
    return file.stat().st_mtime_ns


@dataclass(frozen=True, slots=True)
class Tree:
    """The files below some folders; ``others`` names folders, links and what is no file."""

    files: dict[str, FileStat]
    others: tuple[str, ...]


def scan(root: Path, names: Iterable[str], *, follow: frozenset[str] = frozenset()) -> Tree:
    """List files and folders, named from ``root`` or from the root of the disk.

    Folders behind links are listed below the names in ``follow`` only. What cannot be listed is not among the
    files, and has a mark of its own in ``others``.
    """
    files: dict[str, FileStat] = {}
    others: list[str] = []
    visited: set[Path] = set()

    def scan_entry(path: str, full: Path, *, through_links: bool) -> None:
        try:
            is_link = full.is_symlink()
            if is_link:
                others.append(f"{path} -> {full.readlink()}")
            result = full.stat()
            if stat.S_ISREG(result.st_mode):
                files[path] = file_stat(result)
            elif not stat.S_ISDIR(result.st_mode):
                others.append(f"{path} !")
            elif through_links or not is_link:
                scan_folder(path, full, through_links=through_links)
        except OSError:
            others.append(f"{path} ?")

    def scan_folder(path: str, full: Path, *, through_links: bool) -> None:
        others.append(f"{path}/")
        if through_links:
            real = full.resolve()
            if real in visited:
                return
            visited.add(real)
        with os.scandir(full) as entries:
            for entry in entries:
                inner = f"{path}/{entry.name}"
                if entry.is_file(follow_symlinks=False):
                    files[inner] = file_stat(entry.stat(follow_symlinks=False))
                else:
                    scan_entry(inner, full / entry.name, through_links=through_links)

    for name in names:
        full = root / name
        if full.is_symlink() or full.exists():
            scan_entry(name, full, through_links=name in follow)
    return Tree(files, tuple(sorted(set(others))))


class Digests:
    """The digests of some files.

    From an earlier build where the stat is what it was, else read from the disk.
    """

    def __init__(self, root: Path, files: Mapping[str, FileStat], earlier: Mapping[str, Fingerprint]) -> None:
        self._root = root
        self._files = files
        self._digests: dict[str, str] = {}
        #: Whether a file had to be read that was not known by its stat.
        self.has_read = False
        for path, file_now in files.items():
            before = earlier.get(path)
            if before is not None and before.stat == file_now:
                self._digests[path] = before.digest

    def known(self, path: str) -> str | None:
        """Return the digest of a file if the file need not be read for that."""
        return self._digests.get(path)

    def note(self, path: str, digest: str) -> None:
        """Take the digest of a file from whoever has read it."""
        self._digests[path] = digest
        self.has_read = True

    def of(self, path: str) -> str:
        """Return the digest of a file, reading it if need be. Raises OSError."""
        known_digest = self._digests.get(path)
        if known_digest is None:
            known_digest = digest((self._root / path).read_bytes())
            self.note(path, known_digest)
        return known_digest

    def fingerprints(self, moment: int) -> dict[str, Fingerprint]:
        """Return the fingerprints of files of which the first was read after a moment.

        A file whose digest was not asked for was read by somebody else, who may have found something other
        than is there now; it is left out unless its stat says that this cannot be.
        """
        fingerprints = {}
        for path, listed in self._files.items():
            known_digest = self._digests.get(path)
            if known_digest is not None:
                fingerprints[path] = fingerprint(known_digest, listed, moment)
                continue
            try:
                now = fingerprint(self.of(path), file_stat((self._root / path).stat()), moment)
            except OSError:
                continue
            if now.stat == listed:
                fingerprints[path] = now
        return fingerprints
