"""Documents -> Site: what may be published is selected, and every name and link in it is looked up."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, NamedTuple

from site_builder.entities import HeldBack, Standalone
from site_builder.errors import Diagnostics, Problem, Rule, Severity
from site_builder.ids import Address, OrganisationId, PersonId, StandaloneId, WriteupId
from site_builder.kinds import Kind
from site_builder.linking.attachments import attachments_of
from site_builder.linking.autolink import EntityLinker
from site_builder.linking.entities import EntityBuilder, former_urls, values_as_written
from site_builder.linking.event_files import EventFiles, link_event_files
from site_builder.linking.events import without_repetitions
from site_builder.linking.links import LinkedText, TextLinker, address_of, link_targets
from site_builder.linking.names_in_texts import FindHtml, NamesMemory, Texts, names_in_texts
from site_builder.linking.originators import StatementContext
from site_builder.linking.participants import (
    NOBODY,
)
from site_builder.linking.photos import link_photo
from site_builder.linking.publication import report_future_dates, select_published, unchanging_period
from site_builder.linking.resolution import ResolutionMemory, ResolvedWriteup, Resolver, Writeups
from site_builder.linking.statements import attribute_statements
from site_builder.linking.translations import Languages, SiteOfLanguages, with_translations
from site_builder.linking.unlinked_documents import report_unlinked_documents
from site_builder.linking.visibility import (
    Hidden,
    hidden_pages,
    only_visible,
    report_files_that_name_nobody,
)
from site_builder.model import Site, Writeup
from site_builder.names.people import NameParser
from site_builder.options import BuildOptions
from site_builder.redaction.listed_alike import report_people_listed_alike
from site_builder.redaction.protected_names import ListedUnderRule, redaction_rules, surnames_of
from site_builder.redaction.source_scan import (
    report_names_anywhere,
    report_names_under_rule,
    report_unsearchable_files,
)
from site_builder.registry.collect import Registries
from site_builder.sources.comments import comments_path
from site_builder.sources.discover import Sources
from site_builder.sources.documents import Documents, Parsed, date_of
from site_builder.sources.shared_events import with_shared_events
from site_builder.values import Correction


@dataclass(frozen=True, slots=True)
class Linked:
    """The site to publish, and as it will be when nothing is held back any more; often the same.

    Both are the same at every moment of ``period``: from the first until before the second, without end where
    there is none. ``names`` are those that were searched in texts. ``parser`` takes the names of the site
    apart.
    """

    site: Site
    complete: Site
    period: tuple[datetime.datetime | None, datetime.datetime | None]
    names: tuple[str, ...]
    parser: NameParser


class _SiteMemory:
    """What the last build of this process found out about one of its sites."""

    def __init__(self) -> None:
        self.resolution = ResolutionMemory()
        self.names = NamesMemory()


class LinkMemory:
    """What the last build of this process found out while it linked, and the next need not do again."""

    def __init__(self) -> None:
        self.published = _SiteMemory()
        self.complete = _SiteMemory()


class LinkContext(NamedTuple):
    """Where the HTML of texts is, and what the last build of this process found out, if there was one."""

    find_html: FindHtml
    memory: LinkMemory | None = None


def link(
    sources: Sources,
    documents: Documents,
    context: LinkContext,
    options: BuildOptions,
    diagnostics: Diagnostics,
) -> Linked:
    """Link the documents that may be published: those under no embargo now, and drafts if they are wanted.

    What is not published yet is linked too, so that no mistake comes to light on the night an embargo ends.
    """
    documents = with_shared_events(documents, diagnostics)
    published, held_back = select_published(documents.writeups, options, sources.config)
    report_future_dates(published, options.now, diagnostics)
    is_complete = len(published) == len(documents.writeups)
    today = options.now.astimezone(sources.config.zone).date()
    resolver = Resolver(sources.config, documents, today)
    memory = context.memory or LinkMemory()

    def linking(memory: _SiteMemory, diagnostics: Diagnostics) -> _Linking:
        texts = Texts(context.find_html, options.jobs, memory.names)
        return _Linking(sources, resolver, memory.resolution, texts, held_back, diagnostics)

    linked = linking(memory.published, diagnostics).link(published, is_complete=is_complete)
    complete = linked.site
    if not is_complete:
        of_drafts = Diagnostics(diagnostics.problems)
        complete = linking(memory.complete, of_drafts).link(documents.writeups, is_complete=True).site
        diagnostics.extend(_in_drafts(of_drafts.problems, frozenset(held_back.drafts)))
    period = unchanging_period(documents.writeups, options.now, sources.config)
    return Linked(linked.site, complete, period, linked.names, linked.parser)


class _LinkedSite(NamedTuple):
    site: Site
    #: The names that were searched in its texts.
    names: tuple[str, ...]
    parser: NameParser


def _in_drafts(problems: Iterable[Problem], drafts: frozenset[str]) -> Iterator[Problem]:
    """Yield problems; a name that a draft must not print is a warning until the draft is published."""
    for problem in problems:
        is_waiting = problem.rule is Rule.PROTECTED_NAME and problem.place.path in drafts
        yield replace(problem, severity=Severity.WARNING) if is_waiting else problem


@dataclass(frozen=True, slots=True)
class _Linking:
    """Links some writeups with all that is no writeup."""

    sources: Sources
    resolver: Resolver
    memory: ResolutionMemory
    texts: Texts
    held_back: HeldBack
    diagnostics: Diagnostics

    @property
    def documents(self) -> Documents:
        return self.resolver.documents

    def link(self, writeups: Writeups, *, is_complete: bool) -> _LinkedSite:
        """Return the site, with every name and link looked up."""
        documents, diagnostics = self.documents, self.diagnostics
        oldest_first = tuple(
            sorted(writeups, key=lambda writeup: (date_of(writeup.fields).order, writeup.path))
        )
        registries, resolved = self.memory.resolve(self.resolver, oldest_first, diagnostics)
        listed = [writeup.listed for writeup in resolved]
        hidden = hidden_pages(documents, registries, oldest_first, listed)
        surnames = {writeup.document.path: writeup.surnames for writeup in resolved if writeup.surnames}
        linker = self._text_linker(oldest_first, registries, hidden, surnames)
        linked_texts = {
            **{writeup.document.path: _link_writeup_text(writeup, linker) for writeup in resolved},
            **self._link_other_texts(registries, linker),
        }
        event_files = {
            writeup.document.path: link_event_files(
                writeup.document.fields.event,
                writeup.document.fields.event.path or writeup.document.path,
                linker,
            )
            for writeup in resolved
        }
        events = self.resolver.events(registries, diagnostics).shared_events(linked_texts, linker)
        photos = {person.path: link_photo(person, linker) for person in documents.people}
        files = chain(
            chain.from_iterable(text.files for text in linked_texts.values()),
            chain.from_iterable(linked.files for linked in event_files.values()),
            (photo.file for photo in photos.values() if photo),
            events.files,
        )
        entities = EntityBuilder(documents, registries, linked_texts, photos, diagnostics)
        languages = self._languages(
            [self._writeup(writeup, linked_texts, event_files) for writeup in resolved], oldest_first
        )
        site = Site(
            writeups=languages.listed,
            translations=languages.others,
            events={event.id: event for event in events.events},
            people={person.id: person for person in entities.people()},
            organisations={organisation.id: organisation for organisation in entities.organisations()},
            topics={topic.id: topic for topic in entities.topics()},
            series={series.id: series for series in entities.series()},
            pages=tuple(sorted(_pages(documents, linked_texts), key=lambda page: page.id)),
            attachments=attachments_of(files, diagnostics),
            address_links=tuple(chain.from_iterable(text.address_links for text in linked_texts.values())),
            held_back=self.held_back,
        )
        site = only_visible(site, hidden)
        if is_complete:
            report_files_that_name_nobody(documents, registries, site, hidden, diagnostics)
        report_unlinked_documents(self.sources, site, diagnostics)
        site = self._redacted(site, oldest_first, registries)
        forms = linker.entity_linker.matcher.forms if linker.entity_linker else ()
        return _LinkedSite(site, forms, registries.parser)

    def _names_of_writeups(self) -> Iterator[str]:
        """Yield the ids and the keys of all writeups, published or not."""
        for document in self.documents.writeups:
            yield document.id
            address = address_of(document, self.sources.config.addresses.writeup)
            yield address.removeprefix(Kind.WRITEUPS.index_address).strip("/")

    def _languages(self, writeups: list[Writeup], documents: Writeups) -> Languages:
        """Return the writeups, newest first, apart from those that others stand for in lists."""
        translation_of = {
            document.path: document.fields.translation_of
            for document in documents
            if document.fields.translation_of
        }
        language = self._text_language or self.sources.language.tag
        site = SiteOfLanguages(language, frozenset(self._names_of_writeups()))
        newest_first = tuple(reversed(writeups))
        languages = with_translations(newest_first, translation_of, site, self.diagnostics)
        listed = tuple(without_repetitions(reversed(languages.listed)))
        return languages._replace(listed=tuple(reversed(listed)))

    def _text_linker(
        self,
        writeups: Writeups,
        registries: Registries,
        hidden: Hidden,
        surnames: Mapping[str, Mapping[str, Address]],
    ) -> TextLinker:
        targets = link_targets(self.sources, self.documents, writeups, registries, hidden.by_rule)
        entity_linker = None
        names: Mapping[str, tuple[str, ...]] = {}
        if self.sources.config.link_names:
            entity_linker = EntityLinker(self.documents, registries, targets.hidden)
            documents: Iterator[Parsed[Any]] = chain(writeups, self.documents.other_than_writeups)
            with_text = (document for document in documents if document.text.digest)
            names = names_in_texts(entity_linker.matcher, with_text, self.texts, surnames)
        return TextLinker(
            self.sources.root, targets, self.texts.find_html, entity_linker, names, self.diagnostics
        )

    def _link_other_texts(self, registries: Registries, linker: TextLinker) -> dict[str, LinkedText]:
        """Link the texts of everything but writeups; those whom they quote may be anybody."""
        linked = {}
        for document in self.documents.other_than_writeups:
            attributions = attribute_statements(
                document.text, StatementContext(NOBODY, must_resolve=False), registries, self.diagnostics
            )
            linked[document.path] = linker.link_text(document.path, document.text, attributions.links)
        return linked

    def _writeup(
        self,
        writeup: ResolvedWriteup,
        texts: Mapping[str, LinkedText],
        event_files: Mapping[str, EventFiles],
    ) -> Writeup:
        document, fields = writeup.document, writeup.document.fields
        text, linked_files = texts[document.path], event_files[document.path]
        corrections = ((correction.date, correction.text) for correction in fields.corrections)
        return Writeup(
            **{**values_as_written(fields, Writeup), "language": fields.language or self._text_language},
            id=WriteupId(document.id),
            path=document.path,
            address=address_of(document, self.sources.config.addresses.writeup),
            date=date_of(fields),
            event=writeup.event,
            appearances=writeup.participants.appearances,
            mentions=writeup.participants.mentions,
            statements=writeup.attributions.statements,
            voices=writeup.attributions.voices,
            decisions=writeup.attributions.decisions,
            named_people=tuple(PersonId(id) for id in _ids(text.named, Kind.PEOPLE)),
            named_organisations=tuple(OrganisationId(id) for id in _ids(text.named, Kind.ORGANISATIONS)),
            topics=writeup.topics,
            authors=writeup.authors,
            summary=fields.summary or text.prose.summary,
            former_urls=former_urls(fields.former_urls),
            corrections=tuple(Correction(date.day, text) for date, text in corrections if date),
            prose=text.prose,
            further_parts=text.further_parts,
            recordings=linked_files.recordings,
            attended=writeup.participants.attended,
            regrets=writeup.participants.regrets,
            materials=linked_files.materials,
            comments=document.comments,
        )

    @property
    def _text_language(self) -> str:
        """Return the language of texts where the words of the theme are in another; else nothing."""
        language = self.sources.language
        return language.tag if language.interface != language.tag else ""

    def _redacted(self, site: Site, writeups: Writeups, registries: Registries) -> Site:
        """Return the site with the rules of what must not be printed; names in the sources are reported."""
        root, config, diagnostics = self.sources.root, self.sources.config, self.diagnostics
        listed = ListedUnderRule(self.documents, registries)
        report_names_under_rule(root, writeups, listed, diagnostics)
        rules = redaction_rules(self.documents, registries, site, (config.author, config.title))
        if rules.names or rules.forbidden_on_pages:
            own_files = [file for path, file in self.sources.static_files if file.is_relative_to(root)]
            files = [*(attachment.file for attachment in site.attachments), *own_files]
            report_unsearchable_files(root, files, diagnostics)
        surnames = surnames_of(rules.names, registries.parser)
        report_people_listed_alike(site, surnames, registries.parser, diagnostics)
        report_names_anywhere(root, rules, _published_paths(site), surnames, diagnostics)
        return replace(site, redaction=rules)


def _link_writeup_text(writeup: ResolvedWriteup, linker: TextLinker) -> LinkedText:
    document = writeup.document
    if document.fields.link_names:
        return linker.link_text(
            document.path, document.text, writeup.attributions.links, writeup.listed, writeup.surnames
        )
    without_names = replace(linker, names_in_texts={})
    return without_names.link_text(document.path, document.text, writeup.attributions.links)


def _pages(documents: Documents, texts: Mapping[str, LinkedText]) -> Iterator[Standalone]:
    for document in documents.pages:
        prose = texts[document.path].prose
        yield Standalone(
            **values_as_written(document.fields, Standalone),
            id=StandaloneId(document.id),
            summary=document.fields.summary or prose.summary,
            is_in_navigation=document.fields.navigation,
            former_urls=former_urls(document.fields.former_urls),
            path=document.path,
            prose=prose,
        )


def _published_paths(site: Site) -> Iterator[str]:
    """Yield the files of all that is published."""
    yield from (writeup.path for writeup in site.pages_of_writeups)
    yield from (
        comments_path(writeup.id, writeup.date.day) for writeup in site.pages_of_writeups if writeup.comments
    )
    yield from (event.path for event in site.events.values())
    yield from (page.path for page in site.pages)
    for entities in (site.people, site.organisations, site.topics, site.series):
        yield from (entity.path for entity in entities.values() if entity.path)


def _ids(addresses: Iterable[Address], kind: Kind) -> Iterator[str]:
    return filter(None, map(kind.id_at, addresses))
