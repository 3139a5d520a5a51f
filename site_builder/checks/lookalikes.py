"""Names that look alike and are two all the same: a person has to say which it is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz, process

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.ids import OrganisationId, PersonId
from site_builder.kinds import Kind
from site_builder.model import Organisation, Person, Site
from site_builder.names.folding import fold
from site_builder.names.people import fold_person, plain_name
from site_builder.paths import CONTENT

Id = TypeVar("Id", bound=str)

#: How alike two names are, of 100, from which on it is worth a look, and each of their words: Steven is as
#: far from Stephen as that.
_ALIKE, _WORDS_ALIKE = 86, 76
_SHOWN_PLACES = 3
_LEGAL_FORMS = frozenset(
    "inc incorporated ltd limited llc llp plc gmbh sa corp corporation co company".split()
)
#: Words that name a country in front of what belongs to it.
_COUNTRIES = re.compile(
    r"^(?:us|usa|u s|u s a|united states|united states of america|uk|u k|united kingdom) (?=.)"
)
_FORMERLY = re.compile(r"\s*\((?:formerly|previously|now)\b[^)]*\)|\s*\([A-Z][A-Z0-9&.]+\)$", re.IGNORECASE)
_WEAK = frozenset("the of and for a an in on at".split())


@dataclass(frozen=True, slots=True)
class _Name:
    """A name with what it belongs to, and the places of the writeups that have it."""

    id: str
    name: str
    path: str
    places: tuple[Place, ...]
    distinct_from: tuple[str, ...]


def check(site: Site, _root: Path, diagnostics: Diagnostics) -> None:
    """Report people, and organisations, whose names look alike, with the writeups and the line to add."""
    people: dict[PersonId, list[Place]] = {}
    organisations: dict[OrganisationId, list[Place]] = {}
    for writeup in reversed(site.writeups):
        for entry in writeup.entries:
            if entry.person:
                people.setdefault(entry.person, []).append(entry.place)
            for organisation in entry.organisations:
                organisations.setdefault(organisation, []).append(entry.place)
        for organisation in writeup.event.organisers:
            organisations.setdefault(organisation, []).append(Place(writeup.path))
    pairs = _pairs(_names(site.people, people), fold_person, _keys_of_person, _why_people)
    _report(Kind.PEOPLE, pairs, diagnostics)
    names = _names(site.organisations, organisations)
    pairs = _pairs(names, fold, _keys_of_organisation, _why_organisations)
    _report(Kind.ORGANISATIONS, pairs, diagnostics)


def _names(things: Mapping[Id, Person | Organisation], places: Mapping[Id, list[Place]]) -> list[_Name]:
    return [
        _Name(
            id, things[id].name, things[id].path, tuple(places.get(id, ())), tuple(things[id].distinct_from)
        )
        for id in sorted(things)
    ]


def _pairs(
    names: list[_Name],
    folded: Callable[[str], str],
    keys: Callable[[str], Iterator[str]],
    why: Callable[[str, str], str],
) -> Iterator[tuple[_Name, _Name, str]]:
    """Yield pairs of names that look alike, and why.

    Only names are compared that share a key, or have nearly the same letters.
    """
    by_key: dict[str, list[int]] = {}
    for number, entity in enumerate(names):
        for key in set(keys(entity.name)):
            by_key.setdefault(key, []).append(number)
    forms = [" ".join(sorted(_plain(folded(entity.name)).split())) for entity in names]
    for number, entity in enumerate(names):
        close = process.extract_iter(
            forms[number], forms[number + 1 :], scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        found = {
            number + 1 + position for form, _, position in close if _have_like_words(forms[number], form)
        }
        sharing = (later for key in keys(entity.name) for later in by_key[key] if later > number)
        found.update(later for later in sharing if why(entity.name, names[later].name))
        for later in sorted(found):
            pair = names[later]
            if pair.id in entity.distinct_from or entity.id in pair.distinct_from:
                continue
            if fold(entity.name) == fold(pair.name):  # two of one name, who are told apart by their files
                continue
            yield entity, pair, why(entity.name, pair.name) or "differ by a few letters"


def _have_like_words(a: str, b: str) -> bool:
    """Say whether names are alike word by word: what many share, such as Institute, makes none alike."""
    words, others = a.split(), b.split()
    if len(words) != len(others):
        return True
    return all(fuzz.ratio(first, second) > _WORDS_ALIKE for first, second in zip(words, others, strict=True))


def _plain(folded: str) -> str:
    return re.sub(r"[^\w ]", "", folded)


def _report(kind: Kind, pairs: Iterable[tuple[_Name, _Name, str]], diagnostics: Diagnostics) -> None:
    """Report each pair at the rarer of the two names, with the line that makes it the other."""
    for entity, like, why in pairs:
        rare, usual = sorted((entity, like), key=lambda name: (len(name.places), bool(name.path), name.id))
        file = usual.path or f"{kind.folder}/{usual.id}.md"
        places = "".join(
            f'; "{name.name}" in {paths}' for name in (rare, usual) if (paths := _some_paths(name))
        )
        message = f'"{rare.name}" and "{usual.name}" {why}{places}'
        place = rare.places[0] if rare.places else Place(rare.path or CONTENT)
        diagnostics.warning(place, Rule.LOOK_ALIKE, message, _hint(kind, rare, usual, file))


def _some_paths(name: _Name) -> str:
    return ", ".join(dict.fromkeys(place.path for place in name.places[:_SHOWN_PLACES]))


def _hint(kind: Kind, rare: _Name, usual: _Name, file: str) -> str:
    are_two = f"add `not_to_be_confused_with: [{rare.id}]` to {file}"
    if {place.path for place in rare.places} & {place.path for place in usual.places}:
        return f"one event has both; if they are two, {are_two}"
    add = f'add `other_names: ["{rare.name}"]` to {file}'
    if not usual.path:
        add = f'make {file} with `name: "{usual.name}"` and `other_names: ["{rare.name}"]`'
    command = f"site-builder {kind} merge {rare.id} {usual.id}"
    return f"if they are one, {add}, or run `{command}`; if not, {are_two}"


def _words_of_person(name: str) -> list[str]:
    return fold(plain_name(name)).replace(".", "").split()


def _keys_of_person(name: str) -> Iterator[str]:
    """Yield what two people's names must share one of, to be alike beyond their letters."""
    words = _words_of_person(name)
    yield f"last {words[-1] if words else ''}"
    yield f"all {' '.join(sorted(words))}"


def _why_people(a: str, b: str) -> str:
    """Say how two people's names are alike beyond their letters; empty if they are not."""
    words, others = _words_of_person(a), _words_of_person(b)
    if sorted(words) == sorted(others) and words != others:
        return "have the same words in another order"
    if len(words) > 1 and len(others) > 1 and words[-1] == others[-1] and words != others:
        shorter, longer = sorted((words[:-1], others[:-1]), key=len)
        if all(_is_initial(first, second) for first, second in zip(shorter, longer, strict=False)):
            has_initial = any(len(word) == 1 for word in (*shorter, *longer))
            if has_initial or len(shorter) < len(longer):
                return "may be one with and without a first name or an initial"
    return ""


def _is_initial(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def _keys_of_organisation(name: str) -> Iterator[str]:
    """Yield what two organisations' names must share one of, to be alike beyond their letters."""
    yield f"essence {_essence(name)}"
    letters = _abbreviation(name) or _initials(name)
    if letters:
        yield f"letters {letters}"


def _why_organisations(a: str, b: str) -> str:
    """Say how two organisations' names are alike beyond their letters; empty if they are not."""
    if _essence(a) == _essence(b):
        return "are the same but for words that are often left out"
    for short, long in ((a, b), (b, a)):
        if _abbreviation(short) and _abbreviation(short) == _initials(long):
            return "may be an abbreviation and what it stands for"
    return ""


def _abbreviation(name: str) -> str:
    """Return the letters of a name that is nothing but capitals; empty for others."""
    letters = re.sub(r"[^\w]", "", name)
    return letters if len(letters) > 2 and letters.isupper() else ""


def _initials(name: str) -> str:
    """Return the first letters of the words of a name; empty where there are too few."""
    words = [word for word in _essence(name).split() if word not in _WEAK]
    return "".join(word[0] for word in words).upper() if len(words) > 2 else ""


def _essence(name: str) -> str:
    """Return what is left of an organisation's name without articles, legal forms, its country and signs."""
    folded = re.sub(r"[^\w ]", "", fold(_FORMERLY.sub("", name)).replace("&", " and ").replace(".", ""))
    words = [word for word in folded.split() if word != "the"]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return _COUNTRIES.sub("", " ".join(words))
