"""Documents -> registries: all names become known before the first is looked up."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.kinds import NAMED_KINDS, Kind
from site_builder.names.classify import Reading, read_as
from site_builder.names.folding import fold
from site_builder.names.parsed_line import Nobody, Shorthand
from site_builder.names.people import NameParser
from site_builder.names.placeholders import is_placeholder_organisation
from site_builder.names.position_words import LEGAL_FORMS
from site_builder.registry.authors import ListedAuthor, authors_in
from site_builder.registry.entries import EntryParts, EntryReader, positions_of
from site_builder.registry.registry import Registry
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import Documents, Parsed
from site_builder.sources.entry_fields import AuthorFields, EntryFields
from site_builder.sources.event_fields import EventFields
from site_builder.sources.fields import PersonFields, WriteupFields
from site_builder.values import Attribution


@dataclass(frozen=True, slots=True)
class Registries:
    """Who and what is known in a site."""

    #: Takes names apart, with the titles and letters that the site has of its own.
    parser: NameParser
    people: Registry
    organisations: Registry
    topics: Registry
    series: Registry
    #: Of every entry, also of writeups that are not published; one that could not be parsed is
    #: missing.
    parts: EntryParts
    #: Of every writeup that is published, by path.
    authors: Mapping[str, tuple[ListedAuthor, ...]]
    #: Short names that hold in a writeup, folded, with the full ones, by the path of the writeup.
    short_names: Mapping[str, Mapping[str, str]]
    #: Folded names of all organisations that are no person's name too.
    bare_organisations: frozenset[str]
    #: Ids of people whose name is withheld.
    withheld: frozenset[str]
    #: Folded names, of people and of organisations, that writeups list under a rule of attribution.
    closed_names: frozenset[str]
    #: Folded names that are understood and never printed, with the id of the person who has each.
    never_printed: frozenset[tuple[str, str]]

    def of(self, kind: Kind) -> Registry:
        """Return the registry of a kind."""
        registry: Registry = getattr(self, kind.value)
        return registry

    def entries_of(self, writeup: Parsed[WriteupFields]) -> Iterator[tuple[EntryFields, Shorthand]]:
        """Yield everybody whom a writeup lists, each with the parts of the entry, if it has any."""
        for number, entry in enumerate(writeup.fields.entries):
            for parts in self.parts.get((writeup.path, number), ()):
                yield entry, parts

    def people_meant(self, entry: EntryFields, parts: Shorthand) -> tuple[str, ...]:
        """Return the ids of those whom an entry may mean."""
        return (entry.person.value,) if entry.person else self.people.find(parts.name)

    def nobody_in(self, entry: EntryFields, parts: Shorthand) -> Nobody | None:
        """Say why an entry has no person; None if it has one."""
        if entry.person or not parts.name:
            return None
        if self.is_bare_organisation(parts.name):
            return Nobody.ORGANISATION
        return parts.nobody

    def label_of(self, person: str, written: str) -> str:
        """Return how a person's name is printed where a writeup names them, as far as it may be printed."""
        if not written or (person, self.parser.fold(written)) in self.never_printed:
            return self.people.name_of(person)
        return written

    def is_bare_organisation(self, name: str) -> bool:
        """Say whether a name is that of an organisation and of no person."""
        return fold(name) in self.bare_organisations


def is_on_the_record(fields: WriteupFields) -> bool:
    """Say whether the people listed may be named; else they are for the author's records alone."""
    return fields.event.attribution == Attribution.ON_THE_RECORD


def organisations_of(entry: EntryFields, parts: Shorthand) -> tuple[Placed[str], ...]:
    """Return the organisations that a speaker or mention is listed with, once each."""
    names = (held.organisation for held in positions_of(entry, parts))
    return tuple({name.value: name for name in names if name}.values())


def name_in(document: Parsed[Any]) -> str:
    """Return what a file calls its person, organisation, topic or series."""
    return document.fields.name.value if document.fields.name else document.id


def other_names_in(fields: Any) -> Iterator[str]:
    """Yield the other names under which writeups may refer to something that has a file."""
    for name in (*fields.other_names, *getattr(fields, "never_print", ())):
        yield name.value
    if isinstance(fields, PersonFields) and fields.name:
        for honorific in fields.honorifics:
            yield f"{honorific.title} {fields.name.value}"


def collect(
    documents: Documents,
    writeups: tuple[Parsed[WriteupFields], ...],
    parser: NameParser,
    diagnostics: Diagnostics,
    default_authors: tuple[AuthorFields, ...] = (),
) -> Registries:
    """Collect the names of all files and of the given writeups, which come oldest first.

    What every name means is settled before the first gets an id, and ids are given in the order of the
    writeups. So a later writeup changes no id; an older one that is added may.
    """
    declared = {kind: Registry(kind, parser) for kind in NAMED_KINDS}
    for kind, registry in declared.items():
        for document in documents.of(kind):
            registry.declare(document.id, name_in(document), other_names_in(document.fields))
    # An organisation that stands under a key of its own somewhere may hold commas.
    whole_names = _organisations_with_keys(documents, writeups)
    reader = EntryReader(documents, declared, parser, whole_names)
    parts = reader.read_all(writeups, diagnostics)
    known = reader.known()
    authors = {
        writeup.path: tuple(authors_in(writeup.fields, default_authors, known, diagnostics))
        for writeup in writeups
    }
    registries = Registries(
        parser,
        declared[Kind.PEOPLE],
        declared[Kind.ORGANISATIONS],
        declared[Kind.TOPICS],
        declared[Kind.SERIES],
        parts,
        authors,
        reader.short_names,
        _bare_organisations(documents, writeups, parts, whole_names),
        frozenset(person.id for person in documents.people if person.fields.withheld),
        frozenset(_closed_names(documents, parts, parser)),
        frozenset(_never_printed(documents, parser)),
    )
    for name in _organisations_named_in_files(documents):
        registries.organisations.learn(name.value, name.place)
    learner = _Learner(registries, diagnostics, {})
    for writeup in writeups:
        learner.learn_event(writeup.fields)
        learner.learn_topics_of_statements(writeup)
        if is_on_the_record(writeup.fields):
            learner.learn_entries(writeup)
        learner.learn_authors(authors[writeup.path])
    for event in documents.events:
        learner.learn_names_in_event(event.fields)
    learner.report_one_word_names()
    for kind in NAMED_KINDS:
        registries.of(kind).report_spellings(diagnostics)
    return registries


def _closed_names(documents: Documents, parts: EntryParts, parser: NameParser) -> Iterator[str]:
    for writeup in documents.writeups:
        if not is_on_the_record(writeup.fields):
            for number, entry in enumerate(writeup.fields.entries):
                for parsed in parts.get((writeup.path, number), ()):
                    yield parser.fold(parsed.name)
                    yield from (fold(organisation.value) for organisation in organisations_of(entry, parsed))


def _never_printed(documents: Documents, parser: NameParser) -> Iterator[tuple[str, str]]:
    for person in documents.people:
        own_name = person.fields.name
        for name in person.fields.never_print:
            if own_name is None or parser.fold(name.value) != parser.fold(own_name.value):
                yield person.id, parser.fold(name.value)


def _organisations_with_keys(
    documents: Documents, writeups: Iterable[Parsed[WriteupFields]]
) -> frozenset[str]:
    """Return the folded names of organisations that stand under a key of their own, which is not a line."""
    names = list(_organisations_named_in_files(documents))
    for writeup in writeups:
        names.extend(writeup.fields.event.organisers)
        if is_on_the_record(writeup.fields):
            names.extend(organisations_with_keys_in(writeup.fields))
    return frozenset(fold(name.value) for name in names)


def organisations_with_keys_in(fields: WriteupFields) -> Iterator[Placed[str]]:
    """Yield the organisations of the entries of a writeup that are not written in one line."""
    for entry in fields.entries:
        if entry.shorthand is None:
            yield from organisations_of(entry, Shorthand(""))


def _organisations_named_in_files(documents: Documents) -> Iterator[Placed[str]]:
    for organisation in documents.organisations:
        yield from organisation.fields.related
    for person in documents.people:
        for position in person.fields.positions:
            if position.organisation is not None and not person.fields.withheld:
                yield position.organisation


def _bare_organisations(
    documents: Documents,
    writeups: Iterable[Parsed[WriteupFields]],
    parts: EntryParts,
    whole_names: frozenset[str],
) -> frozenset[str]:
    """Return the folded names of organisations that nobody has as a person's name."""
    organisations = set(whole_names)
    people: set[str] = set()
    for folded_names, kind in ((organisations, Kind.ORGANISATIONS), (people, Kind.PEOPLE)):
        for document in documents.of(kind):
            fields = document.fields
            names = (*fields.other_names, *fields.never_print, fields.name)
            folded_names.update(fold(name.value) for name in names if name)
    for writeup in writeups:
        if not is_on_the_record(writeup.fields):
            continue
        for number, entry in enumerate(writeup.fields.entries):
            for parsed in parts.get((writeup.path, number), ()):
                organisations.update(map(fold, parsed.organisations))
                if (parsed.held or entry.position) and parsed.nobody is None:
                    people.add(fold(parsed.name))
    return frozenset(organisations - people)


@dataclass(frozen=True, slots=True)
class _Learner:
    """Makes the names known that writeups use, oldest writeup first."""

    registries: Registries
    diagnostics: Diagnostics
    #: Where names of one word stand, by the id of whoever has them.
    one_word_names: dict[str, list[Place]]

    def learn_event(self, fields: WriteupFields) -> None:
        registries = self.registries
        self.learn_names_in_event(fields.event)
        for topic in fields.topics:
            registries.topics.learn(topic.value, topic.place)
            self._report_list_in_one(topic, registries.topics, "topics")
        for organiser in fields.event.organisers:
            if read_as(organiser.value) is Reading.UNKNOWN:
                self._report_list_in_one(organiser, registries.organisations, "organisers")

    def learn_names_in_event(self, event: EventFields) -> None:
        for organisation in (*event.organisers, *event.sponsors):
            self.registries.organisations.learn(organisation.value, organisation.place)
        if event.series:
            self.registries.series.learn(event.series.value, event.series.place)

    def learn_topics_of_statements(self, writeup: Parsed[WriteupFields]) -> None:
        for statement in writeup.text.statements:
            for topic in statement.attributes.topics:
                self.registries.topics.learn(topic.value, topic.place)
        for decision in writeup.text.decisions:
            for topic in decision.topics:
                self.registries.topics.learn(topic.value, topic.place)

    def _report_list_in_one(self, name: Placed[str], registry: Registry, key: str) -> None:
        """Report a name that may be a list without its brackets; a file of that name ends this."""
        parts = [part.strip() for part in re.split(r"[,;]", name.value)]
        # A list of subjects is one name: Diversity, equity, and inclusion.
        is_one = " and " in f" {parts[-1]} " or "&" in parts[-1] or fold(parts[-1]) in LEGAL_FORMS
        if len(parts) > 1 and all(parts) and not is_one and not registry.has_file(name.value):
            message = f'"{name.value}" is taken for one {registry.kind.noun}'
            listed = ", ".join(parts)
            hint = f"write {key}: [{listed}] if they are several; if it is one, give it a file with this name"
            self.diagnostics.warning(name.place, Rule.SHORTHAND, message, hint)

    def learn_entries(self, writeup: Parsed[WriteupFields]) -> None:
        registries = self.registries
        speakers = len(writeup.fields.speakers)
        for number, entry in enumerate(writeup.fields.entries):
            for parts in registries.parts.get((writeup.path, number), ()):
                for organisation in organisations_of(entry, parts):
                    self._learn_organisation(organisation)
                nobody = registries.nobody_in(entry, parts)
                if nobody is Nobody.ORGANISATION:
                    registries.organisations.learn(parts.name, entry.place)
                if nobody is not None:
                    self._report_nobody(nobody, parts, entry.place, is_speaker=number < speakers)
                elif parts.name and not entry.person:
                    self._learn_person(parts.name, entry.place)

    def learn_authors(self, authors: Iterable[ListedAuthor]) -> None:
        for author in authors:
            name = author.name
            is_person = author.nobody is None and not self.registries.is_bare_organisation(name.value)
            if is_person and name.value and not author.person:
                self.registries.people.learn(name.value, name.place)

    def _learn_person(self, name: str, place: Place) -> None:
        people = self.registries.people
        people.learn(name, place)
        parsed = self.registries.parser.parse(name)
        if parsed.is_alone and not people.has_file(name):
            self.one_word_names.setdefault(parsed.name, []).append(place)

    def _learn_organisation(self, organisation: Placed[str]) -> None:
        self.registries.organisations.learn(organisation.value, organisation.place)
        if is_placeholder_organisation(organisation.value):
            message = f'"{organisation.value}" is not the name of an organisation'
            hint = "leave the organisation out where there is none"
            self.diagnostics.warning(organisation.place, Rule.PLACEHOLDER_NAME, message, hint)

    def _report_nobody(self, nobody: Nobody, parts: Shorthand, place: Place, *, is_speaker: bool) -> None:
        match nobody:
            case Nobody.ORGANISATION if is_speaker:
                message = f'"{parts.name}" is an organisation, and stands among the speakers'
                hint = "name the person who spoke, with this as the organisation"
                self.diagnostics.warning(place, Rule.ORGANISATION_AS_SPEAKER, message, hint)
            case Nobody.PLACEHOLDER:
                message = f'"{parts.name}" is nobody\'s name'
                hint = "name the person, or leave the entry out until you can"
                self.diagnostics.warning(place, Rule.PLACEHOLDER_NAME, message, hint)
            case Nobody.ROLE:
                message = f'"{parts.name}" is a position or a role, and no person is named'
                hint = "write the name of the person in front of it"
                self.diagnostics.warning(place, Rule.PLACEHOLDER_NAME, message, hint)
            case Nobody.ORGANISATION:
                pass

    def report_one_word_names(self) -> None:
        """Report each name of one word that stands at several events: it may be several people."""
        for name, places in self.one_word_names.items():
            events = list(dict.fromkeys(place.path for place in places))
            if len(events) > 1:
                message = f'"{name}" is one word, and is taken for one person at {len(events)} events'
                hint = "write the full name, or declare it once: voices: {" + name + ": the full name}"
                self.diagnostics.warning(places[0], Rule.ONE_WORD_NAME, message, hint)
