"""Python-Markdown's inline patterns, asked only where they can match; see :mod:`.acceleration`.

For every text node of a document the library runs some thirty regular expressions, and nearly all of them
find nothing: that was two thirds of the time of converting.
"""

import re
from collections import deque
from typing import Any
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

import markdown
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER, STX, AtomicString, Registry

from site_builder.library_internals import placeholder_method, set_inline_handler
from site_builder.markdown.typography import SIGNS as TYPOGRAPHY_SIGNS

#: Name of a pattern -> signs of which one must stand in a text that it matches.
_SIGNS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "name-link": ("[[",),
    "footnote": ("[^",),
    "statement-span": ("]{",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "hard-break": ("\\\n",),
    "delimiter": ("~~",),
    "magic-link": ("://", "ww."),
    "magic-mail": ("@",),
    "smarty-em-dashes": ("---",),
    "smarty-en-dashes": ("--",),
    "smarty-ellipses": ("...",),
    "smarty-quotes-0": ("'",),
    "smarty-quotes-1": ('"',),
    "smarty-quotes-2": ("\"'",),
    "smarty-quotes-3": ("'\"",),
    "smarty-quotes-4": ("'\"",),
    "smarty-quotes-5": ("\"'",),
    **{f"smarty-quotes-{number}": ("'",) for number in range(6, 11)},
    **{f"smarty-quotes-{number}": ('"',) for number in range(11, 15)},
    **TYPOGRAPHY_SIGNS,
}
_ALWAYS = ("",)
#: Python-Markdown takes its own marks (STX and ETX) out of every source.
_NEVER = (ETX + STX,) * 2
#: Patterns that change nothing in a document that defines no reference.
_OF_REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")


def accelerate_inline(md: markdown.Markdown) -> None:
    """Let a converter with all its extensions skip patterns that cannot match."""
    md.treeprocessors.register(_FastInline(md, md.inlinePatterns), "inline", 20)
    if "smarty" in md.treeprocessors:
        smarty: Any = md.treeprocessors["smarty"]
        md.treeprocessors.register(_FastInline(md, smarty.inlinePatterns), "smarty", 6)


class _FastInline(InlineProcessor):
    """Skips a pattern whose sign is not in the text, and a text in which there is no sign at all."""

    def __init__(self, md: markdown.Markdown, patterns: "Registry[Any]") -> None:
        super().__init__(md)
        self.inlinePatterns = patterns
        signs = {
            patterns.get_index_for_name(name): signs for name, signs in _SIGNS.items() if name in patterns
        }
        self._with_references = []
        for index, pattern in enumerate(patterns):
            first, *others = signs.get(index, _ALWAYS)
            self._with_references.append((pattern, first, others[0] if others else first))
        skipped = {patterns.get_index_for_name(name) for name in _OF_REFERENCES if name in patterns}
        #: The same places, so that a pattern keeps its number.
        self._without_references = [
            (pattern, *(_NEVER if index in skipped else both))
            for index, (pattern, *both) in enumerate(self._with_references)
        ]
        self._asked = self._with_references
        for pattern in patterns:
            if isinstance(pattern, LinkInlineProcessor):
                _accelerate_link(pattern)
        every = {sign for _, *both in self._with_references for sign in both}
        #: Finds a sign of any pattern, or the placeholder of an element.
        self._has_sign = re.compile("|".join(map(re.escape, _shortest({STX, *every})))).search
        self._replace_placeholders = placeholder_method(self)
        set_inline_handler(self, self._handle_text)

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        """Do what the library does, in its order, but leave texts without a sign where they are."""
        self.stashed_nodes = {}
        self._asked = self._with_references if self.md.references else self._without_references
        self.parent_map: dict[etree.Element, etree.Element] = {}  # the library's, which only the root asks
        has_sign, handle, replace = self._has_sign, self._handle_text, self._replace_placeholders
        queue = deque([(tree, [*(ancestors or ()), tree.tag.lower()])])
        while queue:
            current, parents = queue.popleft()
            self.ancestors = parents
            if current is not tree:
                parents.append(current.tag.lower())
            insertions = []
            for child in current:
                text = child.text
                if text and has_sign(text) and not isinstance(text, AtomicString):
                    parents.append(child.tag.lower())
                    child.text = None
                    elements = replace(handle(text), child)
                    queue.extend(elements)
                    insertions.append((child, elements))
                    parents.pop()
                tail = child.tail
                if tail and has_sign(tail):
                    self._handle_tail(current, child, tail)
                if len(child):
                    queue.append((child, parents[:]))
            for element, elements in insertions:
                for place, (new, _) in enumerate(elements):
                    element.insert(place, new)
        return tree

    def _handle_tail(self, current: etree.Element, child: etree.Element, tail: str) -> None:
        dummy = etree.Element("d")
        child.tail = None
        elements = self._replace_placeholders(self._handle_text(tail), dummy, False)
        if dummy.tail:
            child.tail = dummy.tail
        place = list(current).index(child) + 1
        for new, _ in reversed(elements):
            current.insert(place, new)

    def _handle_text(self, data: str, patternIndex: int = 0) -> str:  # noqa: N803 - the library's
        if isinstance(data, AtomicString):
            return data
        asked = self._asked
        start = 0
        while patternIndex < len(asked):
            pattern, sign, second_sign = asked[patternIndex]
            if sign in data or second_sign in data:
                data, matched, start = self._applied(pattern, data, patternIndex, start)
                if matched:
                    continue
            else:
                start = 0
            patternIndex += 1  # noqa: N806
        return data

    def _applied(self, pattern: Any, data: str, number: int, start: int) -> tuple[str, bool, int]:
        """Put a placeholder where a pattern matches first, as the library does."""
        if any(tag.lower() in self.ancestors for tag in pattern.ANCESTOR_EXCLUDES):
            return data, False, 0
        for match in pattern.compiled_re.finditer(data, start):
            node, begin, end = pattern.handleMatch(match, data)
            if begin is not None and end is not None:
                break
        else:
            return data, False, 0
        if node is None:
            return data, True, end
        if not isinstance(node, str) and not isinstance(node.text, AtomicString):
            self._handle_inside(node, number)
        id = f"{len(self.stashed_nodes):04d}"
        self.stashed_nodes[id] = node
        placeholder = INLINE_PLACEHOLDER % id
        return f"{data[:begin]}{placeholder}{data[end:]}", True, begin + len(placeholder)

    def _handle_inside(self, node: etree.Element, number: int) -> None:
        for child in (node, *node):
            if child.text and self._has_sign(child.text):
                self.ancestors.append(child.tag.lower())
                child.text = self._handle_text(child.text, number + 1)
                self.ancestors.pop()
            if child.tail and self._has_sign(child.tail):
                child.tail = self._handle_text(child.tail, number)


def _accelerate_link(pattern: Any) -> None:
    """Find the ends of plain brackets at once; the library looks at each character."""
    find_text, find_link = pattern.getText, pattern.getLink

    def get_text(data: str, index: int) -> tuple[str, int, bool]:
        close = data.find("]", index)
        if close == -1 or data.find("[", index, close) != -1:
            result: tuple[str, int, bool] = find_text(data, index)
            return result
        return data[index:close], close + 1, True

    def get_link(data: str, index: int) -> tuple[str, str | None, int, bool]:
        opening = pattern.RE_LINK.match(data, pos=index)
        if opening and not opening[1]:
            close = data.find(")", opening.end())
            address = data[opening.end() : close]
            if close != -1 and not ("(" in address or "'" in address or '"' in address):
                return pattern.unescape(address).strip(), None, close + 1, True
        result: tuple[str, str | None, int, bool] = find_link(data, index)
        return result

    pattern.getText, pattern.getLink = get_text, get_link


def _shortest(signs: set[str]) -> list[str]:
    """Return the signs without those that hold another one; in a certain order."""
    return sorted(sign for sign in signs if not any(shorter != sign and shorter in sign for shorter in signs))
