"""The archive as questions are asked of it, loaded from what the last build left where that is current."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from site_builder.entities import Organisation, Person, Series, Topic
from site_builder.errors import Diagnostics, Problem, UsageError
from site_builder.ids import OrganisationId, PersonId, TopicId
from site_builder.incremental.build_state import BuildState
from site_builder.kinds import Kind
from site_builder.model import Site
from site_builder.names.folding import fold
from site_builder.names.people import NameParser
from site_builder.options import BuildOptions, Progress
from site_builder.output.directory import check_output
from site_builder.pages.site_index import SiteIndex, build_index
from site_builder.planning import link_sources
from site_builder.runtime.codec import UnreadableRecord
from site_builder.schema.nearest import did_you_mean


@dataclass(frozen=True)
class Archive:
    """A linked site with its indexes, and what takes its names apart."""

    index: SiteIndex
    parser: NameParser
    problems: tuple[Problem, ...]

    @property
    def site(self) -> Site:
        """Return the linked site."""
        return self.index.site

    def person(self, name: str) -> PersonId:
        """Return the person of a name or an id; raise :class:`UsageError` for nobody, or several."""
        return PersonId(_only(Kind.PEOPLE, name, self.people_named(name), self._names(self.site.people)))

    def organisation(self, name: str) -> OrganisationId:
        """Return the organisation of a name or an id, in the same way."""
        ids = _ids_named(name, self._organisations)
        return OrganisationId(_only(Kind.ORGANISATIONS, name, ids, self._names(self.site.organisations)))

    def topic(self, name: str) -> TopicId:
        """Return the topic of a name or an id, in the same way."""
        return TopicId(_only(Kind.TOPICS, name, self.topics_named(name), self._names(self.site.topics)))

    def people_named(self, name: str) -> tuple[str, ...]:
        """Return the people of a name or an id: several may have one name."""
        return _ids_named(name, self._people) or _ids_named(self.parser.fold(name), self._people)

    def organisations_named(self, name: str) -> tuple[str, ...]:
        """Return the organisations of a name or an id."""
        return _ids_named(name, self._organisations)

    def topics_named(self, name: str) -> tuple[str, ...]:
        """Return the topics of a name or an id."""
        return _ids_named(name, self._topics)

    def series_named(self, name: str) -> tuple[str, ...]:
        """Return the series of a name or an id."""
        return _ids_named(name, _by_name(self.site.series.values()))

    @cached_property
    def _people(self) -> Mapping[str, tuple[str, ...]]:
        people = self.site.people.values()
        keys = ((self.parser.fold(name), person.id) for person in people for name in _names_of(person))
        return _grouped((*_keys_of(people), *keys))

    @cached_property
    def _organisations(self) -> Mapping[str, tuple[str, ...]]:
        return _by_name(self.site.organisations.values())

    @cached_property
    def _topics(self) -> Mapping[str, tuple[str, ...]]:
        return _by_name(self.site.topics.values())

    def _names(self, entities: Mapping[Any, Any]) -> list[str]:
        return [name for entity in entities.values() for name in _names_of(entity)]


def load_archive(options: BuildOptions, progress: Progress, *, with_everything: bool = False) -> Archive:
    """Return the archive as it would be published, or with drafts and what is under embargo.

    Nothing is written. Raises :class:`ProblemsFound` as a build does.
    """
    options = replace(options, dry_run=True, with_drafts=options.with_drafts or with_everything)
    manifest = check_output(options.output, options.root)
    diagnostics = Diagnostics()
    try:
        sources, linked = link_sources(options, BuildState(options, manifest), progress, diagnostics)
    except UnreadableRecord:
        diagnostics = Diagnostics()
        state = BuildState(replace(options, ignore_cache=True), manifest)
        sources, linked = link_sources(options, state, progress, diagnostics)
    diagnostics.stop_on_errors()
    site = linked.complete if with_everything else linked.site
    index = build_index(site, sources.config, sources.language)
    return Archive(index, linked.parser, diagnostics.problems)


def _names_of(entity: Person | Organisation | Topic | Series) -> tuple[str, ...]:
    return (entity.name, *entity.other_names)


def _keys_of(entities: Iterable[Person | Organisation | Topic | Series]) -> Iterator[tuple[str, str]]:
    for entity in entities:
        yield entity.id, entity.id
        for name in _names_of(entity):
            yield fold(name), entity.id


def _by_name(
    entities: Iterable[Person] | Iterable[Organisation] | Iterable[Topic] | Iterable[Series],
) -> Mapping[str, tuple[str, ...]]:
    return _grouped(_keys_of(entities))


def _grouped(keys: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = {}
    for key, id in keys:
        groups.setdefault(key, {})[id] = None
    return {key: tuple(ids) for key, ids in groups.items()}


def _ids_named(name: str, ids: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return ids.get(name) or ids.get(fold(name)) or ()


def _only(kind: Kind, name: str, ids: tuple[str, ...], names: list[str]) -> str:
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise UsageError(
            f'"{name}" may be one of several {kind.value}; give the id: {", ".join(sorted(ids))}'
        )
    hint = did_you_mean(name, names, f"site-builder list {kind.value} names them all")
    raise UsageError(f'there is no {kind.noun} "{name}"; {hint}')
