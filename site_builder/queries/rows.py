"""Answers as tables: one for each kind of thing that can be listed."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from site_builder.ids import OrganisationId, PersonId
from site_builder.kinds import Kind
from site_builder.model import Writeup
from site_builder.pages.site_index import number_of_events, topics_in
from site_builder.queries.archive import Archive
from site_builder.queries.selection import Selection
from site_builder.values import Affiliation, StatementKind

Cell = str | int
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table: its columns, and what yields its rows."""

    columns: tuple[str, ...]
    rows: Callable[[Archive, Selection], Iterator[Row]]


def _appearances(archive: Archive, selection: Selection) -> Iterator[Row]:
    site = archive.site
    for writeup in selection.writeups(archive):
        for appearance in selection.appearances(writeup):
            position, organisation = _held(archive, appearance.affiliations)
            person = site.people[appearance.person] if appearance.person else None
            name = person.name if person else appearance.label
            if selection.has_words(
                name, appearance.label, position, organisation, writeup.event.name, writeup.title
            ):
                yield (
                    writeup.event.start.day.isoformat(),
                    name,
                    position,
                    organisation,
                    appearance.role or "speaker",
                    writeup.event.name or writeup.title,
                    writeup.event.place,
                    writeup.address,
                )


def _statements(archive: Archive, selection: Selection) -> Iterator[Row]:
    site = archive.site
    for writeup in selection.writeups(archive):
        for statement in selection.statements(writeup):
            text = " ".join(statement.text)
            speaker = site.people[statement.person].name if statement.person else statement.label
            if statement.organisation and not statement.person:
                speaker = site.organisations[statement.organisation].name
            position, organisation = _held(archive, statement.affiliations)
            if selection.has_words(text, speaker, organisation):
                yield (
                    writeup.event.start.day.isoformat(),
                    speaker,
                    position,
                    organisation,
                    StatementKind(statement.kind).value,
                    text,
                    "; ".join(site.topics[id].name for id in statement.topics or writeup.topics),
                    writeup.address_of(statement),
                )


def _writeups(archive: Archive, selection: Selection) -> Iterator[Row]:
    site = archive.site
    for writeup in _selected_writeups(archive, selection):
        organisers = "; ".join(site.organisations[id].name for id in writeup.event.organisers)
        yield (
            writeup.date.day.isoformat(),
            writeup.title,
            writeup.event.start.day.isoformat(),
            writeup.event.name,
            writeup.event.place,
            organisers,
            len(writeup.counted_appearances),
            "; ".join(site.topics[id].name for id in writeup.topics),
            writeup.path,
            writeup.address,
        )


def _selected_writeups(archive: Archive, selection: Selection) -> Iterator[Writeup]:
    for writeup in selection.writeups(archive):
        if selection.is_of_appearances and not any(selection.appearances(writeup)):
            continue
        if selection.has_words_in_writeup(archive, writeup):
            yield writeup


def _people(archive: Archive, selection: Selection) -> Iterator[Row]:
    at: dict[PersonId, list[Writeup]] = {}
    for writeup in selection.writeups(archive):
        for appearance in selection.appearances(writeup):
            if appearance.person:
                at.setdefault(appearance.person, []).append(writeup)
    for person in sorted(archive.site.people.values(), key=lambda person: (person.sort_name, person.id)):
        writeups = at.get(person.id, [])
        if not writeups or not selection.has_words(person.name, *person.other_names):
            continue
        last = archive.index.last_appearance.get(person.id)
        days = [writeup.event.start.day for writeup in writeups]
        yield (
            person.name,
            person.id,
            *(_held(archive, last.affiliations) if last else ("", "")),
            number_of_events(writeups),
            min(days).isoformat(),
            max(days).isoformat(),
            person.address,
        )


def _organisations(archive: Archive, selection: Selection) -> Iterator[Row]:
    at: dict[OrganisationId, list[Writeup]] = {}
    speakers: dict[OrganisationId, set[PersonId]] = {}
    for writeup in selection.writeups(archive):
        for appearance in selection.appearances(writeup):
            for id in appearance.organisations:
                at.setdefault(id, []).append(writeup)
                if appearance.person:
                    speakers.setdefault(id, set()).add(appearance.person)
    organisations = archive.site.organisations.values()
    for organisation in sorted(
        organisations, key=lambda organisation: (organisation.sort_name, organisation.id)
    ):
        writeups = at.get(organisation.id, [])
        if not writeups or not selection.has_words(organisation.name, *organisation.other_names):
            continue
        days = [writeup.event.start.day for writeup in writeups]
        yield (
            organisation.name,
            organisation.id,
            organisation.classification,
            len(speakers.get(organisation.id, ())),
            number_of_events(writeups),
            min(days).isoformat(),
            max(days).isoformat(),
            organisation.address,
        )


def _topics(archive: Archive, selection: Selection) -> Iterator[Row]:
    writeups: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    for writeup in selection.writeups(archive):
        if selection.is_of_appearances and not any(selection.appearances(writeup)):
            continue
        writeups.update(iter(topics_in(writeup)))
        statements.update(topic for statement in selection.statements(writeup) for topic in statement.topics)
    for topic in sorted(archive.site.topics.values(), key=lambda topic: (topic.name.casefold(), topic.id)):
        is_other = selection.topic is not None and topic.id != selection.topic
        if writeups[topic.id] and not is_other and selection.has_words(topic.name, *topic.other_names):
            yield topic.name, topic.id, writeups[topic.id], statements[topic.id], topic.address


def _held(archive: Archive, affiliations: tuple[Affiliation, ...]) -> tuple[str, str]:
    """Return the positions and the organisations of that day, each in one cell."""
    organisations = archive.site.organisations
    positions = [held.position for held in affiliations if held.position]
    names = [organisations[held.organisation].name for held in affiliations if held.organisation]
    return "; ".join(dict.fromkeys(positions)), "; ".join(dict.fromkeys(names))


#: What can be listed.
LISTINGS = MappingProxyType(
    {
        "appearances": Listing(
            ("date", "person", "position", "organisation", "role", "event", "place", "address"), _appearances
        ),
        "statements": Listing(
            ("date", "speaker", "position", "organisation", "kind", "text", "topics", "address"), _statements
        ),
        Kind.WRITEUPS.value: Listing(
            (
                "date",
                "title",
                "event_date",
                "event",
                "place",
                "organisers",
                "speakers",
                "topics",
                "file",
                "address",
            ),
            _writeups,
        ),
        Kind.PEOPLE.value: Listing(
            ("name", "id", "position", "organisation", "events", "first", "last", "address"), _people
        ),
        Kind.ORGANISATIONS.value: Listing(
            ("name", "id", "kind", "speakers", "events", "first", "last", "address"), _organisations
        ),
        Kind.TOPICS.value: Listing(("name", "id", "writeups", "statements", "address"), _topics),
    }
)
