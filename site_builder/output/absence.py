"""Proof that no file of the output has a name that it must not have.

Every file is searched as it is written, name and bytes, for all protected names at once (Aho-Corasick). That
only looks for one word of each name, in every way in which it can be written down; where one stands, the
whole file is read as a person would: tags, entities, escapes, accents and capitals do not matter.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from html import unescape
from urllib.parse import quote, unquote

from ahocorasick_rs import BytesAhoCorasick

from site_builder.model import Protection
from site_builder.names import is_unspaced, names_pattern, searchable
from site_builder.runtime.files import digest

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SQLITE = b"SQLite format 3\x00"
#: Where iCalendar folds a line (RFC 5545, section 3.1).
_FOLD = re.compile(rb"\r\n[ \t]")


class Absence:
    """Looks for protected names in one file after another."""

    def __init__(self, protection: Protection) -> None:
        self._names = {searchable(one.name): one.name for one in protection.names}
        self._explained = protection.explained
        keys: dict[bytes, set[str]] = {}
        for folded, name in self._names.items():
            for form in _forms(_rarest_word(name)):
                keys.setdefault(form, set()).add(folded)
        self._wanted = [keys[form] for form in sorted(keys)]
        self._search = BytesAhoCorasick(sorted(keys)) if keys else None
        relevant = sorted(name for name in self._explained if any(one in name for one in self._names))
        #: Stands for all that is searched for; empty if that is nothing.
        self.digest = digest(repr((sorted(self._names.items()), relevant)).encode()) if keys else ""

    def find(self, path: str, data: bytes, also: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the protected names in a file, and those of ``also``, in no order."""
        also = {searchable(name): name for name in also}
        wanted = {*also}
        if data.startswith(_SQLITE):
            data = _cells(data)
        if self._search is not None:
            data = _FOLD.sub(b"", data) if path.endswith(".ics") else data
            for source in (data.lower(), path.lower().encode(), *_reduced(data)):
                for number, _, _ in self._search.find_matches_as_indexes(source, overlapping=True):
                    wanted.update(self._wanted[number])
        return tuple(_found(path, data, {**self._names, **also}, wanted, self._explained)) if wanted else ()


def _found(
    path: str, data: bytes, names: dict[str, str], wanted: set[str], explained: frozenset[str]
) -> Iterator[str]:
    text = data.decode(errors="replace")
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    readings = {text, unescape(text), unescape(_TAG.sub("", text)), unescape(_TAG.sub(" ", text))}
    readings |= {unquote(reading) for reading in readings} | {path, unquote(path)}
    single = {folded for folded in wanted if " " not in folded}
    several = wanted - single
    found: set[str] = set()
    if several:
        pattern = names_pattern(several, explained)
        for reading in readings:
            found.update(match[1] for match in pattern.finditer(searchable(reading)) if match[1])
    if single:
        # Only its capital tells such a name from a word, but in addresses there are none.
        cased = {searchable(names[folded], keeps_case=True): folded for folded in single}
        pattern = names_pattern(cased, explained)
        addresses = re.compile("|".join(rf"/(?:speakers|organisations)/{re.escape(one)}/" for one in single))
        for reading in readings:
            matches = pattern.finditer(searchable(reading, keeps_case=True))
            found.update(cased[match[1]] for match in matches if match[1])
            in_addresses = addresses.findall("/" + searchable(unescape(reading)))
            found.update(address.split("/")[2] for address in in_addresses)
    for folded in sorted(found):
        yield names[folded]


def _cells(data: bytes) -> bytes:
    """Return what stands in a database, each cell on a line: in the file nothing is between them."""
    lines: list[str] = []
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in names:
                quoted = name.replace('"', '""')
                for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608
                    lines.extend(str(cell) for cell in row)
        except sqlite3.Error:  # a file of the author's that only looks like a database
            return data
    return "\n".join(lines).encode()


def _reduced(data: bytes) -> Iterator[bytes]:
    """Yield a text as it is seen, where tags, entities or escapes may stand inside a word."""
    if any(sign in data for sign in (b"<", b"&", b"%", b"\\u", b"\xc2\xad", b"\xe2\x80", b"\xcc")):
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), data.decode(errors="replace"))
        yield searchable(unquote(unescape(_TAG.sub("", text)))).encode()


def _rarest_word(name: str) -> str:
    """Return the word of a name that is looked for first: the longest."""
    if is_unspaced(name):
        return name[:1]
    words: list[str] = _WORD.findall(name)
    return max(words or [name], key=len)


def _forms(word: str) -> Iterator[bytes]:
    """Yield how a word may be written down, as bytes with ASCII letters in lower case."""
    decomposed = unicodedata.normalize("NFD", word)
    forms = {word, decomposed, searchable(word)}
    forms |= (
        {form.upper() for form in forms} | {form.lower() for form in forms} | {form.title() for form in forms}
    )
    for form in forms:
        for one in (form, quote(form), form.encode("ascii", "xmlcharrefreplace").decode(), _escaped(form)):
            yield one.encode().lower()


def _escaped(text: str) -> str:
    """Return text as JSON escapes it."""
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in text)
