"""What has a page under its name: people, organisations, topics, series, and pages such as About."""

from collections.abc import Iterable
from dataclasses import dataclass

from site_builder.custom_fields import CustomValues
from site_builder.errors import Place
from site_builder.identifiers import Identifier
from site_builder.ids import Address, OrganisationId, PersonId, SeriesId, StandaloneId, TopicId
from site_builder.kinds import Kind
from site_builder.values import (
    CitedName,
    FormerUrl,
    Link,
    Parentage,
    Period,
    Photo,
    Prose,
    Succession,
    When,
    as_written,
)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader wrote below a writeup; ``html`` is safe. Who wrote it is nobody of the archive.

    ``author`` is empty where no name is given; ``answers`` is the anchor of another comment, or empty.
    """

    anchor: str
    author: str
    date: When | None
    html: str
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Honorific:
    """A title of a person, such as Cllr, and when it was held."""

    title: str
    period: Period


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """A position that a person's file gives."""

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
    #: The name as citations have it.
    cited_as: CitedName
    other_names: tuple[str, ...] = ()
    honorifics: tuple[Honorific, ...] = ()
    positions: tuple[HeldPosition, ...] = ()
    distinct_from: tuple[PersonId, ...] = ()
    links: tuple[Link, ...] = as_written(())
    ids: tuple[Identifier, ...] = as_written(())
    former_urls: tuple[FormerUrl, ...] = ()
    pronouns: str = as_written("")
    photo: Photo | None = None
    path: str = ""
    prose: Prose | None = None
    #: Whether names in texts become links, and are asked about.
    is_linked: bool = True
    extra: CustomValues = as_written(None)
    noindex: bool = as_written(False)

    @property
    def address(self) -> Address:
        """Return where the page of this person is."""
        return Kind.PEOPLE.address(self.id)


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
    #: Whether its page lists what was said for the organisations that it was renamed or merged from too.
    rolls_up: bool = True
    distinct_from: tuple[OrganisationId, ...] = ()
    links: tuple[Link, ...] = as_written(())
    ids: tuple[Identifier, ...] = as_written(())
    former_urls: tuple[FormerUrl, ...] = ()
    path: str = ""
    prose: Prose | None = None
    #: Whether names in texts become links, and are asked about.
    is_linked: bool = True
    extra: CustomValues = as_written(None)
    noindex: bool = as_written(False)

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
    distinct_from: tuple[TopicId, ...] = ()
    former_urls: tuple[FormerUrl, ...] = ()
    path: str = ""
    prose: Prose | None = None
    extra: CustomValues = as_written(None)
    noindex: bool = as_written(False)

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
    extra: CustomValues = as_written(None)
    noindex: bool = as_written(False)

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
    extra: CustomValues = as_written(None)
    noindex: bool = as_written(False)

    @property
    def address(self) -> Address:
        """Return where this page is."""
        return Kind.PAGES.address(self.id)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Which writeups are not published, by path."""

    drafts: tuple[str, ...]
    embargoed: tuple[str, ...]
    #: Which are published only because this build was asked for drafts, or for what is under embargo.
    shown_early: tuple[str, ...] = ()
