"""A published address is a promise: what an earlier build published and this one does not have any more.

Each page, statement and file that is missing is reported with the line that keeps its address, if it can be
seen what took its place. What is not kept is remembered and reported again, until ``site.toml`` lets it go.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.checks.edits import AnchorEdit, Edit, ListEdit
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.kinds import NAMED_KINDS, Kind
from site_builder.linking.link import Linked
from site_builder.model import Organisation, Person, Series, Site, Standalone, Statement, Topic, Writeup
from site_builder.names.folding import fold
from site_builder.output.manifest import Manifest, PublishedAddress, PublishedAnchor
from site_builder.page import Page, file_address, output_path
from site_builder.paths import CONTENT, SITE_FILE, STATIC
from site_builder.redaction.matching import ProtectedNameMatcher
from site_builder.sources.discover import Sources

#: How alike two names are of which one took the place of the other, in percent.
_ALIKE = 60
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
    may_be_lost = _loss(site, sources)
    lost_anchors = {
        f"{writeup.address}#{anchor.anchor}": (writeup, anchor, now)
        for writeup, anchor, now in _lost_anchors(before, site, current)
        if may_be_lost(f"{writeup.address}#{anchor.anchor}", anchor.label)
    }
    files = {output_path(page.address) for page in pages}
    lost_pages = {
        address: page
        for address, page in {**before.published, **before.missing}.items()
        if "#" not in address and output_path(address) not in files and may_be_lost(address, page.title)
    }
    missing = [_missing_statement(*facts) for facts in lost_anchors.values()]
    remembered = {
        address: PublishedAddress(
            writeup.path, anchor.label, target=f"{writeup.address}#{now.anchor}" if now else ""
        )
        for address, (writeup, anchor, now) in lost_anchors.items()
    }
    new_pages = {address: page for address, page in current.items() if address not in before.published}
    successors = _Successors(lost_pages, new_pages, current, site)
    for address, page in lost_pages.items():
        successor = successors.take(address, page)
        missing.append(
            successors.renamed(address, successor) if successor else _without_successor(address, page)
        )
        # Remembered, because the next build does not see what is new in this one.
        remembered[address] = page._replace(target=successor or page.target, anchors=())
    return Comparison(tuple(missing), Manifest(published=current, missing=remembered))


def report_missing_addresses(missing: Iterable[MissingAddress], diagnostics: Diagnostics) -> None:
    """Report what is missing."""
    for lost in missing:
        hint = f'{lost.remedy}, or let it go with gone = ["{lost.address}"] below [addresses] in {SITE_FILE}'
        diagnostics.warning(lost.place, Rule.ADDRESS_GONE, lost.message, hint)


def _loss(site: Site, sources: Sources) -> Callable[[str, str], bool]:
    """Return what says whether an address is to be kept; not one with a name that nothing may print."""
    gone = frozenset(sources.config.addresses.gone)
    on_some_pages = (name for some in site.redaction.forbidden_on_pages.values() for name in some)
    names = tuple(dict.fromkeys((*site.redaction.names, *on_some_pages)))
    if not names:
        return lambda address, _: address not in gone
    matcher = ProtectedNameMatcher(names, frozenset(), {})

    def may_be_lost(address: str, title: str) -> bool:
        is_protected = any(matcher.find(title)) or any(matcher.find_in_addresses(address))
        return address not in gone and not is_protected

    return may_be_lost


def _published(site: Site, sources: Sources) -> Iterator[tuple[str, PublishedAddress]]:
    """Yield every address that somebody may note: pages of what is named, former addresses, and files."""
    for writeup in site.writeups:
        anchors = tuple([PublishedAnchor(one.anchor, one.label) for one in writeup.statements])
        yield writeup.address, PublishedAddress(writeup.path, writeup.title, anchors=anchors)
    for page in site.pages:
        yield page.address, PublishedAddress(page.path, page.title)
    named: tuple[Person | Organisation | Topic | Series, ...] = (
        *site.people.values(),
        *site.organisations.values(),
        *site.topics.values(),
        *site.series.values(),
    )
    for entity in named:
        yield entity.address, PublishedAddress(entity.path, entity.name)
    everything: tuple[Writeup | Standalone | Person | Organisation | Topic | Series, ...]
    everything = (*site.writeups, *site.pages, *named)
    for one in everything:
        for former in one.former_urls:
            yield file_address(former.address), PublishedAddress(former.place.path, target=one.address)
    for attachment in site.attachments:
        yield attachment.address, PublishedAddress(f"{CONTENT}{attachment.address}")
    for path, file in sources.static_files:
        if file.is_relative_to(sources.root):
            yield f"/{path}", PublishedAddress(f"{STATIC}/{path}")


def _lost_anchors(
    before: Manifest, site: Site, current: Mapping[str, PublishedAddress]
) -> Iterator[tuple[Writeup, PublishedAnchor, Statement | None]]:
    """Yield the anchors that pages do not have any more, each with the new statement of the same name."""
    missing: dict[str, list[PublishedAnchor]] = {}
    for address, page in before.missing.items():
        of, mark, anchor = address.partition("#")
        if mark:
            missing.setdefault(of, []).append(PublishedAnchor(anchor, page.title))
    # What took the place of another one was to change back: it need not be kept.
    replaced = {page.target for page in before.missing.values()}
    for writeup in site.writeups:
        published = before.published.get(writeup.address)
        if published is None:
            continue
        some = missing.get(writeup.address, [])
        if not some and published.anchors == current[writeup.address].anchors:
            continue
        known = {one.anchor for one in published.anchors if f"{writeup.address}#{one.anchor}" not in replaced}
        present = {one.anchor for one in writeup.statements}
        new = [one for one in writeup.statements if one.anchor not in known]
        for lost in (*some, *(one for one in published.anchors if one.anchor in known)):
            if lost.anchor in present or f'id="{lost.anchor}"' in writeup.prose.html:
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
    edit = AnchorEdit(now.place.path, now.place.line, lost.anchor)
    return MissingAddress(address, message, now.place, f"write {mark} {where}", edit)


class _Successors:
    """Finds what took the place of pages that are gone.

    ``lost`` and ``new`` are the addresses that only the build before has, and only this one. What they are
    looked up by is computed once: a new pattern of addresses moves every writeup.
    """

    def __init__(
        self,
        lost: Mapping[str, PublishedAddress],
        new: Mapping[str, PublishedAddress],
        current: Mapping[str, PublishedAddress],
        site: Site,
    ) -> None:
        self._current = current
        self._lost_of_kind = Counter(_kind(address, page) for address, page in lost.items())
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
            Kind.PEOPLE: site.people,
            Kind.ORGANISATIONS: site.organisations,
            Kind.TOPICS: site.topics,
            Kind.SERIES: site.series,
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
        for same in (self._by_claim.get((kind, before.claim), ()), self._by_title.get((kind, title), ())):
            left = [address for address in same if address in titles]
            if len(left) == 1:
                return left[0]
        return self._by_other_name.get((kind, title)) or self._most_alike(kind, title, titles)

    def _most_alike(self, kind: Kind, title: str, titles: Mapping[str, str]) -> str | None:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where something is gone

        if len(titles) == 1 and kind not in NAMED_KINDS and self._lost_of_kind[kind] == 1:
            return next(iter(titles))
        best = process.extractOne(title, titles, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return best[2] if best else None


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
