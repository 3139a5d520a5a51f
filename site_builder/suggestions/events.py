"""What a text says of its event: when it was, who held it, where; and what the author drew on."""

import datetime
import re
from collections.abc import Iterator

from site_builder.suggestions.archive_names import ArchiveNames
from site_builder.suggestions.passages import Passage
from site_builder.suggestions.proposals import Proposal

_KIND = (
    r"(?:event|briefing|conference|seminar|round\s?table|panel(?: discussion)?|hearing|workshop|webinar"
    r"|lecture|debate|summit"
    r"|forum|meeting|symposium|launch|dinner|reception|masterclass|session)"
)
_WORD = r"[A-Z][\w’'&.-]*"
_NAMED_EVENT = re.compile(
    rf"\b(?:at|to|attended|hosted|chaired|spoke at|addressed)\s+(?:a|an"
    rf"|the)\s+(?P<organiser>{_WORD}(?:\s+(?:(?:of|for|and|on|&)\s+)?{_WORD})*)"
    rf"(?:[’']s)?\s+(?P<kind>(?:(?:policy|annual|public|evening|breakfast|fringe)\s+)*{_KIND})\b(?:\s+(?P<about>(?:on|about)\s+(?!this|it\b|that)[^.,;]{{3,80}}))?"
)
_HELD_BY = re.compile(
    rf"\b(?:organi[sz]ed|hosted|convened|run|put on|sponsored"
    rf"|held)\s+by\s+(?:the\s+)?(?P<organiser>{_WORD}(?:\s+(?:(?:of|for|and|&|the)\s+)*{_WORD})*)"
)
_FORMATS = (
    "round table|briefing|conference|seminar|panel|hearing|workshop|webinar|lecture|debate|summit".split("|")
)
_ATTENDED = (
    r"\b(?:spoke|speaking|spoken|attended|went|was|were|been|gave|chaired|joined|heard|met|sat|listened"
    r"|took part)\b"
)
_RELATIVE = (
    (re.compile(r"\b(?:the day before yesterday)\b", re.IGNORECASE), -2),
    (re.compile(r"\b(?:yesterday|last night|yesterday evening)\b", re.IGNORECASE), -1),
    (re.compile(r"\b(?:today|this morning|this afternoon|this evening|tonight)\b", re.IGNORECASE), 0),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?:on|last|this)\s+({'|'.join(_DAYS)})\b", re.IGNORECASE)
_PLACE = re.compile(
    rf"\b(?:held|took place|met|gathered|meeting)\s+(?:at|in)\s+(?P<place>{_WORD}(?:\s+{_WORD}){{0,3}})"
)
_SOURCE = re.compile(
    rf"\b(?:the\s+)?(?P<whose>{_WORD}(?:\s+(?:(?:of|for|and|on)\s+)?{_WORD}){{1,6}})[’']s\s+(?:(?:recent|new|latest|final|interim|annual)\s+)?"
    r"(?P<what>report|paper|review|white paper|green paper|study|survey|inquiry|strategy|manifesto|book)\b"
)
_SOURCE_BY = re.compile(
    rf"\b(?:a|the)\s+(?:(?:recent|new|latest)\s+)?(?P<what>report|paper|review|study|survey)\s+(?:by|from)\s+(?:the\s+)?(?P<whose>{_WORD}(?:\s+(?:(?:of|for|and|on)\s+)?{_WORD}){{0,6}})"
)
_AUTHOR_SPOKE = re.compile(
    r"(?:^|(?<=[.!?]\s))Spoke\b|\b(?:I\s+(?:also\s+)?(?:spoke|gave a (?:talk|speech|presentation)"
    r"|presented|chaired|was (?:on|asked to speak))"
    r"|my (?:bit|talk|speech|contribution|presentation|task|job|slot) was|I was (?:one of the"
    r"|a) (?:speakers?|panell?ists?))\b",
    re.IGNORECASE,
)


class EventReader:
    """Reads the event of one text."""

    def __init__(self, archive: ArchiveNames, passages: list[Passage], written: datetime.date | None) -> None:
        self._archive = archive
        self._passages = [passage for passage in passages if not passage.is_heading]
        self._written = written

    def proposals(self) -> Iterator[Proposal]:
        """Yield what the text says of the event, and of what it draws on."""
        yield from self._name()
        day = self._day()
        if day:
            yield day
        yield from self._place()
        yield from self._sources()

    def author_spoke(self) -> Proposal | None:
        """Return that the author spoke, if the text says so."""
        for passage in self._passages:
            match = _AUTHOR_SPOKE.search(passage.text)
            if match:
                evidence = passage.sentence_at(match.start())
                return Proposal("speakers", {"author": True}, 0.85, evidence, passage.line_at(match.start()))
        return None

    def _name(self) -> Iterator[Proposal]:
        for passage in self._passages:
            match = _NAMED_EVENT.search(passage.text)
            if match:
                where = passage.sentence_at(match.start()), passage.line_at(match.start())
                organiser = self._archive.organisation(match["organiser"]) or match["organiser"]
                known = bool(self._archive.organisation(match["organiser"]))
                name = f"{match['organiser']} {match['kind']}{' ' + match['about'] if match['about'] else ''}"
                yield Proposal("event.name", name, 0.7, *where)
                yield Proposal("event.organisers", organiser, 0.95 if known else 0.75, *where)
                kind = match["kind"].replace("roundtable", "round table")
                format = next((word for word in _FORMATS if word in kind), "")
                if format:
                    yield Proposal("event.format", format, 0.7, *where)
                return
        for passage in self._passages:
            match = _HELD_BY.search(passage.text)
            if match:
                organiser = self._archive.organisation(match["organiser"])
                yield Proposal(
                    "event.organisers", organiser or match["organiser"], 0.9 if organiser else 0.6,
                    passage.sentence_at(match.start()), passage.line_at(match.start()),
                )  # fmt: skip
                return

    def _day(self) -> Proposal | None:
        if self._written is None:
            return None
        for passage in self._passages[:6]:
            for pattern, days in _RELATIVE:
                for match in pattern.finditer(passage.text):
                    sentence = passage.sentence_at(match.start())
                    if re.search(_ATTENDED, sentence, re.IGNORECASE):
                        day = self._written + datetime.timedelta(days)
                        return Proposal("event.date", day, 0.9, sentence, passage.line_at(match.start()))
            weekday = _WEEKDAY.search(passage.text)
            sentence = passage.sentence_at(weekday.start()) if weekday else ""
            if weekday and re.search(_ATTENDED, sentence, re.IGNORECASE):
                back = (self._written.weekday() - _DAYS.index(weekday[1].lower())) % 7
                day = self._written - datetime.timedelta(back or 7)
                return Proposal("event.date", day, 0.7, sentence, passage.line_at(weekday.start()))
        return None

    def _place(self) -> Iterator[Proposal]:
        for passage in self._passages:
            match = _PLACE.search(passage.text)
            if match:
                yield Proposal(
                    "event.place",
                    match["place"],
                    0.6,
                    passage.sentence_at(match.start()),
                    passage.line_at(match.start()),
                )
                return

    def _sources(self) -> Iterator[Proposal]:
        seen = set()
        for passage in self._passages:
            for match in (*_SOURCE.finditer(passage.text), *_SOURCE_BY.finditer(passage.text)):
                title = f"{match['whose'].removeprefix('The ')}’s {match['what']}"
                if title not in seen and not self._archive.person(match["whose"]):
                    seen.add(title)
                    yield Proposal(
                        "sources",
                        {"title": title},
                        0.7,
                        passage.sentence_at(match.start()),
                        passage.line_at(match.start()),
                    )
