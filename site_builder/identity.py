"""Two names made one, or a name changed, in the files of the author: what each file becomes.

Writeups keep the names that they have: those are known as other names afterwards. Only where an id stands is
it replaced. Old addresses lead to the new one.
"""

import posixpath
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.config import read_config
from site_builder.content.body import Reference, ReferenceKind
from site_builder.content.documents import Documents, Parsed, date_of, parse_documents
from site_builder.content.edit import add_to_list, new_file, replaced_at, with_keys
from site_builder.content.read import list_sources
from site_builder.content.register import Registries, known_names, listed, name_in, register
from site_builder.content.registry import Registry
from site_builder.errors import Place, Problem, ProblemsFound, Rule, UsageError
from site_builder.model import Kind
from site_builder.names import fold, fold_person, is_reserved, plain_name, slug
from site_builder.places import STATE_FOLDER
from site_builder.runtime.spool import Spool
from site_builder.schema.nearest import did_you_mean

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
    documents, problems, _ = parse_documents(root, sources.texts, config, spool.put)
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
    name = " ".join(name.split()).replace("'", "’")
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


def _at_one_event(archive: _Archive, old: str, new: str) -> Iterator[Problem]:
    """Report every event at which two people were listed: nobody sits beside themselves."""
    people = archive.registries.people
    for writeup in archive.documents.writeups:
        places: dict[str, Place] = {}
        for number, entry in enumerate(listed(writeup.fields)):
            parts = archive.registries.parts.get((writeup.path, number))
            if parts is None:
                continue
            ids = (entry.person.value,) if entry.person else people.find(parts.name)
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
    files = archive.files
    old_file, new_file_ = files.get(old), files.get(new)
    folder = f"content/{archive.kind.value}"
    path = new_file_.path if new_file_ else f"{folder}/{new}.md"
    names = _other_names(archive, old, name)
    if never_print and old_file is not None and (new_file_ is None or new_file_ is old_file):
        names = [name_in(old_file)]  # a new name: the others may be printed as before
    former = [] if never_print or old == new else [archive.address(old)]
    more: dict[str, list[Any]] = {"never_print" if never_print else "other_names": names}
    if old_file is not None and old_file is not new_file_:
        fields = old_file.fields
        if not never_print:
            former += [url.value for url in fields.former_urls]
        archive.text(old_file.path)
    more["former_urls"] = [url for url in former if url != archive.address(new)]
    _references(archive, old, new, path)
    if old_file is not None and old_file is not new_file_:
        _move(archive, old_file, new_file_, path, name, more, old, new)
    elif new_file_ is not None:
        _add(archive, new_file_.path, name, more, old, new)
    else:
        values = {"name": name, **{key: value for key, value in more.items() if value}}
        archive.texts[path] = new_file(values)


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


def _add(
    archive: _Archive, path: str, name: str, more: dict[str, list[Any]], old: str, new: str, text: str = ""
) -> None:
    """Add names, addresses and whatever else to a file that stays where it is."""
    never = {fold(str(one)) for one in more.get("never_print", ())}

    def change(keys: MutableMapping[str, Any]) -> None:
        if str(keys.get("name", "")) != name:
            keys["name"] = name
        for key, values in more.items():
            add_to_list(keys, key, values)
        others = keys.get("other_names")
        if isinstance(others, list) and never:
            others[:] = [one for one in others if fold(str(one)) not in never]
        apart = keys.get("not_to_be_confused_with")
        if old != new and isinstance(apart, list):
            kept = [one for one in apart if str(one) not in {old, new}]
            if kept:
                apart[:] = kept
            else:
                del keys["not_to_be_confused_with"]

    changed = frozenset({"name", "other_names", "not_to_be_confused_with", *more})
    archive.texts[path] = with_keys(path, archive.text(path), change, changed, text)


def _move(
    archive: _Archive,
    old_file: Parsed[Any],
    new_file_: Parsed[Any] | None,
    path: str,
    name: str,
    more: dict[str, list[Any]],
    old: str,
    new: str,
) -> None:
    """Let one file go into another one, or to another name; nothing that it said is lost."""
    text = archive.texts[old_file.path]
    if new_file_ is None:
        archive.texts[path] = text
        archive.before.setdefault(path, "")
        _add(archive, path, name, more, old, new)
    else:
        moved = _lists_of(old_file.path, text)
        for key, values in moved.items():
            more.setdefault(key, []).extend(value for value in values if value not in more[key])
        body = text.split("\n---\n", 1)[-1] if text.startswith("---") else text.split("\n+++\n", 1)[-1]
        _add(archive, path, name, more, old, new, body)
    del archive.texts[old_file.path]
    archive.texts.pop(old_file.path, None)


#: Lists of a file that goes into another one; its names and addresses are told otherwise.
_MOVED = ("links", "honorifics", "positions", "never_print", "not_to_be_confused_with")


def _lists_of(path: str, text: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}

    def look(keys: MutableMapping[str, Any]) -> None:
        for key in _MOVED:
            value = keys.get(key)
            if value is not None and value != "":
                found[key] = list(value) if isinstance(value, list) else [value]

    with_keys(path, text, look, frozenset())
    return found


def _references(archive: _Archive, old: str, new: str, path: str) -> None:
    """Replace an id wherever an author wrote it to tell two apart, and links to the file."""
    old_file = archive.files.get(old)
    every: tuple[Parsed[Any], ...] = (
        *archive.documents.writeups,
        *archive.documents.people,
        *archive.documents.organisations,
        *archive.documents.topics,
        *archive.documents.series,
        *archive.documents.pages,
    )
    for document in every:
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
            target = _target(reference, document.path, old, old_file)
            if target:
                places.append((reference.place, target, _new_target(target, document.path, old, new, path)))
        if not places or document.path == (old_file.path if old_file and old == new else None):
            continue
        text = archive.text(document.path)
        for place, word, other in sorted(places, key=lambda one: one[0], reverse=True):
            replaced = replaced_at(text, place.line, place.column, word, other)
            if replaced is None:
                raise UsageError(f'{place}: "{word}" cannot be replaced safely; change it by hand')
            text = replaced
        archive.texts[document.path] = text


def _target(reference: Reference, path: str, old: str, old_file: Parsed[Any] | None) -> str:
    """Return the words of a link that mean the old id or its file; empty if it means something else."""
    if reference.kind in {ReferenceKind.NAME, ReferenceKind.STATEMENT, ReferenceKind.QUOTED_BY}:
        name = reference.target.rpartition(":")[2].strip()
        return old if name == old else ""
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
