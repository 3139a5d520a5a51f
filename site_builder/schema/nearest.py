"""The known word that is nearest to a mistyped one."""

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None where nothing is near."""
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a hint that offers the nearest known word, or ``otherwise``."""
    found = nearest(word, known)
    return f'did you mean "{found}"?' if found else otherwise
