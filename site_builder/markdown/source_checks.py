"""What looks like Markdown and is printed as it stands: each place with what to write instead.

Only text is looked at: code and fences are blanked before.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from site_builder.errors import Rule
from site_builder.markdown.html_elements import PRESENTATIONAL, left_out_hint
from site_builder.names.folding import fold

_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
CODE = re.compile(
    r"^(?P<before>[ >]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*(?P=fence)|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
#: One to five words with capital letters, as a name is written; small particles may be between.
_WORD = r"[^\W\d_a-z][\w.’'-]*"
_NAME = rf"{_WORD}(?:[ ](?:[a-z]{{2,3}}[ ])?{_WORD}){{0,4}}(?:,[ ][^.!?\n]{{1,80}})?"
_FULL_NAME = rf"{_WORD}(?:[ ](?:[a-z]{{2,3}}[ ])?{_WORD}){{1,4}}"
_DASH = r"(?:—|―|–|--{1,2})"

_BULLET = re.compile(r"^[ \t>]*([•●▪‣◦∙⁃·][ \t]*\S[^\n]*)", re.MULTILINE)
_LETTERED = re.compile(
    r"^[ \t>]*(\(?[aAiI]\)[ \t]+\S[^\n]*)(?=\n(?:[ \t>]*\n)?[ \t>]*\(?(?:[bB]|ii|II)\))", re.MULTILINE
)
_ROWS = re.compile(r"(?:^[ \t]*\|[^\n]*\|[ \t]*(?:\n|\Z)){2,}", re.MULTILINE)
_DELIMITER_ROW = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+", re.MULTILINE)
_ADDRESS = r"(?:https?://|www\.|mailto:|/|\.\.?/)"
_SPACED_LINK = re.compile(rf"\[([^\[\]\n]+)\][ \t]+\({_ADDRESS}[^()\s]*\)")
_REVERSED_LINK = re.compile(rf"\([^()\n]+\)\[{_ADDRESS}[^\[\]\s]*\]")
_REFERENCE = re.compile(r"(?<![\]\\\[!])\[([^\[\]\n]+)\]\[([^\[\]\n]*)\](?!\])")
_DEFINITION = re.compile(r"^[ >]{0,6}\[([^\]\n]+)\]:", re.MULTILINE)
_TEMPLATE_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_QUOTATION = re.compile(r"(?:^[ ]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_QUOTE_MARK = re.compile(r"[ ]{0,3}>[ >]*")
_HYPHEN_AND_NAME = re.compile(rf"-[ ]?{_NAME}")
_NAME_IN_BRACKETS = re.compile(rf"\({_FULL_NAME}(?:,[^()]*)?\)")
_LAST_DASH = re.compile(rf"{_DASH}[ ]?(?=[^—―–]*\Z)")
_NAME_ALONE = re.compile(_NAME)
_WITH_COLON = re.compile(rf"({_FULL_NAME}:)[ ]+\S")
_BELOW = re.compile(rf"[ \t]*\n[ ]{{0,3}}({_DASH}[ ]?{_NAME})[ ]*(?:\n|\Z)")
_ITEM_OR_EMPTY = re.compile(r"[ ]{0,3}>[ ]*(?:[-*+][ ]|\d+[.)][ ]|$)")
_SENTENCE_END = frozenset('.!?”"’…»')
_NAMED = re.compile(rf"{_DASH}[ ]*[^\s\-|]")
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>")


class Finding(NamedTuple):
    """What was found at an offset, and what to write instead."""

    offset: int
    rule: Rule
    message: str
    hint: str


def blanked(source: str) -> str:
    """Return a text with spaces in place of code, so that offsets stay."""
    if "`" not in source and "~~~" not in source:
        return source
    return CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), source)


def findings(source: str, is_left_out: Callable[[str], bool]) -> Iterator[Finding]:
    """Yield what is printed otherwise than it was meant; ``is_left_out`` tells which elements vanish."""
    text = blanked(source)
    for signs, check in _CHECKS:
        if any(sign in text for sign in signs):
            yield from check(text)
    if "<" in text:
        yield from _left_out(text, is_left_out)


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 50 else f"{words[:47]}..."


def _first_of_runs(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield matches that do not stand directly below another one."""
    last_line = -2
    for match in pattern.finditer(text):
        line = text.count("\n", 0, match.start(1))
        if line > last_line + 1:
            yield match
        last_line = line


def _lines_with(sign: str, text: str) -> tuple[int, int]:
    """Return where the first line with a sign begins, and where the last one ends."""
    end = text.find("\n", text.rfind(sign))
    return text.rfind("\n", 0, text.find(sign)) + 1, end + 1 if end >= 0 else len(text)


def _bullets(text: str) -> Iterator[Finding]:
    for item in _first_of_runs(_BULLET, text):
        message = f'"{_shortened(item[1])}" looks like an item of a list, and is printed as it stands'
        yield Finding(item.start(1), Rule.NOT_MARKDOWN, message, "begin each item with - and a space")


def _lettered(text: str) -> Iterator[Finding]:
    for item in _first_of_runs(_LETTERED, text):
        message = f'"{_shortened(item[1])}" looks like an item of a list, and is printed as it stands'
        hint = "number the items with 1. 2. 3., or begin each with - and a space"
        yield Finding(item.start(1), Rule.NOT_MARKDOWN, message, hint)


def _tables(text: str) -> Iterator[Finding]:
    for rows in _ROWS.finditer(text, *_lines_with("|", text)):
        if not _DELIMITER_ROW.search(rows[0]):
            columns = max(rows[0].partition("\n")[0].strip().strip("|").count("|") + 1, 1)
            message = "this looks like a table, and is printed as it stands"
            hint = f"put a line below the headings: |{'---|' * min(columns, 10)}"
            yield Finding(
                rows.start() + len(rows[0]) - len(rows[0].lstrip()), Rule.NOT_MARKDOWN, message, hint
            )


def _links(text: str) -> Iterator[Finding]:
    for link in _SPACED_LINK.finditer(text):
        message = f'"{_shortened(link[0])}" looks like a link, and is none because of the space'
        yield Finding(link.start(), Rule.NOT_MARKDOWN, message, "take out the space between ] and (")


def _reversed_links(text: str) -> Iterator[Finding]:
    for link in _REVERSED_LINK.finditer(text):
        message = f'"{_shortened(link[0])}" looks like a link, and is printed as it stands'
        hint = "write the words in square brackets, and the address behind them in round ones"
        yield Finding(link.start(), Rule.NOT_MARKDOWN, message, hint)


def _references(text: str) -> Iterator[Finding]:
    defined = {fold(definition[1]) for definition in _DEFINITION.finditer(text)}
    for reference in _REFERENCE.finditer(text):
        label = reference[2] or reference[1]
        if not label.startswith("^") and fold(label) not in defined:
            message = f"the address of [{_shortened(label)}] is not there, so this is no link"
            hint = f"write it on a line of its own: [{_shortened(label)}]: https://..."
            yield Finding(reference.start(), Rule.UNDEFINED_REFERENCE, message, hint)


def _template_code(text: str) -> Iterator[Finding]:
    for code in _TEMPLATE_CODE.finditer(text):
        message = f'"{_shortened(code[0])}" is a command of another program, and is printed as it stands'
        hint = "write what it stands for, or put it between ` if it is meant to be read"
        if re.search(r"youtube|vimeo|video|audio|soundcloud", code[0], re.IGNORECASE):
            hint = "write recording: with the address under event:, or a link"
        yield Finding(code.start(), Rule.NOT_MARKDOWN, message, hint)


def _attributions(text: str) -> Iterator[Finding]:
    for quotation in _QUOTATION.finditer(text, *_lines_with(">", text)):
        found = _in_quotation(quotation[0])
        if found is None and (below := _BELOW.match(text, quotation.end())):
            found = below.start(1) - quotation.start(), below[1]
        if found is not None:
            offset, words = found
            name = words.strip("()-—―–: ")
            message = f'"{_shortened(words)}" looks like whose words these are, and is not understood so'
            hint = f"write it as the last line of the quotation: > — {_shortened(name)}"
            yield Finding(quotation.start() + offset, Rule.ATTRIBUTION, message, hint)


def _in_quotation(quotation: str) -> tuple[int, str] | None:
    """Return where in a quotation a name stands that is no attribution, and the words; None for none."""
    lines = quotation.rstrip().split("\n")
    marks = [_QUOTE_MARK.match(line) for line in (lines[0], lines[-1])]
    first, last = (
        line[mark.end() :] if mark else line for line, mark in zip((lines[0], lines[-1]), marks, strict=True)
    )
    offset = sum(len(line) + 1 for line in lines[:-1]) + (marks[1].end() if marks[1] else 0)
    if _NAMED.match(last):
        return None
    is_below_text = len(lines) > 1 and not _ITEM_OR_EMPTY.match(lines[-2])
    if is_below_text and (_HYPHEN_AND_NAME.fullmatch(last) or _NAME_IN_BRACKETS.fullmatch(last)):
        return offset, last
    dash = _LAST_DASH.search(last)
    if (
        dash
        and last[: dash.start()].rstrip()[-1:] in _SENTENCE_END
        and _NAME_ALONE.fullmatch(last, dash.end())
    ):
        return offset + dash.start(), last[dash.start() :]
    with_colon = _WITH_COLON.match(first)
    return (marks[0].end() if marks[0] else 0, with_colon[1]) if with_colon else None


def _left_out(text: str, is_left_out: Callable[[str], bool]) -> Iterator[Finding]:
    for tag in _TAG.finditer(text):
        name = tag[1].lower()
        if name not in PRESENTATIONAL and is_left_out(name):
            yield Finding(tag.start(), Rule.LEFT_OUT, f"<{name}> is left out", left_out_hint(name))


#: Signs of which one must stand in a text, and what is looked for then.
_CHECKS: tuple[tuple[tuple[str, ...], Callable[[str], Iterator[Finding]]], ...] = (
    (tuple("•●▪‣◦∙⁃·"), _bullets),
    ((") ",), _lettered),
    (("|",), _tables),
    (("] (",), _links),
    ((")[",), _reversed_links),
    (("][",), _references),
    (("{{", "{%"), _template_code),
    ((">",), _attributions),
)


def lines_of(source: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is fenced code: the line with the closing fence is not."""
    fence = ""
    for line in source.split("\n"):
        opening = _CODE_FENCE.match(line)
        if opening and (not fence or opening[1].startswith(fence)):
            fence = "" if fence else opening[1]
        yield line, bool(fence)
