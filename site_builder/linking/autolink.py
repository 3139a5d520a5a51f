"""Names in texts: where one stands for the first time it becomes a link.

All names are looked for at once (Aho-Corasick), so that it does not matter how many there are.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Protocol

from ahocorasick_rs import AhoCorasick

from site_builder.model import Address
from site_builder.names import fold, is_unspaced, plain_name
from site_builder.registry.collect import Registries, name_in
from site_builder.runtime.workers import work_on
from site_builder.sources.parse import Documents, Parsed
from site_builder.urls import REFERENCE_MARK, SCHEME

#: Where a name is no link: in tags, links, headings, code, and the caption that says whose a quotation is.
_APART = re.compile(
    r"<(a|h[1-6]|code|pre|kbd|samp|figcaption|script|style|textarea|button|svg)\b[^>]*>.*?</\1>|<[^>]*>",
    re.DOTALL,
)
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a name in a text may mean."""

    address: Address
    #: Whether a file of its own says who or what it is.
    has_file: bool
    #: Whether its names may become links.
    is_linked: bool


class Finder:
    """Finds the names of people and organisations in the HTML of one text after another.

    ``spellings`` are the names as people write them; what is found is told in the form of the HTML.
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        self.forms = tuple(sorted({form for spelling in spellings for form in _forms(spelling)}))
        self._search = AhoCorasick(self.forms) if self.forms else None

    @classmethod
    def of_forms(cls, forms: tuple[str, ...]) -> "Finder":
        """Return a finder that looks for the same as one whose :attr:`forms` were kept."""
        finder = cls(())
        finder.forms = forms
        finder._search = AhoCorasick(forms) if forms else None
        return finder

    def find(self, html: str) -> tuple[str, ...]:
        """Return the names that a text has, once each, in the order in which they stand there first."""
        if self._search is None:
            return ()
        html = _flat(html)
        hits = self._search.find_matches_as_indexes(html, overlapping=True)
        # Most are the words of a link that the author made, behind the bar of its mark.
        hits = [hit for hit in hits if html[hit[1] - 1] != "|"]
        if not hits:
            return ()
        apart = [found.span() for found in _APART.finditer(html)]
        found: dict[str, None] = {}
        position = here = 0
        for start, end in sorted(((start, end) for _, start, end in hits), key=lambda hit: (hit[0], -hit[1])):
            if start < position or not _is_word(html, start, end):
                continue
            while here < len(apart) and apart[here][1] <= start:
                here += 1
            if here < len(apart) and apart[here][0] < end:
                continue
            found[html[start:end]] = None
            position = end
        return tuple(found)


def _forms(spelling: str) -> Iterator[str]:
    """Yield how a name may stand in HTML: also without accents, and with spaces for hyphens."""
    plain = spelling.replace("'", "’")
    decomposed = unicodedata.normalize("NFD", plain)
    bare = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    for form in {plain, unicodedata.normalize("NFC", bare)}:
        for one in {form, form.replace("-", " ")}:
            if len(one) >= _SHORTEST or is_unspaced(one):
                yield escape(one, quote=False)


def _flat(html: str) -> str:
    """Return HTML of the same length in which every space is the same."""
    return html.replace("\n", " ").replace("\u00a0", " ")


def _is_word(html: str, start: int, end: int) -> bool:
    """Say whether a name begins and ends where words do, in scripts that have spaces between words."""
    before, after = html[start - 1 : start], html[end : end + 1]
    is_cut_off = (before.isalnum() and not is_unspaced(html[start])) or (
        after.isalnum() and not is_unspaced(html[end - 1])
    )
    is_joined = (
        after in {"-", "‐", "‑"} and html[end + 1 : end + 2].isupper()
    )  # Example-Smith is somebody else
    return not is_cut_off and not is_joined


def with_links(html: str, names: Mapping[str, int], first: int) -> str:
    """Return a text in which the first mention of each target is a link.

    ``names`` has every name that the text has, with the number of its target among those of names, or -1
    where it is no link; ``first`` is the number of the first of them among all targets.
    """
    if not any(number >= 0 for number in names.values()):
        return html
    flat = _flat(html)
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(name) for name in longest_first))
    linked: set[int] = set()
    parts: list[str] = []
    position = 0

    def link_in(segment_start: int, segment_end: int) -> None:
        nonlocal position
        here = segment_start
        while found := pattern.search(flat, here, segment_end):
            name = _longest_word(flat, found.start(), segment_end, longest_first)
            if not name:
                here = found.start() + 1
                continue
            number = names[name]
            here = found.start() + len(name)
            if number >= 0 and number not in linked:
                linked.add(number)
                href = f"{SCHEME}:{REFERENCE_MARK}{first + number}"
                words = html[found.start() : here]
                parts.append(f'{html[position : found.start()]}<a class="name" href="{href}">{words}</a>')
                position = here

    before = 0
    for found in _APART.finditer(html):
        link_in(before, found.start())
        before = found.end()
    link_in(before, len(html))
    return "".join((*parts, html[position:]))


def _longest_word(html: str, start: int, end: int, longest_first: Iterable[str]) -> str:
    """Return the longest of some names that stands as a whole at a place; empty if none does."""
    for name in longest_first:
        if html.startswith(name, start, end) and _is_word(html, start, start + len(name)):
            return name
    return ""


class FindHtml(Protocol):
    """Gives the HTML of the text of the file at a path, which is not kept in memory."""

    def __call__(self, path: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Texts:
    """Where the HTML of texts is, and how many processes may look at them."""

    find_html: FindHtml
    jobs: int = 1


class Naming:
    """The names of a site that may become links in its texts, and what they mean."""

    def __init__(self, documents: Documents, registries: Registries, shielded: Collection[Address]) -> None:
        meanings: dict[str, dict[Address, Named]] = {}
        spellings = set()
        for spelling, named in _spellings(documents, registries):
            if named.address not in shielded:
                spellings.add(spelling)
                meanings.setdefault(fold(spelling), {})[named.address] = named
        self._meanings = meanings
        self._finder = Finder(spellings)

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the names as they are looked for."""
        return self._finder.forms

    def find(self, documents: Iterable[Parsed[Any]], texts: Texts) -> dict[str, tuple[str, ...]]:
        """Return the names in each text, by the path of its file."""
        if not self.forms:
            return {}
        paths = [document.path for document in documents]

        def work(some: Sequence[str]) -> list[tuple[str, ...]]:
            return [self._finder.find(texts.find_html(path)) for path in some]

        return dict(zip(paths, work_on(paths, work, texts.jobs), strict=True))

    def meaning(self, form: str, declared: Collection[Address], here: Address) -> Named | None:
        """Return what a name means in a text that declares some names and belongs to the page ``here``.

        What the writeup declares goes before what only has a file; a name that may still mean several things
        means none.
        """
        known = self._meanings.get(fold(unescape(form)), {})
        meant = [named for address, named in known.items() if address != here]
        declared_ones = [named for named in meant if named.address in declared]
        meant = declared_ones or [named for named in meant if named.has_file]
        return meant[0] if len(meant) == 1 else None


def _spellings(documents: Documents, registries: Registries) -> Iterator[tuple[str, Named]]:
    """Yield every name of a person or an organisation that may be printed, with what it means."""
    for folder, some, registry in (
        ("speakers", documents.people, registries.people),
        ("organisations", documents.organisations, registries.organisations),
    ):
        for document in some:
            if document.id in registries.withheld:
                continue
            named = Named(Address(f"/{folder}/{document.id}/"), True, document.fields.link != "never")
            for name in (name_in(document), *(name.value for name in document.fields.other_names)):
                yield name, named
                if folder == "speakers" and plain_name(name) != name:
                    yield plain_name(name), named
        for id, spelling in registry.learned():
            yield spelling, Named(Address(f"/{folder}/{id}/"), False, True)
