"""Names with what stands around them -> people: speakers with their positions, and others who are named."""

import re
from dataclasses import dataclass, field

from site_builder.names.folding import fold
from site_builder.suggestions.affiliations import AffiliationReader, worth
from site_builder.suggestions.archive_names import ArchiveNames
from site_builder.suggestions.passages import Passage
from site_builder.suggestions.person_names import NameFinder
from site_builder.suggestions.proposals import Affiliated, ProposedPerson

#: Below this, a name is not proposed.
LEAST = 0.45
_QUOTING = re.compile(
    r"\b(?:quoting|quoted|citing|cited|in the words of|according to|to quote|as"
    r"|paraphrasing)\s+(?:\w+\.?\s+)?$",
    re.IGNORECASE,
)
_SPEAKS_BEHIND = re.compile(
    r"(?:\s*,[^.;]{0,120}?,|\s+(?:of|from|at)\s+[^.;,]{2,80}?|\s*\([^)]*\))?\s+(?:also\s+|then\s+|who\s+)?(?:said|says|spoke|speaks|argued|argues"
    r"|told|asked|explained|presents?|presented|shares?|shared|discuss(?:es|ed)?|joins?|joined|leads|led|moderates?"
    r"|moderated|chaired|opened|closed|warned|added|noted|talked|talks|walks|helped us|gave|will"
    r"|was\s+(?:his|her|another|the|in|also|very|up|first|next|good|excellent|strong|clear|lucid|less"
    r"|more|as)\b|replied|answered|demonstrates?|teaches|covers?|describes?)\b",
)
_SPEAKS_BEFORE = re.compile(
    r"(?:\b(?:hosted|presented|led|moderated|chaired|facilitated|taught|opened|given|delivered|spoken|joined)\s+by\s+(?:[^.]{0,80},\s+)?"
    r"|\bby\s+(?:[^.]{0,60}\s+and\s+)?|\b(?:featuring|presenters?|speakers?|moderators?|instructors?"
    r"|panell?ists?|hosts?|with|join|hear from|welcome|meet|interview(?:ed|ing)?|strong (?:was|were)"
    r"|chair|joined|talk(?:ing)? with)"
    r"[:\s]+(?:(?:is|are|was|were|include[sd]?|will be)\s+)?(?:[^.:]{0,60}\s(?:and|,)\s+)?)(?:(?:Dr"
    r"|Prof|Mr|Mrs|Ms|Cllr|Sir|Dame|Lord|our|the|presenter|speaker|host)\.?\s+)*$",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(
    r"\s+(?:really\s+)?(?:should|could|ought|might|must|had better|would have)\b|[’']s\s+(?:book|paper"
    r"|report|theory|law|model|work|article|idea|question|plan)\b"
)
_ROLES = (
    (re.compile(r"\b(?:moderat(?:or|ed by|es)|facilitat(?:or|ed by))\b", re.IGNORECASE), "chair"),
    (re.compile(r"\bchaired by\b|\bin the chair\b", re.IGNORECASE), "chair"),
    (re.compile(r"\bkeynote\b", re.IGNORECASE), "keynote"),
    (re.compile(r"\bhosted by\b", re.IGNORECASE), "host"),
    (re.compile(r"\bpanell?ists?\b", re.IGNORECASE), "panellist"),
)
_TITLE_BEFORE = re.compile(
    r"((?:(?:Rt Hon|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Cllr|Councillor|Rev|Baroness|Baron"
    r"|Senator)\.?\s+)+)$"
)


@dataclass(slots=True)
class _Seen:
    """One person over all places of a text."""

    name: str
    confidence: float
    passage: Passage
    start: int
    end: int
    held: tuple[Affiliated, ...] = ()
    is_speaker: bool = False
    is_absent: bool = False
    role: str = ""
    quoted_by: str = ""
    title: str = ""
    places: int = 1


def _joined(before: tuple[Affiliated, ...], held: tuple[Affiliated, ...]) -> tuple[Affiliated, ...]:
    """Return what two places say of somebody, where one has the position and the other the organisation."""
    if len(before) == 1 and len(held) == 1:
        first, second = before[0], held[0]
        if (bool(first.position), bool(first.organisation)) == (
            bool(second.organisation),
            bool(second.position),
        ):
            return (Affiliated(first.position or second.position, first.organisation or second.organisation),)
    return held if worth(held) > worth(before) else before


@dataclass(slots=True)
class PeopleReader:
    """Finds the people of person text and what it says of them."""

    archive: ArchiveNames
    finder: NameFinder
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _order: list[tuple[Passage, int, str]] = field(default_factory=list)

    def read(self) -> list[ProposedPerson]:
        """Return the people who are surer than :data:`LEAST`, in the order in which they are named."""
        affiliations = AffiliationReader(self.archive)
        for passage, start, end, name, confidence in self.finder.people():
            key = self._key(name)
            held = affiliations.held(passage, start, end)
            person = self._seen.get(key)
            if person is None:
                person = self._seen[key] = _Seen(name, confidence, passage, start, end, held)
            else:
                person.places += 1
                person.confidence = max(person.confidence, confidence)
                joined = _joined(person.held, held)
                if joined != person.held:
                    person.held, person.passage, person.start, person.end = joined, passage, start, end
            self._order.append((passage, start, key))
            self._look_around(person, passage, start, end)
        beside = {fold(held.organisation) for person in self._seen.values() for held in person.held}
        return [
            self._proposed(person)
            for person in self._seen.values()
            if self._total(person) >= LEAST and fold(person.name) not in beside
        ]

    def _key(self, name: str) -> str:
        """Return what stands for a person in this text: also under a name with more or fewer middle names."""
        key = self.archive.parser.fold(name)
        words = key.split()
        for other in self._seen:
            there = other.split()
            if len(words) != len(there) and (words[0], words[-1]) == (there[0], there[-1]):
                return other
        return key

    def _look_around(self, person: _Seen, passage: Passage, start: int, end: int) -> None:
        before, behind = passage.text[max(0, start - 140) : start], passage.text[end : end + 200]
        title = _TITLE_BEFORE.search(before)
        if title and not person.title:
            person.title = title[1].strip()
        quoting = _QUOTING.search(before[: len(before) - len(title[0])] if title else before)
        if quoting and not quoting[0].lower().startswith("as"):
            person.quoted_by = person.quoted_by or self._speaker_before(passage, start)
            return
        if passage.is_heading and not passage.lists_speakers:
            pass
        elif _NOT_THERE.match(behind):
            person.is_absent = True
        elif (
            _SPEAKS_BEHIND.match(behind)
            or _SPEAKS_BEFORE.search(before)
            or (passage.lists_speakers and start < 60)
        ) or (person.held and not passage.is_heading):
            person.is_speaker = True
        context = before[-60:] if not passage.is_item else before[-60:] + behind[:40]
        for pattern, role in _ROLES:
            if not person.role and pattern.search(context):
                person.role = role

    def _speaker_before(self, passage: Passage, start: int) -> str:
        """Return who quotes: the last person who is named before in the same passage."""
        for other, at, key in reversed(self._order[:-1]):
            if other is not passage:
                break
            if at < start:
                return self._seen[key].name
        return ""

    def _total(self, person: _Seen) -> float:
        return min(
            0.97, person.confidence + (0.1 if person.held else 0.0) + (0.05 if person.places > 1 else 0.0)
        )

    def _proposed(self, person: _Seen) -> ProposedPerson:
        is_speaker = not person.quoted_by and person.is_speaker and not (person.is_absent and not person.held)
        known = self.archive.person(person.name)
        written = f"{person.title} {person.name}" if person.title else person.name
        return ProposedPerson(
            name=known or written,
            is_speaker=is_speaker,
            held=person.held,
            confidence=round(self._total(person), 2),
            evidence=person.passage.sentence_at(person.start),
            line=person.passage.line_at(person.start),
            role=person.role if is_speaker else "",
            quoted_by=self.archive.person(person.quoted_by) or person.quoted_by,
        )
