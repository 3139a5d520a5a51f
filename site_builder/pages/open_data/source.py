"""The archive as data: how its addresses and its facts are written there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from site_builder.entities import Person
from site_builder.ids import PersonId
from site_builder.kinds import Kind
from site_builder.model import Statement, Writeup
from site_builder.pages.components.positions import SeenPosition, positions_of
from site_builder.pages.site_index import SiteIndex
from site_builder.urls import absolute_link
from site_builder.values import When

Row = tuple[Any, ...]


class Source:
    """The archive, and how addresses are written in data."""

    def __init__(self, index: SiteIndex) -> None:
        self.index = index
        self.site = index.site
        self.base_url = index.config.base_url
        self._positions: dict[PersonId, tuple[SeenPosition, ...]] = {}
        self._rows: dict[str, list[Row]] = {}
        #: The addresses and the keys of writeups, which nearly every row has.
        self._writeups = {
            writeup.path: (
                self.address(writeup.address),
                writeup.key,
            )
            for writeup in self.site.writeups
        }

    def rows(self, table: str, rows_of: Callable[["Source"], Iterator[Row]]) -> list[Row]:
        """Return the rows of a table, which ``rows_of`` yields; several files have them."""
        if table not in self._rows:
            self._rows[table] = list(rows_of(self))
        return self._rows[table]

    def writeup_address(self, writeup: Writeup) -> str:
        """Return the public address of a writeup."""
        return self._writeups[writeup.path][0]

    def key(self, writeup: Writeup) -> str:
        """Return what a writeup is called in data: year and id, as in its address."""
        return self._writeups[writeup.path][1]

    def positions(self, person: Person) -> tuple[SeenPosition, ...]:
        """Return the positions of a person; several files have them."""
        if person.id not in self._positions:
            self._positions[person.id] = positions_of(self.index, person)
        return self._positions[person.id]

    def address(self, address: str) -> str:
        """Return a public address; empty for none."""
        return absolute_link(address, self.base_url) if self.base_url else address

    def speaker(self, person: str | None) -> str:
        """Return the public address of a person; empty for a name that is withheld."""
        return self.address(Kind.PEOPLE.address(person)) if person else ""


def when_text(when: When | None) -> str:
    """Return a day or a moment as ISO 8601 writes it."""
    if when is None:
        return ""
    return when.moment.isoformat() if when.moment else when.day.isoformat()


def in_one_cell(values: Iterator[str] | Sequence[str]) -> str:
    """Return several values in one cell."""
    return "; ".join(values)


def by_id(things: Mapping[Any, Any]) -> list[Any]:
    """Return what has ids, in their order."""
    return [things[id] for id in sorted(things)]


def part_text(date: object) -> str | None:
    """Return a date that may not be known as text."""
    return str(date) if date else None


def answered(source: Source, writeup: Writeup, statement: Statement) -> str:
    """Return the address of whom or what a statement answers; empty where that is not said."""
    if statement.answers is None:
        return ""
    address = statement.answers.address
    if address.startswith("#"):
        return source.address(writeup.address_at(address[1:]))
    return source.address(address) if address else ""
