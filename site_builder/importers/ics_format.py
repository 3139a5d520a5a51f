"""Calendars (iCalendar, RFC 5545): each event becomes a draft, to be written up."""

import datetime
from collections.abc import Iterator
from typing import Any

from icalendar import Calendar

from site_builder.importers.formats import Format
from site_builder.importers.html_markdown import plain_as_markdown, to_markdown
from site_builder.importers.items import Item, LeftOut, Note, Source, Unreadable
from site_builder.importers.source_tree import SourceTree, matching


def _matches(tree: SourceTree) -> bool:
    return any(True for _ in matching(tree, ".ics", ".ical", ".ifb"))


def _open(tree: SourceTree) -> Source:
    names = list(matching(tree, ".ics", ".ical")) or (list(tree.names) if tree.is_file else [])

    def items() -> Iterator[Item | LeftOut]:
        for name in names:
            yield from _events(name, tree.text(name))

    return Source(items)


def _events(name: str, text: str) -> Iterator[Item | LeftOut]:
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise Unreadable(f"{name} is no calendar that can be read: {error}") from error
    number = 0
    for calendar in calendars:
        for component in calendar.walk():
            if component.name in {"VEVENT", "VTODO", "VJOURNAL"}:
                number += 1
                yield _event(name, number, component)


def _words(component: Any, key: str) -> str:
    value = component.get(key)
    if isinstance(value, list):
        value = value[0]
    return " ".join(str(value).split()) if value is not None else ""


def _event(name: str, number: int, component: Any) -> Item | LeftOut:
    title = _words(component, "SUMMARY")
    id = _words(component, "UID") or f"{name} {title} {_when(component, 'DTSTART') or number}"
    recurrence = _words(component, "RECURRENCE-ID")
    if recurrence:
        id = f"{id} {_when(component, 'RECURRENCE-ID') or recurrence}"
    place = f"{name}, event {number}" + (f" ({title})" if title else "")
    if component.name != "VEVENT":
        return LeftOut(id, place, f"is no event but a {component.name}")
    if _words(component, "STATUS").upper() == "CANCELLED":
        return LeftOut(id, place, "was cancelled")
    start, end = _when(component, "DTSTART"), _when(component, "DTEND") or _end_by_length(component)
    if not start:
        return LeftOut(id, place, "has no time at which it begins, or an impossible one")
    event: dict[str, Any] = {"name": title, "start": start}
    if end and end != start:
        event["end"] = end
    for key, source in (("place", "LOCATION"), ("url", "URL")):
        if _words(component, source):
            event[key] = _words(component, source)
    organiser = component.get("ORGANIZER")
    if organiser is not None and getattr(organiser, "params", {}).get("CN"):
        event["organisers"] = [str(organiser.params["CN"])]
    written = component.get("DESCRIPTION") or ""
    several = written if isinstance(written, list) else [written]
    description = "\n\n".join(str(one) for one in several).replace("\r\n", "\n")
    is_html = "<" in description and "</" in description
    body = to_markdown(description).markdown if is_html else plain_as_markdown(description)
    categories = component.get("CATEGORIES")
    topics = [
        str(one)
        for part in (categories if isinstance(categories, list) else [categories])
        if part
        for one in part.cats
    ]
    notes: tuple[Note, ...] = ()
    if component.get("RRULE") is not None:
        notes = (
            Note("events that recur", title or id, "only the first is imported; import or write the others"),
        )
    return Item(
        id=id,
        place=place,
        title=title,
        body=body,
        words=to_markdown(description).words if is_html else description,
        date=start[:10],
        name=title,
        is_draft=True,
        fields={
            "event": {key: value for key, value in event.items() if value},
            "topics": list(dict.fromkeys(topics)),
        },
        extra=_others(component),
        notes=notes,
    )


def _when(component: Any, key: str) -> str:
    """Return a date or a time as ISO writes it; the last day of what ends on a day is the one before."""
    try:
        value = component.decoded(key)
    except (KeyError, ValueError, TypeError, AttributeError):
        return ""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, datetime.date):
        if key == "DTEND" and value > datetime.date.min:
            value -= datetime.timedelta(days=1)
        return value.isoformat()
    return ""


def _end_by_length(component: Any) -> str:
    try:
        start, length = component.decoded("DTSTART"), component.decoded("DURATION")
        return str((start + length).isoformat(timespec="minutes"))
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        return ""


def _others(component: Any) -> dict[str, str]:
    """Return what an event says beside what has a key here; addresses of people are left out."""
    keys = ("COMMENT", "CONTACT", "RESOURCES", "GEO", "CLASS")
    found = {key.lower(): _words(component, key) for key in keys if _words(component, key)}
    attendees = component.get("ATTENDEE") or []
    names = [
        str(one.params["CN"])
        for one in (attendees if isinstance(attendees, list) else [attendees])
        if getattr(one, "params", {}).get("CN")
    ]
    return {**found, **({"attendees": ", ".join(names)} if names else {})}


FORMAT = Format("ics", "a calendar", _matches, _open)
