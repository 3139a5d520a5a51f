"""The shapes that a value can have, each read from a node with all its problems, and told as JSON Schema.

A shape never raises for what an author wrote: it adds a problem and returns None, and the record that asked
goes on with the field's default, so that one run finds every mistake of a file.
"""

import calendar
import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from site_builder.errors import Place, Problem, Rule
from site_builder.model import PartialDate, When
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Items, Keyed, Node, Scalar, describe

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
JsonSchema = dict[str, Any]

MAX_TITLE = 300
MAX_TEXT = 5_000
MAX_ITEMS = 200


class Shape(Protocol[T_co]):
    """What a value must look like."""

    def read(self, node: Node, problems: list[Problem]) -> T_co | None:
        """Return what the node says, or None after adding at least one problem."""
        ...

    def json_schema(self) -> JsonSchema:
        """Return the JSON Schema (draft 2020-12) that editors check with."""
        ...


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A value that is looked up later, with the place to name if that fails."""

    value: T
    place: Place


#: What no text may hold: control characters, and noncharacters (Unicode 23.7). Escapes can write them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)


def _scalar(node: Node, problems: list[Problem], wanted: str) -> Scalar | None:
    if not isinstance(node, Scalar):
        message = f"{wanted} should stand here, not {describe(node)}"
        hint = f"write {wanted} on the line of the key"
        if isinstance(node, Keyed):
            hint = "put the value in quotes if a colon belongs to it"
        problems.append(Problem(node.place, Rule.WRONG_TYPE, message, hint))
        return None
    bad = _CONTROL.search(node.text)
    if bad:
        message = f"the control character U+{ord(bad[0]):04X} stands in this value"
        problems.append(Problem(node.place, Rule.CONTROL_CHARACTER, message, "delete the character"))
        return None
    return node


@dataclass(frozen=True, slots=True)
class Text:
    """A line or a paragraph of text; white space is folded."""

    max_length: int = MAX_TEXT

    def read(self, node: Node, problems: list[Problem]) -> str | None:
        scalar = _scalar(node, problems, "text")
        if scalar is None:
            return None
        text = " ".join(unicodedata.normalize("NFC", scalar.text).split())
        if len(text) > self.max_length:
            message = f"{len(text):,} characters, where {self.max_length:,} are allowed"
            problems.append(Problem(node.place, Rule.TOO_LONG, message, "shorten it, or move it to the text"))
            return None
        return text

    def json_schema(self) -> JsonSchema:
        return {"type": ["string", "number", "boolean"], "maxLength": self.max_length}


@dataclass(frozen=True, slots=True)
class Name:
    """A name that is looked up, with its place; its apostrophes are made typographic."""

    def read(self, node: Node, problems: list[Problem]) -> Placed[str] | None:
        text = Text(MAX_TITLE).read(node, problems)
        return None if text is None else Placed(text.replace("'", "’"), node.place)

    def json_schema(self) -> JsonSchema:
        return Text(MAX_TITLE).json_schema()


@dataclass(frozen=True, slots=True)
class FileName:
    """The path of a file, seen from the folder of the one that names it; with its place."""

    def read(self, node: Node, problems: list[Problem]) -> Placed[str] | None:
        text = Text(MAX_TITLE).read(node, problems)
        return None if text is None else Placed(text, node.place)

    def json_schema(self) -> JsonSchema:
        return Text(MAX_TITLE).json_schema()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, in any case."""

    choices: tuple[str, ...]

    def read(self, node: Node, problems: list[Problem]) -> str | None:
        text = Text().read(node, problems)
        if text is None:
            return None
        for choice in self.choices:
            if choice.casefold() == text.casefold():
                return choice
        listed = ", ".join(self.choices)
        hint = did_you_mean(text, self.choices, "write one of these")
        problems.append(Problem(node.place, Rule.NOT_A_CHOICE, f'"{text}" is not one of: {listed}', hint))
        return None

    def json_schema(self) -> JsonSchema:
        return {"enum": list(self.choices)}


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def read(self, node: Node, problems: list[Problem]) -> bool | None:
        text = Text().read(node, problems)
        if text is None:
            return None
        if text.casefold() in {"true", "yes", "on"}:
            return True
        if text.casefold() in {"false", "no", "off"}:
            return False
        message = f'"{text}" is neither true nor false'
        problems.append(Problem(node.place, Rule.NOT_A_CHOICE, message, "write true or false"))
        return None

    def json_schema(self) -> JsonSchema:
        return {"type": "boolean"}


_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|UTC|[+-]\d{2}:?\d{2})?")
#: Between these, no change of zone or length of an embargo leaves the calendar.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000
_TIME_ONLY = re.compile(r"\d{1,2}[:.]\d{2}")
_LOOSE_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Date:
    """A day, or a day with a time, as ISO 8601 writes them: ``2010-10-26``, ``2010-10-26T09:30+01:00``.

    A time without an offset is local time in the zone of the site, never silently UTC.
    """

    zone: ZoneInfo

    def read(self, node: Node, problems: list[Problem]) -> When | None:
        scalar = _scalar(node, problems, "a date")
        if scalar is None:
            return None
        text = scalar.text.strip()
        found = _DATE.match(text)
        rest = text[10:].strip("Tt \t") if found else ""
        if not found or (rest and text[10] not in "Tt \t"):
            problems.append(_not_a_date(text, node.place))
            return None
        year, month, day = (int(part) for part in found.groups())
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            message = f"the year {year:04} is before any event, or after all of them"
            problems.append(Problem(node.place, Rule.NOT_A_DATE, message, "correct the year"))
            return None
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            problems.append(_impossible_date(text[:10], year, month, node.place))
            return None
        if not rest:
            return When(date)
        moment = self._moment(date, rest, node.place, problems)
        return None if moment is None else When(date, moment)

    def _moment(
        self, date: datetime.date, text: str, place: Place, problems: list[Problem]
    ) -> datetime.datetime | None:
        found = _TIME.fullmatch(text)
        hint = "write hours and minutes with two figures each, such as 2010-10-26T09:30"
        if not found:
            problems.append(Problem(place, Rule.NOT_A_TIME, f'"{text}" is not a time', hint))
            return None
        hours, minutes, seconds, offset = found.groups()
        try:
            time = datetime.time(int(hours), int(minutes), int(seconds or 0))
            zone = _offset(offset) if offset else self.zone
        except ValueError:
            problems.append(Problem(place, Rule.NOT_A_TIME, f'there is no time "{text}"', hint))
            return None
        moment = datetime.datetime.combine(date, time, zone)
        if not offset and moment.astimezone(datetime.UTC).astimezone(zone).time() != time:
            message = (
                f"{time:%H:%M} did not exist on {date} in {self.zone.key}, where the clocks went forward"
            )
            problems.append(Problem(place, Rule.NOT_A_TIME, message, "write the time that the clocks showed"))
            return None
        return moment

    def json_schema(self) -> JsonSchema:
        pattern = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?( ?(Z|[+-]\d{2}:?\d{2}))?)?$"
        return {"type": "string", "pattern": pattern}


_PART_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartDate:
    """A day, a month or a year, as far as it is known: ``2010-10-26``, ``2010-10``, ``2010``."""

    def read(self, node: Node, problems: list[Problem]) -> PartialDate | None:
        scalar = _scalar(node, problems, "a date")
        if scalar is None:
            return None
        text = scalar.text.strip()
        found = _PART_DATE.fullmatch(text)
        if not found:
            hint = "write the year, such as 2010, the month, such as 2010-10, or the day"
            problems.append(Problem(node.place, Rule.NOT_A_DATE, f'"{text}" is not a date', hint))
            return None
        year, month, day = (int(part or 0) for part in found.groups())
        try:
            if not _FIRST_YEAR <= year <= _LAST_YEAR or "00" in found.groups():
                raise ValueError(text)
            datetime.date(year, month or 1, day or 1)
        except ValueError:
            problems.append(_impossible_date(text, year, month, node.place))
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


def _not_a_date(text: str, place: Place) -> Problem:
    hint = "write year, month and day in figures, such as 2010-10-26"
    if _TIME_ONLY.fullmatch(text):
        hint = "write the day too, such as 2010-10-26T09:30"
    loose = _LOOSE_DATE.fullmatch(text)
    if loose:
        hint = f"write {int(loose[1]):04}-{int(loose[2]):02}-{int(loose[3]):02}"
    return Problem(place, Rule.NOT_A_DATE, f'"{text}" is not a date', hint)


def _impossible_date(text: str, year: int, month: int, place: Place) -> Problem:
    if year >= 1 and 1 <= month <= 12:
        days = calendar.monthrange(year, month)[1]
        hint = f"the month {year}-{month:02} has {days} days"
    else:
        hint = "months run from 01 to 12"
    return Problem(place, Rule.NOT_A_DATE, f"there is no day {text}", hint)


@dataclass(frozen=True, slots=True)
class Url:
    """A complete web or mail address; other schemes could run code in a reader's browser."""

    schemes: tuple[str, ...] = ("http", "https", "mailto")

    def read(self, node: Node, problems: list[Problem]) -> str | None:
        text = Text().read(node, problems)
        if text is None:
            return None
        try:
            parts = urlsplit(text)
            is_whole = parts.scheme == "mailto" or bool(parts.hostname)
        except ValueError:
            is_whole = False
        if not is_whole or parts.scheme not in self.schemes or " " in text:
            message = f'"{text}" is not a complete web address'
            hint = "write it with https:// in front, and %20 for a space"
            problems.append(Problem(node.place, Rule.NOT_AN_ADDRESS, message, hint))
            return None
        return text

    def json_schema(self) -> JsonSchema:
        return {"type": "string", "format": "uri", "pattern": f"^({'|'.join(self.schemes)}):"}


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The path of a page on this site, such as ``/2010/10/co-ops.html``; returned decoded."""

    def read(self, node: Node, problems: list[Problem]) -> Placed[str] | None:
        text = Text(1_000).read(node, problems)
        if text is None:
            return None
        hint = "write the part after the host name, such as /2010/10/co-ops.html"
        if "?" in text or "#" in text:
            hint = "a static host cannot tell addresses apart that differ only after ? or #; delete that part"
        path = unicodedata.normalize("NFC", unquote(text))
        segments = path.split("/")[1:]
        is_path = path.startswith("/") and not path.startswith("//") and len(path) > 1
        odd = any(segment in {".", ".."} or len(segment.encode()) > 200 for segment in segments)
        hidden = any(segment.startswith(".") and segment != ".well-known" for segment in segments)
        gap = any(not segment for segment in segments[:-1])
        characters = any(char in '\\?#:*"<>|' or not char.isprintable() for char in path)
        if not is_path or odd or hidden or gap or characters:
            message = f'"{text}" is not the path of a page'
            problems.append(Problem(node.place, Rule.NOT_AN_ADDRESS, message, hint))
            return None
        return Placed(path, node.place)

    def json_schema(self) -> JsonSchema:
        return {"type": "string", "pattern": "^/[^?#]+$"}


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Text that a function of the caller accepts: it returns the value or raises ValueError with a remedy."""

    accept: Callable[[str], T]
    wanted: str
    rule: Rule

    def read(self, node: Node, problems: list[Problem]) -> T | None:
        text = Text().read(node, problems)
        if text is None:
            return None
        try:
            return self.accept(text)
        except ValueError as error:
            message = f'"{text}" is not {self.wanted}'
            problems.append(Problem(node.place, self.rule, message, str(error)))
            return None

    def json_schema(self) -> JsonSchema:
        return {"type": "string"}


def language_tag(text: str) -> str:
    """Return a language tag (BCP 47) as it is; raise ValueError with a remedy if it is none."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise ValueError("write a language tag such as en, en-GB or pl")
    return text


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list; one value without the list's dashes is a list of one, nothing is an empty list."""

    shape: Shape[T]

    def read(self, node: Node, problems: list[Problem]) -> tuple[T, ...] | None:
        nodes = node.nodes if isinstance(node, Items) else (node,)
        if len(nodes) > MAX_ITEMS:
            message = f"{len(nodes)} items, where {MAX_ITEMS} are allowed"
            problems.append(Problem(node.place, Rule.TOO_LONG, message, "shorten the list"))
            return None
        values = []
        for item in nodes:
            if isinstance(item, Scalar) and item.is_empty:
                hint = "write the value, or delete the line"
                problems.append(Problem(item.place, Rule.EMPTY_VALUE, "this item is empty", hint))
                continue
            value = self.shape.read(item, problems)
            if value is not None:
                values.append(value)
        return tuple(values)

    def json_schema(self) -> JsonSchema:
        item = self.shape.json_schema()
        return {"anyOf": [item, {"type": "array", "items": item, "maxItems": MAX_ITEMS}, {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class Either(Generic[T]):
    """A shorthand in one line of text, or a record that says the same at length."""

    short: Shape[T]
    long: Shape[T]

    def read(self, node: Node, problems: list[Problem]) -> T | None:
        return self.short.read(node, problems) if isinstance(node, Scalar) else self.long.read(node, problems)

    def json_schema(self) -> JsonSchema:
        return {"anyOf": [self.short.json_schema(), self.long.json_schema()]}


@dataclass(frozen=True, slots=True)
class Converted(Generic[T]):
    """A shape whose value is turned into another one."""

    shape: Shape[Any]
    convert: Callable[[Any], T]

    def read(self, node: Node, problems: list[Problem]) -> T | None:
        value = self.shape.read(node, problems)
        return None if value is None else self.convert(value)

    def json_schema(self) -> JsonSchema:
        return self.shape.json_schema()


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: what it holds, what it is for, and what stands for it when it is not given."""

    key: str
    shape: Shape[Any]
    about: str
    default: Any = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """Keys and values that become one typed object.

    ``make`` takes a value for each key, and the place of the record if it ``has_place``. ``needs`` names keys
    of which at least one must be given.
    """

    make: Callable[..., T]
    fields: tuple[Field, ...]
    needs: tuple[str, ...] = ()
    has_place: bool = False
    _by_key: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {field.key: field for field in self.fields})

    def read(self, node: Node, problems: list[Problem]) -> T | None:
        if not isinstance(node, Keyed):
            message = f"keys and values should stand here, not {describe(node)}"
            hint = f"write `{self.fields[0].key}:` and the other keys on lines of their own, indented"
            problems.append(Problem(node.place, Rule.WRONG_TYPE, message, hint))
            return None
        values: dict[str, Any] = {}
        given: set[str] = set()
        for entry in node:
            known = self._by_key.get(entry.key)
            if known is None:
                problems.append(self._unknown(entry.key, entry.key_place))
                continue
            is_empty = isinstance(entry.value, Scalar) and entry.value.is_empty
            if known.is_required or not is_empty:
                given.add(known.key)
            if is_empty:
                if known.is_required:
                    hint = "write the value behind the colon"
                    problems.append(
                        Problem(entry.value.place, Rule.EMPTY_VALUE, f'"{known.key}" is empty', hint)
                    )
                continue
            value = known.shape.read(entry.value, problems)
            if value is not None:
                values[known.key] = value
        self._report_missing(node, given, problems)
        made = {known.key: values.get(known.key, known.default) for known in self.fields}
        return self.make(**made, **({"place": node.place} if self.has_place else {}))

    def _report_missing(self, node: Keyed, given: set[str], problems: list[Problem]) -> None:
        for known in self.fields:
            if known.is_required and known.key not in given:
                message = f'the key "{known.key}" is missing'
                hint = f"add it: {known.about.rstrip('.')}"
                problems.append(Problem(node.place, Rule.MISSING_KEY, message, hint))
        if self.needs and not given.intersection(self.needs):
            keys = " or ".join(f'"{key}"' for key in self.needs)
            message = f"neither key {keys} is given" if len(self.needs) > 1 else f"the key {keys} is missing"
            problems.append(Problem(node.place, Rule.MISSING_KEY, message, f"add {self.needs[0]}:"))

    def _unknown(self, key: str, place: Place) -> Problem:
        hint = did_you_mean(key, self._by_key, f"the keys are: {', '.join(self._by_key)}")
        for known in self.fields:
            below = _record_below(known.shape)
            if below is not None and key in below._by_key:
                hint = f'"{key}" belongs under {known.key}:, indented'
                break
        shown = key if len(key) <= 60 else key[:57] + "..."
        return Problem(place, Rule.UNKNOWN_KEY, f'"{shown}" is not a key', hint)

    def json_schema(self) -> JsonSchema:
        schema: JsonSchema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                known.key: {"description": known.about, **known.shape.json_schema()} for known in self.fields
            },
        }
        required = [known.key for known in self.fields if known.is_required]
        if required:
            schema["required"] = required
        if self.needs:
            schema["anyOf"] = [{"required": [key]} for key in self.needs]
        return schema


def _record_below(shape: Shape[Any]) -> Record[Any] | None:
    """Return the record that a shape is made of, however it is wrapped."""
    match shape:
        case Record():
            return shape
        case ListOf() | Converted():
            return _record_below(shape.shape)
        case Either():
            return _record_below(shape.long)
        case _:
            return None
