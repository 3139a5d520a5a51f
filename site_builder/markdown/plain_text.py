"""The words of an HTML text: how many there are, the first sentences, and whole paragraphs."""

import re
from html import unescape

from site_builder.markdown.extensions import LABEL

_SUMMARY_LENGTH = 280
_BLOCK_END = re.compile(r"</(?:p|li|dd|dt|h[2-6]|td|th|pre)>|<br\b[^>]*>")


def paragraphs(html: str) -> tuple[str, ...]:
    """Return the blocks of an HTML fragment as texts."""
    plain = (
        unescape(_ELEMENT.sub("", LABEL.sub(r"\2", part)))
        for part in _BLOCK_END.split(_without_note_references(html))
    )
    return tuple(text for part in plain if (text := " ".join(part.split())))


_NOTES = re.compile(r'<section\b[^>]*class="footnote".*', re.DOTALL)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_NOTE_REFERENCE = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"[.!?…][”’\")\]]*(?=\s|$)")


def count_words(html: str) -> int:
    """Return how many words an HTML fragment has, without footnote marks."""
    return len(unescape(_ELEMENT.sub(" ", _without_note_references(html))).split())


def _without_note_references(html: str) -> str:
    return _NOTE_REFERENCE.sub("", html) if "<sup" in html else html


def summarise(html: str) -> str:
    """Return the first sentences of the first paragraphs, up to about 280 characters."""
    words = ""
    for match in _PARAGRAPH.finditer(_NOTES.sub("", html)):
        inline = unescape(_ELEMENT.sub("", _without_note_references(match[1])))
        words = f"{words} {' '.join(inline.split())}".strip()
        if len(words) >= _SUMMARY_LENGTH // 2:
            break
    if len(words) <= _SUMMARY_LENGTH:
        return words
    ends = [match.end() for match in _SENTENCE_END.finditer(words, 0, _SUMMARY_LENGTH)]
    if ends and ends[-1] > _SUMMARY_LENGTH // 4:
        return words[: ends[-1]]
    return words[: words.rfind(" ", 0, _SUMMARY_LENGTH)].rstrip(",;:–— ") + "…"
