"""Names searched in a text, however they are written there."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from site_builder.names.folding import STROKE_TABLE

_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


@lru_cache(maxsize=4096)
def is_unspaced(text: str) -> bool:
    """Say whether a text begins in a script that has no spaces between words, or joins particles to names."""
    script = unicodedata.name(text[0], "") if text else ""
    return script.startswith(_UNSPACED) or (script.startswith("HANGUL") and len(text) > 2)


def searchable(text: str, *, keeps_case: bool = False) -> str:
    """Return a long text in a form like that of :func:`fold`, to look for names that are in it, too.

    What joins words in addresses counts as a space, and so do a possessive and the dots of initials; what is
    not seen is left out.
    """
    text = unicodedata.normalize("NFKD", _detached(text if keeps_case else text.casefold()))
    strokes = STROKE_TABLE if not keeps_case else STROKE_TABLE | _CAPITAL_STROKES
    text = _UNSEEN.sub("", text).translate(strokes)
    text = _QUOTES.sub("", text)
    return unicodedata.normalize("NFC", _JOINTS.sub(" ", text)).strip()


def _detached(text: str) -> str:
    """Return a text of the same length with a space where something is hung on to a name."""
    if "'" in text or "’" in text:
        text = _HUNG_ON.sub(" ", text)
    return _DOTS.sub(" ", text) if "." in text else text


_HUNG_ON = re.compile(r"(?<=\w)['’](?=s\b)|(?<=\b[dlDL])['’](?=\w)")


_DOTS = re.compile(r"\.(?=\w)|(?<=\b[^\W\d_])\.")


#: Accents and vowel signs, soft hyphens, direction marks, and what has no width.
_UNSEEN = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufeff]"
)


_QUOTES = re.compile("['’‘ʼʻ`´′\"“”„«»]")


_JOINTS = re.compile(r"[\s\-‐‑‒–—−_+]+")


_CAPITAL_STROKES = {ord(chr(low).upper()): plain.capitalize() for low, plain in STROKE_TABLE.items() if plain}


def searchable_with_places(text: str, *, keeps_case: bool = False) -> tuple[str, tuple[int, ...]]:
    """Return the form of :func:`searchable`, and for each character of it where that stands in the text."""
    folded: list[str] = []
    places: list[int] = []
    for offset, char in enumerate(_detached(text)):
        if _JOINTS.match(char):
            if folded and folded[-1] != " ":
                folded.append(" ")
                places.append(offset)
            continue
        for letter in searchable(char, keeps_case=keeps_case):
            folded.append(letter)
            places.append(offset)
    return "".join(folded), tuple(places)


class NameSearch:
    """Looks for names in texts of the form of :func:`searchable`, each of which it takes as it is written.

    A name is found as a whole, and not as a part of a longer one that is ``allowed``. A person's name of
    several words is found in any case. What is a word too, or an organisation's name, is found with the
    capitals that tell it from words: as written, all in capitals, or each word with one.
    """

    def __init__(self, names: Iterable[tuple[str, bool]], allowed: Iterable[str]) -> None:
        any_case: dict[str, str] = {}
        in_case: dict[str, str] = {}
        for name, is_person in names:
            if is_person and " " in searchable(name):
                any_case[searchable(name)] = name
            else:
                cased = searchable(name, keeps_case=True)
                in_case.update(dict.fromkeys((cased, cased.upper(), cased.title()), name))
        self._any_case = _Pattern(any_case, allowed) if any_case else None
        self._in_case = _Pattern(in_case, allowed) if in_case else None

    def places(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield each name in a text, and where it begins."""
        for pattern, keeps_case in ((self._any_case, False), (self._in_case, True)):
            if pattern is not None:
                folded, places = searchable_with_places(text, keeps_case=keeps_case)
                yield from ((name, places[start]) for name, start in pattern.find(folded))

    def find(self, text: str) -> Iterator[str]:
        """Yield each name in a text."""
        for pattern, keeps_case in ((self._any_case, False), (self._in_case, True)):
            if pattern is not None:
                yield from (name for name, _ in pattern.find(searchable(text, keeps_case=keeps_case)))


class _Pattern:
    """A pattern for some forms of names; ``allowed`` are longer names in lower case."""

    def __init__(self, names: Mapping[str, str], allowed: Iterable[str]) -> None:
        self._names = {form.replace(" ", ""): name for form, name in names.items()}
        lower = {form.casefold() for form in names}
        longer = sorted(
            (name for name in allowed if any(name != form and form in name for form in lower)),
            key=len,
            reverse=True,
        )
        covers = "|".join(_whole(name) for name in longer)
        wanted = "|".join(_whole(form) for form in sorted(names, key=len, reverse=True))
        self._pattern = re.compile(f"(?i:{covers})|({wanted})" if covers else f"({wanted})")

    def find(self, folded: str) -> Iterator[tuple[str, int]]:
        for match in self._pattern.finditer(folded):
            if match[1]:
                yield self._names[match[1].replace(" ", "")], match.start(1)


def _whole(name: str) -> str:
    """Return a pattern for a name that begins and ends where words do, as far as its script shows that."""
    if is_unspaced(name):
        return r"\s?".join(re.escape(char) for char in name if not char.isspace())
    return rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])"


def word_finder(words: Iterable[str]) -> Callable[[str], frozenset[int]]:
    """Return a function that finds which of some words a text has, by number, without regard to case."""
    search = AhoCorasick([word.lower() for word in words])

    def find(text: str) -> frozenset[int]:
        return frozenset(
            number for number, _, _ in search.find_matches_as_indexes(text.lower(), overlapping=True)
        )

    return find
