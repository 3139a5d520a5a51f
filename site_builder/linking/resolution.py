"""Documents -> ids: who took part in what, and who said what, looked up before any text is linked."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from site_builder.config import Config
from site_builder.errors import Diagnostics, Place, Problem
from site_builder.ids import Address, TopicId
from site_builder.kinds import Kind
from site_builder.linking.events import EventBuilder
from site_builder.linking.originators import StatementContext
from site_builder.linking.participants import (
    Participants,
    authors_of,
    participants_of,
    surnames_of_listed,
)
from site_builder.linking.statements import Attributions, attribute_statements
from site_builder.linking.visibility import listed_by
from site_builder.model import Event
from site_builder.names.people import NameParser
from site_builder.paths import SITE_FILE
from site_builder.registry.collect import Registries, collect
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import Documents, Parsed, date_of
from site_builder.sources.entry_fields import AuthorFields
from site_builder.sources.fields import WriteupFields
from site_builder.values import Author, When

Writeups = tuple[Parsed[WriteupFields], ...]


@dataclass(frozen=True, slots=True)
class ResolvedWriteup:
    """What is known of a writeup before its text is linked: who took part, in what, and who said what."""

    document: Parsed[WriteupFields]
    participants: Participants
    event: Event
    attributions: Attributions
    topics: tuple[TopicId, ...]
    authors: tuple[Author, ...]
    #: The surnames that mean one of those whom it lists.
    surnames: Mapping[str, Address]
    #: The pages of everybody and everything that it lists.
    listed: frozenset[Address]


class Resolution(NamedTuple):
    """The names of a site and what they mean, and its writeups, oldest first, with their names looked up."""

    registries: Registries
    writeups: tuple[ResolvedWriteup, ...]


@dataclass(frozen=True, slots=True)
class Resolver:
    """Looks up the names of some writeups among all documents of a site."""

    config: Config
    documents: Documents
    #: The day that it is where the site is.
    today: datetime.date

    def resolve(self, oldest_first: Writeups, diagnostics: Diagnostics) -> Resolution:
        """Collect all names, give ids to what they mean, and look up those of the writeups."""
        names = self.config.names
        parser = NameParser(names.titles, names.post_nominals)
        registries = collect(self.documents, oldest_first, parser, diagnostics, self._default_authors())
        resolved = tuple(self._writeup(writeup, registries, diagnostics) for writeup in oldest_first)
        return Resolution(registries, resolved)

    def _default_authors(self) -> tuple[AuthorFields, ...]:
        name = self.config.author
        return (AuthorFields(Placed(name, Place(SITE_FILE)), is_shorthand=True),) if name else ()

    def _writeup(
        self, writeup: Parsed[WriteupFields], registries: Registries, diagnostics: Diagnostics
    ) -> ResolvedWriteup:
        participants = participants_of(writeup, registries, diagnostics)
        fields = writeup.fields
        event = self.events(registries, diagnostics).event(
            fields.event,
            fields.event.shared.value if fields.event.path and fields.event.shared else "",
            When(date_of(fields).day),
        )
        ids = (registries.topics.resolve(topic, diagnostics) for topic in fields.topics)
        topics = tuple(dict.fromkeys(TopicId(id) for id in ids if id))
        context = StatementContext(participants, event.is_on_the_record, topics)
        attributions = attribute_statements(writeup.text, context, registries, diagnostics)
        authors = authors_of(writeup, participants, registries, diagnostics)
        listed = listed_by(participants, event, authors)
        surnames = surnames_of_listed(participants, registries) if self.config.link_surnames else {}
        return ResolvedWriteup(writeup, participants, event, attributions, topics, authors, surnames, listed)

    def events(self, registries: Registries, diagnostics: Diagnostics) -> EventBuilder:
        """Return what makes events of what is written about them."""
        files = {event.id: event for event in self.documents.events}
        return EventBuilder(files, registries, self.config, self.today, diagnostics)


class _Resolved(NamedTuple):
    resolver: Resolver
    writeups: Writeups
    resolution: Resolution
    problems: tuple[Problem, ...]


class ResolutionMemory:
    """What was looked up for the last build of this process.

    It holds for the next build if no document has changed in what names somebody or something: after an edit
    of a title, above all.
    """

    def __init__(self) -> None:
        self._last: _Resolved | None = None

    def resolve(self, resolver: Resolver, oldest_first: Writeups, diagnostics: Diagnostics) -> Resolution:
        """Return what :meth:`Resolver.resolve` returns, and report what it reports."""
        last = self._last
        if last and _have_same_names(last.writeups, oldest_first) and _agree(last.resolver, resolver):
            writeups = map(_with_document, last.resolution.writeups, oldest_first)
            resolution, problems = last.resolution._replace(writeups=tuple(writeups)), last.problems
        else:
            own = Diagnostics()
            resolution, problems = resolver.resolve(oldest_first, own), own.problems
        self._last = _Resolved(resolver, oldest_first, resolution, problems)
        diagnostics.extend(problems)
        return resolution


def _agree(before: Resolver, now: Resolver) -> bool:
    is_same_day = before.config == now.config and before.today == now.today
    return is_same_day and all(
        _have_same_names(before.documents.of(kind), now.documents.of(kind)) for kind in Kind
    )


def _have_same_names(before: Sequence[Parsed[Any]], now: Sequence[Parsed[Any]]) -> bool:
    return len(before) == len(now) and all(
        old is new or _without_words(old) == _without_words(new) for old, new in zip(before, now, strict=True)
    )


def _without_words(document: Parsed[Any]) -> Parsed[Any]:
    """Return a document without what names nobody and nothing."""
    fields, text = document.fields, document.text
    if isinstance(fields, WriteupFields):
        fields = replace(fields, title="", summary="")
    return replace(document, fields=fields, text=replace(text, digest="", headings=(), summary="", words=0))


def _with_document(writeup: ResolvedWriteup, document: Parsed[WriteupFields]) -> ResolvedWriteup:
    return writeup if writeup.document is document else replace(writeup, document=document)
