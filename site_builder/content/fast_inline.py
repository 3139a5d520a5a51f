"""Python-Markdown's inline patterns, asked only where they can match; the HTML stays the same byte for byte.

For every text node of a document Python-Markdown runs some thirty regular expressions, and nearly all of them
find nothing: that was two thirds of the time of converting. Each of these expressions can only match where a
certain sign stands, and looking for a sign costs a hundredth of asking. What happens once a pattern is asked
is the library's own code.

This replaces a private method of the library, so it is done only for versions that the tests have compared;
with any other the library runs as it is.
"""

from typing import Any

import markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString, Registry

#: Versions in which every pattern below and the method that is replaced are known.
KNOWN_VERSIONS = frozenset({"3.11.3"})

#: Name of a pattern -> signs of which one must stand in a text that it matches.
_SIGNS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "name-link": ("[[",),
    "footnote": ("[^",),
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
}
_ALWAYS = ("",)


def quicken(md: markdown.Markdown) -> None:
    """Let a converter with all its extensions skip patterns that cannot match; if its version is known."""
    if markdown.__version__ not in KNOWN_VERSIONS:
        return
    md.treeprocessors.register(_FastInline(md, md.inlinePatterns), "inline", 20)
    if "smarty" in md.treeprocessors:
        smarty: Any = md.treeprocessors["smarty"]
        md.treeprocessors.register(_FastInline(md, smarty.inlinePatterns), "smarty", 6)


class _FastInline(InlineProcessor):
    """Skips a pattern whose sign is not in the text."""

    def __init__(self, md: markdown.Markdown, patterns: "Registry[Any]") -> None:
        super().__init__(md)
        self.inlinePatterns = patterns
        signs = {
            patterns.get_index_for_name(name): signs for name, signs in _SIGNS.items() if name in patterns
        }
        self._asked = []
        for index, pattern in enumerate(patterns):
            first, *others = signs.get(index, _ALWAYS)
            self._asked.append((pattern, first, others[0] if others else first))
        self._apply: Any = vars(InlineProcessor)["_InlineProcessor__applyPattern"].__get__(self)

    def _InlineProcessor__handleInline(  # noqa: N802 - the name that a private method of the base class has
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803 - the library's
    ) -> str:
        if isinstance(data, AtomicString):
            return data
        asked = self._asked
        start = 0
        while patternIndex < len(asked):
            pattern, sign, other = asked[patternIndex]
            if sign in data or other in data:
                data, matched, start = self._apply(pattern, data, patternIndex, start)
                if matched:
                    continue
            else:
                start = 0
            patternIndex += 1  # noqa: N806
        return data
