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


def content_of(html: str, start: int, tag: str) -> str:
    """Return what stands in the element whose opening tag ends at ``start``."""
    depth = 1
    for found in re.compile(rf"<(/?){tag}\b[^>]*>").finditer(html, start):
        depth += -1 if found[1] else 1
        if not depth:
            return html[start : found.start()]
    return html[start:]


_NOTES = re.compile(r'<section\b[^>]*class="footnote".*', re.DOTALL)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_NOTE_REFERENCE = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"[.!?…][”’\")\]]*(?=\s|$)|[。！？｡][」』”’]*")
#: Letters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
#: How many of these are read in the time of a word: about 480 a minute, where words are 230.
_LETTERS_OF_A_WORD = 2.1


def count_words(html: str) -> int:
    """Return how many words an HTML fragment has, without footnote marks.

    Where a script has no spaces, its letters are counted as the words that are read in the same time.
    """
    text = unescape(_ELEMENT.sub(" ", _without_note_references(html)))
    if text.isascii():
        return len(text.split())
    spaced, letters = _UNSPACED.subn(" ", text)
    return len(spaced.split()) + round(letters / _LETTERS_OF_A_WORD)


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
    return first_sentences(words, _SUMMARY_LENGTH)


def first_sentences(words: str, length: int) -> str:
    """Return the sentences of a text that fit into so many characters; else as many words."""
    if len(words) <= length:
        return words
    ends = [match.end() for match in _SENTENCE_END.finditer(words, 0, length)]
    if ends and ends[-1] > length // 4:
        return words[: ends[-1]]
    return shortened(words, length)


def shortened(words: str, length: int) -> str:
    """Return a text of at most so many characters, cut between words where there are spaces."""
    if len(words) <= length:
        return words
    space = words.rfind(" ", length // 2, length)
    return words[: space if space > 0 else length - 1].rstrip(",;:–—、， ") + "…"
