"""Long texts out of memory, in a file without a name that is gone with the process."""

import errno
import os
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any


class BlobFile:
    """Texts by name; ``otherwise`` gives those that were not put here.

    Processes that are forked later read what this one has put. The file is made with the first text, in a
    folder if that is there.
    """

    def __init__(self, folder: Path, otherwise: Callable[[str], bytes]) -> None:
        self._folder = folder
        self._otherwise = otherwise
        self._file: Any = None
        self._spans: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __contains__(self, name: str) -> bool:
        return name in self._spans

    def put(self, name: str, data: bytes) -> None:
        """Put a text away. Raises OSError if the disk refuses it."""
        if self._file is None:
            folder = self._folder if os.access(self._folder, os.W_OK) else None
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - as long as we live
            weakref.finalize(self, self._file.close)
        if self._file.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._spans[name] = self._end, len(data)
        self._end += len(data)

    def get(self, name: str) -> bytes:
        """Return a text."""
        if name not in self._spans:
            return self._otherwise(name)
        start, length = self._spans[name]
        if hasattr(os, "pread"):  # the place in the file is one for all processes: it is not moved
            return os.pread(self._file.fileno(), length, start)
        self._file.seek(start)
        data: bytes = self._file.read(length)
        self._file.seek(0, os.SEEK_END)
        return data
