"""Quotations with an attribution, which become statements; see docs/writing.md."""

import re
from collections.abc import Iterator
from typing import Protocol
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from site_builder.markdown.extensions import MARK_END, MARK_START

#: The last line of a quotation that says whose it is.
_ATTRIBUTION = re.compile(
    rf"(?:—|―|–|-{{2,3}})\s*({MARK_START}\d+{MARK_END})?\s*(?P<attribution>[^\s\-|].*?)"
    r"\s*(?:\{:?\s*#(?P<anchor>[^\s}]+)\s*\})?"
)


_ATTRIBUTES_LAST = re.compile(r"\n[ ]*\{:[^{}\n]*\}[ ]*\Z")


class AddStatement(Protocol):
    """Takes a statement of the text: the mark of its attribution, which may be empty, and its words."""

    def __call__(self, mark: str, attribution: str, quotation: str, anchor: str, /) -> etree.Element: ...


class _StatementTreeprocessor(Treeprocessor):
    """A quotation whose last line names somebody becomes a figure with a caption.

    This runs before inline patterns, when the text of every block is still as it was written.
    """

    def __init__(self, statements: "Statements", md: markdown.Markdown) -> None:
        super().__init__(md)
        self.statements = statements

    def run(self, root: etree.Element) -> None:
        for child in root:
            if len(child):
                self.run(child)
        if any(child.tag == "blockquote" for child in root):
            parts = [list(self._divided(child)) for child in root]
            root[:] = [part for some in parts for part in some]

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
        if attributes and last.tag == "p" and last.text:
            last.text += attributes[0]
        figure = self.statements.add(
            attribution[1] or "", attribution["attribution"], words, attribution["anchor"] or ""
        )
        figure.insert(0, quotation)
        return figure


class Statements(Extension):
    """Attributed quotations; see docs/writing.md."""

    def __init__(self) -> None:
        super().__init__()
        self.add: AddStatement = lambda mark, attribution, quotation, anchor: etree.Element("figure")  # noqa: ARG005

    def begin(self, add: AddStatement) -> None:
        """Begin a text; ``add`` makes the figure of every statement in it, without the quotation."""
        self.add = add

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.treeprocessors.register(_StatementTreeprocessor(self, md), "statements", 25)
