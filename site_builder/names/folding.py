"""When two spellings are one name.

Names that are equal after folding are one, and nothing looser is merged.
"""

import re
import unicodedata
from functools import lru_cache

#: Letters that Unicode does not decompose, but that people type without their stroke.
STROKES = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
}  # fmt: skip


STROKE_TABLE = str.maketrans(STROKES)


APOSTROPHES = "'’‘ʼʻ`´′"


_APOSTROPHES = re.compile(f"[{APOSTROPHES}]")


_DASHES_AND_SPACES = re.compile(r"[\s\-‐‑‒–—]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return what is left of a name without case, accents, apostrophes, hyphens and extra spaces.

    Accents are the combining marks U+0300 to U+036F; vowel signs of other scripts are letters and stay.
    """
    folded = unicodedata.normalize("NFD", text.casefold())
    folded = "".join(char for char in folded if not "\u0300" <= char <= "\u036f").translate(STROKE_TABLE)
    folded = _APOSTROPHES.sub("", folded)
    return unicodedata.normalize("NFC", _DASHES_AND_SPACES.sub(" ", folded)).strip()
