"""Proof that no file of the output has a name that it must not have.

Every file is searched as it is written, name and bytes, for all protected names at once (Aho-Corasick). That
only looks for words of the names, in every way in which they can be written down; where two of one name
stand, the whole file is read as a person would: tags, entities, escapes and accents do not matter.
"""

import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache, partial
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from site_builder.redaction.matching import ProtectedNameMatcher
from site_builder.redaction.prefilter import INLINE_TAGS, NamePrefilter
from site_builder.redaction_rules import ProtectedName, RedactionRules
from site_builder.runtime.fingerprints import digest

_TAG = re.compile(r"<[^<>]*>")
#: Tags within a sentence; a cell of a table is beside the one before it. All others begin another sentence.
_INLINE_TAG = re.compile(rf"</?(?:{'|'.join(INLINE_TAGS)}|wbr)\b[^<>]*>", re.IGNORECASE)
_CELL_TAG = re.compile(r"</?(?:td|th|br|img)\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"=\s*\"([^\"<>]*)\"|=\s*'([^'<>]*)'")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
#: A file that is part of a page (RFC 2397); in its escapes, names may seem to be that are not there.
_DOWNLOAD = re.compile(r"\bdata:application/[\w.+-]+;charset=utf-8,([^\"]*)")
_SQLITE = b"SQLite format 3\x00"
_ZIP = b"PK\x03\x04"
#: Where iCalendar folds a line (RFC 5545, section 3.1).
_FOLD = re.compile(rb"\r\n[ \t]")
_MARKUP = (".html", ".htm", ".xml", ".svg")
#: What begins another sentence in a text that is made of tags.
_SENTENCE = "\x1e"
#: Files of which the text is compressed or encoded in ways that are not read here.
_UNSEARCHABLE = tuple(
    f".{ending}"
    for ending in """
    doc xls ppt pptx odt ods odp rtf epub pages key numbers mp3 m4a oga ogg opus wav flac mp4 webm ogv m4v mov
    avi zip gz bz2 xz 7z rar tar
    """.split()
)
_MAX_UNPACKED = 50_000_000
#: As many bytes and rows of a large file are searched at once.
_PIECE, _ROWS = 1_000_000, 1_000


def is_searchable(file: Path) -> bool:
    """Say whether protected names can be searched for in a file; pictures and fonts have no text."""
    name = file.name.lower()
    if name.endswith(".pdf"):
        try:
            return b"/Filter" not in file.read_bytes()
        except OSError:
            return False
    return not name.endswith(_UNSEARCHABLE)


class ProtectedNameScanner:
    """Searches one file after another for protected names."""

    def __init__(self, rules: RedactionRules) -> None:
        self._rules = rules
        self._matcher = ProtectedNameMatcher(rules.names, rules.public, rules.excepted)
        self._prefilter = NamePrefilter(self._matcher)
        #: Stands for all that is searched for; empty if that is nothing.
        self.digest = (
            digest(repr((rules.names, sorted(rules.public), rules.excepted)).encode()) if rules.names else ""
        )

    def find(self, path: str, data: bytes, forbidden: Iterable[ProtectedName] = ()) -> tuple[str, ...]:
        """Return the protected names in a file, and those of ``forbidden``, sorted."""
        matchers = []
        if forbidden := tuple(forbidden):
            matchers.append(_matcher_of(forbidden))
        if matchers or self._rules.names:
            data = _readable(path, data)
        if self._rules.names and self._prefilter.may_have_name(data, path):
            matchers.append(self._matcher)
        names: set[str] = set()
        if matchers:
            readings = _readings(path, data)
            text = unescape(data.decode(errors="replace"))
            for matcher in matchers:
                names.update(match.name.name for reading in readings for match in matcher.find(reading))
                for address in (text, path):
                    names.update(match.name.name for match in matcher.find_in_addresses(address))
        return tuple(sorted(names))

    def find_in_file(self, path: str, file: Path) -> tuple[str, ...]:
        """Return the protected names in a large data file, which is read piece by piece."""
        if not self._rules.names:
            return ()
        pieces = _rows_of_database(file) if path.endswith(".sqlite") else _lines_of(file)
        return tuple(sorted({name for piece in pieces for name in self.find(f"{path}.txt", piece)}))


def _lines_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while lines := stream.readlines(_PIECE):
            yield b"".join(lines)


def _rows_of_database(file: Path) -> Iterator[bytes]:
    """Yield what stands in a database, each cell apart: in the file nothing is between the cells."""
    with closing(sqlite3.connect(file)) as connection:
        for row_batches in map(partial(_batches, connection), _names_of_tables(connection)):
            yield from row_batches


@lru_cache(maxsize=64)
def _matcher_of(names: tuple[ProtectedName, ...]) -> ProtectedNameMatcher:
    """Return what finds names that are public elsewhere; they do not excuse one another."""
    return ProtectedNameMatcher(names, frozenset(), {})


def _readings(path: str, data: bytes) -> set[str]:
    """Return a file as people see it, and what its attributes and its name say."""
    text = data.decode(errors="replace")
    text = _DOWNLOAD.sub(lambda match: unquote(match[1]), text)
    if "\\u" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if not path.endswith(_MARKUP):
        return {text, unescape(text)} if "&" in text else {text}
    seen = _INLINE_TAG.sub("", text)
    seen = _CELL_TAG.sub(" ", seen)
    seen = unescape(_TAG.sub(_SENTENCE, seen))
    attributes = _SENTENCE.join(unescape(first or second) for first, second in _ATTRIBUTE.findall(text))
    return {seen, attributes}


def _readable(path: str, data: bytes) -> bytes:
    """Return a file as text in UTF-8, as far as it is one."""
    if data.startswith(_SQLITE):
        return _cells(data)
    if data.startswith(_ZIP) and path.lower().endswith((".docx", ".xlsx")):
        return _unpacked(data)
    if path.endswith(".ics"):
        return _FOLD.sub(b"", data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").encode()
    try:
        data.decode()
    except UnicodeDecodeError:
        return data + b"\n" + data.decode("latin-1").encode()
    return data


def _unpacked(data: bytes) -> bytes:
    """Return the texts of a word-processor file or a spreadsheet (ECMA-376), one paragraph on a line."""
    texts: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = 0
            for entry in archive.infolist():
                size += entry.file_size
                if entry.filename.endswith(".xml") and size <= _MAX_UNPACKED:
                    xml = archive.read(entry).decode(errors="replace")
                    xml = re.sub(r"</(?:w:p|si|row|a:p|dc:\w+|cp:\w+)>", "\n\n", xml)
                    texts.append(unescape(_TAG.sub("", xml)))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return data
    return "\n\n".join(texts).encode()


def _cells(data: bytes) -> bytes:
    """Return what stands in a database, each row apart: in the file nothing is between the cells."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            tables = _names_of_tables(connection)
            return b"\n\n".join(batch for table in tables for batch in _batches(connection, table))
        except sqlite3.Error:  # a file of the author's that only looks like a database
            return data


def _names_of_tables(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [name for (name,) in names]


def _batches(connection: sqlite3.Connection, table: str) -> Iterator[bytes]:
    quoted = table.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608
    while rows := cursor.fetchmany(_ROWS):
        yield "\n\n".join(str(cell) for row in rows for cell in row).encode()
