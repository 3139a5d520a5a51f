"""What stands in ``/data/archive.json``: its records, and the JSON Schema that follows from them.

The schema is one of draft 2020-12.
"""

from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from site_builder.values import CommitmentState, LineageChange, StatementKind, VoteOption, VoteResult

JsonSchema: TypeAlias = dict[str, Any]

#: A plain value, with a keyword of JSON Schema that limits it.
Id: TypeAlias = Annotated[str, ("minLength", 1)]
PublicAddress: TypeAlias = Annotated[str, ("pattern", "^(https?://|/)")]
Day: TypeAlias = Annotated[str, ("pattern", "^\\d{4}-\\d{2}-\\d{2}$")]
DayMonthOrYear: TypeAlias = Annotated[str, ("pattern", "^\\d{4}(-\\d{2}(-\\d{2})?)?$")]
DayOrMoment: TypeAlias = Annotated[str, ("pattern", "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}.*)?$")]
Count: TypeAlias = Annotated[int, ("minimum", 0)]


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A page elsewhere, or a source."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class IdentifierRecord:
    """What a register calls somebody or something."""

    scheme: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class EventRecord:
    """The facts of an event; nobody has spoken yet at one that is ``upcoming``."""

    #: The id of its own file, and of what it is a session of; ``whole`` is what it counts as.
    id: Id | None
    part_of: Id | None
    whole: Id | None
    name: str
    start: DayOrMoment
    end: DayOrMoment | None
    place: str
    venue: str
    address: str
    room: str
    attendance: str
    accessibility: str
    format: str
    url: str
    ids: tuple[IdentifierRecord, ...]
    attribution: str
    organisers: tuple[Id, ...]
    sponsors: tuple[Id, ...]
    series: Id | None
    upcoming: bool


@dataclass(frozen=True, slots=True)
class AffiliationRecord:
    """A position with the organisation where it was held; one of the two may be missing."""

    position: str
    organisation: Id | None


@dataclass(frozen=True, slots=True)
class AppearanceRecord:
    """Somebody who spoke; ``person`` is null where the name is withheld or nobody is named."""

    person: Id | None
    name: str
    positions: tuple[AffiliationRecord, ...]
    role: str
    capacity: str
    #: Whether an earlier writeup of the same event lists the person, too.
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """Somebody or something that a writeup names."""

    person: Id | None
    name: str
    positions: tuple[AffiliationRecord, ...]
    quoted_by: Id | None


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    """What became of a promise."""

    state: CommitmentState
    since: Day | None
    source: str


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """What somebody said; only a quotation has their own words."""

    address: PublicAddress
    kind: StatementKind
    is_verbatim: bool
    person: Id | None
    organisation: Id | None
    name: str
    positions: tuple[AffiliationRecord, ...]
    on_behalf_of: tuple[Id, ...]
    quoted_by: str
    topics: tuple[Id, ...]
    #: The address of whom or what it answers.
    answers: str
    commitment: CommitmentRecord | None
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoterRecord:
    """Somebody whose vote is named."""

    person: Id | None
    organisation: Id | None
    name: str


@dataclass(frozen=True, slots=True)
class BallotRecord:
    """How many voted so."""

    option: VoteOption
    total: int
    voters: tuple[VoterRecord, ...]


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """How a meeting voted."""

    result: VoteResult | None
    ballots: tuple[BallotRecord, ...]


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What a meeting decided."""

    address: PublicAddress
    topics: tuple[Id, ...]
    text: tuple[str, ...]
    votes: tuple[VoteRecord, ...]


@dataclass(frozen=True, slots=True)
class VoiceRecord:
    """Somebody who speaks in a transcript, and in how many turns; their words are in turns.csv."""

    person: Id | None
    organisation: Id | None
    name: str
    turns: int


@dataclass(frozen=True, slots=True)
class NamedInTextRecord:
    """Whom and what the text names without listing them."""

    people: tuple[Id, ...]
    organisations: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """What was changed after publication."""

    date: Day
    text: str


@dataclass(frozen=True, slots=True)
class MaterialRecord:
    """What was shown or handed out at an event."""

    title: str
    url: str
    file: PublicAddress | None


@dataclass(frozen=True, slots=True)
class RecordingRecord:
    """Where an event can be heard or seen: a web page, or a file with its captions, or both."""

    url: str
    file: PublicAddress | None
    captions: PublicAddress | None


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """Somebody who wrote a writeup or worked on it; ``role`` is empty for an author."""

    name: str
    person: Id | None
    organisation: Id | None
    role: str


@dataclass(frozen=True, slots=True)
class TranslationRecord:
    """A writeup in another language than the one in lists."""

    address: PublicAddress
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class WriteupRecord:
    """A writeup, without its text."""

    id: Id
    address: PublicAddress
    title: str
    language: str
    date: DayOrMoment
    updated: Day
    authors: tuple[AuthorRecord, ...]
    summary: str
    event: EventRecord
    appearances: tuple[AppearanceRecord, ...]
    mentions: tuple[MentionRecord, ...]
    statements: tuple[StatementRecord, ...]
    voices: tuple[VoiceRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    named: NamedInTextRecord
    topics: tuple[Id, ...]
    recordings: tuple[RecordingRecord, ...]
    #: Who attended the event without speaking, and who sent regrets.
    attended: tuple[Id, ...]
    regrets: tuple[Id, ...]
    translations: tuple[TranslationRecord, ...]
    materials: tuple[MaterialRecord, ...]
    sources: tuple[LinkRecord, ...]
    ids: tuple[IdentifierRecord, ...]
    corrections: tuple[CorrectionRecord, ...]


@dataclass(frozen=True, slots=True)
class HonorificRecord:
    """A title of a person."""

    title: str
    since: DayMonthOrYear | None
    until: DayMonthOrYear | None


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """A position: when it was seen at events, and when it was held as far as the person's file says."""

    position: str
    organisation: Id | None
    first_seen: Day | None
    last_seen: Day | None
    events: Count
    since: DayMonthOrYear | None
    until: DayMonthOrYear | None


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """A photo of a person, in words, and who took it."""

    address: PublicAddress
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Anyone named."""

    id: Id
    address: PublicAddress
    name: str
    sort_name: str
    other_names: tuple[str, ...]
    honorifics: tuple[HonorificRecord, ...]
    positions: tuple[PositionRecord, ...]
    links: tuple[LinkRecord, ...]
    ids: tuple[IdentifierRecord, ...]
    pronouns: str
    photo: PhotoRecord | None


@dataclass(frozen=True, slots=True)
class ParentRecord:
    """The larger organisation that one is part of."""

    organisation: Id
    since: DayMonthOrYear | None
    until: DayMonthOrYear | None


@dataclass(frozen=True, slots=True)
class SuccessionRecord:
    """What an organisation was before."""

    change: LineageChange
    predecessor: Id
    date: Day | None


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """A body that people speak for."""

    id: Id
    address: PublicAddress
    name: str
    sort_name: str
    other_names: tuple[str, ...]
    classification: str
    founded: DayMonthOrYear | None
    dissolved: DayMonthOrYear | None
    parents: tuple[ParentRecord, ...]
    lineage: tuple[SuccessionRecord, ...]
    links: tuple[LinkRecord, ...]
    ids: tuple[IdentifierRecord, ...]


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A topic or a series."""

    id: Id
    address: PublicAddress
    name: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedEventRecord:
    """An event with a file of its own."""

    address: PublicAddress
    event: EventRecord
    recordings: tuple[RecordingRecord, ...]
    materials: tuple[MaterialRecord, ...]
    attended: int
    regrets: int


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """Everything but the texts."""

    title: str
    address: PublicAddress
    language: str
    events: tuple[SharedEventRecord, ...]
    writeups: tuple[WriteupRecord, ...]
    people: tuple[PersonRecord, ...]
    organisations: tuple[OrganisationRecord, ...]
    topics: tuple[NamedRecord, ...]
    series: tuple[NamedRecord, ...]
