"""Dates and times as authors write them: complete, or only the year or the month."""

import calendar
import datetime
import re
from dataclasses import dataclass

from site_builder.errors import Place, Rule
from site_builder.schema.nodes import Node, Placed
from site_builder.schema.shapes import JsonSchema, ReadContext, scalar_of
from site_builder.values import PartialDate, When

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|UTC|[+-]\d{2}:?\d{2})?")
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIME_ONLY = re.compile(r"\d{1,2}[:.]\d{2}")
_LOOSE_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
#: Day, month and year in an order that differs between countries.
_FIGURES = re.compile(r"(\d{1,2})([-/.])[ ]?(\d{1,2})\2[ ]?(\d{4})")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"((?:{'|'.join(_MONTHS)})[a-z]*)\.?"
_WORDS = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th|\.)?[ ](?:of[ ])?{_MONTH}|{_MONTH}[ ](\d{{1,2}})(?:st|nd|rd|th)?)"
    r",?[ ](\d{4})",
    re.IGNORECASE,
)
#: Between these years, no change of zone and no length of an embargo leaves Python's calendar.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000


@dataclass(frozen=True, slots=True)
class Date:
    """A day, or a day with a time, as ISO 8601 writes them: ``2010-10-26``, ``2010-10-26T09:30+01:00``.

    A time without an offset is local time in the zone of the site, never silently UTC.
    """

    def read(self, node: Node, context: ReadContext) -> When | None:
        scalar = scalar_of(node, context, "a date")
        if scalar is None:
            return None
        text = scalar.text.strip()
        match = _DATE.match(text)
        time = text[10:].strip("Tt \t") if match else ""
        if not match or (time and text[10] not in "Tt \t"):
            _report_not_a_date(text, node.place, context)
            return None
        year, month, day = (int(part) for part in match.groups())
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            message = f"the year {year:04} is before any event, or after all of them"
            context.diagnostics.error(node.place, Rule.NOT_A_DATE, message, "correct the year")
            return None
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            _report_impossible_date(text[:10], year, month, node.place, context)
            return None
        if not time:
            return When(date)
        moment = self._moment(date, time, node.place, context)
        return None if moment is None else When(date, moment)

    def _moment(
        self, date: datetime.date, text: str, place: Place, context: ReadContext
    ) -> datetime.datetime | None:
        match = _TIME.fullmatch(text)
        hint = "write hours and minutes with two digits each, such as 2010-10-26T09:30"
        if not match:
            context.diagnostics.error(place, Rule.NOT_A_TIME, f'"{text}" is not a time', hint)
            return None
        hours, minutes, seconds, offset = match.groups()
        try:
            time = datetime.time(int(hours), int(minutes), int(seconds or 0))
            zone = _offset(offset) if offset else context.zone
        except ValueError:
            context.diagnostics.error(place, Rule.NOT_A_TIME, f'there is no time "{text}"', hint)
            return None
        moment = datetime.datetime.combine(date, time, zone)
        if not offset and moment.astimezone(datetime.UTC).astimezone(zone).time() != time:
            message = (
                f"{time:%H:%M} did not exist on {date} in {context.zone.key}, where the clocks went forward"
            )
            hint = "write the time that the clocks showed"
            context.diagnostics.error(place, Rule.NOT_A_TIME, message, hint)
            return None
        return moment

    def json_schema(self) -> JsonSchema:
        pattern = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?( ?(Z|[+-]\d{2}:?\d{2}))?)?$"
        return {"type": "string", "pattern": pattern}


@dataclass(frozen=True, slots=True)
class PlacedDate:
    """A date that keeps its place, to be compared with other dates later."""

    def read(self, node: Node, context: ReadContext) -> Placed[When] | None:
        when = Date().read(node, context)
        return None if when is None else Placed(when, node.place)

    def json_schema(self) -> JsonSchema:
        return Date().json_schema()


@dataclass(frozen=True, slots=True)
class IncompleteDate:
    """A day, a month or a year, as far as it is known: ``2010-10-26``, ``2010-10``, ``2010``."""

    def read(self, node: Node, context: ReadContext) -> PartialDate | None:
        scalar = scalar_of(node, context, "a date")
        if scalar is None:
            return None
        text = scalar.text.strip()
        match = _PARTIAL_DATE.fullmatch(text)
        if not match:
            hint = "write the year, such as 2010, the month, such as 2010-10, or the day"
            context.diagnostics.error(node.place, Rule.NOT_A_DATE, f'"{text}" is not a date', hint)
            return None
        year, month, day = (int(part or 0) for part in match.groups())
        try:
            if not _FIRST_YEAR <= year <= _LAST_YEAR or "00" in match.groups():
                raise ValueError(text)
            datetime.date(year, month or 1, day or 1)
        except ValueError:
            _report_impossible_date(text, year, month, node.place, context)
            return None
        return PartialDate(year, month, day)

    def json_schema(self) -> JsonSchema:
        return {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def _offset(text: str) -> datetime.tzinfo:
    if text in {"Z", "z", "UTC"}:
        return datetime.UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if int(text[-2:]) > 59 or minutes > 14 * 60:
        raise ValueError(text)
    return datetime.timezone(datetime.timedelta(minutes=minutes if text[0] == "+" else -minutes))


def days_meant_by(text: str) -> list[str]:
    """Return the days that may be meant by a date in another notation, as they are written here."""
    loose = _LOOSE_DATE.fullmatch(text)
    figures = _FIGURES.fullmatch(text)
    words = _WORDS.fullmatch(text)
    days: set[tuple[int, int, int]] = set()
    if loose:
        days.add((int(loose[1]), int(loose[2]), int(loose[3])))
    if figures:
        first, second, year = int(figures[1]), int(figures[3]), int(figures[4])
        days.add((year, second, first))  # with full stops, the day comes first
        if figures[2] != ".":
            days.add((year, first, second))
    if words:
        month = next(
            number for number, name in enumerate(_MONTHS) if (words[2] or words[3]).lower().startswith(name)
        )
        days.add((int(words[5]), month + 1, int(words[1] or words[4])))
    return [
        f"{year:04}-{month:02}-{day:02}" for year, month, day in sorted(days) if month <= 12 and day <= 31
    ]


def _report_not_a_date(text: str, place: Place, context: ReadContext) -> None:
    hint = "write year, month and day in digits, such as 2010-10-26"
    if _TIME_ONLY.fullmatch(text):
        hint = "write the day too, such as 2010-10-26T09:30"
    meant = " or ".join(days_meant_by(text.strip("“”„«»‘’")))
    if meant:
        hint = f"write {meant}"
    context.diagnostics.error(place, Rule.NOT_A_DATE, f'"{text}" is not a date', hint)


def _report_impossible_date(text: str, year: int, month: int, place: Place, context: ReadContext) -> None:
    if year >= 1 and 1 <= month <= 12:
        days = calendar.monthrange(year, month)[1]
        hint = f"the month {year}-{month:02} has {days} days"
    else:
        hint = "months run from 01 to 12"
    context.diagnostics.error(place, Rule.NOT_A_DATE, f"there is no day {text}", hint)
