"""Who and what has a page: not whoever is only listed where a rule of attribution or an embargo holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.entities import Series, Standalone, Topic, successors_of
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.ids import Address, OrganisationId, PersonId
from site_builder.kinds import Kind
from site_builder.linking.participants import Participants
from site_builder.model import Appearance, Event, Mention, SharedEvent, Site, Writeup
from site_builder.registry.collect import Registries, is_on_the_record, name_in, organisations_of
from site_builder.sources.documents import Documents, Parsed
from site_builder.sources.fields import WriteupFields
from site_builder.values import Author, Prose

#: The kinds that a rule of attribution or an embargo can hide.
_KINDS = (Kind.PEOPLE, Kind.ORGANISATIONS)


def listed_by(participants: Participants, event: Event, authors: Iterable[Author]) -> frozenset[Address]:
    """Return the addresses of everybody and everything that a writeup lists."""
    entries: tuple[Appearance | Mention, ...] = (*participants.appearances, *participants.mentions)
    authors = tuple(authors)
    present = (*participants.attended, *participants.regrets)
    people = (*(entry.person for entry in entries), *(author.person for author in authors), *present)
    organisations = (id for entry in entries for id in entry.organisations)
    return frozenset(
        (
            *map(Kind.PEOPLE.address, filter(None, people)),
            *map(Kind.ORGANISATIONS.address, (*organisations, *event.organisers, *event.sponsors)),
            *(Kind.ORGANISATIONS.address(author.organisation) for author in authors if author.organisation),
        )
    )


@dataclass(frozen=True, slots=True)
class Hidden:
    """The pages of people and organisations that there are not.

    ``by_rule`` are those whom a rule of attribution keeps out and no event on the record lets in: neither a
    text nor a file of their own does. ``by_embargo`` are listed by writeups that are not published yet: any
    text that is published lets them in.
    """

    by_rule: frozenset[Address] = frozenset()
    by_embargo: frozenset[Address] = frozenset()


def hidden_pages(
    documents: Documents,
    registries: Registries,
    published: Sequence[Parsed[WriteupFields]],
    listed: Sequence[frozenset[Address]],
) -> Hidden:
    """Return which pages there are not; ``listed`` is what each of the published writeups lists."""
    published_paths = {writeup.path for writeup in published}
    under_rule: set[Address] = set()
    embargoed: set[Address] = set()
    for writeup in documents.writeups:
        if not is_on_the_record(writeup.fields):
            under_rule.update(_named_by_entries(writeup, registries))
        elif writeup.path not in published_paths:
            embargoed.update(_named_by_entries(writeup, registries))
            for organiser in writeup.fields.event.organisers:
                ids = registries.organisations.find(organiser.value)
                embargoed.update(map(Kind.ORGANISATIONS.address, ids))
    if not under_rule and not embargoed:
        return Hidden()
    public = set[Address]().union(*listed)
    related = _related_organisations(documents, registries)
    queue = [address for address in public if address in related]
    while queue:
        for address in related.get(queue.pop(), ()):
            if address not in public:
                public.add(address)
                queue.append(address)
    return Hidden(frozenset(under_rule - public), frozenset(embargoed - public))


def _named_by_entries(writeup: Parsed[WriteupFields], registries: Registries) -> Iterator[Address]:
    for entry, parts in registries.entries_of(writeup):
        yield from map(Kind.PEOPLE.address, registries.people_meant(entry, parts))
        for name in organisations_of(entry, parts):
            yield from map(Kind.ORGANISATIONS.address, registries.organisations.find(name.value))


def _related_organisations(documents: Documents, registries: Registries) -> dict[Address, list[Address]]:
    """Return which organisations the files of organisations connect, in both directions."""
    related: dict[Address, list[Address]] = {}
    for document in documents.organisations:
        here = Kind.ORGANISATIONS.address(document.id)
        for name in document.fields.related:
            for there in map(Kind.ORGANISATIONS.address, registries.organisations.find(name.value)):
                related.setdefault(here, []).append(there)
                related.setdefault(there, []).append(here)
    return related


def only_visible(site: Site, hidden: Hidden) -> Site:
    """Return a site without the hidden, and without those who have no file and whom nothing names."""
    with_files = [
        *(person.address for person in site.people.values() if person.path),
        *(organisation.address for organisation in site.organisations.values() if organisation.path),
    ]
    if not with_files:
        return site  # whoever has no file is named by a writeup
    seeds = (
        address
        for address in with_files
        if address not in hidden.by_embargo and address not in hidden.by_rule
    )
    reachable = _reachable(site, seeds) - hidden.by_rule
    people = {id: person for id, person in site.people.items() if person.address in reachable}
    organisations = {
        id: organisation
        for id, organisation in site.organisations.items()
        if organisation.address in reachable
    }
    if len(people) == len(site.people) and len(organisations) == len(site.organisations):
        return site
    return replace(
        site,
        people={
            id: replace(
                person,
                distinct_from=tuple(other for other in person.distinct_from if other in people),
                positions=tuple(
                    held if held.organisation in organisations else replace(held, organisation=None)
                    for held in person.positions
                ),
            )
            for id, person in people.items()
        },
        organisations={
            id: replace(
                organisation,
                distinct_from=tuple(id for id in organisation.distinct_from if id in organisations),
                parents=tuple(part for part in organisation.parents if part.parent in organisations),
                lineage=tuple(step for step in organisation.lineage if step.predecessor in organisations),
            )
            for id, organisation in organisations.items()
        },
    )


def _reachable(site: Site, seeds: Iterable[Address] = ()) -> set[Address]:
    """Return everybody and everything that a site names, and what these name in turn."""
    reachable: set[Address] = set()
    queue: list[Address] = []

    def reach(addresses: Iterable[Address]) -> None:
        for address in addresses:
            if address not in reachable:
                reachable.add(address)
                queue.append(address)

    successors = successors_of(site.organisations.values())
    for writeup in site.pages_of_writeups:
        reach(_named_in(writeup))
    with_texts: tuple[Standalone | Topic | Series | SharedEvent, ...]
    with_texts = (*site.pages, *site.topics.values(), *site.series.values(), *site.events.values())
    for shared in site.events.values():
        reach(map(Kind.ORGANISATIONS.address, (*shared.event.organisers, *shared.event.sponsors)))
    for entity in with_texts:
        reach(_targets(entity.prose))
    reach(seeds)
    organisation_address = Kind.ORGANISATIONS.address
    while queue:
        address = queue.pop()
        person = site.people.get(PersonId(Kind.PEOPLE.id_at(address)))
        if person is not None:
            reach(_targets(person.prose))
            reach(organisation_address(held.organisation) for held in person.positions if held.organisation)
        organisation = site.organisations.get(OrganisationId(Kind.ORGANISATIONS.id_at(address)))
        if organisation is not None:
            reach(_targets(organisation.prose))
            reach(organisation_address(part.parent) for part in organisation.parents)
            reach(organisation_address(step.predecessor) for step in organisation.lineage)
            reach(map(organisation_address, successors.get(organisation.id, ())))
    return reachable


def _named_in(writeup: Writeup) -> Iterator[Address]:
    for entry in writeup.entries:
        if entry.person:
            yield Kind.PEOPLE.address(entry.person)
        yield from map(Kind.ORGANISATIONS.address, entry.organisations)
    for author in writeup.authors:
        if author.person:
            yield Kind.PEOPLE.address(author.person)
        if author.organisation:
            yield Kind.ORGANISATIONS.address(author.organisation)
    yield from map(Kind.PEOPLE.address, (*writeup.attended, *writeup.regrets))
    yield from map(Kind.ORGANISATIONS.address, (*writeup.event.organisers, *writeup.event.sponsors))
    yield from _targets(writeup.prose)


def _targets(prose: Prose | None) -> Iterator[Address]:
    for target in prose.targets if prose else ():
        for kind in _KINDS:
            if id := kind.id_at(target):
                yield kind.address(id)


def report_files_that_name_nobody(
    documents: Documents, registries: Registries, site: Site, hidden: Hidden, diagnostics: Diagnostics
) -> None:
    """Report every file of a person or an organisation that no published text names."""
    if not documents.people and not documents.organisations:
        return
    reachable = _reachable(site)
    for kind in _KINDS:
        for document in documents.of(kind):
            address = kind.address(document.id)
            is_withheld = kind is Kind.PEOPLE and document.id in registries.withheld
            if is_withheld or (address in reachable and address not in hidden.by_rule):
                continue
            message = f'no writeup names the {kind.noun} "{name_in(document)}"'
            hint = "correct the name, add one to other_names:, or leave the file for later"
            if address in hidden.by_rule:
                message = (
                    f'only events under a rule of attribution name the {kind.noun} "{name_in(document)}"'
                )
                hint = "there is no page; keep the file for yourself, or list whoever spoke on the record too"
            diagnostics.warning(Place(document.path), Rule.NAMES_NOBODY, message, hint)
