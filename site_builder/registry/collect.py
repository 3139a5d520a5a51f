"""Documents -> registries: all names become known before the first is looked up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.errors import Diagnostics, Rule
from site_builder.kinds import NAMED_KINDS, Kind
from site_builder.names.folding import fold
from site_builder.names.people import fold_person
from site_builder.names.placeholders import is_placeholder, is_placeholder_organisation
from site_builder.names.shorthand import Shorthand, parse_shorthand
from site_builder.registry.registry import Registry
from site_builder.schema.nodes import Placed
from site_builder.sources.fields import EntryFields, PersonFields, WriteupFields
from site_builder.sources.parse import Documents, Parsed
from site_builder.values import Attribution

#: The parts of entries, by the path of a writeup and the number of the entry in it, speakers first.
EntryParts = Mapping[tuple[str, int], Shorthand]


@dataclass(frozen=True, slots=True)
class Registries:
    """Who and what is known in a site."""

    people: Registry
    organisations: Registry
    topics: Registry
    series: Registry
    #: Of every speaker and mention, also of writeups that are not published; one that could not be parsed is
    #: missing.
    parts: EntryParts
    #: Folded names of all organisations that are no person's name too.
    bare_organisations: frozenset[str]
    #: Ids of people whose name is withheld.
    withheld: frozenset[str]
    #: Folded names that are understood and never printed, with the id of the person who has each.
    never_printed: frozenset[tuple[str, str]]

    def of(self, kind: Kind) -> Registry:
        """Return the registry of a kind."""
        registry: Registry = getattr(self, kind.value)
        return registry

    def entries_of(self, writeup: Parsed[WriteupFields]) -> Iterator[tuple[EntryFields, Shorthand]]:
        """Yield the speakers and then the mentions of a writeup, each with its parts, if it has any."""
        for number, entry in enumerate(entries_in(writeup.fields)):
            parts = self.parts.get((writeup.path, number))
            if parts is not None:
                yield entry, parts

    def people_meant(self, entry: EntryFields, parts: Shorthand) -> tuple[str, ...]:
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


def entries_in(fields: WriteupFields) -> tuple[EntryFields, ...]:
    """Return the speakers and then the mentions of a writeup."""
    return (*fields.speakers, *fields.mentions)


def organisations_of(entry: EntryFields, parts: Shorthand) -> tuple[Placed[str], ...]:
    """Return the organisations that a speaker or mention is listed with."""
    if entry.shorthand is not None:
        return (Placed(parts.organisation, entry.shorthand.place),) if parts.organisation else ()
    single = (entry.organisation,) if entry.organisation else ()
    return (*single, *entry.organisations)


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
    documents: Documents, writeups: tuple[Parsed[WriteupFields], ...], diagnostics: Diagnostics
) -> Registries:
    """Collect the names of all files and of the given writeups, which come oldest first.

    What every name means is settled before the first gets an id, and ids are given in the order of the
    writeups. So a later writeup changes no id; an older one that is added may.
    """
    declared = {kind: Registry(kind) for kind in NAMED_KINDS}
    for kind, registry in declared.items():
        for document in documents.of(kind):
            registry.declare(document.id, name_in(document), other_names_in(document.fields))
    # An organisation that stands under a key of its own somewhere may hold commas.
    whole_names = _organisations_with_keys(documents, writeups)
    parts = _parse_entries(documents, writeups, declared[Kind.ORGANISATIONS], whole_names, diagnostics)
    registries = Registries(
        declared[Kind.PEOPLE],
        declared[Kind.ORGANISATIONS],
        declared[Kind.TOPICS],
        declared[Kind.SERIES],
        parts,
        _bare_organisations(documents, writeups, parts, whole_names),
        frozenset(person.id for person in documents.people if person.fields.withheld),
        frozenset(_never_printed(documents)),
    )
    for name in _organisations_named_in_files(documents):
        registries.organisations.learn(name.value, name.place)
    for writeup in writeups:
        _learn_event(writeup.fields, registries)
        if is_on_the_record(writeup.fields):
            _learn_entries(writeup, registries, diagnostics)
    for kind in NAMED_KINDS:
        registries.of(kind).report_spellings(diagnostics)
    return registries


def _never_printed(documents: Documents) -> Iterator[tuple[str, str]]:
    for person in documents.people:
        own_name = person.fields.name
        for name in person.fields.never_print:
            if own_name is None or fold_person(name.value) != fold_person(own_name.value):
                yield person.id, fold_person(name.value)


def _organisations_with_keys(
    documents: Documents, writeups: Iterable[Parsed[WriteupFields]]
) -> frozenset[str]:
    """Return the folded names of organisations that stand under a key of their own, which is not a line."""
    names = list(_organisations_named_in_files(documents))
    for writeup in writeups:
        names.extend(writeup.fields.event.organisers)
        if is_on_the_record(writeup.fields):
            names.extend(_organisations_with_keys_in(writeup.fields))
    return _folded(names)


def _organisations_with_keys_in(fields: WriteupFields) -> Iterator[Placed[str]]:
    for entry in entries_in(fields):
        if entry.shorthand is None:
            yield from organisations_of(entry, Shorthand(""))


def _organisations_named_in_files(documents: Documents) -> Iterator[Placed[str]]:
    for organisation in documents.organisations:
        yield from organisation.fields.related
    for person in documents.people:
        for position in person.fields.positions:
            if position.organisation is not None and not person.fields.withheld:
                yield position.organisation


def _folded(names: Iterable[Placed[str]]) -> frozenset[str]:
    return frozenset(fold(name.value) for name in names)


def _parse_entries(
    documents: Documents,
    writeups: tuple[Parsed[WriteupFields], ...],
    organisations: Registry,
    whole_names: frozenset[str],
    diagnostics: Diagnostics,
) -> EntryParts:
    """Parse every speaker and mention, also of writeups that are not published.

    Names that those list must be kept out of the output.
    """
    parts: dict[tuple[str, int], Shorthand] = {}
    published = {writeup.path for writeup in writeups}
    for writeup in (
        *writeups,
        *(unpublished for unpublished in documents.writeups if unpublished.path not in published),
    ):
        known = whole_names
        if not is_on_the_record(writeup.fields):  # its lists are understood here, and known nowhere else
            known |= _folded(_organisations_with_keys_in(writeup.fields))
        # A writeup that is not published yet is reported when the complete site is linked.
        reported = diagnostics if writeup.path in published else Diagnostics()
        for number, entry in enumerate(entries_in(writeup.fields)):
            parsed = _parse_entry(entry, organisations, known, reported)
            if parsed is not None:
                parts[writeup.path, number] = parsed
    return parts


def _parse_entry(
    entry: EntryFields, organisations: Registry, whole_names: frozenset[str], diagnostics: Diagnostics
) -> Shorthand | None:
    def is_organisation(name: str) -> bool:
        return fold(name) in whole_names or bool(organisations.find(name))

    if entry.shorthand is None:
        return Shorthand(entry.name.value if entry.name else "", entry.position, "", entry.role)
    try:
        return parse_shorthand(entry.shorthand.value, is_organisation)
    except ValueError as error:
        message = f'"{entry.shorthand.value}" is not Name, Organisation or Name, Position, Organisation'
        diagnostics.error(entry.shorthand.place, Rule.SHORTHAND, message, str(error))
        return None


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
        for number, _ in enumerate(entries_in(writeup.fields)):
            parsed = parts.get((writeup.path, number))
            if parsed and parsed.organisation:
                organisations.add(fold(parsed.organisation))
            if parsed and (parsed.position or parsed.organisation):
                people.add(fold(parsed.name))
    return frozenset(organisations - people)


def _learn_event(fields: WriteupFields, registries: Registries) -> None:
    for organiser in fields.event.organisers:
        registries.organisations.learn(organiser.value, organiser.place)
    if fields.event.series:
        registries.series.learn(fields.event.series.value, fields.event.series.place)
    for topic in fields.topics:
        registries.topics.learn(topic.value, topic.place)


def _learn_entries(writeup: Parsed[WriteupFields], registries: Registries, diagnostics: Diagnostics) -> None:
    for number, entry in enumerate(entries_in(writeup.fields)):
        parts = registries.parts.get((writeup.path, number))
        if parts is None:
            continue
        is_mention = number >= len(writeup.fields.speakers)
        for organisation in organisations_of(entry, parts):
            registries.organisations.learn(organisation.value, organisation.place)
            if is_placeholder_organisation(organisation.value):
                message = f'"{organisation.value}" is not the name of an organisation'
                hint = "leave the organisation out where there is none"
                diagnostics.warning(organisation.place, Rule.PLACEHOLDER_NAME, message, hint)
        is_organisation = registries.is_bare_organisation(parts.name)
        if not parts.name or entry.person or (is_mention and is_organisation):
            continue
        if is_placeholder(parts.name):
            message = f'"{parts.name}" is nobody\'s name'
            hint = "name the person, or leave the entry out until you can"
            diagnostics.warning(entry.place, Rule.PLACEHOLDER_NAME, message, hint)
        elif is_organisation:
            message = f'"{parts.name}" is an organisation, and stands among the speakers'
            hint = "name the person who spoke, with this as the organisation"
            diagnostics.warning(entry.place, Rule.ORGANISATION_AS_SPEAKER, message, hint)
        registries.people.learn(parts.name, entry.place)
