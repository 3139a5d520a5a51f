"""Who and what is public: a file alone publishes nobody, something that is published must name them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from site_builder.content.appearances import Cast
from site_builder.content.documents import Documents
from site_builder.content.register import Registries, is_on_the_record, listed, name_in, organisations_of
from site_builder.content.schemas import ParentFields, PredecessorFields
from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.model import (
    Address,
    Appearance,
    Event,
    Mention,
    OrganisationId,
    PersonId,
    Prose,
    Series,
    Site,
    Standalone,
    Topic,
    Writeup,
)


def declared_by(cast: Cast, event: Event) -> frozenset[Address]:
    """Return the addresses of everybody and everything that a writeup lists."""
    entries: tuple[Appearance | Mention, ...] = (*cast.appearances, *cast.mentions)
    people = (entry.person for entry in entries if entry.person)
    organisations = (organisation for entry in entries for organisation in entry.organisations)
    return frozenset(
        (
            *(_speaker(person) for person in people),
            *(_organisation(organisation) for organisation in (*organisations, *event.organisers)),
        )
    )


def _speaker(id: str) -> Address:
    return Address(f"/speakers/{id}/")


def _organisation(id: str) -> Address:
    return Address(f"/organisations/{id}/")


def shielded_by_rules(
    documents: Documents, registries: Registries, casts: Sequence[Cast], events: Sequence[Event]
) -> frozenset[Address]:
    """Return the addresses of those whom a rule of attribution keeps out, and no event on the record lets in.

    A name in a text or a file of their own lets nobody in.
    """
    kept_out: set[Address] = set()
    for writeup in documents.writeups:
        if is_on_the_record(writeup.fields):
            continue
        for number, entry in enumerate(listed(writeup.fields)):
            parts = registries.parts.get((writeup.path, number))
            if parts is None:
                continue
            people = (entry.person.value,) if entry.person else registries.people.find(parts.name)
            kept_out.update(_speaker(person) for person in people)
            for name in organisations_of(entry, parts):
                kept_out.update(_organisation(id) for id in registries.organisations.find(name.value))
    if not kept_out:
        return frozenset()
    public = set[Address]().union(
        *(declared_by(cast, event) for cast, event in zip(casts, events, strict=True))
    )
    related = _related(documents, registries)
    waiting = [address for address in public if address in related]
    while waiting:
        for address in related.get(waiting.pop(), ()):
            if address not in public:
                public.add(address)
                waiting.append(address)
    return frozenset(kept_out - public)


def _related(documents: Documents, registries: Registries) -> dict[Address, list[Address]]:
    """Return which organisations the files of organisations connect."""
    related: dict[Address, list[Address]] = {}
    for document in documents.organisations:
        fields = document.fields
        here = _organisation(document.id)
        every: tuple[ParentFields | PredecessorFields, ...]
        every = (*fields.parent, *fields.renamed_from, *fields.merged_from, *fields.split_from)
        for one in every:
            for id in registries.organisations.find(one.organisation.value) if one.organisation else ():
                related.setdefault(here, []).append(_organisation(id))
                related.setdefault(_organisation(id), []).append(here)
    return related


def only_named(site: Site, shielded: frozenset[Address]) -> Site:
    """Return a site without the people and organisations that nothing in it names."""
    reached = _reached(site) - shielded
    people = {id: person for id, person in site.people.items() if person.address in reached}
    organisations = {id: one for id, one in site.organisations.items() if one.address in reached}
    if len(people) == len(site.people) and len(organisations) == len(site.organisations):
        return site
    return replace(
        site,
        people={
            id: replace(
                person, distinct_from=tuple(other for other in person.distinct_from if other in people)
            )
            for id, person in people.items()
        },
        organisations={
            id: replace(
                one, distinct_from=tuple(other for other in one.distinct_from if other in organisations)
            )
            for id, one in organisations.items()
        },
    )


def _reached(site: Site) -> set[Address]:
    reached: set[Address] = set()
    waiting: list[Address] = []

    def reach(addresses: Iterable[Address]) -> None:
        for address in addresses:
            if address not in reached:
                reached.add(address)
                waiting.append(address)

    successors: dict[OrganisationId, list[OrganisationId]] = {}
    for later in site.organisations.values():
        for succession in later.lineage:
            successors.setdefault(succession.predecessor, []).append(later.id)
    for writeup in site.writeups:
        reach(_named_in(writeup))
    others: tuple[Standalone | Topic | Series, ...]
    others = (*site.pages, *site.topics.values(), *site.series.values())
    for other in others:
        reach(_targets(other.prose))
    while waiting:
        address = waiting.pop()
        id = address.rpartition("/")[0].rpartition("/")[2]
        if address.startswith("/speakers/") and (person := site.people.get(PersonId(id))):
            reach(_targets(person.prose))
            reach(_organisation(held.organisation) for held in person.positions if held.organisation)
        elif address.startswith("/organisations/") and (one := site.organisations.get(OrganisationId(id))):
            reach(_targets(one.prose))
            reach(_organisation(parentage.parent) for parentage in one.parents)
            reach(_organisation(succession.predecessor) for succession in one.lineage)
            reach(_organisation(successor) for successor in successors.get(one.id, ()))
    return reached


def _named_in(writeup: Writeup) -> Iterator[Address]:
    entries: tuple[Appearance | Mention, ...] = (*writeup.appearances, *writeup.mentions)
    for entry in entries:
        if entry.person:
            yield _speaker(entry.person)
        for organisation in entry.organisations:
            yield _organisation(organisation)
    for organiser in writeup.event.organisers:
        yield _organisation(organiser)
    yield from _targets(writeup.prose)


def _targets(prose: Prose | None) -> Iterator[Address]:
    for target in prose.targets if prose else ():
        if target.startswith(("/speakers/", "/organisations/")):
            yield Address("/".join(target.split("/")[:3]) + "/")


def names_nobody(documents: Documents, registries: Registries, site: Site) -> Iterator[Problem]:
    """Report every file of a person or an organisation that nothing names, so that it has no page."""
    for noun, some, published in (
        ("person", documents.people, {str(id) for id in site.people}),
        ("organisation", documents.organisations, {str(id) for id in site.organisations}),
    ):
        for document in some:
            if document.id in published or document.id in registries.withheld:
                continue
            message = f'no published text names the {noun} "{name_in(document)}", so there is no page'
            hint = "correct the name, add one to other_names:, or leave the file for later"
            yield Problem(Place(document.path), Rule.NAMES_NOBODY, message, hint, Severity.WARNING)
