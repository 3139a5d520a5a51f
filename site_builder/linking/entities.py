"""What has a page under its name: people, organisations, topics and series, from files and from writeups.

A key that needs no lookup, such as ``links``, is declared in ``sources/fields.py`` and, as written, in
``model.py``; it needs no line here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar

from site_builder.entities import HeldPosition, Honorific, Organisation, Person, Series, Topic
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.ids import Address, OrganisationId, PersonId, TopicId
from site_builder.kinds import Kind
from site_builder.linking.links import LinkedText
from site_builder.linking.photos import LinkedPhoto
from site_builder.names.organisations import organisation_sort_name
from site_builder.registry.collect import Registries, name_in
from site_builder.registry.registry import Registry
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import Documents, Parsed
from site_builder.sources.fields import OrganisationFields, PersonFields, PredecessorFields
from site_builder.values import (
    CitedName,
    FormerUrl,
    LineageChange,
    Parentage,
    PartialDate,
    Period,
    Prose,
    Succession,
    names_as_written,
)

#: A topic or a series; the two are made of the same values.
T = TypeVar("T", bound=Any)


def values_as_written(fields: Any, entity: type) -> dict[str, Any]:
    """Return what needs no lookup of the fields of a file: see :func:`as_written`."""
    return {name: getattr(fields, name) for name in names_as_written(entity)}


def _values(names: Iterable[Placed[str]]) -> tuple[str, ...]:
    return tuple(name.value for name in names)


def former_urls(urls: Iterable[Placed[str]]) -> tuple[FormerUrl, ...]:
    """Return the earlier addresses of a page."""
    return tuple(FormerUrl(Address(url.value), url.place) for url in urls)


def _cited_as(sort_name: str) -> CitedName | None:
    """Return how a name is cited that its file sorts as "Reed, Steven"."""
    family, comma, given = sort_name.partition(",")
    return CitedName(family.strip(), given.strip()) if comma else None


@dataclass(frozen=True, slots=True)
class EntityBuilder:
    """Makes the entities of one kind after the other.

    ``texts`` has the linked texts of all files, and ``photos`` those of people, by path.
    """

    documents: Documents
    registries: Registries
    texts: Mapping[str, LinkedText]
    photos: Mapping[str, LinkedPhoto | None]
    diagnostics: Diagnostics

    def people(self) -> Iterator[Person]:
        """Yield everybody but those whose names are withheld."""
        registry, parser = self.registries.people, self.registries.parser
        for document in self.documents.people:
            fields: PersonFields = document.fields
            if fields.withheld:
                continue
            name = name_in(document)
            distinct_from = self._not_to_be_confused_with(document, registry)
            photo = self.photos.get(document.path)
            yield Person(
                **values_as_written(fields, Person),
                id=PersonId(document.id),
                name=name,
                sort_name=fields.sort_name or parser.parse(name).sort,
                cited_as=_cited_as(fields.sort_name) or parser.parse(name).citation,
                other_names=self._printable_names(document, registry),
                honorifics=tuple(
                    Honorific(
                        honorific.title, self._period(honorific.since, honorific.until, honorific.place)
                    )
                    for honorific in fields.honorifics
                ),
                positions=tuple(self._positions(fields)),
                distinct_from=tuple(
                    PersonId(id) for id in distinct_from if id not in self.registries.withheld
                ),
                former_urls=former_urls(fields.former_urls),
                path=document.path,
                prose=self._prose(document),
                photo=photo.photo if photo else None,
                is_linked=fields.link != "never",
            )
        for id, name in registry.undeclared():
            parsed = parser.parse(name)
            yield Person(PersonId(id), name, parsed.sort, parsed.citation)

    def organisations(self) -> Iterator[Organisation]:
        """Yield every organisation; a circle among their relations is reported, and left out."""
        registry = self.registries.organisations
        in_circles = self._report_circles()
        for document in self.documents.organisations:
            fields: OrganisationFields = document.fields
            name = name_in(document)
            is_in_circle = document.id in in_circles
            distinct_from = self._not_to_be_confused_with(document, registry)
            yield Organisation(
                **values_as_written(fields, Organisation),
                id=OrganisationId(document.id),
                name=name,
                sort_name=fields.sort_name or organisation_sort_name(name),
                other_names=self._printable_names(document, registry),
                period=self._period(fields.founded, fields.dissolved, Place(document.path)),
                parents=() if is_in_circle else tuple(self._parents(fields)),
                lineage=() if is_in_circle else tuple(self._lineage(fields)),
                rolls_up=fields.roll_up,
                distinct_from=tuple(OrganisationId(id) for id in distinct_from),
                former_urls=former_urls(fields.former_urls),
                path=document.path,
                prose=self._prose(document),
                is_linked=fields.link != "never",
            )
        for id, name in registry.undeclared():
            yield Organisation(OrganisationId(id), name, organisation_sort_name(name))

    def topics(self) -> Iterator[Topic]:
        """Yield every topic."""
        registry = self.registries.topics
        distinct_from = {
            document.id: tuple(map(TopicId, self._not_to_be_confused_with(document, registry)))
            for document in self.documents.topics
        }
        for topic in self._subjects(Topic, Kind.TOPICS):
            others = distinct_from.get(topic.id)
            yield replace(topic, distinct_from=others) if others else topic

    def series(self) -> Iterator[Series]:
        """Yield every series."""
        return self._subjects(Series, Kind.SERIES)

    def _subjects(self, make: type[T], kind: Kind) -> Iterator[T]:
        """Yield what has a name and a text, and no relations."""
        for document in self.documents.of(kind):
            yield make(
                **values_as_written(document.fields, make),
                id=document.id,
                name=name_in(document),
                other_names=_values(document.fields.other_names),
                former_urls=former_urls(document.fields.former_urls),
                path=document.path,
                prose=self._prose(document),
            )
        for id, name in self.registries.of(kind).undeclared():
            yield make(id, name)

    def _prose(self, document: Parsed[Any]) -> Prose | None:
        return self.texts[document.path].prose if document.text.digest else None

    def _printable_names(self, document: Parsed[Any], registry: Registry) -> tuple[str, ...]:
        """Return the other names but for those never to be printed.

        The name itself cannot be one of these.
        """
        never = {registry.fold(name.value) for name in document.fields.never_print}
        for name in document.fields.never_print:
            if registry.fold(name.value) == registry.fold(name_in(document)):
                message = f'"{name.value}" is never to be printed, and it is the name that is printed'
                hint = "give another name under name:, or take this one away"
                self.diagnostics.error(name.place, Rule.PROTECTED_NAME, message, hint)
        others = (name.value for name in document.fields.other_names)
        return tuple(name for name in others if registry.fold(name) not in never)

    def _positions(self, fields: PersonFields) -> Iterator[HeldPosition]:
        for held in fields.positions:
            period = self._period(held.since, held.until, held.place)
            yield HeldPosition(held.position, self._organisation(held.organisation), period, held.place)

    def _organisation(self, name: Placed[str] | None) -> OrganisationId | None:
        id = self.registries.organisations.resolve(name, self.diagnostics) if name else None
        return OrganisationId(id) if id else None

    def _period(self, since: PartialDate | None, until: PartialDate | None, place: Place) -> Period:
        period = Period(since, until)
        if period.is_backwards:
            message = f"this ends in {until}, before it begins in {since}"
            self.diagnostics.error(place, Rule.END_BEFORE_START, message, "correct one of the two")
            return Period()
        return period

    def _not_to_be_confused_with(self, document: Parsed[Any], registry: Registry) -> tuple[str, ...]:
        """Return the ids of those with which something is not to be confused, by name or by id."""
        ids: list[str] = []
        for name in document.fields.not_to_be_confused_with:
            meant = (name.value,) if registry.has_id(name.value) else registry.find(name.value)
            others = [id for id in meant if id != document.id]
            ids.extend(others)
            if not others and registry.fold(name.value) not in self.registries.closed_names:
                otherwise = "write the name or the id of somebody else"
                hint = did_you_mean(name.value, registry.names(), otherwise)
                message = f'"{name.value}" is nobody else in this archive'
                self.diagnostics.warning(name.place, Rule.UNKNOWN_PERSON, message, hint)
        return tuple(ids)

    def _parents(self, fields: OrganisationFields) -> Iterator[Parentage]:
        for parent in fields.parent:
            id = self._organisation(parent.organisation)
            if id and parent.organisation:
                yield Parentage(id, self._period(parent.since, parent.until, parent.organisation.place))

    def _lineage(self, fields: OrganisationFields) -> Iterator[Succession]:
        changes: tuple[tuple[LineageChange, tuple[PredecessorFields, ...]], ...] = (
            (LineageChange.RENAMED, fields.renamed_from),
            (LineageChange.MERGED, fields.merged_from),
            (LineageChange.SPLIT, fields.split_from),
        )
        for change, predecessors in changes:
            for predecessor in predecessors:
                id = self._organisation(predecessor.organisation)
                if id:
                    yield Succession(change, id, predecessor.date.day if predecessor.date else None)

    def _report_circles(self) -> frozenset[str]:
        """Report organisations that come from themselves, or are part of themselves.

        The result has the ids of all that are in a circle.
        """
        predecessors: dict[OrganisationId, list[_Relation]] = {}
        parents: dict[OrganisationId, list[_Relation]] = {}
        for document in self.documents.organisations:
            fields: OrganisationFields = document.fields
            id = OrganisationId(document.id)
            earlier = (*fields.renamed_from, *fields.merged_from, *fields.split_from)
            predecessors[id] = list(self._relations(predecessor.organisation for predecessor in earlier))
            parents[id] = list(self._relations(predecessor.organisation for predecessor in fields.parent))
        circles = (
            *_circles(predecessors, "comes from itself", self.diagnostics),
            *_circles(parents, "is part of itself", self.diagnostics),
        )
        return frozenset(circles)

    def _relations(self, names: Iterable[Placed[str] | None]) -> Iterator["_Relation"]:
        for name in names:
            id = self._organisation(name)
            if id and name:
                yield _Relation(id, name.place)


class _Relation(NamedTuple):
    """That one organisation came from another, or is part of it."""

    to: OrganisationId
    place: Place


def _circles(
    relations: Mapping[OrganisationId, list[_Relation]], problem: str, diagnostics: Diagnostics
) -> Iterator[str]:
    """Yield every organisation in a circle of relations; each circle is reported once."""
    done: set[OrganisationId] = set()
    for start in sorted(relations):
        path: list[OrganisationId] = []
        stack = [(start, 0)]
        while stack:
            id, depth = stack.pop()
            del path[depth:]
            path.append(id)
            for relation in relations.get(id, ()):
                if relation.to in path:
                    circle = path[path.index(relation.to) :]
                    if not done.intersection(circle):
                        message = f"{' -> '.join((*circle, relation.to))}: an organisation {problem}"
                        hint = "take away the line that is wrong"
                        diagnostics.error(relation.place, Rule.LINEAGE, message, hint)
                    done.update(circle)
                    yield from circle
                elif relation.to not in done:
                    stack.append((relation.to, depth + 1))
