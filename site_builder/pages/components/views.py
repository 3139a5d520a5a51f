"""What pages have in common: the frame around every page, links, statements, counts.

A view is all that a template sees. Addresses in it are paths of the site; the template makes them relative.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from site_builder.config import Licence
from site_builder.custom_fields import CustomFields, CustomValues
from site_builder.entities import Person
from site_builder.identifiers import Identifier
from site_builder.ids import Address, OrganisationId, TopicId
from site_builder.kinds import Kind
from site_builder.markdown.plain_text import first_sentences
from site_builder.model import Appearance, Statement, Writeup
from site_builder.pages.components.cards import (
    OrganisationLinkView,
    capacity_tag,
    labelled_link,
    organisation_link,
    role_tag,
)
from site_builder.pages.components.figures import STATISTICS, has_statistics
from site_builder.pages.components.host_rules import policy_in_pages
from site_builder.pages.site_index import SiteIndex
from site_builder.values import (
    Affiliation,
    CommitmentState,
    Link,
    NamedLink,
    Period,
    StatementKind,
    with_joints,
)

K = TypeVar("K")

#: As many of those who spoke at the same events, and of topics, are worth a look.
_SOME = 8
#: Above the first of these lengths, lists cut a statement to the second.
_LONG_STATEMENT, _SHORT_STATEMENT = 1_500, 800


#: Where it is said what is new.
CHANGES = Address("/changes/")


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
    #: What pages may load, where the host does not say it in a header; else empty.
    policy: str
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


class CommitmentView(NamedTuple):
    """What became of a promise; ``since`` is a day in words, or empty, as is ``source``."""

    state: CommitmentState
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """What somebody said; ``writeup`` leads to the very place.

    ``is_verbatim`` says whether these are the words of ``speaker``: a person, who has no address if withheld,
    or an organisation where nobody is named. ``answers`` leads to whom or what it answers. A long statement
    is cut to its first sentences: ``is_whole`` is false then.
    """

    date: datetime.date
    language: str
    kind: StatementKind
    is_verbatim: bool
    text: tuple[str, ...]
    is_whole: bool
    speaker: NamedLink
    affiliations: tuple[AffiliationView, ...]
    quoted_by: str
    writeup: NamedLink
    topics: tuple[NamedLink, ...]
    answers: NamedLink | None
    commitment: CommitmentView | None


@dataclass(frozen=True, slots=True)
class CountView:
    """Somebody or something, and how often."""

    link: NamedLink
    count: int


@dataclass(frozen=True, slots=True)
class RankingView:
    """Who or what there is most of, and of how many that is."""

    items: tuple[CountView, ...]
    total: int


NO_RANKING = RankingView((), 0)


def links_elsewhere(links: tuple[Link, ...], ids: tuple[Identifier, ...]) -> tuple[Link, ...]:
    """Return pages elsewhere: those that were written out, and those of registers."""
    return (*links, *(Link(identifier.name, identifier.url) for identifier in ids))


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
    if index.commitments:
        sections.append(NamedLink(translate("Commitments"), Address("/commitments/")))
    if index.decisions:
        sections.append(NamedLink(translate("Decisions"), Address("/decisions/")))
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
        footer_links=(
            *(NamedLink(page.title, page.address) for page in index.site.pages if not page.is_in_navigation),
            *((NamedLink(translate("What is new"), CHANGES),) if has_changes(index) else ()),
            *((NamedLink(translate("Statistics"), STATISTICS),) if has_statistics(index) else ()),
        ),
        search="/search/",
        data="/data/" if config.open_data else "",
        stylesheets=config.theme.stylesheets,
        scripts=config.theme.scripts,
        policy=policy_in_pages(config),
        custom_fields=config.extra,
    )


def has_changes(index: SiteIndex) -> bool:
    """Say whether there is a page of what is new: unless the author has written one at its address."""
    is_taken = any(page.address == CHANGES for page in index.site.pages)
    return bool(index.site.writeups) and not is_taken


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
    text = shown_in_lists(statement)
    return StatementView(
        date=writeup.day,
        language=writeup.language,
        kind=statement.kind,
        is_verbatim=statement.is_verbatim,
        text=text,
        is_whole=text is statement.text,
        speaker=speaker,
        affiliations=affiliation_views(index, statement.affiliations),
        quoted_by=statement.quoted_by,
        writeup=NamedLink(writeup.title, writeup.address_of(statement)),
        topics=topic_links(index, statement.topics),
        answers=_answers(writeup, statement),
        commitment=_commitment(index, statement),
    )


def shown_in_lists(statement: Statement) -> tuple[str, ...]:
    """Return the text of a statement or, if that is long, its first sentences."""
    if sum(map(len, statement.text)) <= _LONG_STATEMENT:
        return statement.text
    return (first_sentences(" ".join(statement.text), _SHORT_STATEMENT),)


def _answers(writeup: Writeup, statement: Statement) -> NamedLink | None:
    answers = statement.answers
    if answers is None or not answers.address.startswith("#"):
        return answers
    return NamedLink(answers.name, writeup.address_at(answers.address[1:]))


def _commitment(index: SiteIndex, statement: Statement) -> CommitmentView | None:
    if statement.commitment is None:
        return None
    state, since, source = statement.commitment
    return CommitmentView(state, index.language.day(since) if since else "", source)


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


def most_frequent(index: SiteIndex, counts: Mapping[K, int], link: Callable[[K], NamedLink]) -> RankingView:
    """Return what there is most of, with its count: the most first, then by name."""
    # Most are there once or twice: those that cannot be among the first are not ranked.
    least = sorted(counts.values(), reverse=True)[:_SOME][-1] if counts else 0
    views = (CountView(link(key), count) for key, count in counts.items() if count >= least)
    sort_key = index.language.sort_key
    ranked = sorted(views, key=lambda view: (-view.count, sort_key(view.link.name), view.link.address))
    return RankingView(tuple(ranked[:_SOME]), sum(count > 0 for count in counts.values()))


def most_frequent_topics(index: SiteIndex, writeups: Iterable[Writeup]) -> RankingView:
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
