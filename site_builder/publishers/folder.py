"""A folder on this machine. What is there is compared by digest; a stat says when a file need not be read."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from site_builder.output.directory import READABLE_FILE, READABLE_FOLDER, source_at
from site_builder.publish_settings import FolderTarget
from site_builder.publishers.target import INCOMING, Found, TargetContext, TargetFailed
from site_builder.runtime.codec import Decoder, UnreadableRecord, encode
from site_builder.runtime.fingerprints import Digests, FileStat, Fingerprint, disk_time, fingerprint, scan

_FINGERPRINTS: Decoder[dict[str, Fingerprint]] = Decoder(dict[str, Fingerprint])
_COPIED = 1 << 20


def open_target(settings: FolderTarget, context: TargetContext) -> "Folder":
    """Open a folder, which is made if there is none."""
    root = context.root
    folder = (root / Path(settings.path).expanduser()).absolute()
    if folder.resolve() == Path(folder.anchor) or root.resolve().is_relative_to(folder.resolve()):
        raise TargetFailed(f"{folder} holds the site itself; publish into a folder of its own")
    source = source_at(folder, root)
    if source:
        raise TargetFailed(f"{folder} is or holds {source}/ of the site; publish into a folder of its own")
    return Folder(folder, context.work / "folder.json")


class Folder:
    """A folder that holds published files."""

    is_atomic = False
    takes_everything = False

    def __init__(self, folder: Path, known: Path) -> None:
        self._folder = folder
        #: What is known of the files since the last publication.
        self._known = known
        self._listed: _FolderFiles | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _failed(folder, error) from error

    def files(self) -> Mapping[str, Found]:
        """Return what is there; a file is read when it is asked for, as others may have many there."""
        try:
            moment = self._disk_time()
            names = sorted(entry.name for entry in os.scandir(self._folder))
            stats = scan(self._folder, names).files
        except OSError as error:
            raise _failed(self._folder, error) from error
        self._listed = _FolderFiles(self._folder, stats, self._earlier(), moment)
        return self._listed

    def _disk_time(self) -> int:
        descriptor, name = tempfile.mkstemp(prefix=".site-builder-", dir=self._folder)
        os.close(descriptor)
        try:
            return disk_time(Path(name))
        finally:
            Path(name).unlink()

    def _earlier(self) -> dict[str, Fingerprint]:
        try:
            return _FINGERPRINTS.decode(self._known.read_bytes())
        except (OSError, UnreadableRecord):
            return {}

    def exists(self, path: str) -> bool:
        return os.path.lexists(self._folder / path)

    def read(self, path: str) -> bytes | None:
        try:
            return (self._folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise _failed(self._folder / path, error) from error

    def claim(self, path: str, data: bytes) -> bool:
        file = self._folder / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as stream:
                stream.write(data)
        except FileExistsError:
            return False
        except OSError as error:
            raise _failed(file, error) from error
        return True

    def put(self, path: str, file: Path) -> None:
        place, temporary = self._folder / path, self._folder / INCOMING
        try:
            self._make_folders(temporary.parent)
            self._make_folders(place.parent)
            with file.open("rb") as source, temporary.open("wb") as copy:
                while data := source.read(_COPIED):
                    copy.write(data)
            temporary.chmod(READABLE_FILE)
            temporary.replace(place)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise _failed(place, error) from error

    def _make_folders(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make_folders(folder.parent)
            folder.mkdir(exist_ok=True)
            folder.chmod(READABLE_FOLDER)

    def remove(self, path: str) -> None:
        file = self._folder / path
        try:
            file.unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise _failed(file, error) from error
        with suppress(OSError):  # a folder that is not empty stays
            for parent in PurePosixPath(path).parents[:-1]:
                (self._folder / parent).rmdir()

    def flush(self) -> None:
        pass

    def close(self) -> None:
        if self._listed is not None and self._listed.digests.has_read:
            with suppress(OSError):  # the files are only read again
                self._known.write_bytes(encode(self._listed.fingerprints()))


class _FolderFiles(Mapping[str, Found]):
    """The files of a folder; the digest of each is computed when it is asked for."""

    def __init__(
        self, folder: Path, stats: Mapping[str, FileStat], earlier: Mapping[str, Fingerprint], moment: int
    ) -> None:
        self._folder = folder
        self._stats = stats
        self._moment = moment
        self._asked: dict[str, str] = {}
        self.digests = Digests(folder, stats, earlier)

    def __getitem__(self, path: str) -> Found:
        size = self._stats[path].size
        try:
            self._asked[path] = self.digests.of(path)
        except OSError as error:
            raise _failed(self._folder / path, error) from error
        return Found(size, self._asked[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._stats)

    def __len__(self) -> int:
        return len(self._stats)

    def fingerprints(self) -> dict[str, Fingerprint]:
        """Return what is known now of the files that were asked for."""
        return {
            path: fingerprint(digest, self._stats[path], self._moment) for path, digest in self._asked.items()
        }


def _failed(path: Path, error: OSError) -> TargetFailed:
    return TargetFailed(f"{path}: {error.strerror or error}")
