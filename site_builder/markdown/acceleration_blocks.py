"""Blocks of Markdown whose kind is plain to see are not asked what they are; see :mod:`.acceleration`."""

import re
from typing import Any
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

from markdown.blockparser import BlockParser

from site_builder.library_internals import registered
from site_builder.markdown.block_structure import LIST_START

#: A kind of block -> signs of which one must stand in a block of that kind. All kinds must be known here.
_SIGNS = {
    "empty": ("",),
    "defindent": ("    ",),
    "code": ("    ",),
    "table": ("|",),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("-", "_", "*"),
    "list": (LIST_START,),
    "deflist": (": ",),
    "quote": (">",),
    "footnote": ("[^",),
    "abbr": ("*[",),
    "reference": ("]:",),
    "paragraph": ("",),
}

#: A block that can only be a paragraph: every other kind begins some line of it with a space, a figure or a
#: sign, and no line here begins so.
_LETTER = r"(?:[^\W\d_]|[\"“‘’'(]|\[\[)"
_PARAGRAPH = re.compile(rf"{_LETTER}[^\n]*(?:\n{_LETTER}[^\n]*)*\Z")


def accelerate_blocks(parser: BlockParser) -> None:
    """Let a parser that has all of its kinds of blocks ask only those that a block can be of."""
    registry: Any = parser.blockprocessors
    if registered(registry).keys() != _SIGNS.keys():
        return
    parser.parseBlocks = _FastBlocks(registry)  # type: ignore[method-assign]


class _FastBlocks:
    """Takes the place of the method of the library that parses a list of blocks."""

    def __init__(self, registry: Any) -> None:
        self._run_paragraph = registry["paragraph"].run
        self._kinds = []
        for processor, signs in zip(registry, (_SIGNS[name] for name in registered(registry)), strict=True):
            first, second, third = (*signs, *signs, *signs)[:3]
            self._kinds.append((processor, first, second, third))

    def __call__(self, parent: etree.Element, blocks: list[str]) -> None:
        is_paragraph, run_paragraph = _PARAGRAPH.match, self._run_paragraph
        while blocks:
            block = blocks[0]
            if is_paragraph(block):
                run_paragraph(parent, blocks)
                continue
            for processor, first, second, third in self._kinds:
                if (
                    (first in block or second in block or third in block)
                    and processor.test(parent, block)
                    and processor.run(parent, blocks) is not False
                ):
                    break
