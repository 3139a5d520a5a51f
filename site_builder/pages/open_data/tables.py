"""The archive as tables for spreadsheets, and how its facts are written in data."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.gettext_markers import gettext_noop
from site_builder.pages.open_data.decisions import decision_rows, vote_rows
from site_builder.pages.open_data.events import attendance_rows, event_rows, translation_rows
from site_builder.pages.open_data.source import Row, Source, by_id, in_one_cell, when_text
from site_builder.pages.open_data.statements import statement_rows
from site_builder.pages.site_index import number_of_events
from site_builder.values import single_position


@dataclass(frozen=True, slots=True)
class Table:
    """A table for spreadsheets."""

    about: str
    columns: tuple[str, ...]
    rows: Callable[[Source], Iterator[Row]]


def writeup_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each writeup."""
    site = source.site
    for writeup in site.writeups:
        event = writeup.event
        yield (
            source.key(writeup),
            source.writeup_address(writeup),
            writeup.title,
            when_text(writeup.date),
            event.name,
            when_text(event.start),
            when_text(event.end),
            event.place,
            event.venue,
            event.format,
            event.url,
            event.attribution.value,
            in_one_cell(event.organisers),
            in_one_cell([site.organisations[id].name for id in event.organisers]),
            event.series or "",
            site.series[event.series].name if event.series else "",
            in_one_cell(writeup.topics),
            in_one_cell([site.topics[id].name for id in writeup.topics]),
            in_one_cell([author.name for author in writeup.authors]),
            in_one_cell([author.person for author in writeup.authors if author.person]),
            writeup.summary,
            writeup.updated.isoformat(),
            writeup.language or source.index.config.language,
            int(event.is_upcoming),
            event.id or "",
            event.whole or "",
        )


def appearance_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each appearance."""
    organisations = source.site.organisations
    for writeup in source.site.writeups:
        for appearance in writeup.counted_appearances:
            yield (
                source.key(writeup),
                source.writeup_address(writeup),
                writeup.event.start.day.isoformat(),
                appearance.person or "",
                source.speaker(appearance.person),
                appearance.label,
                single_position(appearance.affiliations),
                in_one_cell(appearance.organisations),
                in_one_cell([organisations[id].name for id in appearance.organisations]),
                appearance.role,
                appearance.capacity,
                int(writeup.event.is_upcoming),
            )


def position_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each position at each appearance, with the organisation where it was held."""
    organisations = source.site.organisations
    for writeup in source.site.writeups:
        for appearance in writeup.counted_appearances:
            for position, organisation in appearance.affiliations:
                yield (
                    source.key(writeup),
                    source.writeup_address(writeup),
                    writeup.event.start.day.isoformat(),
                    appearance.person or "",
                    source.speaker(appearance.person),
                    appearance.label,
                    position,
                    organisation or "",
                    organisations[organisation].name if organisation else "",
                    int(writeup.event.is_upcoming),
                )


def person_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each person."""
    index = source.index
    statement_counts = Counter(one.person for writeup in source.site.writeups for one in writeup.statements)
    for person in sorted(source.site.people.values(), key=lambda one: one.id):
        spoke = index.by_speaker.get(person.id, ())
        yield (
            person.id,
            source.address(person.address),
            person.name,
            person.sort_name,
            in_one_cell(person.other_names),
            number_of_events(spoke),
            spoke[-1].event.start.day.isoformat() if spoke else "",
            spoke[0].event.start.day.isoformat() if spoke else "",
            statement_counts[person.id],
            in_one_cell([link.url for link in person.links]),
            person.pronouns,
        )


def organisation_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each organisation."""
    index = source.index
    for organisation in sorted(source.site.organisations.values(), key=lambda organisation: organisation.id):
        yield (
            organisation.id,
            source.address(organisation.address),
            organisation.name,
            organisation.sort_name,
            in_one_cell(organisation.other_names),
            organisation.classification,
            str(organisation.period.since or ""),
            str(organisation.period.until or ""),
            in_one_cell([parentage.parent for parentage in organisation.parents]),
            in_one_cell([succession.predecessor for succession in organisation.lineage]),
            index.now.get(organisation.id, ""),
            len(index.by_organisation.get(organisation.id, ())),
            number_of_events(index.by_voice.get(organisation.id, ())),
            in_one_cell([link.url for link in organisation.links]),
        )


def recording_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each recording."""
    for writeup in source.site.writeups:
        for recording in writeup.recordings:
            yield (
                source.key(writeup),
                source.writeup_address(writeup),
                recording.url,
                source.address(recording.file),
                source.address(recording.captions),
            )


def material_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each material of an event."""
    for writeup in source.site.writeups:
        for material in writeup.materials:
            address, file = source.writeup_address(writeup), source.address(material.file)
            yield source.key(writeup), address, material.title, material.url, file


def source_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each source that a writeup draws on."""
    for writeup in source.site.writeups:
        for link in writeup.sources:
            yield source.key(writeup), source.writeup_address(writeup), link.title, link.url


def correction_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each correction."""
    for writeup in source.site.writeups:
        for correction in writeup.corrections:
            date = correction.date.isoformat()
            yield source.key(writeup), source.writeup_address(writeup), date, correction.text


def named_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each person and organisation that a text names and its writeup does not list."""
    site = source.site
    for writeup in site.writeups:
        key, address = source.key(writeup), source.writeup_address(writeup)
        for person in writeup.named_people:
            yield key, address, "person", person, site.people[person].name
        for organisation in writeup.named_organisations:
            yield key, address, "organisation", organisation, site.organisations[organisation].name


def identifier_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each identifier; that of an event goes by its writeup."""
    site = source.site
    bearers = [
        *(("writeup", source.key(writeup), writeup.address, writeup.ids) for writeup in site.writeups),
        *(("event", source.key(writeup), writeup.address, writeup.event.ids) for writeup in site.writeups),
        *(("person", person.id, person.address, person.ids) for person in by_id(site.people)),
        *(
            ("organisation", organisation.id, organisation.address, organisation.ids)
            for organisation in by_id(site.organisations)
        ),
    ]
    for kind, id, address, ids in bearers:
        for identifier in ids:
            yield kind, id, source.address(address), *identifier, identifier.url


TABLES: Mapping[str, Table] = {
    "writeups": Table(
        gettext_noop("One row for each writeup, with the facts of its event."),
        tuple(
            """
            id address title date event_name event_start event_end place venue format event_url attribution
            organiser_ids organisers series_id series topic_ids topics authors author_ids summary updated
            language upcoming event_id whole_event_id
            """.split()
        ),
        writeup_rows,
    ),
    "appearances": Table(
        gettext_noop("One row for each person at each event, in the position of that day."),
        tuple(
            """
            writeup_id address date person_id person_address name position organisation_ids organisations
            role capacity upcoming
            """.split()
        ),
        appearance_rows,
    ),
    "positions": Table(
        gettext_noop("One row for each position of each person at each event, with its organisation."),
        tuple(
            """
            writeup_id address date person_id person_address name position organisation_id organisation
            upcoming
            """.split()
        ),
        position_rows,
    ),
    "people": Table(
        gettext_noop("One row for each person, with the first and last day on which they spoke."),
        tuple(
            """
            id address name sort_name other_names events first_seen last_seen statements links pronouns
            """.split()
        ),
        person_rows,
    ),
    "organisations": Table(
        gettext_noop("One row for each organisation, with what it was part of and what it came from."),
        tuple(
            """
            id address name sort_name other_names classification founded dissolved parent_ids predecessor_ids
            now_id writeups events_spoken_at links
            """.split()
        ),
        organisation_rows,
    ),
    "statements": Table(
        gettext_noop("One row for each statement, with its permalink: who said what, in whose words."),
        tuple(
            """
            id address writeup_id date person_id person_address name position organisation_ids
            on_behalf_of_ids quoted_by topic_ids text kind verbatim answers commitment since source
            """.split()
        ),
        statement_rows,
    ),
    "decisions": Table(
        gettext_noop("One row for each decision of a meeting."),
        tuple("id address writeup_id date topic_ids text".split()),
        decision_rows,
    ),
    "votes": Table(
        gettext_noop("One row for each option of a vote, or for each person whose vote is named."),
        tuple("decision_id address vote result option total person_id organisation_id name".split()),
        vote_rows,
    ),
    "events": Table(
        gettext_noop("One row for each event that has a file of its own."),
        tuple(
            """
            id address name start end place venue room part_of format attendance url organiser_ids
            sponsor_ids series_id writeup_ids upcoming
            """.split()
        ),
        event_rows,
    ),
    "attendance": Table(
        gettext_noop("One row for each person who attended an event without speaking, or sent regrets."),
        tuple("writeup_id event_id person_id kind".split()),
        attendance_rows,
    ),
    "translations": Table(
        gettext_noop("One row for each writeup in another language than the one in lists."),
        tuple("writeup_id address language title translation".split()),
        translation_rows,
    ),
    "recordings": Table(
        gettext_noop("One row for each recording: where it can be seen or heard."),
        tuple("writeup_id address url file captions".split()),
        recording_rows,
    ),
    "materials": Table(
        gettext_noop("One row for each material of an event: slides, agendas, papers."),
        tuple("writeup_id address title url file".split()),
        material_rows,
    ),
    "sources": Table(
        gettext_noop("One row for each source that a writeup draws on."),
        tuple("writeup_id address title url".split()),
        source_rows,
    ),
    "corrections": Table(
        gettext_noop("One row for each correction of a writeup."),
        tuple("writeup_id address date text".split()),
        correction_rows,
    ),
    "names_in_texts": Table(
        gettext_noop("One row for each person or organisation that a text names without listing them."),
        tuple("writeup_id address kind id name".split()),
        named_rows,
    ),
    "identifiers": Table(
        gettext_noop("One row for each identifier of a person, an organisation, an event or a writeup."),
        tuple("kind id address scheme value url".split()),
        identifier_rows,
    ),
}


def rows(source: Source, table: str) -> list[Row]:
    """Return the rows of a table."""
    return source.rows(table, TABLES[table].rows)
