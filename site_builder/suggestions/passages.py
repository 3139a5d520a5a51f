"""A Markdown text as passages of plain words, each with the lines of the file where they stand."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+(.*?)\s*#*\s*$")
_MARKS = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), ""),
    (re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]"), r"\1"),
    (re.compile(r"\[([^\[\]]+)\](?=\{)"), r"\1"),
    (re.compile(r"\{[^{}]*\}|`[^`]*`|<[^<>]+>|https?://\S+|\S+@\S+\.\w+"), " "),
    (re.compile(r"\\([^\w\s])"), r"\1"),
    (re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)"), ""),
    (re.compile(r"\[\^[^\]]+\]"), ""),
)
_SPEAKERS = re.compile(
    r"\b(?:speakers?|presenters?|panell?ists?|moderators?|instructors?|facilitators?|hosts?|guests?"
    r"|who spoke|featuring"
    r"|trainers?|keynotes?|in this talk|meet the)\b|^about (?:the |your )?(?:speakers?|presenters?"
    r"|instructors?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, an item or a heading; ``starts`` are the offsets of its lines in the text."""

    text: str
    first_line: int
    starts: tuple[int, ...]
    is_item: bool = False
    is_heading: bool = False
    #: Whether the name at its beginning is in bold, or set apart.
    begins_bold: bool = False
    #: Whether it stands below words that announce speakers.
    lists_speakers: bool = False

    def line_at(self, offset: int) -> int:
        """Return the line of the file in which an offset lies."""
        return self.first_line + bisect_right(self.starts, offset) - 1

    def sentence_at(self, offset: int) -> str:
        """Return the sentence around an offset."""
        start = max((match.end() for match in _END.finditer(self.text, 0, offset + 1)), default=0)
        end = _END.search(self.text, offset)
        return self.text[start : end.start() + 1 if end else len(self.text)].strip()


#: The end of a sentence; a title or an initial with a full stop is none.
_END = re.compile(
    r"(?<![A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)(?<!\bSt)(?<!\bU\.S)[.!?][\"”’)]*\s+(?=[A-Z“\"])"
)


#: Texts that are broken by hand have longer lines.
_SHORT_LINE = 60


def plain(text: str) -> str:
    """Return a piece of Markdown without marks, addresses and commands."""
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return html.unescape(text)


def passages_of(body: str, first_line: int) -> Iterator[Passage]:
    """Yield the passages of a text whose first line is that line of the file."""
    block: list[str] = []
    start, fence, below = first_line, "", False

    def finished() -> Iterator[Passage]:
        if block:
            yield _passage(block, start, lists_speakers=below)

    for number, line in enumerate(body.split("\n"), start=first_line):
        opened = _FENCE.match(line)
        if fence or opened:
            yield from finished()
            block = []
            fence = (
                ""
                if fence and opened and line.strip().startswith(fence)
                else fence or (opened[1] if opened else "")
            )
            continue
        heading = _HEADING.match(line)
        if not line.strip() or heading or _ITEM.match(line) or (block and _ends_line(block[-1], line)):
            yield from finished()
            block = []
        if heading or _announces(line):
            below = bool(_SPEAKERS.search(heading[1] if heading else line))
        if heading:
            yield Passage(plain(heading[1]).strip(), number, (0,), is_heading=True)
        elif line.strip():
            start = number if not block else start
            block.append(line)
    yield from finished()


def _ends_line(before: str, line: str) -> bool:
    """Say whether a line of a paragraph stands for itself: with a hard break, or short and without an end."""
    if before.endswith(("  ", "<br>", "<br />", "<br/>", "\\")):
        return True
    words = before.strip()
    return len(words) < _SHORT_LINE and words[-1:].isalnum() and line.strip()[:1].isupper()


def _announces(line: str) -> bool:
    """Say whether a line that is no heading stands above a list: **Speakers** or Presenters:."""
    words = line.strip()
    return len(words) < 60 and (
        words.endswith((":", ":**", ":__")) or bool(re.fullmatch(r"(\*\*|__)[^*_]+(\*\*|__):?", words))
    )


def _passage(lines: list[str], first_line: int, *, lists_speakers: bool) -> Passage:
    is_item = bool(_ITEM.match(lines[0]))
    begins_bold = bool(re.match(r"\s*(?:[-*+]\s+|\d+[.)]\s+|>\s*)?(?:\*\*|__|\[)", lines[0]))
    texts = [
        " ".join(plain(_ITEM.sub("", line, count=1) if number == 0 else line).split())
        for number, line in enumerate(lines)
    ]
    starts, offset = [], 0
    for text in texts:
        starts.append(offset)
        offset += len(text) + 1
    return Passage(
        " ".join(texts),
        first_line,
        tuple(starts),
        is_item,
        begins_bold=begins_bold,
        lists_speakers=lists_speakers,
    )
