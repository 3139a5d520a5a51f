"""Whether words read like a position, an organisation or a person: rules over the words of each language."""

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from site_builder.names.folding import fold
from site_builder.names.given_names import GIVEN_NAMES
from site_builder.names.position_words import (
    ALSO_SURNAMES,
    MAY_TAKE_ORGANISATION,
    ORGANISATION_ENDINGS,
    ORGANISATIONS,
    POSITION_ENDINGS,
    POSITION_MODIFIERS,
    POSITIONS,
    RULES_OVER,
    SUBJECTS,
    TAKES_ORGANISATION,
)


class Reading(Enum):
    """What some words read like."""

    POSITION = "position"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


class Held(NamedTuple):
    """A position with the organisation where it is held; either may be empty."""

    position: str
    organisation: str = ""


_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_PREPOSITION = re.compile(
    r",|/|&| (?:of|for|at|to|in|on|and|with|von|fur|der|des|im|bei|und|de|du|d'|pour|et|del|para|y|di|per"
    r"|van|voor"
    r"|en|och|for|für|à|am) | d[’']",
    re.IGNORECASE,
)
_POSTPOSITIVES = frozenset(
    "emeritus emerita general elect designate ordinary plenipotentiary extraordinary generale adjoint".split()
)
_OF_OR_FOR = re.compile(r"\s+(?:of|for)\s+")
_AT = re.compile(r"\s+(?:at|@|bei|beim|chez)\s+(?=\S)")
_FORMER = re.compile(r"(?:former|ex|then|now|ehemalige[rn]?|ancien(?:ne)?)\b", re.IGNORECASE)
#: What joins two names, or two parts of one.
AND = re.compile(r"\s+(?:and|&|und|et|y|e|en|och)\s+")
_JOINT = re.compile(r" (?:and|&|und|et|y) ")
_BOTH = POSITIONS & ORGANISATIONS


def word_key(word: str) -> str:
    """Return a word in the form of the lists: folded, with hyphens."""
    return fold(word).replace(" ", "-").removesuffix("’s").removeprefix("d’")


@lru_cache(maxsize=32768)
def read_as(words: str) -> Reading:  # noqa: PLR0911 - one rule after the other
    """Say whether some words read like a position or an organisation."""
    plain = _BRACKETS.sub("", words).strip()
    head_words = [word_key(word) for word in _PREPOSITION.split(plain, maxsplit=1)[0].split()]
    if not head_words:
        return Reading.UNKNOWN
    has_article = head_words[0] in {"the", "die", "das", "les"} and len(head_words) > 1
    head = head_words[-1]
    if head in _BOTH:
        is_position = len(head_words) == 1 or any(word in POSITION_MODIFIERS for word in head_words[:-1])
        return Reading.POSITION if is_position else Reading.ORGANISATION
    if _is_position(head) and not (has_article and plain[0].isupper()):
        return Reading.POSITION
    if head in _POSTPOSITIVES and len(head_words) > 1 and _is_position(head_words[-2]):
        return Reading.POSITION
    parts = head.split("-")
    if len(parts) > 1 and (parts[0] in POSITIONS or parts[-1] in POSITIONS) and parts[0] not in ORGANISATIONS:
        return Reading.POSITION
    if _FORMER.match(plain) and len(head_words) == 1:
        return Reading.POSITION
    if has_article and plain[0].isupper():
        return Reading.ORGANISATION
    is_list = bool(_JOINT.search(plain))
    for word in re.split(r"[\s,/&]+", plain):
        if (
            word[:1].isupper()
            and _is_organisation(key := word_key(word))
            and not (is_list and key in SUBJECTS)
        ):
            return Reading.ORGANISATION
    return Reading.UNKNOWN


def _is_position(word: str) -> bool:
    return word in POSITIONS or (len(word) > 7 and word.endswith(POSITION_ENDINGS))


def _is_organisation(word: str) -> bool:
    return (
        word in ORGANISATIONS
        or word.split("-", maxsplit=1)[0] in ORGANISATIONS
        or (len(word) > 7 and word.endswith(ORGANISATION_ENDINGS))
    )


def is_role_alone(words: str) -> bool:
    """Say whether words that stand in place of a name are a position: none of them may be a name."""
    plain = _BRACKETS.sub("", words).strip()
    parts = _PREPOSITION.split(plain, maxsplit=1)
    head_words = [word_key(word) for word in parts[0].split()]
    if not head_words or read_as(words) is not Reading.POSITION:
        return False
    # "Ada Judge" is somebody, and so is "John Major"; "Chief Economist" is not.
    return all(
        word in POSITIONS or word in POSITION_MODIFIERS or word in _POSTPOSITIVES for word in head_words
    )


def is_organisation_alone(words: str) -> bool:
    """Say whether words that stand in place of a person's name are an organisation."""
    if read_as(words) is not Reading.ORGANISATION:
        return False
    tokens = [word_key(word) for word in words.split()]
    if tokens[0] in GIVEN_NAMES and len(tokens) <= 3:
        return not all(token in ALSO_SURNAMES or not _is_organisation(token) for token in tokens[1:])
    if len(tokens) == 2 and tokens[0] != "the":
        return tokens[1] not in ALSO_SURNAMES or words.split(maxsplit=1)[0].isupper()
    return True


def may_be_person(words: str) -> bool:
    """Say whether words read like the name of a person: two to four, the first of them a given name."""
    tokens = words.split()
    if not 2 <= len(tokens) <= 4 or not all(token[:1].isupper() for token in (tokens[0], tokens[-1])):
        return False
    if word_key(tokens[0]) not in GIVEN_NAMES:
        return False
    return read_as(words) is Reading.UNKNOWN


@lru_cache(maxsize=16384)
def split_held(words: str) -> tuple[Held, bool]:
    """Take "Director of The Trust" or "Engineer at Acme" apart; return also whether that is certain.

    What rules over something ("Minister for Housing", "Professor of Law") is a position as a whole.
    """
    at = _AT.search(words)
    if at:
        return Held(words[: at.start()].strip(), _without_small_article(words[at.end() :])), True
    preposition = _OF_OR_FOR.search(words)
    if preposition is None:
        return Held(words), True
    left, right = words[: preposition.start()].strip(), words[preposition.end() :].strip()
    head = word_key(left.split()[-1]) if left else ""
    if head in RULES_OVER or read_as(left) is not Reading.POSITION:
        return Held(words), True
    organisation = _without_small_article(right)
    is_named = right.startswith("The ") or read_as(organisation) is Reading.ORGANISATION
    if is_named and organisation[:1].isupper():
        return Held(left, organisation), True
    if head in TAKES_ORGANISATION and organisation[:1].isupper():
        return Held(left, organisation), read_as(organisation) is not Reading.POSITION
    return Held(words), head not in MAY_TAKE_ORGANISATION or not organisation[:1].isupper()


def _without_small_article(words: str) -> str:
    return words[4:].strip() if words.startswith("the ") else words.strip()


def split_several_held(words: str) -> tuple[tuple[Held, ...], bool]:
    """Take several positions apart that "and" joins: "Leader of A Council and Trustee of The Fund"."""
    for match in re.finditer(r" (?:and|&|und|et|y) ", words):
        left, right = words[: match.start()], words[match.end() :]
        first, second = split_held(left)[0], split_held(right)[0]
        if first.organisation and second.organisation and read_as(right) is Reading.POSITION:
            return (first, second), True
    held, is_certain = split_held(words)
    return (held,), is_certain
