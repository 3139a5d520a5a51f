"""Two names made one, or a name changed, in the files of the author: what each file becomes.

Writeups keep the names that they have: those are known as other names afterwards. Only where an id stands is
it replaced. Old addresses lead to the new one.
"""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from site_builder.config import read_config
from site_builder.errors import Place, Problem, ProblemsFound, Rule, UsageError
from site_builder.language import read_language
from site_builder.markdown.convert import Reference, ReferenceKind
from site_builder.model import Kind
from site_builder.names import fold, fold_person, is_reserved, plain_name, slug
from site_builder.paths import STATE_FOLDER
from site_builder.refactor.front_matter_edit import add_to_list, new_file, parts_of, replaced_at, with_keys
from site_builder.registry.collect import Registries, known_names, name_in, register
from site_builder.registry.registry import Registry
from site_builder.runtime.blob_file import Spool
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Scalar
from site_builder.schema.shapes import Name
from site_builder.sources.discover import list_sources
from site_builder.sources.parse import Documents, Parsed, date_of, parse_documents

#: What each kind is called, and the folder of its pages.
NOUNS = {
    Kind.PEOPLE: ("person", "speakers"),
    Kind.ORGANISATIONS: ("organisation", "organisations"),
    Kind.TOPICS: ("topic", "topics"),
    Kind.SERIES: ("series", "series"),
}


@dataclass(frozen=True, slots=True)
class Edits:
    """What is to be done: new texts by path, None for a file that goes; and what was found out."""

    files: dict[str, str | None]
    before: dict[str, str]
    old_id: str
    new_id: str
    redirects: bool


@dataclass(slots=True)
class _Archive:
    """The files of a site, and who is who in them."""

    root: Path
    kind: Kind
    documents: Documents
    registries: Registries
    texts: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    with_carriage_returns: set[str] = field(default_factory=set)

    @property
    def registry(self) -> Registry:
        registries = self.registries
        return {
            Kind.PEOPLE: registries.people,
            Kind.ORGANISATIONS: registries.organisations,
            Kind.TOPICS: registries.topics,
            Kind.SERIES: registries.series,
        }[self.kind]

    @property
    def files(self) -> dict[str, Parsed[Any]]:
        """Return the files of this kind by id."""
        every: dict[Kind, tuple[Parsed[Any], ...]] = {
            Kind.PEOPLE: self.documents.people,
            Kind.ORGANISATIONS: self.documents.organisations,
            Kind.TOPICS: self.documents.topics,
            Kind.SERIES: self.documents.series,
        }
        return {document.id: document for document in every[self.kind]}

    def address(self, id: str) -> str:
        return f"/{NOUNS[self.kind][1]}/{id}/"

    def text(self, path: str) -> str:
        """Return a file as it will be so far."""
        if path not in self.texts:
            text = (self.root / path).read_bytes().decode("utf-8-sig")
            if "\r\n" in text:
                self.with_carriage_returns.add(path)
            self.texts[path] = self.before[path] = text.replace("\r\n", "\n")
        return self.texts[path]

    def find(self, name: str) -> str:
        """Return the id of what a name or an id means."""
        noun = NOUNS[self.kind][0]
        found = self.registry.find(name)
        if self.registry.has_id(name) and not self.registry.is_spelling(name):
            return name
        if len(found) > 1:
            raise UsageError(f'"{name}" may be {" or ".join(found)}; give the id')
        if not found:
            known = {*self.registry.names(), *self.registry.ids()}
            hint = did_you_mean(name, known, "give a name or an id as in an address of the site")
            raise UsageError(f'there is no {noun} "{name}"; {hint}')
        return found[0]


def _read(root: Path, kind: Kind) -> _Archive:
    config, problems = read_config(root)
    found = list(problems)
    sources, problems = list_sources(root)
    found.extend(problems)
    spool = Spool(root / STATE_FOLDER, lambda path: b"")  # noqa: ARG005 - nothing is remembered
    documents, problems, _ = parse_documents(
        root, sources.texts, config, read_language(root, config.language)[0], spool.put
    )
    found.extend(problems)
    oldest_first = sorted(documents.writeups, key=lambda one: (date_of(one.fields).order, one.path))
    registries, problems = register(documents, oldest_first)
    found.extend(problems)
    errors = [problem for problem in found if problem.is_error]
    if errors:
        raise ProblemsFound(errors)
    return _Archive(root, kind, documents, registries)


def merge(root: Path, kind: Kind, other: str, into: str, *, never_print: bool = False) -> Edits:
    """Return what makes ``other`` one with ``into``.

    Raises :class:`UsageError` for names that are not known or are one already, and :class:`ProblemsFound` for
    two people who were at one event.
    """
    archive = _read(root, kind)
    old, new = archive.find(other), archive.find(into)
    if old == new:
        raise UsageError(f'"{other}" and "{into}" are one already: {archive.address(old)}')
    if kind is Kind.ORGANISATIONS:
        _refuse_relatives(archive, old, new)
    if kind is Kind.PEOPLE:
        problems = tuple(_at_one_event(archive, old, new))
        if problems:
            raise ProblemsFound(problems)
    _change(archive, old, new, archive.registry.name_of(new), never_print=never_print)
    return _edits(archive, old, new, redirects=not never_print)


def rename(root: Path, kind: Kind, one: str, name: str, *, never_print: bool = False) -> Edits:
    """Return what gives something another name, and the address that goes with it.

    Raises :class:`UsageError` for a name that is not known, or that something else has.
    """
    archive = _read(root, kind)
    problems: list[Problem] = []
    placed = Name().read(Scalar(name, Place("the new name")), problems)
    if placed is None:
        raise UsageError(f"{problems[0].message}; {problems[0].hint}")
    name = placed.value
    old = archive.find(one)
    new = slug(plain_name(name) if kind is Kind.PEOPLE else name)
    if not new or is_reserved(new):
        raise UsageError(f'"{name}" gives no address; use other words')
    taken = [id for id in (*archive.registry.find(name), new) if id != old and archive.registry.has_id(id)]
    if taken:
        command = f"site-builder {kind.value} merge {old} {taken[0]}"
        raise UsageError(f'"{name}" is {archive.address(taken[0])} already; to make them one: {command}')
    if name == archive.registry.name_of(old) and new == old:
        raise UsageError(f'"{name}" is the name already')
    _change(archive, old, new, name, never_print=never_print)
    return _edits(archive, old, new, redirects=not never_print and old != new)


def _refuse_relatives(archive: _Archive, old: str, new: str) -> None:
    """Refuse to make an organisation one with what it came from, or is part of."""
    for id, other in ((old, new), (new, old)):
        document = archive.files.get(id)
        for name in document.fields.related if document else ():
            if other in archive.registry.find(name.value):
                raise UsageError(
                    f"{name.place}: the file of {id} says that it comes from {other}, "
                    "or is part of it; take that line away first if the two are one"
                )


def _at_one_event(archive: _Archive, old: str, new: str) -> Iterator[Problem]:
    """Report every event at which two people were listed: nobody sits beside themselves."""
    people = archive.registries.people
    for writeup in archive.documents.writeups:
        places: dict[str, Place] = {}
        for entry, parts in archive.registries.listed_by(writeup):
            ids = archive.registries.people_meant(entry, parts)
            for id in ids if len(ids) == 1 else ():
                places[id] = entry.place
        if old in places and new in places:
            message = (
                f'"{people.name_of(old)}" and "{people.name_of(new)}" are both listed here, so they are two'
            )
            hint = "correct one of the entries if it is wrong, and try again"
            yield Problem(places[old], Rule.SAME_EVENT, message, hint)


def _change(archive: _Archive, old: str, new: str, name: str, *, never_print: bool) -> None:
    """Bring all files to where the old id is the new one, under a name."""
    old_file, new_file_ = archive.files.get(old), archive.files.get(new)
    is_rename = new_file_ is None or old == new
    path = new_file_.path if new_file_ else _path_of(archive, old_file, new)
    names = _other_names(archive, old, name)
    if never_print and old_file is not None and is_rename:
        names = [name_in(old_file)]  # a new name: the others may be printed as before
    is_secret = never_print or bool(old_file and getattr(old_file.fields, "withheld", False))
    former = [] if is_secret or old == new else [archive.address(old)]
    if old_file is not None and old_file is not new_file_ and not is_secret:
        former += [url.value for url in old_file.fields.former_urls]
    more: dict[str, list[Any]] = {
        "never_print" if never_print else "other_names": names,
        "former_urls": former,
    }
    _references(archive, old, new, path)
    change = _Change(archive, path, name, old, new, more)
    if old_file is None and new_file_ is None:
        values = {"name": name, **{key: value for key, value in more.items() if value}}
        archive.texts[path] = new_file(values)
    elif old_file is None or old_file is new_file_:
        change.apply(archive.text(path), drops_sort_name=is_rename and old_file is not None)
    elif new_file_ is None:
        text = archive.text(old_file.path)
        if path != old_file.path:
            del archive.texts[old_file.path]
        change.apply(text, drops_sort_name=True)
    else:
        change.take_in(old_file.path)


def _path_of(archive: _Archive, file: Parsed[Any] | None, id: str) -> str:
    """Return the path of a file under another id, in the folder where it is."""
    if file is None:
        return f"content/{archive.kind.value}/{id}.md"
    folder, _, name = file.path.rpartition("/")
    if name == "index.md":
        raise UsageError(f"{file.path} is named by its folder; rename the folder by hand")
    return f"{folder}/{id}.md"


def _other_names(archive: _Archive, old: str, name: str) -> list[str]:
    """Return the names under which writeups know something, but for the one that it gets."""
    folded = fold_person if archive.kind is Kind.PEOPLE else fold
    document = archive.files.get(old)
    every: Iterable[str]
    if document is not None:
        never = {one.value for one in getattr(document.fields, "never_print", ())}
        honorifics = len(getattr(document.fields, "honorifics", ()))
        known = list(known_names(document.fields))
        known = known[: len(known) - honorifics]
        every = (name_in(document), *(one for one in known if one not in never))
    else:
        every = (spelling for id, spelling in archive.registry.learned() if id == old)
    names: dict[str, str] = {}
    for one in every:
        if folded(one) != folded(name):
            names.setdefault(folded(one), one)
    return list(names.values())


#: Keys that a file which goes into another one does not hand on: they are told otherwise.
_NOT_MOVED = frozenset({"name", "sort_name", "other_names", "former_urls"})


@dataclass(slots=True)
class _Change:
    """What becomes of the file of the registry that is there in the end."""

    archive: _Archive
    path: str
    name: str
    old: str
    new: str
    more: dict[str, list[Any]]

    def take_in(self, path: str) -> None:
        """Let another file go into this one; nothing that it said is lost.

        Raises :class:`UsageError` where both say something else under a key that holds one thing.
        """
        values, comments, body = parts_of(path, self.archive.text(path))
        own, _, _ = parts_of(self.path, self.archive.text(self.path))
        single = {}
        for key, value in values.items():
            if key in _NOT_MOVED or value in (None, "", []):
                continue
            if key not in own or own[key] in (None, ""):
                single[key] = value
            elif isinstance(value, list) or isinstance(own[key], list):
                self.more.setdefault(key, []).extend(value if isinstance(value, list) else [value])
            elif value != own[key]:
                raise UsageError(
                    f'{path} and {self.path} say different things under "{key}"; make them equal first'
                )
        if "never_print" in self.more and not self.more["never_print"]:
            del self.more["never_print"]
        del self.archive.texts[path]
        self.apply(self.archive.text(self.path), single, comments, body)

    def apply(
        self,
        text: str,
        single: Mapping[str, Any] = MappingProxyType({}),
        comments: Iterable[str] = (),
        body: str = "",
        *,
        drops_sort_name: bool = False,
    ) -> None:
        """Write the file with what is new."""

        def change(keys: MutableMapping[str, Any]) -> None:
            if str(keys.get("name", "")) != self.name:
                keys["name"] = self.name
                if drops_sort_name:  # it was that of another name
                    keys.pop("sort_name", None)
            for key, value in single.items():
                keys[key] = value
            for key, values in self.more.items():
                add_to_list(keys, key, values)
            self._tidy(keys)

        changed = frozenset({"name", "sort_name", *_TIDIED, *self.more, *single})
        self.archive.before.setdefault(self.path, "")
        self.archive.texts[self.path] = with_keys(self.path, text, change, changed, body, comments)

    def _tidy(self, keys: MutableMapping[str, Any]) -> None:
        """Take away what says of itself: its own name and address, and that it is not itself."""
        folded = fold_person if self.archive.kind is Kind.PEOPLE else fold
        never = {folded(str(one)) for one in self.more.get("never_print", ())}
        own = folded(self.name)
        one_now = {self.old, self.new, own, *(folded(name) for name in _all_names(self.archive, self.old))}
        gone: dict[str, Callable[[str], bool]] = {
            "other_names": lambda one: folded(one) in {own, *never},
            "never_print": lambda one: folded(one) == own,
            "former_urls": lambda one: one == self.archive.address(self.new),
            "not_to_be_confused_with": lambda one: (
                self.old != self.new and (one in one_now or folded(one) in one_now)
            ),
        }
        for key, is_gone in gone.items():
            items = keys.get(key)
            if isinstance(items, list) and any(is_gone(str(one)) for one in items):
                for position in range(len(items) - 1, -1, -1):
                    if is_gone(str(items[position])):
                        del items[position]
                if not items:
                    del keys[key]


_TIDIED = ("other_names", "never_print", "former_urls", "not_to_be_confused_with")


def _all_names(archive: _Archive, id: str) -> Iterator[str]:
    document = archive.files.get(id)
    if document is not None:
        yield name_in(document)
        yield from known_names(document.fields)
    yield from (spelling for known, spelling in archive.registry.learned() if known == id)


def _references(archive: _Archive, old: str, new: str, path: str) -> None:
    """Replace an id wherever an author wrote it to tell two apart, and links to the file."""
    old_file = archive.files.get(old)
    documents = archive.documents
    for document in (*documents.writeups, *documents.others):
        places = []
        if archive.kind is Kind.PEOPLE:
            places = [
                (one.place, old, new)
                for entry in (
                    *getattr(document.fields, "speakers", ()),
                    *getattr(document.fields, "mentions", ()),
                )
                for one in (entry.person, entry.quoted_by)
                if one is not None and one.value == old
            ]
        places += [
            (one.place, old, new)
            for one in getattr(document.fields, "not_to_be_confused_with", ())
            if one.value == old and document is not old_file and document.id != new
        ]
        for reference in document.text.references:
            target = _target(reference, document.path, old, old_file, archive.address(old))
            if target:
                is_address = reference.kind is ReferenceKind.ADDRESS
                other = (
                    archive.address(new) if is_address else _new_target(target, document.path, old, new, path)
                )
                places.append((reference.place, target, other))
        if not places or document.path == (old_file.path if old_file and old == new else None):
            continue
        text = archive.text(document.path)
        for place, word, other in sorted(places, key=lambda one: one[0], reverse=True):
            replaced = replaced_at(text, place.line, place.column, word, other)
            if replaced is None:
                raise UsageError(f'{place}: "{word}" cannot be replaced safely; change it by hand')
            text = replaced
        archive.texts[document.path] = text


def _target(
    reference: Reference, path: str, old: str, old_file: Parsed[Any] | None, address_of_old: str
) -> str:
    """Return the words of a link that mean the old id or its file; empty if it means something else."""
    if reference.kind in {ReferenceKind.NAME, ReferenceKind.STATEMENT, ReferenceKind.QUOTED_BY}:
        name = reference.target.rpartition(":")[2].strip()
        if reference.kind is not ReferenceKind.NAME:
            name = name.partition(",")[0].strip()
        return old if name == old else ""
    if reference.kind is ReferenceKind.ADDRESS:
        address = reference.target.partition("#")[0].partition("?")[0]
        return address if address.rstrip("/") == address_of_old.rstrip("/") else ""
    if reference.kind is ReferenceKind.FILE and old_file is not None:
        target = reference.target.partition("#")[0]
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return target if wanted == old_file.path else ""
    return ""


def _new_target(target: str, path: str, old: str, new: str, new_path: str) -> str:
    return new if target == old else posixpath.relpath(new_path, posixpath.dirname(path))


def _edits(archive: _Archive, old: str, new: str, *, redirects: bool) -> Edits:
    """Return the files that are not as they were."""
    files: dict[str, str | None] = {}
    for path in sorted({*archive.texts, *archive.before}):
        text, before = archive.texts.get(path), archive.before.get(path)
        if text is not None and text != before:
            is_windows = path in archive.with_carriage_returns
            files[path] = text.replace("\n", "\r\n") if is_windows else text
        elif text is None and before:
            files[path] = None
    return Edits(files, {path: text for path, text in archive.before.items() if text}, old, new, redirects)
