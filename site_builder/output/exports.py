"""Open data -> bytes: CSV, JSON, SQLite, iCalendar. The same tables give the same bytes on every machine."""

import csv
import datetime
import io
import json
import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from icalendar import Calendar, Event, vText, vUri

#: A cell that begins so is a formula to a spreadsheet, which may send data away (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Where SQLite notes which version of it has written a file last, and how often (file format, section 1.3).
_CHANGE_COUNTER, _VERSION = slice(24, 28), slice(92, 100)


def csv_file(table: Mapping[str, Any]) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(table["columns"])
    writer.writerows([_cell(value) for value in row] for row in table["rows"])
    return stream.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def json_file(document: Any) -> bytes:
    """Return a document as JSON, one record on a line, so that two versions can be compared."""
    parts = []
    for key, value in document.items():
        if isinstance(value, list):
            items = ",\n".join(_json(item) for item in value)
            parts.append(f"{_json(key)}: [\n{items}\n]" if items else f"{_json(key)}: []")
        else:
            parts.append(f"{_json(key)}: {_json(value)}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


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
    """Return events as a calendar (RFC 5545). Days are all-day events; times are given in UTC."""
    made = Calendar()
    made.add("prodid", "-//site-builder//events//EN")
    made.add("version", "2.0")
    made.add("name", calendar["name"])
    made.add("x-wr-calname", calendar["name"])
    for one in calendar["events"]:
        made.add_component(_event(one))
    return bytes(made.to_ical())


def _event(one: Mapping[str, Any]) -> Event:
    event = Event()
    event["uid"] = vText(one["uid"])
    event.add("dtstamp", datetime.datetime.combine(one["stamp"], datetime.time(), datetime.UTC))
    start, end = one["start"], one["end"]
    event.add("dtstart", start)
    if end is not None:
        # The end of an event of whole days is the day after the last (section 3.6.1).
        is_day = not isinstance(end, datetime.datetime)
        event.add("dtend", end + datetime.timedelta(days=1) if is_day else end)
    for key in ("summary", "location", "description"):
        if one[key]:
            event[key] = vText(one[key])
    if one["url"]:
        event["url"] = vUri(one["url"])
    return event


EXPORTS: Mapping[str, Callable[[Any], bytes]] = MappingProxyType(
    {"csv": csv_file, "json": json_file, "sqlite": sqlite_file, "calendar": calendar_file}
)
