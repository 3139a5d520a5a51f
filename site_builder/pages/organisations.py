"""The index of organisations, and a page for each: who spoke for it, what it organised, where it is named."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.model import (
    Address,
    Change,
    FromTemplate,
    Link,
    Organisation,
    OrganisationId,
    Page,
    Prose,
    Stage,
    Writeup,
)
from site_builder.pages.archive import Archive
from site_builder.pages.cards import CardView, NamedLink
from site_builder.pages.letters import LetterView, by_letter, sort_key
from site_builder.pages.views import (
    PageView,
    PartView,
    SiteView,
    divide,
    feed_of,
    person_link,
    writeup_link,
)
from site_builder.wording import count_of

_INDEX = NamedLink("Organisations", Address("/organisations/"))


@dataclass(frozen=True, slots=True)
class OrganisationEntryView:
    """A line of the index."""

    name: str
    sort_name: str
    address: Address
    classification: str
    count: int


@dataclass(frozen=True, slots=True)
class OrganisationsView:
    """View of ``pages/organisations.html``."""

    site: SiteView
    page: PageView
    letters: tuple[LetterView[OrganisationEntryView], ...]
    total: int


@dataclass(frozen=True, slots=True)
class VoiceView:
    """Somebody who spoke for an organisation, in the position of that day."""

    date: datetime.date
    person: NamedLink
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


@dataclass(frozen=True, slots=True)
class RelationView:
    """Another organisation that this one came from, became, or is part of; ``date`` may be unknown.

    Printed as ``words``, the organisation, and ``preposition`` with the date.
    """

    words: str
    organisation: NamedLink
    preposition: str
    date: datetime.date | None


@dataclass(frozen=True, slots=True)
class OrganisationPageView:
    """View of ``pages/organisation.html``."""

    site: SiteView
    page: PageView
    name: str
    other_names: tuple[str, ...]
    classification: str
    relations: tuple[RelationView, ...]
    links: tuple[Link, ...]
    prose: Prose | None
    voices: tuple[VoiceView, ...]
    organised: tuple[CardView, ...]
    mentions: tuple[OrganisationMentionView, ...]
    part: PartView[NamedLink]


def plan(archive: Archive, site: SiteView) -> Iterator[Page]:
    """Plan ``/organisations/`` and ``/organisations/<id>/``."""
    if archive.site.organisations:
        yield _index(archive, site)
    relations = _relations(archive.site.organisations.values())
    for organisation in archive.site.organisations.values():
        yield from _organisation_pages(archive, site, organisation, tuple(relations[organisation.id]))


def _index(archive: Archive, site: SiteView) -> Page:
    view = partial(_index_view, archive, site)
    claim = "the index of organisations"
    return Page(_INDEX.address, FromTemplate("pages/organisations.html", view), Stage.LIST, claim)


def _index_view(archive: Archive, site: SiteView) -> OrganisationsView:
    entries = [
        OrganisationEntryView(
            name=organisation.name,
            sort_name=organisation.sort_name,
            address=organisation.address,
            classification=organisation.classification,
            count=len(archive.by_organisation.get(organisation.id, ())),
        )
        for organisation in archive.site.organisations.values()
    ]
    return OrganisationsView(
        site=site,
        page=PageView(
            address=_INDEX.address,
            title="Organisations",
            description=f"{count_of(len(entries), 'organisation', 'organisations')} from A to Z.",
            section=_INDEX.address,
        ),
        letters=by_letter(entries, lambda entry: f"{entry.sort_name} {entry.address}"),
        total=len(entries),
    )


def _organisation_pages(
    archive: Archive, site: SiteView, organisation: Organisation, relations: tuple[RelationView, ...]
) -> Iterator[Page]:
    writeups = archive.by_organisation.get(organisation.id, ())
    claim = organisation.path or f'the organisation "{organisation.name}"'
    for part in divide(writeups, organisation.address):
        view = partial(_organisation_view, archive, site, organisation, relations, part)
        yield Page(part.address, FromTemplate("pages/organisation.html", view), Stage.PAGE, claim)


def _organisation_view(
    archive: Archive,
    site: SiteView,
    organisation: Organisation,
    relations: tuple[RelationView, ...],
    part: PartView[Writeup],
) -> OrganisationPageView:
    writeups = archive.by_organisation.get(organisation.id, ())
    return OrganisationPageView(
        site=site,
        page=PageView(
            address=part.address,
            title=f"{organisation.name}{part.suffix}",
            description=(
                f"Who spoke for {organisation.name}, and the "
                f"{count_of(part.total, 'writeup', 'writeups')} that name it."
            ),
            section=_INDEX.address,
            feed=feed_of(archive, organisation.address, writeups),
            crumbs=(_INDEX,),
        ),
        name=organisation.name,
        other_names=organisation.other_names,
        classification=organisation.classification,
        relations=relations,
        links=organisation.links,
        prose=organisation.prose,
        voices=tuple(_voices(archive, organisation.id, part.items)),
        organised=tuple(
            archive.cards[writeup.path]
            for writeup in part.items
            if organisation.id in writeup.event.organisers
        ),
        mentions=tuple(_mentions(archive, organisation.id, part.items)),
        part=part.showing(writeup_link),
    )


def _voices(
    archive: Archive, organisation: OrganisationId, writeups: tuple[Writeup, ...]
) -> Iterator[VoiceView]:
    for writeup in writeups:
        for appearance in writeup.appearances:
            if organisation in appearance.organisations:
                yield VoiceView(
                    date=writeup.event.start.day,
                    person=NamedLink(appearance.label, archive.site.people[appearance.person].address),
                    position=appearance.position,
                    role="" if appearance.role == "speaker" else appearance.role,
                    capacity=appearance.capacity,
                    writeup=writeup_link(writeup),
                )


def _mentions(
    archive: Archive, organisation: OrganisationId, writeups: tuple[Writeup, ...]
) -> Iterator[OrganisationMentionView]:
    people = archive.site.people
    for writeup in writeups:
        for mention in writeup.mentions:
            if organisation in mention.organisations:
                person = NamedLink(mention.label, people[mention.person].address) if mention.person else None
                quoted_by = person_link(people[mention.quoted_by]) if mention.quoted_by else None
                yield OrganisationMentionView(
                    writeup.event.start.day, writeup_link(writeup), person, mention.position, quoted_by
                )


def _relations(organisations: Iterable[Organisation]) -> dict[OrganisationId, list[RelationView]]:
    """Tell every relation from both sides: only one of the two organisations has to declare it."""
    organisations = sorted(organisations, key=lambda organisation: sort_key(organisation.sort_name))
    links = {one.id: NamedLink(one.name, one.address) for one in organisations}
    relations: dict[OrganisationId, list[RelationView]] = {one.id: [] for one in organisations}
    words = {
        Change.RENAMED: (("Known as", "until"), ("Renamed", "on")),
        Change.MERGED: (("Formed by a merger from", "on"), ("Merged into", "on")),
    }
    for one in organisations:
        for succession in one.lineage:
            (before, since), (after, on) = words[succession.change]
            earlier, date = succession.predecessor, succession.date
            relations[one.id].append(RelationView(before, links[earlier], since, date))
            relations[earlier].append(RelationView(after, links[one.id], on, date))
        if one.parent:
            relations[one.id].append(RelationView("Part of", links[one.parent], "", None))
            relations[one.parent].append(RelationView("Includes", links[one.id], "", None))
    return relations
