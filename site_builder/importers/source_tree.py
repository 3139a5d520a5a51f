"""The files of a source: a folder, an archive (.zip), or one file; nothing is followed out of it."""

import codecs
import io
import os
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from site_builder.importers.items import Unreadable

#: The most that one file of a source may have, in bytes: an export of 100 MB needs 400 MB of memory. Larger
#: ones are refused before anything is written.
MAX_BYTES = 100_000_000
#: The most that a text of a folder or an archive may have.
MAX_TEXT_BYTES = 20_000_000
_MAX_FILES = 500_000
#: Between the name of a file and that of a part inside it, such as a picture of a Word file.
INSIDE = "!/"
#: An archive that grows more than this when it is unpacked was made to fill a disk.
_MAX_RATIO = 200
_IGNORED_FOLDERS = frozenset({"node_modules", "__MACOSX", "_site", "vendor"})


@dataclass(frozen=True, slots=True)
class SourceTree:
    """Files by name, with ``/`` between folders; a single file is known by its name alone."""

    path: Path
    names: tuple[str, ...]
    #: Files that were not listed, with the reason.
    refused: tuple[tuple[str, str], ...] = ()
    _archive: zipfile.ZipFile | None = field(default=None, repr=False)

    @property
    def is_file(self) -> bool:
        """Say whether the source is one file that is no archive."""
        return self._archive is None and self.path.is_file()

    def open(self, name: str) -> BinaryIO:
        """Open a file; raise :class:`Unreadable` for one that cannot be read, or is too large."""
        outer, mark, inner = name.partition(INSIDE)
        try:
            if mark and outer in self.names:
                return _opened_inside(self.read(outer, MAX_BYTES), inner)
            if self._archive is not None:
                info = self._archive.getinfo(name)
                _refuse_large(name, info.file_size)
                return cast("BinaryIO", self._archive.open(info))
            file = self.path if self.is_file else self.path / name
            _refuse_large(name, file.stat().st_size)
            return file.open("rb")
        except (OSError, RuntimeError, KeyError, zipfile.BadZipFile, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Unreadable(f"{name}: {reason}") from error

    def read(self, name: str, most: int = MAX_TEXT_BYTES) -> bytes:
        """Return a file as a whole; raise :class:`Unreadable` for one that is larger than ``most``."""
        with self.open(name) as stream:
            try:
                data = stream.read(most + 1)
            except (OSError, zipfile.BadZipFile, EOFError, zlib.error) as error:
                raise Unreadable(f"{name}: {error}") from error
        if len(data) > most:
            raise Unreadable(f"{name} has more than {most // 1_000_000} MB, and cannot be imported")
        return data

    def text(self, name: str) -> str:
        """Return a text file, in the encoding that it says or seems to have."""
        return decoded(self.read(name), name)

    def beginning(self, name: str, size: int = 4096) -> bytes:
        """Return the first bytes of a file."""
        with self.open(name) as stream:
            try:
                return stream.read(size)
            except (OSError, zipfile.BadZipFile, EOFError, zlib.error) as error:
                raise Unreadable(f"{name}: {error}") from error


def _opened_inside(data: bytes, inner: str) -> BinaryIO:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _refuse_large(inner, archive.getinfo(inner).file_size)
        return io.BytesIO(archive.read(inner))


def _refuse_large(name: str, size: int) -> None:
    if size > MAX_BYTES:
        raise Unreadable(
            f"{name} has {size // 1_000_000:,} MB, and more than {MAX_BYTES // 1_000_000} MB are not imported"
            " at once; export it in parts, by year or by section"
        )


def decoded(data: bytes, name: str) -> str:
    """Return bytes as text: UTF-8 or UTF-16 with a byte order mark, UTF-8, or else Windows-1252.

    Raises :class:`Unreadable` for what is no text.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Unreadable(f"{name} is no text that can be read") from error
    if b"\0" in data[:4096]:
        raise Unreadable(f"{name} is no text")
    text = data.decode("utf-8-sig", "replace")
    wrong = text.count("\ufffd")
    if wrong:
        # A few bytes that are wrong in UTF-8 were pasted from Windows; many are a file of Windows.
        is_utf8 = wrong < sum(char > "\x7f" for char in text) - wrong
        text = data.decode("utf-8-sig" if is_utf8 else "cp1252", AS_WINDOWS)
    return text.replace("\r\n", "\n").replace("\r", "\n")


#: Name of how bytes are read that are wrong in their encoding: as Windows-1252 has them.
AS_WINDOWS = "site-builder-as-windows"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(AS_WINDOWS, _as_windows)


def open_tree(path: Path) -> SourceTree:
    """List the files of a source; raise :class:`Unreadable` if there is none."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or 'cannot be read'}") from error
    if stat.S_ISDIR(mode):
        names, refused = _listed(path)
        if not names:
            raise Unreadable(f"there is no file in {path}")
        return SourceTree(path, names, refused)
    if not stat.S_ISREG(mode):
        raise Unreadable(f"{path} is neither a file nor a folder")
    if path.suffix.lower() == ".zip":
        return _opened_archive(path)
    return SourceTree(path, (path.name,))


def _listed(path: Path) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    names: list[str] = []
    refused: list[tuple[str, str]] = []
    top = os.path.realpath(path)
    for folder, folders, files in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in _IGNORED_FOLDERS)
        inside = posixpath.normpath(Path(folder).relative_to(path).as_posix())
        for name in sorted(files):
            if name.startswith("."):
                continue
            file = Path(folder, name)
            listed = posixpath.normpath(posixpath.join(inside, name))
            if any("\udc80" <= char <= "\udcff" for char in listed):
                shown = listed.encode("utf-8", "backslashreplace").decode()
                refused.append((shown, "has a name that is not UTF-8; rename it"))
            elif file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(top):
                refused.append((listed, "is a link that leads out of the folder"))
            elif file.is_file():
                names.append(listed)
            if len(names) > _MAX_FILES:
                raise Unreadable(
                    f"{path} has more than {_MAX_FILES:,} files; import a folder of it at a time"
                )
    return tuple(sorted(names)), tuple(refused)


def _opened_archive(path: Path) -> SourceTree:
    try:
        archive = zipfile.ZipFile(path)
        infos = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable(f"{path.name} is no archive that can be read: {error}") from error
    names: list[str] = []
    refused: list[tuple[str, str]] = []
    if sum(info.file_size for info in infos) > max(MAX_BYTES, _MAX_RATIO * path.stat().st_size):
        raise Unreadable(f"{path.name} would be more than {_MAX_RATIO} times as large when it is unpacked")
    for info in infos:
        name = info.filename
        if info.is_dir() or name.startswith("__MACOSX/") or posixpath.basename(name).startswith("."):
            continue
        if _climbs_out(name):
            refused.append((name, "has a path that leads out of the archive"))
        elif stat.S_ISLNK(info.external_attr >> 16):
            refused.append((name, "is a link"))
        else:
            names.append(name)
    if not names:
        raise Unreadable(f"there is no file in {path.name}")
    return SourceTree(path, tuple(sorted(names)), tuple(refused), archive)


def _climbs_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def matching(tree: SourceTree, *endings: str) -> Iterator[str]:
    """Yield the files with one of some endings, whatever the case."""
    for name in tree.names:
        if name.lower().endswith(endings):
            yield name
