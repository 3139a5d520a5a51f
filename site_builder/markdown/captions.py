"""Captions that say who speaks (WebVTT, voice spans) -> the source of a transcript.

Every turn stays in its line, so that what is reported has the place in the captions: that is why no library
reads them.
"""

import re

from site_builder.markdown.transcript_source import clock

_TIMING = re.compile(r"\s*((?:\d+:)?\d{2}:\d{2})\.\d{3}\s+-->\s")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
#: What Markdown would take for more than a sign; a colon, as it may seem to begin a turn.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~:])")


def transcript_of(captions: str) -> str:
    """Return the source of a transcript, line by line: a turn goes on while the voice is the same."""
    lines = captions.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    source = [""] * (len(lines) + 1)
    voice, turn = "", -1
    time = 0
    in_cue = False
    for number, line in enumerate(lines):
        timing = _TIMING.match(line)
        if timing:
            in_cue, time, cue = True, _seconds(timing[1]), number
            continue
        if not line.strip():
            in_cue = False
        if not in_cue:
            continue
        said = _VOICE.search(line)
        name = " ".join(said[1].split()) if said else voice
        if name != voice:
            voice, turn = name, cue
            source[turn] = f"{name} {clock(time)}"
        if turn >= 0:
            words = _SIGNS.sub(r"\\\1", _TAG.sub("", line).strip())
            source[turn + 1] = f"{source[turn + 1]} {words}".strip()
    return "\n".join(source)


def _seconds(time: str) -> int:
    seconds = 0
    for part in time.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds
