"""The archive as one document of the records in :mod:`.records`."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from site_builder.entities import Organisation, Person, Series, Topic
from site_builder.identifiers import Identifier
from site_builder.ids import Address
from site_builder.model import Decision, Event, Statement, Writeup
from site_builder.pages.open_data.records import (
    AffiliationRecord,
    AppearanceRecord,
    ArchiveRecord,
    AuthorRecord,
    BallotRecord,
    CommitmentRecord,
    CorrectionRecord,
    DecisionRecord,
    EventRecord,
    HonorificRecord,
    IdentifierRecord,
    LinkRecord,
    MaterialRecord,
    MentionRecord,
    NamedInTextRecord,
    NamedRecord,
    OrganisationRecord,
    ParentRecord,
    PersonRecord,
    PhotoRecord,
    PositionRecord,
    RecordingRecord,
    SharedEventRecord,
    StatementRecord,
    SuccessionRecord,
    TranslationRecord,
    VoiceRecord,
    VoteRecord,
    VoterRecord,
    WriteupRecord,
)
from site_builder.pages.open_data.source import Source, answered, by_id, part_text, when_text
from site_builder.urls import picture_address
from site_builder.values import Affiliation, Material, Recording

#: A dataclass of the records.
T = TypeVar("T", bound=Any)

SCHEMA = Address("/data/archive.schema.json")


def document(source: Source) -> dict[str, Any]:
    """Return the keys of the document with their values."""
    record = archive_record(source)
    fields = {name: getattr(record, name) for name in record.__dataclass_fields__}
    return {"$schema": source.address(SCHEMA), **fields}


def archive_record(source: Source) -> ArchiveRecord:
    """Return everything but the texts."""
    site, config = source.site, source.index.config
    return ArchiveRecord(
        title=config.title,
        address=source.address("/"),
        language=config.language,
        events=tuple(
            SharedEventRecord(
                address=source.address(shared.address),
                event=_event(shared.event),
                recordings=tuple(_recording(source, recording) for recording in shared.recordings),
                materials=_materials(source, shared.materials),
                attended=shared.attended,
                regrets=shared.regrets,
            )
            for shared in by_id(site.events)
        ),
        writeups=tuple(_writeup(source, writeup) for writeup in site.writeups),
        people=tuple(_person(source, person) for person in by_id(site.people)),
        organisations=tuple(
            _organisation(source, organisation) for organisation in by_id(site.organisations)
        ),
        topics=tuple(_named(source, site.topics)),
        series=tuple(_named(source, site.series)),
    )


def _record(record: type[T], entity: Any, **values: Any) -> T:
    """Return a record of an entity: what is not given has the value of the same name there."""
    names = _other_names(record, tuple(values))  # type: ignore[arg-type]
    filled: T = record(**{name: getattr(entity, name) for name in names}, **values)
    return filled


@cache
def _other_names(record: type, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the fields of a record without some."""
    return tuple(name for name in record.__dataclass_fields__ if name not in given)  # type: ignore[attr-defined]


def _named(source: Source, things: Mapping[Any, Topic] | Mapping[Any, Series]) -> Iterator[NamedRecord]:
    for thing in by_id(things):
        yield _record(NamedRecord, thing, address=source.address(thing.address))


def _writeup(source: Source, writeup: Writeup) -> WriteupRecord:
    return _record(
        WriteupRecord,
        writeup,
        id=source.key(writeup),
        address=source.writeup_address(writeup),
        language=writeup.language or source.index.config.language,
        date=when_text(writeup.date),
        updated=writeup.updated.isoformat(),
        authors=tuple(_record(AuthorRecord, author) for author in writeup.authors),
        event=_event(writeup.event),
        appearances=tuple(
            _record(
                AppearanceRecord, appearance, name=appearance.label, positions=_held(appearance.affiliations)
            )
            for appearance in writeup.appearances
        ),
        mentions=tuple(
            _record(MentionRecord, mention, name=mention.label, positions=_held(mention.affiliations))
            for mention in writeup.mentions
        ),
        statements=tuple(_statement(source, writeup, statement) for statement in writeup.statements),
        voices=tuple(
            VoiceRecord(voice.person, voice.organisation, voice.label, voice.turns)
            for voice in writeup.voices
        ),
        decisions=tuple(_decision(source, writeup, decision) for decision in writeup.decisions),
        named=NamedInTextRecord(writeup.named_people, writeup.named_organisations),
        recordings=tuple(_recording(source, recording) for recording in writeup.recordings),
        translations=tuple(
            TranslationRecord(
                source.address(one.address), one.language or source.index.config.language, one.title
            )
            for one in writeup.translations
        ),
        materials=_materials(source, writeup.materials),
        sources=tuple(LinkRecord(link.title, link.url) for link in writeup.sources),
        ids=_identifiers(writeup.ids),
        corrections=tuple(
            CorrectionRecord(correction.date.isoformat(), correction.text)
            for correction in writeup.corrections
        ),
    )


def _materials(source: Source, materials: Iterable[Material]) -> tuple[MaterialRecord, ...]:
    return tuple(
        MaterialRecord(material.title, material.url, source.address(material.file) or None)
        for material in materials
    )


def _identifiers(ids: Iterable[Identifier]) -> tuple[IdentifierRecord, ...]:
    return tuple(IdentifierRecord(*identifier, identifier.url) for identifier in ids)


def _photo(source: Source, person: Person) -> PhotoRecord | None:
    photo = person.photo
    if photo is None:
        return None
    return PhotoRecord(source.address(picture_address(photo.target)), photo.alt, photo.credit)


def _recording(source: Source, recording: Recording) -> RecordingRecord:
    file, captions = source.address(recording.file), source.address(recording.captions)
    return RecordingRecord(recording.url, file or None, captions or None)


def _held(affiliations: Iterable[Affiliation]) -> tuple[AffiliationRecord, ...]:
    return tuple(AffiliationRecord(*held) for held in affiliations)


def _event(event: Event) -> EventRecord:
    return _record(
        EventRecord,
        event,
        start=when_text(event.start),
        end=when_text(event.end) or None,
        attribution=event.attribution.value,
        ids=_identifiers(event.ids),
        upcoming=event.is_upcoming,
    )


def _statement(source: Source, writeup: Writeup, statement: Statement) -> StatementRecord:
    address = source.address(writeup.address_of(statement))
    commitment = statement.commitment
    return _record(
        StatementRecord,
        statement,
        address=address,
        answers=answered(source, writeup, statement),
        commitment=CommitmentRecord(
            commitment.state, commitment.since.isoformat() if commitment.since else None, commitment.source
        )
        if commitment
        else None,
        name=statement.label,
        positions=_held(statement.affiliations),
    )


def _decision(source: Source, writeup: Writeup, decision: Decision) -> DecisionRecord:
    votes = (
        VoteRecord(
            vote.result,
            tuple(
                BallotRecord(
                    ballot.option,
                    ballot.total,
                    tuple(VoterRecord(*voter) for voter in ballot.voters),
                )
                for ballot in vote.ballots
            ),
        )
        for vote in decision.votes
    )
    address = source.address(writeup.address_of(decision))
    return DecisionRecord(address, decision.topics, decision.text, tuple(votes))


def _person(source: Source, person: Person) -> PersonRecord:
    return _record(
        PersonRecord,
        person,
        address=source.address(person.address),
        honorifics=tuple(
            HonorificRecord(
                honorific.title, part_text(honorific.period.since), part_text(honorific.period.until)
            )
            for honorific in person.honorifics
        ),
        positions=tuple(
            PositionRecord(
                position=seen.affiliation.position,
                organisation=seen.affiliation.organisation,
                first_seen=seen.first.isoformat() if seen.first else None,
                last_seen=seen.last.isoformat() if seen.last else None,
                events=seen.events,
                since=part_text(seen.period.since),
                until=part_text(seen.period.until),
            )
            for seen in source.positions(person)
        ),
        links=tuple(LinkRecord(link.title, link.url) for link in person.links),
        ids=_identifiers(person.ids),
        photo=_photo(source, person),
    )


def _organisation(source: Source, organisation: Organisation) -> OrganisationRecord:
    return _record(
        OrganisationRecord,
        organisation,
        address=source.address(organisation.address),
        founded=part_text(organisation.period.since),
        dissolved=part_text(organisation.period.until),
        parents=tuple(
            ParentRecord(
                parentage.parent, part_text(parentage.period.since), part_text(parentage.period.until)
            )
            for parentage in organisation.parents
        ),
        lineage=tuple(
            SuccessionRecord(
                succession.change,
                succession.predecessor,
                succession.date.isoformat() if succession.date else None,
            )
            for succession in organisation.lineage
        ),
        links=tuple(LinkRecord(link.title, link.url) for link in organisation.links),
        ids=_identifiers(organisation.ids),
    )
