"""The index of speakers, and a page for everybody whom a writeup names."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from site_builder.custom_fields import CustomValues
from site_builder.entities import Person
from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import Address, PersonId
from site_builder.kinds import Kind
from site_builder.model import Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.a_to_z import LetterView, by_letter
from site_builder.pages.components.careers import PositionView, position_view
from site_builder.pages.components.charts import TimelineView, timeline_of
from site_builder.pages.components.citations import FORMATS
from site_builder.pages.components.pagination import (
    Entries,
    ListPage,
    ListPageView,
    Paginator,
    SectionView,
    commitment_section,
    day_of_writeup,
    entry_bytes,
    links_up,
    reported_day,
    section,
    statement_section,
)
from site_builder.pages.components.person_lists import (
    AppearanceView,
    PersonMentionView,
    WroteView,
    appearance_views,
    appearances_in,
    attendance_in_words,
    mention_views,
    mentions_in,
    roles_of_author,
    turns_in_words,
    wrote_views,
)
from site_builder.pages.components.positions import positions_of
from site_builder.pages.components.views import (
    NO_RANKING,
    PageView,
    RankingView,
    SiteView,
    StatementView,
    briefing_address,
    feed_of,
    in_one_line,
    links_elsewhere,
    most_frequent,
    most_frequent_topics,
    period_of,
    person_link,
)
from site_builder.pages.components.votes import PersonVoteView, vote_section
from site_builder.pages.site_index import SiteIndex
from site_builder.urls import picture_address
from site_builder.values import Link, NamedLink, Photo, Prose

_INDEX = Kind.PEOPLE.index_address


@dataclass(frozen=True, slots=True)
class SpeakerEntryView:
    """A line of the index: the position is that of the last appearance."""

    name: str
    sort_name: str
    address: Address
    #: Position and organisations, in one line.
    held: str
    count: int


@dataclass(frozen=True, slots=True)
class SpeakersView(json_ld.DescribedList):
    """View of ``pages/speakers.html``."""

    site: SiteView
    page: PageView
    letters: tuple[LetterView[SpeakerEntryView], ...]
    total: int


@dataclass(frozen=True, slots=True)
class AppearancesOfYearView:
    """The appearances of one year, newest first."""

    year: int
    appearances: tuple[AppearanceView, ...]


@dataclass(frozen=True, slots=True)
class HonorificView:
    """A title, and when it was held as far as the person's file says."""

    title: str
    period: str


@dataclass(frozen=True, slots=True)
class SpeakerPageView:
    """View of ``pages/speaker.html``."""

    site: SiteView
    page: PageView
    name: str
    other_names: tuple[str, ...]
    links: tuple[Link, ...]
    pronouns: str
    #: On the first page of a person only.
    photo: Photo | None
    prose: Prose | None
    honorifics: tuple[HonorificView, ...]
    spoke_at: int
    #: How many turns the person has in transcripts, and of how many events; empty without any.
    turns: str
    #: At how many events the person was without speaking, and how many regrets were sent.
    attended: str
    positions: tuple[PositionView, ...]
    timeline: TimelineView | None
    #: Events that have not taken place yet.
    upcoming: tuple[AppearanceView, ...]
    appearances: SectionView[AppearancesOfYearView]
    #: The roles that a reader may choose from; empty where the page does not list all appearances.
    roles: tuple[str, ...]
    statements: SectionView[StatementView]
    commitments: SectionView[StatementView]
    #: What others said, and the person quoted.
    quoted: SectionView[StatementView]
    votes: SectionView[PersonVoteView]
    mentions: SectionView[PersonMentionView]
    wrote: SectionView[WroteView]
    co_speakers: RankingView
    topics: RankingView
    namesakes: tuple[NamedLink, ...]
    distinct_from: tuple[NamedLink, ...]
    #: The address of the briefing about the person, empty where there is none.
    briefing: str
    #: Files with all statements, for programs that manage references.
    references: tuple[NamedLink, ...]
    list_page: ListPageView
    extra: CustomValues

    def structured_data(self) -> json_ld.Node:
        """Return the graph of the page."""
        return _graph(self)


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/speakers/`` and ``/speakers/<id>/``."""
    if index.site.people:
        yield _index(index, site)
    by_name: dict[str, list[Person]] = {}
    for person in index.site.people.values():
        by_name.setdefault(person.name, []).append(person)
    for person in index.site.people.values():
        others = sorted(other.id for other in by_name[person.name] if other is not person)
        namesakes = tuple(person_link(index.site.people[other]) for other in others)
        yield from _person_pages(index, site, person, namesakes)


def _index(index: SiteIndex, site: SiteView) -> Page:
    view = partial(_index_view, index, site)
    claim = "the index of speakers"
    return Page(_INDEX, FromTemplate("pages/speakers.html", view), PublishOrder.LIST, claim)


def _index_view(index: SiteIndex, site: SiteView) -> SpeakersView:
    entries = [
        SpeakerEntryView(
            name=index.site.people[person].name,
            sort_name=index.site.people[person].sort_name,
            address=index.site.people[person].address,
            held=in_one_line(index, last.affiliations),
            count=index.appearance_counts[person],
        )
        for person, last in index.last_appearance.items()
    ]
    return SpeakersView(
        site=site,
        page=PageView(
            address=_INDEX,
            title=index.language.translate("Speakers"),
            description=index.language.translate_count(
                len(entries), "{n} speaker from A to Z.", "{n} speakers from A to Z."
            ),
            section=_INDEX,
        ),
        letters=by_letter(entries, lambda entry: f"{entry.sort_name} {entry.address}", index.language),
        total=len(entries),
    )


def _person_pages(
    index: SiteIndex, site: SiteView, person: Person, namesakes: tuple[NamedLink, ...]
) -> Iterator[Page]:
    claim = person.path or f'the person "{person.name}"'
    id = person.id

    def size(writeup: Writeup) -> int:
        statements = (one for one in writeup.statements if id in (one.person, one.quoting))
        return entry_bytes(writeup, statements)

    writeups = index.by_person.get(id, ())
    for list_page in Paginator(index.language, size).paginate(writeups, person.address):
        view = partial(_person_view, index, site, person, namesakes, list_page)
        yield Page(list_page.address, FromTemplate("pages/speaker.html", view), PublishOrder.PAGE, claim)


def _person_view(
    index: SiteIndex,
    site: SiteView,
    person: Person,
    namesakes: tuple[NamedLink, ...],
    list_page: ListPage,
) -> SpeakerPageView:
    id = person.id
    spoke_at = index.appearance_counts.get(id, 0)
    is_first = list_page.is_first
    positions = positions_of(index, person) if is_first else ()
    appearances = tuple(appearance_views(index, id, list_page.held))
    upcoming = tuple(appearance_views(index, id, index.upcoming.by_speaker.get(id, ())))
    return SpeakerPageView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=f"{index.names_apart[id]}{list_page.suffix}",
            description=_description(index, person, spoke_at, list_page),
            section=_INDEX,
            feed=feed_of(index, person.address, index.by_person.get(id, ())),
            breadcrumbs=(index_link(index), *links_up(list_page, person_link(person))),
            noindex=person.noindex,
        ),
        name=person.name,
        other_names=person.other_names,
        links=links_elsewhere(person.links, person.ids),
        pronouns=person.pronouns,
        photo=person.photo if list_page.is_first else None,
        prose=person.prose,
        honorifics=tuple(
            HonorificView(honorific.title, period_of(index, honorific.period))
            for honorific in person.honorifics
        ),
        spoke_at=spoke_at,
        turns=turns_in_words(index, id),
        attended=attendance_in_words(index, id),
        positions=tuple(position_view(index, seen) for seen in positions),
        timeline=timeline_of(index, positions),
        upcoming=upcoming if is_first else (),
        appearances=_appearances(index, list_page, id, appearances),
        roles=()
        if list_page.is_incomplete
        else tuple(dict.fromkeys(appearance.role or "speaker" for appearance in appearances)),
        statements=statement_section(index, list_page, "statements", lambda one: one.person == id),
        commitments=commitment_section(index, list_page, lambda one: one.person == id),
        quoted=statement_section(index, list_page, "quoted", lambda one: one.quoting == id),
        votes=vote_section(index, list_page, id),
        mentions=_mentions(index, list_page, id),
        wrote=_wrote(index, list_page, id),
        co_speakers=_co_speakers(index, person) if is_first else NO_RANKING,
        topics=most_frequent_topics(index, index.by_speaker.get(id, ())) if is_first else NO_RANKING,
        namesakes=namesakes,
        distinct_from=tuple(person_link(index.site.people[other]) for other in person.distinct_from),
        briefing=briefing_address(index, person.address) if spoke_at and is_first else "",
        references=_references(person) if is_first and _is_quoted(index, person) else (),
        list_page=list_page.view,
        extra=person.extra,
    )


def _appearances(
    index: SiteIndex, list_page: ListPage, id: PersonId, appearances: tuple[AppearanceView, ...]
) -> SectionView[AppearancesOfYearView]:
    def count(writeup: Writeup) -> int:
        return 0 if writeup.event.is_upcoming else len(appearances_in(writeup, id))

    by_year = groupby(appearances, key=lambda appearance: appearance.date.year)
    items = (AppearancesOfYearView(year, tuple(of_year)) for year, of_year in by_year)
    entries = Entries("appearances", ngettext_noop("{n} appearance", "{n} appearances"), count)
    return section(index.language, list_page, entries, items)


def _mentions(index: SiteIndex, list_page: ListPage, id: PersonId) -> SectionView[PersonMentionView]:
    def count(writeup: Writeup) -> int:
        return len(mentions_in(writeup, id))

    entries = Entries("mentions", ngettext_noop("{n} mention", "{n} mentions"), count, reported_day)
    return section(index.language, list_page, entries, mention_views(index, id, list_page.writeups))


def _wrote(index: SiteIndex, list_page: ListPage, id: PersonId) -> SectionView[WroteView]:
    def count(writeup: Writeup) -> int:
        return len(roles_of_author(writeup, id))

    entries = Entries("wrote", ngettext_noop("{n} writeup", "{n} writeups"), count, day_of_writeup)
    return section(index.language, list_page, entries, wrote_views(id, list_page.writeups))


def _is_quoted(index: SiteIndex, person: Person) -> bool:
    writeups = index.by_person.get(person.id, ())
    return any(statement.person == person.id for writeup in writeups for statement in writeup.statements)


def _references(person: Person) -> tuple[NamedLink, ...]:
    return tuple(NamedLink(name, Address(f"{person.address}statements.{form}")) for name, form in FORMATS)


def index_link(index: SiteIndex) -> NamedLink:
    """Return the link to all speakers."""
    return NamedLink(index.language.translate("Speakers"), _INDEX)


def _description(index: SiteIndex, person: Person, spoke_at: int, list_page: ListPage) -> str:
    count, name = index.language.translate_count, person.name
    if not list_page.is_first:
        return count(
            list_page.total, "{n} writeup that names {name}.", "{n} writeups that name {name}.", name=name
        )
    if spoke_at:
        return count(
            spoke_at,
            "{name} spoke at {n} event in this archive.",
            "{name} spoke at {n} events in this archive.",
            name=name,
        )
    return count(
        list_page.total,
        "{name} is named in {n} writeup of this archive.",
        "{name} is named in {n} writeups of this archive.",
        name=name,
    )


def _co_speakers(index: SiteIndex, person: Person) -> RankingView:
    """Return with whom somebody spoke at the same events most."""
    counts: Counter[PersonId] = Counter()
    by_event: dict[str, set[PersonId]] = {}
    for writeup in index.by_speaker.get(person.id, ()):
        by_event.setdefault(writeup.event_key, set()).update(index.present_at[writeup.path])
    for present in by_event.values():
        counts.update(present)
    del counts[person.id]
    return most_frequent(index, counts, lambda id: person_link(index.site.people[id]))


def _graph(view: SpeakerPageView) -> json_ld.Node:
    """Return the graph of a person's page."""
    here = json_ld.subject_iri(view)
    person: json_ld.Node = {"@type": "Person", "@id": f"{here}#person", "name": view.name, "url": here}
    if view.other_names:
        person["alternateName"] = list(view.other_names)
    if view.honorifics:
        person["honorificPrefix"] = [honorific.title for honorific in view.honorifics]
    if view.photo:
        person["image"] = json_ld.iri(view, picture_address(view.photo.target))
    if view.links:
        person["sameAs"] = [link.url for link in view.links]
    roles = []
    for position in view.positions:
        ((_, name, organisation),) = position.affiliations
        if organisation is None:
            continue
        role: json_ld.Node = {"@type": "OrganizationRole"}
        if name:
            role["roleName"] = name
        # What the page shows beside it: what the person's file says, or else when it was seen.
        start, end = (
            (position.since, position.until)
            if position.since or position.until
            else (position.first, position.last)
        )
        if start:
            role["startDate"] = str(start)
        if end:
            role["endDate"] = str(end)
        role["affiliation"] = json_ld.organisation_node(view, organisation.name, organisation.address)
        roles.append(role)
    if roles:
        person["affiliation"] = roles
    return json_ld.graph(
        view, [json_ld.page_node(view, "ProfilePage", mainEntity={"@id": person["@id"]}), person]
    )
