"""Who and what has a page: not whoever is only listed where a rule of attribution or an embargo holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.linking.participants import Cast
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
    successors_of,
)
from site_builder.registry.collect import Registries, is_on_the_record, name_in, organisations_of
from site_builder.sources.fields import WriteupFields
from site_builder.sources.parse import Documents, Parsed


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


@dataclass(frozen=True, slots=True)
class Hidden:
    """Whose pages there are not.

    ``shielded`` are those whom a rule of attribution keeps out and no event on the record lets in: neither a
    text nor a file of their own does. ``waiting`` are listed by writeups that are not published yet: any text
    that is published lets them in.
    """

    shielded: frozenset[Address]
    waiting: frozenset[Address]


def hidden(
    documents: Documents,
    registries: Registries,
    published: Sequence[Parsed[WriteupFields]],
    casts: Sequence[Cast],
    events: Sequence[Event],
) -> Hidden:
    """Return whose pages there are not, by what the published writeups list, given with their events."""
    paths = {writeup.path for writeup in published}
    kept_out: set[Address] = set()
    waiting: set[Address] = set()
    for writeup in documents.writeups:
        if not is_on_the_record(writeup.fields):
            kept_out.update(_listed_by(writeup, registries))
        elif writeup.path not in paths:
            waiting.update(_listed_by(writeup, registries))
            organisers = (name.value for name in writeup.fields.event.organisers)
            waiting.update(
                _organisation(id) for name in organisers for id in registries.organisations.find(name)
            )
    if not kept_out and not waiting:
        return Hidden(frozenset(), frozenset())
    public = set[Address]().union(
        *(declared_by(cast, event) for cast, event in zip(casts, events, strict=True))
    )
    related = _related(documents, registries)
    ahead = [address for address in public if address in related]
    while ahead:
        for address in related.get(ahead.pop(), ()):
            if address not in public:
                public.add(address)
                ahead.append(address)
    return Hidden(frozenset(kept_out - public), frozenset(waiting - public))


def _listed_by(writeup: Parsed[WriteupFields], registries: Registries) -> Iterator[Address]:
    for entry, parts in registries.listed_by(writeup):
        yield from (_speaker(person) for person in registries.people_meant(entry, parts))
        for name in organisations_of(entry, parts):
            yield from (_organisation(id) for id in registries.organisations.find(name.value))


def _related(documents: Documents, registries: Registries) -> dict[Address, list[Address]]:
    """Return which organisations the files of organisations connect."""
    related: dict[Address, list[Address]] = {}
    for document in documents.organisations:
        fields = document.fields
        here = _organisation(document.id)
        for name in fields.related:
            for id in registries.organisations.find(name.value):
                related.setdefault(here, []).append(_organisation(id))
                related.setdefault(_organisation(id), []).append(here)
    return related


def only_public(site: Site, out: Hidden) -> Site:
    """Return a site without the hidden, and without those who have no file and whom nothing names."""
    if not any(one.path for things in (site.people, site.organisations) for one in things.values()):
        return site  # whom a writeup does not name has a file
    files = (
        *(person.address for person in site.people.values() if person.path),
        *(organisation.address for organisation in site.organisations.values() if organisation.path),
    )
    by_their_files = (
        address for address in files if address not in out.waiting and address not in out.shielded
    )
    reached = _reached(site, by_their_files) - out.shielded
    people = {id: person for id, person in site.people.items() if person.address in reached}
    organisations = {id: one for id, one in site.organisations.items() if one.address in reached}
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
                one,
                distinct_from=tuple(other for other in one.distinct_from if other in organisations),
                parents=tuple(other for other in one.parents if other.parent in organisations),
                lineage=tuple(other for other in one.lineage if other.predecessor in organisations),
            )
            for id, one in organisations.items()
        },
    )


def _reached(site: Site, by_their_files: Iterable[Address] = ()) -> set[Address]:
    """Return everybody and everything that a site names, and what these name in turn."""
    reached: set[Address] = set()
    waiting: list[Address] = []

    def reach(addresses: Iterable[Address]) -> None:
        for address in addresses:
            if address not in reached:
                reached.add(address)
                waiting.append(address)

    successors = successors_of(site.organisations.values())
    for writeup in site.writeups:
        reach(_named_in(writeup))
    others: tuple[Standalone | Topic | Series, ...]
    others = (*site.pages, *site.topics.values(), *site.series.values())
    for other in others:
        reach(_targets(other.prose))
    reach(by_their_files)
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
    for entry in writeup.entries:
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


def names_nobody(documents: Documents, registries: Registries, site: Site, out: Hidden) -> Iterator[Problem]:
    """Report every file of a person or an organisation that no published text names."""
    if not documents.people and not documents.organisations:
        return
    named = _reached(site)
    for noun, folder, some in (
        ("person", "speakers", documents.people),
        ("organisation", "organisations", documents.organisations),
    ):
        for document in some:
            address = Address(f"/{folder}/{document.id}/")
            if document.id in registries.withheld or (address in named and address not in out.shielded):
                continue
            message = f'no writeup names the {noun} "{name_in(document)}"'
            hint = "correct the name, add one to other_names:, or leave the file for later"
            if address in out.shielded:
                message = f'only events under a rule of attribution name the {noun} "{name_in(document)}"'
                hint = "there is no page; keep the file for yourself, or list whoever spoke on the record too"
            yield Problem(Place(document.path), Rule.NAMES_NOBODY, message, hint, Severity.WARNING)
