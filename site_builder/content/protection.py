"""Names that must not be in the output, and why: a rule of attribution, or the wish of whoever has it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.content.documents import Documents, Parsed
from site_builder.content.naming import word_finder
from site_builder.content.register import (
    Registries,
    is_on_the_record,
    known_names,
    listed,
    name_in,
    organisations_of,
)
from site_builder.content.schemas import OrganisationFields, PersonFields, WriteupFields
from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.model import Organisation, Person, Protected, Protection, Series, Site, Topic
from site_builder.names import (
    fold,
    is_placeholder,
    is_placeholder_organisation,
    is_unspaced,
    names_pattern,
    plain_name,
    searchable,
    searchable_with_places,
)
from site_builder.places import CONTENT


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
    protected, but on the page of the event that must not have it.
    """
    wanted: dict[str, str] = {}
    under_rules: dict[str, tuple[str, ...]] = {}
    for writeup in documents.writeups:
        if is_on_the_record(writeup.fields):
            continue
        rule = writeup.fields.event.attribution
        every = tuple(name for one in _listed_in(writeup, documents, registries) for name in one.names)
        under_rules[writeup.path] = tuple(dict.fromkeys(every))
        for name in every:
            wanted.setdefault(
                name, f"is listed at an event under a rule of attribution ({rule}), in {writeup.path}"
            )
    for person in documents.people:
        if person.fields.withheld:
            for name in (name_in(person), plain_name(name_in(person)), *known_names(person.fields)):
                wanted[name] = f"is withheld, in {person.path}"
    with_names: tuple[Parsed[PersonFields] | Parsed[OrganisationFields], ...]
    with_names = (*documents.people, *documents.organisations)
    for document in with_names:
        for never in document.fields.never_print:
            wanted[never.value] = f"is never to be printed, in {document.path}"
    if not wanted:
        return Protection()
    explained = frozenset(filter(None, map(searchable, _public_names(site, authors))))
    names = tuple(
        Protected(name, wanted[name])
        for name in sorted(wanted)
        if searchable(name) and searchable(name) not in explained
    )
    on_pages = {
        path: tuple(name for name in every if searchable(name) in explained)
        for path, every in under_rules.items()
    }
    return Protection(names, on_pages, explained)


def _public_names(site: Site, authors: Iterable[str]) -> Iterator[str]:
    yield from authors
    every: tuple[Person | Organisation | Topic | Series, ...] = (
        *site.people.values(),
        *site.organisations.values(),
        *site.topics.values(),
        *site.series.values(),
    )
    for named in every:
        for name in (named.name, *named.other_names):
            # What is called as somebody is does not make them public, but a word is no name.
            if isinstance(named, Person | Organisation) or " " not in searchable(name):
                yield name
        if isinstance(named, Person):
            yield plain_name(named.name)
    for writeup in site.writeups:
        yield from (appearance.label for appearance in writeup.appearances if appearance.person)
        yield from (mention.label for mention in writeup.mentions if mention.person)
        yield writeup.author


def _listed_in(
    writeup: Parsed[WriteupFields], documents: Documents, registries: Registries
) -> Iterator[_Listed]:
    people = {person.id: person for person in documents.people}
    organisations = {organisation.id: organisation for organisation in documents.organisations}
    for number, entry in enumerate(listed(writeup.fields)):
        parts = registries.parts.get((writeup.path, number))
        if parts is None:
            continue
        ids = [entry.person.value] if entry.person else [*registries.people.find(parts.name)]
        files = [people[id] for id in ids if id in people]
        written = (parts.name, plain_name(parts.name)) if parts.name else ()
        from_files = (name for file in files for name in (name_in(file), *known_names(file.fields)))
        names = (*written, *from_files)
        if names and not is_placeholder(parts.name):
            yield _Listed(_telling(names), is_person=True)
        for organisation in organisations_of(entry, parts):
            ids = [*registries.organisations.find(organisation.value)]
            files_of = [organisations[id] for id in ids if id in organisations]
            others = (name for file in files_of for name in (name_in(file), *known_names(file.fields)))
            if not is_placeholder_organisation(organisation.value):
                yield _Listed(_telling((organisation.value, *others)), is_person=False)


def _telling(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that can be told from other words, once each; a single letter cannot."""
    return tuple(name for name in dict.fromkeys(names) if len(searchable(name)) > 1 or is_unspaced(name))


def problems_in_sources(
    root: Path, writeups: Iterable[Parsed[WriteupFields]], documents: Documents, registries: Registries
) -> Iterator[Problem]:
    """Report every place at which a writeup names somebody whom it lists under a rule of attribution."""
    for writeup in writeups:
        if is_on_the_record(writeup.fields):
            continue
        entries = tuple(_listed_in(writeup, documents, registries))
        rule = writeup.fields.event.attribution
        every = [name for one in entries for name in one.names]
        public = {fold(name.value) for name in writeup.fields.event.organisers}
        names = [name for name in dict.fromkeys(every) if fold(name) not in public]
        source = _Source(root, writeup.path)
        hint = (
            "take the name out, put the passage between ::: off the record and :::, "
            "or take the entry out of the list"
        )
        for name, place in source.find(names):
            message = f'"{name}" is listed under a rule of attribution ({rule}) and stands here in the open'
            yield Problem(place, Rule.PROTECTED_NAME, message, hint)
        surnames = _telling(
            plain_name(one.names[0]).split()[-1] for one in entries if one.is_person and one.names
        )
        known = {word for name in names for word in (name,)}
        for name, place in source.find([one for one in surnames if one not in known], of=names):
            message = (
                f'"{name}" may be the surname of somebody who is listed under a rule of attribution ({rule})'
            )
            yield Problem(place, Rule.PROTECTED_NAME, message, hint, Severity.WARNING)


def problems_everywhere(root: Path, protection: Protection, paths: Iterable[str]) -> Iterator[Problem]:
    """Report every place in what is published where a name stands that must be nowhere."""
    if not protection.names:
        return
    reasons = dict(protection.names)
    words = {name: max(searchable(name).split(), key=len) for name in reasons}
    keys = sorted(set(words.values()))
    may_have = word_finder(keys)
    for path in paths:
        source = _Source(root, path, has_attributions=False)
        found = {keys[number] for number in may_have(searchable(source.text))}
        names = [name for name in reasons if words[name] in found]
        for name, place in source.find(names, protection.explained) if names else ():
            message = f'"{name}" {reasons[name]}, and stands here in the open'
            yield Problem(place, Rule.PROTECTED_NAME, message, "take the name out here")


def places_of(root: Path, paths: Iterable[str], names: Iterable[str]) -> Iterator[tuple[str, Place]]:
    """Yield every place in some files where one of the names stands in the open."""
    names = tuple(names)
    for path in paths:
        if path.startswith(f"{CONTENT}/") and path.endswith(".md"):
            yield from _Source(root, path, has_attributions=False).find(names)


#: Lists of people that are for the author alone under a rule, and keys whose values are never printed.
_APART = ("speakers", "mentions", "never_print", "withheld")
_ATTRIBUTION = re.compile(r"^[ \t]*>[ \t>]*(?:—|―|–|-{2,3})[ \t]*[^\s\-|].*$", re.MULTILINE)
_TOP_KEY = re.compile(r"^\[{0,2}([A-Za-z_]+)\]{0,2}\s*(?:[:=].*)?$")


class _Source:
    """A file as its author wrote it, without what is never printed."""

    def __init__(self, root: Path, path: str, *, has_attributions: bool = True) -> None:
        self._path = path
        try:
            text = (root / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            text = ""
        self.text = _with_blanks(text)
        if not has_attributions:  # the names below quotations are printed as they may be
            self.text = _ATTRIBUTION.sub(lambda found: " " * len(found[0]), self.text)

    def find(self, names: Iterable[str], of: Iterable[str] = ()) -> Iterator[tuple[str, Place]]:
        """Yield each place of a name, but where it is part of a name of ``of``."""
        names, longer = tuple(names), tuple(of)
        explained = frozenset(searchable(name) for name in longer)
        for keeps_case, some in _by_case(names):
            folded, places = searchable_with_places(self.text, keeps_case=keeps_case)
            wanted = {searchable(name, keeps_case=keeps_case): name for name in some}
            for found in names_pattern(wanted, explained).finditer(folded) if wanted else ():
                if found[1]:
                    yield wanted[found[1]], self._place(places[found.start(1)])

    def _place(self, offset: int) -> Place:
        line = self.text.count("\n", 0, offset)
        return Place(self._path, line + 1, offset - self.text.rfind("\n", 0, offset))


def _by_case(names: Iterable[str]) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Yield names of one word, whose capital tells them from a word, and then the others."""
    single = tuple(name for name in names if " " not in searchable(name))
    yield True, single
    yield False, tuple(name for name in names if name not in single)


def _with_blanks(text: str) -> str:
    """Return a file with blank lines where its text is off the record and its lists are never printed."""
    lines = text.split("\n")
    fence = lines[0].strip() if lines else ""
    is_front, is_apart, is_off = fence in {"---", "+++"}, False, False
    kept = []
    for number, line in enumerate(lines):
        if is_front and number and line.strip() in {fence, "..."}:
            is_front = is_apart = False
        key = _TOP_KEY.match(line) if is_front else None
        if key:
            is_apart = key[1] in _APART
        mark = re.fullmatch(r"[ \t>]*:::+[ \t]*(.*?)[ \t]*", line) if not is_front else None
        if mark:
            is_off = bool(mark[1])
        kept.append("" if is_apart or is_off or mark else line)
    return "\n".join(kept)
