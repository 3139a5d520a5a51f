"""Lists from A to Z."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from site_builder.language import Language

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LetterView(Generic[T]):
    """The entries under one letter; ``anchor`` is its fragment on the page."""

    letter: str
    anchor: str
    entries: tuple[T, ...]


def by_letter(
    entries: Iterable[T], name: Callable[[T], str], language: Language
) -> tuple[LetterView[T], ...]:
    """Group entries by the first letter of the name that sorts them: A to Z, other scripts, then digits."""
    groups: dict[str, list[tuple[str, str, T]]] = {}
    for entry in entries:
        sorted_by = name(entry)
        sorted_entry = language.sort_key(sorted_by), sorted_by, entry
        groups.setdefault(language.first_letter(sorted_by), []).append(sorted_entry)
    letters = sorted(groups, key=lambda letter: (letter == "#", language.sort_key(letter), letter))
    return tuple(
        LetterView(
            letter,
            f"site_letter-{'other' if letter == '#' else letter.lower()}",
            tuple(entry for _, _, entry in sorted(groups[letter], key=lambda sorted_entry: sorted_entry[:2])),
        )
        for letter in letters
    )
