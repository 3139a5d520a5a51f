"""The index of organisations, and a page for each: who spoke for it, what it organised, where it is named."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from site_builder.custom_fields import CustomValues
from site_builder.entities import Organisation
from site_builder.ids import Address, OrganisationId
from site_builder.kinds import Kind
from site_builder.model import Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.a_to_z import LetterView, by_letter
from site_builder.pages.components.cards import CardView, organisation_link
from site_builder.pages.components.lineage import RelationView, relations_of
from site_builder.pages.components.network import NetworkView, network_of
from site_builder.pages.components.organisation_lists import (
    OrganisationMentionView,
    OrganisedView,
    VoiceView,
    mentions_section,
    organised_section,
    voice_views,
    voices_section,
)
from site_builder.pages.components.pagination import (
    ListPage,
    ListPageView,
    Paginator,
    SectionView,
    commitment_section,
    entry_bytes,
    links_up,
    statement_section,
)
from site_builder.pages.components.views import (
    NO_RANKING,
    PageView,
    RankingView,
    SiteView,
    StatementView,
    briefing_address,
    feed_of,
    links_elsewhere,
    most_frequent,
    most_frequent_topics,
)
from site_builder.pages.components.voices import VoicePeriodView, of_any, people_of, rolled_up
from site_builder.pages.site_index import SiteIndex
from site_builder.values import Link, NamedLink, Prose

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
    #: Who will speak for it, and what it will hold.
    upcoming_voices: tuple[VoiceView, ...]
    upcoming: tuple[CardView, ...]
    voices: SectionView[VoiceView]
    statements: SectionView[StatementView]
    commitments: SectionView[StatementView]
    co_speakers: RankingView
    topics: RankingView
    distinct_from: tuple[NamedLink, ...]
    organised: SectionView[OrganisedView]
    mentions: SectionView[OrganisationMentionView]
    network: NetworkView | None
    #: The address of the briefing about it, empty where there is none.
    briefing: str
    list_page: ListPageView
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
    wanted = frozenset((organisation.id, *before))

    def size(writeup: Writeup) -> int:
        statements = (one for one in writeup.statements if not wanted.isdisjoint(one.on_behalf_of))
        return entry_bytes(writeup, statements, with_summary=not wanted.isdisjoint(writeup.event.organisers))

    for list_page in Paginator(index.language, size).paginate(writeups, organisation.address):
        view = partial(_organisation_view, index, site, organisation, relations, list_page)
        yield Page(list_page.address, FromTemplate("pages/organisation.html", view), PublishOrder.PAGE, claim)


def _organisation_view(
    index: SiteIndex,
    site: SiteView,
    organisation: Organisation,
    relations: tuple[RelationView, ...],
    list_page: ListPage,
) -> OrganisationPageView:
    before = rolled_up(index, organisation)
    ids = (organisation.id, *before)
    wanted = frozenset(ids)
    is_first = list_page.is_first
    has_briefing = is_first and organisation.id in index.by_voice
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
        links=links_elsewhere(organisation.links, organisation.ids),
        prose=organisation.prose,
        people=people_of(index, ids) if is_first else (),
        upcoming_voices=tuple(voice_views(index, ids, _any_upcoming(index.upcoming.by_voice, ids)))
        if is_first
        else (),
        upcoming=tuple(
            index.cards[writeup.path] for writeup in _any_upcoming(index.upcoming.by_organiser, ids)
        )
        if is_first
        else (),
        voices=voices_section(index, list_page, ids),
        statements=statement_section(
            index,
            list_page,
            "statements",
            lambda statement: not wanted.isdisjoint(statement.on_behalf_of),
        ),
        commitments=commitment_section(
            index, list_page, lambda statement: not wanted.isdisjoint(statement.on_behalf_of)
        ),
        co_speakers=_co_speakers(index, ids) if is_first else NO_RANKING,
        topics=most_frequent_topics(index, of_any(index.by_voice, ids)) if is_first else NO_RANKING,
        distinct_from=tuple(
            organisation_link(index.site.organisations[other]) for other in organisation.distinct_from
        ),
        organised=organised_section(index, list_page, ids),
        mentions=mentions_section(index, list_page, ids),
        network=network_of(index, of_any(index.by_voice, ids)) if is_first else None,
        briefing=briefing_address(index, organisation.address) if has_briefing else "",
        list_page=list_page.view,
        extra=organisation.extra,
    )


def _any_upcoming(
    upcoming: Mapping[OrganisationId, tuple[Writeup, ...]], ids: tuple[OrganisationId, ...]
) -> tuple[Writeup, ...]:
    """Return the events to come of some organisations, the next first."""
    return tuple(reversed(of_any(upcoming, ids))) if len(ids) > 1 else upcoming.get(ids[0], ())


def _page(index: SiteIndex, organisation: Organisation, list_page: ListPage) -> PageView:
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
        breadcrumbs=(index_link(index), *links_up(list_page, organisation_link(organisation))),
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
        for appearance in writeup.counted_appearances:
            if appearance.person and appearance.is_on_behalf and organisation.id in appearance.organisations:
                return {"voice": appearance.label, "position": appearance.position_at(organisation.id)}
    return {"voice": "", "position": ""}


def _co_speakers(index: SiteIndex, ids: tuple[OrganisationId, ...]) -> RankingView:
    """Return which organisations were spoken for at the same events most."""
    counts: Counter[OrganisationId] = Counter()
    by_event: dict[str, set[OrganisationId]] = {}
    for writeup in of_any(index.by_voice, ids):
        by_event.setdefault(writeup.event_key, set()).update(index.voices_at[writeup.path])
    for voices in by_event.values():
        counts.update(voices)
    for id in ids:
        del counts[id]
    organisations = index.site.organisations
    return most_frequent(index, counts, lambda id: organisation_link(organisations[id]))


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
