"""The index of speakers, and a page for everybody whom a writeup names."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import NamedTuple

from site_builder.custom_fields import CustomValues
from site_builder.ids import Address, PersonId
from site_builder.kinds import Kind
from site_builder.model import Mention, Person, Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.a_to_z import LetterView, by_letter
from site_builder.pages.components.cards import (
    NamedLink,
    capacity_tag,
    event_line,
    role_tag,
)
from site_builder.pages.components.careers import PositionView, position_view
from site_builder.pages.components.charts import TimelineView, timeline_of
from site_builder.pages.components.citations import FORMATS
from site_builder.pages.components.positions import positions_of
from site_builder.pages.components.views import (
    AffiliationView,
    CountView,
    ListPageView,
    PageView,
    SiteView,
    StatementView,
    affiliation_views,
    briefing_address,
    divide,
    feed_of,
    in_one_line,
    most_frequent,
    most_frequent_topics,
    period_of,
    person_link,
    statements_in,
    writeup_link,
)
from site_builder.pages.site_index import SiteIndex
from site_builder.values import Link, Prose

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


class AppearanceView(NamedTuple):
    """A person at an event, as of that day; ``as_name`` is the name of that day where it differs."""

    date: datetime.date
    writeup: NamedLink
    #: The name of the event and its place, in one line.
    event: str
    as_name: str
    affiliations: tuple[AffiliationView, ...]
    role: str
    capacity: str


@dataclass(frozen=True, slots=True)
class AppearancesOfYearView:
    """The appearances of one year, newest first."""

    year: int
    appearances: tuple[AppearanceView, ...]


@dataclass(frozen=True, slots=True)
class PersonMentionView:
    """A writeup that names a person who did not speak there."""

    date: datetime.date
    writeup: NamedLink
    affiliations: tuple[AffiliationView, ...]
    quoted_by: NamedLink | None


class WroteView(NamedTuple):
    """A writeup that a person wrote or worked on; ``role`` is empty for an author."""

    date: datetime.date
    writeup: NamedLink
    role: str


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
    prose: Prose | None
    honorifics: tuple[HonorificView, ...]
    spoke_at: int
    positions: tuple[PositionView, ...]
    timeline: TimelineView | None
    years: tuple[AppearancesOfYearView, ...]
    roles: tuple[str, ...]
    statements: tuple[StatementView, ...]
    #: What others said, and the person quoted.
    quoted: tuple[StatementView, ...]
    mentions: tuple[PersonMentionView, ...]
    wrote: tuple[WroteView, ...]
    co_speakers: tuple[CountView, ...]
    topics: tuple[CountView, ...]
    namesakes: tuple[NamedLink, ...]
    distinct_from: tuple[NamedLink, ...]
    #: The address of the briefing about the person, empty where there is none.
    briefing: str
    #: Files with all statements, for programs that manage references.
    references: tuple[NamedLink, ...]
    list_page: ListPageView[NamedLink]
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
    for list_page in divide(index.by_person.get(person.id, ()), person.address, index.language):
        view = partial(_person_view, index, site, person, namesakes, list_page)
        yield Page(list_page.address, FromTemplate("pages/speaker.html", view), PublishOrder.PAGE, claim)


def _person_view(
    index: SiteIndex,
    site: SiteView,
    person: Person,
    namesakes: tuple[NamedLink, ...],
    list_page: ListPageView[Writeup],
) -> SpeakerPageView:
    spoke_at = index.appearance_counts.get(person.id, 0)
    appearances = tuple(_appearances(index, person, list_page.items))
    is_newest = not list_page.number
    positions = positions_of(index, person) if is_newest else ()
    return SpeakerPageView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=f"{index.names_apart[person.id]}{list_page.suffix}",
            description=_description(index, person, spoke_at, list_page),
            section=_INDEX,
            feed=feed_of(index, person.address, index.by_person.get(person.id, ())),
            breadcrumbs=(index_link(index),),
            noindex=person.noindex,
        ),
        name=person.name,
        other_names=person.other_names,
        links=person.links,
        prose=person.prose,
        honorifics=tuple(
            HonorificView(honorific.title, period_of(index, honorific.period))
            for honorific in person.honorifics
        ),
        spoke_at=spoke_at,
        positions=tuple(position_view(index, seen) for seen in positions),
        timeline=timeline_of(index, positions),
        years=tuple(
            AppearancesOfYearView(year, tuple(of_year))
            for year, of_year in groupby(appearances, key=lambda appearance: appearance.date.year)
        ),
        roles=tuple(dict.fromkeys(appearance.role or "speaker" for appearance in appearances)),
        statements=tuple(
            statements_in(index, list_page.items, lambda statement: statement.person == person.id)
        ),
        quoted=tuple(statements_in(index, list_page.items, lambda statement: statement.quoting == person.id)),
        mentions=tuple(_mentions(index, person, list_page.items)),
        wrote=tuple(_wrote(person, list_page.items)),
        co_speakers=_co_speakers(index, person) if is_newest else (),
        topics=most_frequent_topics(index, index.by_speaker.get(person.id, ())) if is_newest else (),
        namesakes=namesakes,
        distinct_from=tuple(person_link(index.site.people[other]) for other in person.distinct_from),
        briefing=briefing_address(index, person.address) if spoke_at and is_newest else "",
        references=_references(person) if is_newest and _is_quoted(index, person) else (),
        list_page=list_page.showing(writeup_link),
        extra=person.extra,
    )


def _is_quoted(index: SiteIndex, person: Person) -> bool:
    writeups = index.by_person.get(person.id, ())
    return any(statement.person == person.id for writeup in writeups for statement in writeup.statements)


def _references(person: Person) -> tuple[NamedLink, ...]:
    return tuple(NamedLink(name, Address(f"{person.address}statements.{form}")) for name, form in FORMATS)


def index_link(index: SiteIndex) -> NamedLink:
    """Return the link to all speakers."""
    return NamedLink(index.language.translate("Speakers"), _INDEX)


def _description(index: SiteIndex, person: Person, spoke_at: int, list_page: ListPageView[Writeup]) -> str:
    count, name = index.language.translate_count, person.name
    if list_page.number:
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


def _appearances(index: SiteIndex, person: Person, writeups: tuple[Writeup, ...]) -> Iterator[AppearanceView]:
    for writeup in writeups:
        for appearance in writeup.appearances:
            if appearance.person == person.id:
                yield AppearanceView(
                    date=writeup.event.start.day,
                    writeup=writeup_link(writeup),
                    event=event_line(writeup.event),
                    as_name="" if appearance.label == person.name else appearance.label,
                    affiliations=affiliation_views(index, appearance.affiliations),
                    role=role_tag(appearance),
                    capacity=capacity_tag(appearance),
                )


def _mentions(index: SiteIndex, person: Person, writeups: tuple[Writeup, ...]) -> Iterator[PersonMentionView]:
    for writeup in writeups:
        mentions = [mention for mention in writeup.mentions if mention.person == person.id]
        for mention in mentions:
            yield _mention(index, writeup, mention)
        if person.id in writeup.named_people or (not mentions and _is_only_quoted(person, writeup)):
            yield PersonMentionView(writeup.event.start.day, writeup_link(writeup), (), None)


def _wrote(person: Person, writeups: tuple[Writeup, ...]) -> Iterator[WroteView]:
    for writeup in writeups:
        roles = [author.role for author in writeup.authors if author.person == person.id]
        if roles:
            yield WroteView(writeup.date.day, writeup_link(writeup), roles[0])


def _is_only_quoted(person: Person, writeup: Writeup) -> bool:
    """Say whether a writeup has a statement by somebody whom it does not list."""
    has_spoken = any(appearance.person == person.id for appearance in writeup.appearances)
    return not has_spoken and any(statement.person == person.id for statement in writeup.statements)


def _mention(index: SiteIndex, writeup: Writeup, mention: Mention) -> PersonMentionView:
    quoting: PersonId | None = mention.quoted_by
    return PersonMentionView(
        date=writeup.event.start.day,
        writeup=writeup_link(writeup),
        affiliations=affiliation_views(index, mention.affiliations),
        quoted_by=person_link(index.site.people[quoting]) if quoting else None,
    )


def _co_speakers(index: SiteIndex, person: Person) -> tuple[CountView, ...]:
    """Return with whom somebody spoke at the same events most."""
    counts: Counter[PersonId] = Counter()
    for writeup in index.by_speaker.get(person.id, ()):
        counts.update(index.speakers_at[writeup.path])
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
