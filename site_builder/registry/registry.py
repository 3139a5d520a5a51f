"""Who is who: the names of one kind of thing, from files and from the writeups that use them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from site_builder.errors import Place, Problem, Rule
from site_builder.names import digest, name_slug
from site_builder.schema.shapes import Placed


@dataclass(slots=True)
class _Known:
    id: str
    spellings: Counter[str] = field(default_factory=Counter)
    first_places: dict[str, Place] = field(default_factory=dict)

    @property
    def usual(self) -> str:
        def rank(spelling: str) -> tuple[int, bool, str]:
            return -self.spellings[spelling], spelling.isupper() or spelling.islower(), spelling

        return min(self.spellings, key=rank)


class Registry:
    """Names -> ids for people, organisations, topics or series.

    First :meth:`declare` what has a file, then :meth:`learn` the names that writeups use, oldest writeup
    first: the first of two names that would have one id keeps it, so that later writeups change no address.
    """

    def __init__(self, kind: str, fold: Callable[[str], str], plain: Callable[[str], str]) -> None:
        self._kind = kind
        self._fold = fold
        self._plain = plain
        self._declared: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._learned: dict[str, _Known] = {}
        self._ids: set[str] = set()
        self._by_id: dict[str, _Known] = {}

    def declare(self, id: str, name: str, other_names: Iterable[str]) -> None:
        """Make a thing with a file known under its name and its other names."""
        self._declared[id] = name
        self._ids.add(id)
        for known in (name, *other_names):
            ids = self._by_name.setdefault(self._fold(known), [])
            if known and id not in ids:
                ids.append(id)

    def learn(self, label: str, place: Place) -> None:
        """Make a name known that a writeup uses; nothing happens if a file declares it."""
        folded = self._fold(label)
        if folded in self._by_name:
            return
        known = self._learned.get(folded)
        if known is None:
            made = name_slug(self._plain(label), self._kind)
            if made in self._ids:
                made = f"{made}-{digest(folded)}"
            self._ids.add(made)
            known = self._learned[folded] = self._by_id[made] = _Known(made)
        spelling = self._plain(label)
        known.spellings[spelling] += 1
        known.first_places.setdefault(spelling, place)

    def find(self, label: str) -> tuple[str, ...]:
        """Return the ids that a name may mean: none, one, or those of several people of one name."""
        folded = self._fold(label)
        declared = self._by_name.get(folded)
        if declared:
            return tuple(sorted(declared))
        known = self._learned.get(folded)
        return (known.id,) if known else ()

    def resolve(self, name: Placed[str], problems: list[Problem]) -> str | None:
        """Return the id that a name means, or None; two things of one name are a problem."""
        found = self.find(name.value)
        if len(found) > 1:
            message = f'"{name.value}" may be {" or ".join(found)}'
            hint = "give one of the files another name, so that the two can be told apart"
            if self._kind == "person":
                hint = f"write person: {found[0]} or person: {found[1]}, or [[{found[1]}]] in a text"
            problems.append(Problem(name.place, Rule.AMBIGUOUS_NAME, message, hint))
        return found[0] if found else None

    def is_spelling(self, text: str) -> bool:
        """Say whether a text is a name as somebody writes it, but for capitals; "john-smith" is none."""
        spellings = {spelling.casefold() for spelling in self.names()}
        return text.casefold() in spellings

    def has_id(self, id: str) -> bool:
        """Say whether a thing of this id is known."""
        return id in self._ids

    def name_of(self, id: str) -> str:
        """Return what a thing is called."""
        return self._declared.get(id) or self._by_id[id].usual

    def undeclared(self) -> Iterator[tuple[str, str]]:
        """Yield id and name of everything without a file; the name is its most frequent spelling."""
        for known in self._learned.values():
            yield known.id, known.usual

    def learned(self) -> Iterator[tuple[str, str]]:
        """Yield the id and each spelling of everything without a file."""
        for known in self._learned.values():
            for spelling in known.spellings:
                yield known.id, spelling

    def spellings(self) -> Iterator[tuple[str, str, Place]]:
        """Yield every spelling of a name without a file that is not the usual one: usual, other, place."""
        for known in self._learned.values():
            if len(known.spellings) > 1:
                for spelling, place in sorted(known.first_places.items()):
                    if spelling != known.usual:
                        yield known.usual, spelling, place

    def ids(self) -> frozenset[str]:
        """Return every id."""
        return frozenset(self._ids)

    def names(self) -> Iterator[str]:
        """Yield every known name, for finding the nearest one."""
        yield from self._declared.values()
        for _, name in self.undeclared():
            yield name
