"""What earlier builds kept of the files of a site: documents as records, and the HTML of their texts."""

from pathlib import Path
from typing import Any, Protocol

from site_builder.errors import Problem
from site_builder.kinds import Kind
from site_builder.paths import STATE_FOLDER
from site_builder.runtime.blob_file import BlobFile
from site_builder.runtime.codec import Decoder
from site_builder.runtime.store import CacheRecord
from site_builder.sources.documents import Parsed
from site_builder.sources.fields import SCHEMAS

#: The document of a record, None if the file could not be read, and the problems of the file.
Decoded = tuple[Parsed[Any] | None, tuple[Problem, ...]]


class DocumentCache(Protocol):
    """What earlier builds kept of files, and where the HTML of texts goes."""

    def document_record(self, path: str) -> CacheRecord | None:
        """Return the record of a file as an earlier build parsed it."""
        ...

    def known_digest(self, path: str) -> str | None:
        """Return the digest of a file if the file need not be read for that."""
        ...

    def decode(self, path: str, kind: Kind, record: CacheRecord) -> Decoded:
        """Return what :func:`decode_document` returns for the record of a file."""
        ...

    def put_text(self, path: str, html: bytes) -> None:
        """Keep the HTML of a text out of memory. Raises OSError."""
        ...


class NoCache:
    """Knows nothing of earlier builds, and keeps the HTML of texts out of memory."""

    def __init__(self, root: Path) -> None:
        self._texts = BlobFile(root / STATE_FOLDER, _unknown)

    def document_record(self, _path: str) -> CacheRecord | None:
        """Return None: every file is parsed."""
        return None

    def known_digest(self, _path: str) -> str | None:
        """Return None: every file is read."""
        return None

    def decode(self, _path: str, kind: Kind, record: CacheRecord) -> Decoded:
        """Return what :func:`decode_document` returns for the record of a file."""
        return decode_document(kind, record)

    def put_text(self, path: str, html: bytes) -> None:
        """Keep the HTML of a text out of memory. Raises OSError."""
        self._texts.put(path, html)

    def find_html(self, path: str) -> str:
        """Return the HTML of a text that was parsed."""
        return self._texts.get(path).decode()


def _unknown(path: str) -> bytes:
    raise KeyError(path)


def decode_document(kind: Kind, record: CacheRecord) -> Decoded:
    """Return the document of a record, and the problems of its file."""
    return _DECODERS[kind].decode(record.data)


def _decoder(fields: type) -> Decoder[Decoded]:
    return Decoder(tuple[Parsed[fields] | None, tuple[Problem, ...]])  # type: ignore[valid-type]


_DECODERS = {kind: _decoder(schema.make) for kind, schema in SCHEMAS.items()}
