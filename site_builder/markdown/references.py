"""What a converted text consists of: its HTML, its links, its headings and its statements."""

from dataclasses import dataclass
from enum import Enum

from site_builder.errors import Place
from site_builder.markdown.statement_attributes import StatementAttributes
from site_builder.values import Heading, StatementKind


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
    """What somebody said: its paragraphs without marks, and the numbers of its references.

    ``position`` and ``quoted_by`` stand for words of a caption, which only a block has.
    """

    anchor: str
    text: tuple[str, ...]
    whose: int
    position: int | None
    quoted_by: int | None
    attributes: StatementAttributes

    @property
    def is_verbatim(self) -> bool:
        """Say whether these are somebody's own words: a block, unless the author says that it is none."""
        return self.position is not None and self.attributes.kind != StatementKind.PARAPHRASE


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
