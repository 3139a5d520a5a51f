"""What pages have in common: the frame around every page, links, cards, and dividing what grows.

A view is all that a template sees. Addresses in it are paths of the site; the template makes them relative.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from site_builder.config import Licence
from site_builder.custom_fields import CustomFields, CustomValues
from site_builder.ids import Address, OrganisationId, TopicId
from site_builder.kinds import Kind
from site_builder.language import Language
from site_builder.model import Appearance, Person, Statement, Writeup
from site_builder.pages.components.cards import (
    NamedLink,
    OrganisationLinkView,
    capacity_tag,
    labelled_link,
    organisation_link,
    role_tag,
)
from site_builder.pages.site_index import SiteIndex
from site_builder.values import Affiliation, Period, with_joints

K = TypeVar("K")
T = TypeVar("T")
V = TypeVar("V")

#: How many writeups a finished part of a long list has. The newest part has up to twice as many, less one.
PART_SIZE = 50
#: As many of those who spoke at the same events, and of topics, are worth a look.
_SOME = 8


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page says about the site; ``base_url`` is empty or ends in ``/``.

    ``data``, ``search`` and ``logo`` are addresses, or empty; ``logo`` is a picture of the site's own.
    ``interface_language`` and ``direction`` (``ltr`` or ``rtl``) are those of the words of the theme, which
    is English where there is no catalogue for ``language``; ``text_language`` is set then. ``stylesheets``
    and ``scripts`` are addresses of the site or elsewhere.
    """

    title: str
    tagline: str
    description: str
    language: str
    interface_language: str
    text_language: str
    direction: str
    base_url: str
    logo: str
    licence: Licence | None
    footer: str
    navigation: tuple[NamedLink, ...]
    footer_links: tuple[NamedLink, ...]
    search: str
    data: str
    stylesheets: tuple[str, ...]
    scripts: tuple[str, ...]
    custom_fields: CustomValues

    @property
    def extra(self) -> CustomFields:
        """Return the fields that the site has of its own."""
        return CustomFields(self.custom_fields)


@dataclass(frozen=True, slots=True)
class PageView:
    """What a page says about itself.

    ``section`` is the address of the navigation link that it belongs to; ``feed`` is that of its own feed,
    and ``image`` that of a picture of it, or empty. ``noindex`` asks search engines to leave it out.
    """

    address: Address
    title: str
    description: str
    section: str = ""
    feed: str = ""
    breadcrumbs: tuple[NamedLink, ...] = ()
    image: str = ""
    noindex: bool = False


@dataclass(frozen=True, slots=True)
class AddressView:
    """What a file that is no page says about itself: its address."""

    address: Address


class AffiliationView(NamedTuple):
    """A position with the organisation where it was held; ``joint`` stands between it and the one before."""

    joint: str
    position: str
    organisation: OrganisationLinkView | None


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Somebody who spoke, in the position of that day.

    ``role`` is empty for a plain speaker, ``capacity`` for somebody who spoke for the organisation, and
    ``address`` for somebody whose name is withheld.
    """

    name: str
    address: Address
    affiliations: tuple[AffiliationView, ...]
    role: str
    capacity: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """An attributed passage; ``writeup`` leads to the very place. ``person`` has no address if withheld.

    ``speaker`` is a person, or an organisation where nobody is named.
    """

    date: datetime.date
    language: str
    text: tuple[str, ...]
    speaker: NamedLink
    affiliations: tuple[AffiliationView, ...]
    quoted_by: str
    writeup: NamedLink
    topics: tuple[NamedLink, ...]


@dataclass(frozen=True, slots=True)
class CountView:
    """Somebody or something, and how often."""

    link: NamedLink
    count: int


@dataclass(frozen=True, slots=True)
class ListPageView(Generic[T]):
    """One part of a long list, with links to its neighbours; both are empty where there is one part.

    Parts are numbered from the oldest, so that what a finished part lists never changes; the newest has
    number 0. ``total`` counts the items of all parts in the newest, and its own in a finished part.
    """

    items: tuple[T, ...]
    address: Address
    number: int
    total: int
    newer: str
    older: str
    #: Makes the titles of the parts unique.
    suffix: str

    def showing(self, view: Callable[[T], V]) -> "ListPageView[V]":
        """Return the same part with a view in place of each item: a page holds only what it shows."""
        items = tuple(view(item) for item in self.items)
        return ListPageView(items, self.address, self.number, self.total, self.newer, self.older, self.suffix)


def divide(items: Sequence[T], address: Address, language: Language) -> tuple[ListPageView[T], ...]:
    """Divide a list that is newest first into parts of which only the first ever changes."""
    finished = max(len(items) // PART_SIZE - 1, 0)
    addresses = [Address(f"{address}page/{number}/") for number in range(1, finished + 1)]
    addresses.append(address)  # by position: the oldest first, the newest last
    parts = []
    for position in range(finished, -1, -1):
        start = max(len(items) - (position + 1) * PART_SIZE, 0) if position < finished else 0
        end = len(items) - position * PART_SIZE
        parts.append(
            ListPageView(
                items=tuple(items[start:end]),
                address=addresses[position],
                number=position + 1 if position < finished else 0,
                total=len(items) if position == finished else end - start,
                newer=addresses[position + 1] if position < finished else "",
                older=addresses[position - 1] if position else "",
                suffix=language.translate(", older writeups, part {n}", n=position + 1)
                if position < finished
                else "",
            )
        )
    return tuple(parts)


def site_view(index: SiteIndex) -> SiteView:
    """Return the frame of every page."""
    config, translate = index.config, index.language.translate
    sections = [NamedLink(translate("Writeups"), Kind.WRITEUPS.index_address)]
    if index.speakers:
        sections.append(NamedLink(translate("Speakers"), Kind.PEOPLE.index_address))
    if index.site.organisations:
        sections.append(NamedLink(translate("Organisations"), Kind.ORGANISATIONS.index_address))
    if index.site.topics:
        sections.append(NamedLink(translate("Topics"), Kind.TOPICS.index_address))
    if index.site.series:
        sections.append(NamedLink(translate("Series"), Kind.SERIES.index_address))
    pages = [NamedLink(page.title, page.address) for page in index.site.pages if page.is_in_navigation]
    more = [NamedLink(link.label, Address(link.address)) for link in config.navigation]
    return SiteView(
        title=config.title,
        tagline=config.tagline,
        description=config.description or config.tagline,
        language=config.language,
        interface_language=index.language.interface,
        text_language=config.language if index.language.interface != index.language.tag else "",
        direction=index.language.direction,
        base_url=config.base_url,
        logo=config.logo,
        licence=config.licence,
        footer=config.footer,
        navigation=(*sections, *pages, *more),
        footer_links=tuple(
            NamedLink(page.title, page.address) for page in index.site.pages if not page.is_in_navigation
        ),
        search="/search/",
        data="/data/" if config.open_data else "",
        stylesheets=config.theme.stylesheets,
        scripts=config.theme.scripts,
        custom_fields=config.extra,
    )


def speakers_of(index: SiteIndex, writeup: Writeup) -> tuple[SpeakerView, ...]:
    """Return everybody who spoke at an event, in the author's order."""
    return tuple([speaker_view(index, appearance) for appearance in writeup.appearances])


def speaker_view(index: SiteIndex, appearance: Appearance) -> SpeakerView:
    """Return somebody who spoke, as of that day."""
    return SpeakerView(
        name=appearance.label,
        address=labelled_link(index.site, appearance.person, "").address,
        affiliations=affiliation_views(index, appearance.affiliations),
        role=role_tag(appearance),
        capacity=capacity_tag(appearance),
    )


def organisation_links(index: SiteIndex, ids: Iterable[OrganisationId]) -> tuple[OrganisationLinkView, ...]:
    """Return links to organisations, in the given order."""
    links = index.organisation_links
    return tuple([links[id] for id in ids])


def statement_view(index: SiteIndex, writeup: Writeup, statement: Statement) -> StatementView:
    """Return a statement as lists show it."""
    speaker = labelled_link(index.site, statement.person, statement.label)
    if statement.organisation:
        speaker = organisation_link(index.site.organisations[statement.organisation])
    return StatementView(
        date=writeup.event.start.day,
        language=writeup.language,
        text=statement.text,
        speaker=speaker,
        affiliations=affiliation_views(index, statement.affiliations),
        quoted_by=statement.quoted_by,
        writeup=NamedLink(writeup.title, Address(f"{writeup.address}#{statement.anchor}")),
        topics=topic_links(index, writeup.topics),
    )


def statements_in(
    index: SiteIndex, writeups: Iterable[Writeup], is_wanted: Callable[[Statement], bool]
) -> Iterator[StatementView]:
    """Yield the wanted statements of some writeups, in their order."""
    for writeup in writeups:
        for statement in writeup.statements:
            if is_wanted(statement):
                yield statement_view(index, writeup, statement)


def affiliation_views(index: SiteIndex, affiliations: tuple[Affiliation, ...]) -> tuple[AffiliationView, ...]:
    """Return positions with links to the organisations where they were held."""
    links = index.organisation_links
    if len(affiliations) == 1:  # nearly always
        ((position, organisation),) = affiliations
        return (AffiliationView("", position, links[organisation] if organisation else None),)
    return tuple(
        AffiliationView(joint, held.position, links[held.organisation] if held.organisation else None)
        for held, joint in with_joints(affiliations)
    )


def in_one_line(index: SiteIndex, affiliations: Iterable[Affiliation]) -> str:
    """Return positions and the organisations in which they were held as plain words."""
    words = ""
    for held, joint in with_joints(affiliations):
        name = index.site.organisations[held.organisation].name if held.organisation else ""
        words += joint + ", ".join([part for part in (held.position, name) if part])
    return words


def period_of(index: SiteIndex, period: Period) -> str:
    """Return from when until when something was so, in words; empty where neither is known."""
    return index.language.period(str(period.since or ""), str(period.until or ""))


def topic_links(index: SiteIndex, ids: Iterable[TopicId]) -> tuple[NamedLink, ...]:
    """Return links to topics, in the given order."""
    topics = index.site.topics
    return tuple(NamedLink(topics[id].name, topics[id].address) for id in ids)


def most_frequent(
    index: SiteIndex, counts: Mapping[K, int], link: Callable[[K], NamedLink]
) -> tuple[CountView, ...]:
    """Return what there is most of, with its count: the most first, then by name."""
    # Most are there once or twice: those that cannot be among the first are not ranked.
    least = sorted(counts.values(), reverse=True)[:_SOME][-1] if counts else 0
    views = (CountView(link(key), count) for key, count in counts.items() if count >= least)
    sort_key = index.language.sort_key
    ranked = sorted(views, key=lambda view: (-view.count, sort_key(view.link.name), view.link.address))
    return tuple(ranked[:_SOME])


def most_frequent_topics(index: SiteIndex, writeups: Iterable[Writeup]) -> tuple[CountView, ...]:
    """Return the topics that most of some writeups are on."""
    counts: Counter[TopicId] = Counter()
    for writeup in writeups:
        counts.update(writeup.topics)
    return most_frequent(index, counts, lambda id: topic_links(index, (id,))[0])


def feed_of(index: SiteIndex, address: Address, writeups: Collection[object]) -> str:
    """Return where the feed of a person, organisation, topic or series is; empty if it has none."""
    has_feed = index.config.base_url and index.config.feeds == "all" and writeups
    return f"{address}feed.xml" if has_feed else ""


def briefing_address(index: SiteIndex, address: Address) -> str:
    """Return where the briefing about a person, organisation or topic is; empty if the site has none."""
    return f"{address}briefing/" if index.config.briefings else ""


def person_link(person: Person) -> NamedLink:
    """Return a link to a person under their usual name."""
    return NamedLink(person.name, person.address)


def writeup_link(writeup: Writeup) -> NamedLink:
    """Return a link to a writeup."""
    return NamedLink(writeup.title, writeup.address)
