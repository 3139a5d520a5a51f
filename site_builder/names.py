"""When two spellings are one name, what a name is called in an address, and how a shorthand is taken apart.

Names that are equal after folding are one; anything looser is only ever reported, never merged.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from site_builder.model import ROLES

#: Words in front of a name that are not part of it, folded and without full stops.
HONORIFICS = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron viscount cllr councillor
    alderman rev revd reverend rabbi imam judge ambassador senator
    """.split()
)
_RIGHT_HONOURABLE = re.compile(
    r"^(?:the\s+)?(?:(?:rt\.?|right)\s+|(?<=the\s))(?:hon\.?|honourable)\s+", re.IGNORECASE
)

#: Letters and degrees behind a name that are not part of it; Jr, Sr and II tell people apart and stay.
_POSTNOMINALS = frozenset(
    """
    phd dphil md jd mba msc bsc ma ba llb llm mp msp ms mla am mep qc kc cbe obe mbe kbe dbe frs fba
    fcilt frcp cpfa esq
    """.split()
)
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])

#: Letters that Unicode does not decompose, but that people type without their stroke.
STROKES = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
}  # fmt: skip
_STROKES = str.maketrans(STROKES)
APOSTROPHES = "'’‘ʼʻ`´′"
_APOSTROPHES = re.compile(f"[{APOSTROPHES}]")
_DASHES_AND_SPACES = re.compile(r"[\s\-‐‑‒–—]+")
_PRONOUNS = re.compile(r"\s*\((?:she|he|they|ze|xe|any|all)(?:\s*/\s*\w+|\s+pronouns)*\)", re.IGNORECASE)

#: What stands in a list of speakers when nobody is known yet.
_PLACEHOLDERS = frozenset(
    (
        "tbd",
        "tbc",
        "tba",
        "n/a",
        "na",
        "none",
        "unknown",
        "various",
        "various speakers",
        "speaker tbc",
        "speaker tbd",
        "several speakers",
        "to be confirmed",
        "to be announced",
    )
)
_NOT_ORGANISATIONS = frozenset(["independent", "freelance", "self employed", "no affiliation"])

_MAX_SLUG_BYTES = 80
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)$")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return what is left of a name without case, accents, apostrophes, hyphens and extra spaces.

    Accents are the combining marks U+0300 to U+036F; vowel signs of other scripts are letters and stay.
    """
    folded = unicodedata.normalize("NFD", text.casefold())
    folded = "".join(char for char in folded if not "\u0300" <= char <= "\u036f").translate(_STROKES)
    folded = _APOSTROPHES.sub("", folded)
    return unicodedata.normalize("NFC", _DASHES_AND_SPACES.sub(" ", folded)).strip()


@lru_cache(maxsize=65536)
def plain_name(label: str) -> str:
    """Return a person's name without honorifics, pronouns and letters behind it.

    >>> plain_name("Rt Hon Dr Ada O’Neill (she/her), PhD")
    'Ada O’Neill'
    """
    name = _PRONOUNS.sub("", label).strip()
    name = _RIGHT_HONOURABLE.sub("", name)
    words = name.split()
    while len(words) > 1 and _is_behind_a_name(words):
        words = words[:-1]
        words[-1] = words[-1].rstrip(",")
    suffixes: list[str] = []
    while len(words) > 1 and _bare(words[-1]) in _SUFFIXES:
        suffixes.insert(0, words.pop().rstrip(".,"))
        words[-1] = words[-1].rstrip(",")
    # "Lord Smith" and "Baroness Smith" are two people: the last word alone is not enough of a name.
    while len(words) > 2 and fold(words[0]).rstrip(".") in HONORIFICS:
        words = words[1:]
    return " ".join([*words, *suffixes]) or label


def _is_behind_a_name(words: list[str]) -> bool:
    """Say whether the last word is a degree or an honour: written in capitals, or behind a comma.

    Ma, Ba and Am are surnames too; MA, BA and AM are not.
    """
    last = words[-1]
    if _bare(last) not in _POSTNOMINALS:
        return False
    in_capitals = sum(char.isupper() for char in last) > 1 and not words[-2].isupper()
    return words[-2].endswith(",") or (in_capitals and len(words) > 2)


def _bare(word: str) -> str:
    return fold(word).replace(".", "").rstrip(",")


@lru_cache(maxsize=65536)
def fold_person(label: str) -> str:
    """Return the form in which two spellings of a person's name are equal."""
    return fold(plain_name(label))


def sort_name(name: str) -> str:
    """Return a person's name with the last name first, by the last word that is not a suffix.

    >>> sort_name("Sammy Davis Jr")
    'Davis Jr, Sammy'
    """
    words = name.split()
    last = len(words) - 1
    while last > 0 and _bare(words[last]) in _SUFFIXES:
        last -= 1
    if last <= 0:
        return name
    return f"{' '.join(words[last:])}, {' '.join(words[:last])}"


def organisation_sort_name(name: str) -> str:
    """Return an organisation's name with a leading article last."""
    first, _, rest = name.partition(" ")
    return f"{rest}, {first}" if first.casefold() == "the" and rest else name


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """Return the id that a name or a file name gives: letters and digits of any script with hyphens.

    At most 80 bytes, cut with a digest behind it so that long names stay apart. Empty where the text holds
    neither a letter nor a digit.
    """
    folded = fold(text).replace("&", " and ")
    words = "".join(
        char if char.isalnum() or unicodedata.category(char).startswith("M") else " " for char in folded
    ).split()
    made = unicodedata.normalize("NFC", "-".join(words))
    if len(made.encode()) > _MAX_SLUG_BYTES:
        start = made.encode()[: _MAX_SLUG_BYTES - 9].decode(errors="ignore").rstrip("-")
        made = f"{start}-{digest(folded)}"
    return made


def name_slug(name: str, kind: str) -> str:
    """Return an id for a name without a file of its own; never empty, never a name that Windows reserves."""
    made = slug(name)
    if not made:
        return f"{kind}-{digest(fold(name))}"
    return f"{made}-{kind}" if is_reserved(made) else made


def is_reserved(id: str) -> bool:
    """Say whether Windows cannot store a file or folder of this name."""
    return bool(_RESERVED.match(id))


def digest(text: str) -> str:
    """Return eight characters that tell two names apart which would otherwise have one id."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def is_placeholder(name: str) -> bool:
    """Say whether a name stands for nobody yet, such as "TBC"."""
    return fold(name).strip(". ") in _PLACEHOLDERS


def is_placeholder_organisation(name: str) -> bool:
    """Say whether the name of an organisation says that there is none."""
    return is_placeholder(name) or fold(name) in _NOT_ORGANISATIONS


@dataclass(frozen=True, slots=True)
class Shorthand:
    """The parts of a speaker who was written in one line."""

    name: str
    position: str = ""
    organisation: str = ""
    role: str = ""


_FROM_THE_FLOOR = re.compile(
    r"^(?:audience member|audience|from the floor|member of the audience)\s*\((.+)\)(?:,\s*from the floor)?$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")
_LEGAL_FORMS = frozenset("inc ltd llc llp plc gmbh sa corp".split())
#: A comma that is not inside parentheses.
_COMMA = re.compile(r",(?![^()]*\))")


def parse_shorthand(line: str, is_organisation: Callable[[str], bool]) -> Shorthand:
    """Take ``Name``, ``Name, Organisation`` or ``Name, Position, Organisation`` apart.

    A known role may stand last. Letters behind the name (``Jr``, ``PhD``) belong to it. The organisation may
    hold commas if ``is_organisation`` knows it. Raises ValueError with a remedy where a part is left over.
    """
    floor = _FROM_THE_FLOOR.match(line)
    if floor:
        inner = parse_shorthand(floor[1], is_organisation)
        return Shorthand(inner.name, inner.position, inner.organisation, "from the floor")
    parts = [part.strip() for part in _COMMA.split(line)]
    if "" in parts:
        raise ValueError("delete the comma that has nothing behind or before it")
    name, parts = _whole_name(parts[0], parts[1:])
    role = ""
    in_brackets = _IN_BRACKETS.search(name)
    if in_brackets and fold(in_brackets[1]) in ROLES:
        role, name = fold(in_brackets[1]), name[: in_brackets.start()]
    if parts and fold(parts[-1]) in ROLES:
        role = fold(parts.pop())
    while len(parts) > 1 and _bare(parts[-1]) in _LEGAL_FORMS:
        parts[-2:] = [f"{parts[-2]}, {parts[-1]}"]
    for start in range(len(parts)):
        if len(parts) - start > 1 and start <= 1 and is_organisation(", ".join(parts[start:])):
            parts[start:] = [", ".join(parts[start:])]
            break
    match parts:
        case []:
            return Shorthand(name, role=role)
        case [organisation]:
            return Shorthand(name, organisation=organisation, role=role)
        case [position, organisation]:
            return Shorthand(name, position, organisation, role)
        case _:
            raise ValueError("write it as name:, position: and organisation: on lines of their own")


def _whole_name(name: str, parts: list[str]) -> tuple[str, list[str]]:
    """Return a name with the letters and honorifics that commas cut off, and the other parts."""
    if parts and parts[0] != "MS" and fold(parts[0]).rstrip(".") in {"dr", "mr", "mrs", "ms"}:
        name, parts = f"{parts[0]} {name}", parts[1:]
    while parts and _bare(parts[0]) in _POSTNOMINALS | _SUFFIXES:
        comma = "," if _bare(parts[0]) in _POSTNOMINALS else ""
        name, parts = f"{name}{comma} {parts[0]}", parts[1:]
    return name, parts


_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


@lru_cache(maxsize=4096)
def is_unspaced(text: str) -> bool:
    """Say whether a text begins in a script that has no spaces between words, or joins particles to names."""
    script = unicodedata.name(text[0], "") if text else ""
    return script.startswith(_UNSPACED) or (script.startswith("HANGUL") and len(text) > 2)


def searchable(text: str, *, keeps_case: bool = False) -> str:
    """Return a long text in a form like that of :func:`fold`, to look for names that are in it, too.

    What joins words in addresses counts as a space, and so do a possessive and the dots of initials; what is
    not seen is left out.
    """
    text = unicodedata.normalize("NFKD", _detached(text if keeps_case else text.casefold()))
    strokes = _STROKES if not keeps_case else _STROKES | _CAPITAL_STROKES
    text = _UNSEEN.sub("", text).translate(strokes)
    text = _QUOTES.sub("", text)
    return unicodedata.normalize("NFC", _JOINTS.sub(" ", text)).strip()


def _detached(text: str) -> str:
    """Return a text of the same length with a space where something is hung on to a name."""
    if "'" in text or "’" in text:
        text = _HUNG_ON.sub(" ", text)
    return _DOTS.sub(" ", text) if "." in text else text


_HUNG_ON = re.compile(r"(?<=\w)['’](?=s\b)|(?<=\b[dlDL])['’](?=\w)")
_DOTS = re.compile(r"\.(?=\w)|(?<=\b[^\W\d_])\.")
#: Accents and vowel signs, soft hyphens, direction marks, and what has no width.
_UNSEEN = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufeff]"
)
_QUOTES = re.compile("['’‘ʼʻ`´′\"“”„«»]")
_JOINTS = re.compile(r"[\s\-‐‑‒–—−_+]+")
_CAPITAL_STROKES = {ord(chr(low).upper()): plain.capitalize() for low, plain in _STROKES.items() if plain}


def searchable_with_places(text: str, *, keeps_case: bool = False) -> tuple[str, tuple[int, ...]]:
    """Return the form of :func:`searchable`, and for each character of it where that stands in the text."""
    folded: list[str] = []
    places: list[int] = []
    for offset, char in enumerate(_detached(text)):
        if _JOINTS.match(char):
            if folded and folded[-1] != " ":
                folded.append(" ")
                places.append(offset)
            continue
        for one in searchable(char, keeps_case=keeps_case):
            folded.append(one)
            places.append(offset)
    return "".join(folded), tuple(places)


class NameSearch:
    """Looks for names in texts of the form of :func:`searchable`, each of which it takes as it is written.

    A name is found as a whole, and not as a part of a longer one that is ``explained``. A person's name of
    several words is found in any case. What is a word too, or an organisation's name, is found with the
    capitals that tell it from words: as written, all in capitals, or each word with one.
    """

    def __init__(self, names: Iterable[tuple[str, bool]], explained: Iterable[str]) -> None:
        any_case: dict[str, str] = {}
        in_case: dict[str, str] = {}
        for name, is_person in names:
            if is_person and " " in searchable(name):
                any_case[searchable(name)] = name
            else:
                cased = searchable(name, keeps_case=True)
                in_case.update(dict.fromkeys((cased, cased.upper(), cased.title()), name))
        self._any_case = _Pattern(any_case, explained) if any_case else None
        self._in_case = _Pattern(in_case, explained) if in_case else None

    def places(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield each name in a text, and where it begins."""
        for pattern, keeps_case in ((self._any_case, False), (self._in_case, True)):
            if pattern is not None:
                folded, places = searchable_with_places(text, keeps_case=keeps_case)
                yield from ((name, places[start]) for name, start in pattern.find(folded))

    def find(self, text: str) -> Iterator[str]:
        """Yield each name in a text."""
        for pattern, keeps_case in ((self._any_case, False), (self._in_case, True)):
            if pattern is not None:
                yield from (name for name, _ in pattern.find(searchable(text, keeps_case=keeps_case)))


class _Pattern:
    """A pattern for some forms of names; ``explained`` are longer names in lower case."""

    def __init__(self, names: Mapping[str, str], explained: Iterable[str]) -> None:
        self._names = {form.replace(" ", ""): name for form, name in names.items()}
        lower = {form.casefold() for form in names}
        longer = sorted(
            (name for name in explained if any(name != one and one in name for one in lower)),
            key=len,
            reverse=True,
        )
        covers = "|".join(_whole(name) for name in longer)
        wanted = "|".join(_whole(form) for form in sorted(names, key=len, reverse=True))
        self._pattern = re.compile(f"(?i:{covers})|({wanted})" if covers else f"({wanted})")

    def find(self, folded: str) -> Iterator[tuple[str, int]]:
        for found in self._pattern.finditer(folded):
            if found[1]:
                yield self._names[found[1].replace(" ", "")], found.start(1)


def _whole(name: str) -> str:
    """Return a pattern for a name that begins and ends where words do, as far as its script shows that."""
    if is_unspaced(name):
        return r"\s?".join(re.escape(char) for char in name if not char.isspace())
    return rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])"


def word_finder(words: Iterable[str]) -> Callable[[str], frozenset[int]]:
    """Return what tells which of some words, by number, a text has; capitals do not matter."""
    search = AhoCorasick([word.lower() for word in words])

    def find(text: str) -> frozenset[int]:
        return frozenset(
            number for number, _, _ in search.find_matches_as_indexes(text.lower(), overlapping=True)
        )

    return find
