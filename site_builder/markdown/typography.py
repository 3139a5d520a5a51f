"""Quotation marks, apostrophes and spacing in the language of a text.

Python-Markdown's own extension finds quotation marks; here is what stands for them in each language, and what
it takes for one and is an apostrophe.
"""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

_NO_BREAK, _NARROW = "\u00a0", "\u202f"

#: Outer and inner quotation marks by language: Unicode CLDR 46, ``delimiters``; a straight mark of a kind
#: becomes a mark of that kind, also where a language begins with the single one (Dutch).
_MARKS: Mapping[str, tuple[str, str, str, str]] = {
    "en": ("“", "”", "‘", "’"),
    "fr": (f"«{_NO_BREAK}", f"{_NO_BREAK}»", "“", "”"),
    **dict.fromkeys(("de", "cs", "sk", "bg", "hr", "sl", "et", "lt", "is", "sr", "mk"), ("„", "“", "‚", "‘")),
    **dict.fromkeys(("pl", "hu", "ro"), ("„", "”", "‚", "’")),
    **dict.fromkeys(("es", "it", "ca", "el", "sq"), ("«", "»", "“", "”")),
    **dict.fromkeys(("ru", "uk", "be"), ("«", "»", "„", "“")),
    **dict.fromkeys(("sv", "fi"), ("”", "”", "’", "’")),
    **dict.fromkeys(("nb", "nn", "no", "lv"), ("«", "»", "‘", "’")),
    "de-ch": ("«", "»", "‹", "›"),
}
#: Words that begin with an apostrophe, by language.
_SHORTENED: Mapping[str, str] = {
    "en": "tis twas twere twill til till cause em bout round cos kay",
    "nl": "s t n k m r ns",
    "de": "s n ne nen nem ner ran rein raus rauf nauf",
    "it": "ndrangheta sta sto sti ste l un na",
}


def quotation_marks(language: str) -> tuple[str, str, str, str]:
    """Return the outer and the inner quotation marks of a language, which may have a region: ``de-CH``."""
    tag = language.lower().replace("_", "-")
    return _MARKS.get(tag) or _MARKS.get(tag.partition("-")[0]) or _MARKS["en"]


def smarty_options(language: str) -> dict[str, Any]:
    """Return the options of Python-Markdown's extension ``smarty`` for a language."""
    outer, outer_end, inner, inner_end = quotation_marks(language)
    return {
        "substitutions": {
            "left-single-quote": inner,
            "right-single-quote": inner_end,
            "left-double-quote": outer,
            "right-double-quote": outer_end,
            "ellipsis": "…",
            "ndash": "–",
            "mdash": "—",
        }
    }


class _Replaced(InlineProcessor):
    """Puts other characters in place of what is found."""

    def __init__(self, pattern: str, replacement: str, md: markdown.Markdown) -> None:
        super().__init__(pattern, md)
        self._replacement = replacement

    def handleMatch(  # type: ignore[override]
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[etree.Element | str, int, int]:
        return m.expand(self._replacement), m.start(), m.end()


class _ApostropheAtEnd(InlineProcessor):
    """The apostrophe behind a word, where no quotation is open that it could end: the members' votes."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        marks = list(_MARK.finditer(data, 0, m.start()))
        if marks and marks[-1]["opening"]:
            return None, None, None
        return "’", m.start(), m.end()


_MARK = re.compile(r"(?P<opening>(?<![\w’])'(?=\S))|(?<=\S)'(?!\w)")


class Typography(Extension):
    """What :mod:`markdown.extensions.smarty`, which comes before, does not know of a language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language.lower().partition("-")[0]

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        smarty: Any = md.treeprocessors["smarty"]
        patterns = smarty.inlinePatterns
        shortened = "|".join(_SHORTENED.get(self._language, "").split())
        apostrophes = {
            "apostrophe-inside": r"(?<=\w)'(?=\w)",
            "apostrophe-n": r"(?<!\w)'(?=n'(?!\w))|(?<=(?<!\w)’n)'(?!\w)",
            "apostrophe-year": r"(?<!\w)'(?=\d\d(?![\d']))",
        }
        if shortened:
            apostrophes["apostrophe-word"] = rf"(?<!\w)'(?=(?i:{shortened})(?!\w))(?!\w+')"
        for number, (name, pattern) in enumerate(apostrophes.items()):
            patterns.register(_Replaced(pattern, "’", md), name, 90 - number)
        patterns.register(_ApostropheAtEnd(r"(?<=\w)'(?!\w)", md), "apostrophe-at-end", 80)
        if self._language == "fr":
            patterns.register(_Replaced(r"[ ]([;!?])", rf"{_NARROW}\1", md), "space-narrow", 79)
            patterns.register(_Replaced(r"[ ](:)", rf"{_NO_BREAK}\1", md), "space-colon", 78)
            patterns.register(_Replaced(r"«[ ]?", f"«{_NO_BREAK}", md), "space-behind", 77)
            patterns.register(_Replaced(r"[ ]?»", f"{_NO_BREAK}»", md), "space-before", 76)


#: Patterns of this extension -> signs of which one must stand in a text that they match.
SIGNS: Mapping[str, tuple[str, ...]] = {
    **{f"apostrophe-{kind}": ("'",) for kind in ("inside", "n", "year", "word", "at-end")},
    "space-narrow": (" ",),
    "space-colon": (" :",),
    "space-behind": ("«",),
    "space-before": ("»",),
}
