"""What is wrong in front matter that cannot be read: the cause that a writer can see.

A parser says where it could not go on, which is often a line later and in words about its grammar. Here are
the mistakes that people make, told by the line itself.
"""

import re
from typing import NamedTuple

_KEY = r"[A-Za-z_][\w-]*"
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7})(?: |$)")
_NO_BREAK_SPACES = "\u00a0\u2007\u202f\u3000"
_NO_BREAK = re.compile(
    rf"[ ]*(?P<at>[{_NO_BREAK_SPACES}])|[ ]*(?:-[ ])?{_KEY}:(?P<behind>[{_NO_BREAK_SPACES}])"
    rf"|[ ]*-(?P<item>[{_NO_BREAK_SPACES}])"
)
_BULLET = re.compile(r"[ \t]+(?P<at>[•●▪‣◦·–—])[ \t\u00a0]*\S")
_PLAIN_ITEM = re.compile(rf"(?P<indent>[ ]*)-[ ](?!{_KEY}:(?:[ ]|$))\S")
_TIGHT_COLON = re.compile(rf"(?P<before>[ ]*(?:-[ ])?)(?P<key>{_KEY}):(?=[^\s/])(?P<value>.*)")
_KEY_LINE = re.compile(rf"(?P<indent>[ ]*)(?P<mark>-[ ])?(?P<key>{_KEY}):(?:[ ]+(?P<value>\S.*))?$")
_ITEM_LINE = re.compile(r"(?P<indent>[ ]*)(?P<mark>-[ ]+)(?P<key>)(?P<value>\S.*)$")
_QUOTED = re.compile(r"(?P<mark>[\"'])(?P<inside>(?:(?!(?P=mark)).)*)(?P=mark)[ ]*(?P<rest>[^\s#].*)$")
_LIKE_DASHES = re.compile(r"[ ]*(?:[—–―−‒][—–―−‒-]*|-[—–―−‒]+|--|(?:-[ ]){2,}-|\*{3,}|_{3,}|={3,})[ \t]*$")

#: The first bytes of a file -> what it is.
_FOREIGN_FILE_TYPES = (
    (b"PK\x03\x04", "a Word or LibreOffice document"),
    (b"\xd0\xcf\x11\xe0", "a document of an older Word"),
    (b"{\\rtf", "an RTF document"),
    (b"%PDF", "a PDF document"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)


class Mistake(NamedTuple):
    """What is wrong in a line of the front matter; the line and the column count from 1."""

    line: int
    column: int
    message: str
    hint: str


def foreign_file_type(data: bytes) -> tuple[str, str] | None:
    """Return what a file is that is no text in UTF-8, and what to do; None if its beginning says nothing."""
    for beginning, kind in _FOREIGN_FILE_TYPES:
        if data.startswith(beginning):
            hint = "open it, copy the text, and save that as plain text in UTF-8"
            if kind.endswith("UTF-16"):
                hint = "save the file as UTF-8 (in Notepad: Save as, Encoding)"
            return kind, hint
    return None


def certain_mistake(block: str) -> Mistake | None:
    """Return what is surely wrong in a block, also where YAML would take it for something else."""
    above = None
    has_no_break = any(sign in block for sign in _NO_BREAK_SPACES)
    for number, line in enumerate(block.split("\n"), 1):
        if line[:1].isalpha() and not has_no_break:  # a key, where nothing else can be wrong
            above = None
            continue
        if _CONFLICT.match(line):
            message = "two versions of this file were not put together (git)"
            hint = "keep what is right, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
            return Mistake(number, 1, message, hint)
        no_break = _NO_BREAK.match(line)
        if no_break:
            column = max(no_break.start(group) for group in ("at", "behind", "item")) + 1
            message = "a no-break space stands here, which only looks like a space"
            return Mistake(number, column, message, "delete it, and type a space")
        bullet = _BULLET.match(line)
        if bullet:
            message = f'an item of a list begins with a hyphen, and not with "{bullet["at"]}"'
            return Mistake(number, bullet.start("at") + 1, message, "write - and a space in its place")
        item = _PLAIN_ITEM.match(line)
        if item and above and len(item["indent"]) > len(above["indent"]):
            message = "this item begins further right than the one above it"
            hint = f"begin it in column {len(above['indent']) + 1}, like that one"
            return Mistake(number, len(item["indent"]) + 1, message, hint)
        above = item
    return None


def syntax_mistake(block: str, line: int) -> Mistake | None:
    """Return the cause of what a parser noticed in a line of a block, if it can be seen there or above."""
    lines = block.split("\n")
    for number in (line, line - 1):
        if 0 < number <= len(lines):
            mistake = _in_line(lines, number)
            if mistake:
                return mistake
    return None


def _in_line(lines: list[str], number: int) -> Mistake | None:
    line = lines[number - 1]
    if line.startswith("\t") or re.match(r" +\t", line):
        column = line.index("\t") + 1
        return Mistake(number, column, "a tab stands at the beginning of this line", "indent with spaces")
    tight = _TIGHT_COLON.match(line)
    if tight:
        message = f'no space stands behind the colon of "{tight["key"]}"'
        hint = f"write `{tight['key']}: {_shortened(tight['value'])}`"
        return Mistake(number, tight.end("key") + 1, message, hint)
    written = _KEY_LINE.match(line) or _ITEM_LINE.match(line)
    if written is None:
        return None
    return _in_indentation(lines, number, written) or _in_value(number, written)


def _in_indentation(lines: list[str], number: int, written: re.Match[str]) -> Mistake | None:
    above = next((line for line in reversed(lines[: number - 1]) if line.strip()), "")
    key_above = _KEY_LINE.match(above)
    if key_above is None or not key_above["value"] or written["mark"]:
        return None
    begins = len(key_above["indent"]) + len(key_above["mark"] or "")
    if len(written["indent"]) <= begins:
        return None
    message = f'this line begins further right than "{key_above["key"]}" above it, which has a value already'
    hint = f"begin it in column {begins + 1}, if it belongs to the same keys"
    return Mistake(number, len(written["indent"]) + 1, message, hint)


def _in_value(number: int, written: re.Match[str]) -> Mistake | None:
    value, key = written["value"], written["key"]
    if not value:
        return None
    column = written.start("value") + 1
    label = f"{key}: " if key else "- "
    straight = value.replace("\\", "\\\\").replace('"', '\\"')
    in_quotes = f'put the value in quotes: {label}"{_shortened(straight)}"'
    quoted = _QUOTED.match(value)
    if quoted:
        message = "text stands behind the closing quotation mark"
        if quoted["mark"] == "'" and "'" in quoted["rest"]:
            message = "the apostrophe ends the value, as it began with the same sign"
            in_quotes = f'use the other kind of quotation marks: {label}"{_shortened(value[1:-1])}"'
        elif "'" not in value:
            in_quotes = (
                f"put the whole value in quotation marks of the other kind: {label}'{_shortened(value)}'"
            )
        return Mistake(number, column + quoted.start("rest"), message, in_quotes)
    if value[:1] in "[{" and not re.search(r"[\]}][ ]*(?:#.*)?$", value):
        kind = "a list" if value[0] == "[" else "keys with values"
        message = f'a value that begins with "{value[0]}" is {kind}'
        return Mistake(
            number, column, message, f"{in_quotes}; or close it with {']' if value[0] == '[' else '}'}"
        )
    if value[:1] in set("*&@`%!"):
        message = f'"{value[0]}" has a meaning of its own at the beginning of a value'
        return Mistake(number, column, message, in_quotes)
    colon = re.search(r":(?=[ ]|$)", value)
    if colon and key:
        message = "a second colon with a space behind it stands in this line"
        if value[0] in "“„«‘":
            message = "curly quotation marks do not put a value in quotes, and a second colon stands in it"
            in_quotes = f'use straight ones: {label}"{_shortened(value.strip("“”„«»‘’"))}"'
        return Mistake(number, column + colon.start(), message, in_quotes)
    return None


def _shortened(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:57]}..."


def opening_mistake(text: str) -> tuple[str, str] | None:
    """Return why a text does not begin with front matter, and what to do; None if nothing can be seen."""
    first = text.lstrip("\n").partition("\n")[0]
    if re.match(r"[ \t]+-{3,}[ \t]*$", first):
        return "spaces stand in front of the first ---", "begin the line with the three dashes"
    if _LIKE_DASHES.match(first):
        message = f'the first line is "{first.strip()}", and not three hyphens'
        return message, "write ---, and undo what a word processor made of it"
    if first.startswith(("```", "~~~")):
        return "the front matter stands in a fence of code", f"delete the lines with {first[:3]}"
    if _KEY_LINE.match(first):
        return "the line of three dashes above the first key is missing", "write --- above this line"
    return None


def closing_mistake(text: str) -> Mistake | None:
    """Return why front matter is not closed, seen in the text behind the line that opens it."""
    is_behind_blank, opened = False, text.index("---")
    first = text.count("\n", 0, opened) + 2
    for number, line in enumerate(text[opened:].split("\n")[1:], first):
        if _LIKE_DASHES.match(line) or re.match(r"[ \t]+-{3,}[ \t]*$", line):
            message = f'"{line.strip()}" does not close the front matter'
            return Mistake(number, 1, message, "write --- at the beginning of this line")
        if (
            is_behind_blank
            and line.strip()
            and not (_KEY_LINE.match(line) or line.startswith((" ", "-", "#")))
        ):
            message = "the front matter is not closed before this line, where the text begins"
            return Mistake(number, 1, message, "put a line of --- above it")
        is_behind_blank = not line.strip()
    return None
