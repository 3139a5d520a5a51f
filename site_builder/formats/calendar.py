"""Events -> iCalendar."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from icalendar import vDate, vDatetime, vText, vUri
from icalendar.parser import Contentline


def calendar_file(calendar: Mapping[str, Any]) -> bytes:
    """Return events as a calendar (RFC 5545). Days are all-day events; times are given in UTC.

    The library writes values and folds lines; its components would take six times as long to do the same.
    """
    name = vText(calendar["name"])
    parts = [b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//site-builder//events//EN\r\n"]
    parts += [_line(b"NAME:", name), _line(b"X-WR-CALNAME:", name)]
    for event in calendar["events"]:
        parts.append(b"BEGIN:VEVENT\r\n")
        parts.extend(_event(event))
        parts.append(b"END:VEVENT\r\n")
    parts.append(b"END:VCALENDAR\r\n")
    return b"".join(parts)


def _event(event: Mapping[str, Any]) -> Iterator[bytes]:
    yield _line(b"UID:", vText(event["uid"]))
    yield _line(
        b"DTSTAMP:", vDatetime(datetime.datetime.combine(event["stamp"], datetime.time(), datetime.UTC))
    )
    yield _time(b"DTSTART", event["start"])
    end = event["end"]
    if end is not None:
        # The end of an event of whole days is the day after the last (section 3.6.1).
        is_day = not isinstance(end, datetime.datetime)
        yield _time(b"DTEND", end + datetime.timedelta(days=1) if is_day else end)
    yield _line(b"SUMMARY:", vText(event["summary"]))
    if event["location"]:
        yield _line(b"LOCATION:", vText(event["location"]))
    if event["description"]:
        yield _line(b"DESCRIPTION:", vText(event["description"]))
    if event["url"]:
        yield _line(b"URL:", vUri(event["url"]))


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
