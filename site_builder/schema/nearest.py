"""The known word that is nearest to a mistyped one."""

import difflib
from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None where nothing is near."""
    by_folded = {name.casefold(): name for name in sorted(words, reverse=True)}
    matches = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def did_you_mean(word: str, words: Iterable[str], otherwise: str) -> str:
    """Return a hint that offers the nearest known word, or ``otherwise``."""
    near = nearest(word, words)
    return f'did you mean "{near}"?' if near else otherwise
