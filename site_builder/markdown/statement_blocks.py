"""Where statements stand in a text: quotations with a name below, spans, paragraphs; see docs/writing.md."""

import re
from collections.abc import Iterator
from typing import Any, Protocol
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from site_builder.markdown.extensions import MARK_END, MARK_START
from site_builder.markdown.statement_attributes import is_of_statement

_BRACES = r"\{:?[^{}]*\}"
#: The last line of a quotation that says whose it is.
_ATTRIBUTION = re.compile(
    rf"(?:—|―|–|-{{2,3}})\s*({MARK_START}\d+{MARK_END})?\s*(?P<attribution>[^\s\-|].*?)"
    rf"\s*(?P<braces>{_BRACES})?"
)
_ATTRIBUTES_LAST = re.compile(r"\n[ ]*(\{:[^{}]*\})[ ]*\Z")
_SPAN = r"\[(?!\^)"
_SPAN_BRACES = re.compile(_BRACES)
_BRACKET = re.compile(r"\\.|[\[\]]")


class StatementMaker(Protocol):
    """Makes the elements of statements; see :class:`.statement_elements.StatementElements`."""

    def add_block(self, mark: str, attribution: str, words: str, braces: str, /) -> etree.Element: ...

    def add_span(self, words: str, braces: str, /) -> etree.Element | None: ...


class _BlockStatements(Treeprocessor):
    """A quotation whose last line names somebody becomes a figure with a caption.

    The text of a paragraph or a list item with ``{: said="..." }`` below it is put into a span. This runs
    before inline patterns, when the text of every block is still as it was written.
    """

    def __init__(self, statements: "Statements", md: markdown.Markdown) -> None:
        super().__init__(md)
        self.statements = statements

    def run(self, root: etree.Element) -> None:
        self._run(root, marks_words=self.statements.marks_words)

    def _run(self, root: etree.Element, *, marks_words: bool) -> None:
        for child in root:
            if len(child):
                self._run(child, marks_words=marks_words)
            if marks_words and child.text and child.tag in {"p", "li"}:
                self._mark_words(child, child.text)
        if any(child.tag == "blockquote" for child in root):
            parts = [list(self._divided(child)) for child in root]
            root[:] = [part for some in parts for part in some]

    def _mark_words(self, block: etree.Element, text: str) -> None:
        """Put the text of a block into a span, if its last line says whose words they are."""
        braces = _ATTRIBUTES_LAST.search(text)
        if not braces or not is_of_statement(braces[1]):
            return
        words = text[: braces.start()]
        span = self.statements.maker.add_span(words, braces[1])
        if span is not None:
            block.text, span.text = None, words
            block.insert(0, span)

    def _divided(self, block: etree.Element) -> Iterator[etree.Element]:
        """Yield a block or, for a quotation, the statements in it: several may have become one block."""
        if block.tag != "blockquote":
            yield block
            return
        rest = etree.Element("blockquote", block.attrib)
        for child in block:
            rest.append(child)
            figure = self._figure(rest)
            if figure is not None:
                yield figure
                rest = etree.Element("blockquote", block.attrib)
        if len(rest) or not len(block):
            rest.text, rest.tail = block.text, block.tail
            yield rest

    def _figure(self, quotation: etree.Element) -> etree.Element | None:
        last = quotation[-1]
        if last.tag != "p" or len(last) or not last.text:
            return None
        attributes = _ATTRIBUTES_LAST.search(last.text)  # of the paragraph: `{: lang=fr }` behind it
        text = last.text[: attributes.start()] if attributes else last.text
        before, _, line = text.rpartition("\n")
        attribution = _ATTRIBUTION.fullmatch(line.strip())
        if not attribution:
            return None
        if before.strip():
            last.text = before
        elif len(quotation) > 1:
            quotation.remove(last)
            last = quotation[-1]
        else:
            return None
        words = "\n".join(quotation.itertext())
        braces = attribution["braces"] or ""
        if attributes and is_of_statement(attributes[1]):
            braces += attributes[1]
        elif attributes and last.tag == "p" and last.text:
            last.text += attributes[0]
        maker = self.statements.maker
        figure: etree.Element = maker.add_block(
            attribution[1] or "", attribution["attribution"], words, braces
        )
        if figure.get("class") != "statement":
            quotation.tag = "div"  # the words are not those that were said
        figure.insert(0, quotation)
        return figure


class _Span(InlineProcessor):
    """``[words]{said="..."}``; brackets with other braces behind them stay text."""

    def __init__(self, statements: "Statements", md: markdown.Markdown) -> None:
        super().__init__(_SPAN, md)
        self.statements = statements

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        end = _closing_bracket(data, m.end())
        braces = _SPAN_BRACES.match(data, end + 1) if end != -1 else None
        if not braces or not is_of_statement(braces[0]):
            return None, None, None
        words = data[m.end() : end]
        # Code and names in double brackets have become placeholders by now.
        span = self.statements.maker.add_span(self.unescape(words), self.unescape(braces[0]))
        if span is None:
            return None, None, None
        span.text = words
        return span, m.start(), braces.end()


def _closing_bracket(text: str, position: int) -> int:
    """Return where the bracket ends that was opened before a position; -1 if it does not."""
    depth = 1
    for bracket in _BRACKET.finditer(text, position):
        if bracket[0] == "[":
            depth += 1
        elif bracket[0] == "]":
            depth -= 1
            if not depth:
                return bracket.start()
    return -1


class Statements(Extension):
    """What somebody said; see docs/writing.md."""

    def __init__(self) -> None:
        super().__init__()
        self.maker: Any = None
        self.marks_words = False

    def begin(self, maker: StatementMaker, source: str) -> None:
        """Begin a text; ``maker`` makes the elements of every statement in it."""
        self.maker = maker
        self.marks_words = "said" in source or ".statement" in source

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.treeprocessors.register(_BlockStatements(self, md), "statements", 25)
        # Behind names in double brackets (178) and footnotes (175), before links (170 and below).
        md.inlinePatterns.register(_Span(self, md), "statement-span", 174)
