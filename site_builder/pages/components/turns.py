"""The turns of transcripts, read from the HTML of one after another: they are never in memory at once."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from site_builder.ids import Address
from site_builder.kinds import part_address
from site_builder.markdown.plain_text import content_of, paragraphs
from site_builder.model import Voice, Writeup
from site_builder.urls import REFERENCE

_TURN_OR_HEADING = re.compile(
    r'<div class="turn" id="([^"]+)"><p class="voice">(.*?)</p>(.*?)'
    r'(?=</div>\s*(?:<div class="turn"|<h[2-6]\b|<section\b|\Z))|<h[2-6] id="[^"]*"[^>]*>(.*?)</h[2-6]>',
    re.DOTALL,
)
_ASIDE = re.compile(r'<p class="aside">.*?</p>', re.DOTALL)
_DECISION = re.compile(r'<div class="(?:decision"|vote")[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_TIME = re.compile(r"t-(\d+)-(\d\d)-(\d\d)(?:-\d+)?")


class Turn(NamedTuple):
    """A passage of a transcript by one voice, or by several at once.

    ``number`` counts the turns of the writeup from 1; ``section`` is the heading above it, ``seconds`` its
    time in the recording. Asides in brackets are not in ``text``, which has one paragraph for each block.
    """

    number: int
    anchor: str
    address: Address
    section: str
    seconds: int | None
    voices: tuple[Voice, ...]
    text: tuple[str, ...]


def turns_in(writeup: Writeup) -> Iterator[Turn]:
    """Yield the turns of a transcript in their order."""
    if not writeup.voices:
        return
    voices = {voice.reference: voice for voice in writeup.voices}
    number, section = 0, ""
    for part, prose in enumerate(writeup.parts, 1):
        for match in _TURN_OR_HEADING.finditer(prose.html):
            anchor, head, body, heading = match.groups()
            if heading is not None:
                section = " ".join(unescape(_TAG.sub("", heading)).split())
                continue
            number += 1
            references = (int(reference) for reference in REFERENCE.findall(head))
            yield Turn(
                number=number,
                anchor=anchor,
                address=Address(f"{part_address(writeup.address, part)}#{anchor}"),
                section=section,
                seconds=_seconds(anchor),
                voices=tuple(voices[reference] for reference in references if reference in voices),
                text=paragraphs(_ASIDE.sub("", _without_decisions(body))),
            )


def _without_decisions(body: str) -> str:
    """Return the blocks of a turn without what was decided meanwhile, which nobody said."""
    while decision := _DECISION.search(body):
        content = content_of(body, decision.end(), "div")
        body = body[: decision.start()] + body[decision.end() + len(content) + len("</div>") :]
    return body


def _seconds(anchor: str) -> int | None:
    time = _TIME.fullmatch(anchor)
    if time is None:
        return None
    hours, minutes, seconds = (int(part) for part in time.groups())
    return (hours * 60 + minutes) * 60 + seconds
