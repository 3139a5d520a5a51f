"""Events with files of their own: writeups that name one are given what its file says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from site_builder.errors import Diagnostics, Rule
from site_builder.kinds import Kind
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import Documents, Parsed
from site_builder.sources.event_fields import EventFields, EventFileFields
from site_builder.sources.fields import WriteupFields
from site_builder.values import Attribution

F = TypeVar("F", bound=EventFields)

_INLINE = tuple(declared.name for declared in fields(EventFields))


def with_shared_events(documents: Documents, diagnostics: Diagnostics) -> Documents:
    """Return the documents with events in place of their ids; ids of no event, and circles, are reported.

    What is part of an event under a rule of attribution is under that rule too.
    """
    events = {event.id: event for event in documents.events}
    for event in documents.events:
        _check_parent(event.fields, event.id, events, diagnostics)
    whole = {id: replace(event, fields=_as_part(event.fields, id, events)) for id, event in events.items()}
    writeups = documents.writeups
    if any(writeup.fields.event.shared or writeup.fields.event.part_of for writeup in writeups):
        writeups = tuple(_with_event(writeup, whole, diagnostics) for writeup in writeups)
    _report_closed_lists(whole.values(), writeups, diagnostics)
    return replace(documents, writeups=writeups, events=tuple(whole.values()))


def _as_part(event: F, id: str, events: Mapping[str, Parsed[EventFileFields]]) -> F:
    """Return an event under the rule of attribution of what it is part of."""
    closed = [
        parent.attribution
        for parent in _above(event, id, events)
        if parent.attribution != Attribution.ON_THE_RECORD
    ]
    if closed and event.attribution == Attribution.ON_THE_RECORD:
        return replace(event, attribution=closed[0])
    return event


def _report_closed_lists(
    events: Iterable[Parsed[EventFileFields]],
    writeups: Iterable[Parsed[WriteupFields]],
    diagnostics: Diagnostics,
) -> None:
    """Report lists of people at an event under a rule that no writeup is on: nothing would protect them."""
    with_writeups = {writeup.fields.event.path for writeup in writeups}
    for event in events:
        people = (*event.fields.attended, *event.fields.regrets)
        is_closed = event.fields.attribution != Attribution.ON_THE_RECORD
        if people and is_closed and event.path not in with_writeups:
            rule = event.fields.attribution
            message = f"this event is under a rule of attribution ({rule}), and no writeup is on it"
            hint = "take attended: and regrets: out until there is one"
            diagnostics.error(people[0].place, Rule.PROTECTED_NAME, message, hint)


def _with_event(
    writeup: Parsed[WriteupFields], events: Mapping[str, Parsed[EventFileFields]], diagnostics: Diagnostics
) -> Parsed[WriteupFields]:
    event, id = writeup.fields.event, ""
    if event.shared is not None:
        shared = events.get(event.shared.value)
        if shared is None:
            _report_unknown(event.shared, events, diagnostics)
            return writeup
        values: dict[str, Any] = {name: getattr(shared.fields, name) for name in _INLINE}
        values.update(shared=event.shared, path=shared.path)
        event, id = EventFields(**values), shared.id
    else:
        _check_parent(event, "", events, diagnostics)
    event = _with_those_present(_as_part(event, id, events), id, events)
    return replace(writeup, fields=replace(writeup.fields, event=event))


def _with_those_present(
    event: EventFields, id: str, events: Mapping[str, Parsed[EventFileFields]]
) -> EventFields:
    """Return a session with those who attended its conference, too: counts are those of the whole."""
    above = _above(event, id, events)
    if not above:
        return event
    return replace(
        event,
        attended=(*event.attended, *(entry for parent in above for entry in parent.attended)),
        regrets=(*event.regrets, *(entry for parent in above for entry in parent.regrets)),
    )


def _above(
    event: EventFields, id: str, events: Mapping[str, Parsed[EventFileFields]]
) -> list[EventFileFields]:
    """Return what an event is part of, up to the whole; ``id`` is that of its own file, if it has one."""
    if event.part_of is None:
        return []
    return [events[parent].fields for parent in ancestors(event.part_of.value, events) if parent != id]


def _report_unknown(
    id: Placed[str], events: Mapping[str, Parsed[EventFileFields]], diagnostics: Diagnostics
) -> None:
    message = f'there is no event "{id.value}" in {Kind.EVENTS.folder}/'
    otherwise = "write the name of its file without .md, or name: and the other keys below event:"
    diagnostics.error(id.place, Rule.UNKNOWN_EVENT, message, did_you_mean(id.value, events, otherwise))


def _check_parent(
    event: EventFields,
    id: str,
    events: Mapping[str, Parsed[EventFileFields]],
    diagnostics: Diagnostics,
) -> None:
    """Report an event that is part of nothing, of itself, or takes place outside the days of its whole."""
    if event.part_of is None:
        return
    parent = events.get(event.part_of.value)
    if parent is None:
        _report_unknown(event.part_of, events, diagnostics)
        return
    if id and id in ancestors(event.part_of.value, events):
        message = f'"{id}" is part of "{event.part_of.value}", which is part of "{id}"'
        hint = "take part_of: out of the one that is the whole"
        diagnostics.error(event.part_of.place, Rule.UNKNOWN_EVENT, message, hint)
        return
    start, whole = event.start or event.date, parent.fields.start or parent.fields.date
    if start is None or whole is None:
        return
    last = (parent.fields.end or whole).value.day
    if not whole.value.day <= start.value.day <= last:
        days = f"{whole.value.day} to {last}" if last != whole.value.day else f"{last}"
        message = f'this session is on {start.value.day}, and "{parent.id}" on {days}'
        diagnostics.error(start.place, Rule.SESSION_DAY, message, "correct one of the two")


def ancestors(id: str, events: Mapping[str, Parsed[EventFileFields]]) -> Iterator[str]:
    """Yield an event and what it is part of, up to the whole; a circle ends where it began."""
    seen: set[str] = set()
    while id in events and id not in seen:
        seen.add(id)
        yield id
        parent = events[id].fields.part_of
        id = parent.value if parent else ""
