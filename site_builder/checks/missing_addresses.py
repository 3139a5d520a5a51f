"""A published address is a promise: what an earlier build published and this one does not have any more.

Each page, statement and file that is missing is reported with the line that keeps its address, if it can be
seen what took its place. What is not kept is remembered and reported again, until ``site.toml`` lets it go.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.checks.edits import AnchorEdit, Edit, ListEdit
from site_builder.entities import HeldBack, Organisation, Person, Series, Standalone, Topic
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.formats.digests import statement_digest
from site_builder.kinds import NAMED_KINDS, Kind
from site_builder.linking.link import Linked
from site_builder.model import Site, Statement, Writeup
from site_builder.names.folding import fold
from site_builder.output.manifest import Manifest, PublishedAddress, PublishedAnchor
from site_builder.page import Page, file_address, output_path
from site_builder.paths import CONTENT, SITE_FILE, STATIC
from site_builder.redaction.matching import ProtectedNameMatcher
from site_builder.sources.discover import Sources

#: How alike two titles are of which one took the place of the other, in percent; names are shorter, and two
#: people of one family name are two people.
_ALIKE, _ALIKE_NAMES = 60, 85
_COMPUTED_ANCHOR = re.compile(r"statement-[0-9a-f]+(-\d+)?")


@dataclass(frozen=True, slots=True)
class MissingAddress:
    """An address that is gone: where to do what about it; ``edit`` does so if it is known how."""

    address: str
    message: str
    place: Place
    remedy: str
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is missing, and the manifest with what has to be remembered of both builds; it has no files."""

    missing: tuple[MissingAddress, ...]
    manifest: Manifest


def compare_addresses(
    before: Manifest, linked: Linked, sources: Sources, pages: Iterable[Page]
) -> Comparison:
    """Compare what was published, or is missing since, with what will be published."""
    site = linked.site
    current = dict(_published(site, sources))
    if not before.published:
        return Comparison((), Manifest(published=current))
    is_printable = _printable(site)
    gone = frozenset(sources.config.addresses.gone)

    def may_be_lost(address: str, title: str) -> bool:
        return address not in gone and is_printable(address, title)

    files = {output_path(page.address) for page in pages}
    lost_pages = {
        address: page
        for address, page in {**before.published, **before.missing}.items()
        if "#" not in address
        and address not in current  # a host may answer there without a file
        and output_path(address) not in files
        and may_be_lost(address, page.title)
    }
    new_pages = {address: page for address, page in current.items() if address not in before.published}
    successors = _Successors(new_pages, current, linked.complete, sources)
    replaced = {address: successors.take(address, page) for address, page in lost_pages.items()}
    earlier = {successor: lost_pages[address] for address, successor in replaced.items() if successor}
    lost_anchors = {
        f"{writeup.address}#{anchor.anchor}": (writeup, anchor, now)
        for writeup, anchor, now in _lost_anchors(before, site, {**earlier, **before.published})
        if may_be_lost(f"{writeup.address}#{anchor.anchor}", anchor.label)
    }
    missing = [_missing_statement(*facts) for facts in lost_anchors.values()]
    remembered = {
        address: PublishedAddress(
            writeup.path, anchor.label, target=f"{writeup.address}#{now.anchor}" if now else ""
        )
        for address, (writeup, anchor, now) in lost_anchors.items()
    }
    for address, page in lost_pages.items():
        successor = replaced[address]
        if successor:
            missing.append(successors.renamed(address, successor))
        else:
            missing.append(_held_back(address, page, site.held_back) or _without_successor(address, page))
        # Remembered, because the next build does not see what is new in this one.
        remembered[address] = page._replace(target=successor or page.target, anchors=())
    return Comparison(tuple(missing), Manifest(published=current, missing=remembered))


def printable_addresses(manifest: Manifest, site: Site) -> Manifest:
    """Return a manifest of another build without the addresses that have a name which nothing may print."""
    is_printable = _printable(site)

    def printable(pages: Mapping[str, PublishedAddress]) -> dict[str, PublishedAddress]:
        return {
            address: page._replace(
                anchors=tuple([mark for mark in page.anchors if is_printable(mark.anchor, mark.label)])
            )
            for address, page in pages.items()
            if is_printable(address, page.title)
        }

    return Manifest(published=printable(manifest.published), missing=printable(manifest.missing))


def report_missing_addresses(missing: Iterable[MissingAddress], diagnostics: Diagnostics) -> None:
    """Report what is missing."""
    for lost in missing:
        hint = f'{lost.remedy}, or let it go with gone = ["{lost.address}"] below [addresses] in {SITE_FILE}'
        diagnostics.warning(lost.place, Rule.ADDRESS_GONE, lost.message, hint)


def _printable(site: Site) -> Callable[[str, str], bool]:
    """Return what says whether neither an address nor its title has a name that nothing may print."""
    on_some_pages = (name for some in site.redaction.forbidden_on_pages.values() for name in some)
    names = tuple(dict.fromkeys((*site.redaction.names, *on_some_pages)))
    if not names:
        return lambda _address, _title: True
    matcher = ProtectedNameMatcher(names, frozenset(), {})
    return lambda address, title: not any(matcher.find(title)) and not any(matcher.find_in_addresses(address))


def _published(site: Site, sources: Sources) -> Iterator[tuple[str, PublishedAddress]]:
    """Yield every address that somebody may note: pages of what is named, former addresses, and files."""
    for writeup in site.pages_of_writeups:
        anchors = tuple(
            [PublishedAnchor(one.anchor, one.label, statement_digest(one.text)) for one in writeup.statements]
        )
        corrections = len(writeup.corrections)
        yield (
            writeup.address,
            PublishedAddress(writeup.path, writeup.title, anchors=anchors, corrections=corrections),
        )
    for page in site.pages:
        yield page.address, PublishedAddress(page.path, page.title)
    for event in site.events.values():
        yield event.address, PublishedAddress(event.path, event.event.name)
        for former in event.former_urls:
            yield file_address(former.address), PublishedAddress(former.place.path, target=event.address)
    named: tuple[Person | Organisation | Topic | Series, ...] = (
        *site.people.values(),
        *site.organisations.values(),
        *site.topics.values(),
        *site.series.values(),
    )
    for entity in named:
        yield entity.address, PublishedAddress(entity.path, entity.name)
    everything: tuple[Writeup | Standalone | Person | Organisation | Topic | Series, ...]
    everything = (*site.pages_of_writeups, *site.pages, *named)
    for one in everything:
        for former in one.former_urls:
            yield file_address(former.address), PublishedAddress(former.place.path, target=one.address)
    for attachment in site.attachments:
        yield attachment.address, PublishedAddress(f"{CONTENT}{attachment.address}")
    for path, file in sources.static_files:
        if file.is_relative_to(sources.root):
            yield f"/{path}", PublishedAddress(f"{STATIC}/{path}")


def _lost_anchors(
    before: Manifest, site: Site, pages: Mapping[str, PublishedAddress]
) -> Iterator[tuple[Writeup, PublishedAnchor, Statement | None]]:
    """Yield the anchors that pages do not have any more, each with the new statement of the same name.

    ``pages`` has the pages of the build before under the addresses that they have now.
    """
    missing: dict[str, list[PublishedAnchor]] = {}
    for address, page in before.missing.items():
        of, mark, anchor = address.partition("#")
        if mark:
            missing.setdefault(of, []).append(PublishedAnchor(anchor, page.title))
    # What took the place of another one was to change back: it need not be kept.
    replaced = {page.target for page in before.missing.values()}
    for writeup in site.pages_of_writeups:
        published = pages.get(writeup.address)
        if published is None:
            continue
        some = missing.get(writeup.address, [])
        present = {statement.anchor for statement in writeup.statements}
        if not some and all(mark.anchor in present for mark in published.anchors):
            continue
        known = {one.anchor for one in published.anchors if f"{writeup.address}#{one.anchor}" not in replaced}
        new = [one for one in writeup.statements if one.anchor not in known]
        for lost in (*some, *(one for one in published.anchors if one.anchor in known)):
            if lost.anchor in present or any(f'id="{lost.anchor}"' in part.html for part in writeup.parts):
                continue
            now = next((one for one in new if one.label == lost.label), None)
            if now:
                new.remove(now)
            yield writeup, lost, now


def _missing_statement(writeup: Writeup, lost: PublishedAnchor, now: Statement | None) -> MissingAddress:
    address, mark = f"{writeup.address}#{lost.anchor}", f"{{#{lost.anchor}}}"
    if now is None:
        message = f'the statement {address} of "{lost.label}" was published, and is gone'
        remedy = f"write {mark} behind the name of who says it now"
        return MissingAddress(address, message, Place(writeup.path), remedy)
    message = f"this statement was published at {address}, and has another address now"
    is_computed = _COMPUTED_ANCHOR.fullmatch(now.anchor)
    where = "at the end of the line" if is_computed else f"in place of {{#{now.anchor}}}"
    edit = AnchorEdit(now.place.path, now.place.line, now.label, lost.anchor)
    return MissingAddress(address, message, now.place, f"write {mark} {where}", edit)


class _Successors:
    """Finds what took the place of pages that are gone.

    ``new`` is what the build before did not have. What a successor is looked up by is computed once: a new
    pattern of addresses moves every writeup.
    """

    def __init__(
        self,
        new: Mapping[str, PublishedAddress],
        current: Mapping[str, PublishedAddress],
        complete: Site,
        sources: Sources,
    ) -> None:
        self._current = current
        self._files = sources.texts
        #: The folded titles of new pages that are nobody's successor yet, by kind and address.
        self._titles: dict[Kind, dict[str, str]] = {}
        self._by_claim: dict[tuple[Kind, str], list[str]] = {}
        self._by_title: dict[tuple[Kind, str], list[str]] = {}
        for address, page in new.items():
            kind = _kind(address, page)
            if kind is not None:
                title = fold(page.title)
                self._titles.setdefault(kind, {})[address] = title
                self._by_title.setdefault((kind, title), []).append(address)
                if page.claim:
                    self._by_claim.setdefault((kind, page.claim), []).append(address)
        named: Mapping[Kind, Mapping[Any, Person | Organisation | Topic | Series]] = {
            Kind.PEOPLE: complete.people,
            Kind.ORGANISATIONS: complete.organisations,
            Kind.TOPICS: complete.topics,
            Kind.SERIES: complete.series,
        }
        self._by_other_name: dict[tuple[Kind, str], str] = {}
        for kind, entities in named.items():
            for entity in entities.values():
                for name in entity.other_names:
                    self._by_other_name.setdefault((kind, fold(name)), entity.address)

    def renamed(self, address: str, successor: str) -> MissingAddress:
        """Return what is to be done where another page took the place of one."""
        now = self._current[successor]
        message = f"the address {address} was published, and leads nowhere now"
        message += f"; {successor} seems to be in its place"
        if now.claim:
            edit = ListEdit(now.claim, "former_urls", (address,))
            remedy = f"write former_urls: [{address}] here"
            return MissingAddress(address, message, Place(now.claim), remedy, edit)
        kind = _kind(successor, now) or Kind.PEOPLE
        file = f"{kind.folder}/{kind.id_at(successor)}.md"
        edit = ListEdit(file, "former_urls", (address,), now.title)
        remedy = f"write the file {file} with name: {now.title} and former_urls: [{address}]"
        return MissingAddress(address, message, Place(file), remedy, edit)

    def take(self, address: str, before: PublishedAddress) -> str | None:
        """Return what took the place of a page, if that can be seen; it takes that of no other one."""
        if before.target:
            successor = before.target if before.target in self._current else None
        else:
            kind = _kind(address, before)
            successor = None if kind is None else self._of_kind(kind, before)
        for titles in self._titles.values():
            titles.pop(successor or "", None)
        return successor

    def _of_kind(self, kind: Kind, before: PublishedAddress) -> str | None:
        title, titles = fold(before.title), self._titles.get(kind, {})
        same_file = self._left(self._by_claim.get((kind, before.claim), ()), titles)
        if same_file or before.claim in self._files:
            return same_file  # another file is another page
        same_title = self._left(self._by_title.get((kind, title), ()), titles)
        return same_title or self._by_other_name.get((kind, title)) or _most_alike(kind, title, titles)

    @staticmethod
    def _left(addresses: Iterable[str], titles: Mapping[str, str]) -> str | None:
        """Return the only one of some addresses that is nobody's successor yet."""
        left = [address for address in addresses if address in titles]
        return left[0] if len(left) == 1 else None


def _most_alike(kind: Kind, title: str, titles: Mapping[str, str]) -> str | None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where something is gone

    alike = _ALIKE_NAMES if kind in NAMED_KINDS else _ALIKE
    best = process.extractOne(title, titles, scorer=fuzz.ratio, score_cutoff=alike)
    return best[2] if best else None


def _held_back(address: str, before: PublishedAddress, held_back: HeldBack) -> MissingAddress | None:
    """Return what is to be done about a writeup that was published, and is not any more."""
    if before.claim in held_back.drafts:
        state, remedy = "is a draft now", "take status: draft out"
    elif before.claim in held_back.embargoed:
        state, remedy = "is under an embargo now", "take embargo: out"
    else:
        return None
    message = f"the address {address} was published, and leads nowhere now, as this writeup {state}"
    return MissingAddress(address, message, Place(before.claim), remedy)


def _without_successor(address: str, before: PublishedAddress) -> MissingAddress:
    if _kind(address, before) is None and not before.target:
        message = f"the file {address} was published, and is gone"
        remedy = f"put a file back there, or into {STATIC}{address}"
        return MissingAddress(address, message, Place(before.claim), remedy)
    message = f"the address {address} was published, and leads nowhere now"
    remedy = f"write former_urls: [{address}] in the file of the page that took its place"
    return MissingAddress(address, message, Place(before.claim or SITE_FILE), remedy)


def _kind(address: str, page: PublishedAddress) -> Kind | None:
    """Return the kind of a page; None for a file or a former address."""
    if page.target or not page.title:
        return None
    if page.claim:
        return Kind.of_path(page.claim)
    return next((kind for kind in NAMED_KINDS if address.startswith(kind.index_address)), None)
