"""Proof that no file of the output has a name that it must not have.

Every file is searched as it is written, name and bytes, for all protected names at once (Aho-Corasick). That
only looks for one word of each name, in every way in which it can be written down; where one stands, the
whole file is read as a person would: tags, entities, escapes, accents and capitals do not matter.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from html import unescape
from urllib.parse import quote, unquote

from ahocorasick_rs import BytesAhoCorasick

from site_builder.model import Protection
from site_builder.names import NameSearch, is_unspaced, searchable, slug
from site_builder.runtime.fingerprints import digest

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
#: A file that is part of a page (RFC 2397); in its escapes, names may seem to be that are not there.
_DOWNLOAD = re.compile(r"\bdata:application/[\w.+-]+;charset=utf-8,([^\"]*)")
_SQLITE = b"SQLite format 3\x00"
#: Where iCalendar folds a line (RFC 5545, section 3.1).
_FOLD = re.compile(rb"\r\n[ \t]")


class Absence:
    """Looks for protected names in one file after another."""

    def __init__(self, protection: Protection) -> None:
        self._people = {one.name: one.is_person for one in protection.names}
        self._explained = protection.explained
        keys: dict[bytes, set[str]] = {}
        for name in self._people:
            for form in _forms(_rarest_word(name)):
                keys.setdefault(form, set()).add(name)
        self._wanted = [keys[form] for form in sorted(keys)]
        self._search = BytesAhoCorasick(sorted(keys)) if keys else None
        folded = [searchable(name) for name in self._people]
        relevant = sorted(name for name in self._explained if any(one in name for one in folded))
        #: Stands for all that is searched for; empty if that is nothing.
        self.digest = digest(repr((sorted(self._people.items()), relevant)).encode()) if keys else ""

    def find(self, path: str, data: bytes, also: Iterable[tuple[str, bool]] = ()) -> tuple[str, ...]:
        """Return the protected names in a file, and those of ``also``, in no order."""
        wanted = dict(also)
        if self._search is not None or wanted:
            data = _readable(path, data)
        if self._search is not None:
            for source in (data.lower(), path.lower().encode(), *_reduced(data)):
                for number, _, _ in self._search.find_matches_as_indexes(source, overlapping=True):
                    wanted.update((name, self._people[name]) for name in self._wanted[number])
        return tuple(sorted(_found(path, data, wanted, self._explained))) if wanted else ()


def _readable(path: str, data: bytes) -> bytes:
    """Return a file as text in UTF-8, as far as it is one."""
    if data.startswith(_SQLITE):
        return _cells(data)
    if path.endswith(".ics"):
        return _FOLD.sub(b"", data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").encode()
    try:
        data.decode()
    except UnicodeDecodeError:
        return data + b"\n" + data.decode("latin-1").encode()
    return data


def _found(path: str, data: bytes, wanted: Mapping[str, bool], explained: frozenset[str]) -> set[str]:
    text = data.decode(errors="replace")
    text = _DOWNLOAD.sub(lambda found: unquote(found[1]), text)
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    readings = {text, unescape(text), unescape(_TAG.sub("", text)), unescape(_TAG.sub(" ", text))}
    readings |= {unquote(reading) for reading in readings} | {f"/{path}", f"/{unquote(path)}"}
    search = NameSearch(wanted.items(), explained)
    found = {name for reading in readings for name in search.find(reading)}
    # In addresses there are no capitals that tell a name from words.
    slugs = {slug(name): name for name in wanted}
    in_addresses = "|".join(
        re.escape(one)
        if "-" in one
        else rf"(?<=/speakers/){re.escape(one)}(?=/)|(?<=/organisations/){re.escape(one)}(?=/)"
        for one in sorted(slugs, key=len, reverse=True)
        if one
    )
    pattern = re.compile(rf"(?<![\w-])(?:{in_addresses or '(?!)'})(?![\w-])")
    for reading in readings:
        found.update(slugs[one] for one in pattern.findall(reading.casefold()) if one in slugs)
    return found


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
    """Yield a text as it is seen, where accents, tags, entities or escapes may stand inside a word."""
    if not data.isascii() or any(sign in data for sign in (b"<", b"&", b"%", b"\\u")):
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), data.decode(errors="replace"))
        yield searchable(unquote(unescape(_TAG.sub("", text)))).encode()


def _rarest_word(name: str) -> str:
    """Return the word of a name that is looked for first: the longest."""
    if is_unspaced(name):
        return name[:1]
    words: list[str] = _WORD.findall(searchable(name, keeps_case=True))
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
