"""Events: what writeups and files say of them, and writeups that share one."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from site_builder.config import Config
from site_builder.errors import Diagnostics, Rule
from site_builder.ids import EventId, OrganisationId, SeriesId
from site_builder.linking.attachments import LinkedFile
from site_builder.linking.entities import former_urls, values_as_written
from site_builder.linking.event_files import link_event_files
from site_builder.linking.links import LinkedText, TextLinker
from site_builder.linking.photos import link_picture
from site_builder.linking.publication import first_day, start_of_event
from site_builder.model import Event, SharedEvent, Writeup
from site_builder.registry.collect import Registries
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import Parsed
from site_builder.sources.event_fields import EventFields, EventFileFields
from site_builder.sources.shared_events import ancestors
from site_builder.values import Attribution, When


@dataclass(frozen=True, slots=True)
class LinkedEvents:
    """The events with files of their own, and the files beside these that they name."""

    events: tuple[SharedEvent, ...]
    files: tuple[LinkedFile, ...]


@dataclass(frozen=True, slots=True)
class EventBuilder:
    """Makes events of what is written about them; ``today`` is the day that it is where the site is."""

    #: The files of events, by id.
    files: Mapping[str, Parsed[EventFileFields]]
    registries: Registries
    config: Config
    today: datetime.date
    diagnostics: Diagnostics

    def event(self, fields: EventFields, id: str, default: When) -> Event:
        """Return an event; ``default`` is when it began if nothing is said, ``id`` that of its file."""
        start = start_of_event(fields, default)
        self._check_times(fields, start)
        series = self.registries.series.resolve(fields.series, self.diagnostics) if fields.series else None
        parent = self._known(fields.part_of)
        return Event(
            **values_as_written(fields, Event),
            start=start,
            end=fields.end.value if fields.end else None,
            organisers=tuple(self._organisations(fields.organisers)),
            sponsors=tuple(self._organisations(fields.sponsors)) if fields.sponsors else (),
            series=SeriesId(series) if series else None,
            attribution=Attribution(fields.attribution),
            is_upcoming=first_day(start, self.config) > self.today,
            id=EventId(id) if id else None,
            part_of=parent,
            whole=self._whole(parent or id) if parent or id else None,
        )

    def _organisations(self, names: Iterable[Placed[str]]) -> Iterator[OrganisationId]:
        ids = (self.registries.organisations.resolve(name, self.diagnostics) for name in names)
        return iter(dict.fromkeys(OrganisationId(id) for id in ids if id))

    def _known(self, id: Placed[str] | None) -> EventId | None:
        return EventId(id.value) if id and id.value in self.files else None

    def _whole(self, id: str) -> EventId | None:
        chain = list(ancestors(id, self.files))
        return EventId(chain[-1]) if chain else None

    def _check_times(self, fields: EventFields, start: When) -> None:
        end = fields.end
        if fields.start and fields.date:
            message = "date: and start: both say when the event was"
            hint = "keep start: if you know the time, else date:"
            self.diagnostics.error(fields.date.place, Rule.DUPLICATE_KEY, message, hint)
        if end and _is_before(end.value, start):
            message = f"the event ends on {_shown(end.value)}, before it starts on {_shown(start)}"
            self.diagnostics.error(end.place, Rule.END_BEFORE_START, message, "correct one of the two")
        elif end and end.value.moment and not start.moment:
            message = "the event ends at a time and starts without one, so that calendars show whole days"
            hint = f"write when it starts, such as start: {start.day}T09:30"
            self.diagnostics.warning(end.place, Rule.PARTIAL_TIME, message, hint)

    def shared_events(self, texts: Mapping[str, LinkedText], linker: TextLinker) -> LinkedEvents:
        """Return the events with files of their own."""
        events: list[SharedEvent] = []
        files: list[LinkedFile] = []
        for document in self.files.values():
            fields: EventFileFields = document.fields
            given = fields.start or fields.date
            if given is None:
                continue  # which was reported
            is_open = fields.attribution == Attribution.ON_THE_RECORD
            linked = link_event_files(fields, document.path, linker)
            picture = link_picture(document.path, fields.image, linker) if fields.image else None
            files += [*linked.files, *([picture.file] if picture else [])]
            events.append(
                SharedEvent(
                    **values_as_written(fields, SharedEvent),
                    id=EventId(document.id),
                    path=document.path,
                    event=self.event(fields, document.id, given.value),
                    prose=texts[document.path].prose if document.text.digest else None,
                    recordings=linked.recordings,
                    materials=linked.materials,
                    image=picture.photo if picture else None,
                    # Under a rule of attribution, no count depends on who was there.
                    attended=len(fields.attended) if is_open else 0,
                    regrets=len(fields.regrets) if is_open else 0,
                    former_urls=former_urls(fields.former_urls),
                )
            )
        return LinkedEvents(tuple(events), tuple(files))


def without_repetitions(writeups: Iterable[Writeup]) -> Iterator[Writeup]:
    """Yield writeups, oldest first, with a mark on everybody whom an earlier one of the same event lists."""
    seen: dict[EventId, set[str]] = {}
    for writeup in writeups:
        id = writeup.event.id
        if id is None:
            yield writeup
            continue
        known = seen.setdefault(id, set())
        appearances = tuple(
            replace(appearance, is_repeated=True) if appearance.person in known else appearance
            for appearance in writeup.appearances
        )
        known.update(appearance.person for appearance in appearances if appearance.person)
        yield writeup if appearances == writeup.appearances else replace(writeup, appearances=appearances)


def _is_before(end: When, start: When) -> bool:
    if end.moment and start.moment:
        return end.moment < start.moment
    return end.day < start.day


def _shown(when: When) -> str:
    return f"{when.moment:%Y-%m-%d %H:%M}" if when.moment else str(when.day)
