"""What a converted text consists of: its HTML, its links, its headings and its statements."""

from dataclasses import dataclass
from enum import Enum

from site_builder.errors import Place
from site_builder.values import Heading


class ReferenceKind(Enum):
    """How a text points at something on this site."""

    NAME = "name"
    FILE = "file"
    ADDRESS = "address"
    #: Whose a statement is, the words behind that name, and who quoted it.
    STATEMENT = "statement"
    POSITION = "position"
    QUOTED_BY = "quoted by"


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to this site: ``[[Name]]``, ``../people/x.md`` or ``/about/``, or the name below a quotation."""

    kind: ReferenceKind
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """An attributed quotation: its paragraphs without marks, and the numbers of its references."""

    anchor: str
    text: tuple[str, ...]
    whose: int
    position: int
    quoted_by: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """A converted text. Link N stands in ``html`` as ``x-reference:N``; its words may be a label mark.

    ``summary`` and ``words`` are those of the text as it was written.
    """

    html: str
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    statements: tuple[StatementFacts, ...]
    summary: str
    words: int


EMPTY = Body("", (), (), (), "", 0)
