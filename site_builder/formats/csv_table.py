"""A table -> CSV."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

#: A cell that begins so is a formula to a spreadsheet, which may send data away (OWASP, CSV injection).
_FORMULA = frozenset("=+-@\t\r＝＋－＠")


def csv_file(table: Mapping[str, Any]) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet.

    A byte order mark stands in front: without it, Excel takes the file for one of Windows-1252.
    """
    stream = io.StringIO(newline="")
    _write(table, stream)
    return stream.getvalue().encode("utf-8-sig")


def write_csv(table: Mapping[str, Any], file: Path) -> None:
    """Write a table in the same way, row by row."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        _write(table, stream)


def _write(table: Mapping[str, Any], stream: TextIO) -> None:
    writer = csv.writer(stream)
    writer.writerow(table["columns"])
    writer.writerows(
        [f"'{cell}" if cell.__class__ is str and cell[:1] in _FORMULA else cell for cell in row]
        for row in table["rows"]
    )
