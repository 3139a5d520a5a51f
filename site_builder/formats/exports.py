"""Open data -> bytes: CSV, JSON, SQLite, iCalendar. The same tables give the same bytes on every machine."""

import csv
import datetime
import io
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from icalendar import vDate, vDatetime, vText, vUri
from icalendar.parser import Contentline

from site_builder.formats.citations import bibtex, csl, ris
from site_builder.runtime.codec import encode

#: A cell that begins so is a formula to a spreadsheet, which may send data away (OWASP, CSV injection).
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
#: Where SQLite notes which version of it has written a file last, and how often (file format, section 1.3).
_CHANGE_COUNTER, _VERSION = slice(24, 28), slice(92, 100)


def csv_file(table: Mapping[str, Any]) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(table["columns"])
    writer.writerows(
        [f"'{cell}" if cell.__class__ is str and cell[:1] in _FORMULA else cell for cell in row]
        for row in table["rows"]
    )
    return stream.getvalue().encode()


def json_file(document: Any) -> bytes:
    """Return a document as JSON, one record on a line, so that two versions can be compared."""
    parts = []
    for key, value in document.items():
        if isinstance(value, list):
            items = b",\n".join(encode(item) for item in value)
            parts.append(encode(key) + (b": [\n" + items + b"\n]" if items else b": []"))
        else:
            parts.append(encode(key) + b": " + encode(value))
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def json_lines_file(document: Any) -> bytes:
    """Return the entries of a document as one JSON list, each on a line."""
    return b"[\n" + b",\n".join(encode(entry) for entry in document["entries"]) + b"\n]\n"


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


def calendar_file(calendar: Mapping[str, Any]) -> bytes:
    """Return events as a calendar (RFC 5545). Days are all-day events; times are given in UTC.

    The library writes values and folds lines; its components would take six times as long to do the same.
    """
    name = vText(calendar["name"])
    parts = [b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//site-builder//events//EN\r\n"]
    parts += [_line(b"NAME:", name), _line(b"X-WR-CALNAME:", name)]
    for one in calendar["events"]:
        parts.append(b"BEGIN:VEVENT\r\n")
        parts.extend(_event(one))
        parts.append(b"END:VEVENT\r\n")
    parts.append(b"END:VCALENDAR\r\n")
    return b"".join(parts)


def _event(one: Mapping[str, Any]) -> Iterator[bytes]:
    yield _line(b"UID:", vText(one["uid"]))
    yield _line(
        b"DTSTAMP:", vDatetime(datetime.datetime.combine(one["stamp"], datetime.time(), datetime.UTC))
    )
    yield _time(b"DTSTART", one["start"])
    end = one["end"]
    if end is not None:
        # The end of an event of whole days is the day after the last (section 3.6.1).
        is_day = not isinstance(end, datetime.datetime)
        yield _time(b"DTEND", end + datetime.timedelta(days=1) if is_day else end)
    yield _line(b"SUMMARY:", vText(one["summary"]))
    if one["location"]:
        yield _line(b"LOCATION:", vText(one["location"]))
    if one["url"]:
        yield _line(b"URL:", vUri(one["url"]))


def _time(name: bytes, when: datetime.date) -> bytes:
    if isinstance(when, datetime.datetime):
        return _line(name + b":", vDatetime(when))
    return _line(name + b";VALUE=DATE:", vDate(when))


def _line(name: bytes, value: Any) -> bytes:
    line: bytes = name + value.to_ical()
    if len(line) > _LONGEST_LINE:
        folded: Any = Contentline
        line = folded(line.decode()).to_ical()
    return line + b"\r\n"


#: Octets of a line that need not be folded (section 3.1).
_LONGEST_LINE = 74


EXPORTS: Mapping[str, Callable[[Any], bytes]] = MappingProxyType(
    {
        "csv": csv_file,
        "json": json_file,
        "lines": json_lines_file,
        "sqlite": sqlite_file,
        "calendar": calendar_file,
        "bibtex": lambda citations: bibtex(citations).encode(),
        "ris": lambda citations: ris(citations).encode(),
        "csl": lambda citations: csl(citations).encode(),
    }
)
