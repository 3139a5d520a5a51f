"""Turns of a transcript, found in the lines of its source.

People write them in many ways: ``NAME: text``, ``**Name:** text``, ``### Name:``, ``Name 00:01:02`` with the
text below. Each becomes a mark on a line of its own, so that Markdown sees the text below it as blocks.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from site_builder.markdown.extensions import MARK_START
from site_builder.markdown.source_checks import lines_of
from site_builder.names.person_name import PARTICLES
from site_builder.names.placeholders import is_anonymous, without_article
from site_builder.names.roles import role_of

#: Around the number of a turn; noncharacters, which no source may contain.
TURN_START, TURN_END = "\ufdd9", "\ufdda"
TURN = re.compile(f"{TURN_START}(\\d+){TURN_END}")

#: Around time and name of a turn that is certain; a noncharacter, which no source may contain.
CERTAIN = "\ufddf"
_TIME = r"[\[(]?(?P<{}>(?:\d{{1,2}}:)?\d{{1,2}}:\d{{2}})(?:[.,]\d+)?[\])]?"
_NAME = r"(?P<name>[^\W\d_][^:：*#|<>\\\\\[\]{}\n" + MARK_START + r"]{0,79}?)"
_FIRST_SIGNS = frozenset("*_#[(0123456789")
_TURNS = tuple(
    re.compile(pattern)
    for pattern in (
        # **Name:** text, **Name**: text, **Name** (00:01:02): text
        rf" {{0,3}}(?:{_TIME.format('before')}\s+)?(?P<bold>\*\*|__){_NAME}\s*(?:{_TIME.format('within')})?"
        r"\s*(?P<inner>:)?\s*(?P=bold)"
        rf"\s*(?:{_TIME.format('time')})?\s*(?P<outer>:)?(?:\s+(?P<rest>\S.*)|\s*)",
        # ### Name:
        rf" {{0,3}}#{{1,6}}\s+{_NAME}\s*(?:{_TIME.format('time')})?\s*:\s*#*\s*(?P<rest>)",
        # NAME: text, [00:01:02] Name: text, Name (00:01:02): text
        rf" {{0,3}}(?:{_TIME.format('before')}\s+)?{_NAME}\s*(?:{_TIME.format('time')})?"
        r"(?::(?=\s|$)|：)\s*(?P<rest>.*)",
        # Name 00:01:02
        rf" {{0,3}}(?:#{{1,6}}\s+)?{_NAME}\s+{_TIME.format('time')}\s*(?P<rest>)",
        # 00:01:02 Name
        rf" {{0,3}}(?:#{{1,6}}\s+)?{_TIME.format('before')}\s+{_NAME}\s*(?P<rest>)",
    )
)
_CERTAIN = re.compile(f"{CERTAIN}(?P<before>[0-9:]+) (?P<name>[^{CERTAIN}]+){CERTAIN}(?P<rest>.*)")
_HEADING = re.compile(r" {0,3}#{1,6}\s")
#: Begins and ends what was decided; see :mod:`.decisions`.
_DECISION = re.compile("\ufddc\\d*\ufddd")
_UNDERLINE = re.compile(r" {0,3}(?:=+|--+) *$")
_PROMOTED = re.compile(r"(\{:?[^{}]*?\.statement)(?=[\s}" + MARK_START + "])")
_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_MOST_WORDS = 8
#: Words with a small letter that a name may have, beside particles.
_SMALL_WORDS = PARTICLES | {"the", "of", "and", "from", "in"}
#: With these, a name or an unnamed voice may begin: van der Berg, a member of the audience.
_SMALL_FIRST_WORDS = PARTICLES | {"the", "a", "an", "another"}


class TurnSource(NamedTuple):
    """A turn as the source has it: who speaks, when in the recording (in seconds), and in which line.

    ``line`` is counted from 0. Several speak at once as in ``Ada/Bela``.
    """

    names: tuple[str, ...]
    seconds: int | None
    line: int


def lay_out_turns(source: str) -> tuple[str, tuple[TurnSource, ...]]:
    """Return a source with a mark in place of the beginning of every turn, and the turns."""
    turns: list[TurnSource] = []
    return "\n".join(_lines(source, turns)), tuple(turns)


def _lines(source: str, turns: list[TurnSource]) -> Iterator[str]:
    is_speaking = is_decision = False
    lines = list(lines_of(source))
    for number, (line, is_code) in enumerate(lines):
        below = lines[number + 1][0] if number + 1 < len(lines) else ""
        is_heading = not is_code and (_HEADING.match(line) or (line.strip() and _UNDERLINE.match(below)))
        if _DECISION.match(line):
            is_decision = not is_decision
        turn = None if is_code or is_decision else _turn_in(line, number)
        if turn is None:
            is_speaking = is_speaking and not is_heading
            yield _with_voice(line, turns[-1]) if is_speaking and ".statement" in line else line
            continue
        start, rest = turn
        turns.append(start)
        is_speaking = True
        yield f"\n{TURN_START}{len(turns) - 1}{TURN_END}\n"
        if rest:
            yield _with_voice(rest, start)


def _with_voice(line: str, turn: TurnSource) -> str:
    """Say in the braces of promoted passages whose they are."""
    return _PROMOTED.sub(rf'\1 said="{turn.names[0].replace(chr(34), chr(39))}"', line)


def without_voices(source: str) -> str:
    """Return a source of the same length with spaces in place of the names in front of turns."""
    lines = []
    for line in source.split("\n"):
        match = _start_of_turn(line)
        if match:
            start, end = match.span("name")
            line = f"{line[:start]}{' ' * (end - start)}{line[end:]}"  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


def _turn_in(line: str, number: int) -> tuple[TurnSource, str] | None:
    match = _start_of_turn(line)
    if match is None:
        return None
    time = _time_in(match)
    return TurnSource(_names_in(match), in_seconds(time) if time else None, number), match["rest"] or ""


def _time_in(match: re.Match[str]) -> str:
    """Return the time in the first line of a turn; empty for none."""
    parts = match.groupdict()
    return parts.get("time") or parts.get("before") or parts.get("within") or ""


def _names_in(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(_BRACKETS.sub("", name).strip() for name in match["name"].split("/"))


def _start_of_turn(line: str) -> re.Match[str] | None:
    if line.startswith(CERTAIN):
        return _CERTAIN.fullmatch(line)
    first = line.lstrip(" ")[:1]
    if first.islower() and line.split(maxsplit=1)[0] not in _SMALL_FIRST_WORDS:
        return None
    if not (first.isalpha() or first in _FIRST_SIGNS):
        return None
    for pattern in _TURNS:
        match = pattern.fullmatch(line)
        if match is None:
            continue
        parts = match.groupdict()
        if parts.get("bold") and not (parts["inner"] or parts["outer"] or _time_in(match)):
            continue  # words in bold type
        if all(map(_is_name, _names_in(match))):
            return match
    return None


def _is_name(words: str) -> bool:
    """Say whether words are written like a name, with capitals, or mean somebody who is not named."""
    parts = words.replace(",", " ").split()
    if not 0 < len(parts) <= _MOST_WORDS:
        return False
    has_capital = any(not part[0].islower() and part[0].isalpha() for part in parts)
    is_written_large = has_capital and all(
        not part[0].islower() or part in _SMALL_WORDS or not part[0].isalnum() for part in parts
    )
    return is_written_large or is_anonymous(words) or bool(role_of(without_article(words)))


def in_seconds(time: str) -> int:
    """Return a time in a recording, such as 1:02:03, in seconds."""
    seconds = 0
    for part in time.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def clock(seconds: int) -> str:
    """Return a time in a recording as people write it: 1:02:03."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def voices_in(source: str) -> Iterator[str]:
    """Yield the names with which lines begin as the turns of a transcript do."""
    for line in source.split("\n"):
        match = _start_of_turn(line) if ":" in line else None
        if match:
            yield from _names_in(match)
