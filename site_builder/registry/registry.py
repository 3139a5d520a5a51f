"""The names of one kind of thing, from files and from the writeups that use them -> ids."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.kinds import Kind
from site_builder.names.characters import without_pictures
from site_builder.names.folding import fold
from site_builder.names.people import NameParser
from site_builder.names.slugs import name_slug, short_digest
from site_builder.schema.nodes import Placed

#: What is in capitals and no longer than this is written so on purpose.
_LONGEST_ABBREVIATION = 6


@dataclass(slots=True)
class _Undeclared:
    """Something without a file of its own: its id, and how often each spelling of its name occurs."""

    id: str
    spellings: Counter[str] = field(default_factory=Counter)
    first_places: dict[str, Place] = field(default_factory=dict)

    @property
    def usual_spelling(self) -> str:
        """Return the most frequent spelling.

        Of equally frequent ones, one that is not all in capitals or small, has its accents, its abbreviations
        in capitals, and a typographer's apostrophes.
        """

        def rank(spelling: str) -> tuple[int, bool, int, int, str]:
            is_flat = spelling.islower() or (spelling.isupper() and len(spelling) > _LONGEST_ABBREVIATION)
            accents = sum(not char.isascii() for char in spelling)
            capitals = sum(char.isupper() for char in spelling)
            return -self.spellings[spelling], is_flat, -accents, -capitals, spelling

        return min(self.spellings, key=rank)


class Registry:
    """Names -> ids for people, organisations, topics or series.

    First :meth:`declare` what has a file, then :meth:`learn` the names that writeups use, oldest writeup
    first: the first of two names that would have one id keeps it, so that later writeups change no address.
    """

    def __init__(self, kind: Kind, parser: NameParser) -> None:
        self.kind = kind
        is_person = kind is Kind.PEOPLE
        #: Two names are one if they are equal in this form.
        self.fold: Callable[[str], str] = parser.fold if is_person else fold
        self.plain: Callable[[str], str] = parser.plain if is_person else without_pictures
        self._declared_names: dict[str, str] = {}
        self._declared_ids: dict[str, list[str]] = {}
        self._undeclared: dict[str, _Undeclared] = {}
        self._undeclared_by_id: dict[str, _Undeclared] = {}
        self._ids: set[str] = set()

    def declare(self, id: str, name: str, other_names: Iterable[str]) -> None:
        """Make a thing with a file known under its name and its other names."""
        self._declared_names[id] = name
        self._ids.add(id)
        for label in (name, *other_names):
            # Several things may have one name; whoever uses it has to say which is meant.
            ids = self._declared_ids.setdefault(self.fold(label), [])
            if label and id not in ids:
                ids.append(id)

    def learn(self, label: str, place: Place) -> None:
        """Make a name known that a writeup uses; nothing happens if a file declares it."""
        folded = self.fold(label)
        if folded in self._declared_ids:
            return  # a file decides how its thing is spelled, so other spellings do not count
        # Titles belong to one day ("Cllr", later "Mayor"): they must not decide what somebody is called.
        spelling = self.plain(label)
        thing = self._undeclared.get(folded)
        if thing is None:
            id = name_slug(spelling, self.kind.noun)
            if id in self._ids:
                # A number would depend on which of the two came first; a digest stays when one of them goes.
                id = f"{id}-{short_digest(folded)}"
            self._ids.add(id)
            thing = self._undeclared[folded] = self._undeclared_by_id[id] = _Undeclared(id)
        thing.spellings[spelling] += 1
        # The first place is enough for a message: one correction in a file settles all others.
        thing.first_places.setdefault(spelling, place)

    def find(self, label: str) -> tuple[str, ...]:
        """Return the ids that a name may mean: none, one, or those of several people of one name."""
        folded = self.fold(label)
        declared = self._declared_ids.get(folded)
        if declared:
            return tuple(sorted(declared))
        thing = self._undeclared.get(folded)
        return (thing.id,) if thing else ()

    def resolve(self, name: Placed[str], diagnostics: Diagnostics) -> str | None:
        """Return the id that a name means, or None; two things of one name are reported."""
        ids = self.find(name.value)
        if len(ids) > 1:
            # The first is returned all the same, so that what depends on it reports no follow-up mistakes.
            message = f'"{name.value}" may be {" or ".join(ids)}'
            hint = "give one of the files another name, so that the two can be told apart"
            if self.kind is Kind.PEOPLE:
                hint = f"write person: {ids[0]} or person: {ids[1]}, or [[{ids[1]}]] in a text"
            diagnostics.error(name.place, Rule.AMBIGUOUS_NAME, message, hint)
        return ids[0] if ids else None

    def is_spelling(self, text: str) -> bool:
        """Say whether a text is a name as somebody writes it, but for capitals; "john-smith" is none."""
        spellings = {spelling.casefold() for spelling in self.names()}
        return text.casefold() in spellings

    def has_file(self, label: str) -> bool:
        """Say whether a name is that of something with a file."""
        return self.fold(label) in self._declared_ids

    def has_id(self, id: str) -> bool:
        """Say whether a thing of this id is known."""
        return id in self._ids

    def name_of(self, id: str) -> str:
        """Return what a thing is called."""
        return self._declared_names.get(id) or self._undeclared_by_id[id].usual_spelling

    def undeclared(self) -> Iterator[tuple[str, str]]:
        """Yield id and name of everything without a file; the name is its most frequent spelling."""
        for thing in self._undeclared.values():
            yield thing.id, thing.usual_spelling

    def undeclared_spellings(self) -> Iterator[tuple[str, str]]:
        """Yield the id and each spelling of everything without a file."""
        for thing in self._undeclared.values():
            for spelling in thing.spellings:
                yield thing.id, spelling

    def report_spellings(self, diagnostics: Diagnostics) -> None:
        """Report every unusual spelling of a name without a file, where it is first used."""
        for thing in self._undeclared.values():
            if len(thing.spellings) == 1:
                continue
            usual = thing.usual_spelling
            for spelling, place in thing.first_places.items():
                if spelling != usual:
                    message = f'"{spelling}" is taken for the {self.kind.noun} "{usual}"'
                    hint = f'write "{usual}" here too, or give both names in a file of their own'
                    diagnostics.warning(place, Rule.SPELLINGS, message, hint)

    def ids(self) -> frozenset[str]:
        """Return every id."""
        return frozenset(self._ids)

    def names(self) -> Iterator[str]:
        """Yield every known name, for finding the nearest one."""
        yield from self._declared_names.values()
        for _, name in self.undeclared():
            yield name
