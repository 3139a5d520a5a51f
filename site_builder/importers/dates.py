"""Dates as other programs and people write them -> ISO 8601, with the offset where there is one."""

import datetime
import re
from email.utils import parsedate_to_datetime

from site_builder.schema.dates import days_meant_by

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(Z|z|UTC|[+-]\d{2}:?\d{2})?)?(?:\[[\w/]+\])?"
)
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE
)
_TIME_BEHIND = re.compile(
    r"[,\s]+(?:at\s+|um\s+)?(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?\s*([+-]\d{2}:?\d{2}|Z|UTC|GMT)?$",
    re.IGNORECASE,
)
_IN_PATH = re.compile(r"(?:^|[/_-])(\d{4})[-/](\d{2})[-/](\d{2})(?=[-_/ .]|$)")


def read_date(text: str) -> str:
    """Return a date, or a date with a time, as ISO 8601 writes it; empty if it is none, or may be two.

    >>> read_date("Wednesday, October 27, 2010"), read_date("3/4/2010")
    ('2010-10-27', '')
    >>> read_date("2019-03-13 15:00:00 -0500")
    '2019-03-13T15:00:00-05:00'
    """
    text = " ".join(text.split())
    iso = _ISO.fullmatch(text)
    if iso:
        return _checked(iso[1], iso[2] or "", iso[3] or "")
    if re.match(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d", text):
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError):
            return ""
        # "-0000" says that the zone is not known (RFC 5322, 3.3).
        return moment.isoformat(timespec="seconds")
    text = _WEEKDAY.sub("", text)
    time, offset = "", ""
    behind = _TIME_BEHIND.search(text)
    if behind:
        hour = int(behind[1])
        if behind[3]:
            hour = hour % 12 + (12 if behind[3].lower().startswith("p") else 0)
        time = f"{hour:02}:{behind[2]}"
        offset = behind[4] or ""
        text = text[: behind.start()]
    days = days_meant_by(text.strip(" ,"))
    return _checked(days[0], time, offset) if len(days) == 1 else ""


def _checked(day: str, time: str, offset: str) -> str:
    """Return a date as ISO writes it; empty if there is no such day or time."""
    if time and len(time.partition(":")[0]) == 1:
        time = f"0{time}"
    if offset in {"Z", "z", "UTC", "GMT"}:
        offset = "+00:00"
    elif offset and ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    text = f"{day}T{time}{offset}" if time else day
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text if 1000 <= moment.year <= 9000 else ""


def date_in_path(path: str) -> str:
    """Return the day that stands in a path or an address: ``2010/10/27/x`` or ``_posts/2010-10-27-x.md``."""
    match = _IN_PATH.search(path)
    return _checked("-".join(match.groups()), "", "") if match else ""


def with_offset(local: str, utc: str) -> str:
    """Return a local time with its offset, which its time in UTC tells.

    >>> with_offset("2010-10-27 10:00:00", "2010-10-27 09:00:00")
    '2010-10-27T10:00:00+01:00'
    """
    try:
        here = datetime.datetime.fromisoformat(local)
        there = datetime.datetime.fromisoformat(utc)
    except ValueError:
        return read_date(local)
    offset = here - there
    minutes = round(offset.total_seconds() / 60)
    if abs(minutes) > 14 * 60 or minutes % 15:
        return read_date(local)
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    return here.replace(tzinfo=zone).isoformat(timespec="seconds") if here.year >= 1000 else ""
