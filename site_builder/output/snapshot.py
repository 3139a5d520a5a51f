"""What stands in an output directory before a build changes anything there, seen without following a link."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.output.manifest import PRIVATE
from site_builder.runtime.fingerprints import Digests, FileStat, Fingerprint, file_stat


@dataclass(frozen=True, slots=True)
class OutputSnapshot:
    """Files, folders and links of a directory, by their paths from its root."""

    root: Path
    #: Regular files.
    files: Mapping[str, FileStat]
    digests: Digests
    folders: frozenset[str]
    #: Symbolic links, valid or not.
    links: frozenset[str]
    #: Pipes, sockets, devices, and folders that cannot be looked into.
    foreign: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands there at all."""
        return not (self.files or self.folders or self.links or self.foreign)

    def has(self, path: str) -> bool:
        """Say whether anything stands at a path."""
        return path in self.files or path in self.folders or path in self.links or path in self.foreign

    def below(self, folder: str) -> Iterator[str]:
        """Yield everything in a folder and its folders but the folders themselves."""
        for paths in (self.files, self.links, self.foreign):
            for path in paths:
                if path.startswith(f"{folder}/"):
                    yield path

    def is_behind_a_link(self, path: str) -> bool:
        """Say whether a path is a link, or lies in a folder that is one."""
        return path in self.links or any(above in self.links for above in folders_above(path))

    def holds(self, path: str, digest: str) -> bool:
        """Say whether a file has exactly the bytes of a digest."""
        return path in self.files and self.digests.of(path) == digest

    def is_same_file(self, path: str, other: str | None) -> bool:
        """Say whether a disk without regard to case takes two paths for one file."""
        return (
            other is not None
            and (self.root / other).exists()
            and (self.root / path).samefile(self.root / other)
        )


def scan_output(root: Path, earlier: Mapping[str, Fingerprint]) -> OutputSnapshot:
    """Look through an output directory; one that does not exist is empty. Raises OSError.

    ``earlier`` has the fingerprints that an earlier build kept of its files.
    """
    files: dict[str, FileStat] = {}
    folders: set[str] = set()
    links: set[str] = set()
    foreign: set[str] = set()

    def scan_folder(folder: Path | str, prefix: str) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = prefix + entry.name
                if path == PRIVATE:
                    continue
                result = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(result.st_mode):
                    files[path] = file_stat(result)
                elif stat.S_ISLNK(result.st_mode):
                    links.add(path)
                elif not stat.S_ISDIR(result.st_mode):
                    foreign.add(path)
                else:
                    try:
                        scan_folder(entry.path, f"{path}/")
                        folders.add(path)
                    except PermissionError:
                        foreign.add(path)

    if root.exists():
        scan_folder(root, "")
    return OutputSnapshot(
        root, files, Digests(root, files, earlier), frozenset(folders), frozenset(links), frozenset(foreign)
    )


def folders_above(path: str) -> list[str]:
    """Return the folders that a path lies in, from the outermost."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
