"""Names that must not be in the output, and why: a rule of attribution, or the wish of whoever has it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.model import Organisation, Person, ProtectedName, RedactionRules, Site
from site_builder.names.people import plain_name, sort_name
from site_builder.names.placeholders import is_placeholder, is_placeholder_organisation
from site_builder.names.search import is_unspaced, searchable
from site_builder.registry.collect import (
    Registries,
    is_on_the_record,
    name_in,
    organisations_of,
    other_names_in,
)
from site_builder.sources.fields import WriteupFields
from site_builder.sources.parse import Documents, Parsed
from site_builder.values import Attribution

_ATTRIBUTION_RULES = tuple(rule.value for rule in Attribution)


@dataclass(frozen=True, slots=True)
class ListedNames:
    """The names of a person, or of an organisation, that a writeup lists under a rule of attribution."""

    names: tuple[str, ...]
    is_person: bool


class ListedUnderRule:
    """Finds the names that writeups list under a rule of attribution, also those that only a file has."""

    def __init__(self, documents: Documents, registries: Registries) -> None:
        self._registries = registries
        self._people = {person.id: person for person in documents.people}
        self._organisations = {organisation.id: organisation for organisation in documents.organisations}

    def names_in(self, writeup: Parsed[WriteupFields]) -> Iterator[ListedNames]:
        """Yield the names of each entry: of the person, and of each organisation."""
        registries = self._registries
        for entry, parts in registries.entries_of(writeup):
            ids = registries.people_meant(entry, parts)
            files = [self._people[id] for id in ids if id in self._people]
            written = (parts.name, plain_name(parts.name)) if parts.name else ()
            in_files = (name for file in files for name in (name_in(file), *other_names_in(file.fields)))
            names = (*written, *in_files, *(sort_name(name) for name in written))
            if names and not is_placeholder(parts.name):
                yield ListedNames(distinguishable(names), is_person=True)
            for organisation in organisations_of(entry, parts):
                if is_placeholder_organisation(organisation.value):
                    continue
                ids = registries.organisations.find(organisation.value)
                others = (self._organisations[id] for id in ids if id in self._organisations)
                in_files = (name for file in others for name in (name_in(file), *other_names_in(file.fields)))
                yield ListedNames(distinguishable((organisation.value, *in_files)), is_person=False)

    def all_names_in(self, writeup: Parsed[WriteupFields]) -> dict[str, bool]:
        """Return every name that a writeup lists, and whether it is a person's."""
        return {name: entry.is_person for entry in self.names_in(writeup) for name in entry.names}


def redaction_rules(
    documents: Documents, registries: Registries, site: Site, authors: Iterable[str]
) -> RedactionRules:
    """Return what the output of a site must not hold.

    Writeups that are not published protect whom they list, too. A name that is public from elsewhere is
    protected only on the page of the event that must not have it. A name that is withheld, or never to be
    printed, is public only as that of somebody else.
    """
    under_rule: dict[str, dict[str, bool]] = {}
    by_rule: dict[str, ProtectedName] = {}
    listed = ListedUnderRule(documents, registries)
    for writeup in documents.writeups:
        if is_on_the_record(writeup.fields):
            continue
        rule = writeup.fields.event.attribution
        names = under_rule[writeup.path] = listed.all_names_in(writeup)
        reason = f"is listed at an event under a rule of attribution ({rule}), in {writeup.path}"
        for name, is_person in names.items():
            by_rule.setdefault(name, ProtectedName(name, reason, is_person))
    secret = {protected.name: protected for protected in _secret_names(documents, registries)}
    if not by_rule and not secret:
        return RedactionRules()
    public = frozenset(filter(None, map(searchable, _public_names(site))))
    subjects = tuple(_names_of_subjects(site))
    # What is called as somebody is does not make that name public, unless it is a word.
    words = (name for name in subjects if " " not in searchable(name))
    by_line = (*authors, *(writeup.author for writeup in site.writeups))
    allowed = public | frozenset(filter(None, map(searchable, (*by_line, *words))))
    names_nowhere = {
        **{name: protected for name, protected in by_rule.items() if searchable(name) not in allowed},
        **{name: protected for name, protected in secret.items() if searchable(name) not in public},
    }
    forbidden_on_pages = {
        path: tuple((name, is_person) for name, is_person in names.items() if searchable(name) in allowed)
        for path, names in under_rule.items()
    }
    longer = frozenset(searchable(name) for name in (*subjects, *_ATTRIBUTION_RULES))
    in_order = tuple(names_nowhere[name] for name in sorted(names_nowhere))
    return RedactionRules(in_order, forbidden_on_pages, allowed | longer)


def _secret_names(documents: Documents, registries: Registries) -> Iterator[ProtectedName]:
    """Yield the names that are withheld, and those never to be printed."""
    for person in documents.people:
        names = (name_in(person), *other_names_in(person.fields)) if person.fields.withheld else ()
        for name in names:
            yield from _forms(name, f"is withheld, in {person.path}")
        for never in person.fields.never_print:
            yield from _forms(never.value, f"is never to be printed, in {person.path}")
    for writeup in documents.writeups:
        for entry, parts in registries.entries_of(writeup):
            if parts.name and entry.person and entry.person.value in registries.withheld:
                yield from _forms(parts.name, f"is a name of {entry.person.value}, and withheld")
    for organisation in documents.organisations:
        reason = f"is never to be printed, in {organisation.path}"
        for never in organisation.fields.never_print:
            yield ProtectedName(never.value, reason, is_person=False)


def _forms(name: str, reason: str) -> Iterator[ProtectedName]:
    """Yield a person's name as it is written and as an index has it."""
    for form in distinguishable((name, plain_name(name), sort_name(plain_name(name)))):
        yield ProtectedName(form, reason, is_person=True)


def _public_names(site: Site) -> Iterator[str]:
    entities: tuple[Person | Organisation, ...] = (*site.people.values(), *site.organisations.values())
    for entity in entities:
        yield from (entity.name, entity.sort_name, *entity.other_names)
        if isinstance(entity, Person):
            yield plain_name(entity.name)
            yield sort_name(plain_name(entity.name))
    for writeup in site.writeups:
        yield from (appearance.label for appearance in writeup.appearances if appearance.person)
        yield from (mention.label for mention in writeup.mentions if mention.person)


def _names_of_subjects(site: Site) -> Iterator[str]:
    for subjects in (site.topics, site.series):
        for subject in subjects.values():
            yield from (subject.name, *subject.other_names)


def distinguishable(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that can be told from other words, once each; a single letter cannot."""
    return tuple(name for name in dict.fromkeys(names) if len(searchable(name)) > 1 or is_unspaced(name))
