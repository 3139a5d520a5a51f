"""A ZIP file; the same site makes the same bytes."""

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from site_builder.publish_settings import ZipTarget
from site_builder.publishers.target import Found, TargetContext, TargetFailed
from site_builder.runtime.fingerprints import digest

#: The first moment that the format can say (APPNOTE 4.4.6): times would make other bytes each time.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


def open_target(settings: ZipTarget, context: TargetContext) -> "ZipFile":
    """Open a ZIP file, which may not be there yet."""
    file = (context.root / Path(settings.path).expanduser()).absolute()
    if file.suffix.lower() != ".zip":
        raise TargetFailed(f"{file} is not called .zip; give the file a name that ends so")
    return ZipFile(file)


class ZipFile:
    """A ZIP file that holds published files: a new one takes its place when everything is in it."""

    is_atomic = True
    takes_everything = False

    def __init__(self, file: Path) -> None:
        self._file = file
        self._put: dict[str, Path] = {}
        self._removed: set[str] = set()

    def files(self) -> Mapping[str, Found]:
        if not self._file.exists():
            return {}
        with self._opened() as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            return {info.filename: Found(info.file_size, digest(archive.read(info))) for info in infos}

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._file)
        except (OSError, zipfile.BadZipFile) as error:
            raise TargetFailed(f"{self._file} cannot be read as a ZIP file: {error}") from error

    def exists(self, path: str) -> bool:
        return path in self.files()

    def read(self, path: str) -> bytes | None:
        if not self._file.exists():
            return None
        with self._opened() as archive, suppress(KeyError):
            return archive.read(path)
        return None

    def claim(self, _path: str, _data: bytes) -> bool:
        return True

    def put(self, path: str, file: Path) -> None:
        self._put[path] = file
        self._removed.discard(path)

    def remove(self, path: str) -> None:
        self._removed.add(path)
        self._put.pop(path, None)

    def flush(self) -> None:
        """Write a new file with everything that is to be there, and put it in the place of the old one."""
        if not self._put and not self._removed:
            return
        kept = sorted(self.files().keys() - self._put.keys() - self._removed)
        temporary = self._file.with_name(f".{self._file.name}.new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as new:
                if kept:
                    with self._opened() as old:
                        for path in kept:
                            new.writestr(_entry(path), old.read(path))
                for path, file in sorted(self._put.items()):
                    new.writestr(_entry(path), file.read_bytes())
            temporary.replace(self._file)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise TargetFailed(f"{self._file}: {error.strerror or error}") from error
        self._put.clear()
        self._removed.clear()

    def close(self) -> None:
        pass


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = _READABLE
    return entry
