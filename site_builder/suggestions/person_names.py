"""Runs of capitalised words in a text -> those that are probably names of people, and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from site_builder.names.folding import fold
from site_builder.names.given_names import GIVEN_NAMES
from site_builder.names.position_words import ORGANISATIONS, POSITIONS, SUBJECTS
from site_builder.suggestions.archive_names import ArchiveNames
from site_builder.suggestions.common_words import COMMON_WORDS
from site_builder.suggestions.passages import Passage

_LETTER = r"[^\W\d_]"
_WORD = rf"(?:[A-ZÀ-ÖØ-Þ]{_LETTER}*(?:[’'‐-][A-Za-zÀ-ÿ]{_LETTER}*)*)"
_INITIAL = r"(?:[A-Z]\.(?:[A-Z]\.)*)"
_PARTICLE = (
    r"(?:van der|van den|von der|de la|de los|van|von|der|den|del|de|da|dos|di|du|la|le|bin|ibn|ter|ten|af)"
)
_NICKNAME = r"(?:[\"“][A-Z]\w+[\"”]|\([A-Z][a-z]+\)(?= [A-Z]))"
_RUN = re.compile(
    rf"(?<![\w@#/’'-]){_WORD}(?:[ ](?:{_INITIAL}|{_NICKNAME}|{_PARTICLE}(?=[ ]{_WORD})|{_WORD})){{0,6}}"
)
_TITLES = re.compile(
    r"(?:\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Cllr|Councillor|Rev|Hon|Senator|Sen|Rep|Baroness"
    r"|Baron|President|Minister|Judge|Ambassador|Administrator|Secretary|Commissioner|Capt|Lt|Maj|Col|Gen)\.?\s+)+$"
)
#: Words in front of somebody who takes part.
_BEFORE = re.compile(
    r"(?:\b(?:by|with|from|featuring|join|joined by|meet|quoting|welcome|and|presenters?|speakers?"
    r"|panell?ists?"
    r"|moderators?|hosts?|instructors?|facilitators?|thanks? to|ask|interview(?:ing)?)|[:,&])\s*$",
    re.IGNORECASE,
)
_SAYS = (
    r"said|says|spoke|speaks|argued|argues|told|asked|asks|explained|explains|will|presents?|presented|shares?|shared"
    r"|discuss(?:es|ed)?|joins?|joined|leads?|led|moderates?|moderated|opened|closed|chaired|warned|added|noted|thought"
    r"|replied|answered|helped|serves?|served|works?|worked|has|was|is|holds|brings|specializes|specialises|oversees"
    r"|manages|directs|founded|joined|began|started|currently|also|talked|talks|walked|walks|described|describes|should|could|would|must|might"
)
#: What stands behind a person rather than behind a thing.
_BEHIND = re.compile(
    rf"\s*(?:,\s+(?:[A-Za-z’'&-]+\s+){{0,6}}?(?:{'|'.join(sorted(POSITIONS))})\b|\s+(?:[-–—|])\s+[A-Z]|\s*\([A-Z]|,\s+(?:the\s+)?[A-Z]|\s+(?:of|from|at)\s+(?:the\s+)?[A-Z]"
    rf"|(?:,\s*Ph\.?D\.?)?,?\s+(?:who\s+)?(?:{_SAYS})\b|[’']s\s)",
)
_STRONG_BEHIND = re.compile(
    r"(?:,\s*[^,.;]{0,60},)?\s+(?:who\s+)?(?:said|says|spoke|speaks|argued|told us|asked|explained"
    r"|will (?:share|discuss|present|talk|speak|walk|explain|show|provide|cover|teach|demonstrate|lead"
    r"|join|be)|serves as|works as|shares?|discusses|moderates|chaired)\b"
)
#: Buildings, prizes and laws are named after people.
_NAMED_AFTER = re.compile(
    r"(?:,?\s+Jr\.?)?\s+(?:Federal\s+|Memorial\s+|National\s+)*(?:Building|Center|Centre|Hall|Library|Award|Prize|Act|School|University|College|Institute|Airport|Foundation|Lecture|Street|Drive|House)\b"
)
_CONTRACTION = re.compile(r"[’'](?:m|ve|ll|re|d|t|s)$", re.IGNORECASE)
#: Short forms that are names in front of a surname only.
_SHORT_NAMES = frozenset(
    "ed pat jo meg pete don ray bobby drew holly gus hal les mac mel ned nat ty vic wes zak".split()
)
_GIVEN_NAMES = GIVEN_NAMES | _SHORT_NAMES
_NOT_SURNAMES = (ORGANISATIONS | SUBJECTS) - {
    "bond",
    "bank",
    "church",
    "club",
    "court",
    "college",
    "lodge",
    "mission",
    "house",
    "force",
}
_BLOCKERS = frozenset(
    "act acts award awards day week month year summit conference webinar workshop series challenge"
    " standards system"
    " systems language academy method methods model models framework toolkit guide dashboard map maps"
    " street avenue"
    " road building room city state states county coast york states nations union agreement review"
    " report strategy"
    " plan program programme network guild hub lab labs center centre fund prize university school institute"
    " analytics design service services web website media user data content api apis cloud mobile page"
    " pages times process automation engineering"
    " statistics funds transfer intelligence fellows information revenue agility cell wars"
    " qualifications blvd st"
    " commonwealth portal depot branch strategist proposal fort ft francisco angeles diego vegas"
    " jersey hampshire carolina dakota"
    " post magazine journal party library museum hall hotel park island river mountain valley lake"
    " beach".split()
)


@dataclass(slots=True)
class NameFinder:
    """Finds people in the passages of one text."""

    archive: ArchiveNames
    passages: list[Passage]
    #: Names that a model found, folded; None without a model.
    model_names: frozenset[str] | None = None
    _small: set[str] = field(default_factory=set)
    _alone: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for passage in self.passages:
            self._small.update(
                word for word in re.findall(rf"(?<![\w’'-]){_LETTER}+", passage.text) if word.islower()
            )

    def people(self) -> Iterator[tuple[Passage, int, int, str, float]]:
        """Yield each name with its place and how sure it is; a name may come several times."""
        runs = [(passage, match) for passage in self.passages for match in _RUN.finditer(passage.text)]
        self._alone = _counted_alone(runs)
        for passage, match in runs:
            for start, end in self._candidates(passage, match):
                name = passage.text[start:end]
                confidence = self._confidence(passage, start, end)
                if confidence > 0:
                    yield passage, start, end, name, confidence

    def _candidates(self, passage: Passage, match: re.Match[str]) -> Iterator[tuple[int, int]]:
        """Yield the parts of a run of capitalised words that may be a name."""
        words = [
            (word.start() + match.start(), word.end() + match.start())
            for word in re.finditer(r"\S+", match[0])
        ]
        text = passage.text
        known = self._known_in(text, words)
        if known:
            yield known
            return
        while len(words) > 2 and self._is_common(text, *words[0]) and not self._is_given(text, *words[0]):
            words.pop(0)
        titles = 0
        while len(words) > 2 and self.archive.parser.is_title(text[words[0][0] : words[0][1]].rstrip(".")):
            words.pop(0)
            titles += 1
        if (
            len(words) == 2
            and not titles
            and self._is_common(text, *words[0])
            and not self._is_given(text, *words[0])
        ):
            return
        while len(words) > 2 and self._ends_name(text, words):
            words.pop()
        if 2 <= len(words) <= 5:
            end = words[-1][1]
            yield words[0][0], end - 2 if text[end - 2 : end] in {"’s", "'s"} else end

    def _known_in(self, text: str, words: list[tuple[int, int]]) -> tuple[int, int] | None:
        for length in range(min(5, len(words)), 1, -1):
            for first in range(len(words) - length + 1):
                start, end = words[first][0], words[first + length - 1][1]
                if text[end - 2 : end] in {"’s", "'s"}:
                    end -= 2
                if self.archive.person(text[start:end]):
                    return start, end
        return None

    def _word(self, text: str, start: int, end: int) -> str:
        return text[start:end].strip("().,“”\"’'").removesuffix("’s").removesuffix("'s")

    def _is_common(self, text: str, start: int, end: int) -> bool:
        word = self._word(text, start, end).lower()
        return word in COMMON_WORDS or word in self._small

    def _is_given(self, text: str, start: int, end: int) -> bool:
        return fold(self._word(text, start, end)) in _GIVEN_NAMES

    def _ends_name(self, text: str, words: list[tuple[int, int]]) -> bool:
        """Say whether the last word of a run begins something else."""
        last = self._word(text, *words[-1]).lower()
        return last in COMMON_WORDS and last not in {"long", "may", "young", "law", "back", "day", "key"}

    def _confidence(self, passage: Passage, start: int, end: int) -> float:
        """Return how sure it is that a name is a person's; 0 for what is none."""
        name = passage.text[start:end]
        if self.archive.person(name):
            return 0.97
        words = [self._word(name, *span) for span in _spans(name)]
        if (
            self.archive.is_protected(name)
            or self.archive.organisation(name)
            or self._is_none(words, passage.text[end:])
        ):
            return 0
        return self._score(passage, start, end, words)

    def _is_none(self, words: list[str], behind: str) -> bool:
        """Say whether some words are certainly no name of a person."""
        is_given = fold(words[0]) in _GIVEN_NAMES
        last = words[-1].lower()
        return (
            any(word.lower() in _BLOCKERS or _CONTRACTION.search(word) for word in words)
            or last in _NOT_SURNAMES
            or bool(_NAMED_AFTER.match(behind))
            or (not is_given and any(len(word) > 1 and word.isupper() for word in words))
            or (not is_given and any(word.lower() in POSITIONS for word in words))
        )

    def _score(self, passage: Passage, start: int, end: int, words: list[str]) -> float:
        """Return how sure it is that words that may be a name are one, by what stands around them."""
        text, name, first = passage.text, passage.text[start:end], words[0]
        score = 0.12
        score += 0.45 if fold(first) in _GIVEN_NAMES else 0
        score += 0.5 if _TITLES.search(text[:start]) else 0
        score += 0.15 if _BEFORE.search(text[:start]) else 0
        score += self._context(passage, start, end)
        score += 0.25 if re.search(rf"\b{_INITIAL}|{_NICKNAME}", name) else 0
        score += 0.3 if self._is_mentioned_again(words) else 0
        score -= 0.3 if self._is_common(name, *_spans(name)[-1]) and fold(first) not in _GIVEN_NAMES else 0
        score -= 0.15 * max(0, len(words) - 3)
        score -= 0.3 if first.lower().endswith("ing") and fold(first) not in _GIVEN_NAMES else 0
        score -= 0.2 if first.lower() in COMMON_WORDS and fold(first) not in _GIVEN_NAMES else 0
        if self.model_names is not None:
            score += 0.4 if fold(name) in self.model_names else -0.15
        return max(0.0, min(score, 0.95))

    def _context(self, passage: Passage, start: int, end: int) -> float:
        behind, score = passage.text[end : end + 160], 0.0
        if _BEHIND.match(behind):
            score += 0.3
        if _STRONG_BEHIND.match(behind):
            score += 0.15
        if passage.lists_speakers and start < 4 and (passage.is_item or passage.begins_bold):
            score += 0.4
        elif passage.begins_bold and start < 2:
            score += 0.1
        elif passage.is_heading and start == 0 and end >= len(passage.text) - 2 and passage.lists_speakers:
            score += 0.3
        return score

    def _is_mentioned_again(self, words: list[str]) -> bool:
        """Say whether the text has one of the words alone, as it calls somebody whom it has introduced."""
        return any(
            self._alone.get(word, 0) for word in (words[0], words[-1]) if word.lower() not in COMMON_WORDS
        )


def _spans(name: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\S+", name)]


def _counted_alone(runs: list[tuple[Passage, re.Match[str]]]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for _, match in runs:
        words = match[0].split()
        if len(words) == 1:
            word = words[0].removesuffix("’s").removesuffix("'s")
            counted[word] = counted.get(word, 0) + 1
    return counted
