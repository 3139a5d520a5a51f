"""Texts that look like transcripts and do not say that they are."""

from collections import Counter

from site_builder.checks.context import CheckContext
from site_builder.checks.places import read_source
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.markdown.transcript_source import voices_in

#: So many lines begin with a name, by at least two, and so many of all paragraphs.
_TURNS, _VOICES, _SHARE = 6, 2, 0.5


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report every writeup of which most paragraphs begin with one of a few names and a colon."""
    for writeup in context.site.writeups:
        if writeup.voices:
            continue
        source = read_source(context.root / writeup.path)
        names = Counter(name for name in voices_in(source.partition("\n---")[2]))
        again = {name: times for name, times in names.items() if times > 1}
        turns = sum(again.values())
        if turns >= _TURNS and len(again) >= _VOICES and turns >= _SHARE * source.count("\n\n"):
            message = f"this text looks like a transcript: {', '.join(list(again)[:3])} speak in it by turns"
            hint = "write form: transcript above, so that each turn gets an address and its speaker"
            diagnostics.warning(Place(writeup.path), Rule.TRANSCRIPT, message, hint)
