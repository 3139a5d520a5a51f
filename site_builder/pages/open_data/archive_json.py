"""The archive as one document; :mod:`archive_schema` says what stands in it."""

from collections.abc import Mapping
from typing import Any

from site_builder.ids import Address
from site_builder.model import Appearance, Mention, Organisation, Person, Series, Statement, Topic, Writeup
from site_builder.pages.open_data.tables import Source, by_id, part_text, when_text

SCHEMA = Address("/data/archive.schema.json")


def document(source: Source) -> dict[str, Any]:
    """Return everything but the texts."""
    site, config = source.site, source.index.config
    return {
        "$schema": source.address(SCHEMA),
        "title": config.title,
        "address": source.address("/"),
        "language": config.language,
        "writeups": [_writeup_record(source, writeup) for writeup in site.writeups],
        "people": [_person_record(source, one) for one in by_id(site.people)],
        "organisations": [_organisation_record(source, one) for one in by_id(site.organisations)],
        "topics": _named_records(source, site.topics),
        "series": _named_records(source, site.series),
    }


def _named_records(
    source: Source, things: Mapping[Any, Topic] | Mapping[Any, Series]
) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "address": source.address(one.address),
            "name": one.name,
            "other_names": [*one.other_names],
        }
        for one in by_id(things)
    ]


def _writeup_record(source: Source, writeup: Writeup) -> dict[str, Any]:
    event = writeup.event
    return {
        "id": source.key(writeup),
        "address": source.writeup_address(writeup),
        "title": writeup.title,
        "date": when_text(writeup.date),
        "updated": writeup.updated.isoformat(),
        "author": writeup.author,
        "summary": writeup.summary,
        "event": {
            "name": event.name,
            "start": when_text(event.start),
            "end": when_text(event.end) or None,
            "place": event.place,
            "venue": event.venue,
            "format": event.format,
            "url": event.url,
            "attribution": event.attribution.value,
            "organisers": [*event.organisers],
            "series": event.series,
        },
        "appearances": [_appearance_record(one) for one in writeup.appearances],
        "mentions": [_mention_record(one) for one in writeup.mentions],
        "statements": [_statement_record(source, writeup, one) for one in writeup.statements],
        "named": {"people": [*writeup.named_people], "organisations": [*writeup.named_organisations]},
        "topics": [*writeup.topics],
        "sources": [{"title": one.title, "url": one.url} for one in writeup.sources],
        "corrections": [{"date": one.date.isoformat(), "text": one.text} for one in writeup.corrections],
    }


def _appearance_record(one: Appearance) -> dict[str, Any]:
    return {
        "person": one.person,
        "name": one.label,
        "position": one.position,
        "organisations": [*one.organisations],
        "role": one.role,
        "capacity": one.capacity,
    }


def _mention_record(one: Mention) -> dict[str, Any]:
    return {
        "person": one.person,
        "name": one.label,
        "position": one.position,
        "organisations": [*one.organisations],
        "quoted_by": one.quoted_by,
    }


def _statement_record(source: Source, writeup: Writeup, one: Statement) -> dict[str, Any]:
    return {
        "address": f"{source.writeup_address(writeup)}#{one.anchor}",
        "person": one.person,
        "organisation": one.organisation,
        "name": one.label,
        "position": one.position,
        "organisations": [*one.organisations],
        "on_behalf_of": [*one.on_behalf_of],
        "quoted_by": one.quoted_by,
        "text": [*one.text],
    }


def _person_record(source: Source, person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "address": source.address(person.address),
        "name": person.name,
        "sort_name": person.sort_name,
        "other_names": [*person.other_names],
        "honorifics": [
            {"title": one.title, "since": part_text(one.period.since), "until": part_text(one.period.until)}
            for one in person.honorifics
        ],
        "positions": [
            {
                "position": one.position,
                "organisations": [*one.organisations],
                "first_seen": one.first.isoformat() if one.first else None,
                "last_seen": one.last.isoformat() if one.last else None,
                "events": one.events,
                "since": part_text(one.period.since),
                "until": part_text(one.period.until),
            }
            for one in source.positions(person)
        ],
        "links": [{"title": one.title, "url": one.url} for one in person.links],
    }


def _organisation_record(source: Source, one: Organisation) -> dict[str, Any]:
    return {
        "id": one.id,
        "address": source.address(one.address),
        "name": one.name,
        "sort_name": one.sort_name,
        "other_names": [*one.other_names],
        "classification": one.classification,
        "founded": part_text(one.period.since),
        "dissolved": part_text(one.period.until),
        "parents": [
            {
                "organisation": parentage.parent,
                "since": part_text(parentage.period.since),
                "until": part_text(parentage.period.until),
            }
            for parentage in one.parents
        ],
        "lineage": [
            {
                "change": succession.change.value,
                "predecessor": succession.predecessor,
                "date": succession.date.isoformat() if succession.date else None,
            }
            for succession in one.lineage
        ],
        "links": [{"title": link.title, "url": link.url} for link in one.links],
    }
