"""What has a page under its name: people, organisations, topics and series, from files and from writeups."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.linking.links import TextLinks
from site_builder.model import (
    Address,
    Change,
    FormerUrl,
    HeldPosition,
    Honorific,
    Organisation,
    OrganisationId,
    Parentage,
    PartialDate,
    Period,
    Person,
    PersonId,
    Series,
    SeriesId,
    Succession,
    Topic,
    TopicId,
)
from site_builder.names import fold, fold_person, organisation_sort_name, plain_name, sort_name
from site_builder.registry.collect import Registries, name_in
from site_builder.registry.registry import Registry
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.shapes import Placed
from site_builder.sources.fields import OrganisationFields, PersonFields, PredecessorFields
from site_builder.sources.parse import Documents, Parsed


def people(
    documents: Documents, registries: Registries, links: TextLinks, problems: list[Problem]
) -> Iterator[Person]:
    """Yield everybody but those whose names are withheld."""
    for document in documents.people:
        fields = document.fields
        if fields.withheld:
            continue
        name = name_in(document)
        yield Person(
            id=PersonId(document.id),
            name=name,
            sort_name=fields.sort_name or sort_name(plain_name(name)),
            other_names=_printable(document, fold_person, problems),
            honorifics=tuple(
                Honorific(one.title, _period(one.since, one.until, one.place, problems))
                for one in fields.honorifics
            ),
            positions=tuple(_positions(fields, registries, problems)),
            distinct_from=tuple(
                PersonId(id)
                for id in _others(document, fields.not_to_be_confused_with, registries.people, problems)
                if id not in registries.withheld
            ),
            links=fields.links,
            former_urls=former_urls(fields.former_urls),
            path=document.path,
            prose=links.prose_or_none(document.path, document.text),
        )
    for id, name in registries.people.undeclared():
        yield Person(PersonId(id), name, sort_name(name), (), (), (), (), (), (), "", None)


def _printable(
    document: Parsed[PersonFields] | Parsed[OrganisationFields],
    folded: Callable[[str], str],
    problems: list[Problem],
) -> tuple[str, ...]:
    """Return the other names but for those never to be printed; the name itself cannot be one of these."""
    never = {folded(name.value) for name in document.fields.never_print}
    for name in document.fields.never_print:
        if folded(name.value) == folded(name_in(document)):
            message = f'"{name.value}" is never to be printed, and it is the name that is printed'
            hint = "give another name under name:, or take this one away"
            problems.append(Problem(name.place, Rule.PROTECTED_NAME, message, hint))
    return tuple(one.value for one in document.fields.other_names if folded(one.value) not in never)


def _positions(
    fields: PersonFields, registries: Registries, problems: list[Problem]
) -> Iterator[HeldPosition]:
    for one in fields.positions:
        found = registries.organisations.resolve(one.organisation, problems) if one.organisation else None
        yield HeldPosition(
            one.position,
            OrganisationId(found) if found else None,
            _period(one.since, one.until, one.place, problems),
            one.place,
        )


def _period(
    since: PartialDate | None, until: PartialDate | None, place: Place, problems: list[Problem]
) -> Period:
    period = Period(since, until)
    if period.is_backwards:
        message = f"this ends in {until}, before it begins in {since}"
        problems.append(Problem(place, Rule.END_BEFORE_START, message, "correct one of the two"))
        return Period()
    return period


def _others(
    document: Parsed[Any], names: Iterable[Placed[str]], registry: Registry, problems: list[Problem]
) -> Iterator[str]:
    """Yield the ids of those with which something is not to be confused, by name or by id."""
    for name in names:
        found = (name.value,) if registry.has_id(name.value) else registry.find(name.value)
        others = [id for id in found if id != document.id]
        yield from others
        if not others:
            hint = did_you_mean(name.value, registry.names(), "write the name or the id of somebody else")
            message = f'"{name.value}" is nobody else in this archive'
            problems.append(Problem(name.place, Rule.UNKNOWN_PERSON, message, hint, Severity.WARNING))


class _Relation(NamedTuple):
    """That one organisation came from another, or is part of it."""

    to: OrganisationId
    place: Place


def organisations(
    documents: Documents, registries: Registries, links: TextLinks, problems: list[Problem]
) -> Iterator[Organisation]:
    """Yield every organisation; a circle among their relations is a problem."""

    def find(name: Placed[str] | None) -> OrganisationId | None:
        found = registries.organisations.resolve(name, problems) if name else None
        return OrganisationId(found) if found else None

    def lineage(change: Change, predecessors: Iterable[PredecessorFields]) -> Iterator[Succession]:
        for predecessor in predecessors:
            organisation = find(predecessor.organisation)
            if organisation:
                yield Succession(change, organisation, predecessor.date.day if predecessor.date else None)

    before: dict[OrganisationId, list[_Relation]] = {}
    above: dict[OrganisationId, list[_Relation]] = {}
    for document in documents.organisations:
        fields = document.fields
        id = OrganisationId(document.id)
        before[id] = [
            _Relation(found, one.organisation.place)
            for one in (*fields.renamed_from, *fields.merged_from, *fields.split_from)
            if one.organisation and (found := find(one.organisation))
        ]
        above[id] = [
            _Relation(found, one.organisation.place)
            for one in fields.parent
            if one.organisation and (found := find(one.organisation))
        ]
    in_circles = {
        *_circles(before, "comes from itself", problems),
        *_circles(above, "is part of itself", problems),
    }
    for document in documents.organisations:
        fields = document.fields
        name = name_in(document)
        is_sound = document.id not in in_circles
        place = Place(document.path)
        yield Organisation(
            id=OrganisationId(document.id),
            name=name,
            sort_name=fields.sort_name or organisation_sort_name(name),
            other_names=_printable(document, fold, problems),
            classification=fields.classification,
            period=_period(fields.founded, fields.dissolved, place, problems),
            parents=tuple(_parents(fields, find, problems)) if is_sound else (),
            lineage=(
                *lineage(Change.RENAMED, fields.renamed_from),
                *lineage(Change.MERGED, fields.merged_from),
                *lineage(Change.SPLIT, fields.split_from),
            )
            if is_sound
            else (),
            rolls_up=fields.roll_up,
            distinct_from=tuple(
                OrganisationId(id)
                for id in _others(
                    document, fields.not_to_be_confused_with, registries.organisations, problems
                )
            ),
            links=fields.links,
            former_urls=former_urls(fields.former_urls),
            path=document.path,
            prose=links.prose_or_none(document.path, document.text),
        )
    for learned, name in registries.organisations.undeclared():
        yield Organisation(
            OrganisationId(learned),
            name,
            organisation_sort_name(name),
            (),
            "",
            Period(),
            (),
            (),
            True,
            (),
            (),
            (),
            "",
            None,
        )


def _parents(
    fields: OrganisationFields,
    find: Callable[[Placed[str] | None], OrganisationId | None],
    problems: list[Problem],
) -> Iterator[Parentage]:
    for one in fields.parent:
        parent = find(one.organisation)
        if parent and one.organisation:
            yield Parentage(parent, _period(one.since, one.until, one.organisation.place, problems))


def _circles(
    relations: Mapping[OrganisationId, list[_Relation]], what: str, problems: list[Problem]
) -> Iterator[str]:
    """Yield every organisation in a circle of relations; each circle is one problem."""
    done: set[OrganisationId] = set()
    for start in sorted(relations):
        path: list[OrganisationId] = []
        waiting = [(start, 0)]
        while waiting:
            id, depth = waiting.pop()
            del path[depth:]
            path.append(id)
            for relation in relations.get(id, ()):
                if relation.to in path:
                    circle = path[path.index(relation.to) :]
                    if not done.intersection(circle):
                        message = f"{' -> '.join((*circle, relation.to))}: an organisation {what}"
                        hint = "take away the line that is wrong"
                        problems.append(Problem(relation.place, Rule.LINEAGE, message, hint))
                    done.update(circle)
                    yield from circle
                elif relation.to not in done:
                    waiting.append((relation.to, depth + 1))


def topics(documents: Documents, registries: Registries, links: TextLinks) -> Iterator[Topic]:
    """Yield every topic."""
    for document in documents.topics:
        yield Topic(
            id=TopicId(document.id),
            name=name_in(document),
            other_names=_texts(document.fields.other_names),
            former_urls=former_urls(document.fields.former_urls),
            path=document.path,
            prose=links.prose_or_none(document.path, document.text),
        )
    for id, name in registries.topics.undeclared():
        yield Topic(TopicId(id), name, (), (), "", None)


def series(documents: Documents, registries: Registries, links: TextLinks) -> Iterator[Series]:
    """Yield every series."""
    for document in documents.series:
        fields = document.fields
        yield Series(
            id=SeriesId(document.id),
            name=name_in(document),
            other_names=_texts(fields.other_names),
            links=fields.links,
            former_urls=former_urls(fields.former_urls),
            path=document.path,
            prose=links.prose_or_none(document.path, document.text),
        )
    for id, name in registries.series.undeclared():
        yield Series(SeriesId(id), name, (), (), (), "", None)


def former_urls(urls: Iterable[Placed[str]]) -> tuple[FormerUrl, ...]:
    """Return the earlier addresses of a page."""
    return tuple(FormerUrl(Address(url.value), url.place) for url in urls)


def _texts(names: Iterable[Placed[str]]) -> tuple[str, ...]:
    return tuple(name.value for name in names)
