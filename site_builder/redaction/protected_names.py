"""Names that must not be in the output, and why: a rule of attribution, or the wish of whoever has it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.entities import Organisation, Person
from site_builder.kinds import Kind
from site_builder.model import Site
from site_builder.names.folding import fold
from site_builder.names.parsed_line import Nobody, Shorthand
from site_builder.names.people import NameParser
from site_builder.names.placeholders import is_placeholder_organisation
from site_builder.names.search import is_unspaced
from site_builder.redaction.matching import folded_public
from site_builder.redaction_rules import ProtectedName, RedactionRules
from site_builder.registry.collect import (
    Registries,
    is_on_the_record,
    name_in,
    organisations_of,
    other_names_in,
)
from site_builder.sources.documents import Documents, Parsed
from site_builder.sources.entry_fields import EntryFields
from site_builder.sources.fields import WriteupFields
from site_builder.values import Attribution

#: What rules of attribution are called: nobody's name.
RULE_NAMES = tuple(rule.value for rule in Attribution)


@dataclass(frozen=True, slots=True)
class ListedNames:
    """The names of a person, or of an organisation, that a writeup lists under a rule of attribution."""

    names: tuple[ProtectedName, ...]
    #: The family name, or what stands for one; empty for an organisation.
    surname: str = ""


class ListedUnderRule:
    """Finds the names that writeups list under a rule of attribution, also those that only a file has."""

    def __init__(self, documents: Documents, registries: Registries) -> None:
        self._registries = registries
        self._people = {person.id: person for person in documents.people}
        self._organisations = {organisation.id: organisation for organisation in documents.organisations}

    def names_in(self, writeup: Parsed[WriteupFields]) -> Iterator[ListedNames]:
        """Yield the names of each entry: of the person, and of each organisation."""
        registries = self._registries
        rule = writeup.fields.event.attribution
        reason = f"is listed at an event under a rule of attribution ({rule}), in {writeup.path}"
        for entry, parts in registries.entries_of(writeup):
            person = self._person_in(writeup, entry, parts, reason)
            if person is not None:
                yield person
            for organisation in organisations_of(entry, parts):
                if is_placeholder_organisation(organisation.value):
                    continue
                ids = registries.organisations.find(organisation.value)
                others = (self._organisations[id] for id in ids if id in self._organisations)
                in_files = (name for file in others for name in (name_in(file), *other_names_in(file.fields)))
                listed = dict.fromkeys((organisation.value, *in_files))
                yield ListedNames(
                    distinguishable(ProtectedName(name, reason, is_person=False) for name in listed)
                )

    def withheld_in(self, writeup: Parsed[WriteupFields]) -> Iterator[ListedNames]:
        """Yield the names of each person who is listed on the record, and whose name is withheld."""
        registries = self._registries
        if not registries.withheld:
            return
        for entry, parts in registries.entries_of(writeup):
            for id in registries.people_meant(entry, parts):
                if id in registries.withheld:
                    reason = f"is withheld, in {self._people[id].path}"
                    person = self._person_in(writeup, entry, parts, reason)
                    if person is not None:
                        yield person

    def _person_in(
        self, writeup: Parsed[WriteupFields], entry: EntryFields, parts: Shorthand, reason: str
    ) -> ListedNames | None:
        """Return the names of whom an entry lists, in the entry and in files; None if it names nobody."""
        registries, parser = self._registries, self._registries.parser
        if parts.nobody in {Nobody.PLACEHOLDER, Nobody.ROLE} and not entry.person:
            return None
        ids = registries.people_meant(entry, parts)
        files = [self._people[id] for id in ids if id in self._people]
        in_files = (name for file in files for name in (name_in(file), *other_names_in(file.fields)))
        full_name = parser.fold(parts.name) if parts.name else ""
        short = (
            name.title()
            for name, full in registries.short_names.get(writeup.path, {}).items()
            if parser.fold(full) == full_name or any(id in registries.people.find(full) for id in ids)
        )
        names = dict.fromkeys(name for name in (parts.name, entry.alias, *short, *in_files) if name)
        if not names:
            return None
        if parts.nobody is Nobody.ORGANISATION and not entry.person:
            return ListedNames(distinguishable(ProtectedName(name, reason, False) for name in names))
        surname = parser.parse(parts.name or next(iter(names))).family
        if not parts.name and files:
            surname = parser.parse(name_in(files[0])).family
        return ListedNames(distinguishable(protected_person(name, reason, parser) for name in names), surname)

    def all_names_in(self, writeup: Parsed[WriteupFields]) -> dict[str, ProtectedName]:
        """Return every name that a writeup lists."""
        return {name.name: name for entry in self.names_in(writeup) for name in entry.names}


def protected_person(name: str, reason: str, parser: NameParser) -> ProtectedName:
    """Return a person's name with the words by which it is found."""
    parsed = parser.parse(name)
    words = (parsed.stands_for, parsed.given, parsed.nickname.strip("()\"'“”‘’"), parsed.family, parsed.place)
    small = {"of", "the", "and"}
    found_by = [word for part in words for word in part.split() if word.casefold() not in small]
    if parsed.particles and not parsed.given:
        found_by += parsed.particles.split()
    return ProtectedName(parsed.name, reason, is_person=True, words=tuple(found_by))


def surnames_of(names: Iterable[ProtectedName], parser: NameParser) -> dict[str, ProtectedName]:
    """Return the people among protected names by their folded surnames, and by each word of a double one."""
    surnames: dict[str, ProtectedName] = {}
    for protected in names:
        if protected.is_person:
            surname = fold(parser.parse(protected.name).family)
            surnames.update(dict.fromkeys((surname, *surname.split()), protected))
    return {surname: protected for surname, protected in surnames.items() if len(surname) > 1}


def redaction_rules(
    documents: Documents, registries: Registries, site: Site, authors: Iterable[str]
) -> RedactionRules:
    """Return what the output of a site must not hold.

    Writeups that are not published protect whom they list, too. A name that is public from elsewhere is
    protected only on the page of the event that must not have it. A name that is withheld, or never to be
    printed, is public only as that of somebody else.
    """
    under_rule: dict[str, dict[str, ProtectedName]] = {}
    by_rule: dict[str, ProtectedName] = {}
    listed = ListedUnderRule(documents, registries)
    for writeup in documents.writeups:
        if is_on_the_record(writeup.fields):
            continue
        names = under_rule[writeup.path] = listed.all_names_in(writeup)
        for name, protected in names.items():
            by_rule.setdefault(name, protected)
    secret = {protected.name: protected for protected in _secret_names(documents, registries)}
    if not by_rule and not secret:
        return RedactionRules()
    public = folded_public(_public_names(site, registries.parser))
    # What is called as somebody is does not make that name public, unless it is a word.
    words = (name for name in _names_of_subjects(site) if " " not in name)
    by_line = (*authors, *(author.name for writeup in site.writeups for author in writeup.authors))
    allowed = public | folded_public((*by_line, *words, *RULE_NAMES))
    names_nowhere = {
        **{name: protected for name, protected in by_rule.items() if not _is_in(name, allowed)},
        **{name: protected for name, protected in secret.items() if not _is_in(name, public)},
    }
    forbidden_on_pages = {
        path: tuple(protected for name, protected in names.items() if _is_in(name, allowed))
        for path, names in under_rule.items()
    }
    in_order = tuple(names_nowhere[name] for name in sorted(names_nowhere))
    return RedactionRules(in_order, forbidden_on_pages, allowed, _excepted(documents, registries, in_order))


def _is_in(name: str, public: frozenset[str]) -> bool:
    return not folded_public((name,)).isdisjoint(public)


def _secret_names(documents: Documents, registries: Registries) -> Iterator[ProtectedName]:
    """Yield the names that are withheld, and those never to be printed."""
    parser = registries.parser
    for person in documents.people:
        names = (name_in(person), *other_names_in(person.fields)) if person.fields.withheld else ()
        for name in names:
            yield from distinguishable((protected_person(name, f"is withheld, in {person.path}", parser),))
        for never in person.fields.never_print:
            reason = f"is never to be printed, in {person.path}"
            yield from distinguishable((protected_person(never.value, reason, parser),))
    for writeup in documents.writeups:
        for entry, parts in registries.entries_of(writeup):
            if parts.name and entry.person and entry.person.value in registries.withheld:
                reason = f"is a name of {entry.person.value}, and withheld"
                yield from distinguishable((protected_person(parts.name, reason, parser),))
    for organisation in documents.organisations:
        reason = f"is never to be printed, in {organisation.path}"
        for never in organisation.fields.never_print:
            yield ProtectedName(never.value, reason, is_person=False)


def _excepted(
    documents: Documents, registries: Registries, names: tuple[ProtectedName, ...]
) -> Mapping[str, frozenset[str]]:
    """Return, by protected name, the names that files say are somebody else's."""
    names_by_key: dict[str, list[str]] = {}
    for protected in names:
        kind = Kind.PEOPLE if protected.is_person else Kind.ORGANISATIONS
        keys = {registries.of(kind).fold(protected.name), *registries.of(kind).find(protected.name)}
        for key in keys:
            names_by_key.setdefault(key, []).append(protected.name)
    excepted: dict[str, set[str]] = {}
    for kind in (Kind.PEOPLE, Kind.ORGANISATIONS):
        registry = registries.of(kind)
        by_id = {document.id: document for document in documents.of(kind)}
        for document in documents.of(kind):
            own = folded_public(_names_in_file(document, registries.parser))
            for never in document.fields.never_print:  # who has both names knows how alike they are
                if not getattr(document.fields, "withheld", False):
                    excepted.setdefault(registry.plain(never.value), set()).update(own)
            for other in document.fields.not_to_be_confused_with:
                keys = {registry.fold(other.value), other.value, *registry.find(other.value)}
                for key in keys:
                    for name in names_by_key.get(key, ()):
                        excepted.setdefault(name, set()).update(own)
                # The file of the protected one may say it, too.
                others = (by_id[id] for id in keys if id in by_id)
                other_names = {
                    other.value,
                    *(name for file in others for name in _names_in_file(file, registries.parser)),
                }
                for own_key in (document.id, registry.fold(name_in(document))):
                    for name in names_by_key.get(own_key, ()):
                        excepted.setdefault(name, set()).update(folded_public(other_names))
    for protected in names:
        excepted.setdefault(protected.name, set()).update(_rules_called_like(protected.name))
    return {name: frozenset(excepted[name]) for name in sorted(excepted) if excepted[name]}


def _rules_called_like(name: str) -> frozenset[str]:
    """Return the rules of attribution that have a name in their own: Chatham House."""
    return folded_public(rule for rule in RULE_NAMES if name.casefold() in rule.casefold())


def _names_in_file(document: Parsed[Any], parser: NameParser) -> Iterator[str]:
    """Yield the names that a file gives, and those of a person as an index has them, too."""
    is_person = hasattr(document.fields, "honorifics")
    for name in (name_in(document), *(name.value for name in document.fields.other_names)):
        yield name
        if is_person:
            yield from (parser.plain(name), parser.parse(name).sort)


def _public_names(site: Site, parser: NameParser) -> Iterator[str]:
    entities: tuple[Person | Organisation, ...] = (*site.people.values(), *site.organisations.values())
    for entity in entities:
        yield from (entity.name, *entity.other_names)
        if isinstance(entity, Person):
            yield from (*map(parser.plain, (entity.name, *entity.other_names)), entity.sort_name)
    for writeup in site.writeups:
        for entry in writeup.entries:
            if entry.person:
                yield from (parser.plain(entry.label), parser.parse(entry.label).sort)


def _names_of_subjects(site: Site) -> Iterator[str]:
    for subjects in (site.topics, site.series):
        for subject in subjects.values():
            yield from (subject.name, *subject.other_names)


def distinguishable(names: Iterable[ProtectedName]) -> tuple[ProtectedName, ...]:
    """Return names that can be told from other words, once each; a single letter cannot."""
    return tuple(name for name in dict.fromkeys(names) if len(name.name) > 1 or is_unspaced(name.name))
