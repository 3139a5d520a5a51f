"""Documents -> registries: all names become known before one is looked up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.model import Attribution
from site_builder.names import (
    Shorthand,
    fold,
    fold_person,
    is_placeholder,
    is_placeholder_organisation,
    parse_shorthand,
    plain_name,
)
from site_builder.registry.registry import Registry
from site_builder.schema.shapes import Placed
from site_builder.sources.fields import (
    PersonFields,
    SpeakerFields,
    WriteupFields,
)
from site_builder.sources.parse import Documents, Parsed


@dataclass(frozen=True, slots=True)
class Registries:
    """Who and what is known in a site."""

    people: Registry
    organisations: Registry
    topics: Registry
    series: Registry
    #: The parts of every speaker and mention, also of writeups that are not published, by the path of the
    #: writeup and the number in it, speakers first; one that could not be taken apart is missing.
    parts: Mapping[tuple[str, int], Shorthand]
    #: Folded names of all organisations, and of nobody.
    bare_organisations: frozenset[str]
    #: Ids of people whose name is withheld.
    withheld: frozenset[str]
    #: Folded names that are understood and never printed, with the id of the person who has each.
    never_printed: frozenset[tuple[str, str]]

    def listed_by(self, writeup: Parsed[WriteupFields]) -> Iterator[tuple[SpeakerFields, Shorthand]]:
        """Yield the speakers and then the mentions of a writeup, each with its parts, if it has any."""
        for number, entry in enumerate(listed(writeup.fields)):
            parts = self.parts.get((writeup.path, number))
            if parts is not None:
                yield entry, parts

    def people_meant(self, entry: SpeakerFields, parts: Shorthand) -> tuple[str, ...]:
        """Return the ids of those whom an entry may mean."""
        return (entry.person.value,) if entry.person else self.people.find(parts.name)

    def label_of(self, person: str, written: str) -> str:
        """Return how a person's name is printed where a writeup names them, as far as it may be printed."""
        if not written or (person, fold_person(written)) in self.never_printed:
            return self.people.name_of(person)
        return written

    def is_bare_organisation(self, name: str) -> bool:
        """Say whether a name is that of an organisation and of no person."""
        return fold(name) in self.bare_organisations


def is_on_the_record(fields: WriteupFields) -> bool:
    """Say whether the people listed may be named; else they are for the author's records alone."""
    return fields.event.attribution == Attribution.ON_THE_RECORD


def listed(fields: WriteupFields) -> tuple[SpeakerFields, ...]:
    """Return the speakers and then the mentions of a writeup."""
    return (*fields.speakers, *fields.mentions)


def organisations_of(speaker: SpeakerFields, parts: Shorthand) -> tuple[Placed[str], ...]:
    """Return the organisations that a speaker or mention is listed with."""
    if speaker.shorthand is not None:
        return (Placed(parts.organisation, speaker.shorthand.place),) if parts.organisation else ()
    one = (speaker.organisation,) if speaker.organisation else ()
    return (*one, *speaker.organisations)


def register(
    documents: Documents, writeups: Iterable[Parsed[WriteupFields]]
) -> tuple[Registries, tuple[Problem, ...]]:
    """Collect the names of all files and of the given writeups, which come oldest first.

    What every name means is settled before the first gets an id, and ids are given in the order of the
    writeups. So a later writeup changes no id; an older one that is added may.
    """
    writeups = tuple(writeups)
    problems: list[Problem] = []
    people = Registry("person", fold_person, plain_name)
    organisations = Registry("organisation", fold, str)
    topics = Registry("topic", fold, str)
    series = Registry("series", fold, str)
    for registry, parsed in (
        (people, documents.people),
        (organisations, documents.organisations),
        (topics, documents.topics),
        (series, documents.series),
    ):
        _declare(registry, parsed)
    written_out = _written_out(documents, writeups)
    parts: dict[tuple[str, int], Shorthand] = {}
    published = {writeup.path for writeup in writeups}
    unpublished = [writeup for writeup in documents.writeups if writeup.path not in published]
    for writeup in (*writeups, *unpublished):  # whom the latter list must be known, to keep them out
        known = written_out
        if not is_on_the_record(writeup.fields):  # its lists are understood here, and known nowhere else
            known |= _folded(_organisations_listed(writeup.fields))
        told = problems if writeup.path in published else []
        for number, speaker in enumerate(listed(writeup.fields)):
            taken_apart = _take_apart(speaker, organisations, known, told)
            if taken_apart is not None:
                parts[writeup.path, number] = taken_apart
    bare = _bare_organisations(documents, writeups, parts, written_out)
    withheld = frozenset(person.id for person in documents.people if person.fields.withheld)
    never_printed = frozenset(
        (person.id, fold_person(name.value))
        for person in documents.people
        for name in person.fields.never_print
        if person.fields.name is None or fold_person(name.value) != fold_person(person.fields.name.value)
    )
    registries = Registries(people, organisations, topics, series, parts, bare, withheld, never_printed)
    _learn_from_organisations(documents, registries)
    for writeup in writeups:
        _learn_event(writeup.fields, registries)
        if is_on_the_record(writeup.fields):
            _learn_people(writeup, registries, problems)
    problems.extend(_different_spellings(registries))
    return registries, tuple(problems)


def _declare(registry: Registry, documents: Iterable[Parsed[Any]]) -> None:
    for document in documents:
        registry.declare(document.id, name_in(document), known_names(document.fields))


def name_in(document: Parsed[Any]) -> str:
    """Return what a file of the registry calls its person, organisation, topic or series."""
    return document.fields.name.value if document.fields.name else document.id


def known_names(fields: Any) -> Iterator[str]:
    """Yield the other names under which writeups may refer to something that has a file."""
    for name in (*fields.other_names, *getattr(fields, "never_print", ())):
        yield name.value
    if isinstance(fields, PersonFields) and fields.name:
        for honorific in fields.honorifics:
            yield f"{honorific.title} {fields.name.value}"


def _written_out(documents: Documents, writeups: Iterable[Parsed[WriteupFields]]) -> frozenset[str]:
    """Return the folded names of organisations that stand on their own somewhere, so may hold commas."""
    names = list(_names_in_organisations(documents))
    for writeup in writeups:
        names.extend(writeup.fields.event.organisers)
        if is_on_the_record(writeup.fields):
            names.extend(_organisations_listed(writeup.fields))
    return _folded(names)


def _organisations_listed(fields: WriteupFields) -> Iterator[Placed[str]]:
    """Yield the organisations of speakers and mentions that stand under keys of their own."""
    for speaker in listed(fields):
        if speaker.shorthand is None:
            yield from organisations_of(speaker, Shorthand(""))


def _folded(names: Iterable[Placed[str]]) -> frozenset[str]:
    return frozenset(fold(name.value) for name in names)


def _bare_organisations(
    documents: Documents,
    writeups: Iterable[Parsed[WriteupFields]],
    parts: Mapping[tuple[str, int], Shorthand],
    written_out: frozenset[str],
) -> frozenset[str]:
    organisations = set(written_out)
    people: set[str] = set()
    for organisation in documents.organisations:
        fields = organisation.fields
        names = (*fields.other_names, *fields.never_print, fields.name)
        organisations.update(fold(name.value) for name in names if name)
    for person in documents.people:
        names = (*person.fields.other_names, *person.fields.never_print, person.fields.name)
        people.update(fold(name.value) for name in names if name)
    for writeup in writeups:
        if not is_on_the_record(writeup.fields):
            continue
        for number, _ in enumerate(listed(writeup.fields)):
            found = parts.get((writeup.path, number))
            if found and found.organisation:
                organisations.add(fold(found.organisation))
            if found and (found.position or found.organisation):
                people.add(fold(found.name))
    return frozenset(organisations - people)


def _names_in_organisations(documents: Documents) -> Iterator[Placed[str]]:
    for organisation in documents.organisations:
        yield from organisation.fields.related
    for person in documents.people:
        for position in person.fields.positions:
            if position.organisation is not None and not person.fields.withheld:
                yield position.organisation


def _learn_from_organisations(documents: Documents, registries: Registries) -> None:
    for name in _names_in_organisations(documents):
        registries.organisations.learn(name.value, name.place)


def _learn_event(fields: WriteupFields, registries: Registries) -> None:
    for organiser in fields.event.organisers:
        registries.organisations.learn(organiser.value, organiser.place)
    if fields.event.series:
        registries.series.learn(fields.event.series.value, fields.event.series.place)
    for topic in fields.topics:
        registries.topics.learn(topic.value, topic.place)


def _take_apart(
    speaker: SpeakerFields, organisations: Registry, written_out: frozenset[str], problems: list[Problem]
) -> Shorthand | None:
    def is_organisation(name: str) -> bool:
        return fold(name) in written_out or bool(organisations.find(name))

    if speaker.shorthand is None:
        return Shorthand(speaker.name.value if speaker.name else "", speaker.position, "", speaker.role)
    try:
        return parse_shorthand(speaker.shorthand.value, is_organisation)
    except ValueError as error:
        message = f'"{speaker.shorthand.value}" is not Name, Organisation or Name, Position, Organisation'
        problems.append(Problem(speaker.shorthand.place, Rule.SHORTHAND, message, str(error)))
        return None


def _learn_people(writeup: Parsed[WriteupFields], registries: Registries, problems: list[Problem]) -> None:
    for number, speaker in enumerate(listed(writeup.fields)):
        parts = registries.parts.get((writeup.path, number))
        if parts is None:
            continue
        is_mention = number >= len(writeup.fields.speakers)
        for organisation in organisations_of(speaker, parts):
            registries.organisations.learn(organisation.value, organisation.place)
            if is_placeholder_organisation(organisation.value):
                message = f'"{organisation.value}" is not the name of an organisation'
                hint = "leave the organisation out where there is none"
                problems.append(_warning(organisation.place, Rule.PLACEHOLDER_NAME, message, hint))
        is_organisation = registries.is_bare_organisation(parts.name)
        if not parts.name or speaker.person or (is_mention and is_organisation):
            continue
        if is_placeholder(parts.name):
            message = f'"{parts.name}" is nobody\'s name'
            hint = "name the person, or leave the entry out until you can"
            problems.append(_warning(speaker.place, Rule.PLACEHOLDER_NAME, message, hint))
        elif is_organisation:
            message = f'"{parts.name}" is an organisation, and stands among the speakers'
            hint = "name the person who spoke, with this as the organisation"
            problems.append(_warning(speaker.place, Rule.ORGANISATION_AS_SPEAKER, message, hint))
        registries.people.learn(parts.name, speaker.place)


def _different_spellings(registries: Registries) -> Iterator[Problem]:
    for registry, noun in (
        (registries.people, "person"),
        (registries.organisations, "organisation"),
        (registries.topics, "topic"),
        (registries.series, "series"),
    ):
        for usual, spelling, place in registry.spellings():
            message = f'"{spelling}" is taken for the {noun} "{usual}"'
            hint = f'write "{usual}" here too, or give both names in a file of their own'
            yield _warning(place, Rule.SPELLINGS, message, hint)


def _warning(place: Place, rule: Rule, message: str, hint: str) -> Problem:
    return Problem(place, rule, message, hint, Severity.WARNING)
