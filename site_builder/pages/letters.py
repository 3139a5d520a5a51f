"""Lists from A to Z."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LetterView(Generic[T]):
    """The entries under one letter; ``anchor`` is its fragment on the page."""

    letter: str
    anchor: str
    entries: tuple[T, ...]


def by_letter(entries: Iterable[T], name: Callable[[T], str]) -> tuple[LetterView[T], ...]:
    """Group entries by the first letter of the name that sorts them: A to Z, other scripts, then figures."""
    groups: dict[str, list[tuple[str, str, T]]] = {}
    for entry in entries:
        key = sort_key(name(entry))
        groups.setdefault(_letter(key), []).append((key, name(entry), entry))
    letters = sorted(groups, key=lambda letter: (letter == "#", letter))
    return tuple(
        LetterView(
            letter,
            f"site_letter-{'other' if letter == '#' else letter.lower()}",
            tuple(entry for _, _, entry in sorted(groups[letter], key=lambda found: found[:2])),
        )
        for letter in letters
    )


@lru_cache(maxsize=65536)
def sort_key(name: str) -> str:
    """Return a key that sorts names without regard to case and accents, the same on every machine."""
    decomposed = unicodedata.normalize("NFD", name.casefold())
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    kept = kept.replace("ł", "l").replace("ø", "o").replace("æ", "ae").replace("œ", "oe").replace("đ", "d")
    return "".join(char for char in kept if char.isalnum() or char in " ,")


def _letter(key: str) -> str:
    first = key.strip()[:1]
    return unicodedata.normalize("NFC", first).upper() if first.isalpha() else "#"
