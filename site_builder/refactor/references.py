"""An id replaced wherever an author wrote it to tell two apart, and links to the file that has it."""

import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple

from site_builder.errors import Place, UsageError
from site_builder.kinds import Kind
from site_builder.markdown.references import Reference, ReferenceKind
from site_builder.refactor.front_matter_edit import replaced_at
from site_builder.refactor.workspace import Workspace
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import Parsed
from site_builder.sources.event_fields import EventFields
from site_builder.sources.fields import WriteupFields


class _Replacement(NamedTuple):
    """A word that is replaced by another one, at a place."""

    place: Place
    word: str
    new_word: str


def replace_references(workspace: Workspace, old: str, new: str, new_path: str) -> None:
    """Replace the old id, and links to its file, in all files.

    Raise :class:`UsageError` where that is not safe.
    """
    old_file = workspace.document(old)
    documents = workspace.documents
    for document in (*documents.writeups, *documents.other_than_writeups):
        replacements = [
            *_in_front_matter(workspace, document, old, new),
            *_in_text(workspace, document, old, new, new_path),
        ]
        is_itself = old == new and old_file is not None and document.path == old_file.path
        if not replacements or is_itself:
            continue
        text = workspace.text(document.path)
        for replacement in sorted(replacements, key=lambda replacement: replacement.place, reverse=True):
            place, word, new_word = replacement
            replaced = replaced_at(text, place.line, place.column, word, new_word)
            if replaced is None:
                raise UsageError(f'{place}: "{word}" cannot be replaced safely; change it by hand')
            text = replaced
        workspace.texts[document.path] = text


def _in_front_matter(
    workspace: Workspace, document: Parsed[Any], old: str, new: str
) -> Iterator[_Replacement]:
    fields = document.fields
    if workspace.kind is Kind.PEOPLE:
        for entry in (*getattr(fields, "speakers", ()), *getattr(fields, "mentions", ())):
            for name in (entry.person, entry.quoted_by):
                if name is not None and name.value == old:
                    yield _Replacement(name.place, old, new)
    if workspace.kind is Kind.EVENTS:
        for name in _events_in(fields):
            if name.value == old and document.id != old:
                yield _Replacement(name.place, old, new)
    old_file = workspace.document(old)
    for name in getattr(fields, "not_to_be_confused_with", ()):
        if name.value == old and document is not old_file and document.id != new:
            yield _Replacement(name.place, old, new)


def _events_in(fields: Any) -> Iterator[Placed[str]]:
    """Yield the ids of events that a file names: in its own lines, not in those of the event."""
    event = fields.event if isinstance(fields, WriteupFields) else fields
    if not isinstance(event, EventFields):
        return
    if event.shared:
        yield event.shared
    elif event.part_of:
        yield event.part_of


def _in_text(
    workspace: Workspace, document: Parsed[Any], old: str, new: str, new_path: str
) -> Iterator[_Replacement]:
    for reference in document.text.references:
        target = _target(reference, document.path, old, workspace)
        if not target:
            continue
        if reference.kind is ReferenceKind.ADDRESS:
            new_target = str(workspace.kind.address(new))
        elif target == old or reference.kind is ReferenceKind.NAME:
            new_target = new
        else:
            new_target = posixpath.relpath(new_path, posixpath.dirname(document.path))
        yield _Replacement(reference.place, target, new_target)


def _target(reference: Reference, path: str, old: str, workspace: Workspace) -> str:
    """Return the words of a link that mean the old id or its file; empty if it means something else."""
    match reference.kind:
        case ReferenceKind.NAME:
            name = reference.target.rpartition(":")[2].strip()
            old_file = workspace.document(old) if workspace.kind is Kind.EVENTS else None
            # The name of an event is in its file only, which goes or gets another one.
            is_name = old_file is not None and name == old_file.fields.name
            return name if name == old or is_name else ""
        case ReferenceKind.STATEMENT | ReferenceKind.QUOTED_BY | ReferenceKind.VOTER:
            name = reference.target.rpartition(":")[2].strip().partition(",")[0].strip()
            return old if name == old else ""
        case ReferenceKind.ADDRESS:
            address = reference.target.partition("#")[0].partition("?")[0]
            is_meant = address.rstrip("/") == workspace.kind.address(old).rstrip("/")
            return address if is_meant else ""
        case ReferenceKind.FILE:
            old_file = workspace.document(old)
            target = reference.target.partition("#")[0]
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            return target if old_file is not None and wanted == old_file.path else ""
        case ReferenceKind.POSITION | ReferenceKind.VOICE | ReferenceKind.PART:
            return ""
