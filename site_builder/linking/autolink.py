"""Names in texts: where one stands for the first time it becomes a link.

All names are searched at once (Aho-Corasick), so that it does not matter how many there are.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

from ahocorasick_rs import AhoCorasick

from site_builder.ids import Address
from site_builder.kinds import Kind
from site_builder.names.classify import word_key
from site_builder.names.folding import fold
from site_builder.names.given_names import GIVEN_NAMES
from site_builder.names.position_words import POSITIONS
from site_builder.names.post_nominals import POST_NOMINALS
from site_builder.names.search import is_unspaced
from site_builder.names.titles import TITLES
from site_builder.registry.collect import Registries, name_in
from site_builder.sources.documents import Documents
from site_builder.urls import REFERENCE_MARK, SCHEME

#: Where a name is no link: in tags, links, headings, code, and the caption that attributes a quotation.
_NO_LINKS = re.compile(
    r"<(a|h[1-6]|code|pre|kbd|samp|figcaption|script|style|textarea|button|svg)\b[^>]*>.*?</\1>|<[^>]*>",
    re.DOTALL,
)
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Something that a name in a text may mean."""

    address: Address
    #: Whether a file of its own says who or what it is.
    has_file: bool
    #: Whether its names may become links.
    is_linked: bool


class NameMatcher:
    """Finds names in the HTML of one text after another. A name is returned in the form that the HTML has."""

    def __init__(self, forms: Iterable[str]) -> None:
        #: The names as they are searched.
        self.forms = tuple(forms)
        self._search = AhoCorasick(self.forms) if self.forms else None

    @classmethod
    def of_spellings(cls, spellings: Iterable[str]) -> "NameMatcher":
        """Return what finds names that are given as people write them."""
        return cls(sorted({form for spelling in spellings for form in _forms_in_html(spelling)}))

    def places(self, html: str) -> Iterator[tuple[str, int, int]]:
        """Yield each name that a text has as whole words outside tags, the longest at each place."""
        if self._search is None:
            return
        html = _with_equal_spaces(html)
        excluded = [match.span() for match in _NO_LINKS.finditer(html)]
        position = 0
        hits = self._search.find_matches_as_indexes(html, overlapping=True)
        for start, end in sorted(((start, end) for _, start, end in hits), key=lambda hit: (hit[0], -hit[1])):
            is_apart = any(first < end and start < last for first, last in excluded)
            if start >= position and is_whole_word(html, start, end) and not is_apart:
                position = end
                yield html[start:end], start, end

    def find(self, html: str) -> tuple[str, ...]:
        """Return the names that a text has, once each, in the order in which they stand there first."""
        if self._search is None:
            return ()
        html = _with_equal_spaces(html)
        hits = self._search.find_matches_as_indexes(html, overlapping=True)
        # Most are the words of a link that the author made, behind the bar of its mark.
        hits = [hit for hit in hits if html[hit[1] - 1] != "|"]
        if not hits:
            return ()
        excluded = [match.span() for match in _NO_LINKS.finditer(html)]
        names: dict[str, None] = {}
        position = next_excluded = 0
        # Of names that begin at one place, the longest comes first.
        for start, end in sorted(((start, end) for _, start, end in hits), key=lambda hit: (hit[0], -hit[1])):
            if start < position or not stands_alone(html, start, end):
                continue  # inside a longer name, or part of a word
            while next_excluded < len(excluded) and excluded[next_excluded][1] <= start:
                next_excluded += 1
            if next_excluded < len(excluded) and excluded[next_excluded][0] < end:
                continue
            names[html[start:end]] = None
            position = end
        return tuple(names)


def _forms_in_html(spelling: str) -> Iterator[str]:
    """Yield how a name may stand in HTML: also without accents, and with spaces for hyphens."""
    typographic = spelling.replace("'", "’")
    decomposed = unicodedata.normalize("NFD", typographic)
    without_accents = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    # Authors type names without the accents or hyphens of the file; folding the whole HTML would lose places.
    for form in {typographic, unicodedata.normalize("NFC", without_accents)}:
        for variant in {form, form.replace("-", " ")}:
            if len(variant) >= _SHORTEST_NAME or is_unspaced(variant):
                yield escape(variant, quote=False)


def _with_equal_spaces(html: str) -> str:
    """Return HTML of the same length in which every space is the same character."""
    return html.replace("\n", " ").replace("\u00a0", " ")


def is_whole_word(html: str, start: int, end: int) -> bool:
    """Say whether a name begins and ends where words do, in scripts that have spaces between words."""
    before, after = html[start - 1 : start], html[end : end + 1]
    is_cut_off = (before.isalnum() and not is_unspaced(html[start])) or (
        after.isalnum() and not is_unspaced(html[end - 1])
    )
    # In "Ada Example-Smith", Ada Example is somebody else.
    is_joined = after in {"-", "‐", "‑"} and html[end + 1 : end + 2].isupper()
    return not is_cut_off and not is_joined


#: A word with a capital letter in front of a name or behind it, with nothing between but space.
_WORD_BEHIND = re.compile(r" +((?:[^\W\d_a-z]|[A-Z])[\w’'-]*)")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'.-]*) +$")
_REACH = 40
#: Longer words with a full stop end a sentence.
_LONGEST_INITIAL = 2


def stands_alone(html: str, start: int, end: int) -> bool:
    """Say whether a name is whole, and not part of a longer one: no word with a capital letter touches it.

    Titles and positions in front, letters behind the name and the first word of a sentence do not count.
    """
    return is_whole_word(html, start, end) and longer_name(html, start, end) == (start, end)


def longer_name(html: str, start: int, end: int) -> tuple[int, int]:
    """Return where a longer name around a name begins and ends; those of the name if there is none."""
    if is_unspaced(html[start]):
        return start, end
    behind = _WORD_BEHIND.match(html, end)
    if behind and _is_part_of_name(behind[1]) and not _is_letters(behind[1]):
        end = behind.end(1)
    window = html[max(0, start - _REACH) : start].replace("\n", " ")
    before = _WORD_BEFORE.search(window)
    ends_sentence = before and before[1].endswith(".") and len(before[1]) > _LONGEST_INITIAL
    if before and before[1][0].isupper() and not ends_sentence and _is_part_of_name(before[1]):
        is_first_word = _begins_sentence(window[: before.start()], is_cut=start > _REACH)
        is_given_name = word_key(before[1]) in GIVEN_NAMES  # Andrew Young said so
        if (not is_first_word or is_given_name) and not _is_title(before[1]):
            start -= len(window) - before.start()
    return start, end


def _is_part_of_name(word: str) -> bool:
    """Say whether a word with a capital letter may be part of a name: "I" is none, and nor is an article."""
    return word not in {"I", "The", "the", "A", "An"} and not word[0].islower()


def _begins_sentence(before: str, *, is_cut: bool) -> bool:
    """Say whether what stands in front of a word ends a sentence, a tag or the text."""
    stripped = before.rstrip(' "“‘«(„')
    return (not stripped and not (is_cut and before)) or stripped.endswith(
        (".", "!", "?", ":", ";", ">", "…", "—", "–")
    )


@lru_cache(maxsize=4096)
def _is_title(word: str) -> bool:
    """Say whether a word in front of a name says what somebody is: "Dr", "Minister"."""
    folded = fold(word)
    return folded in TITLES or word_key(word) in POSITIONS


@lru_cache(maxsize=4096)
def _is_letters(word: str) -> bool:
    return fold(word) in POST_NOMINALS and sum(char.isupper() for char in word) > 1


def surnames_alone(html: str, surnames: Iterable[str]) -> tuple[str, ...]:
    """Return which surnames a text has alone, as names: not where nothing tells them from a word.

    At the beginning of a sentence every word has a capital letter. So one that the text has in small letters,
    too, such as May or Young, is no name there.
    """
    return tuple(
        surname for surname in surnames if surname in html and next(_surname_places(html, surname), -1) >= 0
    )


def _surname_places(html: str, surname: str) -> Iterator[int]:
    """Yield where a surname stands alone, outside tags, links and headings."""
    flat = _with_equal_spaces(html)
    excluded: list[tuple[int, int]] | None = None
    start = flat.find(surname)
    while start >= 0:
        end = start + len(surname)
        if stands_alone(flat, start, end):
            if excluded is None:
                excluded = [match.span() for match in _NO_LINKS.finditer(flat)]
            is_apart = any(first <= start < last for first, last in excluded)
            before = flat[max(0, start - _REACH) : start]
            is_first = _begins_sentence(before, is_cut=start > _REACH)
            if not is_apart and not (is_first and _has_word(flat, surname.lower())):
                yield start
        start = flat.find(surname, end)


def _has_word(html: str, word: str) -> bool:
    start = html.find(word)
    while start >= 0:
        if is_whole_word(html, start, start + len(word)):
            return True
        start = html.find(word, start + 1)
    return False


def with_links(html: str, names: Mapping[str, int], first: int) -> str:
    """Return a text in which the first mention of each target is a link.

    ``names`` has every name that the text has, with the number of its target among those of names, or -1
    where it is no link; ``first`` is the number of the first of them among all targets.
    """
    if not any(number >= 0 for number in names.values()):
        return html  # most texts: the search below takes longer than the rest of printing a page
    flat = _with_equal_spaces(html)
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(name) for name in longest_first))
    linked: set[int] = set()
    parts: list[str] = []
    position = 0

    def link_in(segment_start: int, segment_end: int) -> None:
        nonlocal position
        start = segment_start
        while match := pattern.search(flat, start, segment_end):
            name = _longest_name_at(flat, match.start(), segment_end, longest_first)
            if not name:
                start = match.start() + 1
                continue
            number = names[name]
            start = match.start() + len(name)
            # Later mentions are passed over as names too, so that no part of one is taken for another name.
            if number >= 0 and number not in linked:
                linked.add(number)
                href = f"{SCHEME}:{REFERENCE_MARK}{first + number}"
                words = html[match.start() : start]
                parts.append(f'{html[position : match.start()]}<a class="name" href="{href}">{words}</a>')
                position = start

    segment_start = 0
    for excluded in _NO_LINKS.finditer(html):
        link_in(segment_start, excluded.start())
        segment_start = excluded.end()
    link_in(segment_start, len(html))
    return "".join((*parts, html[position:]))


def _longest_name_at(html: str, start: int, end: int, longest_first: Iterable[str]) -> str:
    """Return the longest of some names that stands as a whole at a place; empty if none does."""
    for name in longest_first:
        if html.startswith(name, start, end) and stands_alone(html, start, start + len(name)):
            return name
    return ""


class EntityLinker:
    """The names of a site that may become links in its texts, and what they mean."""

    def __init__(self, documents: Documents, registries: Registries, hidden: Collection[Address]) -> None:
        self._targets: dict[str, dict[Address, LinkTarget]] = {}
        spellings = set()
        for spelling, target in _spellings(documents, registries):
            if target.address not in hidden:
                spellings.add(spelling)
                self._targets.setdefault(fold(spelling), {})[target.address] = target
        #: Finds the names.
        self.matcher = NameMatcher.of_spellings(spellings)

    def pages_of(
        self,
        names: Iterable[str],
        listed: Collection[Address],
        here: Address,
        linked: Collection[str],
        surnames: Mapping[str, Address],
    ) -> dict[str, Address]:
        """Return each name in a text with its page; without one if it is not to be a link.

        ``listed`` is what the writeup lists, ``here`` the page of the text, and ``linked`` what its author
        links to.
        """
        pages = {}
        for name in names:
            if name in surnames:
                pages[name] = surnames[name] if surnames[name] not in linked else Address("")
                continue
            target = self._target(name, listed, here)
            is_link = target is not None and target.is_linked and target.address not in linked
            pages[name] = target.address if target is not None and is_link else Address("")
        return pages

    def has_name(self, name: str) -> bool:
        """Say whether words are a name of somebody or something on their own."""
        return fold(name) in self._targets

    def _target(self, name: str, listed: Collection[Address], here: Address) -> LinkTarget | None:
        """Return what a name means: something that the writeup lists before what only has a file.

        A name that may still mean several things means none.
        """
        targets = self._targets.get(fold(unescape(name)), {})
        # A page does not link to itself: its own name stays words.
        elsewhere = [target for address, target in targets.items() if address != here]
        candidates = [target for target in elsewhere if target.address in listed] or [
            target for target in elsewhere if target.has_file
        ]
        return candidates[0] if len(candidates) == 1 else None


def _spellings(documents: Documents, registries: Registries) -> Iterator[tuple[str, LinkTarget]]:
    """Yield every name of a person or an organisation that may be printed, with what it means."""
    for kind in (Kind.PEOPLE, Kind.ORGANISATIONS):
        for document in documents.of(kind):
            if kind is Kind.PEOPLE and document.id in registries.withheld:
                continue
            target = LinkTarget(kind.address(document.id), True, document.fields.link != "never")
            for name in (name_in(document), *(name.value for name in document.fields.other_names)):
                yield name, target
                plain = registries.parser.plain(name) if kind is Kind.PEOPLE else name
                if plain != name:
                    yield plain, target
        for id, spelling in registries.of(kind).undeclared_spellings():
            yield spelling, LinkTarget(kind.address(id), False, True)
