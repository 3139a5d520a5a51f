"""Places inside texts that links lead to: the same heading has other anchors in other programs."""

import re

from site_builder.importers.shortcodes import outside_code
from site_builder.names.slugs import slug

_HEADING = re.compile(
    r"^[ ]{0,3}#{1,6}[ \t]+(?P<words>.+?)[ \t]*#*[ \t]*$"
    r"|^(?P<underlined>[^\n#>\-|][^\n]*)\n[ ]{0,3}(?:=+|-{2,})[ \t]*$",
    re.MULTILINE,
)
_OWN_ID = re.compile(r"\{:?[^{}\n]*#([\w.:-]+)[^{}\n]*\}|\b(?:id|name)\s*=\s*[\"']([^\"'\s]+)[\"']")
_MARKUP = re.compile(r"\{:?[^{}\n]*\}|!?\[([^\]]*)\]\([^)]*\)|<[^>]+>|[*_`]|\\(?=[^\w\s])")


def anchors_in(body: str) -> dict[str, str]:
    """Return the anchors of a text as this program makes them, by what other programs may call them.

    The keys are letters and digits in small letters: Hugo, Jekyll and GitHub differ in all others.
    """
    found: dict[str, str] = {}

    def see(text: str) -> str:
        for match in _OWN_ID.finditer(text):
            id = match[1] or match[2]
            found.setdefault(_key(id), id)
        for match in _HEADING.finditer(text):
            words = match["words"] or match["underlined"]
            own = _OWN_ID.search(words)
            plain = _MARKUP.sub(lambda mark: mark[1] or "", words).strip()
            anchor = (own[1] or own[2]) if own else slug(plain) or "section"
            found.setdefault(_key(plain), anchor)
        return text

    outside_code(body, see)
    return found


def find_anchor(anchors: dict[str, str], fragment: str) -> str | None:
    """Return the anchor that a link means; None if there is none."""
    return anchors.get(_key(fragment))


def _key(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))
