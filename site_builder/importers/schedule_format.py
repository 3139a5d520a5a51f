"""Schedules of conferences by pretalx, frab or pentabarf (XML, JSON): each session becomes a draft."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.importers.dates import read_date
from site_builder.importers.formats import Format
from site_builder.importers.html_markdown import to_markdown
from site_builder.importers.items import Item, ItemKind, LeftOut, Source, Unreadable
from site_builder.importers.source_tree import SourceTree, matching
from site_builder.importers.xml_stream import XmlElement, children, elements, text_of
from site_builder.names.slugs import name_slug


def _matches(tree: SourceTree) -> bool:
    return any(_is_xml(tree, name) for name in matching(tree, ".xml")) or any(
        _is_json(tree, name) for name in matching(tree, ".json")
    )


def _is_xml(tree: SourceTree, name: str) -> bool:
    beginning = tree.beginning(name, 8192)
    return b"<schedule" in beginning and b"<conference" in beginning


def _is_json(tree: SourceTree, name: str) -> bool:
    beginning = tree.beginning(name, 8192)
    return b'"schedule"' in beginning and b'"conference"' in beginning


def _open(tree: SourceTree) -> Source:
    files = [name for name in tree.names if name.lower().endswith((".xml", ".json"))]

    def items() -> Iterator[Item | LeftOut]:
        for name in files:
            if name.lower().endswith(".json"):
                if _is_json(tree, name):
                    yield from _of_json(name, tree.text(name))
            elif _is_xml(tree, name):
                yield from _of_xml(tree, name)

    return Source(items)


def _of_xml(tree: SourceTree, name: str) -> Iterator[Item | LeftOut]:
    conference: dict[str, str] = {}
    for element in elements(tree, name, frozenset({"conference", "event"})):
        if str(element.tag).endswith("conference"):
            conference = {
                key: text_of(element, key) for key in ("title", "start", "end", "venue", "city", "acronym")
            }
            yield _conference(name, conference)
        else:
            yield _session(name, _event_of_xml(element), conference)


def _event_of_xml(element: XmlElement) -> dict[str, Any]:
    keys = (
        "title",
        "subtitle",
        "date",
        "start",
        "duration",
        "room",
        "track",
        "type",
        "language",
        "abstract",
        "description",
        "url",
        "slug",
        "feedback_url",
        "recording",
    )
    values: dict[str, Any] = {key: text_of(element, key) for key in keys}
    values["guid"] = element.get("guid") or element.get("id") or ""
    values["persons"] = [
        text_of(person) for group in children(element, "persons") for person in children(group, "person")
    ]
    room = element.getparent()
    if not values["room"] and room is not None:
        values["room"] = room.get("name") or ""
    day = room.getparent() if room is not None else None
    if not values["date"] and day is not None and day.get("date"):
        values["date"] = f"{day.get('date')}T{values['start']}" if values["start"] else day.get("date")
    return values


def _of_json(name: str, text: str) -> Iterator[Item | LeftOut]:
    try:
        conference = json.loads(text)["schedule"]["conference"]
        days = conference["days"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f"{name} is no schedule that can be read: {error}") from error
    known = {
        key: str(conference.get(key) or "") for key in ("title", "start", "end", "venue", "city", "acronym")
    }
    yield _conference(name, known)
    for day in days if isinstance(days, list) else ():
        rooms = day.get("rooms") if isinstance(day, dict) else None
        for room, events in (rooms if isinstance(rooms, dict) else {}).items():
            for event in (one for one in events or () if isinstance(one, dict)):
                values = {**event, "room": event.get("room") or room}
                persons = event.get("persons")
                people = [
                    one.get("public_name") or one.get("name") or one.get("full_public_name")
                    for one in (persons if isinstance(persons, list) else [])
                    if isinstance(one, dict)
                ]
                yield _session(name, {**values, "persons": [person for person in people if person]}, known)


def _conference_id(conference: Mapping[str, str]) -> str:
    return name_slug(conference.get("acronym") or conference.get("title") or "conference", "event")


def _conference(name: str, conference: Mapping[str, str]) -> Item | LeftOut:
    start, end = read_date(conference.get("start", "")), read_date(conference.get("end", ""))
    if not start:
        return LeftOut(f"{name} conference", name, "the conference has no day, so it has no file")
    fields = {
        "start": start,
        "end": end,
        "place": conference.get("city", ""),
        "venue": conference.get("venue", ""),
    }
    return Item(
        id=f"{name} conference",
        place=name,
        kind=ItemKind.EVENT,
        title=conference.get("title", "") or "Conference",
        name=_conference_id(conference),
        date=start,
        fields={key: value for key, value in fields.items() if value},
    )


def _session(name: str, event: Mapping[str, Any], conference: Mapping[str, str]) -> Item | LeftOut:
    title = " ".join(str(event.get("title") or "").split())
    id = str(event.get("guid") or event.get("id") or f"{name} {title} {event.get('date')}")
    place = f"{name} ({title or id})"
    start = read_date(str(event.get("date") or ""))
    if not title:
        return LeftOut(id, place, "a session without a title")
    if not start:
        return LeftOut(id, place, "a session without a day")
    about = {
        "name": title,
        "start": start,
        "end": _end(start, str(event.get("duration") or "")),
        "room": str(event.get("room") or ""),
        "format": str(event.get("type") or ""),
        "url": str(event.get("url") or ""),
        "part_of": _conference_id(conference) if read_date(conference.get("start", "")) else "",
        "place": conference.get("city", ""),
    }
    texts = [to_markdown(str(event.get(key) or "")) for key in ("abstract", "description")]
    fields: dict[str, Any] = {
        "event": {key: value for key, value in about.items() if value},
        "speakers": [" ".join(str(person).split()) for person in event.get("persons") or ()],
        "topics": [str(event["track"])] if event.get("track") else [],
    }
    if event.get("language"):
        fields["language"] = str(event["language"])
    return Item(
        id=id,
        place=place,
        title=title,
        body="\n\n".join(text.markdown.strip() for text in texts if text.words),
        words=" ".join(text.words for text in texts),
        date=start[:10],
        name=title,
        is_draft=True,
        fields=fields,
        extra={"subtitle": str(event["subtitle"])} if event.get("subtitle") else {},
    )


def _end(start: str, duration: str) -> str:
    hours, _, minutes = duration.partition(":")
    if "T" not in start or not re.fullmatch(r"[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?", duration):
        return ""
    length = datetime.timedelta(hours=int(hours), minutes=int(minutes.partition(":")[0]))
    return (datetime.datetime.fromisoformat(start) + length).isoformat()


FORMAT = Format("schedule", "the schedule of a conference", _matches, _open)
