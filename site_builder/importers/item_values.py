"""An item -> the keys of its file."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from site_builder.config import Config
from site_builder.ids import WriteupId
from site_builder.importers.dates import read_date
from site_builder.importers.items import Item, ItemKind, Note
from site_builder.importers.placement import address_path, kind_of, writeup_id
from site_builder.importers.web_addresses import split_address
from site_builder.kinds import Kind, writeup_address
from site_builder.schema.custom_values import typed
from site_builder.schema.shapes import MAX_TITLE

#: The order of the keys in a file.
_ORDER = (
    "title name date event speakers mentions topics authors author voices summary form language"
    " translation_of status embargo former_urls sources corrections ids positions other_names links"
).split()
_EVENT_ORDER = (
    "name date start end place venue room address attendance organisers sponsors series format url part_of"
    " recordings materials attribution"
).split()
_DATES = frozenset({"date", "start", "end", "embargo", "since", "until"})
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")
#: Under ``extra:`` of an imported file: what could not stand where it belongs.
IMPORT = "import"


def values_of(item: Item, path: str, day: str, config: Config) -> tuple[dict[str, Any], list[Note]]:
    """Return the keys of the file of an item, in order, and what a person has to look at."""
    notes: list[Note] = []
    values: dict[str, Any] = {
        key: value for key, value in item.fields.items() if value not in ("", [], {}, None)
    }
    extra: dict[str, Any] = dict(item.extra)
    whole = " ".join(item.title.split())
    if len(whole) > MAX_TITLE:
        extra = {**extra, IMPORT: {**extra.get(IMPORT, {}), "title": whole}}
    is_text = item.kind in {ItemKind.WRITEUP, ItemKind.PAGE}
    values["title" if is_text else "name"] = _title(item, notes)
    if item.kind is ItemKind.WRITEUP:
        _date(item, day, values, notes)
        if item.is_draft or not item.date:
            values["status"] = "draft"
    elif item.kind is ItemKind.PAGE:
        _as_page(item, values, extra)
    former = former_urls(item, path, day, config)
    if former:
        values["former_urls"] = former
    if "event" in values:
        values["event"] = _in_order(values["event"], _EVENT_ORDER)
    if extra:
        values["extra"] = _typed(extra)
    return cleaned(in_order(values)), notes


def _title(item: Item, notes: list[Note]) -> str:
    title = " ".join(item.title.split())
    if not title:
        words = (item.words or re.sub(r"[#*_>`\[\]]", "", item.body)).split()
        title = " ".join(words[:8]) + ("..." if len(words) > 8 else "") or f"Untitled {item.kind}"
        notes.append(Note("texts without a title", title, "these are its first words; write a title"))
    if len(title) > MAX_TITLE:
        notes.append(
            Note(
                "titles that are too long",
                title[:60] + "...",
                f"the whole is under extra: {IMPORT}:; write a shorter one",
            )
        )
        title = title[: MAX_TITLE - 3].rsplit(" ", 1)[0] + "..."
    return title


def _date(item: Item, day: str, values: dict[str, Any], notes: list[Note]) -> None:
    values["date"] = item.date or day
    if not item.date:
        hint = "it is a draft with the day of the import; write the date and delete `status: draft`"
        notes.append(Note("texts without a date", item.title or item.id, hint))


def _as_page(item: Item, values: dict[str, Any], extra: dict[str, Any]) -> None:
    """Keep what a page has no key for."""
    for key in list(values):
        if key not in {"title", "summary"}:
            extra.setdefault(IMPORT, {})[key] = values.pop(key)
    if item.date:
        extra.setdefault(IMPORT, {})["date"] = item.date


def former_urls(item: Item, path: str, day: str, config: Config) -> list[str]:
    """Return the old addresses of an item that shall lead to its page."""
    kind = kind_of(item.kind)
    if kind is Kind.WRITEUPS:
        date = datetime.date.fromisoformat(day)
        new = str(writeup_address(config.addresses.writeup, date, WriteupId(writeup_id(path))))
    else:
        new = str(kind.address(path.rpartition("/")[2].removesuffix(".md")))
    former = []
    for address in item.addresses:
        old = address_path(address)
        is_page = (
            old not in {"", "/", new}
            and old.rstrip("/") != new.rstrip("/")
            and not split_address(address).query
        )
        if is_page and old.startswith("/") and old not in former:
            former.append(old)
    return former


def in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return keys in the order in which people write them; ``extra`` is the last."""
    extra = {"extra": values["extra"]} if "extra" in values else {}
    return {**_in_order({key: values[key] for key in values if key != "extra"}, _ORDER), **extra}


def _in_order(values: Any, order: Sequence[str]) -> Any:
    if not isinstance(values, Mapping):
        return values
    ordered = {key: values[key] for key in order if key in values}
    return {**ordered, **{key: value for key, value in values.items() if key not in ordered}}


def _typed(value: Any) -> Any:
    """Return values of the source's own as the numbers and the truth values that they are."""
    if isinstance(value, Mapping):
        return {key: _typed(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_typed(inner) for inner in value]
    return typed(value) if isinstance(value, str) else value


def cleaned(value: Any, key: str = "") -> Any:
    """Return values without characters that no file may have; dates as YAML has them without quotes."""
    if isinstance(value, Mapping):
        return {
            clean_text(str(name)): cleaned(inner, str(name))
            for name, inner in value.items()
            if str(name).strip()
        }
    if isinstance(value, list | tuple):
        return [cleaned(inner) for inner in value]
    if isinstance(value, str):
        value = clean_text(value)
        return _as_date(value) if key in _DATES else value
    return value


def _as_date(text: str) -> Any:
    iso = read_date(text)
    if not iso:
        return text
    return datetime.date.fromisoformat(iso) if len(iso) == 10 else _moment(iso, text)


def _moment(iso: str, text: str) -> Any:
    moment = datetime.datetime.fromisoformat(iso)
    # Without an offset, YAML libraries take a time for UTC; as a text it stays the time of the site.
    return moment if moment.tzinfo is not None else text


def clean_text(text: str) -> str:
    """Return a text without control characters and what Unicode keeps for programs."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("\t\n", "\n")
