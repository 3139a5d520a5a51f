"""The nouns: what a site consists of once it is read and linked. Frozen, without input or output.

Everything refers to everything else by id. An address is the path of a page on the site (``/speakers/x/``),
decoded; one that ends in ``/`` is served by an ``index.html``.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from site_builder.custom_fields import CustomValues
from site_builder.entities import Comment, HeldBack, Organisation, Person, Series, Standalone, Topic
from site_builder.errors import Place
from site_builder.identifiers import Identifier
from site_builder.ids import Address, EventId, OrganisationId, PersonId, SeriesId, TopicId, WriteupId
from site_builder.kinds import Kind, part_address, writeup_folder
from site_builder.redaction_rules import RedactionRules
from site_builder.values import (
    Affiliation,
    Attribution,
    Author,
    Commitment,
    Correction,
    FormerUrl,
    Material,
    NamedLink,
    Photo,
    Prose,
    Recording,
    Source,
    StatementKind,
    VoteOption,
    VoteResult,
    When,
    as_written,
    organisations_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What was attended."""

    name: str = as_written("")
    start: When
    end: When | None
    place: str = as_written("")
    venue: str = as_written("")
    organisers: tuple[OrganisationId, ...]
    series: SeriesId | None
    format: str = as_written("")
    #: The organisations that paid for it.
    sponsors: tuple[OrganisationId, ...] = ()
    #: The postal address of the venue; the room of a session.
    address: str = as_written("")
    room: str = as_written("")
    attendance: str = as_written("")
    accessibility: str = as_written("")
    #: The id of its own file, if it has one, and that of the event of which it is a session.
    id: EventId | None = None
    part_of: EventId | None = None
    #: The whole that it belongs to, over all steps; None for what is part of nothing and has no file.
    whole: EventId | None = None
    url: str = as_written("")
    ids: tuple[Identifier, ...] = as_written(())
    attribution: Attribution
    #: Whether it has not begun yet: its first day is still to come where the site is.
    is_upcoming: bool = False

    @property
    def is_on_the_record(self) -> bool:
        """Say whether speakers may be named."""
        return self.attribution is Attribution.ON_THE_RECORD


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person at an event, in the positions held that day; ``label`` is the name as the writeup has it.

    ``person`` is None for somebody whose name is withheld, and nothing here says who that is; also for who is
    not named, such as a member of the audience, and for an organisation, which has no ``label`` then.
    """

    person: PersonId | None
    label: str
    affiliations: tuple[Affiliation, ...]
    role: str
    capacity: str
    place: Place
    #: Whether an earlier writeup of the same event lists the person, too: nobody is counted twice.
    is_repeated: bool = False
    #: The organisations spoken for, once each; kept, as every page about them asks for it.
    organisations: tuple[OrganisationId, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "organisations", organisations_in(self.affiliations))

    def position_at(self, organisation: OrganisationId) -> str:
        """Return the position held in an organisation; several with commas."""
        at = [held.position for held in self.affiliations if held.organisation == organisation]
        return ", ".join(position for position in at if position)

    @property
    def is_on_behalf(self) -> bool:
        """Say whether the person spoke for the organisations, and not for themselves."""
        return self.capacity in {"", "for the organisation"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or an organisation that a text names without their having spoken there.

    ``person`` is None for an organisation, which has no ``label`` then, and for a name that is withheld.
    """

    person: PersonId | None
    label: str
    affiliations: tuple[Affiliation, ...]
    quoted_by: PersonId | None
    place: Place
    #: The organisations named, once each.
    organisations: tuple[OrganisationId, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "organisations", organisations_in(self.affiliations))


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said; ``text`` is its paragraphs without marks, in their own words or the author's.

    It is by a person or, where nobody is named, by an organisation; both are None where the name is withheld.
    ``affiliations`` are those of that day, and empty where the writeup does not say. ``answers`` is the page
    or the place of whom or what it answers, and empty where that is not said.
    """

    anchor: str
    kind: StatementKind
    #: Whether these are their own words, and not the author's.
    is_verbatim: bool
    text: tuple[str, ...]
    person: PersonId | None
    organisation: OrganisationId | None
    label: str
    affiliations: tuple[Affiliation, ...]
    on_behalf_of: tuple[OrganisationId, ...]
    quoted_by: str
    #: Where the name below it stands.
    place: Place
    quoting: PersonId | None
    topics: tuple[TopicId, ...]
    answers: NamedLink | None
    commitment: Commitment | None
    #: In which part of a long text it stands.
    part: int = 1


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody under one name in front of turns of a transcript; several may be one person's.

    It is a person or an organisation, or neither where the name is withheld or nobody's. ``reference`` is the
    number of the link that the heads of these turns have, ``first`` the anchor of the first of ``turns``.
    """

    person: PersonId | None
    organisation: OrganisationId | None
    label: str
    affiliations: tuple[Affiliation, ...]
    on_behalf_of: tuple[OrganisationId, ...]
    reference: int
    turns: int
    first: str
    part: int


class Voter(NamedTuple):
    """Somebody who voted; nobody is known if the name is withheld."""

    person: PersonId | None
    organisation: OrganisationId | None
    label: str


class Ballot(NamedTuple):
    """How many voted so, and those of them who are named."""

    option: VoteOption
    total: int
    voters: tuple[Voter, ...]


class Vote(NamedTuple):
    """How a meeting voted on a decision; ``result`` is None where that is not said."""

    ballots: tuple[Ballot, ...]
    result: VoteResult | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided; ``text`` is its paragraphs without marks."""

    anchor: str
    text: tuple[str, ...]
    topics: tuple[TopicId, ...]
    votes: tuple[Vote, ...]
    place: Place
    part: int = 1


class Translation(NamedTuple):
    """A writeup in another language; ``language`` is empty for that of the site."""

    language: str
    title: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Writeup:
    """One event, written up."""

    id: WriteupId
    path: str
    #: Where its page is.
    address: Address
    title: str = as_written("")
    date: When
    event: Event
    appearances: tuple[Appearance, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    #: People and organisations that the text names and the writeup does not list.
    named_people: tuple[PersonId, ...]
    named_organisations: tuple[OrganisationId, ...]
    topics: tuple[TopicId, ...]
    authors: tuple[Author, ...]
    summary: str
    former_urls: tuple[FormerUrl, ...]
    sources: tuple[Source, ...] = as_written(())
    corrections: tuple[Correction, ...]
    #: Who speaks, if it is a transcript.
    voices: tuple[Voice, ...] = ()
    decisions: tuple[Decision, ...] = ()
    #: The text, or the first part of a long one.
    prose: Prose
    further_parts: tuple[Prose, ...] = ()
    #: That of title and text where it is not that of the site; else empty.
    language: str = as_written("")
    ids: tuple[Identifier, ...] = as_written(())
    recordings: tuple[Recording, ...] = ()
    materials: tuple[Material, ...] = ()
    #: Who attended the event without speaking, and who sent regrets.
    attended: tuple[PersonId, ...] = ()
    regrets: tuple[PersonId, ...] = ()
    #: The same in other languages, each with a page of its own; lists have only this one.
    translations: tuple[Translation, ...] = ()
    comments: tuple[Comment, ...] = ()
    status: str = as_written("published")
    embargo: When | None = as_written(None)
    #: Fields of the site's own, for its templates.
    extra: CustomValues = as_written(None)
    #: Whether search engines are asked to leave the page out.
    noindex: bool = as_written(False)

    @property
    def counted_appearances(self) -> tuple[Appearance, ...]:
        """Return everybody who spoke but for those whom an earlier writeup of the event lists."""
        if self.event.id is None:
            return self.appearances
        return tuple(appearance for appearance in self.appearances if not appearance.is_repeated)

    @property
    def event_key(self) -> str:
        """Return what counts as one event: a conference with all its sessions, or what one writeup is on."""
        return self.event.whole or self.path

    @property
    def entries(self) -> tuple[Appearance | Mention, ...]:
        """Return everybody and everything that the writeup lists: speakers first, then mentions."""
        return (*self.appearances, *self.mentions)

    @property
    def day(self) -> datetime.date:
        """Return the day of what it reports: that of the event, or its own where that is still to come."""
        return self.date.day if self.event.is_upcoming else self.event.start.day

    @property
    def key(self) -> str:
        """Return what it is called in data: its address without what all have, such as ``2010/grid-week``."""
        return self.address.removeprefix(Kind.WRITEUPS.index_address).strip("/")

    @property
    def folder(self) -> Address:
        """Return where the files are that belong to its page."""
        return writeup_folder(self.address)

    def address_of(self, passage: Statement | Decision | Voice) -> Address:
        """Return the very place of a statement or a decision, or of somebody's first turn."""
        anchor = passage.first if isinstance(passage, Voice) else passage.anchor
        return Address(f"{part_address(self.address, passage.part)}#{anchor}")

    def address_at(self, anchor: str) -> Address:
        """Return the very place of the statement with an anchor."""
        return self.address_of(next(statement for statement in self.statements if statement.anchor == anchor))

    @property
    def parts(self) -> tuple[Prose, ...]:
        """Return the text in the parts of which each has a page: nearly always one."""
        return (self.prose, *self.further_parts)

    @property
    def author(self) -> str:
        """Return the names of those who wrote it, in one line; empty where nobody is named."""
        return ", ".join(author.name for author in self.authors if not author.role)

    @property
    def updated(self) -> datetime.date:
        """Return the day of the last change that the writeup declares."""
        return max([self.date.day, *(correction.date for correction in self.corrections)])


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEvent:
    """An event with a file of its own, which several writeups may be on."""

    id: EventId
    path: str
    event: Event
    prose: Prose | None
    recordings: tuple[Recording, ...]
    materials: tuple[Material, ...]
    image: Photo | None
    #: How many attended without speaking, and sent regrets, as far as its file lists them.
    attended: int
    regrets: int
    former_urls: tuple[FormerUrl, ...]
    extra: CustomValues = as_written(None)
    noindex: bool = as_written(False)

    @property
    def address(self) -> Address:
        """Return where the page of this event is."""
        return Kind.EVENTS.address(self.id)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the writeups that a text links to or shows.

    ``widths`` are those of the smaller copies of a picture; None for what is none.
    """

    address: Address
    file: Path
    widths: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class AddressLink:
    """A link in a text to an address of this site, which planning has to confirm."""

    address: str
    place: Place


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that will be published, linked. Writeups are newest first, the rest is in no order."""

    writeups: tuple[Writeup, ...]
    #: Writeups that are listed nowhere, as one in another language stands for them.
    translations: tuple[Writeup, ...]
    events: Mapping[EventId, SharedEvent]
    people: Mapping[PersonId, Person]
    organisations: Mapping[OrganisationId, Organisation]
    topics: Mapping[TopicId, Topic]
    series: Mapping[SeriesId, Series]
    pages: tuple[Standalone, ...]
    attachments: tuple[Attachment, ...]
    address_links: tuple[AddressLink, ...]
    held_back: HeldBack
    redaction: RedactionRules = RedactionRules()

    @property
    def pages_of_writeups(self) -> tuple[Writeup, ...]:
        """Return every writeup that has a page: those in lists, and the same in other languages."""
        return (*self.writeups, *self.translations)
