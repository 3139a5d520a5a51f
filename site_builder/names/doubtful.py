"""What in a name is not as the names of persons are: reasons to ask its author."""

import re

from site_builder.names.classify import AND, word_key
from site_builder.names.given_names import GIVEN_NAMES
from site_builder.names.person_name import PersonName
from site_builder.names.position_words import ABSTRACT_ENDINGS, BEGIN_ORGANISATIONS, POSITIONS
from site_builder.names.titles import ALSO_NAMES

_OF_ORGANISATION = "it reads like the name of an organisation"
#: A capital in the middle of a word, as in DevOps; not that of McGowan, DeVito and LeBel.
_CAPITAL_INSIDE = re.compile(
    r"^(?!(?:Mc|Mac|De|Di|Du|Da|La|Le|Van|Von|Fitz|St|Ap|Ni|O[’'])[A-Z])(?:[A-Z]?[a-z]+|[A-Z]{2,}[a-z]+)[A-Z]"
)
_DOT_INSIDE = re.compile(r"[^\W\d_]{2}\.[^\W\d_]{2}|[A-Z]{2,}\.[a-z]{2}")
_COUNTRY = re.compile(r"(?:U\.\s?S\.|U\.\s?K\.|E\.\s?U\.|U\.\s?N\.)(?:A\.)?|US|UK|EU|UN|USA|NHS|HM")
_SIGNS = re.compile(r"[;|&/\\<>{}=_*#:@()\[\]+]")


def is_word_of_title(parsed: PersonName) -> bool:
    """Say whether a name has no title but what is a word, too: General, Major, Justice."""
    return all(word_key(title.text) in ALSO_NAMES and title.text.isalpha() for title in parsed.titles)


def doubts_about(parsed: PersonName) -> list[str]:
    """Return what in a name is not as names are; nothing for nearly all."""
    doubts = [parsed.unsure] if parsed.unsure else []
    name = " ".join(parsed.name.replace(parsed.nickname, " ").split()) if parsed.nickname else parsed.name
    words = name.split()
    if not words:
        return doubts
    if not parsed.stands_for and is_word_of_title(parsed) and _is_like_organisation(words):
        doubts.append(_OF_ORGANISATION)
    elif _is_unknown_word(name) and not parsed.titles:
        doubts.append("it is one word, and no given name that is known")
    first = word_key(words[0]) if words[0].isascii() else ""
    if len(words) > 2 and first in POSITIONS and first not in GIVEN_NAMES:
        doubts.append(f'"{words[0]}" is taken for a given name, and may be a title')
    if any(char.isdigit() for char in name):
        doubts.append("there is a number in the name")
    if _SIGNS.search(name):
        doubts.append("there are signs in the name that names do not have")
    elif AND.search(name):
        doubts.append("it may be two names")
    if name[:1].islower() and " " not in name:
        doubts.append("the name is one word in small letters")
    elif len(words) > 1 and name[0].isupper() and words[-1][0].islower() and words[-1].isalpha():
        doubts.append(f'"{words[-1]}" at its end is in small letters')
    return doubts


def _is_unknown_word(name: str) -> bool:
    is_capital = name[:1].isupper() and " " not in name
    return is_capital and word_key(name) not in GIVEN_NAMES


def _is_like_organisation(words: list[str]) -> bool:
    return _has_shape_of_organisation(words) or (len(words) > 1 and _has_words_of_organisation(words))


def _has_shape_of_organisation(words: list[str]) -> bool:
    """Say whether capitals and full stops stand as in USDA, GAO WatchBlog, Code.gov and U.S. Data."""
    first, last = words[0], words[-1]
    if any(_DOT_INSIDE.search(word) for word in words) or _CAPITAL_INSIDE.match(last):
        return True
    if len(words) == 1:
        return first.isupper() and len(first) > 2 and first.isascii()
    if _COUNTRY.fullmatch(first):
        return True
    if all(word.isupper() for word in words):
        return sum(map(len, words)) < 8 and all("." not in word for word in words)
    return len(first) > 3 and first.isupper() and first.isalpha()


def _has_words_of_organisation(words: list[str]) -> bool:
    """Say whether the first or the last word is one that organisations have, and persons have not."""
    first, last = words[0], words[-1]
    key = word_key(first)
    if key in GIVEN_NAMES:
        return False
    before = _before_capital(first)
    if len(before) > 2 and word_key(before) not in GIVEN_NAMES and _CAPITAL_INSIDE.match(first):
        return True
    if key in BEGIN_ORGANISATIONS or (len(key) > 7 and key.endswith(("ial", "ual", "ional"))):
        return True
    return len(last) > 8 and "-" not in last and word_key(last).endswith(ABSTRACT_ENDINGS)


def _before_capital(word: str) -> str:
    """Return what stands before the second capital of a word; nothing if there is none."""
    return next((word[:number] for number, char in enumerate(word) if number and char.isupper()), "")
