"""What a converted text consists of: its HTML, its links, its headings and its statements."""

from dataclasses import dataclass
from enum import Enum

from site_builder.errors import Place
from site_builder.markdown.statement_attributes import StatementAttributes
from site_builder.schema.nodes import Placed
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
    #: Who speaks in the turns of a transcript.
    VOICE = "voice"
    #: A place in another part of the same text: ``2#anchor``.
    PART = "part"
    #: Whose vote it is.
    VOTER = "voter"


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
    #: In which part of a divided text it stands.
    part: int = 1

    @property
    def is_verbatim(self) -> bool:
        """Say whether these are somebody's own words.

        They are in a block, unless the author says otherwise, and in a passage of a turn.
        """
        kind = self.attributes.kind
        is_block = self.position is not None and kind != StatementKind.PARAPHRASE
        return is_block or self.attributes.is_promoted or kind == StatementKind.QUOTATION


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """A name in front of turns: the numbers of its references, its number of turns, its first one."""

    whose: int
    position: int
    turns: int
    first: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """How many voted for an option, and the numbers of the references of those who are named."""

    option: str
    count: int
    voters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """A vote on the decision at an anchor; ``result`` may be empty."""

    decision: str
    ballots: tuple[BallotFacts, ...]
    result: str
    place: Place


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a meeting decided: its paragraphs without marks, and what it is about."""

    anchor: str
    text: tuple[str, ...]
    topics: tuple[Placed[str], ...]
    place: Place
    part: int = 1


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
    voices: tuple[VoiceFacts, ...] = ()
    decisions: tuple[DecisionFacts, ...] = ()
    votes: tuple[VoteFacts, ...] = ()
    #: Into how many parts ``html`` is divided, with a mark between two.
    parts: int = 1


EMPTY = Body("", (), (), (), "", 0)
