"""What stands in an output directory before a build changes anything there, seen without following a link."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.model import Page
from site_builder.output.manifest import PRIVATE
from site_builder.runtime.fingerprints import Digests, Seen, Stamp, stamp_of

#: The digest of what an earlier build made for a page of this key, if it still stands at its path.
Unchanged = Callable[[Page, str, bytes], str | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """Files, folders and links of a directory, by their paths from its root."""

    root: Path
    #: Regular files.
    files: Mapping[str, Stamp]
    digests: Digests
    folders: frozenset[str]
    #: Symbolic links, whatever they lead to.
    links: frozenset[str]
    #: Pipes, sockets, devices, and folders that cannot be looked into.
    strangers: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands there at all."""
        return not (self.files or self.folders or self.links or self.strangers)

    def has(self, path: str) -> bool:
        """Say whether anything stands at a path."""
        return path in self.files or path in self.folders or path in self.links or path in self.strangers

    def below(self, folder: str) -> Iterator[str]:
        """Yield everything in a folder and its folders but the folders themselves."""
        for paths in (self.files, self.links, self.strangers):
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


def stand_in(root: Path, known: Mapping[str, Seen]) -> Standing:
    """Look through an output directory; one that does not exist is empty. Raises OSError.

    ``known`` is what an earlier build remembers of its files.
    """
    files: dict[str, Stamp] = {}
    folders: set[str] = set()
    links: set[str] = set()
    strangers: set[str] = set()

    def look_into(folder: Path | str, prefix: str) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = prefix + entry.name
                if path == PRIVATE:
                    continue
                found = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(found.st_mode):
                    files[path] = stamp_of(found)
                elif stat.S_ISLNK(found.st_mode):
                    links.add(path)
                elif not stat.S_ISDIR(found.st_mode):
                    strangers.add(path)
                else:
                    try:
                        look_into(entry.path, f"{path}/")
                        folders.add(path)
                    except PermissionError:
                        strangers.add(path)

    if root.exists():
        look_into(root, "")
    return Standing(
        root, files, Digests(root, files, known), frozenset(folders), frozenset(links), frozenset(strangers)
    )


def folders_above(path: str) -> list[str]:
    """Return the folders that a path lies in, from the outermost."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
