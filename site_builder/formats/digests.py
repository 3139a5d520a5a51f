"""Digests by which anybody can tell whether a page or a quotation is as it was published.

That of a page is SHA-256 (FIPS 180-4) of its bytes. That of a statement is the first half of SHA-256 of its
words in Unicode form NFC, without white space: how a text is broken into lines and paragraphs does not count.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser

#: Where the digests of a site are, from its root, and the signature of that file.
DIGESTS = "digests.json"
SIGNATURE = f"{DIGESTS}.sig"
#: What a signature is made for (the namespace of SSHSIG).
NAMESPACE = "site-builder"
_LENGTH = 32
#: Elements without content (HTML, 13.1.2), and what is no part of the words of a statement.
_VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
_NOT_SAID = frozenset({"figcaption", "sup", "script", "style"})
_NOT_SAID_CLASSES = frozenset({"voice", "permalink", "time"})


def statement_digest(paragraphs: Iterable[str]) -> str:
    """Return the digest of the words of a statement."""
    words = "".join(unicodedata.normalize("NFC", " ".join(paragraphs)).split())
    return hashlib.sha256(words.encode()).hexdigest()[:_LENGTH]


def statement_in_page(html: str, anchor: str) -> str | None:
    """Return the words that stand at an anchor of a page, without the name behind them; None if none do."""
    reader = _StatementReader(anchor)
    reader.feed(html)
    reader.close()
    return "".join(reader.words) if reader.is_found else None


class _StatementReader(HTMLParser):
    """Collects the words of the element with an id."""

    def __init__(self, anchor: str) -> None:
        super().__init__(convert_charrefs=True)
        self._anchor = anchor
        #: How many elements are open inside the one with the id, and where one began that is left out.
        self._depth = 0
        self._left_out = 0
        self.is_found = False
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if not self._depth:
            if named.get("id") == self._anchor and not self.is_found:
                self.is_found = True
                self._depth = 1
            return
        if tag in _VOID:
            return
        self._depth += 1
        classes = set((named.get("class") or "").split())
        if not self._left_out and (tag in _NOT_SAID or classes & _NOT_SAID_CLASSES):
            self._left_out = self._depth

    def handle_endtag(self, tag: str) -> None:
        if not self._depth or tag in _VOID:
            return
        if self._left_out == self._depth:
            self._left_out = 0
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and not self._left_out:
            self.words.append(data)
