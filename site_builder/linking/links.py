"""Texts -> prose: every link of a text to this site is looked up and gets its address."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote, unquote

from site_builder.errors import Diagnostics, Rule
from site_builder.formats.attachments import refusal
from site_builder.formats.images import EXTENSIONS, ImageSize, NotAnImage, measure_image
from site_builder.ids import Address, WriteupId
from site_builder.kinds import NAMED_KINDS, Kind, part_address, writeup_address
from site_builder.linking.attachments import LinkedFile
from site_builder.linking.autolink import EntityLinker
from site_builder.linking.names_in_texts import FindHtml
from site_builder.linking.originators import ResolvedLink
from site_builder.linking.prose import parts_of
from site_builder.markdown.references import Reference, ReferenceKind
from site_builder.model import AddressLink, Attachment
from site_builder.names.folding import fold
from site_builder.paths import CONTENT
from site_builder.registry.collect import Registries
from site_builder.registry.registry import Registry
from site_builder.schema.nearest import KnownWords, did_you_mean
from site_builder.schema.nodes import Placed
from site_builder.sources.discover import Sources
from site_builder.sources.documents import Documents, Parsed, TextFacts, date_of
from site_builder.sources.fields import WriteupFields
from site_builder.urls import split_address, with_image_sizes
from site_builder.values import Prose, ProseLinks

#: Where a link leads that could not be resolved; its problem keeps the page from being published.
_NOWHERE = Address("/")

_Find = Callable[[Placed[str], Diagnostics], ResolvedLink | None]


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """Everything that a text can link to."""

    registries: Registries
    #: What looks a name up among the things of one kind, by what the kind is called.
    finders: Mapping[str, _Find]
    by_path: Mapping[str, Address]
    titles: tuple[str, ...]
    #: Folded names of people who are listed at events that were not on the record.
    protected: frozenset[str]
    #: Pages that there are not because of a rule of attribution, or because a name is withheld.
    hidden: frozenset[Address]
    #: Those of them that are hidden because a name is withheld.
    withheld: frozenset[Address]
    #: Files beside the Markdown, by path in the form NFC, and all Markdown files.
    others: Mapping[str, str]
    texts: Collection[str]


class LinkedPicture(NamedTuple):
    """A picture beside a file, and its address with its measures."""

    target: Address
    file: LinkedFile


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text with its links resolved, and everything else that this found out."""

    prose: Prose
    #: The other parts of a long text.
    further_parts: tuple[Prose, ...]
    #: What it names in its words beside what its writeup lists.
    named: tuple[Address, ...]
    files: tuple[LinkedFile, ...]
    #: Links to addresses, which only planning can confirm.
    address_links: tuple[AddressLink, ...]


class _Resolved(NamedTuple):
    """A resolved reference, with the file or the address that it leads to."""

    link: ResolvedLink
    file: LinkedFile | None = None
    address_link: AddressLink | None = None


_UNRESOLVED = _Resolved(ResolvedLink(_NOWHERE, ""))


def link_targets(
    sources: Sources,
    documents: Documents,
    writeups: tuple[Parsed[WriteupFields], ...],
    registries: Registries,
    hidden: frozenset[Address],
) -> LinkTargets:
    """Gather what texts can link to; a name is looked up as a person first and as a writeup last.

    ``hidden`` are the pages that there are not because of a rule of attribution.
    """
    withheld = frozenset(Kind.PEOPLE.address(person) for person in registries.withheld)
    return LinkTargets(
        registries=registries,
        finders={
            **{kind.noun: _finder_in(registries.of(kind)) for kind in NAMED_KINDS},
            Kind.WRITEUPS.noun: _finder_among(writeups, sources.config.addresses.writeup),
            Kind.EVENTS.noun: _finder_of_events(documents),
        },
        by_path=_addresses(documents, writeups, sources.config.addresses.writeup),
        titles=tuple(writeup.fields.title for writeup in writeups),
        protected=registries.closed_names,
        hidden=hidden | withheld,
        withheld=withheld,
        others={unicodedata.normalize("NFC", path): path for path in sources.others},
        texts=sources.texts,
    )


def _finder_in(registry: Registry) -> _Find:
    def find(name: Placed[str], diagnostics: Diagnostics) -> ResolvedLink | None:
        # Authors use an id to distinguish two people of one name; words that are a name stay as they are.
        if registry.has_id(name.value) and not registry.is_spelling(name.value):
            return ResolvedLink(registry.kind.address(name.value), registry.name_of(name.value))
        id = registry.resolve(name, diagnostics)
        return ResolvedLink(registry.kind.address(id), "") if id is not None else None

    return find


def _finder_of_events(documents: Documents) -> _Find:
    """Return what looks an event up by its name, or else by its id."""
    by_name = {fold(event.fields.name): event for event in reversed(documents.events)}
    by_id = {event.id: event for event in documents.events}

    def find(name: Placed[str], _: Diagnostics) -> ResolvedLink | None:
        named = by_name.get(fold(name.value))
        event = named or by_id.get(name.value)
        if event is None:
            return None
        return ResolvedLink(Kind.EVENTS.address(event.id), "" if named else event.fields.name)

    return find


def _finder_among(writeups: tuple[Parsed[WriteupFields], ...], pattern: str) -> _Find:
    """Return what looks a writeup up by its title, or else by its id."""
    by_title: dict[str, list[Parsed[WriteupFields]]] = {}
    by_id: dict[str, list[Parsed[WriteupFields]]] = {}
    for writeup in writeups:
        by_title.setdefault(fold(writeup.fields.title), []).append(writeup)
        by_id.setdefault(writeup.id, []).append(writeup)

    def find(name: Placed[str], diagnostics: Diagnostics) -> ResolvedLink | None:
        titled = by_title.get(fold(name.value), [])
        found = titled or by_id.get(name.value, [])
        if len(found) > 1:
            message = f'"{name.value}" may be {" or ".join(sorted(writeup.path for writeup in found))}'
            hint = f"link to the file that you mean: [words]({posixpath.basename(found[0].path)})"
            diagnostics.error(name.place, Rule.AMBIGUOUS_NAME, message, hint)
        if not found:
            return None
        return ResolvedLink(address_of(found[0], pattern), "" if titled else found[0].fields.title)

    return find


def address_of(writeup: Parsed[WriteupFields], pattern: str) -> Address:
    """Return where the page of a writeup is, by the pattern of the site."""
    return writeup_address(pattern, date_of(writeup.fields).day, WriteupId(writeup.id))


def _addresses(
    documents: Documents, writeups: tuple[Parsed[WriteupFields], ...], pattern: str
) -> dict[str, Address]:
    addresses = {writeup.path: address_of(writeup, pattern) for writeup in writeups}
    for kind in (*NAMED_KINDS, Kind.EVENTS, Kind.PAGES):
        addresses.update({document.path: kind.address(document.id) for document in documents.of(kind)})
    return {unicodedata.normalize("NFC", path): address for path, address in addresses.items()}


@dataclass(frozen=True, slots=True)
class TextLinker:
    """Resolves the links of any text; ``names_in_texts`` has the names that may become links, by path."""

    root: Path
    targets: LinkTargets
    find_html: FindHtml
    entity_linker: EntityLinker | None
    names_in_texts: Mapping[str, tuple[str, ...]]
    diagnostics: Diagnostics
    #: A memo: a picture that many texts show is measured once.
    _image_sizes: dict[Path, ImageSize] = field(default_factory=dict)
    #: A memo: what a mistyped name or path is compared with; paths as they are seen from a folder.
    _known_words: dict[str | None, KnownWords] = field(default_factory=dict)

    def link_text(
        self,
        path: str,
        text: TextFacts,
        attributions: Mapping[int, ResolvedLink],
        listed: frozenset[Address] = frozenset(),
        surnames: Mapping[str, Address] = MappingProxyType({}),
    ) -> LinkedText:
        """Return the text of the file at ``path`` with its links and names resolved.

        ``attributions`` are the links of its statements, and ``listed`` the pages of whom and what its
        writeup lists. ``surnames`` mean one of these where they stand alone.
        """
        resolved = [
            _Resolved(attributions[number]) if number in attributions else self._resolve(path, reference)
            for number, reference in enumerate(text.references)
        ]
        targets = tuple(result.link.address for result in resolved)
        labels = tuple(result.link.label for result in resolved)
        files = tuple(result.file for result in resolved if result.file)
        address_links = tuple(result.address_link for result in resolved if result.address_link)
        names = self.names_in_texts.get(path, ())
        if self.entity_linker is None or not names:
            prose, *further = parts_of(path, text, ProseLinks(targets, labels, ()), self.find_html)
            return LinkedText(prose, tuple(further), (), files, address_links)
        by_author = {target for number, target in enumerate(targets) if number not in attributions}
        here = self.targets.by_path.get(unicodedata.normalize("NFC", path), Address(""))
        pages = self.entity_linker.pages_of(names, listed, here, by_author, surnames)
        new = tuple(dict.fromkeys(address for address in pages.values() if address))
        numbers = {address: number for number, address in enumerate(new)}
        numbered = tuple((name, numbers.get(page, -1)) for name, page in pages.items()) if new else ()
        links = ProseLinks((*targets, *new), labels, numbered)
        prose, *further = parts_of(path, text, links, self.find_html)
        named = tuple(address for address in new if address not in listed)
        return LinkedText(prose, tuple(further), named, files, address_links)

    def link_file(
        self, path: str, name: Placed[str], extensions: tuple[str, ...] = (), noun: str = "file"
    ) -> LinkedFile | None:
        """Return a file that stands beside the one at ``path`` and has one of some extensions, if given."""
        return self._beside(path, name, extensions, noun).file

    def link_picture(self, path: str, name: Placed[str]) -> LinkedPicture | None:
        """Return a picture that stands beside the file at ``path``."""
        resolved = self._beside(path, name, tuple(EXTENSIONS), "picture")
        return LinkedPicture(resolved.link.address, resolved.file) if resolved.file else None

    def _beside(self, path: str, name: Placed[str], extensions: tuple[str, ...], noun: str) -> _Resolved:
        if extensions and not name.value.lower().endswith(extensions):
            message = f'"{name.value}" is no {noun}'
            hint = f"name a file that ends in {', '.join(sorted(extensions))}"
            self.diagnostics.error(name.place, Rule.BROKEN_LINK, message, hint)
            return _UNRESOLVED
        return self._by_path(path, Reference(ReferenceKind.FILE, quote(name.value), name.place))

    def _resolve(self, path: str, reference: Reference) -> _Resolved:
        resolved = self._look_up(path, reference)
        address = resolved.link.address
        if address in self.targets.withheld:
            message = f'the name of "{reference.target}" is withheld'
            hint = "take the link and the name away"
            self.diagnostics.error(reference.place, Rule.PROTECTED_NAME, message, hint)
        elif address in self.targets.hidden:
            message = f'"{reference.target}" is listed under a rule of attribution only, and has no page'
            hint = "take the link away, and the name too if it belongs to that event"
            self.diagnostics.error(reference.place, Rule.PROTECTED_NAME, message, hint)
        return resolved

    def _look_up(self, path: str, reference: Reference) -> _Resolved:
        match reference.kind:
            case ReferenceKind.NAME:
                return _Resolved(self._by_name(reference))
            case ReferenceKind.FILE:
                return self._by_path(path, reference)
            case ReferenceKind.PART:
                here = self.targets.by_path[unicodedata.normalize("NFC", path)]
                part, _, anchor = reference.target.partition("#")
                return _Resolved(ResolvedLink(Address(f"{part_address(here, int(part))}#{anchor}"), ""))
            case ReferenceKind.ADDRESS:
                page, rest = split_address(reference.target)
                page = unquote(page)
                link = ResolvedLink(Address(page + rest), "")
                return _Resolved(link, address_link=AddressLink(page, reference.place))
            case _:
                # The element of what somebody said lost its anchor, which was reported.
                return _Resolved(ResolvedLink(Address("#"), ""))

    def _by_name(self, reference: Reference) -> ResolvedLink:
        finders: Iterable[_Find] = self.targets.finders.values()
        prefix, colon, rest = reference.target.partition(":")
        noun, name = prefix.strip().lower(), reference.target
        if colon and noun in self.targets.finders:
            finders, name = (self.targets.finders[noun],), rest.strip()
        for find in finders:
            link = find(Placed(name, reference.place), self.diagnostics)
            if link is not None:
                return link
        if self.targets.registries.people.fold(name) in self.targets.protected:
            message = f'"{name}" is listed at an event under a rule of attribution, and has no page'
            hint = "take the brackets away, and the name too if it belongs to that event"
        else:
            message = f'"{name}" is no person, organisation, topic, series or writeup'
            otherwise = "write a name of this archive, or take the double brackets away"
            hint = did_you_mean(name, self._known_names(), otherwise)
        self.diagnostics.error(reference.place, Rule.UNRESOLVED_LINK, message, hint)
        return ResolvedLink(_NOWHERE, "")

    def _known_names(self) -> KnownWords:
        if None not in self._known_words:
            registries = (self.targets.registries.of(kind) for kind in NAMED_KINDS)
            names = (name for registry in registries for name in registry.names())
            self._known_words[None] = KnownWords({*self.targets.titles, *names})
        return self._known_words[None]

    def _known_paths(self, folder: str) -> KnownWords:
        if folder not in self._known_words:
            paths = (*self.targets.by_path, *self.targets.others)
            self._known_words[folder] = KnownWords({posixpath.relpath(path, folder) for path in paths})
        return self._known_words[folder]

    def _by_path(self, path: str, reference: Reference) -> _Resolved:
        target, rest = split_address(reference.target)
        target = unquote(target)
        folder = posixpath.dirname(path)
        wanted = unicodedata.normalize("NFC", posixpath.normpath(posixpath.join(folder, target)))
        if wanted in self.targets.by_path:
            return _Resolved(ResolvedLink(Address(f"{self.targets.by_path[wanted]}{rest}"), ""))
        if wanted in self.targets.others:
            return self._attached(self.targets.others[wanted], rest, reference)
        if wanted in self.targets.texts:
            message, hint = f'"{target}" is not published', "take the link away until it is"
        else:
            message = f'there is no file "{target}", seen from the folder of this one'
            hint = did_you_mean(target, self._known_paths(folder), "correct the path, or add the file")
            if target.lower().startswith("www."):
                message, hint = f'"{target}" is taken for a file', "write https:// in front of it"
            elif "\\" in target:
                message, hint = f'"{target}" is a path of Windows', "write / in place of \\"
        self.diagnostics.error(reference.place, Rule.BROKEN_LINK, message, hint)
        return _UNRESOLVED

    def _attached(self, path: str, rest: str, reference: Reference) -> _Resolved:
        """Resolve a link to a file beside the texts; a picture keeps its measures with its address."""
        # In an address these three would begin a query, a fragment or an escape.
        name = unicodedata.normalize("NFC", path.removeprefix(f"{CONTENT}/"))
        address = Address("/" + re.sub("[?#%]", "-", name))
        file = self.root / path
        if file.suffix.lower() not in EXTENSIONS:
            if self._is_refused(file, reference):
                return _UNRESOLVED
            attachment = Attachment(address, file)
            link = ResolvedLink(Address(address + rest), "")
            return _Resolved(link, LinkedFile(attachment, reference.place))
        size = self._image_size(file, reference)
        if size is None:
            return _UNRESOLVED
        attachment = Attachment(address, file, size.widths)
        link = ResolvedLink(Address(with_image_sizes(address, size.width, size.height, size.widths)), "")
        return _Resolved(link, LinkedFile(attachment, reference.place))

    def _is_refused(self, file: Path, reference: Reference) -> bool:
        try:
            reason = refusal(file)
        except OSError as error:
            reason = f'"{file.name}" cannot be read: {error.strerror}', "check its permissions"
        if reason:
            self.diagnostics.error(reference.place, Rule.UNSAFE_FILE, *reason)
        return reason is not None

    def _image_size(self, file: Path, reference: Reference) -> ImageSize | None:
        try:
            if file not in self._image_sizes:
                self._image_sizes[file] = measure_image(file)
            return self._image_sizes[file]
        except (NotAnImage, OSError) as error:
            message = f'"{reference.target}" cannot be published as a picture: {error}'
            hint = "open it in a program for pictures, and save it as JPEG, PNG or WebP"
            self.diagnostics.error(reference.place, Rule.NOT_AN_IMAGE, message, hint)
            return None
