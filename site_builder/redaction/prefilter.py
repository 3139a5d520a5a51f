"""A quick look at bytes that says of nearly every file that no protected name can be in it.

For each word of a name, the longest run of letters from a to z is searched (Aho-Corasick): that run is the
same however accents are written down, as letters, entities, escapes or not at all. What may interrupt a run,
such as a tag inside a word, is searched in the same way; only a file with that is read as a person would see
it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from string import ascii_letters, ascii_lowercase
from urllib.parse import quote, unquote

from ahocorasick_rs import BytesAhoCorasick

from site_builder.names.search import searchable
from site_builder.redaction.matching import SPELLED_OUT, ProtectedNameMatcher, prepared

#: The tags that may stand inside a word.
INLINE_TAGS = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup "
    "time u var"
).split()
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_RUN = re.compile("[a-z]+")
#: Shorter runs are in too many words.
_SHORTEST_RUN = 3


#: How names of entities end that are letters with an accent (HTML Standard, 13.5).
_ACCENTED = "acute grave uml tilde circ cedil slash strok ring caron breve ogon macr dot szlig lig".split()


def _interruptions() -> Iterator[bytes]:
    """Yield what may stand inside a word so that its letters from a to z do not follow one another."""
    # Letters of Latin with accents, of Greek and Cyrillic that look like Latin ones, combining accents,
    # letters of full width and ligatures, signs that lengthen Arabic words; the first bytes of their UTF-8.
    yield from (bytes([first]) for first in (*range(0xC3, 0xCA), *range(0xCC, 0xD2)))
    yield from (
        b"\xe1\xb8",
        b"\xe1\xb9",
        b"\xe1\xba",
        b"\xe1\xbb",
        b"\xef\xac",
        b"\xef\xbc",
        b"\xef\xbd",
        b"\xd9\x80",
    )
    yield from (bytes([0xD9, second]) for second in range(0x8B, 0xA0))
    yield from (f"{name};".encode() for name in _ACCENTED)
    for letter in "odlm":
        yield from (
            f"{letter}{sign}{following}".encode()
            for sign in ("'", "’", "&#39;")
            for following in ascii_lowercase
        )
    for letter in ascii_lowercase:
        yield from (
            f"{letter}{joint}".encode()
            for joint in ("&#", "&shy;", "&zw", "<!", "<wbr", "-\n", "-\r\n", "- \n")
        )
        yield from (
            f"{letter}{joint}".encode() for joint in "\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff\u2010"
        )
        for tag in INLINE_TAGS:
            yield from (f"{letter}<{tag}{end}".encode() for end in (" ", ">"))
            yield f"</{tag}>{letter}".encode()
    for digit in "0123456789abcdef":  # the last one of an entity: &#65;
        yield from (f"{digit};{letter}".encode() for letter in ascii_lowercase)
    for letter in ascii_letters:
        yield f"%{ord(letter):02x}".encode()
        yield f"\\u{ord(letter):04x}".encode()


_INTERRUPTIONS = tuple(sorted(_interruptions()))


class NamePrefilter:
    """Says whether a file may have one of the names of a matcher."""

    def __init__(self, matcher: ProtectedNameMatcher) -> None:
        places: dict[bytes, set[tuple[int, int]]] = {}
        self._needed: list[int] = []
        for number, (_, words) in enumerate(matcher.needed):
            self._needed.append(min(2, len(words)))
            for place, forms in enumerate(words):
                for pattern in _patterns(forms):
                    places.setdefault(pattern, set()).add((number, place))
        self._places = [tuple(places[pattern]) for pattern in sorted(places)]
        self._words = BytesAhoCorasick(sorted(places)) if places else None
        self._interruptions = BytesAhoCorasick(_INTERRUPTIONS)

    def may_have_name(self, data: bytes, path: str = "") -> bool:
        """Say whether a text in UTF-8, or its path, has two words of a name, or the only one."""
        if self._words is None:
            return False
        lower = data.lower()
        if self._has_words((lower, path.lower().encode())):
            return True
        if not self._interruptions.find_matches_as_indexes(lower):
            return False
        return self._has_words(_as_seen(data))

    def _has_words(self, readings: Iterable[bytes]) -> bool:
        assert self._words is not None
        seen: dict[int, set[int]] = {}
        for reading in readings:
            for hit, _, _ in self._words.find_matches_as_indexes(reading, overlapping=True):
                for number, place in self._places[hit]:
                    places = seen.setdefault(number, set())
                    places.add(place)
                    if len(places) >= self._needed[number]:
                        return True
        return False


def _patterns(forms: Iterable[str]) -> set[bytes]:
    """Return what is searched for a word: a run of letters that all its forms have, or every written form."""
    forms = tuple(forms)
    runs = [set(_RUN.findall(form)) for form in forms]
    common = [run for run in set.union(*runs) if all(run in form for form in forms)]
    longest = max(common, key=lambda run: (len(run), run), default="")
    if len(longest) >= _SHORTEST_RUN:
        return {longest.encode()}
    return {written for form in forms for written in _written_forms(form)}


def _as_seen(data: bytes) -> Iterator[bytes]:
    """Yield a text as it is seen, where tags, entities or escapes may stand inside a word."""
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), data.decode(errors="replace"))
    text = prepared(unquote(unescape(_TAG.sub("", text))))
    yield searchable(text).encode()
    spelled = text if text.isascii() else text.casefold().translate(SPELLED_OUT)
    if spelled != text:
        yield searchable(spelled).encode()


def _written_forms(word: str) -> Iterator[bytes]:
    """Yield how a word may be written down, as bytes with ASCII letters in lower case."""
    forms = {word, unicodedata.normalize("NFD", word), searchable(word)}
    forms |= {form.upper() for form in forms} | {form.title() for form in forms}
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
