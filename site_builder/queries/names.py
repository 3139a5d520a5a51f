"""A name: how it is taken apart, whom or what it means in the archive, and where that occurs, as what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from site_builder.entities import Organisation, Person, Series, Topic
from site_builder.errors import Place
from site_builder.ids import OrganisationId, PersonId, SeriesId, TopicId
from site_builder.kinds import Kind
from site_builder.model import Writeup
from site_builder.names.doubtful import doubts_about
from site_builder.names.parsed_line import KnownNames
from site_builder.names.person_name import PersonName
from site_builder.names.shorthand import parse_shorthand
from site_builder.queries.archive import Archive
from site_builder.schema.nearest import nearest
from site_builder.values import Affiliation


class Occurrence(NamedTuple):
    """Where somebody or something occurs, as what, and in which words."""

    place: Place
    role: str
    label: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name means: a person, an organisation, a topic or a series of the archive."""

    noun: str
    id: str
    name: str
    other_names: tuple[str, ...]
    address: str
    #: Empty where it has no file of its own.
    path: str
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class NameExplanation:
    """How a name is understood.

    ``line`` is how it would be understood as a line of ``speakers:``. ``doubts`` say why the name may be
    another. ``nearest`` is the name that was probably meant where nothing has this one.
    """

    name: str
    parsed: PersonName
    line: str
    doubts: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    nearest: str


def explain_name(archive: Archive, name: str) -> NameExplanation:
    """Explain a name, or a line such as those below ``speakers:``."""
    known = KnownNames(archive.parser, lambda words: bool(archive.organisations_named(words)))
    line = parse_shorthand(name, known)
    entries = [str(entry) for entry in line.entries] if not line.refusal else [line.refusal]
    label = line.entries[0].name if line.entries else name
    parsed = archive.parser.parse(label)
    meanings = tuple(_meanings(archive, name)) or tuple(_meanings(archive, label))
    return NameExplanation(
        name=name,
        parsed=parsed,
        line="; ".join(entries),
        doubts=(*line.doubts, *doubts_about(parsed)),
        meanings=meanings,
        nearest="" if meanings else _nearest(archive, label),
    )


def _nearest(archive: Archive, name: str) -> str:
    site = archive.site
    entities: Iterable[Person | Organisation | Topic | Series] = chain(
        site.people.values(), site.organisations.values(), site.topics.values(), site.series.values()
    )
    return nearest(name, (entity.name for entity in entities)) or ""


def _meanings(archive: Archive, name: str) -> Iterator[Meaning]:
    site = archive.site
    for id in archive.people_named(name):
        person = PersonId(id)
        yield _meaning(Kind.PEOPLE, site.people[person], _of_person(archive, person))
    for id in archive.organisations_named(name):
        organisation = OrganisationId(id)
        entity = site.organisations[organisation]
        yield _meaning(Kind.ORGANISATIONS, entity, _of_organisation(archive, organisation))
    for id in archive.topics_named(name):
        yield _meaning(Kind.TOPICS, site.topics[TopicId(id)], _of_topic(archive, TopicId(id)))
    for id in archive.series_named(name):
        yield _meaning(Kind.SERIES, site.series[SeriesId(id)], _of_series(archive, SeriesId(id)))


def _meaning(
    kind: Kind, entity: Person | Organisation | Topic | Series, occurrences: Iterable[Occurrence]
) -> Meaning:
    return Meaning(
        noun=kind.noun,
        id=entity.id,
        name=entity.name,
        other_names=entity.other_names,
        address=entity.address,
        path=entity.path,
        occurrences=tuple(sorted(set(occurrences))),
    )


def _of_person(archive: Archive, person: PersonId) -> Iterator[Occurrence]:
    for writeup in archive.site.pages_of_writeups:
        for appearance in writeup.appearances:
            if appearance.person == person:
                role = " ".join(filter(None, (appearance.role or "speaker", appearance.capacity)))
                label = _label(archive, appearance.label, appearance.affiliations)
                yield Occurrence(appearance.place, role, label)
        for mention in writeup.mentions:
            if mention.person == person:
                label = _label(archive, mention.label, mention.affiliations)
                yield Occurrence(mention.place, "mention", label)
        for statement in writeup.statements:
            if person in {statement.person, statement.quoting}:
                role = (
                    statement.kind.value if statement.person == person else f"quotes ({statement.kind.value})"
                )
                yield Occurrence(statement.place, role, statement.label)
        for author in writeup.authors:
            if author.person == person:
                yield Occurrence(Place(writeup.path), author.role or "author", author.name)
        for role, people in (("attended", writeup.attended), ("regrets", writeup.regrets)):
            if person in people:
                yield Occurrence(Place(writeup.path), role, "")
        if person in writeup.named_people:
            yield Occurrence(Place(writeup.path), "named in the text", "")


def _of_organisation(archive: Archive, organisation: OrganisationId) -> Iterator[Occurrence]:
    for writeup in archive.site.pages_of_writeups:
        for entry in writeup.entries:
            if organisation in entry.organisations:
                label = _label(archive, entry.label, entry.affiliations)
                yield Occurrence(entry.place, "affiliation" if entry.label else "mention", label)
        for statement in writeup.statements:
            if organisation in {statement.organisation, *statement.on_behalf_of}:
                yield Occurrence(statement.place, statement.kind.value, statement.label)
        for role, organisations in (
            ("organiser", writeup.event.organisers),
            ("sponsor", writeup.event.sponsors),
            ("named in the text", writeup.named_organisations),
        ):
            if organisation in organisations:
                yield Occurrence(Place(writeup.path), role, "")


def _of_topic(archive: Archive, topic: TopicId) -> Iterator[Occurrence]:
    for writeup in archive.site.pages_of_writeups:
        if topic in writeup.topics:
            yield Occurrence(Place(writeup.path), "topic", writeup.title)
        for statement in writeup.statements:
            if topic in statement.topics:
                yield Occurrence(statement.place, f"topic of a {statement.kind.value}", statement.label)


def _of_series(archive: Archive, series: SeriesId) -> Iterator[Occurrence]:
    for writeup in archive.site.pages_of_writeups:
        if writeup.event.series == series:
            yield Occurrence(Place(writeup.path), "series", _event_name(writeup))


def _event_name(writeup: Writeup) -> str:
    return writeup.event.name or writeup.title


def _label(archive: Archive, label: str, affiliations: tuple[Affiliation, ...]) -> str:
    """Return how a writeup names somebody, with what they are there."""
    organisations = archive.site.organisations
    parts = [label] if label else []
    for held in affiliations:
        parts += [held.position] if held.position else []
        parts += [organisations[held.organisation].name] if held.organisation else []
    return ", ".join(parts)
