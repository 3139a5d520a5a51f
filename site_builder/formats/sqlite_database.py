"""Tables -> a SQLite database, the same bytes on every machine."""

import sqlite3
from collections.abc import Mapping
from typing import Any

#: Where SQLite notes which version of it has written a file last, and how often (file format, section 1.3).
_CHANGE_COUNTER, _VERSION = slice(24, 28), slice(92, 100)


def sqlite_file(database: Mapping[str, Any]) -> bytes:
    """Return tables as a SQLite database. ``tables`` has for each the SQL that makes it, and its rows."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("BEGIN")
        for table in database["tables"]:
            connection.execute(table["sql"])
        for table in database["tables"]:
            if table["rows"]:
                marks = ", ".join("?" for _ in table["rows"][0])
                connection.executemany(f"INSERT INTO {table['name']} VALUES ({marks})", table["rows"])  # noqa: S608
        for index in database["indexes"]:
            connection.execute(index)
        connection.execute("COMMIT")
        data = bytearray(connection.serialize())
    finally:
        connection.close()
    data[_CHANGE_COUNTER] = (1).to_bytes(4, "big")
    data[_VERSION] = (1).to_bytes(4, "big") + (3_040_000).to_bytes(4, "big")
    return bytes(data)
