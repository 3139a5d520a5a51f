"""Captions that say who speaks (WebVTT, voice spans) -> the source of a transcript.

Every turn stays in its line, so that what is reported has the place in the captions: that is why no library
reads them. Two voices in one line become two.
"""

import re

from site_builder.markdown.transcript_source import CERTAIN, clock, in_seconds

_TIMING = re.compile(r"\s*((?:\d+:)?\d{2}:\d{2})\.\d{3}\s+-->\s")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
#: What Markdown would take for more than a sign; a colon, as it may seem to begin a turn.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~:])")
#: What begins a list.
_ITEM = re.compile(r"^(\d+)?([.)+-])(?=\s)")
#: Noncharacters, which stand for something else here.
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
#: Who speaks in a caption that does not say so, where others do.
_NOBODY = "Unknown"


def transcript_of(captions: str) -> str:
    """Return the source of a transcript, line by line: a turn goes on while the voice is the same."""
    captions = _NONCHARACTERS.sub("", captions.replace("\r\n", "\n").replace("\r", "\n"))
    if not _VOICE.search(captions):
        return ""
    source: list[str] = []
    voice, turn, time = "", -1, 0
    in_cue = is_named = False
    for line in captions.split("\n"):
        source.append("")
        timing = _TIMING.match(line)
        if timing:
            in_cue, is_named, time = True, False, in_seconds(timing[1])
            continue
        in_cue = in_cue and bool(line.strip())
        if not in_cue:
            continue
        before, *spoken = _VOICE.split(line)
        passages = list(zip(spoken[::2], spoken[1::2], strict=True))
        if before.strip():
            passages.insert(0, (voice if is_named else _NOBODY, before))
        for number, (name, words) in enumerate(passages):
            is_named = True
            name = " ".join(name.split())  # noqa: PLW2901
            text = _SIGNS.sub(r"\\\1", _TAG.sub("", words).strip())
            text = _ITEM.sub(r"\1\\\2", text)
            if name == voice and turn >= 0:
                source[turn] += f" {text}"
                continue
            if number:
                source.append("")
            voice, turn = name, len(source) - 1
            source[turn] = f"{CERTAIN}{clock(time)} {name}{CERTAIN}{text}"
    return "\n".join(source)
