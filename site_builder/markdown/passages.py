"""Passages off the record.

What stands between ``::: off the record`` and ``:::`` is taken out before all else.
"""

import re

from site_builder.errors import Diagnostics, Place, Rule

_FENCE = re.compile(r"^[ \t>]*(:::+)[ \t]*([^\n]*?)[ \t]*$", re.MULTILINE)
#: The other passages: what a meeting decided, and how it voted, with attributes.
BLOCK = re.compile(r"(?P<kind>decision|vote)\b[ \t]*(?P<braces>\{[^{}\n]*\})?", re.IGNORECASE)
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
    open_fences: list[re.Match[str]] = []
    position = 0
    for fence in _FENCE.finditer(source):
        place = Place.at(start.path, source, fence.start(1), start.line)
        opens_off_the_record = bool(_OFF_THE_RECORD.fullmatch(fence[2]))
        if fence[2] and not (opens_off_the_record or BLOCK.fullmatch(fence[2])):
            message = f'"{fence[0].strip()}" is no kind of passage'
            hint = "write ::: off the record, ::: decision or ::: vote"
            diagnostics.error(place, Rule.PASSAGE, message, hint)
            return source
        if BLOCK.fullmatch(fence[2]) and fence.start(1) > fence.start() and "`" not in source:
            message = f'"{fence[0].strip()}" stands in a quotation or a list'
            hint = "write it at the beginning of a line, outside of quotations and lists"
            diagnostics.error(place, Rule.PASSAGE, message, hint)
            return source
        is_inside = any(_is_off_the_record(opening) for opening in open_fences)
        if (opens_off_the_record and is_inside) or not (fence[2] or open_fences):
            message = "this passage begins inside another one" if fence[2] else "this ends no passage"
            hint = "write ::: off the record where it begins, and ::: where it ends"
            diagnostics.error(place, Rule.PASSAGE, message, hint)
            return source
        if fence[2]:
            open_fences.append(fence)
            if opens_off_the_record:
                kept.append(source[position : fence.start()])
                position = fence.start()
        elif _is_off_the_record(open_fences.pop()):
            kept.append("\n" * source.count("\n", position, fence.end()))
            position = fence.end()
    if open_fences:
        line = start.line + source.count("\n", 0, open_fences[-1].start(1))
        hint = "write ::: on a line of its own where it ends"
        diagnostics.error(Place(start.path, line), Rule.PASSAGE, "this passage has no end", hint)
        return source
    stripped = "".join((*kept, source[position:]))
    report_near_miss(stripped, start, diagnostics)
    return stripped


def _is_off_the_record(fence: re.Match[str]) -> bool:
    return bool(_OFF_THE_RECORD.fullmatch(fence[2]))


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
