"""A table: one row for each appearance, as this program exports them, or one for each event."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.importers.dates import read_date
from site_builder.importers.formats import Format
from site_builder.importers.items import Item, LeftOut, Note, Source, Unreadable
from site_builder.importers.meanings import FieldsOf, key_word, meaning_of
from site_builder.importers.source_tree import SourceTree, matching

_ENDINGS = (".csv", ".tsv", ".xlsx")
#: Columns of this program's own appearances.csv.
_OWN = frozenset({"writeup_id", "person_id", "name", "organisations"})
_NEEDS_OPENPYXL = "to read .xlsx, install site-builder[spreadsheets]; or save the sheet as CSV"
_MEANINGS_OF_ROWS = frozenset({"title", "event_name", "speakers", "date", "start"})
_POSITIONS = frozenset({"position", "job_title", "role_title", "post", "speaker_position", "job"})
_ORGANISATIONS = frozenset(
    {"organisation", "organization", "affiliation", "company", "speaker_organisation", "speaker_organization"}
)
_SEVERAL = re.compile(r"\s*(?:;|\n|\s\|\s)\s*")


def _matches(tree: SourceTree) -> bool:
    return any(True for _ in matching(tree, *_ENDINGS))


def _open(tree: SourceTree) -> Source:
    names = list(matching(tree, *_ENDINGS)) or (list(tree.names) if tree.is_file else [])
    own = [name for name in names if name.rpartition("/")[2] == "appearances.csv"]
    about = [name for name in names if name.rpartition("/")[2] == "writeups.csv"] if own else []

    def items() -> Iterator[Item | LeftOut]:
        titles = {row.get("id", ""): row for name in about for _, row in _rows(tree, name)}
        for name in own or names:
            yield from _items_of(name, _rows(tree, name), titles)
        for name in names if own else ():
            if name not in own and name not in about:
                yield LeftOut(name, name, "a table that follows from the others")

    return Source(items)


def _rows(tree: SourceTree, name: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with their numbers, each by heading; raise :class:`Unreadable` for no table."""
    if name.lower().endswith(".xlsx"):
        table = _sheet(tree, name)
    else:
        text = tree.text(name)
        if text.startswith("sep="):
            text = text.partition("\n")[2]
        beginning = "\n".join(text.split("\n")[:10])
        delimiter = max(",;\t", key=beginning.count)
        try:
            table = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
        except csv.Error as error:
            raise Unreadable(f"{name} is no table that can be read: {error}") from error
    start = next(
        (number for number, row in enumerate(table) if sum(map(bool, map(str.strip, row))) > 1), None
    )
    if start is None:
        raise Unreadable(f"{name} has no heading")
    heading = [" ".join(cell.split()) for cell in table[start]]
    rows = []
    for number, row in enumerate(table[start + 1 :], start=start + 2):
        cells = _cells(heading, row)
        if cells:
            rows.append((number, cells))
    return rows


def _cells(heading: list[str], row: list[str]) -> dict[str, str]:
    """Return the cells of a row by heading; those of equal headings with semicolons, and no cell is lost."""
    cells: dict[str, str] = {}
    for number, written in enumerate(row, start=1):
        cell = _plain(written)
        if cell:
            key = (heading[number - 1] if number <= len(heading) else "") or f"column {number}"
            cells[key] = f"{cells[key]}; {cell}" if key in cells else cell
    return cells


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from running it."""
    cell = cell.strip()
    return cell[1:] if cell[:2] in {"'=", "'+", "'-", "'@"} else cell


def _sheet(tree: SourceTree, name: str) -> list[list[str]]:
    try:
        import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise Unreadable(f"{name}: {_NEEDS_OPENPYXL}") from error
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(tree.read(name, 100_000_000)), read_only=True, data_only=True
        )
        rows = book.worksheets[0].iter_rows(values_only=True)
        return [["" if cell is None else _cell(cell) for cell in row] for row in rows]
    except Unreadable:
        raise
    except Exception as error:  # the library lets errors of all kinds through
        raise Unreadable(f"{name} is no workbook that can be read: {error}") from error


def _cell(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return (
            str(value.isoformat(sep=" "))
            if hasattr(value, "hour") and (value.hour or value.minute)
            else str(value)[:10]
        )
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _items_of(
    name: str, rows: list[tuple[int, dict[str, str]]], titles: Mapping[str, dict[str, str]]
) -> Iterator[Item | LeftOut]:
    headings = {key_word(key) for _, row in rows for key in row}
    if headings >= _OWN:
        yield from _own_export(name, rows, titles)
        return
    if not {meaning_of(heading) for heading in headings} & _MEANINGS_OF_ROWS:
        raise Unreadable(f"{name}: no heading means a title, an event, a date or a speaker")
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number, row in rows:
        groups.setdefault(_event_key(row, number), []).append((number, row))
    for key, group in groups.items():
        yield _event(name, key, group)


def _event_key(row: Mapping[str, str], number: int) -> str:
    """Return what rows of one event have in common: its name and its day."""
    values = {meaning_of(key): value for key, value in row.items() if meaning_of(key)}
    title = values.get("title") or values.get("event_name")
    day = values.get("start") or values.get("date") or ""
    who = values.get("speakers") or next((row[key] for key in row if key_word(key) == "name"), "")
    return f"{title or who} {day}" if title or who else f"row {number}"


def _event(name: str, key: str, rows: list[tuple[int, dict[str, str]]]) -> Item | LeftOut:
    number, first = rows[0]
    speakers, rest = [], dict[str, str]()
    #: What rows of one event say differently.
    further: dict[str, list[str]] = {}
    for _, row in rows:
        speaker, others = _speaker_in(row)
        speakers += [one for one in speaker if one not in speakers]
        for heading, value in others.items():
            if rest.setdefault(heading, value) != value:
                further.setdefault(heading, [rest[heading]]).append(value)
    taken = FieldsOf(rest, lambda _kind, words: words)
    event = dict(taken.fields.get("event", {}))
    title = taken.title or str(event.get("name", ""))
    if not title and not speakers:
        return LeftOut(f"{name} {key}", f"{name}:{number}", "has neither a title nor a speaker")
    fields = {**taken.fields, "speakers": speakers}
    notes: tuple[Note, ...] = ()
    dates = [value for heading, value in first.items() if meaning_of(heading) in {"date", "start"}]
    if dates and not taken.date:
        hint = "write it as 2010-10-26, as day and month cannot be told apart"
        notes = (Note("dates that may be two days, or none", dates[0], hint),)
    return Item(
        id=f"{name} {key}",
        place=f"{name}:{number}",
        title=title or f"Event of {taken.date or 'an unknown day'}",
        date=taken.date,
        name=title,
        fields=fields,
        extra={
            **taken.extra,
            **{heading: list(dict.fromkeys(values)) for heading, values in further.items()},
        },
        addresses=tuple(filter(None, (taken.address, *taken.addresses))),
        is_draft=taken.is_draft,
        notes=notes,
    )


def _speaker_in(row: Mapping[str, str]) -> tuple[list[Any], dict[str, str]]:
    """Return the speakers that a row names, and its other cells."""
    name, position, organisation, others = "", "", "", {}
    for heading, value in row.items():
        word = key_word(heading)
        if meaning_of(heading) == "speakers" or (word in {"name", "full_name"} and not name):
            name = value
        elif word in _POSITIONS:
            position = value
        elif word in _ORGANISATIONS:
            organisation = value
        else:
            others[heading] = value
    if not name:
        if organisation:
            others["organisation"] = organisation
        if position:
            others["position"] = position
        return [], others
    several = _SEVERAL.split(name)
    if len(several) > 1 or not (position or organisation):
        left = {"organisation": organisation, "position": position}
        return [one for one in several if one], {
            **others,
            **{key: value for key, value in left.items() if value},
        }
    speaker = {"name": name, "position": position, "organisation": organisation}
    return [{key: value for key, value in speaker.items() if value}], others


def _own_export(
    name: str, rows: list[tuple[int, dict[str, str]]], titles: Mapping[str, dict[str, str]]
) -> Iterator[Item]:
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number, row in rows:
        groups.setdefault(row.get("writeup_id", ""), []).append((number, row))
    for writeup, group in groups.items():
        number, first = group[0]
        about = titles.get(writeup, {})
        people: dict[str, dict[str, str]] = {}
        for _, row in group:
            people.setdefault(row.get("person_id") or row.get("name", ""), row)
        id = writeup.rpartition("/")[2]
        event: dict[str, Any] = {
            "name": about.get("event_name", ""),
            "start": about.get("event_start", "") or first.get("date", ""),
            "end": about.get("event_end", ""),
            "place": about.get("place", ""),
            "venue": about.get("venue", ""),
            "organisers": _parted(about.get("organisers", "")),
            "series": about.get("series", ""),
            "format": about.get("format", ""),
            "url": about.get("event_url", ""),
            "attribution": about.get("attribution", ""),
        }
        words = id.replace("-", " ")
        yield Item(
            id=f"{name} {writeup}",
            place=f"{name}:{number}",
            title=about.get("title") or words[:1].upper() + words[1:],
            date=read_date(about.get("date", "") or first.get("date", "")),
            name=id,
            addresses=(first["address"],) if first.get("address") else (),
            fields={
                "event": {key: value for key, value in event.items() if value},
                "topics": _parted(about.get("topics", "")),
                "authors": _parted(about.get("authors", "")),
                "summary": about.get("summary", ""),
                "language": about.get("language", ""),
                "speakers": [speaker for row in people.values() if (speaker := _own_speaker(row))],
            },
        )


def _parted(cell: str) -> list[str]:
    """Return the values of a cell of several."""
    return [value.strip() for value in cell.split(";") if value.strip()]


def _own_speaker(row: Mapping[str, str]) -> dict[str, Any]:
    organisations = _parted(row.get("organisations", ""))
    speaker: dict[str, Any] = {
        "name": row.get("name", ""),
        "position": row.get("position", ""),
        "organisation": organisations[0] if len(organisations) == 1 else "",
        "organisations": organisations if len(organisations) > 1 else [],
        "role": row.get("role", ""),
        "capacity": row.get("capacity", ""),
    }
    return {key: value for key, value in speaker.items() if value}


FORMAT = Format("csv", "a table", _matches, _open)
