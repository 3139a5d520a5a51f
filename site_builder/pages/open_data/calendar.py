"""Events as entries of a calendar."""

import datetime
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from site_builder.model import Event, SharedEvent, Writeup
from site_builder.pages.open_data.source import Source


def calendar(source: Source) -> dict[str, Any]:
    """Return a calendar with an entry for each event; a conference is one with its sessions."""
    config = source.index.config
    host = urlsplit(source.base_url).hostname or "site-builder.invalid"
    alone = [writeup for writeup in source.site.writeups if not writeup.event.whole]
    whole = [event for event in source.site.events.values() if not event.event.part_of]
    return {
        "name": config.title,
        "events": [
            *(_of_writeup(source, writeup, host, config.zone) for writeup in alone),
            *(_of_shared_event(source, event, host, config.zone) for event in whole),
        ],
    }


def _of_writeup(source: Source, writeup: Writeup, host: str, zone: datetime.tzinfo) -> dict[str, Any]:
    return {
        "uid": f"{source.key(writeup)}@{host}",
        "stamp": writeup.updated,
        **_times(writeup.event, zone),
        "summary": writeup.event.name or writeup.title,
        "location": _location(writeup.event),
        "description": "",
        "url": source.writeup_address(writeup) if source.base_url else "",
    }


def _of_shared_event(source: Source, shared: SharedEvent, host: str, zone: datetime.tzinfo) -> dict[str, Any]:
    event, sessions = shared.event, list(_sessions(source, shared))
    writeups = [
        *source.index.by_event.get(shared.id, ()),
        *source.index.by_parent.get(shared.id, ()),
    ]
    return {
        "uid": f"events/{shared.id}@{host}",
        "stamp": max((writeup.updated for writeup in writeups), default=event.start.day),
        **_times(event, zone),
        "summary": event.name,
        "location": _location(event),
        "description": "\n".join(sessions),
        "url": source.address(shared.address) if source.base_url else "",
    }


def _sessions(source: Source, shared: SharedEvent) -> Iterator[str]:
    """Yield a line for each session: when it is, what, and in which room."""
    index = source.index
    events = [(session.event, session.event.name) for session in index.sessions.get(shared.id, ())]
    events += [
        (writeup.event, writeup.event.name or writeup.title) for writeup in index.by_parent.get(shared.id, ())
    ]
    for event, name in sorted(events, key=lambda pair: (pair[0].start.order, pair[1])):
        clock = index.language.clock(event.start, event.end)
        when = f"{index.language.day(event.start.day)}{f', {clock}' if clock else ''}"
        yield f"{when}: {name}{f' ({event.room})' if event.room else ''}"


def _location(event: Event) -> str:
    return ", ".join(part for part in (event.venue, event.address, event.place) if part)


def _times(event: Event, zone: datetime.tzinfo) -> dict[str, Any]:
    """Return when an event began and ended: both as days, or both as moments (RFC 5545, section 3.6.1).

    Where only the beginning has a time, an event of one day has no end, and one of several days ends with
    the last of them.
    """
    start, end = event.start, event.end
    if not start.moment:
        return {"start": start.day, "end": end.day if end else None}
    ended = end.moment if end else None
    if end and not end.moment and end.day > start.day:
        ended = datetime.datetime.combine(end.day + datetime.timedelta(days=1), datetime.time(), zone)
    began = start.moment.astimezone(datetime.UTC)
    return {
        "start": began,
        "end": ended.astimezone(datetime.UTC) if ended and ended > began else None,
    }
