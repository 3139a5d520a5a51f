"""The index of organisations, and a page for each: who spoke for it, what it organised, where it is named."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from site_builder.custom_fields import CustomValues
from site_builder.ids import Address, OrganisationId
from site_builder.kinds import Kind
from site_builder.model import Organisation, Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.a_to_z import LetterView, by_letter
from site_builder.pages.components.cards import (
    CardView,
    NamedLink,
    capacity_tag,
    labelled_link,
    organisation_link,
    role_tag,
)
from site_builder.pages.components.lineage import RelationView, relations_of
from site_builder.pages.components.network import NetworkView, network_of
from site_builder.pages.components.views import (
    CountView,
    ListPageView,
    PageView,
    SiteView,
    StatementView,
    briefing_address,
    divide,
    feed_of,
    most_frequent,
    most_frequent_topics,
    person_link,
    statements_in,
    writeup_link,
)
from site_builder.pages.components.voices import VoicePeriodView, first_of, of_any, people_of, rolled_up
from site_builder.pages.site_index import SiteIndex
from site_builder.values import Link, Prose, single_position

_INDEX = Kind.ORGANISATIONS.index_address


@dataclass(frozen=True, slots=True)
class OrganisationEntryView:
    """A line of the index."""

    name: str
    sort_name: str
    address: Address
    classification: str
    #: Who spoke for it last, and in which position.
    voice: str
    position: str
    count: int


@dataclass(frozen=True, slots=True)
class OrganisationsView(json_ld.DescribedList):
    """View of ``pages/organisations.html``."""

    site: SiteView
    page: PageView
    letters: tuple[LetterView[OrganisationEntryView], ...]
    total: int


class VoiceView(NamedTuple):
    """Somebody who spoke for an organisation, in the position of that day.

    ``as_name`` is that of the organisation on that day where it was another.
    """

    date: datetime.date
    person: NamedLink
    as_name: str
    position: str
    role: str
    capacity: str
    writeup: NamedLink


@dataclass(frozen=True, slots=True)
class OrganisationMentionView:
    """A writeup that names an organisation, or somebody of it, without anybody having spoken for it."""

    date: datetime.date
    writeup: NamedLink
    person: NamedLink | None
    position: str
    quoted_by: NamedLink | None


class OrganisedView(NamedTuple):
    """Events that were organised by one organisation; ``predecessor`` is None for that of the page."""

    predecessor: NamedLink | None
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class OrganisationPageView:
    """View of ``pages/organisation.html``."""

    site: SiteView
    page: PageView
    name: str
    other_names: tuple[str, ...]
    classification: str
    founded: str
    dissolved: str
    #: When it began and ended, in one line.
    life: str
    relations: tuple[RelationView, ...]
    #: What it was called before; its page has what was said for these too.
    predecessors: tuple[NamedLink, ...]
    links: tuple[Link, ...]
    prose: Prose | None
    people: tuple[VoicePeriodView, ...]
    voices: tuple[VoiceView, ...]
    statements: tuple[StatementView, ...]
    co_speakers: tuple[CountView, ...]
    topics: tuple[CountView, ...]
    distinct_from: tuple[NamedLink, ...]
    organised: tuple[OrganisedView, ...]
    mentions: tuple[OrganisationMentionView, ...]
    network: NetworkView | None
    #: The address of the briefing about it, empty where there is none.
    briefing: str
    list_page: ListPageView[NamedLink]
    extra: CustomValues

    def structured_data(self) -> json_ld.Node:
        """Return the graph of the page."""
        return _graph(self)


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/organisations/`` and ``/organisations/<id>/``."""
    if index.site.organisations:
        yield _index(index, site)
    relations = relations_of(index)
    for organisation in index.site.organisations.values():
        yield from _organisation_pages(index, site, organisation, tuple(relations[organisation.id]))


def _index(index: SiteIndex, site: SiteView) -> Page:
    view = partial(_index_view, index, site)
    claim = "the index of organisations"
    return Page(_INDEX, FromTemplate("pages/organisations.html", view), PublishOrder.LIST, claim)


def _index_view(index: SiteIndex, site: SiteView) -> OrganisationsView:
    entries = [
        OrganisationEntryView(
            name=organisation.name,
            sort_name=organisation.sort_name,
            address=organisation.address,
            classification=organisation.classification,
            **_last_voice(index, organisation),
            count=len(index.by_organisation.get(organisation.id, ())),
        )
        for organisation in index.site.organisations.values()
    ]
    return OrganisationsView(
        site=site,
        page=PageView(
            address=_INDEX,
            title=index.language.translate("Organisations"),
            description=index.language.translate_count(
                len(entries), "{n} organisation from A to Z.", "{n} organisations from A to Z."
            ),
            section=_INDEX,
        ),
        letters=by_letter(entries, lambda entry: f"{entry.sort_name} {entry.address}", index.language),
        total=len(entries),
    )


def _organisation_pages(
    index: SiteIndex, site: SiteView, organisation: Organisation, relations: tuple[RelationView, ...]
) -> Iterator[Page]:
    before = rolled_up(index, organisation)
    writeups = of_any(index.by_organisation, (organisation.id, *before))
    claim = organisation.path or f'the organisation "{organisation.name}"'
    for list_page in divide(writeups, organisation.address, index.language):
        view = partial(_organisation_view, index, site, organisation, relations, list_page)
        yield Page(list_page.address, FromTemplate("pages/organisation.html", view), PublishOrder.PAGE, claim)


def _organisation_view(
    index: SiteIndex,
    site: SiteView,
    organisation: Organisation,
    relations: tuple[RelationView, ...],
    list_page: ListPageView[Writeup],
) -> OrganisationPageView:
    before = rolled_up(index, organisation)
    ids = (organisation.id, *before)
    wanted = frozenset(ids)
    is_newest = not list_page.number
    return OrganisationPageView(
        site=site,
        page=_page(index, organisation, list_page),
        name=organisation.name,
        other_names=organisation.other_names,
        classification=organisation.classification,
        founded=str(organisation.period.since or ""),
        dissolved=str(organisation.period.until or ""),
        life=_life(index, organisation),
        relations=relations,
        predecessors=tuple(organisation_link(index.site.organisations[id]) for id in before),
        links=organisation.links,
        prose=organisation.prose,
        people=people_of(index, ids) if is_newest else (),
        voices=tuple(_voices(index, ids, list_page.items)),
        statements=tuple(
            statements_in(
                index, list_page.items, lambda statement: not wanted.isdisjoint(statement.on_behalf_of)
            )
        ),
        co_speakers=_co_speakers(index, ids) if is_newest else (),
        topics=most_frequent_topics(index, of_any(index.by_voice, ids)) if is_newest else (),
        distinct_from=tuple(
            organisation_link(index.site.organisations[other]) for other in organisation.distinct_from
        ),
        organised=tuple(_organised(index, ids, list_page.items)),
        mentions=tuple(_mentions(index, ids, list_page.items)),
        network=network_of(index, of_any(index.by_voice, ids)) if is_newest else None,
        briefing=briefing_address(index, organisation.address)
        if is_newest and organisation.id in index.by_voice
        else "",
        list_page=list_page.showing(writeup_link),
        extra=organisation.extra,
    )


def _organised(
    index: SiteIndex, ids: tuple[OrganisationId, ...], writeups: tuple[Writeup, ...]
) -> Iterator[OrganisedView]:
    """Yield the events that an organisation held, then those of each predecessor that did so without it."""
    rest = list(writeups)
    for number, id in enumerate(ids):
        held = [writeup for writeup in rest if id in writeup.event.organisers]
        if held:
            predecessor = organisation_link(index.site.organisations[id]) if number else None
            yield OrganisedView(predecessor, tuple(index.cards[writeup.path] for writeup in held))
        rest = [writeup for writeup in rest if id not in writeup.event.organisers]


def _page(index: SiteIndex, organisation: Organisation, list_page: ListPageView[Writeup]) -> PageView:
    return PageView(
        address=list_page.address,
        title=f"{organisation.name}{list_page.suffix}",
        description=index.language.translate_count(
            list_page.total,
            "Who spoke for {name}, and the {n} writeup that names it.",
            "Who spoke for {name}, and the {n} writeups that name it.",
            name=organisation.name,
        ),
        section=_INDEX,
        feed=feed_of(index, organisation.address, index.by_organisation.get(organisation.id, ())),
        breadcrumbs=(index_link(index),),
        noindex=organisation.noindex,
    )


def _life(index: SiteIndex, organisation: Organisation) -> str:
    """Return when an organisation began and ended, as far as its file says."""
    language, parts = index.language, []
    if organisation.period.since:
        founded = language.partly(str(organisation.period.since))
        parts.append(language.translate("Founded {founded}", founded=founded))
    if organisation.period.until:
        dissolved = language.partly(str(organisation.period.until))
        parts.append(language.translate("Dissolved {dissolved}", dissolved=dissolved))
    return " · ".join(parts)


def index_link(index: SiteIndex) -> NamedLink:
    """Return the link to all organisations."""
    return NamedLink(index.language.translate("Organisations"), _INDEX)


def _last_voice(index: SiteIndex, organisation: Organisation) -> dict[str, str]:
    """Return who spoke for an organisation last, by name and position."""
    for writeup in index.by_voice.get(organisation.id, ())[:1]:
        for appearance in writeup.appearances:
            if appearance.person and appearance.is_on_behalf and organisation.id in appearance.organisations:
                return {"voice": appearance.label, "position": appearance.position_at(organisation.id)}
    return {"voice": "", "position": ""}


def _voices(
    index: SiteIndex, ids: tuple[OrganisationId, ...], writeups: Iterable[Writeup]
) -> Iterator[VoiceView]:
    for writeup in writeups:
        for appearance in writeup.appearances:
            spoken_for = first_of(ids, appearance.organisations)
            if spoken_for:
                yield VoiceView(
                    date=writeup.event.start.day,
                    person=labelled_link(index.site, appearance.person, appearance.label),
                    as_name="" if spoken_for == ids[0] else index.site.organisations[spoken_for].name,
                    position=appearance.position_at(spoken_for),
                    role=role_tag(appearance),
                    capacity=capacity_tag(appearance),
                    writeup=writeup_link(writeup),
                )


def _co_speakers(index: SiteIndex, ids: tuple[OrganisationId, ...]) -> tuple[CountView, ...]:
    """Return which organisations were spoken for at the same events most."""
    counts: Counter[OrganisationId] = Counter()
    for writeup in of_any(index.by_voice, ids):
        counts.update(index.voices_at[writeup.path])
    for id in ids:
        del counts[id]
    organisations = index.site.organisations
    return most_frequent(index, counts, lambda id: organisation_link(organisations[id]))


def _mentions(
    index: SiteIndex, ids: tuple[OrganisationId, ...], writeups: tuple[Writeup, ...]
) -> Iterator[OrganisationMentionView]:
    people = index.site.people
    for writeup in writeups:
        for mention in writeup.mentions:
            if set(ids).isdisjoint(mention.organisations):
                continue
            person = labelled_link(index.site, mention.person, mention.label) if mention.label else None
            quoted_by = person_link(people[mention.quoted_by]) if mention.quoted_by else None
            yield OrganisationMentionView(
                writeup.event.start.day,
                writeup_link(writeup),
                person,
                single_position(mention.affiliations),
                quoted_by,
            )
        if not set(ids).isdisjoint(writeup.named_organisations):
            yield OrganisationMentionView(writeup.event.start.day, writeup_link(writeup), None, "", None)


def _graph(view: OrganisationPageView) -> json_ld.Node:
    """Return the graph of an organisation's page, with what it came from and became."""
    here = json_ld.subject_iri(view)
    body: json_ld.Node = {
        "@type": "Organization",
        "@id": f"{here}#organisation",
        "name": view.name,
        "url": here,
    }
    if view.other_names:
        body["alternateName"] = list(view.other_names)
    if view.founded:
        body["foundingDate"] = view.founded
    if view.dissolved:
        body["dissolutionDate"] = view.dissolved
    if view.links:
        body["sameAs"] = [link.url for link in view.links]
    for relation in view.relations:
        if not relation.kind:
            continue
        other = json_ld.organisation_node(view, relation.organisation.name, relation.organisation.address)
        body.setdefault(relation.kind, []).append(other)
    graph = json_ld.graph(
        view, [json_ld.page_node(view, "ProfilePage", mainEntity={"@id": body["@id"]}), body]
    )
    if any(":" in relation.kind for relation in view.relations):
        graph["@context"] = json_ld.WITH_LINEAGE
    return graph
