"""Lists, quotations, tables and headings where CommonMark and GitHub's dialect have them.

Python-Markdown wants an empty line before a list or a table, four spaces for what is inside a list, and no
brackets behind a number; CommonMark 0.31 (sections 5.2 and 5.3) and its users do not.  Before the library
divides a text into blocks, the lines are laid out as it needs them, and every list is taken out and built
here, with its items parsed by the library.
"""

import re
from dataclasses import dataclass
from typing import cast
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor

#: Around the number of a list that was taken out; noncharacters, which no source may contain.
LIST_START, LIST_END = "\ufdd6", "\ufdd7"

_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_ITEM = re.compile(
    r"(?P<indent> *)(?P<marker>[-+*]|(?P<number>\d{1,9})[.)])(?P<space> +(?=\S)|\s*$)(?P<rest>.*)"
)
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_QUOTE = re.compile(r" {0,3}> ?")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *$")
#: Raw HTML, a fence, or a list: what was taken out of the text.
_TAKEN_OUT = re.compile(rf" *(?:\x02wzxhzdk:\d+\x03|{LIST_START}\d+{LIST_END})\s*$")
_DELIMITER_ROW = re.compile(r" {0,3}(?=.*\|)\|?(?: *:?-+:? *\|)*(?: *:?-+:? *)?$")
#: A footnote or a definition, whose further paragraphs are indented by four spaces.
_NOTE_OR_DEFINITION = re.compile(r" {0,3}(?:\[\^[^\]\s]+\]:| ?: {1,3}(?=\S)) *")
#: A definition: the library wants something in front of it, in the text or the item.
_DEFINITION = re.compile(r" {0,3} ?: {1,3}(?=\S)")
#: What makes it worth looking at every line of a text.
_SIGNS = re.compile(
    r"^[ >]*(?:[-+*] |[-+*]$|\d{1,9}[.)](?: |$)|>|[^\n]*\n[ >]*(?:\|?[ :]*-|=))", re.MULTILINE
)
_FENCE_IN_ITEM = re.compile(
    r"^(?P<before>[ >]*)(?P<marker>(?:[-+*]|\d{1,9}[.)]) +)(?P<fence>`{3,}|~{3,})", re.MULTILINE
)
#: ``<details>`` with its summary, which may stand in the next line.
_DETAILS = re.compile(
    r"^( *)(<details\b[^>\n]*>|</details>)[ ]*(?:\n?[ ]*(<summary\b[^>\n]*>.*?</summary>))?", re.MULTILINE
)
#: Other elements alone on a line, with an empty line inside (CommonMark 4.6, kind 6).
_OPEN_OR_CLOSE = re.compile(
    r"^( *)(<(?:article|aside|div|section)\b[^>\n]*>)[ ]*(?=\n[ ]*\n)"
    r"|(?<=\n\n)( *)(</(?:article|aside|div|section)>)[ ]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _List:
    """A list that was taken out: its tag, the number of its first item, and the texts of its items."""

    tag: str
    first: int
    is_loose: bool
    items: tuple[str, ...]


class _Layout:
    """Lays out the lines of one text."""

    def __init__(self, lists: list[_List]) -> None:
        self._lists = lists

    def laid_out(self, lines: list[str], *, in_item: bool = False) -> tuple[list[str], bool]:
        """Return lines as the library needs them; and whether an empty line stands between two blocks."""
        out: list[str] = []
        at, after_text, is_loose, gap = 0, False, False, False
        while at < len(lines):
            line = lines[at]
            if not line.strip():
                out.append("")
                at, after_text, gap = at + 1, False, any(out)
                continue
            is_loose, gap = is_loose or gap, False
            if line[0].isalpha() and "|" not in line:  # most lines by far: no block begins with a letter
                out.append(line)
                at, after_text = at + 1, True
                continue
            if len(line) - len(line.lstrip(" ")) > 3 and not after_text:
                out.append(line)
                at += 1
                continue
            is_alone = _DEFINITION.match(line) and not any(out)  # without a term, it is text
            block, end = (
                (None, at) if is_alone else self._block(lines, at, after_text=after_text, in_item=in_item)
            )
            if block is None:
                at, after_text = self._add_text(out, lines, at, after_text=after_text)
                continue
            out += ["", *block] if after_text else block
            if end < len(lines) and lines[end].strip():
                out.append("")
            at, after_text = end, False
        return out, is_loose

    def _block(
        self, lines: list[str], at: int, *, after_text: bool, in_item: bool
    ) -> tuple[list[str] | None, int]:
        """Return the block that begins at a line, and the line behind it; None for what is text."""
        line = lines[at]
        is_indented = line.startswith("    ")
        item = _ITEM.match(line)
        if not is_indented and _QUOTE.match(line):
            return self._quotation(lines, at)
        if not is_indented and _RULE.match(line):
            is_underline = after_text and "-" in line and " " not in line.strip()
            return (None, at) if is_underline else ([line.strip()], at + 1)
        if item and (in_item or not is_indented) and (not after_text or _may_interrupt(item)):
            return self._list(lines, at)
        return (None, at) if is_indented else self._table_or_note(lines, at)

    def _quotation(self, lines: list[str], at: int) -> tuple[list[str], int]:
        inner, at = _quoted(lines, at)
        return [f"> {words}" if words else ">" for words in self.laid_out(inner)[0]], at

    def _table_or_note(self, lines: list[str], at: int) -> tuple[list[str] | None, int]:
        line = lines[at]
        if "|" in line and at + 1 < len(lines) and _is_delimiter_row(lines[at + 1], line):
            end = at + 2
            while end < len(lines) and lines[end].strip() and not _begins_block(lines[end]):
                end += 1
            return lines[at:end], end
        if _NOTE_OR_DEFINITION.match(line):
            return self._note(lines, at)
        return None, at

    def _add_text(self, out: list[str], lines: list[str], at: int, *, after_text: bool) -> tuple[int, bool]:
        """Add a line of text, or a heading; return the next line, and whether it may go on with the text."""
        line = lines[at]
        if _HEADING.match(line):
            out.append(line.strip())
            return at + 1, False
        if after_text and _UNDERLINE.match(line):
            start = len(out)
            while start and out[start - 1].strip() and not _is_no_text(out[start - 1]):
                start -= 1
            words = [text.strip() for text in out[start:]]
            level = "#" if "=" in line else "##"
            out[start:] = (
                [*words, line.strip()] if len(words) == 1 else ["", f"{level} {' '.join(words)}", ""]
            )
            return at + 1, False
        out.append(line)
        return at + 1, not _TAKEN_OUT.match(line)

    def _note(self, lines: list[str], at: int) -> tuple[list[str], int]:
        """Return a footnote or a definition with what is indented below it."""
        prefix = cast("re.Match[str]", _NOTE_OR_DEFINITION.match(lines[at]))
        content = [lines[at][prefix.end() :]]
        end = at + 1
        while end < len(lines):
            next_line = _next_text(lines, end)
            if next_line == len(lines):
                break
            line = lines[next_line]
            is_more = line.startswith("    ") or (next_line == end and not _begins_block(line))
            if not is_more or (next_line == end and _NOTE_OR_DEFINITION.match(line)):
                break
            content += [""] * (next_line - end)
            content.append(line.removeprefix("    "))
            end = next_line + 1
        first, *more = self.laid_out(content)[0] or [""]
        return [f"{prefix[0]}{first}", *(f"    {words}" if words else "" for words in more)], end

    def _list(self, lines: list[str], at: int) -> tuple[list[str], int]:
        """Take out the list that begins at a line; return what stands for it, and the line behind it."""
        first = item = cast("re.Match[str]", _ITEM.match(lines[at]))
        kind, items, is_loose = first["marker"][-1], [], False
        while True:
            content, at = _content(lines, at, item)
            inner, has_gap = self.laid_out(content, in_item=True)
            items.append("\n".join(inner).strip("\n"))
            is_loose = is_loose or has_gap
            following = _next_text(lines, at)
            next_item = _ITEM.match(lines[following]) if following < len(lines) else None
            is_same = next_item is not None and next_item["marker"][-1] == kind
            if next_item is None or not is_same or _RULE.match(lines[following]):
                break
            is_loose = is_loose or following > at
            at, item = following, next_item
        tag = "ul" if first["number"] is None else "ol"
        self._lists.append(_List(tag, int(first["number"] or 1), is_loose, tuple(items)))
        return [f"{LIST_START}{len(self._lists) - 1}{LIST_END}"], at


def _content(lines: list[str], at: int, item: re.Match[str]) -> tuple[list[str], int]:
    """Return the lines of an item without their indentation, and the line behind them."""
    indent = len(item["indent"])
    space = len(item["space"]) if item["rest"] else 1
    first = item["rest"] if space <= 4 else f"{' ' * (space - 1)}{item['rest']}"
    content = [first]
    inside = indent + len(item["marker"]) + (space if space <= 4 else 1)
    at += 1
    while at < len(lines):
        following = _next_text(lines, at)
        if following == len(lines) or (following > at and content == [""]):
            break
        line = lines[following]
        width = len(line) - len(line.lstrip(" "))
        nested = _ITEM.match(line)
        if width < inside and nested and width >= indent + 2:
            inside = width  # "1." with two spaces below it: not in CommonMark, but nothing else can be meant
        if width >= inside:
            content += [""] * (following - at)
            content.append(line[inside:])
        elif following > at or nested or _begins_block(line) or not _may_go_on(content[-1]):
            break
        else:
            content.append(line.strip())
        at = following + 1
    return content, at


def _quoted(lines: list[str], at: int) -> tuple[list[str], int]:
    """Return the lines of a quotation without its marks, and the line behind it."""
    inner: list[str] = []
    while at < len(lines):
        line = lines[at]
        mark = _QUOTE.match(line)
        if mark:
            inner.append(line[mark.end() :])
        elif inner and line.strip() and _may_go_on(inner[-1]) and not _begins_block(line):
            item = _ITEM.match(line)
            if item and _may_interrupt(item):
                break
            inner.append(line.strip())
        else:
            break
        at += 1
    return inner, at


def _next_text(lines: list[str], at: int) -> int:
    """Return the number of the next line that is not empty."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _may_interrupt(item: re.Match[str]) -> bool:
    """Say whether a list may begin directly below text (CommonMark 5.3)."""
    return bool(item["rest"]) and item["number"] in {None, "1"}


def _may_go_on(line: str) -> bool:
    """Say whether a line is text that goes on in the next line, however that is indented."""
    return bool(line.strip()) and not (_is_no_text(line) or _RULE.match(line))


def _is_no_text(line: str) -> bool:
    return bool(_HEADING.match(line) or _TAKEN_OUT.match(line))


def _begins_block(line: str) -> bool:
    return not line.startswith("    ") and bool(_QUOTE.match(line) or _RULE.match(line) or _is_no_text(line))


def _is_delimiter_row(line: str, header: str) -> bool:
    return bool(_DELIMITER_ROW.match(line)) and _bars(line) == _bars(header)


def _bars(row: str) -> int:
    return row.replace("\\|", "").strip().strip("|").count("|")


class _ListProcessor(BlockProcessor):
    """Build a list that was taken out."""

    def __init__(self, lists: list[_List], md: markdown.Markdown) -> None:
        super().__init__(md.parser)
        self._lists = lists

    def test(self, parent: etree.Element, block: str) -> bool:  # noqa: ARG002
        return block.startswith(LIST_START) and block.rstrip().endswith(LIST_END)

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        taken_out = self._lists[int(block.strip()[1:-1])]
        element = etree.SubElement(parent, taken_out.tag)
        if taken_out.first != 1:
            element.set("start", str(taken_out.first))
        for item in taken_out.items:
            self.parser.state.set("looselist" if taken_out.is_loose else "list")
            self.parser.parseChunk(etree.SubElement(element, "li"), item)
            self.parser.state.reset()


class _LayoutPreprocessor(Preprocessor):
    """Lay out a text from which fences and raw HTML have been taken out."""

    def __init__(self, lists: list[_List], md: markdown.Markdown) -> None:
        super().__init__(md)
        self._lists = lists

    def run(self, lines: list[str]) -> list[str]:
        self._lists.clear()
        if not _SIGNS.search("\n".join(lines)):
            return lines
        return _Layout(self._lists).laid_out(lines)[0]


class _FencesInItems(Preprocessor):
    """A fence directly behind the mark of a list goes to a line of its own, where it is looked for."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "```" not in text and "~~~" not in text:
            return lines
        return _FENCE_IN_ITEM.sub(_on_its_own_line, text).split("\n")


def _on_its_own_line(fence: re.Match[str]) -> str:
    indent = " " * len(fence["marker"])
    return f"{fence['before']}{fence['marker'].rstrip()}\n{fence['before']}{indent}{fence['fence']}"


class _OpenElements(Preprocessor):
    """Elements with Markdown inside: their tags are raw HTML, what is between them is not."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "</" not in text:
            return lines
        if text.count("<details") == text.count("</details>"):
            text = _DETAILS.sub(self._details, text)
        tags = [tag[2] or tag[4] for tag in _OPEN_OR_CLOSE.finditer(text)]
        if tags and 2 * sum(tag.startswith("</") for tag in tags) == len(tags):
            text = _OPEN_OR_CLOSE.sub(self._element, text)
        return text.split("\n")

    def _details(self, found: re.Match[str]) -> str:
        return self._taken_out(found[1], f"{found[2]}{found[3] or ''}")

    def _element(self, found: re.Match[str]) -> str:
        return self._taken_out(found[1] or found[3] or "", found[2] or found[4])

    def _taken_out(self, indent: str, tag: str) -> str:
        return f"\n{indent}{self.md.htmlStash.store(tag)}\n\n{indent}"


class BlockStructure(Extension):
    """What CommonMark and GitHub's dialect have, and Python-Markdown has not; see docs/writing.md."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        lists: list[_List] = []
        # Behind white space (30); fences (25); and raw HTML (20).
        md.preprocessors.register(_FencesInItems(md), "fences-in-items", 26)
        md.preprocessors.register(_OpenElements(md), "open-elements", 22)
        md.preprocessors.register(_LayoutPreprocessor(lists, md), "layout", 15)
        for name in ("indent", "olist", "ulist"):
            md.parser.blockprocessors.deregister(name)
        md.parser.blockprocessors.register(_ListProcessor(lists, md), "list", 40)
        md.ESCAPED_CHARS = list(_PUNCTUATION)  # CommonMark 2.4
        # Behind escapes (180): CommonMark 6.7.
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hard-break", 179)
