"""Words of a text before and after an import."""

import html
import re
from collections import Counter

from site_builder.importers.html_markdown import parse, visible_text

#: More than one word in a thousand must not be lost.
MOST = 0.001
_WORD = re.compile(r"[^\W_]+")
#: What is in a Markdown text and no word of it: addresses, elements, values of attributes, languages of code.
_MARKS = re.compile(
    r"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?=[\s)])|<!--.*?-->|</?[a-zA-Z][^<>]*>|\{[:#.][^}\n]*\}|https?://\S+|^\s*(?:```|~~~).*$"
    r"|^\s*\[[^\]]+\]:\s+\S+|&\w+;|&#\d+;|\[\^[^\]]+\]|^\s*\d+[.)](?=\s)",
    re.MULTILINE | re.DOTALL,
)
_CODE_LANGUAGE = re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE)


def words_of_markdown(text: str) -> str:
    """Return the words of a Markdown text, without marks and addresses."""
    plain = _MARKS.sub(" ", _CODE_LANGUAGE.sub(" ", html.unescape(text)))
    return re.sub(r"(?<=\w)[*~]+(?=\w)", "", plain)


def words_of_page(page: str) -> str:
    """Return the words that a reader of finished HTML sees, and those that a screen reader reads."""
    root = parse(page)
    if root is None:
        return ""
    titles = (
        element.get(name) or ""
        for element in root.iter()
        for name in ("alt", "title")
        if isinstance(element.tag, str)
    )
    return f"{visible_text(root)} {' '.join(titles)}"


def lost_words(before: str, after: str) -> tuple[list[str], int]:
    """Return the words of one text that another has less often, in order, and how many words it had."""
    counted = Counter(_WORD.findall(before.casefold()))
    missing = counted - Counter(_WORD.findall(after.casefold()))
    if not missing:
        return [], counted.total()
    lost = []
    for word in _WORD.findall(before):
        if missing[word.casefold()] > 0:
            missing[word.casefold()] -= 1
            lost.append(word)
    return lost, counted.total()
