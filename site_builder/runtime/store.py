"""Records of earlier builds in one SQLite file below ``.site-builder/``, which can be deleted at any time."""

import hashlib
import os
import sqlite3
import weakref
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.errors import OutputFailed
from site_builder.paths import STATE_FOLDER


def state_folder(root: Path) -> Path:
    """Return ``.site-builder/`` of a site, made if need be, and record out of version control.

    Raises :class:`OutputFailed` where the disk does not allow it.
    """
    folder = root / STATE_FOLDER
    ignore = folder / ".gitignore"
    try:
        folder.mkdir(exist_ok=True)
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise OutputFailed(f"{folder} cannot be made: {error.strerror}") from error
    return folder


class CacheRecord(NamedTuple):
    """A result as bytes, and the key of all that it was made from."""

    key: str
    data: bytes


class RecordChange(NamedTuple):
    """New records of a group by their names, and names of records that go; None for all but the new ones."""

    group: str
    records: Mapping[str, CacheRecord]
    deleted: Iterable[str] | None = ()


class Store:
    """Records of earlier builds in one SQLite file. What is damaged, or from another program, is not there.

    ``schema_version`` stands for all that gives the records their meaning, such as the code that wrote them.
    Every record carries a checksum: a disk that lost power must not make a page wrong.
    """

    def __init__(self, file: Path, schema_version: str) -> None:
        self._file = file
        self._schema_version = f"{_FORMAT}:{schema_version}"
        self._readers: dict[int, sqlite3.Connection] = {}
        self._is_sound = file.is_file() and self._read(_SCHEMA_VERSION) == {
            "": CacheRecord(self._schema_version, b"")
        }

    def records(self, group: str, names: Iterable[str] | None = None) -> dict[str, CacheRecord]:
        """Return the records of a group by their names, or only some; the damaged ones are missing."""
        return self._read(group, names) if self._is_sound else {}

    def record(self, group: str, name: str) -> CacheRecord | None:
        """Return one record; many are asked for one after another, so the file stays open."""
        if not self._is_sound:
            return None
        try:
            reader = self._readers.get(os.getpid())  # SQLite must not be used on, nor closed, behind a fork
            if reader is None:
                # Whichever thread collects the garbage closes it: in `serve`, often not the one that builds.
                reader = sqlite3.connect(self._file, timeout=_PATIENCE, check_same_thread=False)
                self._readers[os.getpid()] = reader
                weakref.finalize(self, reader.close)
            rows = reader.execute(_SELECT_ONE, (group, name)).fetchall()
        except sqlite3.Error:
            return None
        return _with_valid_checksum(group, rows).get(name)

    def commit(self, *changes: RecordChange) -> bool:
        """Make all changes or none, and say which.

        A disk that refuses is no reason to fail: the next build knows less.
        """
        try:
            try:
                self._write(changes)
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF not in _DAMAGE:
                    raise
                self._is_sound = False
                self._write(changes)
        except (sqlite3.Error, OSError):
            return False
        return True

    def _write(self, changes: Iterable[RecordChange]) -> None:
        if not self._is_sound:
            self._file.unlink(missing_ok=True)
        schema_version = RecordChange(_SCHEMA_VERSION, {"": CacheRecord(self._schema_version, b"")})
        with closing(sqlite3.connect(self._file, timeout=_PATIENCE)) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            for group, records, deleted in (schema_version, *changes):
                if deleted is None:
                    connection.execute(_DELETE_ALL, (group,))
                else:
                    connection.executemany(_DELETE, ((group, name) for name in deleted))
                connection.executemany(
                    _INSERT,
                    (
                        (group, name, record.key, _checksum(group, name, record), record.data)
                        for name, record in records.items()
                    ),
                )
        self._is_sound = True

    def _read(self, group: str, names: Iterable[str] | None = None) -> dict[str, CacheRecord]:
        try:
            with closing(sqlite3.connect(self._file, timeout=_PATIENCE)) as connection:
                if names is None:
                    rows = connection.execute(_SELECT, (group,)).fetchall()
                else:
                    each = (connection.execute(_SELECT_ONE, (group, name)).fetchall() for name in names)
                    rows = [row for found_rows in each for row in found_rows]
        except sqlite3.Error:
            return {}
        return _with_valid_checksum(group, rows)


def _with_valid_checksum(group: str, rows: Iterable[tuple[Any, ...]]) -> dict[str, CacheRecord]:
    """Return the records that fit their checksums."""
    records = {}
    for name, key, checksum, data in rows:
        try:
            record = CacheRecord(key, data)
            if checksum == _checksum(group, name, record):
                records[name] = record
        except (TypeError, ValueError, AttributeError):
            continue
    return records


_FORMAT = 3
_SCHEMA_VERSION = "meaning"
#: Seconds to wait for another command that reads or writes the same records.
_PATIENCE = 5.0
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_TABLE = (
    "CREATE TABLE IF NOT EXISTS record (grouped TEXT, name TEXT, key TEXT, checksum BLOB, data BLOB, "
    "PRIMARY KEY (grouped, name)) WITHOUT ROWID"
)
_SELECT = "SELECT name, key, checksum, data FROM record WHERE grouped = ?"
_SELECT_ONE = f"{_SELECT} AND name = ?"
_INSERT = "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)"
_DELETE_ALL = "DELETE FROM record WHERE grouped = ?"
_DELETE = f"{_DELETE_ALL} AND name = ?"


def _checksum(group: str, name: str, record: CacheRecord) -> bytes:
    lengths = f"{len(group)} {len(name)} {len(record.key)} "
    return hashlib.sha256(f"{lengths}{group}{name}{record.key}".encode() + record.data).digest()[:12]
