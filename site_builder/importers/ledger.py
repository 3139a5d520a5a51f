"""What earlier imports of a source wrote: ``content/.imports/<source>.json``, kept with the archive."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.errors import UsageError
from site_builder.names.slugs import name_slug
from site_builder.paths import CONTENT

FOLDER = f"{CONTENT}/.imports"


@dataclass(frozen=True, slots=True)
class Record:
    """One file that was written: for which item, as that was then, and the digest of the file."""

    path: str
    item: str
    digest: str


@dataclass(slots=True)
class Ledger:
    """The files of one source: those of items by the id of the item, and attachments by their paths.

    Attachments have their digest and what they are called in the source.
    """

    path: str
    format: str
    items: dict[str, Record] = field(default_factory=dict)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: The comments that were ever written, by item and id, each with its digest; and their files, by item.
    comments: dict[str, dict[str, str]] = field(default_factory=dict)
    comment_files: dict[str, str] = field(default_factory=dict)

    def as_json(self, pending: "Ledger | None" = None) -> bytes:
        """Return the ledger as it is written; equal ones have equal bytes.

        ``pending`` is what it will be when the files are in place that are being written now.
        """
        document = self._document()
        if pending is not None:
            document["pending"] = pending._document()
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    def _document(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "items": {
                id: {"file": record.path, "item": record.item, "digest": record.digest}
                for id, record in sorted(self.items.items())
            },
            "files": dict(sorted(self.files.items())),
            "comments": {
                id: {"file": self.comment_files[id], "ids": dict(sorted(ids.items()))}
                for id, ids in sorted(self.comments.items())
            },
        }

    def copy(self) -> "Ledger":
        """Return a ledger that can be changed without changing this one."""
        comments = {path: dict(ids) for path, ids in self.comments.items()}
        return Ledger(
            self.path, self.format, dict(self.items), dict(self.files), comments, dict(self.comment_files)
        )


def ledger_path(format: str, name: str) -> str:
    """Return where the ledger of a source is, from the root of the site."""
    return f"{FOLDER}/{name_slug(f'{format} {name}', 'source')}.json"


def read_ledger(root: Path, format: str, name: str) -> Ledger:
    """Read the ledger of a source; an empty one for a source that was never imported.

    Raises :class:`UsageError` for a damaged file: importing without it would write everything again.
    """
    path = ledger_path(format, name)
    try:
        document: Any = json.loads((root / path).read_bytes())
        ledger = _parsed(document, path, format)
        if "pending" in document:
            _adopt(_parsed(document["pending"], path, format), ledger, root)
    except FileNotFoundError:
        return Ledger(path, format)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(
            f"{path} is damaged; bring back the file as it was, or delete it and what the import wrote"
        ) from error
    return ledger


def _parsed(document: Any, path: str, format: str) -> Ledger:
    items = {
        str(id): Record(str(record["file"]), str(record["item"]), str(record["digest"]))
        for id, record in document["items"].items()
    }
    files = {str(file): (str(digest), str(name)) for file, (digest, name) in document["files"].items()}
    comments = {
        str(item): {str(id): str(digest) for id, digest in below["ids"].items()}
        for item, below in document["comments"].items()
    }
    comment_files = {str(item): str(below["file"]) for item, below in document["comments"].items()}
    return Ledger(path, format, items, files, comments, comment_files)


def _adopt(pending: Ledger, ledger: Ledger, root: Path) -> None:
    """Take over what an import that was killed had put in place."""
    for id, record in pending.items.items():
        if digest_of_file(root / record.path) == record.digest:
            ledger.items[id] = record
    for file, (digest, name) in pending.files.items():
        if digest_of_file(root / file) == digest:
            ledger.files[file] = digest, name
    for item, ids in pending.comments.items():
        file = pending.comment_files[item]
        if ledger.files.get(file) == pending.files.get(file):
            ledger.comments[item], ledger.comment_files[item] = ids, file


def digest_of(data: bytes) -> str:
    """Return the digest by which a file is recognised."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(file: Path) -> str | None:
    """Return the digest of a file; None if it is not there or cannot be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
