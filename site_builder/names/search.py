"""Names searched in a text, however they are written there."""

import re
import unicodedata
from functools import lru_cache

from site_builder.names.folding import STROKE_TABLE

_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


@lru_cache(maxsize=4096)
def is_unspaced(text: str) -> bool:
    """Say whether a text begins in a script that has no spaces between words, or joins particles to names."""
    script = unicodedata.name(text[0], "") if text else ""
    return script.startswith(_UNSPACED) or (script.startswith("HANGUL") and len(text) > 2)


def searchable(text: str) -> str:
    """Return a long text in a form like that of :func:`fold`, to look for words of names that are in it, too.

    What joins words in addresses counts as a space, and so do a possessive and the dots of initials; what is
    not seen is left out.
    """
    text = unicodedata.normalize("NFKD", _detached(text.casefold()))
    text = _QUOTES.sub("", _UNSEEN.sub("", text).translate(STROKE_TABLE))
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
