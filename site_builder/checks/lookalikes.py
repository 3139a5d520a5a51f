"""Names that look alike and are two all the same: a person has to say which it is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from rapidfuzz import fuzz, process

from site_builder.checks.context import CheckContext
from site_builder.entities import Organisation, Person, Topic
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.ids import OrganisationId, PersonId, TopicId
from site_builder.kinds import Kind
from site_builder.names.folding import fold
from site_builder.names.people import NameParser
from site_builder.names.person_name import PersonName
from site_builder.names.position_words import LEGAL_FORMS
from site_builder.names.titles import TitleKind
from site_builder.paths import CONTENT

Id = TypeVar("Id", bound=str)

#: How alike two names are, of 100, from which on it is worth a look, and each of their words: Steven is as
#: far from Stephen as that.
_ALIKE, _WORDS_ALIKE = 86, 76
_SHOWN_PLACES = 3
#: Words that name a country in front of what belongs to it.
_COUNTRIES = re.compile(
    r"^(?:us|usa|u s|u s a|united states|united states of america|uk|u k|united kingdom) (?=.)"
)
_FORMERLY = re.compile(r"\s*\((?:formerly|previously|now)\b[^)]*\)|\s*\([A-Z][A-Z0-9&.]+\)$", re.IGNORECASE)
_WEAK = frozenset("the of and for a an in on at".split())
_BY_LETTERS = "differ by a few letters"
_WITHOUT_SMALL_WORDS = "are the same but for words that are often left out"


@dataclass(frozen=True, slots=True)
class LikeName:
    """A name with what it belongs to, and the places of the writeups that have it."""

    id: str
    name: str
    path: str
    places: tuple[Place, ...]
    distinct_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Whether some names are one, and why they may be; the most usual of them stands last."""

    kind: Kind
    names: tuple[LikeName, ...]
    why: str

    @property
    def usual(self) -> LikeName:
        """Return the name that the others may be spellings of."""
        return self.names[-1]

    @property
    def file(self) -> str:
        """Return the file of the most usual name, which may not be there yet."""
        return self.usual.path or f"{self.kind.folder}/{self.usual.id}.md"


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report people, organisations and topics whose names look alike, each question once."""
    for question in questions(context):
        places = "".join(
            f'; "{name.name}" in {paths}' for name in question.names if (paths := _some_paths(name))
        )
        listed = " and ".join(f'"{name.name}"' for name in question.names)
        first = question.names[0]
        place = first.places[0] if first.places else Place(first.path or CONTENT)
        diagnostics.warning(place, Rule.LOOK_ALIKE, f"{listed} {question.why}{places}", _hint(question))


def questions(context: CheckContext) -> Iterator[Question]:
    """Yield what an author has to decide; names that look alike for one reason are one question."""
    site, parser = context.site, context.parser
    people: dict[PersonId, list[Place]] = {}
    organisations: dict[OrganisationId, list[Place]] = {}
    topics: dict[TopicId, list[Place]] = {}
    titled: set[PersonId] = set()
    for writeup in reversed(site.writeups):
        for entry in writeup.entries:
            if entry.person:
                people.setdefault(entry.person, []).append(entry.place)
                if any(title.kind is TitleKind.PEER for title in parser.parse(entry.label).titles):
                    titled.add(entry.person)
            for organisation in entry.organisations:
                organisations.setdefault(organisation, []).append(entry.place)
        for organisation in writeup.event.organisers:
            organisations.setdefault(organisation, []).append(Place(writeup.path))
        for topic in writeup.topics:
            topics.setdefault(topic, []).append(Place(writeup.path))
    names = _names(site.people, people, parser.plain)
    reasons = _PeopleReasons(parser, {site.people[id].name for id in titled})
    pairs = _pairs(names, parser.fold, reasons.keys, reasons.why)
    yield from _grouped(Kind.PEOPLE, pairs)
    names = _names(site.organisations, organisations)
    yield from _grouped(Kind.ORGANISATIONS, _pairs(names, fold, _keys_of_organisation, _why_organisations))
    names = _names(site.topics, topics)
    yield from _grouped(Kind.TOPICS, _pairs(names, fold, _keys_of_topic, _why_topics))


def _names(
    things: Mapping[Id, Person | Organisation | Topic],
    places: Mapping[Id, list[Place]],
    plain: Callable[[str], str] = str,
) -> list[LikeName]:
    return [
        LikeName(
            id,
            plain(things[id].name),
            things[id].path,
            tuple(places.get(id, ())),
            tuple(things[id].distinct_from),
        )
        for id in sorted(things)
    ]


_Pair = tuple[LikeName, LikeName, str]


def _pairs(
    names: list[LikeName],
    folded: Callable[[str], str],
    keys: Callable[[str], Iterator[str]],
    why: Callable[[str, str], str],
) -> Iterator[_Pair]:
    """Yield pairs of names that look alike, and why.

    Only names are compared that share a key, or have nearly the same letters.
    """
    by_key: dict[str, list[int]] = {}
    for number, entity in enumerate(names):
        for key in set(keys(entity.name)):
            by_key.setdefault(key, []).append(number)
    distinct = {
        pair
        for entity in names
        for pair in combinations(sorted((entity.id, *entity.distinct_from)), 2)
        if entity.distinct_from
    }
    forms = [" ".join(sorted(_plain(folded(entity.name)).split())) for entity in names]
    for number, entity in enumerate(names):
        close = process.extract_iter(
            forms[number], forms[number + 1 :], scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        alike = {
            number + 1 + position for form, _, position in close if _have_like_words(forms[number], form)
        }
        sharing = (later for key in keys(entity.name) for later in by_key[key] if later > number)
        alike.update(later for later in sharing if why(entity.name, names[later].name))
        for later in sorted(alike):
            pair = names[later]
            if (min(entity.id, pair.id), max(entity.id, pair.id)) in distinct:
                continue
            if fold(entity.name) == fold(pair.name):  # two of one name, who are told apart by their files
                continue
            yield entity, pair, why(entity.name, pair.name) or _BY_LETTERS


def _grouped(kind: Kind, pairs: Iterable[_Pair]) -> Iterator[Question]:
    """Yield one question for all names that look alike for one reason, the rarest name first."""
    groups: list[tuple[str, dict[str, LikeName]]] = []
    for entity, like, why in pairs:
        both = {entity.id: entity, like.id: like}
        joined = [group for group in groups if group[0] == why and not group[1].keys().isdisjoint(both)]
        if why != _WITHOUT_SMALL_WORDS:  # what differs by letters may differ the more, the more there are
            joined = []
        for group in joined:
            both = {**group[1], **both}
            groups.remove(group)
        groups.append((why, both))
    for why, names in groups:
        in_order = sorted(names.values(), key=lambda name: (len(name.places), bool(name.path), name.id))
        yield Question(kind, tuple(in_order), why)


def _have_like_words(a: str, b: str) -> bool:
    """Say whether names are alike word by word: what many share, such as Institute, makes none alike."""
    words, others = a.split(), b.split()
    if len(words) != len(others):
        return True
    return all(fuzz.ratio(first, second) > _WORDS_ALIKE for first, second in zip(words, others, strict=True))


def _plain(folded: str) -> str:
    return re.sub(r"[^\w ]", "", folded)


def _some_paths(name: LikeName) -> str:
    return ", ".join(dict.fromkeys(place.path for place in name.places[:_SHOWN_PLACES]))


def quoted(text: str) -> str:
    """Return text as a value of YAML, in quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _hint(question: Question) -> str:
    usual, others = question.usual, question.names[:-1]
    ids = ", ".join(name.id for name in others)
    are_two = f"add `not_to_be_confused_with: [{ids}]` to {question.file}"
    if _share_an_event(question):
        return f"one event has both; if they are two, {are_two}"
    spellings = ", ".join(quoted(name.name) for name in others)
    add = f"add `other_names: [{spellings}]` to {question.file}"
    if not usual.path:
        add = f"make {question.file} with `name: {quoted(usual.name)}` and `other_names: [{spellings}]`"
    command = f"site-builder {question.kind} merge {others[0].id} {usual.id}"
    asked = "`site-builder check --fix` asks and writes it"
    return f"if they are one, {add}, or run `{command}`; if not, {are_two}; {asked}"


def _share_an_event(question: Question) -> bool:
    """Say whether one writeup has two of the names, which are two people then."""
    if question.kind is Kind.TOPICS:
        return False
    seen: set[str] = set()
    for name in question.names:
        paths = {place.path for place in name.places}
        if paths & seen:
            return True
        seen |= paths
    return False


@dataclass(frozen=True, slots=True)
class _PeopleReasons:
    """Says how two people's names are alike beyond their letters; ``titled`` had a title of a peer."""

    parser: NameParser
    titled: set[str]

    def keys(self, name: str) -> Iterator[str]:
        """Yield what two people's names must share one of, to be alike beyond their letters."""
        parsed = self.parser.parse(name)
        words = fold(name).split()
        yield f"last {fold(parsed.family) or (words[-1] if words else '')}"
        yield f"all {' '.join(sorted(words))}"

    def why(self, a: str, b: str) -> str:
        """Say how two people's names are alike beyond their letters; empty if they are not."""
        first, second = self.parser.parse(a), self.parser.parse(b)
        if first.stands_for or second.stands_for:
            return self._why_titles(a, b, first, second)
        words, others = fold(a).split(), fold(b).split()
        if sorted(words) == sorted(others) and words != others:
            return "have the same words in another order"
        if len(words) > 1 and len(others) > 1 and words[-1] == others[-1] and words != others:
            shorter, longer = sorted((words[:-1], others[:-1]), key=len)
            if all(_is_initial(one, other) for one, other in zip(shorter, longer, strict=False)):
                has_initial = any(len(word) == 1 for word in (*shorter, *longer))
                if has_initial or len(shorter) < len(longer):
                    return "may be one with and without a first name or an initial"
        return ""

    def _why_titles(self, a: str, b: str, first: PersonName, second: PersonName) -> str:
        """Compare a name that has a title in place of given names with one that may be in full."""
        if fold(first.family) != fold(second.family) or not first.family:
            return ""
        if bool(first.stands_for) == bool(second.stands_for):
            is_short_form = fold(first.stands_for) == fold(second.stands_for) and first.place != second.place
            return "may be a title and a name with and without the place" if is_short_form else ""
        titled, full, name = (first, second, b) if first.stands_for else (second, first, a)
        if titled.is_peer and name not in self.titled:
            return ""
        return f"may be one by title ({titled.stands_for}) and by name" if full.given else ""


def _is_initial(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def _keys_of_topic(name: str) -> Iterator[str]:
    yield f"stem {_stem_of_topic(name)}"


def _why_topics(a: str, b: str) -> str:
    """Say how two topics are alike beyond their letters; empty if they are not."""
    return (
        "are the same but for a plural, an article or an ampersand"
        if _stem_of_topic(a) == _stem_of_topic(b)
        else ""
    )


def _stem_of_topic(name: str) -> str:
    words = fold(name.strip("#")).replace("&", " and ").split()
    stems = sorted(word.removesuffix("s") if len(word) > 3 else word for word in words if word not in _WEAK)
    return "".join(stems)


def _keys_of_organisation(name: str) -> Iterator[str]:
    """Yield what two organisations' names must share one of, to be alike beyond their letters."""
    yield f"essence {_essence(name)}"
    letters = _abbreviation(name) or _initials(name)
    if letters:
        yield f"letters {letters}"


def _why_organisations(a: str, b: str) -> str:
    """Say how two organisations' names are alike beyond their letters; empty if they are not."""
    if _essence(a) == _essence(b):
        return _WITHOUT_SMALL_WORDS
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
    folded = re.sub(r"[^\w ]", "", fold(_FORMERLY.sub("", name)).replace("&", " and "))
    words = [word for word in folded.split() if word != "the"]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return _COUNTRIES.sub("", " ".join(words))
