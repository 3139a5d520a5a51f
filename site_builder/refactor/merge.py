"""Two names made one, or a name changed, in the files of the author: what each file becomes.

Writeups keep the names that they have: those are known as other names afterwards. Only where an id stands is
it replaced. Old addresses lead to the new one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from site_builder.errors import Diagnostics, Place, Rule, UsageError
from site_builder.kinds import Kind
from site_builder.names.slugs import is_reserved, slug
from site_builder.refactor.front_matter_edit import add_to_list, new_file, parts_of, with_keys
from site_builder.refactor.references import replace_references
from site_builder.refactor.workspace import Edits, Workspace, open_workspace
from site_builder.registry.collect import name_in, other_names_in
from site_builder.schema.nodes import Scalar
from site_builder.schema.shapes import Name, ReadContext
from site_builder.sources.documents import Parsed

#: Keys that a file which goes into another one does not hand on: they are handled apart.
_NOT_MOVED = frozenset({"name", "sort_name", "other_names", "former_urls"})
#: Lists from which names of the entity itself are removed.
_TIDIED = ("other_names", "never_print", "former_urls", "not_to_be_confused_with")


def merge(root: Path, kind: Kind, other: str, into: str, *, never_print: bool = False) -> Edits:
    """Return what makes ``other`` one with ``into``.

    Raises :class:`UsageError` for names that are not known or are one already, and :class:`ProblemsFound` for
    two people who were at one event.
    """
    workspace = open_workspace(root, kind)
    old, new = workspace.id_of(other), workspace.id_of(into)
    if old == new:
        raise UsageError(f'"{other}" and "{into}" are one already: {kind.address(old)}')
    if kind is Kind.ORGANISATIONS:
        _refuse_relatives(workspace, old, new)
    if kind is Kind.PEOPLE:
        _refuse_people_at_one_event(workspace, old, new)
    _apply(workspace, old, new, workspace.registry.name_of(new), never_print=never_print)
    return workspace.edits(old, new, redirects=not never_print)


def rename(root: Path, kind: Kind, current: str, name: str, *, never_print: bool = False) -> Edits:
    """Return what gives something another name, and the address that goes with it.

    Raises :class:`UsageError` for a name that is not known, or that something else has.
    """
    workspace = open_workspace(root, kind)
    name = _valid_name(name)
    old = workspace.id_of(current)
    new = slug(workspace.registries.parser.plain(name) if kind is Kind.PEOPLE else name)
    if not new or is_reserved(new):
        raise UsageError(f'"{name}" gives no address; use other words')
    registry = workspace.registry
    taken = [id for id in (*registry.find(name), new) if id != old and registry.has_id(id)]
    if taken:
        command = f"site-builder {kind.value} merge {old} {taken[0]}"
        raise UsageError(f'"{name}" is {kind.address(taken[0])} already; to make them one: {command}')
    if name == registry.name_of(old) and new == old:
        raise UsageError(f'"{name}" is the name already')
    _apply(workspace, old, new, name, never_print=never_print)
    return workspace.edits(old, new, redirects=not never_print and old != new)


def _valid_name(name: str) -> str:
    diagnostics = Diagnostics()
    placed = Name().read(Scalar(name, Place("the new name")), ReadContext(diagnostics, ZoneInfo("UTC")))
    if placed is None:
        problem = diagnostics.problems[0]
        raise UsageError(f"{problem.message}; {problem.hint}")
    return placed.value


def _refuse_relatives(workspace: Workspace, old: str, new: str) -> None:
    """Refuse to make an organisation one with what it came from, or is part of."""
    for id, relative in ((old, new), (new, old)):
        document = workspace.document(id)
        for name in document.fields.related if document else ():
            if relative in workspace.registry.find(name.value):
                raise UsageError(
                    f"{name.place}: the file of {id} says that it comes from {relative}, "
                    "or is part of it; take that line away first if the two are one"
                )


def _refuse_people_at_one_event(workspace: Workspace, old: str, new: str) -> None:
    """Report every event at which two people were listed, who are two then; raise :class:`ProblemsFound`."""
    diagnostics, registries = Diagnostics(), workspace.registries
    for writeup in workspace.documents.writeups:
        places: dict[str, Place] = {}
        for entry, parts in registries.entries_of(writeup):
            ids = registries.people_meant(entry, parts)
            if len(ids) == 1:
                places[ids[0]] = entry.place
        if old in places and new in places:
            names = f'"{registries.people.name_of(old)}" and "{registries.people.name_of(new)}"'
            message = f"{names} are both listed here, so they are two"
            hint = "correct one of the entries if it is wrong, and run the command again"
            diagnostics.error(places[old], Rule.SAME_EVENT, message, hint)
    diagnostics.stop_on_errors()


def _apply(workspace: Workspace, old: str, new: str, name: str, *, never_print: bool) -> None:
    """Bring all files to where the old id is the new one, under a name."""
    old_file, new_file_ = workspace.document(old), workspace.document(new)
    is_rename = new_file_ is None or old == new
    path = new_file_.path if new_file_ else _path_of(workspace, old_file, new)
    names = _other_names(workspace, old, name)
    if never_print and old_file is not None and is_rename:
        names = [name_in(old_file)]  # a new name: the others may be printed as before
    is_secret = never_print or bool(old_file and getattr(old_file.fields, "withheld", False))
    former = [] if is_secret or old == new else [str(workspace.kind.address(old))]
    if old_file is not None and old_file is not new_file_ and not is_secret:
        former += [url.value for url in old_file.fields.former_urls]
    additions: dict[str, list[Any]] = {
        "never_print" if never_print else "other_names": names,
        "former_urls": former,
    }
    replace_references(workspace, old, new, path)
    merged = _MergedFile(workspace, path, name, old, new, additions)
    if old_file is None and new_file_ is None:
        values = {"name": name, **{key: value for key, value in additions.items() if value}}
        workspace.texts[path] = new_file(values)
    elif old_file is None or old_file is new_file_:
        merged.write(workspace.text(path), drops_sort_name=is_rename and old_file is not None)
    elif new_file_ is None:
        text = workspace.text(old_file.path)
        if path != old_file.path:
            del workspace.texts[old_file.path]
        merged.write(text, drops_sort_name=True)
    else:
        merged.absorb(old_file.path)


def _path_of(workspace: Workspace, file: Parsed[Any] | None, id: str) -> str:
    """Return the path of a file under another id, in the folder where it is."""
    if file is None:
        return f"{workspace.kind.folder}/{id}.md"
    folder, _, name = file.path.rpartition("/")
    if name == "index.md":
        raise UsageError(f"{file.path} is named by its folder; rename the folder by hand")
    return f"{folder}/{id}.md"


def _other_names(workspace: Workspace, old: str, name: str) -> list[str]:
    """Return the names under which writeups know something, but for the one that it gets."""
    fold = workspace.registry.fold
    document = workspace.document(old)
    if document is not None:
        never = {placed.value for placed in getattr(document.fields, "never_print", ())}
        with_titles = len(getattr(document.fields, "honorifics", ()))
        others = list(other_names_in(document.fields))
        others = others[: len(others) - with_titles]
        spellings = [name_in(document), *(spelling for spelling in others if spelling not in never)]
    else:
        undeclared = workspace.registry.undeclared_spellings()
        spellings = [spelling for id, spelling in undeclared if id == old]
    names: dict[str, str] = {}
    for spelling in spellings:
        if fold(spelling) != fold(name):
            names.setdefault(fold(spelling), spelling)
    return list(names.values())


def _all_names(workspace: Workspace, id: str) -> Iterator[str]:
    document = workspace.document(id)
    if document is not None:
        yield name_in(document)
        yield from other_names_in(document.fields)
    spellings = workspace.registry.undeclared_spellings()
    yield from (spelling for owner, spelling in spellings if owner == id)


def _agree(new: object, own: object) -> bool:
    """Say whether two values are keys with values, and no key has two values."""
    if not (isinstance(new, Mapping) and isinstance(own, Mapping)):
        return False
    return all(own.get(name, value) == value for name, value in new.items())


@dataclass(slots=True)
class _MergedFile:
    """The file that is there in the end: what it is called, and what is added to its lists."""

    workspace: Workspace
    path: str
    name: str
    old: str
    new: str
    additions: dict[str, list[Any]]

    def absorb(self, path: str) -> None:
        """Let another file go into this one; nothing that it said is lost.

        Raises :class:`UsageError` where both say something else under a key that holds one thing.
        """
        workspace = self.workspace
        values, comments, body = parts_of(path, workspace.text(path))
        own, _, _ = parts_of(self.path, workspace.text(self.path))
        single = {}
        for key, value in values.items():
            if key in _NOT_MOVED or value in (None, "", []):
                continue
            if key not in own or own[key] in (None, ""):
                single[key] = value
            elif isinstance(value, list) or isinstance(own[key], list):
                self.additions.setdefault(key, []).extend(value if isinstance(value, list) else [value])
            elif _agree(value, own[key]):
                single[key] = value
            elif value != own[key]:
                raise UsageError(
                    f'{path} and {self.path} say different things under "{key}"; make them equal first'
                )
        if "never_print" in self.additions and not self.additions["never_print"]:
            del self.additions["never_print"]
        del workspace.texts[path]
        self.write(workspace.text(self.path), single, comments, body)

    def write(
        self,
        text: str,
        single: Mapping[str, Any] = MappingProxyType({}),
        comments: Iterable[str] = (),
        body: str = "",
        *,
        drops_sort_name: bool = False,
    ) -> None:
        """Write the file with what is new."""

        def edit(keys: MutableMapping[str, Any]) -> None:
            if str(keys.get("name", "")) != self.name:
                keys["name"] = self.name
                if drops_sort_name:  # it was that of another name
                    keys.pop("sort_name", None)
            for key, value in single.items():
                if isinstance(keys.get(key), MutableMapping):  # whose comments stay
                    for name, item in value.items():
                        keys[key].setdefault(name, item)
                else:
                    keys[key] = value
            for key, values in self.additions.items():
                add_to_list(keys, key, values)
            self._tidy(keys)

        changed = frozenset({"name", "sort_name", *_TIDIED, *self.additions, *single})
        self.workspace.before.setdefault(self.path, "")
        self.workspace.texts[self.path] = with_keys(self.path, text, edit, changed, body, comments)

    def _tidy(self, keys: MutableMapping[str, Any]) -> None:
        """Take away what the file says of itself: its own name and address, and that it is not itself."""
        fold = self.workspace.registry.fold
        never = {fold(str(name)) for name in self.additions.get("never_print", ())}
        own = fold(self.name)
        itself = {self.old, self.new, own, *map(fold, _all_names(self.workspace, self.old))}
        is_obsolete: dict[str, Callable[[str], bool]] = {
            "other_names": lambda name: fold(name) in {own, *never},
            "never_print": lambda name: fold(name) == own,
            "former_urls": lambda url: url == self.workspace.kind.address(self.new),
            "not_to_be_confused_with": lambda name: (
                self.old != self.new and (name in itself or fold(name) in itself)
            ),
        }
        for key, test in is_obsolete.items():
            items = keys.get(key)
            if isinstance(items, list) and any(test(str(item)) for item in items):
                # Deleted one by one: the list of the library keeps the comments of the others.
                for position in range(len(items) - 1, -1, -1):
                    if test(str(items[position])):
                        del items[position]
                if not items:
                    del keys[key]
