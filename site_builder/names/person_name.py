"""The parts of a person's name, and the forms that follow from them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from site_builder.names.family_names import SPANISH_FAMILY_NAMES
from site_builder.names.folding import fold
from site_builder.names.given_names import GIVEN_NAMES
from site_builder.names.titles import OFFICES, TitleKind
from site_builder.values import CitedName

#: Words between given names and family names that belong to the latter, folded.
PARTICLES = frozenset(
    """
    van von vom zu zum zur de den der des del della dei degli di da do dos das du la le les lo los las
    ter ten te t af av al el bin ibn bint ben ap ab ferch ni nic o ui mac mhic st
    """.split()
)
#: Of these, what is a middle name or an initial as often, unless it is written in small letters or has an
#: accent.
_UNCERTAIN_PARTICLES = frozenset("al el ben o t te ab mac st lo di da do den".split())
_INITIALS = re.compile(r"(?<![^\s])(\w) (?=\w(?:\s|$))")
_INITIAL = re.compile(r"[^\W\d_]\.?")
#: Behind a rank, these say that it is not held any more.
RETIRED = frozenset(["retd", "ret", "rtd", "retired", "ad", "i r"])


class Title(NamedTuple):
    """A title in front of a name, as it is written."""

    text: str
    kind: TitleKind


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name, taken apart.

    ``stands_for`` is a title in place of given names, as that of a peer or a judge: it is part of who is
    meant. ``place`` is "of" with what a peer or a holder of an office is of. ``unsure`` says why the name may
    be another one; empty for most.
    """

    titles: tuple[Title, ...] = ()
    given: str = ""
    nickname: str = ""
    particles: str = ""
    family: str = ""
    suffix: str = ""
    stands_for: str = ""
    place: str = ""
    post_nominals: tuple[str, ...] = ()
    pronouns: str = ""
    remark: str = ""
    unsure: str = ""
    #: The name as it is printed in an index: without what stands before and behind it.
    name: str = ""
    #: What two spellings of one name have in common.
    key: str = ""

    @property
    def sort(self) -> str:
        """Return the name as an index sorts it: with the family name first."""
        behind = f"{self.given} {self.nickname}".strip()
        if self.stands_for and not self.given:
            behind = self.stands_for if self.family else ""
            family = " ".join(filter(None, (self.particles, self.family or self.stands_for, self.place)))
            if not self.family and self.place:  # an office: Lord Mayor of London
                return f"{self.stands_for} {self.place}"
            return f"{family}, {behind}" if behind else family
        family = " ".join(filter(None, (self.particles, self.family, self.place, self.suffix)))
        return f"{family}, {behind}" if behind else family

    @property
    def citation(self) -> CitedName:
        """Return the parts of the name as citations have them."""
        family = " ".join(filter(None, (self.family, self.place)))
        if self.stands_for and not self.given:
            if not self.family:
                return CitedName(self.name)
            return CitedName(family, self.stands_for, self.particles, self.suffix)
        return CitedName(
            family or self.name, f"{self.given} {self.nickname}".strip(), self.particles, self.suffix
        )

    @property
    def surname(self) -> str:
        """Return the family name with what belongs to it; empty where there is nothing beside it."""
        return " ".join(filter(None, (self.particles, self.family))) if self.given or self.stands_for else ""

    @property
    def is_peer(self) -> bool:
        """Say whether the name is that of a peer: a title in place of a given name."""
        return bool(self.stands_for) and any(title.kind is TitleKind.PEER for title in self.titles)

    @property
    def is_alone(self) -> bool:
        """Say whether there is one word alone, or one with a title, which may be anybody's."""
        is_usual = not any(title.kind in {TitleKind.PEER, TitleKind.JUDGE} for title in self.titles)
        return not self.given and not self.place and is_usual and self.family.isascii()


def bare_word(word: str) -> str:
    """Return a word in the form in which titles and letters behind a name are known."""
    return fold(word)


def named(parsed: PersonName, tokens: list[str], label: str) -> PersonName:
    """Return a name with the parts that are in the words left of it."""
    nickname = parsed.nickname
    of = next((number for number, word in enumerate(tokens) if word == "of" and number + 1 < len(tokens)), -1)
    titles = parsed.titles
    place = ""
    if of >= 0:
        office = " ".join(bare_word(token) for token in tokens[:of])
        before = bare_word(titles[-1].text).removeprefix("the ") if titles else ""
        whole = f"{before} {office}".strip()
        if whole in OFFICES or (not office and before in OFFICES):
            stands_for = " ".join((*([_without_article(titles[-1].text)] if before else []), *tokens[:of]))
            place = " ".join(tokens[of:])
            name = f"{stands_for} {place}"
            return replace(parsed, stands_for=stands_for, place=place, name=name, key=fold(name))
        place, tokens = " ".join(tokens[of:]), tokens[:of]
    words = len(tokens)
    stands_for = ""
    if words == 1 or (words > 1 and bare_word(tokens[0]) in PARTICLES and tokens[0].islower()):
        standing = _standing_title(titles)
        stands_for = _without_article(standing.text) if standing else ""
    given, particles, family = _family(tokens, bool(stands_for))
    text = " ".join(filter(None, (stands_for, given, nickname, particles, family, place, parsed.suffix)))
    key_words = " ".join(filter(None, (stands_for, given, particles, family, place, parsed.suffix)))
    name = text or label
    return replace(
        parsed,
        given=given,
        particles=particles,
        family=family,
        stands_for=stands_for,
        place=place,
        name=name,
        key=_joined_initials(fold(key_words or label)),
    )


def _joined_initials(folded: str) -> str:
    """Return a folded name in which "j r smith" is "jr smith"."""
    return _INITIALS.sub(r"\1", folded)


def _without_article(title: str) -> str:
    return title[4:] if title[:4].casefold() == "the " else title


def _standing_title(titles: Iterable[Title]) -> Title | None:
    """Return the title that stands in place of a given name: that of a peer or a judge before all others."""
    standing: Title | None = None
    for title in titles:
        if title.kind in {TitleKind.PEER, TitleKind.JUDGE}:
            return title
        if title.kind is not TitleKind.STYLE and bare_word(title.text) not in RETIRED:
            standing = title
    return standing


def _family(tokens: list[str], has_title: bool) -> tuple[str, str, str]:
    """Return given names, particles and family name."""
    if not tokens:
        return "", "", ""
    if len(tokens) == 1:
        return "", "", tokens[0]
    first = 0 if has_title else 1
    for number in range(first, len(tokens) - 1):
        if _is_particle(tokens[number]):
            end = number
            while end < len(tokens) - 1 and _is_particle(tokens[end]):
                end += 1
            return " ".join(tokens[:number]), " ".join(tokens[number:end]), " ".join(tokens[end:])
    if first and len(tokens) > 2 and all(fold(token) in SPANISH_FAMILY_NAMES for token in tokens[-2:]):
        return " ".join(tokens[:-2]), "", " ".join(tokens[-2:])
    return " ".join(tokens[:-1]), "", tokens[-1]


def doubt_about_family(tokens: list[str]) -> str:
    """Say why the family name may begin before the last of some words; empty if that is certain."""
    if len(tokens) < 3 or any(_is_particle(token) for token in tokens[1:-1]):
        return ""
    before = tokens[-2]
    folded = fold(before)
    is_spanish = folded in SPANISH_FAMILY_NAMES and fold(tokens[-1]) not in SPANISH_FAMILY_NAMES
    may_be_particle = folded in _UNCERTAIN_PARTICLES and len(before) > 1 and before[0].isupper()
    follows_initial = (
        len(tokens) > 3
        and bool(_INITIAL.fullmatch(tokens[-3]))
        and len(before.rstrip(".")) > 1
        and folded not in GIVEN_NAMES
    )
    if not (is_spanish or may_be_particle or follows_initial) or "-" in tokens[-1] or before.endswith("."):
        return ""
    return (
        f'"{tokens[-1]}" is taken for the family name, which may be "{before} {tokens[-1]}" '
        "(sort_name in the person’s file says it)"
    )


def _is_particle(token: str) -> bool:
    folded = fold(token)
    if folded not in PARTICLES or token.endswith("."):
        return False
    is_accented = not token.isascii()
    return token.islower() or is_accented or folded not in _UNCERTAIN_PARTICLES
