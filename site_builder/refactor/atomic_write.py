"""Files that are written whole or not at all, one or several at once."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from site_builder.errors import OutputFailed


def write_whole(file: Path, data: bytes) -> None:
    """Write a file, or leave what stands there as it is. Raises OSError."""
    fresh = _beside(file, data)
    try:
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def rewrite(root: Path, files: Mapping[str, str | None]) -> None:
    """Write new texts, and remove the files that have None.

    Raises :class:`OutputFailed` if the disk refuses anything; all files are as they were then.
    """
    fresh: dict[Path, Path] = {}
    undo: list[tuple[Path, Path | None]] = []
    with tempfile.TemporaryDirectory(prefix="site-builder-") as safe:
        try:
            for path, text in files.items():
                if text is not None:
                    (root / path).parent.mkdir(parents=True, exist_ok=True)
                    fresh[root / path] = _beside(root / path, text.encode())
            for number, path in enumerate(files):
                file = root / path
                kept = Path(safe, str(number)) if file.exists() else None
                if kept is not None:
                    kept.write_bytes(file.read_bytes())
                undo.append((file, kept))
                if file in fresh:
                    if file.exists():
                        fresh[file].chmod(file.stat().st_mode & 0o777)
                    fresh[file].replace(file)
                else:
                    file.unlink()
        except OSError as error:
            _restore(undo)
            message = f"{error.filename or root}: {error.strerror}; no file was changed"
            raise OutputFailed(message) from error
        finally:
            for file_beside in fresh.values():
                file_beside.unlink(missing_ok=True)


def place_files(root: Path, files: Mapping[str, Path]) -> None:
    """Put files that were made elsewhere on the same disk in their places, all or none.

    Raises :class:`OutputFailed` if the disk refuses anything; all files are as they were then.
    """
    undo: list[tuple[Path, Path | None]] = []
    with tempfile.TemporaryDirectory(prefix="site-builder-") as safe:
        try:
            for number, (path, made) in enumerate(files.items()):
                file = root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                kept = Path(safe, str(number)) if file.exists() else None
                if kept is not None:
                    kept.write_bytes(file.read_bytes())
                made.chmod(file.stat().st_mode & 0o777 if kept is not None else 0o644)
                undo.append((file, kept))
                made.replace(file)
        except OSError as error:
            _restore(undo)
            message = f"{error.filename or root}: {error.strerror}; no file was changed"
            raise OutputFailed(message) from error


def _restore(files: Iterable[tuple[Path, Path | None]]) -> None:
    """Bring files back from where they were kept; those without a copy were not there before."""
    for file, kept in files:
        if kept is None:
            file.unlink(missing_ok=True)
        elif not file.exists() or file.read_bytes() != kept.read_bytes():
            file.write_bytes(kept.read_bytes())


def _beside(file: Path, data: bytes) -> Path:
    """Write a new file into the folder where another one will be."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
