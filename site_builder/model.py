"""The nouns: what a site consists of once it is read and linked. Frozen, without input or output.

Everything refers to everything else by id. An address is the path of a page on the site (``/speakers/x/``),
decoded; one that ends in ``/`` is served by an ``index.html``.
"""

import calendar
import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.custom_fields import CustomValues
from site_builder.errors import Place
from site_builder.gettext_markers import gettext_noop
from site_builder.ids import Address, OrganisationId, PersonId, SeriesId, StandaloneId, TopicId, WriteupId
from site_builder.kinds import Kind

#: In the metadata of a field: its value is that of the key of the same name.
_AS_WRITTEN = "as written"


def as_written(default: Any) -> Any:
    """Declare a field whose value is that of the key of the same name in the front matter of a file."""
    return field(default=default, metadata={_AS_WRITTEN: True})


@cache
def names_as_written(entity: type) -> tuple[str, ...]:
    """Return the names of the fields that are declared with :func:`as_written`."""
    return tuple(declared.name for declared in fields(entity) if _AS_WRITTEN in declared.metadata)


class Attribution(StrEnum):
    """The rule under which something was said."""

    ON_THE_RECORD = gettext_noop("on the record")
    CHATHAM_HOUSE_RULE = gettext_noop("Chatham House Rule")
    NOT_FOR_ATTRIBUTION = gettext_noop("not for attribution")
    BACKGROUND_ONLY = gettext_noop("background only")


#: The roles that somebody can play at an event; a plain speaker has none of the others.
ROLES = (
    gettext_noop("speaker"),
    gettext_noop("chair"),
    gettext_noop("panellist"),
    gettext_noop("keynote"),
    gettext_noop("discussant"),
    gettext_noop("interviewer"),
    gettext_noop("interviewee"),
    gettext_noop("host"),
    gettext_noop("from the floor"),
)


#: On whose behalf somebody spoke.
CAPACITIES = (
    gettext_noop("for the organisation"),
    gettext_noop("personal"),
    gettext_noop("former"),
    gettext_noop("invited expert"),
)


@dataclass(frozen=True, slots=True)
class When:
    """A day, with the moment (always aware of its offset) where the author gave a time."""

    day: datetime.date
    moment: datetime.datetime | None = None

    @property
    def order(self) -> tuple[datetime.date, str]:
        """Return a key that sorts by day, then by moment; a day without a time comes first."""
        if self.moment is None:
            return self.day, ""
        return self.day, self.moment.astimezone(datetime.UTC).isoformat()


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year, as far as it is known; ``month`` and ``day`` are 0 where they are not."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first_day(self) -> datetime.date:
        """Return the first day that may be meant."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """Return the last day that may be meant."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = (f"{part:02}" for part in (self.month, self.day) if part)
        return "-".join((f"{self.year:04}", *parts))


@dataclass(frozen=True, slots=True)
class Period:
    """A time from ``since`` until ``until``, both included; None where an end is open or not known."""

    since: PartialDate | None = None
    until: PartialDate | None = None

    def may_include(self, day: datetime.date) -> bool:
        """Say whether a day may be within the period, given how much is known of its ends."""
        has_begun = self.since is None or self.since.first_day <= day
        return has_begun and (self.until is None or day <= self.until.last_day)

    @property
    def is_backwards(self) -> bool:
        """Say whether the period ends before it begins."""
        return bool(self.since and self.until and self.until.last_day < self.since.first_day)


@dataclass(frozen=True, slots=True)
class Link:
    """A title with a complete web address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: level 2 to 6, anchor, plain text."""

    level: int
    anchor: str
    text: str


class Prose:
    """A text as sanitised HTML, which is fetched when it is asked for. Never changed once it is made.

    Links to this site stand in it as marks (see :mod:`site_builder.urls`) with a number that counts
    ``targets``: an address with an optional query and fragment. Whoever prints the text makes them relative
    to its page, or absolute.

    ``source`` is the path of the file that it comes from; ``labels`` has, for each link that the author made,
    the words that replace those of the link, or nothing. ``names`` has the names in the text, each with the
    number of its target, counted from the first behind those of ``labels``, or -1. ``digest`` stands for the
    whole text in the key of a page: a text is shown on many pages, and is not gone through for each of them.
    (That is why this is no dataclass: the encoder of keys would go through it.)
    """

    __slots__ = ("_fetch", "digest", "headings", "labels", "names", "source", "summary", "targets", "words")

    def __init__(
        self,
        source: str,
        fetch: Callable[[], str],
        targets: tuple[str, ...],
        labels: tuple[str, ...],
        names: tuple[tuple[str, int], ...],
        headings: tuple[Heading, ...],
        summary: str,
        words: int,
        digest: str,
    ) -> None:
        self.source = source
        self.labels = labels
        self.names = names
        self._fetch = fetch
        self.targets = targets
        self.headings = headings
        self.summary = summary
        self.words = words
        self.digest = digest

    @property
    def html(self) -> str:
        """Return the HTML; the texts of a large site are never in memory as a whole."""
        return self._fetch()


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
    url: str = as_written("")
    attribution: Attribution

    @property
    def is_on_the_record(self) -> bool:
        """Say whether speakers may be named."""
        return self.attribution is Attribution.ON_THE_RECORD


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person at an event, in the position held that day; ``label`` is the name as the writeup has it.

    ``person`` is None for somebody whose name is withheld; nothing here says who that is.
    """

    person: PersonId | None
    label: str
    position: str
    organisations: tuple[OrganisationId, ...]
    role: str
    capacity: str
    place: Place

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
    position: str
    organisations: tuple[OrganisationId, ...]
    quoted_by: PersonId | None
    place: Place


@dataclass(frozen=True, slots=True)
class Statement:
    """An attributed passage of a text; ``text`` is its paragraphs without marks.

    It is by a person or, where nobody is named, by an organisation; both are None where the name is withheld.
    ``position`` and ``organisations`` are those of that day, and empty where the writeup does not say.
    """

    anchor: str
    text: tuple[str, ...]
    person: PersonId | None
    organisation: OrganisationId | None
    label: str
    position: str
    organisations: tuple[OrganisationId, ...]
    #: Organisations on whose behalf it was made.
    on_behalf_of: tuple[OrganisationId, ...]
    quoted_by: str


@dataclass(frozen=True, slots=True)
class Source:
    """Something a writeup draws on; ``url`` may be empty."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What was changed in a writeup after it had been published."""

    date: datetime.date
    text: str


@dataclass(frozen=True, slots=True)
class FormerUrl:
    """An earlier address of a page, and the place that names it."""

    address: Address
    place: Place


#: Endings of what browsers play.
SOUND = (".mp3", ".m4a", ".oga", ".ogg", ".opus", ".wav", ".flac")


FILM = (".mp4", ".webm", ".ogv", ".m4v", ".mov")


class Recording(NamedTuple):
    """Where an event can be heard or seen: a web page, or a file of the site with its captions, or both."""

    url: str
    file: Address
    captions: Address

    @property
    def is_film(self) -> bool:
        """Say whether the file is one to be seen, and not only heard."""
        return self.file.lower().endswith(FILM)


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
    author: str
    summary: str
    former_urls: tuple[FormerUrl, ...]
    sources: tuple[Source, ...] = as_written(())
    corrections: tuple[Correction, ...]
    prose: Prose
    #: That of title and text where it is not that of the site; else empty.
    language: str = as_written("")
    recording: Recording | None = None
    #: Fields of the site's own, for its templates.
    extra: CustomValues = as_written(None)

    @property
    def entries(self) -> tuple[Appearance | Mention, ...]:
        """Return everybody and everything that the writeup lists: speakers first, then mentions."""
        return (*self.appearances, *self.mentions)

    @property
    def updated(self) -> datetime.date:
        """Return the day of the last change that the writeup declares."""
        return max([self.date.day, *(correction.date for correction in self.corrections)])


@dataclass(frozen=True, slots=True)
class Honorific:
    """A title of a person, such as Cllr, and when it was held."""

    title: str
    period: Period


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """A position that a person's file tells of."""

    position: str
    organisation: OrganisationId | None
    period: Period
    place: Place


@dataclass(frozen=True, slots=True)
class Person:
    """Anyone named. ``path`` is empty for somebody without a file of their own."""

    id: PersonId
    name: str
    sort_name: str
    other_names: tuple[str, ...] = ()
    honorifics: tuple[Honorific, ...] = ()
    positions: tuple[HeldPosition, ...] = ()
    distinct_from: tuple[PersonId, ...] = ()
    links: tuple[Link, ...] = as_written(())
    former_urls: tuple[FormerUrl, ...] = ()
    path: str = ""
    prose: Prose | None = None
    #: Fields of the site's own, for its templates.
    extra: CustomValues = as_written(None)

    @property
    def address(self) -> Address:
        """Return where the page of this person is."""
        return Kind.PEOPLE.address(self.id)


class LineageChange(StrEnum):
    """How one organisation became another."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Parentage:
    """A larger organisation that this one is or was part of."""

    parent: OrganisationId
    period: Period


@dataclass(frozen=True, slots=True)
class Succession:
    """An earlier organisation that this one was renamed, merged or split from."""

    change: LineageChange
    predecessor: OrganisationId
    date: datetime.date | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that people speak for; earlier and later forms of it are organisations of their own."""

    id: OrganisationId
    name: str
    sort_name: str
    other_names: tuple[str, ...] = ()
    classification: str = as_written("")
    #: From its foundation to its end, as far as its file says.
    period: Period = Period()
    parents: tuple[Parentage, ...] = ()
    lineage: tuple[Succession, ...] = ()
    #: Whether its page tells what was said for the organisations that it was renamed or merged from too.
    rolls_up: bool = True
    distinct_from: tuple[OrganisationId, ...] = ()
    links: tuple[Link, ...] = as_written(())
    former_urls: tuple[FormerUrl, ...] = ()
    path: str = ""
    prose: Prose | None = None
    #: Fields of the site's own, for its templates.
    extra: CustomValues = as_written(None)

    @property
    def address(self) -> Address:
        """Return where the page of this organisation is."""
        return Kind.ORGANISATIONS.address(self.id)


def successors_of(organisations: Iterable[Organisation]) -> dict[OrganisationId, list[OrganisationId]]:
    """Return what each organisation became, by renaming, merging or splitting."""
    successors: dict[OrganisationId, list[OrganisationId]] = {}
    for later in organisations:
        for succession in later.lineage:
            successors.setdefault(succession.predecessor, []).append(later.id)
    return successors


@dataclass(frozen=True, slots=True)
class Topic:
    """What events were about."""

    id: TopicId
    name: str
    other_names: tuple[str, ...] = ()
    former_urls: tuple[FormerUrl, ...] = ()
    path: str = ""
    prose: Prose | None = None
    #: Fields of the site's own, for its templates.
    extra: CustomValues = as_written(None)

    @property
    def address(self) -> Address:
        """Return where the page of this topic is."""
        return Kind.TOPICS.address(self.id)


@dataclass(frozen=True, slots=True)
class Series:
    """A run of events."""

    id: SeriesId
    name: str
    other_names: tuple[str, ...] = ()
    links: tuple[Link, ...] = as_written(())
    former_urls: tuple[FormerUrl, ...] = ()
    path: str = ""
    prose: Prose | None = None
    #: Fields of the site's own, for its templates.
    extra: CustomValues = as_written(None)

    @property
    def address(self) -> Address:
        """Return where the page of this series is."""
        return Kind.SERIES.address(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standalone:
    """A page such as About."""

    id: StandaloneId
    title: str = as_written("")
    summary: str
    is_in_navigation: bool
    former_urls: tuple[FormerUrl, ...]
    path: str
    prose: Prose
    #: Fields of the site's own, for its templates.
    extra: CustomValues = as_written(None)

    @property
    def address(self) -> Address:
        """Return where this page is."""
        return Kind.PAGES.address(self.id)


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


class ProtectedName(NamedTuple):
    """A name that no output may hold, and why not, as the end of a sentence about it."""

    name: str
    reason: str
    is_person: bool


@dataclass(frozen=True, slots=True)
class RedactionRules:
    """What must not be in the output.

    ``names`` may stand nowhere; ``forbidden_on_pages`` has, for writeups by path, those that may stand on
    other pages only, and whether each is a person's. ``allowed`` are public names, folded: an occurrence
    inside one of them is not one of ``names``.
    """

    names: tuple[ProtectedName, ...] = ()
    forbidden_on_pages: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How many writeups are not published, and why."""

    drafts: int
    embargoed: int


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that will be published, linked. Writeups are newest first, the rest is in no order."""

    writeups: tuple[Writeup, ...]
    people: Mapping[PersonId, Person]
    organisations: Mapping[OrganisationId, Organisation]
    topics: Mapping[TopicId, Topic]
    series: Mapping[SeriesId, Series]
    pages: tuple[Standalone, ...]
    attachments: tuple[Attachment, ...]
    address_links: tuple[AddressLink, ...]
    held_back: HeldBack
    redaction: RedactionRules = RedactionRules()
