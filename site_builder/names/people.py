"""A person's name in its parts: what stands before and behind it, and how it is compared and sorted."""

import re
from functools import lru_cache

from site_builder.names.folding import fold

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
POSTNOMINALS = frozenset(
    """
    phd dphil md jd mba msc bsc ma ba llb llm mp msp ms mla am mep qc kc cbe obe mbe kbe dbe frs fba
    fcilt frcp cpfa esq
    """.split()
)


SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


_PRONOUNS = re.compile(r"\s*\((?:she|he|they|ze|xe|any|all)(?:\s*/\s*\w+|\s+pronouns)*\)", re.IGNORECASE)


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
    while len(words) > 1 and bare_word(words[-1]) in SUFFIXES:
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
    if bare_word(last) not in POSTNOMINALS:
        return False
    in_capitals = sum(char.isupper() for char in last) > 1 and not words[-2].isupper()
    return words[-2].endswith(",") or (in_capitals and len(words) > 2)


def bare_word(word: str) -> str:
    """Return a word in the form in which titles and suffixes are known."""
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
    while last > 0 and bare_word(words[last]) in SUFFIXES:
        last -= 1
    if last <= 0:
        return name
    return f"{' '.join(words[last:])}, {' '.join(words[:last])}"
