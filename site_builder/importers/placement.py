"""Where the files of items go, and where addresses of the source lead then."""

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from site_builder.importers.anchors import anchors_in, find_anchor
from site_builder.importers.items import Item, ItemKind
from site_builder.importers.ledger import Ledger
from site_builder.importers.web_addresses import split_address
from site_builder.kinds import Kind
from site_builder.names.folding import fold
from site_builder.names.slugs import is_reserved, name_slug, numbered, slug

_KINDS = {
    ItemKind.WRITEUP: Kind.WRITEUPS,
    ItemKind.PAGE: Kind.PAGES,
    ItemKind.PERSON: Kind.PEOPLE,
    ItemKind.ORGANISATION: Kind.ORGANISATIONS,
    ItemKind.TOPIC: Kind.TOPICS,
    ItemKind.EVENT: Kind.EVENTS,
}
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}-")
_DATED = re.compile(r"^(\d{4})-\d{2}-\d{2}[-_ ]")
#: Pages that the site makes itself; a page of the author's would be at the same address.
_OWN_PAGES = frozenset(
    "writeups speakers organisations topics series events statements commitments decisions search data"
    " changes statistics compare assets pagefind".split()
)


def writeup_id(path: str) -> str:
    """Return the id that the file of a writeup gives it: its name without the date."""
    return _DATE.sub("", posixpath.splitext(posixpath.basename(path))[0])


def kind_of(kind: ItemKind) -> Kind:
    """Return the kind of the files that items of a kind become."""
    return _KINDS[kind]


@dataclass(slots=True)
class Placement:
    """Paths of the files to be, by item, and what texts of the source may call these items."""

    root: Path
    into: str
    hosts: frozenset[str]
    ledger: Ledger
    #: The ids that are taken, for writeups with the year in front, and by which file.
    _taken: dict[Kind, dict[str, str]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    #: The same, in the order of the source.
    order: list[str] = field(default_factory=list)
    #: Paths of old addresses without the host, decoded -> path of the file.
    _by_address: dict[str, str] = field(default_factory=dict)
    _anchors: dict[str, dict[str, str]] = field(default_factory=dict)
    #: What a file of the source is called: its path, its name, its title, folded.
    _by_name: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in _KINDS.values():
            taken = self._taken[kind] = dict.fromkeys(_OWN_PAGES if kind is Kind.PAGES else (), "")
            for file in sorted((self.root / kind.folder).rglob("*.md")):
                taken[_key(kind, file.relative_to(self.root / kind.folder).as_posix())] = file.relative_to(
                    self.root
                ).as_posix()

    def place(self, item: Item, day: str) -> str:
        """Return the path of the file of an item: the one that it had, or one that is free."""
        known = self.ledger.items.get(item.id)
        path = known.path if known else self._free_path(item, day)
        self.paths[item.id] = path
        self.order.append(path)
        anchors = anchors_in(item.body)
        if anchors:
            self._anchors[path] = anchors
        for address in item.addresses:
            query = split_address(address).query
            self._by_address.setdefault(
                f"{address_path(address)}?{query}" if query else address_path(address), path
            )
        for name in (
            item.id,
            posixpath.basename(item.id),
            posixpath.splitext(posixpath.basename(item.id))[0],
            item.title,
        ):
            if name and name not in {"index", "_index", "index.md", "_index.md"}:
                self._by_name.setdefault(fold(name), path)
        return path

    def _free_path(self, item: Item, day: str) -> str:
        kind = kind_of(item.kind)
        words = (
            slug(item.name)
            or slug(item.title)
            or slug(_first_words(item))
            or name_slug(item.title or item.id, kind.noun)
        )
        if is_reserved(words):
            words = f"{words}-{kind.noun}"
        taken = self._taken[kind]
        folder, year = kind.folder, ""
        if kind is Kind.WRITEUPS:
            folder, year = posixpath.join(folder, self.into, day[:4]), f"{day[:4]}/"
        # A file of the site at this very place is that of somebody else: the import is told so.
        here = {key for key, file in taken.items() if file != self._file(folder, kind, day, words)}
        undated = {f"{year}{key[1:]}" for key in here if key.startswith("/")}
        key = numbered(f"{year}{words}", here | undated)
        path = self._file(folder, kind, day, key.removeprefix(year))
        taken[key] = f"{path} of {item.id}"
        return path

    @staticmethod
    def _file(folder: str, kind: Kind, day: str, id: str) -> str:
        return f"{folder}/{day}-{id}.md" if kind is Kind.WRITEUPS else f"{folder}/{id}.md"

    def find_address(self, address: str) -> str | None:
        """Return the file of the item that was at an address of the source; None for any other."""
        parts = split_address(address)
        if parts.hostname and parts.hostname not in self.hosts:
            return None
        path = address_path(address)
        if parts.query and f"{path}?{parts.query}" in self._by_address:
            return self._by_address[f"{path}?{parts.query}"]
        return self._by_address.get(path) or self._by_address.get(_other_form(path))

    def find_anchor(self, path: str, fragment: str) -> str | None:
        """Return the anchor of a heading in the file at a path, by what the source called it."""
        return find_anchor(self._anchors.get(path, {}), fragment)

    def find_name(self, name: str) -> str | None:
        """Return the file of the item that texts call so: by its path, its file name or its title."""
        plain = posixpath.normpath(name).lstrip("/")
        for tried in (plain, posixpath.basename(plain), posixpath.splitext(posixpath.basename(plain))[0]):
            path = self._by_name.get(fold(tried))
            if path is not None:
                return path
        return None


def _first_words(item: Item) -> str:
    return " ".join((item.words or "").split()[:6])


def _key(kind: Kind, path: str) -> str:
    stem = posixpath.splitext(posixpath.basename(path))[0]
    if stem == "index":
        stem = posixpath.basename(posixpath.dirname(path))
    if kind is not Kind.WRITEUPS:
        return slug(stem)
    dated = _DATED.match(stem)
    return f"{dated[1]}/{slug(stem[dated.end() :])}" if dated else f"/{slug(stem)}"


def address_path(address: str) -> str:
    """Return the path of an address, decoded, without the name of an index file."""
    path = unquote(split_address(address).path) or "/"
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _other_form(path: str) -> str:
    return path.rstrip("/") if path.endswith("/") else f"{path}/"
