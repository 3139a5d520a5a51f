"""Tables -> a SQLite database, the same bytes on every machine."""

import errno
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

#: Where SQLite notes which version of it has written a file last, and how often (file format, section 1.3).
_CHANGE_COUNTER, _VERSION = 24, 92


def write_sqlite(database: Mapping[str, Any], file: Path) -> None:
    """Write tables as a SQLite database, row by row.

    ``tables`` has for each the SQL that makes it, and an iterable of its rows. Raises OSError where the disk
    refuses it.
    """
    try:
        _fill(database, file)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(file)) from error
    with file.open("r+b") as stream:
        stream.seek(_CHANGE_COUNTER)
        stream.write((1).to_bytes(4, "big"))
        stream.seek(_VERSION)
        stream.write((1).to_bytes(4, "big") + (3_040_000).to_bytes(4, "big"))


def _fill(database: Mapping[str, Any], file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "cache_size = -4000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for table in database["tables"]:
            connection.execute(table["sql"])
        for table in database["tables"]:
            rows = iter(table["rows"])
            first = next(rows, None)
            if first is not None:
                marks = ", ".join("?" for _ in first)
                connection.executemany(f"INSERT INTO {table['name']} VALUES ({marks})", chain([first], rows))  # noqa: S608
        for index in database["indexes"]:
            connection.execute(index)
        connection.execute("COMMIT")
