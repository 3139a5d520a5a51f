"""The values that the nouns of the archive are made of: days, periods, links, texts, rules of attribution."""

import calendar
import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from site_builder.errors import Place
from site_builder.gettext_markers import gettext_noop
from site_builder.ids import Address, OrganisationId, PersonId

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


class StatementKind(StrEnum):
    """How words of somebody came into a text."""

    QUOTATION = gettext_noop("quotation")
    PARAPHRASE = gettext_noop("paraphrase")
    QUESTION = gettext_noop("question")
    COMMITMENT = gettext_noop("commitment")


class VoteOption(StrEnum):
    """How somebody voted."""

    FOR = gettext_noop("for")
    AGAINST = gettext_noop("against")
    ABSTAINED = gettext_noop("abstained")
    ABSENT = gettext_noop("absent")


class VoteResult(StrEnum):
    """What came of a vote."""

    CARRIED = gettext_noop("carried")
    LOST = gettext_noop("lost")
    TIED = gettext_noop("tied")
    DEFERRED = gettext_noop("deferred")


class CommitmentState(StrEnum):
    """What became of a promise, as the editor sees it."""

    OPEN = gettext_noop("open")
    KEPT = gettext_noop("kept")
    BROKEN = gettext_noop("broken")
    WITHDRAWN = gettext_noop("withdrawn")


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


#: What somebody did for a writeup.
AUTHOR_ROLES = (
    gettext_noop("author"),
    gettext_noop("editor"),
    gettext_noop("translator"),
    gettext_noop("transcriber"),
)


#: How people could take part in an event.
ATTENDANCE = (gettext_noop("in person"), gettext_noop("online"), gettext_noop("hybrid"))


class CitedName(NamedTuple):
    """A name in the fields that citations have (CSL 1.0.2, names; BibTeX, First von Last with Jr).

    What is no person's name stands in ``family`` alone.
    """

    family: str
    given: str = ""
    particles: str = ""
    suffix: str = ""


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
    """A heading of a text: level 2 to 6, anchor, plain text, and the part of the text where it stands."""

    level: int
    anchor: str
    text: str
    part: int = 1


class ProseLinks(NamedTuple):
    """Where the links of a text lead.

    ``targets`` are those of its references, and then those of names that become links; ``labels`` has for
    each reference the words of its link or nothing, ``names`` for each name in the text the number of its
    target among those of names, or -1.
    """

    targets: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[tuple[str, int], ...]


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


@dataclass(frozen=True, slots=True)
class Source:
    """Something a writeup draws on; ``url`` may be empty."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FormerUrl:
    """An earlier address of a page, and the place that names it."""

    address: Address
    place: Place


#: Endings of what browsers play.
SOUND = (".mp3", ".m4a", ".oga", ".ogg", ".opus", ".wav", ".flac")


FILM = (".mp4", ".webm", ".ogv", ".m4v", ".mov")


@dataclass(frozen=True, slots=True)
class Correction:
    """What was changed in a writeup after it had been published."""

    date: datetime.date
    text: str


class Material(NamedTuple):
    """What was shown or handed out at an event: a web page, or a file of the site, or both."""

    title: str
    url: str
    file: Address


class Photo(NamedTuple):
    """A picture of somebody; ``target`` is its address with its measures, as those of texts have them."""

    target: Address
    alt: str
    credit: str


class Recording(NamedTuple):
    """Where an event can be heard or seen: a web page, or a file of the site with its captions, or both."""

    url: str
    file: Address
    captions: Address

    @property
    def is_film(self) -> bool:
        """Say whether the file is one to be seen, and not only heard."""
        return self.file.lower().endswith(FILM)


class NamedLink(NamedTuple):
    """A name and where on the site it leads; the address is empty where there is no page."""

    name: str
    address: Address


class Commitment(NamedTuple):
    """What became of a promise: since when that is so, and the web page that shows it, if known."""

    state: CommitmentState
    since: datetime.date | None
    source: str


class LineageChange(StrEnum):
    """How one organisation became another."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


class Affiliation(NamedTuple):
    """A position with the organisation where it was held; one of the two may be missing."""

    position: str = ""
    organisation: OrganisationId | None = None


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


def organisations_in(affiliations: tuple[Affiliation, ...]) -> tuple[OrganisationId, ...]:
    """Return the organisations of some affiliations, once each."""
    if len(affiliations) == 1:  # nearly always
        organisation = affiliations[0].organisation
        return (organisation,) if organisation else ()
    return tuple(dict.fromkeys(held.organisation for held in affiliations if held.organisation))


def single_position(affiliations: tuple[Affiliation, ...]) -> str:
    """Return the position where there is one; several stand only beside their organisations."""
    positions = [held.position for held in affiliations if held.position]
    return positions[0] if len(positions) == 1 else ""


def with_joints(affiliations: Iterable[Affiliation]) -> Iterator[tuple[Affiliation, str]]:
    """Yield each affiliation with what stands in front of it: a semicolon beside a position."""
    before: Affiliation | None = None
    for held in affiliations:
        joint = "" if before is None else "; " if held.position or before.position else ", "
        yield held, joint
        before = held


class Author(NamedTuple):
    """Somebody who wrote a writeup, or worked on it; ``rest`` is what the line has behind the name.

    There is neither a person nor an organisation behind a name such as "Staff".
    """

    name: str
    person: PersonId | None = None
    organisation: OrganisationId | None = None
    #: Editor, translator or transcriber; empty for an author.
    role: str = ""
    rest: str = ""
