"""An organisation's name: as an index sorts it, and as people write it all the same."""

import re
from collections.abc import Iterator

from site_builder.names.position_words import LEGAL_FORMS

_ABBREVIATION = re.compile(r"\s*\(([^()]*)\)$")


def organisation_sort_name(name: str) -> str:
    """Return an organisation's name with a leading article last."""
    first, _, rest = name.partition(" ")
    return f"{rest}, {first}" if first.casefold() == "the" and rest else name


def organisation_variants(name: str) -> tuple[str, ...]:
    """Return the ways in which a name is written: without article, legal form or full stops, with "and"."""
    return tuple(dict.fromkeys(_variants(name)))


def _variants(name: str) -> Iterator[str]:
    yield name
    bracket = _ABBREVIATION.search(name)
    if bracket:
        yield from _variants(name[: bracket.start()])
        if len(bracket[1]) > 2:
            yield bracket[1]
    without_article = re.sub(r"^the ", "", name, flags=re.IGNORECASE)
    if without_article != name and len(without_article) > 2:
        yield from _variants(without_article)
    words = name.rstrip(".").rsplit(None, 1)
    if len(words) > 1 and words[1].casefold().replace(".", "") in LEGAL_FORMS:
        yield from _variants(words[0].rstrip(","))
    if "." in name:
        yield name.replace(".", "")
    if "&" in name:
        yield re.sub(r"\s*&\s*", " and ", name)
    elif " and " in name:
        yield name.replace(" and ", " & ")
