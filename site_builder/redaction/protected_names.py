"""Names that must not be in the output, and why: a rule of attribution, or the wish of whoever has it."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.markdown.convert import on_the_record
from site_builder.model import Attribution, Kind, Organisation, Person, Protected, Protection, Site
from site_builder.names import (
    NameSearch,
    fold,
    is_placeholder,
    is_placeholder_organisation,
    is_unspaced,
    plain_name,
    searchable,
    sort_name,
    word_finder,
)
from site_builder.paths import CONTENT
from site_builder.registry.collect import (
    Registries,
    is_on_the_record,
    known_names,
    name_in,
    organisations_of,
)
from site_builder.sources.discover import SourceFile
from site_builder.sources.fields import WriteupFields
from site_builder.sources.front_matter import read_front_matter
from site_builder.sources.parse import Documents, Parsed


@dataclass(frozen=True, slots=True)
class _Listed:
    """The names of somebody, or of an organisation, that a writeup lists under a rule of attribution."""

    names: tuple[str, ...]
    is_person: bool


def protection_of(
    documents: Documents, registries: Registries, site: Site, authors: Iterable[str]
) -> Protection:
    """Return what the output of a site must not hold.

    Writeups that are not published protect whom they list, too. A name that is public from elsewhere is not
    protected, but on the page of the event that must not have it. A name that is withheld, or never to be
    printed, is only public as that of somebody else.
    """
    under_rules: dict[str, dict[str, bool]] = {}
    wanted: dict[str, Protected] = {}
    files = _Files(documents)
    for writeup in documents.writeups:
        if is_on_the_record(writeup.fields):
            continue
        rule = writeup.fields.event.attribution
        every = {name: one.is_person for one in _listed_in(writeup, files, registries) for name in one.names}
        under_rules[writeup.path] = every
        reason = f"is listed at an event under a rule of attribution ({rule}), in {writeup.path}"
        for name, is_person in every.items():
            wanted.setdefault(name, Protected(name, reason, is_person))
    secret = {one.name: one for one in _secret(documents, registries)}
    if not wanted and not secret:
        return Protection()
    others = frozenset(filter(None, map(searchable, _public_names(site))))
    words = tuple(_topics(site))
    explained = others | frozenset(
        filter(None, map(searchable, (*authors, *_authors(site), *_single(words))))
    )
    names = {name: one for name, one in wanted.items() if searchable(name) not in explained}
    names |= {name: one for name, one in secret.items() if searchable(name) not in others}
    on_pages = {
        path: tuple((name, is_person) for name, is_person in every.items() if searchable(name) in explained)
        for path, every in under_rules.items()
    }
    longer = frozenset(searchable(name) for name in (*words, *_RULES))
    return Protection(tuple(names[name] for name in sorted(names)), on_pages, explained | longer)


_RULES = tuple(rule.value for rule in Attribution)


def _secret(documents: Documents, registries: Registries) -> Iterator[Protected]:
    """Yield the names that are withheld, and those never to be printed."""
    for person in documents.people:
        names = (name_in(person), *known_names(person.fields)) if person.fields.withheld else ()
        for form in (form for name in names for form in _forms(name)):
            yield Protected(form, f"is withheld, in {person.path}", is_person=True)
        for form in (form for never in person.fields.never_print for form in _forms(never.value)):
            yield Protected(form, f"is never to be printed, in {person.path}", is_person=True)
    for writeup in documents.writeups:
        for entry, parts in registries.listed_by(writeup):
            if parts.name and entry.person and entry.person.value in registries.withheld:
                for form in _forms(parts.name):
                    yield Protected(form, f"is a name of {entry.person.value}, and withheld", is_person=True)
    for organisation in documents.organisations:
        for never in organisation.fields.never_print:
            yield Protected(never.value, f"is never to be printed, in {organisation.path}", is_person=False)


def _forms(name: str) -> tuple[str, ...]:
    """Return a person's name as it is written and as an index has it."""
    return _telling((name, plain_name(name), sort_name(plain_name(name))))


def _public_names(site: Site) -> Iterator[str]:
    every: tuple[Person | Organisation, ...] = (*site.people.values(), *site.organisations.values())
    for named in every:
        yield from (named.name, named.sort_name, *named.other_names)
        if isinstance(named, Person):
            yield plain_name(named.name)
            yield sort_name(plain_name(named.name))
    for writeup in site.writeups:
        yield from (appearance.label for appearance in writeup.appearances if appearance.person)
        yield from (mention.label for mention in writeup.mentions if mention.person)


def _authors(site: Site) -> Iterator[str]:
    yield from (writeup.author for writeup in site.writeups)


def _topics(site: Site) -> Iterator[str]:
    for things in (site.topics, site.series):
        for one in things.values():
            yield from (one.name, *one.other_names)


def _single(names: Iterable[str]) -> Iterator[str]:
    """Yield names that are words: what is called as somebody is does not make them public."""
    return (name for name in names if " " not in searchable(name))


class _Files:
    """The files of people and of organisations by id."""

    def __init__(self, documents: Documents) -> None:
        self.people = {person.id: person for person in documents.people}
        self.organisations = {organisation.id: organisation for organisation in documents.organisations}


def _listed_in(writeup: Parsed[WriteupFields], files: _Files, registries: Registries) -> Iterator[_Listed]:
    for entry, parts in registries.listed_by(writeup):
        ids = registries.people_meant(entry, parts)
        files_of = [files.people[id] for id in ids if id in files.people]
        written = (parts.name, plain_name(parts.name)) if parts.name else ()
        from_files = (name for file in files_of for name in (name_in(file), *known_names(file.fields)))
        names = (*written, *from_files, *(sort_name(name) for name in written))
        if names and not is_placeholder(parts.name):
            yield _Listed(_telling(names), is_person=True)
        for organisation in organisations_of(entry, parts):
            ids = registries.organisations.find(organisation.value)
            of_it = [files.organisations[id] for id in ids if id in files.organisations]
            others = (name for file in of_it for name in (name_in(file), *known_names(file.fields)))
            if not is_placeholder_organisation(organisation.value):
                yield _Listed(_telling((organisation.value, *others)), is_person=False)


def _telling(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that can be told from other words, once each; a single letter cannot."""
    return tuple(name for name in dict.fromkeys(names) if len(searchable(name)) > 1 or is_unspaced(name))


def problems_in_sources(
    root: Path, writeups: Iterable[Parsed[WriteupFields]], documents: Documents, registries: Registries
) -> Iterator[Problem]:
    """Report every place at which a writeup names somebody whom it lists under a rule of attribution."""
    files = _Files(documents)
    for writeup in writeups:
        if is_on_the_record(writeup.fields):
            continue
        entries = tuple(_listed_in(writeup, files, registries))
        rule = writeup.fields.event.attribution
        every = {name: one.is_person for one in entries for name in one.names}
        public = {fold(name.value) for name in writeup.fields.event.organisers} | {
            fold(writeup.fields.author)
        }
        names = [(name, is_person) for name, is_person in every.items() if fold(name) not in public]
        source = _Source(root, writeup.path)
        hint = (
            "take the name out, put the passage between ::: off the record and :::, "
            "or take the entry out of the list"
        )
        for name, place in source.find(names):
            message = f'"{name}" is listed under a rule of attribution ({rule}) and stands here in the open'
            yield Problem(place, Rule.PROTECTED_NAME, message, hint)
        last = _telling(
            plain_name(one.names[0]).split()[-1] for one in entries if one.is_person and one.names
        )
        surnames = [(name, True) for name in last if name not in every]
        for name, place in source.find(surnames, of=every):
            message = (
                f'"{name}" may be the surname of somebody who is listed under a rule of attribution ({rule})'
            )
            yield Problem(place, Rule.PROTECTED_NAME, message, hint, Severity.WARNING)


def problems_everywhere(root: Path, protection: Protection, paths: Iterable[str]) -> Iterator[Problem]:
    """Report every place in what is published where a name stands that must be nowhere."""
    if not protection.names:
        return
    reasons = {one.name: one.reason for one in protection.names}
    people = {one.name: one.is_person for one in protection.names}
    words = {name: max(searchable(name).split(), key=len) for name in reasons}
    keys = sorted(set(words.values()))
    may_have = word_finder(keys)
    for path in paths:
        source = _Source(root, path, has_attributions=False)
        found = {keys[number] for number in may_have(searchable(source.text))}
        names = [(name, people[name]) for name in reasons if words[name] in found]
        for name, place in source.find(names, protection.explained) if names else ():
            message = f'"{name}" {reasons[name]}, and stands here in the open'
            yield Problem(place, Rule.PROTECTED_NAME, message, "take the name out here")


def places_of(
    root: Path, paths: Iterable[str], names: Iterable[tuple[str, bool]]
) -> Iterator[tuple[str, Place]]:
    """Yield every place in some files where one of the names stands in the open."""
    names = tuple(names)
    for path in paths:
        if path.startswith(f"{CONTENT}/") and path.endswith(".md"):
            yield from _Source(root, path, has_attributions=False).find(names)


#: Lists of people that are for the author alone under a rule, and keys whose values are never printed.
_APART = frozenset({"speakers", "mentions", "never_print", "withheld", "not_to_be_confused_with"})
#: In a file of the registry, what says whose file it is.
_OWN_NAMES = frozenset({"name", "other_names", "sort_name"})
_ATTRIBUTION = re.compile(r"^[ \t]*>[ \t>]*(?:—|―|–|-{2,3})[ \t]*[^\s\-|].*$", re.MULTILINE)
_RULE = re.compile(r"\battribution\s*[:=].*$", re.MULTILINE)


class _Source:
    """A file as its author wrote it, without what is never printed."""

    def __init__(self, root: Path, path: str, *, has_attributions: bool = True) -> None:
        self._path = path
        try:
            text = (root / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except (OSError, UnicodeDecodeError):
            text = ""
        in_registry = path.startswith((f"{CONTENT}/people/", f"{CONTENT}/organisations/"))
        self.text = _printed(path, text, _APART | _OWN_NAMES if in_registry else _APART)
        if not has_attributions:  # the names below quotations are printed as they may be
            self.text = _ATTRIBUTION.sub(_spaces, self.text)

    def find(self, names: Iterable[tuple[str, bool]], of: Iterable[str] = ()) -> Iterator[tuple[str, Place]]:
        """Yield each place of a name, but where it is part of a name of ``of``."""
        explained = frozenset(searchable(name) for name in of)
        for name, offset in NameSearch(names, explained).places(self.text):
            yield name, Place.at(self._path, self.text, offset)


def _printed(path: str, text: str, apart: Collection[str]) -> str:
    """Return a file of the same length with spaces for what is off the record or under keys never printed."""
    document, _ = read_front_matter(SourceFile(Kind.PAGES, path, text, ""))
    begin = len(text) - len(document.body) if document.front is not None else 0
    head, body = text[:begin], text[begin:]
    if document.front is not None:
        lines = [0]
        for line in head.split("\n"):
            lines.append(lines[-1] + len(line) + 1)
        starts = sorted(
            (lines[entry.key_place.line - 1] + entry.key_place.column - 1, entry.key)
            for entry in document.front
        )
        ends = [start for start, _ in starts[1:]] + [len(head)]
        for (start, key), end in zip(starts, ends, strict=True):
            if key in apart:
                head = head[:start] + _spaces_for(head[start:end]) + head[end:]
        head = _RULE.sub(_spaces, head)
    kept, problem = on_the_record(body, Place(path))
    return head + (body if problem else _with_length(kept, body))


def _spaces(found: re.Match[str]) -> str:
    return _spaces_for(found[0])


def _spaces_for(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _with_length(kept: str, body: str) -> str:
    """Return what is on the record with every line as long as it was."""
    lines = zip(kept.split("\n"), body.split("\n"), strict=True)
    return "\n".join(line if line else " " * len(before) for line, before in lines)
