"""The known word that is nearest to a mistyped one."""

from collections.abc import Iterable
from functools import cached_property


class KnownWords:
    """Words among which the nearest is looked for more than once."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words

    @cached_property
    def _by_folded(self) -> dict[str, str]:
        return {name.casefold(): name for name in sorted(self._words, reverse=True)}

    def nearest(self, word: str) -> str | None:
        """Return the word that was probably meant, or None where nothing is near."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where somebody mistyped a word

        folded = list(self._by_folded)
        match = process.extractOne(word.casefold(), folded, scorer=fuzz.ratio, score_cutoff=_CUTOFF)
        return self._by_folded[match[0]] if match else None


#: From 0 to 100: how much of both words has to be the same.
_CUTOFF = 62


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None where nothing is near."""
    return KnownWords(words).nearest(word)


def did_you_mean(word: str, words: Iterable[str] | KnownWords, otherwise: str) -> str:
    """Return a hint that offers the nearest known word, or ``otherwise``."""
    known = words if isinstance(words, KnownWords) else KnownWords(words)
    near = known.nearest(word)
    return f'did you mean "{near}"?' if near else otherwise
