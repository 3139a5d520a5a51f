"""Two files of one event made one, or its id changed: what each file of the author becomes."""

import posixpath
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from site_builder.errors import UsageError
from site_builder.kinds import Kind
from site_builder.names.slugs import is_reserved, slug
from site_builder.refactor.front_matter_edit import add_to_list, parts_of, with_keys
from site_builder.refactor.references import replace_references
from site_builder.refactor.workspace import Edits, Workspace, open_workspace
from site_builder.schema.nearest import did_you_mean
from site_builder.sources.documents import Parsed
from site_builder.sources.event_fields import EventFileFields

#: Keys of which the values of both files are kept.
_LISTS = frozenset({"attended", "regrets", "organisers", "sponsors", "materials", "recordings"})


def merge_events(root: Path, _kind: Kind, other: str, into: str, *, never_print: bool = False) -> Edits:  # noqa: ARG001
    """Return what makes the event ``other`` one with ``into``, which keeps what its file says.

    What only the file of ``other`` says goes into that of ``into``, its text behind the other one.

    Raises :class:`UsageError` for ids of no event, and for events under different rules of attribution.
    """
    workspace = open_workspace(root, Kind.EVENTS)
    old, new = _event(workspace, other), _event(workspace, into)
    if old.id == new.id:
        raise UsageError(f'"{other}" and "{into}" are one already: {Kind.EVENTS.address(old.id)}')
    rule, other_rule = new.fields.attribution, old.fields.attribution
    if rule != other_rule:  # one of them would not be protected any more
        raise UsageError(
            f"{new.path} is under another rule of attribution ({rule}) than {old.path} ({other_rule}); "
            "write the same attribution: in both files first"
        )
    replace_references(workspace, old.id, new.id, new.path)
    values, comments, text = parts_of(old.path, workspace.text(old.path))
    del workspace.texts[old.path]
    former = [str(Kind.EVENTS.address(old.id)), *(url.value for url in old.fields.former_urls)]

    def absorb(keys: MutableMapping[str, Any]) -> None:
        for name, value in values.items():
            if name in _LISTS and isinstance(value, list):
                add_to_list(keys, name, value)
            elif name not in {"former_urls", "part_of"}:
                keys.setdefault(name, value)
        add_to_list(keys, "former_urls", former)

    changed = frozenset({*values, "former_urls"})
    merged = with_keys(new.path, workspace.text(new.path), absorb, changed, text, comments)
    workspace.texts[new.path] = merged
    return workspace.edits(old.id, new.id, redirects=True)


def rename_event(root: Path, _kind: Kind, current: str, name: str, *, never_print: bool = False) -> Edits:  # noqa: ARG001
    """Return what gives an event another name, and the address that goes with it.

    Raises :class:`UsageError` for an id of no event, and for a name that another one has.
    """
    workspace = open_workspace(root, Kind.EVENTS)
    event = _event(workspace, current)
    new = slug(name)
    if not new or is_reserved(new):
        raise UsageError(f'"{name}" gives no address; use other words')
    if new != event.id and workspace.document(new):
        command = f"site-builder events merge {event.id} {new}"
        raise UsageError(f'"{name}" is {Kind.EVENTS.address(new)} already; to make them one: {command}')
    if new == event.id:
        _change(workspace, event.path, event.path, {"name": name}, [])
        return workspace.edits(new, new, redirects=False)
    if posixpath.basename(event.path) == "index.md":
        raise UsageError(f"{event.path} is named by its folder; rename the folder by hand")
    path = f"{posixpath.dirname(event.path)}/{new}.md"
    replace_references(workspace, event.id, new, path)
    former = [str(Kind.EVENTS.address(event.id))]
    _change(workspace, event.path, path, {"name": name}, former)
    return workspace.edits(event.id, new, redirects=True)


def _change(
    workspace: Workspace, path: str, new_path: str, values: dict[str, str], former: list[str]
) -> None:
    """Write a file with other values and further former addresses, at another path if wanted."""

    def edit(keys: MutableMapping[str, Any]) -> None:
        keys.update(values)
        add_to_list(keys, "former_urls", former)

    text = with_keys(path, workspace.text(path), edit, frozenset({*values, "former_urls"}))
    if new_path != path:
        del workspace.texts[path]
    workspace.texts[new_path] = text


def _event(workspace: Workspace, id: str) -> Parsed[EventFileFields]:
    for event in workspace.documents.events:
        if id in {event.id, event.fields.name}:
            return event
    ids = [event.id for event in workspace.documents.events]
    hint = did_you_mean(id, ids, "give the name of a file in content/events/ without .md")
    raise UsageError(f'there is no event "{id}"; {hint}')
