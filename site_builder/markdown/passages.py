"""Passages off the record.

What stands between ``::: off the record`` and ``:::`` is taken out before all else.
"""

import re

from site_builder.errors import Diagnostics, Place, Rule

_FENCE = re.compile(r"^[ \t>]*(:::+)[ \t]*([^\n]*?)[ \t]*$", re.MULTILINE)
_OFF_THE_RECORD = re.compile(r"off[\s-]+the[\s-]+record", re.IGNORECASE)
_NEAR_MISS = re.compile(r"[:：](?: ?[:：])+[ \t]*off[\s-]+the[\s-]+record", re.IGNORECASE)


def strip_off_the_record(source: str, start: Place, diagnostics: Diagnostics) -> str:
    """Return a text with an empty line for every line that is off the record, so that places stay.

    A mark that begins or ends nothing is an error, and the text comes back as it is: what was meant to be
    left out must never be published.
    """
    if ":::" not in source:
        report_near_miss(source, start, diagnostics)
        return source
    kept: list[str] = []
    opening: re.Match[str] | None = None
    position = 0
    for fence in _FENCE.finditer(source):
        opens = bool(_OFF_THE_RECORD.fullmatch(fence[2]))
        place = Place.at(start.path, source, fence.start(1), start.line)
        if fence[2] and not opens:
            message = f'"{fence[0].strip()}" is no kind of passage'
            diagnostics.error(place, Rule.PASSAGE, message, "write ::: off the record")
            return source
        if opens == (opening is not None):
            message = "this passage begins inside another one" if opens else "this ends no passage"
            hint = "write ::: off the record where it begins, and ::: where it ends"
            diagnostics.error(place, Rule.PASSAGE, message, hint)
            return source
        end = fence.start() if opens else fence.end()
        kept.append(source[position:end] if opens else "\n" * source.count("\n", position, end))
        position, opening = end, fence if opens else None
    if opening is not None:
        line = start.line + source.count("\n", 0, opening.start(1))
        hint = "write ::: on a line of its own where it ends"
        diagnostics.error(Place(start.path, line), Rule.PASSAGE, "this passage has no end", hint)
        return source
    stripped = "".join((*kept, source[position:]))
    report_near_miss(stripped, start, diagnostics)
    return stripped


def report_near_miss(source: str, start: Place, diagnostics: Diagnostics) -> None:
    """Report what looks like the mark of a passage off the record and is none."""
    if "::" not in source and "：" not in source and ": :" not in source:
        return
    near_miss = _NEAR_MISS.search(source)
    if near_miss is None:
        return
    line = start.line + source.count("\n", 0, near_miss.start())
    hint = "write ::: off the record on a line of its own in the text"
    diagnostics.error(Place(start.path, line), Rule.PASSAGE, "this passage is not left out", hint)
