"""Texts -> prose: every link of a text to this site is looked up and gets its address."""

import posixpath
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from site_builder.errors import Problem, Rule
from site_builder.formats.images import SUFFIXES, ImageFacts, NotAnImage, look_at_image
from site_builder.linking.autolink import FindHtml, Naming, with_links
from site_builder.markdown.convert import Reference, ReferenceKind, count_words, summarise
from site_builder.markdown.extensions import LABEL
from site_builder.model import (
    Address,
    AddressLink,
    Attachment,
    Prose,
    StandaloneId,
    WriteupId,
    standalone_address,
    writeup_address,
)
from site_builder.names import fold, fold_person
from site_builder.paths import CONTENT
from site_builder.registry.collect import Registries, is_on_the_record
from site_builder.registry.registry import Registry
from site_builder.runtime.fingerprints import digest
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.shapes import Placed
from site_builder.sources.discover import Sources
from site_builder.sources.fields import WriteupFields
from site_builder.sources.parse import Documents, Parsed, TextFacts, date_of
from site_builder.urls import split_address, with_facts

#: Where a link leads that could not be resolved; its problem keeps the page from being published.
_NOWHERE = Address("/")


class Found(NamedTuple):
    """What a link of a text leads to."""

    address: Address
    #: Replaces the words of the link where they were an id; else empty.
    label: str


_Finder = Callable[[Placed[str]], Found | None]
#: What the references of the statements in a text lead to, where no writeup lists anybody.
FindVoices = Callable[[TextFacts], Mapping[int, Found]]


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything that a text can link to."""

    registries: Registries
    by_kind: Mapping[str, _Finder]
    by_path: Mapping[str, Address]
    titles: tuple[str, ...]
    #: Folded names of people who are listed at events that were not on the record, and pages that there are
    #: not because of that.
    protected: frozenset[str]
    shielded: frozenset[Address]
    #: Pages that there are not because a name is withheld; they are among the shielded.
    withheld: frozenset[Address]
    #: Files beside the Markdown, and all Markdown files, by path.
    others: frozenset[str]
    texts: Collection[str]


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text with its links resolved, and what it names beside what its writeup lists."""

    prose: Prose
    named: tuple[Address, ...]


class TextLinks:
    """Resolves the links of one text after another, and gathers what they lead to.

    ``found_names`` has the names in each text, by path.
    """

    def __init__(
        self,
        root: Path,
        targets: Targets,
        find_html: FindHtml,
        naming: Naming | None,
        found_names: Mapping[str, tuple[str, ...]],
        find_voices: FindVoices,
        problems: list[Problem],
    ) -> None:
        self._root = root
        self._targets = targets
        self._find_html = find_html
        self._naming = naming
        self._found_names = found_names
        self._find_voices = find_voices
        self._problems = problems
        self._attachments: dict[Address, Attachment] = {}
        self._images: dict[Address, ImageFacts] = {}
        self._address_links: list[AddressLink] = []

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Return the files that texts link to or show, by address."""
        return tuple(self._attachments[address] for address in sorted(self._attachments))

    @property
    def address_links(self) -> tuple[AddressLink, ...]:
        """Return the links to addresses, which only planning can confirm."""
        return tuple(self._address_links)

    def has_names(self, path: str) -> bool:
        """Say whether names may become links in a text."""
        return bool(self._found_names.get(path))

    def text(
        self,
        path: str,
        text: TextFacts,
        voices: Mapping[int, Found],
        declared: frozenset[Address],
        *,
        link_names: bool = True,
    ) -> LinkedText:
        """Return the text of the file at ``path`` with its links and names resolved.

        ``voices`` are those of its statements; ``declared`` is what the writeup lists.
        """
        found = [
            voices[number] if number in voices else self._resolve(path, reference)
            for number, reference in enumerate(text.references)
        ]
        linked = [link.address for link in found]
        by_author = frozenset(address for number, address in enumerate(linked) if number not in voices)
        labels = tuple(link.label for link in found)
        names = self._names(path, declared, by_author) if link_names else {}
        new = tuple(dict.fromkeys(address for address in names.values() if address))
        numbers = {address: number for number, address in enumerate(new)}
        numbered = tuple((form, numbers.get(address, -1)) for form, address in names.items()) if new else ()
        prose = prose_of(path, text, (*linked, *new), labels, numbered, self._find_html)
        return LinkedText(prose, tuple(address for address in new if address not in declared))

    def file(self, path: str, name: Placed[str], endings: Collection[str], what: str) -> Address:
        """Return where a file will be that stands beside the one at ``path``, and has one of some endings."""
        if not name.value.lower().endswith(tuple(endings)):
            message = f'"{name.value}" is no {what}'
            hint = f"name a file that ends in {', '.join(sorted(endings))}"
            self._problems.append(Problem(name.place, Rule.BROKEN_LINK, message, hint))
            return _NOWHERE
        return self._by_path(path, Reference(ReferenceKind.FILE, quote(name.value), name.place))

    def prose(self, path: str, text: TextFacts) -> Prose:
        """Return the text of a file that is no writeup, with its links and names resolved."""
        return self.text(path, text, self._find_voices(text), frozenset()).prose

    def prose_or_none(self, path: str, text: TextFacts) -> Prose | None:
        """Return the text of a file, or None if it has none."""
        return self.prose(path, text) if text.digest else None

    def _names(
        self, path: str, declared: frozenset[Address], linked: frozenset[Address]
    ) -> dict[str, Address]:
        """Return the names in a text, each with its page; with none if it is not to be a link."""
        found = self._found_names.get(path, ())
        if self._naming is None or not found:
            return {}
        here = self._targets.by_path.get(path, Address(""))
        names = {}
        for form in found:
            named = self._naming.meaning(form, declared, here)
            is_link = named is not None and named.is_linked and named.address not in linked
            names[form] = named.address if named is not None and is_link else Address("")
        return names

    def _resolve(self, path: str, reference: Reference) -> Found:
        found = self._look_up(path, reference)
        if found.address in self._targets.shielded:
            message = f'"{reference.target}" is listed under a rule of attribution only, and has no page'
            hint = "take the link away, and the name too if it belongs to that event"
            if found.address in self._targets.withheld:
                message = f'the name of "{reference.target}" is withheld'
                hint = "take the link and the name away"
            self._problems.append(Problem(reference.place, Rule.PROTECTED_NAME, message, hint))
        return found

    def _look_up(self, path: str, reference: Reference) -> Found:
        match reference.kind:
            case ReferenceKind.NAME:
                return self._by_name(reference)
            case ReferenceKind.FILE:
                return Found(self._by_path(path, reference), "")
            case ReferenceKind.STATEMENT | ReferenceKind.POSITION | ReferenceKind.QUOTED_BY:
                return Found(Address("#"), "")  # its figure lost its anchor, and that was told
            case ReferenceKind.ADDRESS:
                path, rest = split_address(reference.target)
                self._address_links.append(AddressLink(unquote(path), reference.place))
                return Found(Address(unquote(path) + rest), "")

    def _by_name(self, reference: Reference) -> Found:
        finders = self._targets.by_kind
        kind, colon, rest = reference.target.partition(":")
        wanted = kind.strip().lower()
        name = reference.target
        if colon and wanted in finders:
            finders, name = {wanted: finders[wanted]}, rest.strip()
        for find in finders.values():
            found = find(Placed(name, reference.place))
            if found is not None:
                return found
        registries = self._targets.registries
        every = (registries.people, registries.organisations, registries.topics, registries.series)
        known = {*self._targets.titles, *(name for registry in every for name in registry.names())}
        hint = did_you_mean(name, known, "write a name of this archive, or take the double brackets away")
        message = f'"{name}" is no person, organisation, topic, series or writeup'
        if fold_person(name) in self._targets.protected:
            message = f'"{name}" is listed at an event under a rule of attribution, and has no page'
            hint = "take the brackets away, and the name too if it belongs to that event"
        self._problems.append(Problem(reference.place, Rule.UNRESOLVED_LINK, message, hint))
        return Found(_NOWHERE, "")

    def _by_path(self, path: str, reference: Reference) -> Address:
        target, rest = split_address(reference.target)
        target = unquote(target)
        folder = posixpath.dirname(path)
        wanted = posixpath.normpath(posixpath.join(folder, target))
        if wanted in self._targets.by_path:
            return Address(f"{self._targets.by_path[wanted]}{rest}")
        if wanted in self._targets.others:
            # In an address these three would begin a query, a fragment or an escape.
            address = Address("/" + re.sub("[?#%]", "-", wanted.removeprefix(f"{CONTENT}/")))
            return self._attached(address, self._root / wanted, rest, reference)
        if wanted in self._targets.texts:
            message, hint = f'"{target}" is not published', "take the link away until it is"
        else:
            message = f'there is no file "{target}", seen from the folder of this one'
            every = (*self._targets.by_path, *self._targets.others)
            near = {posixpath.relpath(known, folder) for known in every}
            hint = did_you_mean(target, near, "correct the path, or add the file")
        self._problems.append(Problem(reference.place, Rule.BROKEN_LINK, message, hint))
        return _NOWHERE

    def _attached(self, address: Address, file: Path, rest: str, reference: Reference) -> Address:
        """Take note of a file beside the texts, and of what a picture measures."""
        known = self._attachments.get(address)
        if known is not None and known.file != file:
            message = f'"{file.name}" and "{known.file.name}" would have one address, {address}'
            hint = "rename one of the two"
            self._problems.append(Problem(reference.place, Rule.ADDRESS_COLLISION, message, hint))
            return _NOWHERE
        if file.suffix.lower() not in SUFFIXES:
            self._attachments[address] = Attachment(address, file)
            return Address(address + rest)
        if address not in self._images:
            try:
                self._images[address] = look_at_image(file)
            except (NotAnImage, OSError) as error:
                message = f'"{reference.target}" cannot be published as a picture: {error}'
                hint = "open it in a program for pictures, and save it as JPEG, PNG or WebP"
                self._problems.append(Problem(reference.place, Rule.NOT_AN_IMAGE, message, hint))
                return _NOWHERE
        width, height, widths = self._images[address]
        self._attachments[address] = Attachment(address, file, widths)
        return Address(with_facts(address, width, height, widths))


def prose_of(
    source: str,
    text: TextFacts,
    targets: tuple[str, ...],
    labels: tuple[str, ...],
    names: tuple[tuple[str, int], ...],
    find_html: FindHtml,
) -> Prose:
    """Return a text whose links are resolved.

    ``targets`` are those of its references, and then those of names that become links; ``labels`` has for
    each reference the words of its link or nothing, ``names`` for each name in the text the number of its
    target among those of names, or -1.
    """
    whole = digest(repr((text.digest, targets, labels, names)).encode())
    html = partial(_finished, source, labels, dict(names), find_html) if text.digest else str
    summary, words = text.summary, text.words
    if any(labels):
        shown = _finished(source, labels, {}, find_html)
        summary, words = summarise(shown), count_words(shown)
    return Prose(source, html, targets, labels, names, text.headings, summary, words, whole)


def _finished(source: str, labels: tuple[str, ...], names: Mapping[str, int], find_html: FindHtml) -> str:
    def label(match: re.Match[str]) -> str:
        name = labels[int(match[1])]
        return escape(name, quote=False) if name else match[2]

    html = find_html(source)
    if names:
        html = with_links(html, names, len(labels))
    return LABEL.sub(label, html)


def find_targets(
    documents: Documents,
    writeups: tuple[Parsed[WriteupFields], ...],
    registries: Registries,
    sources: Sources,
    shielded: frozenset[Address],
    problems: list[Problem],
) -> Targets:
    """Gather what texts can link to; a name is looked up as a person first and as a writeup last."""
    withheld = frozenset(Address(f"/speakers/{person}/") for person in registries.withheld)
    return Targets(
        registries=registries,
        by_kind={
            "person": _in(registries.people, "speakers", problems),
            "organisation": _in(registries.organisations, "organisations", problems),
            "topic": _in(registries.topics, "topics", problems),
            "series": _in(registries.series, "series", problems),
            "writeup": _among(writeups),
        },
        by_path=_addresses(documents, writeups),
        titles=tuple(writeup.fields.title for writeup in writeups),
        protected=frozenset(
            fold_person(parts.name)
            for writeup in writeups
            if not is_on_the_record(writeup.fields)
            for _, parts in registries.listed_by(writeup)
        ),
        shielded=shielded | withheld,
        withheld=withheld,
        others=frozenset(sources.others),
        texts=sources.texts,
    )


def _in(registry: Registry, folder: str, problems: list[Problem]) -> _Finder:
    def find(name: Placed[str]) -> Found | None:
        # An id is how an author tells two people of one name apart; words that are a name stay as they are.
        if registry.has_id(name.value) and not registry.is_spelling(name.value):
            return Found(Address(f"/{folder}/{name.value}/"), registry.name_of(name.value))
        found = registry.resolve(name, problems)
        return Found(Address(f"/{folder}/{found}/"), "") if found is not None else None

    return find


def _among(writeups: tuple[Parsed[WriteupFields], ...]) -> _Finder:
    by_title = {fold(writeup.fields.title): writeup for writeup in reversed(writeups)}
    by_id = {writeup.id: writeup for writeup in reversed(writeups)}

    def find(name: Placed[str]) -> Found | None:
        by_name = by_title.get(fold(name.value))
        writeup = by_name or by_id.get(name.value)
        if writeup is None:
            return None
        address = writeup_address(date_of(writeup.fields).day, WriteupId(writeup.id))
        return Found(address, "" if by_name else writeup.fields.title)

    return find


def _addresses(documents: Documents, writeups: tuple[Parsed[WriteupFields], ...]) -> dict[str, Address]:
    addresses = {
        writeup.path: writeup_address(date_of(writeup.fields).day, WriteupId(writeup.id))
        for writeup in writeups
    }
    for folder, parsed in (
        ("speakers", documents.people),
        ("organisations", documents.organisations),
        ("topics", documents.topics),
        ("series", documents.series),
    ):
        addresses.update({document.path: Address(f"/{folder}/{document.id}/") for document in parsed})
    pages = {page.path: standalone_address(StandaloneId(page.id)) for page in documents.pages}
    return {**addresses, **pages}
