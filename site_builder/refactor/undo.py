"""Takes back what the last command wrote into the author's files."""

import json
from collections.abc import Mapping
from pathlib import Path

from site_builder.errors import UsageError
from site_builder.paths import STATE_FOLDER
from site_builder.refactor.atomic_write import rewrite, write_whole

_UNDO_FILE = f"{STATE_FOLDER}/undo.json"


def rewrite_with_undo(root: Path, files: Mapping[str, str | None]) -> None:
    """Write some files, all or none, None for one to be removed, so that it can be undone."""
    before = {path: _text(root / path) for path in files}
    rewrite(root, files)
    note_for_undo(root, before, files)


def note_for_undo(root: Path, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> None:
    """Note what files were before a command, and what it made of them; None for a file that is not there."""
    record = {path: {"before": before[path], "after": text} for path, text in after.items()}
    (root / STATE_FOLDER).mkdir(exist_ok=True)
    write_whole(root / _UNDO_FILE, json.dumps(record, ensure_ascii=False).encode())


def undo(root: Path) -> tuple[str, ...]:
    """Bring all files back to where they were before the last command that wrote some; return which.

    Raises :class:`UsageError` if there is nothing to be undone, or if a file was changed since: nothing is
    undone then.
    """
    try:
        record = json.loads((root / _UNDO_FILE).read_bytes())
        changes = {str(path): (texts["before"], texts["after"]) for path, texts in record.items()}
    except FileNotFoundError:
        raise UsageError("there is nothing to be undone") from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"{_UNDO_FILE} is damaged, so nothing can be undone") from error
    for path, (_, after) in changes.items():
        file = root / path
        is_same = file.read_bytes() == str(after).encode() if file.exists() else after is None
        if not is_same:
            raise UsageError(f"{path} was changed since; undo it by hand")
    rewrite(root, {path: before for path, (before, _) in changes.items()})
    (root / _UNDO_FILE).unlink()
    return tuple(changes)


def _text(file: Path) -> str | None:
    return file.read_bytes().decode() if file.exists() else None
