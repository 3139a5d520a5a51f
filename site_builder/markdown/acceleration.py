"""Python-Markdown without the work that finds nothing; the HTML stays the same byte for byte.

Most of its time goes into asking: thirty patterns of every text node, sixteen kinds of every block, and walks
through the whole tree for each construct that a text might hold. Whatever is asked can only be found where a
certain sign stands, and looking for a sign costs a hundredth of asking. What is done once something is found
is the library's own code.

This leans on parts of the library that are not promised to stay, so it is done only for versions that the
tests have compared; with any other the library runs as it is.
"""

import re
from functools import cache
from typing import Any
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

import markdown
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import STX

from site_builder.library_internals import registered
from site_builder.markdown.acceleration_blocks import accelerate_blocks
from site_builder.markdown.acceleration_inline import accelerate_inline

#: Versions in which everything that is replaced or left out here is known. The range in pyproject.toml allows
#: no others; test_acceleration.py has to pass with one before it is added to both.
KNOWN_VERSIONS = ("3.11", "3.11.1", "3.11.2", "3.11.3")

#: Preprocessors -> signs of which one must stand in a source that they change.
_OF_SOURCES: dict[str, tuple[str, ...]] = {"fenced_code_block": ("```", "~~~"), "html_block": ("<", "&")}
#: Treeprocessors -> signs of which one must stand in a source whose tree they change.
_OF_TREES: dict[str, tuple[str, ...]] = {
    "attr_list": ("{",),
    "statements": ("—", "–", "―", "--", "said", ".statement"),
    "decisions": (":::", "\ufddc"),
    "figures": ("![",),
    "task-list": ("[ ]", "[x]", "[X]"),
    "quotes": ("[!",),
    "callouts": ("[!",),
    # A fence in an item of a list is indented as the library wants it.
    "indent-highlight": ("    ", "\t", "```", "~~~"),
}
_BLANK_LINES = re.compile(r"(?<=\n) +\n")


def is_available() -> bool:
    """Say whether texts are converted the fast way with the installed version of Markdown."""
    return markdown.__version__ in KNOWN_VERSIONS


def accelerate(md: markdown.Markdown) -> None:
    """Let a converter that has all of its extensions leave out what finds nothing, if it is known."""
    if not is_available():
        return
    source = _Source(md)
    converter: Any = md
    converter.is_block_level = cache(md.is_block_level)  # asked of every element, and more than once
    accelerate_blocks(md.parser)
    accelerate_inline(md)
    md.preprocessors.register(source, "normalize_whitespace", 30)
    for name, signs in _OF_SOURCES.items():
        _replace(md.preprocessors, name, _IfInSource(md.preprocessors[name], source, signs))
    for name, signs in _OF_TREES.items():
        _replace(md.treeprocessors, name, _IfInTree(md.treeprocessors[name], source, signs))
    md.treeprocessors.register(_Unescape(md), "unescape", 0)
    toc = md.treeprocessors["toc"]
    if isinstance(toc, FastToc):
        toc.source = source


def _replace(registry: Any, name: str, processor: Any) -> None:
    registry.register(processor, name, registered(registry)[name])


class _Source(Preprocessor):
    """White space as the library makes it even; keeps the whole source, to look for signs in it."""

    text = ""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).replace("\x02", "").replace("\x03", "")
        text = text.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        if "\t" in text:
            text = text.expandtabs(self.md.tab_length)
        if " \n" in text:
            text = _BLANK_LINES.sub("\n", text)
        self.text = text
        return text.split("\n")

    def has(self, signs: tuple[str, ...]) -> bool:
        return any(sign in self.text for sign in signs)


class _IfInSource(Preprocessor):
    """Runs a preprocessor only on a source that has a sign of what it looks for."""

    def __init__(self, inner: Preprocessor, source: _Source, signs: tuple[str, ...]) -> None:
        super().__init__(inner.md)
        self._inner, self._source, self._signs = inner, source, signs

    def run(self, lines: list[str]) -> list[str]:
        return self._inner.run(lines) if self._source.has(self._signs) else lines

    def __getattr__(self, name: str) -> Any:
        """Other parts of an extension ask its preprocessor for what it knows."""
        return getattr(self._inner, name)


class _IfInTree(Treeprocessor):
    """Runs a treeprocessor only on the tree of a source that has a sign of what it looks for."""

    def __init__(self, inner: Treeprocessor, source: _Source, signs: tuple[str, ...]) -> None:
        super().__init__(inner.md)
        self._inner, self._source, self._signs = inner, source, signs

    def run(self, root: etree.Element) -> etree.Element | None:
        return self._inner.run(root) if self._source.has(self._signs) else None


class _Unescape(UnescapeTreeprocessor):
    """Looks for escaped signs only where the mark of one stands."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class FastToc(TocTreeprocessor):
    """Names headings, and writes a table of contents only for a text that asks for one by its marker."""

    source: _Source | None = None

    def build_toc_div(self, toc_list: list[Any]) -> etree.Element:
        return super().build_toc_div(toc_list) if self._is_wanted() else etree.Element("div")

    def replace_marker(self, root: etree.Element, elem: etree.Element) -> None:
        if self._is_wanted():
            super().replace_marker(root, elem)

    def _is_wanted(self) -> bool:
        return self.source is None or self.marker in self.source.text


class FastTocExtension(TocExtension):
    """The library's extension with :class:`FastToc`."""

    TreeProcessorClass = FastToc
