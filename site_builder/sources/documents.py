"""Files that were parsed: what their front matter says, and facts about their texts."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from site_builder.entities import Comment
from site_builder.kinds import Kind
from site_builder.markdown.references import DecisionFacts, Reference, StatementFacts, VoiceFacts, VoteFacts
from site_builder.schema.nodes import Placed
from site_builder.sources.event_fields import EventFileFields
from site_builder.sources.fields import (
    OrganisationFields,
    PageFields,
    PersonFields,
    SeriesFields,
    TopicFields,
    WriteupFields,
)
from site_builder.values import Heading, When

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is known of a text without having it at hand; see :class:`Body`. No digest means no text."""

    digest: str
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    statements: tuple[StatementFacts, ...]
    summary: str
    words: int
    voices: tuple[VoiceFacts, ...] = ()
    decisions: tuple[DecisionFacts, ...] = ()
    votes: tuple[VoteFacts, ...] = ()
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Parsed(Generic[F]):
    """One file: its id, what its front matter says, and facts about its text. Names are not looked up yet."""

    id: str
    path: str
    fields: F
    text: TextFacts
    #: What readers wrote below a writeup, if the site shows it.
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Documents:
    """All files of a site, each kind in the order of the paths. Every writeup has a date."""

    writeups: tuple[Parsed[WriteupFields], ...] = ()
    people: tuple[Parsed[PersonFields], ...] = ()
    organisations: tuple[Parsed[OrganisationFields], ...] = ()
    topics: tuple[Parsed[TopicFields], ...] = ()
    series: tuple[Parsed[SeriesFields], ...] = ()
    events: tuple[Parsed[EventFileFields], ...] = ()
    pages: tuple[Parsed[PageFields], ...] = ()

    def of(self, kind: Kind) -> tuple[Parsed[Any], ...]:
        """Return the files of a kind."""
        documents: tuple[Parsed[Any], ...] = getattr(self, kind.value)
        return documents

    @property
    def other_than_writeups(self) -> tuple[Parsed[Any], ...]:
        """Return the files of all kinds but writeups."""
        return tuple(document for kind in Kind if kind is not Kind.WRITEUPS for document in self.of(kind))


def date_of(fields: WriteupFields) -> When:
    """Return the date of a parsed writeup, which parsing has made sure of."""
    return cast("Placed[When]", fields.date).value
