"""Protected names in running text and in addresses, however they are written there.

A person is found by any two words of the name, in any order, within one sentence and with at most two other
words between them, each with a capital letter; joined to one word, or with signs between, in any case. An
organisation is found as a whole, with and without its article, legal form, full stops and abbreviation in
brackets. Endings of the plural and the genitive (English, German, Nordic), umlauts and accents spelled with
other letters, and hyphens at the end of a line do not matter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple
from urllib.parse import unquote

from site_builder.names.characters import clean_name
from site_builder.names.folding import STROKE_TABLE, fold, without_accents
from site_builder.names.organisations import organisation_variants
from site_builder.names.search import is_unspaced
from site_builder.redaction_rules import ProtectedName

#: How many other words may stand between two words of a name.
_BETWEEN = 2
_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
#: What ends a sentence, or begins another part of a page: nobody's name goes on behind it.
_BREAK = re.compile(r"[.!?…。！？](?=[\s\"”»’')\]])|[;:|•·¦]|\n\s*\n|[\])}],\s*[\[{(]|\x1e")
#: A single letter with a full stop is an initial, and ends no sentence; nor does an abbreviated title.
_ABBREVIATED = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Rev|Revd|Hon|Sr|Jr|Cllr|Lt|Gen|Col|Capt))$"
)
#: An address with characters in percent-encoding (RFC 3986, section 2.1).
_ENCODED = re.compile(r"[^\s\"'<>()]*%[0-9A-Fa-f]{2}[^\s\"'<>()]*")
_HYPHENATED = re.compile(r"(\w+)[-‐\u00ad][ \t]*\n[ \t>]*(\w+)")
_UNSEEN = "\u00ad\u034f\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f"
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_WITH_INVISIBLE = re.compile(rf"[\w{_UNSEEN}]+")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ß": "ss"})
#: Endings of the plural and the genitive.
_ENDINGS = ("", "s", "es", "ens", "n", "en", "ss")
_ELIDED = re.compile(r"^[dl][’']", re.IGNORECASE)
#: Romanisation of Cyrillic and Greek letters (BGN/PCGN 1947 and 1962, ELOT 743), for names in running text.
_ROMAN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэіїґё", "abvgdeziiklmnoprstufyeiige", strict=True)),
        **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
        **dict(zip("жхцчшщъь", ("zh", "kh", "ts", "ch", "sh", "shch", "", ""), strict=True)),
        **dict(zip("юяєθχψ", ("yu", "ya", "ye", "th", "ch", "ps"), strict=True)),
    }
)
#: Both of these: how letters are spelled where a text has none of them.
SPELLED_OUT = {**_ROMAN, **_GERMAN}


class Match(NamedTuple):
    """A protected name in a text, and where it begins."""

    name: ProtectedName
    offset: int


class _Token(NamedTuple):
    start: int
    end: int
    forms: tuple[str, ...]
    is_capital: bool


@lru_cache(maxsize=65536)
def word_forms(word: str) -> tuple[str, ...]:
    """Return the folded forms of one word: without accents, with umlauts spelled out, in Latin letters."""
    lower = unicodedata.normalize("NFKC", word).casefold()
    if lower.isascii():
        return (lower.replace("'", ""),)
    lower = clean_name(lower)[0]
    plain = without_accents(lower).translate(STROKE_TABLE)
    spelled = without_accents(lower.translate(_GERMAN)).translate(STROKE_TABLE)
    forms = {plain, spelled, without_accents(lower).translate(_ROMAN)}
    return tuple(sorted(form.replace("’", "").replace("'", "") for form in forms))


@dataclass(frozen=True, slots=True)
class NameWords:
    """A person's name as it is searched: forms of each word that counts, in the order of the name."""

    name: ProtectedName
    #: For each word, the forms of its parts: those of a double name are searched apart.
    words: tuple[tuple[tuple[str, ...], ...], ...]

    @classmethod
    def of(cls, name: ProtectedName) -> "NameWords":
        """Return the words of a name; single letters prove nothing and are left out."""
        words = []
        for word in name.words:
            parts = tuple(word_forms(part) for part in re.split(r"[-‐‑.]", word) if len(part.strip("’'")) > 1)
            if parts:
                words.append(parts)
        return cls(name, tuple(words))

    @property
    def forms(self) -> Iterator[tuple[str, int]]:
        """Yield each form with the number of its word."""
        for number, parts in enumerate(self.words):
            for forms in parts:
                for form in forms:
                    yield form, number


class ProtectedNameMatcher:
    """Finds protected names in one text after another.

    ``public`` are names, folded, that may stand anywhere: words that belong to two of them are not taken
    together. ``excepted`` has public names that look like a protected one and are somebody else, by the file
    of either.
    """

    def __init__(
        self,
        names: Iterable[ProtectedName],
        public: frozenset[str],
        excepted: Mapping[str, frozenset[str]],
    ) -> None:
        self._public = public
        self._excepted = excepted
        self._people: list[NameWords] = []
        #: Phrases, folded, that are found as a whole.
        self._phrases: dict[str, ProtectedName] = {}
        self._unspaced: list[tuple[re.Pattern[str], ProtectedName]] = []
        for name in names:
            if is_unspaced(name.name):
                pattern = r"\s?".join(re.escape(char) for char in name.name if not char.isspace())
                self._unspaced.append((re.compile(pattern), name))
                continue
            words = NameWords.of(name) if name.is_person else None
            if words is not None and len(words.words) > 1:
                self._people.append(words)
            else:
                written = (name.name,) if name.is_person else organisation_variants(name.name)
                self._phrases.update((phrase, name) for form in written if (phrase := _phrase(form)))
        self._index: dict[str, list[tuple[NameWords, int]]] = {}
        for person in self._people:
            for form, number in person.forms:
                for ending in _ENDINGS:
                    self._index.setdefault(form + ending, []).append((person, number))
        self._first_words: dict[str, list[tuple[tuple[str, ...], ProtectedName]]] = {}
        for phrase, name in self._phrases.items():
            first, *rest = phrase.split(" ")
            for ending in _ENDINGS if not rest else ("",):
                self._first_words.setdefault(first + ending, []).append((tuple(rest), name))
        for phrases in self._first_words.values():
            phrases.sort(key=lambda phrase: (-len(phrase[0]), phrase[1].name))
        self._in_addresses = [(_phrase_in_addresses(phrase), name) for phrase, name in self._phrases.items()]
        self._in_addresses += [(_address_pattern(person), person.name) for person in self._people]

    @property
    def needed(self) -> Iterator[tuple[ProtectedName, tuple[frozenset[str], ...]]]:
        """Yield for each name the words of which a text must have two, or the only one, in their forms."""
        for person in self._people:
            yield (
                person.name,
                tuple(frozenset(form for forms in parts for form in forms) for parts in person.words),
            )
        for phrase, name in self._phrases.items():
            yield name, (frozenset((max(phrase.split(" "), key=len),)),)
        for _, name in self._unspaced:
            yield name, (frozenset((name.name[:1],)),)

    def find(self, text: str) -> Iterator[Match]:
        """Yield each protected name in a running text; words of other names may stand between its words."""
        text = prepared(text)
        for pattern, name in self._unspaced:
            yield from (Match(name, match.start()) for match in pattern.finditer(text))
        if not self._index and not self._first_words:
            return
        tokens = [
            _Token(match.start(), match.end(), *_read_token(match[0])) for match in _TOKEN.finditer(text)
        ]
        if self._first_words:
            yield from self._phrases_in(text, tokens)
        if self._index:
            yield from self._people_in(text, tokens)

    def find_in_addresses(self, text: str) -> Iterator[Match]:
        """Yield each protected name in addresses, handles and names of files, in any case."""
        folded = _for_addresses(prepared(text))
        for pattern, name in self._in_addresses:
            for match in pattern.finditer(folded):
                if not self._is_excepted_address(name, match[0]):
                    yield Match(name, min(match.start(), len(text)))
        for encoded in _ENCODED.finditer(text) if "%" in text else ():
            decoded = _for_addresses(unquote(encoded[0].replace("%20", "-")))
            for pattern, name in self._in_addresses:
                if any(not self._is_excepted_address(name, match[0]) for match in pattern.finditer(decoded)):
                    yield Match(name, encoded.start())

    def _is_excepted_address(self, name: ProtectedName, words: str) -> bool:
        plain = re.sub(r"[^a-z0-9]+", " ", words).strip()
        return any(plain in _for_addresses(public) for public in self._excepted.get(name.name, ()))

    def _people_in(self, text: str, tokens: Sequence[_Token]) -> Iterator[Match]:
        recent: dict[int, list[tuple[int, int]]] = {}
        breaks = _Breaks(text)
        for position, token in enumerate(tokens):
            hits = (
                [hit for form in token.forms for hit in self._index.get(form, ())] if token.is_capital else ()
            )
            seen = set()
            for person, number in hits:
                if (id(person), number) in seen:
                    continue
                seen.add((id(person), number))
                earlier = recent.setdefault(id(person), [])
                for before, other in earlier:
                    is_near = position - before <= _BETWEEN + 1
                    if (
                        is_near
                        and other != number
                        and not breaks.any_between(tokens, before, position)
                        and not self._is_public(person.name, tokens, before, position)
                    ):
                        yield Match(person.name, tokens[before].start)
                        break
                earlier.append((position, number))
                del earlier[:-4]

    def _is_public(self, name: ProtectedName, tokens: Sequence[_Token], first: int, last: int) -> bool:
        """Say whether two words belong to public names: to two different ones, or to one that is excepted."""
        left, right = self._names_around(tokens, first), self._names_around(tokens, last)
        if any(not (span & other) for span, _ in left for other, _ in right):
            return True
        excepted = self._excepted.get(name.name, frozenset())
        return any({first, last} <= span and folded in excepted for span, folded in left)

    def _names_around(self, tokens: Sequence[_Token], position: int) -> list[tuple[frozenset[int], str]]:
        """Return the public names that a word belongs to, with the places of their words."""
        names = []
        for start in range(max(0, position - 4), position + 1):
            for end in range(max(start + 2, position + 1), min(start + 6, len(tokens) + 1)):
                folded = " ".join(token.forms[0] for token in tokens[start:end])
                if folded in self._public:
                    names.append((frozenset(range(start, end)), folded))
        return names

    def _phrases_in(self, text: str, tokens: Sequence[_Token]) -> Iterator[Match]:
        #: Up to which word each name was found: a shorter form inside a longer one is the same occurrence.
        covered: dict[str, int] = {}
        for position, token in enumerate(tokens):
            for form in token.forms:
                for rest, name in self._first_words.get(form, ()):
                    if position < covered.get(name.name, 0):
                        continue
                    end = position + 1 + len(rest)
                    words = tokens[position:end]
                    if len(words) <= len(rest) or not (token.is_capital or not token.forms[0].isascii()):
                        continue
                    if (
                        all(_is_form(word, wanted) for word, wanted in zip(words[1:], rest, strict=True))
                        and _is_written_as_name(text, words, name)
                        and not self._is_longer(name, tokens, position, end)
                    ):
                        covered[name.name] = end
                        yield Match(name, token.start)

    def _is_longer(self, name: ProtectedName, tokens: Sequence[_Token], start: int, end: int) -> bool:
        """Say whether a phrase is part of a longer name that is excepted."""
        excepted = self._excepted.get(name.name, frozenset())
        return any(
            set(range(start, end)) <= span and folded in excepted
            for span, folded in (self._names_around(tokens, start) if excepted else ())
        )


class _Breaks:
    """Where sentences end in a text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def any_between(self, tokens: Sequence[_Token], first: int, last: int) -> bool:
        for number in range(first, last):
            start, end = tokens[number].end, tokens[number + 1].start
            gap = self._text[start : end + 1]
            if gap in {" ", ", "} or gap[:-1] in {" ", ", ", "-"}:
                continue
            found = _BREAK.search(gap)
            if found and not (found[0] == "." and _ABBREVIATED.search(self._text[max(0, start - 6) : start])):
                return True
        return False


def prepared(text: str) -> str:
    """Return a text of the same length without hyphens at the ends of lines and invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _INVISIBLE.search(text):
            text = _WITH_INVISIBLE.sub(lambda match: _INVISIBLE.sub("", match[0]).ljust(len(match[0])), text)
    if "-\n" in text or "-\r" in text or "‐" in text or "- \n" in text:
        text = _HYPHENATED.sub(lambda match: f"{match[1]}{match[2]}".ljust(len(match[0])), text)
    return text


@lru_cache(maxsize=65536)
def _read_token(token: str) -> tuple[tuple[str, ...], bool]:
    """Return the folded forms of a word of a text, and whether it begins as names do."""
    token = _ELIDED.sub("", token) if len(token) > 3 else token
    word = token.rstrip("0123456789") or token
    forms = word_forms(word)
    if word[-2:].casefold() in {"’s", "'s"}:
        forms = tuple(dict.fromkeys((*forms, *word_forms(word[:-2]))))
    return forms, not word[0].islower()


def _is_form(token: _Token, wanted: str) -> bool:
    return any(form == wanted or form in {f"{wanted}s", f"{wanted}es"} for form in token.forms)


def _phrase(name: str) -> str:
    """Return a name as it is compared with the words of a text."""
    words = (word_forms(match)[0] for match in _TOKEN.findall(_joined_abbreviations(name)))
    return " ".join(words)


def _joined_abbreviations(text: str) -> str:
    """Return a text in which "U.S." is "US"."""
    return re.sub(r"(?<=\b\w)\.(?=\w\b)|(?<=\b\w\.\w)\.", "", text)


def _is_written_as_name(text: str, words: Sequence[_Token], name: ProtectedName) -> bool:
    """Say whether a phrase has the capitals that tell it from words: those of the name, or all of them."""
    if len(words) == 1:
        written = text[words[0].start : words[0].end]
        return written[:1].isupper() or not written[:1].islower() or name.name[:1].islower()
    capitals = sum(word.is_capital for word in words)
    wanted = sum(not word[:1].islower() for word in _TOKEN.findall(name.name))
    return capitals >= min(2, wanted, len(words)) and words[0].is_capital


def _for_addresses(text: str) -> str:
    return without_accents(unicodedata.normalize("NFKC", text).casefold()).translate(STROKE_TABLE)


def _address_pattern(person: NameWords) -> re.Pattern[str]:
    """Return what finds two words of a name joined, or with signs and up to two words between them."""
    forms = [
        "|".join(sorted({re.escape(form) for forms in parts for form in forms}, key=len, reverse=True))
        for parts in person.words
    ]
    if any(len(parts) > 1 for parts in person.words):
        forms = [_with_signs(parts) for parts in person.words]
    between = r"(?:[-_.+]|%20)(?:[^\W_]+(?:[-_.+]|%20)){0,2}"
    pairs = (f"(?:{first})(?:{between})?(?:{second})" for first, second in permutations(forms, 2))
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(pairs)})(?:e?s)?(?![^\W\d_])")


def _phrase_in_addresses(phrase: str) -> re.Pattern[str]:
    """Return what finds a name in addresses: its words with signs between, or a page called by its word."""
    words = [re.escape(word) for word in phrase.split(" ")]
    if len(words) == 1:
        return re.compile(rf"(?<=speakers/){words[0]}(?=/)|(?<=organisations/){words[0]}(?=/)")
    return re.compile(rf"(?<![^\W\d_]){r'(?:[-_.+]|%20)'.join(words)}(?![^\W\d_])")


def _with_signs(parts: Sequence[Sequence[str]]) -> str:
    joined = r"[-_.]?".join(f"(?:{'|'.join(map(re.escape, forms))})" for forms in parts)
    return "|".join((joined, *(re.escape(form) for forms in parts for form in forms)))


def folded_public(names: Iterable[str]) -> frozenset[str]:
    """Return public names as :class:`ProtectedNameMatcher` compares them."""
    return frozenset(filter(None, (_phrase(name) for name in names if name))) | frozenset(
        filter(None, map(fold, names))
    )
