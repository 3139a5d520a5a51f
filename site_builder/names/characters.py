"""Characters that look like others or like nothing, and that must not make one name into two."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

#: What has no width: soft hyphen, grapheme joiner, fillers, spaces without width, direction marks (Unicode
#: 23.2 and 23.4: general category Cf), variation selectors, and tags. The two joiners (U+200C, U+200D) are
#: letters' business in Arabic and Indic scripts and are looked at apart.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
)
_JOINERS = "\u200c\u200d"
#: Forms that stand for other letters: ligatures, letters of full and half width, the ideographic space.
_COMPATIBLE = "\u3000\ufb00-\ufb06\uff01-\uff5e\uff65-\uff9f\u2100-\u2121\u2123-\u214f\U0001d400-\U0001d7ff"
_SIGNS = "\u2122\u00ae\u00a9"
_SUSPECT = re.compile(f"[{_INVISIBLE}{_JOINERS}{_COMPATIBLE}{_SIGNS}\u0370-\u03ff\u0400-\u04ff]")
_HIDDEN = re.compile(f"[{_INVISIBLE}]|(?<![\u0600-\u0dff\u0e00-\u1cff])[{_JOINERS}]|[{_JOINERS}](?!\\w)")
_WIDE = re.compile(f"[{_COMPATIBLE}]")
#: Emoji and other pictures, with what varies and joins them. Signs of trade marks belong to them, too.
_PICTURE = re.compile(
    r"[\u2122\u00ae\u00a9\u200d\u2190-\u2bff\u3030\u303d\ufe0e\ufe0f\U0001f000-\U0001faff]+"
)

#: Letters of Cyrillic and Greek that look as these Latin ones do (Unicode Technical Standard 39,
#: confusables).
_LATIN_LOOK = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονΝ",
    "ABESIJKMHOPCTYXaeopcyxijsdhqwABEZHIKMNOPTYXovN",
)
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER_LETTER = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_WORD = re.compile(r"\w+")


class Unusual(NamedTuple):
    """A character of a name that is not what it looks like."""

    character: str
    #: Such as "is invisible, and left out": the end of a sentence about it.
    problem: str

    @property
    def code_point(self) -> str:
        """Return the character as Unicode numbers it."""
        return f"U+{ord(self.character):04X}"


def clean_name(text: str) -> tuple[str, tuple[Unusual, ...]]:
    """Return a name without what cannot be seen in it, in usual letters, and what was unusual in it.

    A letter of another script in the middle of a Latin word is taken for the Latin letter that it looks like.
    """
    if text.isascii() or not _SUSPECT.search(text):
        return text, ()
    unusual: dict[Unusual, None] = {}
    for char in _HIDDEN.findall(text):
        unusual[Unusual(char, "is invisible, and left out")] = None
    text = _HIDDEN.sub("", text)
    for char in re.findall(f"[{_SIGNS}]", text):
        unusual[Unusual(char, "is a sign, and left out")] = None
    text = re.sub(f"[{_SIGNS}]", "", text)
    for char in _WIDE.findall(text):
        unusual[Unusual(char, "stands for other characters, and is read as these")] = None
    text = _WIDE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    if _OTHER_LETTER.search(text) and _LATIN_LETTER.search(text):
        text = _WORD.sub(lambda match: _in_one_script(match[0], unusual), text)
    return " ".join(unicodedata.normalize("NFC", text).split()), tuple(unusual)


def char_problems(unusual: tuple[Unusual, ...]) -> list[str]:
    """Return what is unusual in words: characters with the same problem together, by code point."""
    by_problem: dict[str, list[str]] = {}
    for char in unusual:
        by_problem.setdefault(char.problem, []).append(char.code_point)
    return [f"{', '.join(points)} {problem}" for problem, points in by_problem.items()]


def _in_one_script(word: str, unusual: dict[Unusual, None]) -> str:
    """Return a word in Latin letters if all others in it look like these; any other word as it is."""
    if not _LATIN_LETTER.search(word) or not _OTHER_LETTER.search(word):
        return word
    latin = word.translate(_LATIN_LOOK)
    if _OTHER_LETTER.search(latin):
        return word
    for char in _OTHER_LETTER.findall(word):
        unusual[Unusual(char, "looks like a Latin letter, and is read as that")] = None
    return latin


def has_mixed_scripts(word: str) -> bool:
    """Say whether a word has Latin letters beside Greek or Cyrillic ones."""
    return not word.isascii() and bool(_LATIN_LETTER.search(word) and _OTHER_LETTER.search(word))


@lru_cache(maxsize=4096)
def without_pictures(text: str) -> str:
    """Return a name without emoji and signs such as that of a trade mark."""
    return text if text.isascii() else " ".join(_PICTURE.sub("", text).split())
