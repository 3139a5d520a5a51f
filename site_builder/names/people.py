"""Labels -> persons' names in their parts, by rules and by data."""

import re
from collections.abc import Iterable
from dataclasses import replace

from site_builder.names.folding import fold
from site_builder.names.person_name import RETIRED, PersonName, Title, bare_word, doubt_about_family, named
from site_builder.names.post_nominals import ALSO_SURNAMES, POST_NOMINALS, SUFFIXES, UNMISTAKABLE
from site_builder.names.titles import (
    ALSO_NAMES,
    COMPLETE_TITLES,
    MOSTLY_NAMES,
    NEED_CAPITALS,
    NEED_FULL_STOP,
    OFFICES,
    TITLES,
    TitleKind,
)

_PRONOUN = r"(?:she|he|they|ze|xe|it|any|all|her|him|them|sie|er|elle|il|iel|ella|él|elles|hen)"
PRONOUNS = re.compile(
    rf"{_PRONOUN}(?:\s*/\s*\w+)+|{_PRONOUN}\s+pronouns|(?:any|all)\s+pronouns|{_PRONOUN}", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_NICKNAME = re.compile(r"""(?<=\s)["“”„«‘'’]([\w .’'-]+)["“”»’'‘](?=\s)""")
_QUOTES = "\"“”„‟«»‹›‘’‚‛'`´「」『』"
#: A name that is nothing but two plain words, which most are.
_PLAIN = re.compile(r"[^\W\d_]+ [^\W\d_]{2,}")
#: An abbreviation in front of a name, such as Gen. or Rep.
_ABBREVIATION = re.compile(r"[A-Z][a-z]{1,5}\.")
#: Given names that are abbreviated in the same way, and Saint.
_ABBREVIATED_NAMES = frozenset(
    "st ste wm geo chas thos jas jos robt edw alex benj saml danl fredk ed al chr joh".split()
)
#: Capitals behind a name, such as FRTPI or FMedSci.
_LETTERS = re.compile(
    r"(?:[A-Z]{2,7}|(?!(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|St)[A-Z])[A-Z]{1,2}[a-z]{1,3}[A-Z][A-Za-z]{0,4})"
)


class NameParser:
    """Takes names apart by rules and by data; each label once.

    A site may have titles and post-nominals of its own.
    """

    def __init__(self, titles: Iterable[str] = (), post_nominals: Iterable[str] = ()) -> None:
        own = {bare_word(title): TitleKind.OTHER for title in titles}
        self._own_titles = frozenset(own)
        self._titles = {**TITLES, **own}
        self._post_nominals = POST_NOMINALS | {bare_word(letters) for letters in post_nominals}
        self._first_words = frozenset(title.partition(" ")[0] for title in self._titles) | {"the"}
        self._parsed: dict[str, PersonName] = {}

    def parse(self, label: str) -> PersonName:
        """Return the parts of a label, which is taken to be a person's name."""
        parsed = self._parsed.get(label)
        if parsed is None:
            parsed = self._parsed[label] = self._parse(label)
        return parsed

    def fold(self, label: str) -> str:
        """Return the form in which two spellings of a person's name are equal."""
        return self.parse(label).key

    def plain(self, label: str) -> str:
        """Return a person's name without titles, pronouns and letters behind it.

        >>> NameParser().plain("Rt Hon Dr Ada O’Neill (she/her), PhD")
        'Ada O’Neill'
        """
        return self.parse(label).name

    def titles_in_one_word(self) -> frozenset[str]:
        """Return the usual titles that are one word and nothing else, folded."""
        usual = {TitleKind.COURTESY, TitleKind.ACADEMIC, TitleKind.POLITICAL, TitleKind.OTHER}
        titles = (title for title, kind in self._titles.items() if kind in usual and title.isalpha())
        return frozenset(titles) - NEED_FULL_STOP - ALSO_NAMES - NEED_CAPITALS - OFFICES

    def is_title(self, words: str) -> bool:
        """Say whether words are a title in front of a name."""
        return bare_word(words) in self._titles

    def are_post_nominals(self, words: str) -> bool:
        """Say whether a part behind a comma is nothing but letters behind the name, or a suffix."""
        tokens = words.replace("(", " ").replace(")", " ").split()
        known = self._post_nominals | SUFFIXES
        return bool(tokens) and all(bare_word(token) in known for token in tokens)

    def _parse(self, label: str) -> PersonName:
        label = " ".join(label.split())
        if _PLAIN.fullmatch(label):
            given, family = label.split(" ")
            if (
                fold(given) not in self._first_words
                and not family.isupper()
                and bare_word(family) not in SUFFIXES
            ):
                return PersonName(given=given, family=family, name=label, key=fold(label))
        parsed, rest = self._without_brackets(unquoted(label))
        tokens = rest.replace(" ,", ",").split()
        titles, tokens = self._titles_in(tokens)
        tokens, letters, unsure = self._letters_behind(tokens)
        suffixes: list[str] = []
        while len(tokens) > 1 and bare_word(tokens[-1]) in SUFFIXES:
            suffixes.insert(0, tokens.pop().rstrip(".,"))
            tokens[-1] = tokens[-1].rstrip(",")
        parsed = replace(
            parsed,
            titles=(*parsed.titles, *titles),
            post_nominals=(*letters, *parsed.post_nominals),
            suffix=" ".join(suffixes),
            unsure=unsure or self._doubt_about_titles(titles, tokens) or doubt_about_family(tokens),
        )
        return named(parsed, tokens, label)

    def _without_brackets(self, label: str) -> tuple[PersonName, str]:
        """Return what stands in brackets, and the label without it."""
        parsed = PersonName()
        for match in list(_BRACKETS.finditer(label)):
            inside = match[1].strip()
            before, after = label[: match.start()], label[match.end() :]
            if PRONOUNS.fullmatch(inside):
                parsed = replace(parsed, pronouns=inside)
            elif bare_word(inside) in RETIRED or (bare_word(inside) in self._titles and after.strip(" .,")):
                kind = self._titles.get(bare_word(inside), TitleKind.STYLE)
                parsed = replace(parsed, titles=(*parsed.titles, Title(inside, kind)))
            elif bare_word(inside) == "hons":
                parsed = replace(parsed, post_nominals=(*parsed.post_nominals, match[0].strip()))
            elif (
                before.strip()
                and after.strip()
                and re.fullmatch(r"[^\W\d_]+|(?:[^\W\d_]\.){2,3}", inside)
                and not parsed.nickname
            ):
                parsed = replace(parsed, nickname=match[0].strip())
        if parsed == PersonName():
            quoted = _NICKNAME.search(label)
            if quoted:
                parsed = replace(parsed, nickname=quoted[0])
        taken = (
            parsed.pronouns,
            parsed.nickname,
            *(title.text for title in parsed.titles),
            *parsed.post_nominals,
        )
        for words in filter(None, taken):
            written = words if words[:1] in "([" or words == parsed.nickname else rf"({words})"
            label = (
                label.replace(written, " ", 1) if written in label else label.replace(f"[{words}]", " ", 1)
            )
        return parsed, " ".join(label.split())

    def _titles_in(self, tokens: list[str]) -> tuple[list[Title], list[str]]:
        """Return the titles in front of a name, and the words of the name."""
        titles: list[Title] = []
        while len(tokens) > 1:
            length, kind, has_article = self._title_length(tokens, bool(titles))
            if length == 0:
                break
            text = " ".join(tokens[:length])
            titles.append(Title(text.rstrip(","), kind))
            tokens = tokens[length:]
            if has_article and not tokens:
                break
        return titles, tokens

    def _title_length(self, tokens: list[str], has_title: bool) -> tuple[int, TitleKind, bool]:
        """Return how many words the title in front has, none for no title, and of which kind it is."""
        start = 1 if fold(tokens[0]) == "the" else 0
        words = [bare_word(token) for token in tokens[start : start + 4]]
        if not words or words[0].partition(" ")[0] not in self._first_words:
            return self._abbreviated(tokens, start)
        for length in range(min(4, len(words)), 0, -1):
            behind = len(tokens) - start - length
            if behind < 1:
                continue
            title = " ".join(words[:length])
            kind = self._titles.get(title)
            if kind is None or not self._is_written_as_title(tokens[start : start + length], title):
                continue
            if length == 1 and title in COMPLETE_TITLES and not has_title:
                continue
            if length == 1 and self._may_be_initials(tokens[start], title) and (behind < 2 or has_title):
                return 0, kind, False
            if title in ALSO_NAMES and behind == 1 and self._are_letters(tokens[-1]):
                return 0, kind, False  # Dr Earl MP is called Earl
            is_sure = bool(start) or has_title or tokens[start + length - 1].endswith(".")
            if title in ALSO_NAMES and not is_sure and (behind < 2 or title in MOSTLY_NAMES):
                return 0, kind, False
            return start + length, kind, bool(start)
        return self._abbreviated(tokens, start)

    def _abbreviated(self, tokens: list[str], start: int) -> tuple[int, TitleKind, bool]:
        token = tokens[start] if start < len(tokens) else ""
        is_title = (
            token.endswith(".")
            and bool(_ABBREVIATION.fullmatch(token))
            and bare_word(token) not in _ABBREVIATED_NAMES
            and sum(len(word.rstrip(".,")) > 1 for word in tokens[start + 1 :]) >= 2
        )
        return (start + 1 if is_title else 0), TitleKind.OTHER, False

    def _is_written_as_title(self, tokens: list[str], title: str) -> bool:
        """Say whether words are written as a title is: "he" and "dean" in small letters are none."""
        if title in self._own_titles:
            return True
        if any(
            bare_word(token) in COMPLETE_TITLES and not token.islower() and not token.endswith(".")
            for token in tokens
        ):
            return False
        if title in NEED_CAPITALS and (tokens[0].isupper() or "." in tokens[0]):
            return True
        if title in NEED_FULL_STOP or title in NEED_CAPITALS:
            return title in NEED_FULL_STOP and tokens[0].endswith(".")
        if title in ALSO_NAMES:
            return tokens[0][:1].isupper() and not (tokens[0].isupper() and len(tokens[0]) > 2)
        return True

    def _may_be_initials(self, token: str, title: str) -> bool:
        """Say whether two capitals may be initials: those of DJ Patil, who is no district judge."""
        is_style = self._titles.get(title) in {TitleKind.STYLE, None}
        return title in NEED_CAPITALS and not is_style and token.isupper() and "." not in token

    def _are_letters(self, token: str) -> bool:
        """Say whether a word is written as letters behind a name are."""
        return bare_word(token) in self._post_nominals and sum(char.isupper() for char in token) > 1

    def _letters_behind(self, tokens: list[str]) -> tuple[list[str], list[str], str]:
        """Return the words before the letters behind a name, these letters, and a doubt about them."""
        letters: list[str] = []
        unsure = ""
        # Where all is in capitals, nothing tells letters from a surname.
        is_mixed = any(
            not token.isupper() and bare_word(token) not in self._post_nominals for token in tokens
        )
        while len(tokens) > 1:
            last, before = tokens[-1], tokens[-2]
            bare = bare_word(last)
            has_comma = before.endswith(",")
            is_capital = bare in UNMISTAKABLE or (is_mixed and sum(char.isupper() for char in last) > 1)
            is_in_run = is_capital or (bool(letters) and not last.islower())
            if bare in self._post_nominals and (
                has_comma or (is_in_run and self._is_behind(tokens, bare, letters))
            ):
                pass
            elif (
                len(tokens) > 2
                and bare not in SUFFIXES
                and is_capital
                and bool(_LETTERS.fullmatch(last.rstrip(".,")))
                and not re.fullmatch(r"[A-Z]\.?", before)
            ):
                unsure = unsure or f'"{last}" is taken for letters behind the name, and is not known as such'
            else:
                break
            letters.insert(0, last.rstrip(","))
            tokens = [*tokens[:-2], before.rstrip(",")]
        return tokens, letters, unsure

    def _is_behind(self, tokens: list[str], bare: str, letters: list[str]) -> bool:
        """Say whether known letters are no surname: "Xi MA" is a person, and "Li Xi MA" has a degree."""
        if bare in ALSO_SURNAMES and not letters:
            return len(tokens) > 2
        return len(tokens) > 2 or bool(letters) or bare not in ALSO_SURNAMES

    def _doubt_about_titles(self, titles: list[Title], tokens: list[str]) -> str:
        """Say why a name may have a title in front that was taken for a given name; empty if it has none."""
        first = bare_word(tokens[0]) if tokens else ""
        if len(tokens) > 2 and first in MOSTLY_NAMES and not titles and tokens[1][:1].isupper():
            return f'"{tokens[0]}" is taken for a given name, and may be a title'
        if not titles and first in NEED_CAPITALS and self._may_be_initials(tokens[0], first):
            return f'"{tokens[0]}" is taken for initials, and may be a title'
        return ""


def unquoted(label: str) -> str:
    """Return a label without quotation marks around the whole of it."""
    while len(label) > 2 and label[0] in _QUOTES and label[-1] in _QUOTES:
        label = label[1:-1].strip()
    return label
