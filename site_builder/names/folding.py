"""When two spellings are one name.

Names that are equal after folding are one, and nothing looser is merged.
"""

import re
import unicodedata
from functools import lru_cache

from site_builder.names.characters import without_pictures

#: Letters that Unicode does not decompose, but that people type without their stroke.
STROKES = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
}  # fmt: skip


STROKE_TABLE = str.maketrans(STROKES)


APOSTROPHES = "'’‘ʼʻ`´′"


#: What is left out in writing as often as not: apostrophes, quotation marks, full stops and commas.
_PUNCTUATION = re.compile(f'[{APOSTROPHES}"“”„‟«»‹›‚‛.,，、،]')


_DASHES_AND_SPACES = re.compile(r"[\s\-‐‑‒–—]+")


_AROUND_AMPERSAND = re.compile(r" ?& ?")


#: Accents (U+0300 to U+036F) of Latin and Greek letters. In other scripts, such as Cyrillic И and Й, they
#: make another letter.
_ACCENTS = re.compile("(?<=[A-Za-z\u0370-\u03ff])[\u0300-\u036f]+")
_ACCENT = re.compile("[\u0300-\u036f]")


def without_accents(text: str) -> str:
    """Return text without the accents of Latin and Greek letters, and otherwise in the form NFC."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return what is left of a name without case, accents, punctuation, hyphens and extra spaces.

    Of a name that is nothing but signs, these are left.
    """
    folded = _PUNCTUATION.sub("", _letters(text))
    folded = _DASHES_AND_SPACES.sub(" ", folded)
    if "&" in folded:
        folded = _AROUND_AMPERSAND.sub("&", folded)
    return folded.strip() or unicodedata.normalize("NFC", text.casefold()).strip()


def fold_for_slug(text: str) -> str:
    """Return a name as its address spells it: as :func:`fold`, with full stops and commas as they are."""
    folded = _DASHES_AND_SPACES.sub(" ", re.sub(f"[{APOSTROPHES}]", "", _letters(text)))
    return folded.strip()


def fold_words(text: str) -> str:
    """Return a passage without case, accents, apostrophes, hyphens and extra spaces.

    Published anchors of statements are digests of this form, so that it never changes.
    """
    folded = unicodedata.normalize("NFD", text.casefold())
    folded = _ACCENT.sub("", folded).translate(STROKE_TABLE)
    folded = _DASHES_AND_SPACES.sub(" ", re.sub(f"[{APOSTROPHES}]", "", folded))
    return unicodedata.normalize("NFC", folded).strip()


def _letters(text: str) -> str:
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFC", text)  # else a sign such as ≠ would be two
    compatible = unicodedata.normalize("NFKC", without_pictures(composed))
    return without_accents(compatible.casefold()).translate(STROKE_TABLE)
