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

from site_builder.kinds import Kind
from site_builder.model import RedactionRules
from site_builder.names.search import NameSearch, is_unspaced, searchable
from site_builder.names.slugs import slug
from site_builder.runtime.fingerprints import digest

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
#: A file that is part of a page (RFC 2397); in its escapes, names may seem to be that are not there.
_DOWNLOAD = re.compile(r"\bdata:application/[\w.+-]+;charset=utf-8,([^\"]*)")
_SQLITE = b"SQLite format 3\x00"
#: Where iCalendar folds a line (RFC 5545, section 3.1).
_FOLD = re.compile(rb"\r\n[ \t]")


class ProtectedNameScanner:
    """Searches one file after another for protected names."""

    def __init__(self, rules: RedactionRules) -> None:
        self._is_person = {protected.name: protected.is_person for protected in rules.names}
        self._allowed = rules.allowed
        names_by_form: dict[bytes, set[str]] = {}
        for name in self._is_person:
            for form in _written_forms(_longest_word(name)):
                names_by_form.setdefault(form, set()).add(name)
        self._names = [names_by_form[form] for form in sorted(names_by_form)]
        self._search = BytesAhoCorasick(sorted(names_by_form)) if names_by_form else None
        folded = [searchable(name) for name in self._is_person]
        relevant = sorted(name for name in self._allowed if any(form in name for form in folded))
        #: Stands for all that is searched for; empty if that is nothing.
        self.digest = (
            digest(repr((sorted(self._is_person.items()), relevant)).encode()) if names_by_form else ""
        )

    def find(self, path: str, data: bytes, forbidden: Iterable[tuple[str, bool]] = ()) -> tuple[str, ...]:
        """Return the protected names in a file, and those of ``forbidden``, sorted."""
        candidates = dict(forbidden)
        if self._search is not None or candidates:
            data = _readable(path, data)
        if self._search is not None:
            for form in (data.lower(), path.lower().encode(), *_as_seen(data)):
                for number, _, _ in self._search.find_matches_as_indexes(form, overlapping=True):
                    candidates.update((name, self._is_person[name]) for name in self._names[number])
        return tuple(sorted(_names_in(path, data, candidates, self._allowed))) if candidates else ()


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


def _names_in(path: str, data: bytes, candidates: Mapping[str, bool], allowed: frozenset[str]) -> set[str]:
    """Return which of some names a reader of a file would find."""
    text = data.decode(errors="replace")
    text = _DOWNLOAD.sub(lambda match: unquote(match[1]), text)
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    readings = {text, unescape(text), unescape(_TAG.sub("", text)), unescape(_TAG.sub(" ", text))}
    readings |= {unquote(reading) for reading in readings} | {f"/{path}", f"/{unquote(path)}"}
    search = NameSearch(candidates.items(), allowed)
    names = {name for reading in readings for name in search.find(reading)}
    # In addresses there are no capitals that tell a name from words.
    by_slug = {slug(name): name for name in candidates}
    slugs = _slug_pattern(by_slug)
    for reading in readings:
        names.update(by_slug[match] for match in slugs.findall(reading.casefold()) if match in by_slug)
    return names


def _slug_pattern(slugs: Iterable[str]) -> re.Pattern[str]:
    """Return what finds ids in addresses; one of a single word only where the page of that id is."""
    alternatives = []
    for id in sorted(filter(None, slugs), key=len, reverse=True):
        if "-" in id:
            alternatives.append(re.escape(id))
        else:
            alternatives += [f"(?<={kind.index_address}){re.escape(id)}(?=/)" for kind in _KINDS]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives) or '(?!)'})(?![\w-])")


#: The kinds whose names are protected.
_KINDS = (Kind.PEOPLE, Kind.ORGANISATIONS)


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


def _as_seen(data: bytes) -> Iterator[bytes]:
    """Yield a text as it is seen, where accents, tags, entities or escapes may stand inside a word."""
    if not data.isascii() or any(mark in data for mark in (b"<", b"&", b"%", b"\\u")):
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), data.decode(errors="replace"))
        yield searchable(unquote(unescape(_TAG.sub("", text)))).encode()


def _longest_word(name: str) -> str:
    """Return the word of a name that is looked for first: the longest."""
    if is_unspaced(name):
        return name[:1]
    words: list[str] = _WORD.findall(searchable(name, keeps_case=True))
    return max(words or [name], key=len)


def _written_forms(word: str) -> Iterator[bytes]:
    """Yield how a word may be written down, as bytes with ASCII letters in lower case."""
    decomposed = unicodedata.normalize("NFD", word)
    forms = {word, decomposed, searchable(word)}
    forms |= (
        {form.upper() for form in forms} | {form.lower() for form in forms} | {form.title() for form in forms}
    )
    for form in forms:
        for written in (
            form,
            quote(form),
            form.encode("ascii", "xmlcharrefreplace").decode(),
            _escaped(form),
        ):
            yield written.encode().lower()


def _escaped(text: str) -> str:
    """Return text as JSON escapes it."""
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in text)
