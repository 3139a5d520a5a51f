"""What stands in ``/data/archive.json``, as JSON Schema (draft 2020-12)."""

from collections.abc import Mapping
from typing import Any


def _record(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [shape, {"type": "null"}]}


_TEXT = {"type": "string"}
_ID = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "pattern": "^(https?://|/)"}
_DAY = {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}
_PART = {"type": "string", "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$"}
_WHEN = {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}.*)?$"}
_COUNT = {"type": "integer", "minimum": 0}
_LINK = _record(title=_TEXT, url=_TEXT)

_EVENT = _record(
    name=_TEXT,
    start=_WHEN,
    end=_or_null(_WHEN),
    place=_TEXT,
    venue=_TEXT,
    format=_TEXT,
    url=_TEXT,
    attribution=_TEXT,
    organisers=_list(_ID),
    series=_or_null(_ID),
)
_APPEARANCE = _record(
    person=_or_null(_ID), name=_TEXT, position=_TEXT, organisations=_list(_ID), role=_TEXT, capacity=_TEXT
)
_MENTION = _record(
    person=_or_null(_ID), name=_TEXT, position=_TEXT, organisations=_list(_ID), quoted_by=_or_null(_ID)
)
_STATEMENT = _record(
    address=_ADDRESS,
    person=_or_null(_ID),
    organisation=_or_null(_ID),
    name=_TEXT,
    position=_TEXT,
    organisations=_list(_ID),
    on_behalf_of=_list(_ID),
    quoted_by=_TEXT,
    text=_list(_TEXT),
)
_WRITEUP = _record(
    id=_ID,
    address=_ADDRESS,
    title=_TEXT,
    date=_WHEN,
    updated=_DAY,
    author=_TEXT,
    summary=_TEXT,
    event=_EVENT,
    appearances=_list(_APPEARANCE),
    mentions=_list(_MENTION),
    statements=_list(_STATEMENT),
    named=_record(people=_list(_ID), organisations=_list(_ID)),
    topics=_list(_ID),
    sources=_list(_LINK),
    corrections=_list(_record(date=_DAY, text=_TEXT)),
)
_POSITION = _record(
    position=_TEXT,
    organisations=_list(_ID),
    first_seen=_or_null(_DAY),
    last_seen=_or_null(_DAY),
    events=_COUNT,
    since=_or_null(_PART),
    until=_or_null(_PART),
)
_PERSON = _record(
    id=_ID,
    address=_ADDRESS,
    name=_TEXT,
    sort_name=_TEXT,
    other_names=_list(_TEXT),
    honorifics=_list(_record(title=_TEXT, since=_or_null(_PART), until=_or_null(_PART))),
    positions=_list(_POSITION),
    links=_list(_LINK),
)
_ORGANISATION = _record(
    id=_ID,
    address=_ADDRESS,
    name=_TEXT,
    sort_name=_TEXT,
    other_names=_list(_TEXT),
    classification=_TEXT,
    founded=_or_null(_PART),
    dissolved=_or_null(_PART),
    parents=_list(_record(organisation=_ID, since=_or_null(_PART), until=_or_null(_PART))),
    lineage=_list(
        _record(change={"enum": ["renamed", "merged", "split"]}, predecessor=_ID, date=_or_null(_DAY))
    ),
    links=_list(_LINK),
)
_NAMED = _record(id=_ID, address=_ADDRESS, name=_TEXT, other_names=_list(_TEXT))

ARCHIVE_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "An archive of policy events",
    **_record(
        **{"$schema": _ADDRESS},
        title=_TEXT,
        address=_ADDRESS,
        language=_TEXT,
        writeups=_list(_WRITEUP),
        people=_list(_PERSON),
        organisations=_list(_ORGANISATION),
        topics=_list(_NAMED),
        series=_list(_NAMED),
    ),
}
