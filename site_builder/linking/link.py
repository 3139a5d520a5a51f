"""Documents -> Site: what may be published is chosen, and every name and link in it is looked up."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from site_builder.config import Config
from site_builder.errors import Problem, Rule, Severity
from site_builder.linking import entities as entries
from site_builder.linking.autolink import Naming, Texts
from site_builder.linking.links import Found, TextLinks, find_targets
from site_builder.linking.participants import NOBODY, Cast, cast_of
from site_builder.linking.statements import statements_of
from site_builder.linking.visibility import declared_by, hidden, names_nobody, only_public
from site_builder.model import (
    FILM,
    SOUND,
    Address,
    Attribution,
    Correction,
    Event,
    HeldBack,
    OrganisationId,
    PersonId,
    Protection,
    Recording,
    SeriesId,
    Site,
    Standalone,
    StandaloneId,
    TopicId,
    When,
    Writeup,
    WriteupId,
    writeup_address,
)
from site_builder.redaction.protected_names import problems_everywhere, problems_in_sources, protection_of
from site_builder.registry.collect import Registries, register
from site_builder.sources.discover import Sources
from site_builder.sources.fields import PageFields, WriteupFields
from site_builder.sources.parse import Documents, Parsed, TextFacts, date_of


@dataclass(frozen=True, slots=True)
class Selection:
    """What may be published: drafts or not, and the moment up to which an embargo holds."""

    with_drafts: bool
    now: datetime.datetime


@dataclass(frozen=True, slots=True)
class Linked:
    """The site to publish, and as it will be when nothing is held back any more; often the same.

    Both are the same at every moment of ``period``: from the first until before the second, without end where
    there is none. ``names`` are those that were looked for in texts.
    """

    site: Site
    complete: Site
    period: tuple[datetime.datetime | None, datetime.datetime | None]
    names: tuple[str, ...]


def link(
    root: Path,
    documents: Documents,
    sources: Sources,
    config: Config,
    selection: Selection,
    texts: Texts,
) -> tuple[Linked, tuple[Problem, ...]]:
    """Link the documents that may be published.

    What is not published yet is linked too, so that no mistake comes to light on the night an embargo ends.
    """
    published, held_back = _select(documents.writeups, selection, config)
    is_complete = len(published) == len(documents.writeups)
    site, names, problems = _link(
        root, documents, published, held_back, sources, config, texts, is_complete=is_complete
    )
    problems.extend(_future(published, selection))
    complete = site
    if not is_complete:
        complete, _, later = _link(
            root, documents, documents.writeups, held_back, sources, config, texts, is_complete=True
        )
        problems.extend(later)
    return Linked(site, complete, _period(documents.writeups, selection, config), names), tuple(problems)


def _period(
    writeups: Iterable[Parsed[WriteupFields]], selection: Selection, config: Config
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Return between which moments the same writeups are published, and have the same warnings."""
    turns = []
    for writeup in writeups:
        if writeup.fields.embargo:
            turns.append(_begin(writeup.fields.embargo, config))
        day = date_of(writeup.fields).day
        if day > datetime.date.min:  # the warning of a future date ends with the day before it (see _future)
            eve = day - datetime.timedelta(days=1)
            turns.append(datetime.datetime.combine(eve, datetime.time(), datetime.UTC))
    passed = (turn for turn in turns if turn <= selection.now)
    coming = (turn for turn in turns if turn > selection.now)
    return max(passed, default=None), min(coming, default=None)


def _select(
    writeups: tuple[Parsed[WriteupFields], ...], selection: Selection, config: Config
) -> tuple[tuple[Parsed[WriteupFields], ...], HeldBack]:
    published = []
    drafts = embargoed = 0
    for writeup in writeups:
        embargo = writeup.fields.embargo
        if writeup.fields.status == "draft" and not selection.with_drafts:
            drafts += 1
        elif embargo and _begin(embargo, config) > selection.now:
            embargoed += 1
        else:
            published.append(writeup)
    return tuple(published), HeldBack(drafts, embargoed)


def _begin(when: When, config: Config) -> datetime.datetime:
    return when.moment or datetime.datetime.combine(when.day, datetime.time(), config.zone)


def _future(writeups: Iterable[Parsed[WriteupFields]], selection: Selection) -> Iterator[Problem]:
    # A writer just east of the date line is a day ahead of UTC.
    tomorrow = selection.now.astimezone(datetime.UTC).date() + datetime.timedelta(days=1)
    for writeup in writeups:
        date = writeup.fields.date
        if date and date.value.day > tomorrow:
            message = f"the day {date.value.day} has not come yet, and the writeup is published all the same"
            hint = "correct the date, or hold the writeup back with embargo:"
            yield Problem(date.place, Rule.FUTURE_DATE, message, hint, Severity.WARNING)


def _link(
    root: Path,
    documents: Documents,
    writeups: tuple[Parsed[WriteupFields], ...],
    held_back: HeldBack,
    sources: Sources,
    config: Config,
    texts: Texts,
    *,
    is_complete: bool,
) -> tuple[Site, tuple[str, ...], list[Problem]]:
    """Link some writeups and all else; the second result has the names that were looked for in texts."""
    oldest_first = tuple(sorted(writeups, key=lambda writeup: (date_of(writeup.fields).order, writeup.path)))
    registries, found = register(documents, oldest_first)
    problems = list(found)
    casts = [cast_of(writeup, registries, problems) for writeup in oldest_first]
    events = [_event(writeup.fields, registries, problems) for writeup in oldest_first]
    out = hidden(documents, registries, oldest_first, casts, events)
    targets = find_targets(documents, oldest_first, registries, sources, out.shielded, problems)
    naming = Naming(documents, registries, targets.shielded) if config.link_names else None
    found_names = naming.find(_with_texts(documents, oldest_first), texts) if naming else {}

    def voices_in(text: TextFacts) -> Mapping[int, Found]:
        return statements_of(text, NOBODY, registries, problems, must_resolve=False).found

    links = TextLinks(root, targets, texts.find_html, naming, found_names, voices_in, problems)
    linked = [
        _writeup(writeup, cast, event, registries, links, config, problems)
        for writeup, cast, event in zip(oldest_first, casts, events, strict=True)
    ]
    site = Site(
        writeups=tuple(reversed(linked)),
        people={person.id: person for person in entries.people(documents, registries, links, problems)},
        organisations={
            organisation.id: organisation
            for organisation in entries.organisations(documents, registries, links, problems)
        },
        topics={topic.id: topic for topic in entries.topics(documents, registries, links)},
        series={one.id: one for one in entries.series(documents, registries, links)},
        pages=tuple(sorted(_pages(documents.pages, links), key=lambda page: page.id)),
        attachments=links.attachments,
        address_links=links.address_links,
        held_back=held_back,
        protection=Protection(),
    )
    site = only_public(site, out)
    if is_complete:
        problems.extend(names_nobody(documents, registries, site, out))
    problems.extend(problems_in_sources(root, oldest_first, documents, registries))
    protection = protection_of(documents, registries, site, (config.author, config.title))
    told = {problem.place for problem in problems if problem.rule is Rule.PROTECTED_NAME}
    everywhere = problems_everywhere(root, protection, _sources_of(site))
    problems.extend(problem for problem in everywhere if problem.place not in told)
    return replace(site, protection=protection), naming.forms if naming else (), problems


def _sources_of(site: Site) -> Iterator[str]:
    """Yield the files of all that is published."""
    named = (site.people, site.organisations, site.topics, site.series)
    yield from (writeup.path for writeup in site.writeups)
    yield from (page.path for page in site.pages)
    yield from (one.path for things in named for one in things.values() if one.path)


def _with_texts(documents: Documents, writeups: Iterable[Parsed[WriteupFields]]) -> Iterator[Parsed[Any]]:
    every: Iterable[Parsed[Any]] = (*writeups, *documents.others)
    return (document for document in every if document.text.digest)


def _writeup(
    writeup: Parsed[WriteupFields],
    cast: Cast,
    event: Event,
    registries: Registries,
    links: TextLinks,
    config: Config,
    problems: list[Problem],
) -> Writeup:
    fields = writeup.fields
    voices = statements_of(writeup.text, cast, registries, problems, must_resolve=event.is_on_the_record)
    declared = declared_by(cast, event) if links.has_names(writeup.path) else frozenset()
    text = links.text(writeup.path, writeup.text, voices.found, declared, link_names=fields.link_names)
    topics = (registries.topics.resolve(topic, problems) for topic in fields.topics)
    corrections = ((correction.date, correction.text) for correction in fields.corrections)
    return Writeup(
        id=WriteupId(writeup.id),
        path=writeup.path,
        address=writeup_address(date_of(fields).day, WriteupId(writeup.id)),
        title=fields.title,
        date=date_of(fields),
        event=event,
        appearances=cast.appearances,
        mentions=cast.mentions,
        statements=voices.statements,
        named_people=tuple(PersonId(id) for id in _ids(text.named, "/speakers/")),
        named_organisations=tuple(OrganisationId(id) for id in _ids(text.named, "/organisations/")),
        topics=tuple(dict.fromkeys(TopicId(topic) for topic in topics if topic)),
        author=fields.author or config.author,
        summary=fields.summary or text.prose.summary,
        former_urls=entries.former_urls(fields.former_urls),
        sources=fields.sources,
        corrections=tuple(Correction(date.day, text) for date, text in corrections if date),
        prose=text.prose,
        language=fields.language,
        recording=_recording(writeup, links),
    )


def _recording(writeup: Parsed[WriteupFields], links: TextLinks) -> Recording | None:
    fields = writeup.fields.event.recording
    if fields is None:
        return None
    file = fields.file and links.file(writeup.path, fields.file, (*SOUND, *FILM), "sound or film file")
    captions = fields.captions and links.file(writeup.path, fields.captions, (".vtt",), "WebVTT file")
    return Recording(fields.url, file or Address(""), captions or Address(""))


def _ids(addresses: Iterable[Address], folder: str) -> Iterator[str]:
    return (address.split("/")[2] for address in addresses if address.startswith(folder))


def _event(fields: WriteupFields, registries: Registries, problems: list[Problem]) -> Event:
    event = fields.event
    given = event.start or event.date
    start = given.value if given else When(date_of(fields).day)
    if event.start and event.date:
        message = "date: and start: both say when the event was"
        hint = "keep start: if you know the time, else date:"
        problems.append(Problem(event.date.place, Rule.DUPLICATE_KEY, message, hint))
    if event.end and _is_before(event.end.value, start):
        message = f"the event ends on {_shown(event.end.value)}, before it starts on {_shown(start)}"
        problems.append(Problem(event.end.place, Rule.END_BEFORE_START, message, "correct one of the two"))
    organisers = (registries.organisations.resolve(name, problems) for name in event.organisers)
    series = registries.series.resolve(event.series, problems) if event.series else None
    return Event(
        name=event.name,
        start=start,
        end=event.end.value if event.end else None,
        place=event.place,
        venue=event.venue,
        organisers=tuple(dict.fromkeys(OrganisationId(organiser) for organiser in organisers if organiser)),
        series=SeriesId(series) if series else None,
        format=event.format,
        url=event.url,
        attribution=Attribution(event.attribution),
    )


def _pages(documents: Iterable[Parsed[PageFields]], links: TextLinks) -> Iterator[Standalone]:
    for document in documents:
        prose = links.prose(document.path, document.text)
        yield Standalone(
            id=StandaloneId(document.id),
            title=document.fields.title,
            summary=document.fields.summary or prose.summary,
            is_in_navigation=document.fields.navigation,
            former_urls=entries.former_urls(document.fields.former_urls),
            path=document.path,
            prose=prose,
        )


def _is_before(end: When, start: When) -> bool:
    if end.moment and start.moment:
        return end.moment < start.moment
    return end.day < start.day


def _shown(when: When) -> str:
    return f"{when.moment:%Y-%m-%d %H:%M}" if when.moment else str(when.day)
