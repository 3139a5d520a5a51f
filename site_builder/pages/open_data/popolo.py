"""The archive in the classes of Popolo 1.0 (popoloproject.com/specs)."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from site_builder.entities import Organisation, Person
from site_builder.identifiers import Identifier
from site_builder.model import Event, Statement, Writeup
from site_builder.pages.components.views import in_one_line
from site_builder.pages.open_data.source import Source, by_id, part_text
from site_builder.urls import picture_address
from site_builder.values import LineageChange, When, single_position


def popolo(source: Source) -> dict[str, Any]:
    """Return the archive in the classes of Popolo 1.0 (popoloproject.com/specs/).

    When a membership was seen at events stands beside it: Popolo's own dates are only given as told by files.
    """
    site = source.site
    return {
        "persons": [_popolo_person(source, one) for one in by_id(site.people)],
        "organizations": [_popolo_organisation(source, one) for one in by_id(site.organisations)],
        "memberships": [one for person in by_id(site.people) for one in _memberships(source, person)],
        "events": list(_events(source)),
        "speeches": [
            _speech(source, writeup, one) for writeup in site.writeups for one in writeup.statements
        ],
    }


def _given(**values: Any) -> dict[str, Any]:
    """Return what is given: Popolo leaves out what is not known."""
    return {key: value for key, value in values.items() if value}


def _popolo_person(source: Source, person: Person) -> dict[str, Any]:
    return _given(
        id=person.id,
        name=person.name,
        sort_name=person.sort_name,
        honorific_prefix=" ".join(
            honorific.title for honorific in person.honorifics if not honorific.period.until
        ),
        other_names=[{"name": name} for name in person.other_names],
        links=[{"url": link.url, "note": link.title} for link in person.links],
        identifiers=_identifiers(person.ids),
        image=source.address(picture_address(person.photo.target)) if person.photo else None,
        sources=_sources(source, person.address),
    )


def _popolo_organisation(source: Source, organisation: Organisation) -> dict[str, Any]:
    renamed = [
        succession for succession in organisation.lineage if succession.change is LineageChange.RENAMED
    ]
    former = [
        _given(
            name=source.site.organisations[old.predecessor].name,
            end_date=part_text(old.date),
            note="former name",
        )
        for old in renamed
    ]
    return _given(
        id=organisation.id,
        name=organisation.name,
        other_names=[*({"name": name} for name in organisation.other_names), *former],
        classification=organisation.classification,
        parent_id=organisation.parents[-1].parent if organisation.parents else None,
        founding_date=part_text(organisation.period.since),
        dissolution_date=part_text(organisation.period.until),
        links=[{"url": link.url, "note": link.title} for link in organisation.links],
        identifiers=_identifiers(organisation.ids),
        sources=_sources(source, organisation.address),
    )


def _identifiers(ids: Iterable[Identifier]) -> list[dict[str, str]]:
    return [{"scheme": identifier.scheme, "identifier": identifier.value} for identifier in ids]


def _sources(source: Source, address: str) -> list[dict[str, str]]:
    """Return the public address as a source; Popolo wants complete ones."""
    return [{"url": source.address(address)}] if source.base_url else []


def _memberships(source: Source, person: Person) -> Iterator[dict[str, Any]]:
    number = 0
    for seen in source.positions(person):
        position, organisation = seen.affiliation
        if organisation is None:
            continue
        number += 1
        yield _given(
            id=f"{person.id}-{number}",
            label=position,
            role=position,
            person_id=person.id,
            organization_id=organisation,
            start_date=part_text(seen.period.since),
            end_date=part_text(seen.period.until),
            first_seen=seen.first.isoformat() if seen.first else None,
            last_seen=seen.last.isoformat() if seen.last else None,
            sources=_sources(source, person.address),
        )


def _events(source: Source) -> Iterator[dict[str, Any]]:
    """Yield every event once: those with files of their own, and that of each other writeup."""
    for shared in by_id(source.site.events):
        parent = shared.event.part_of
        yield _event(
            shared.event,
            id=_id_of_shared(shared.id),
            name=shared.event.name,
            description=shared.prose.summary if shared.prose else "",
            parent_id=_id_of_shared(parent) if parent else None,
            sources=_sources(source, shared.address),
        )
    for writeup in source.site.writeups:
        if writeup.event.id is None:
            parent = writeup.event.part_of
            yield _event(
                writeup.event,
                id=source.key(writeup),
                name=writeup.event.name or writeup.title,
                description=writeup.summary,
                parent_id=_id_of_shared(parent) if parent else None,
                sources=_sources(source, writeup.address),
            )


def _id_of_shared(id: str) -> str:
    return f"events/{id}"


def _event(event: Event, **values: Any) -> dict[str, Any]:
    return _given(
        **values,
        classification=event.format,
        start_date=_popolo_time(event.start),
        end_date=_popolo_time(event.end),
        location=", ".join(part for part in (event.venue, event.place) if part),
        organization_id=event.organisers[0] if event.organisers else None,
        links=[{"url": event.url, "note": "Page of the event"}] if event.url else [],
        identifiers=_identifiers(event.ids),
    )


def _popolo_time(when: When | None) -> str | None:
    """Return a day or a time; Popolo 1.0 has times without a zone as UTC."""
    if when is None:
        return None
    return (
        f"{when.moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}" if when.moment else when.day.isoformat()
    )


def _speech(source: Source, writeup: Writeup, statement: Statement) -> dict[str, Any]:
    held = in_one_line(source.index, statement.affiliations)
    return _given(
        id=f"{source.key(writeup)}#{statement.anchor}",
        event_id=_id_of_shared(writeup.event.id) if writeup.event.id else source.key(writeup),
        creator_id=statement.person,
        role=single_position(statement.affiliations),
        attribution_text=", ".join(part for part in (statement.label, held) if part),
        text="\n\n".join(statement.text),
        title=writeup.title,
        type=statement.kind.value,
        date=writeup.day.isoformat(),
        sources=_sources(source, writeup.address_of(statement)),
    )
