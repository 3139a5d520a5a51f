"""Documents -> Site: what may be published is chosen, and every name and link in it is looked up."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.config import Config
from site_builder.content.appearances import cast_of
from site_builder.content.documents import Documents, Parsed, date_of
from site_builder.content.read import Sources
from site_builder.content.references import FindHtml, TextLinks, find_targets
from site_builder.content.register import Registries, register
from site_builder.content.schemas import PageFields, PredecessorFields, WriteupFields
from site_builder.errors import Problem, Rule, Severity
from site_builder.model import (
    Address,
    Attribution,
    Change,
    Correction,
    Event,
    FormerUrl,
    Organisation,
    OrganisationId,
    Person,
    PersonId,
    Series,
    SeriesId,
    Site,
    Standalone,
    StandaloneId,
    Succession,
    Topic,
    TopicId,
    When,
    Withheld,
    Writeup,
    WriteupId,
    writeup_address,
)
from site_builder.names import organisation_sort_name, plain_name, sort_name
from site_builder.schema.shapes import Placed


@dataclass(frozen=True, slots=True)
class Selection:
    """What may be published: drafts or not, and the moment up to which an embargo holds."""

    with_drafts: bool
    now: datetime.datetime


@dataclass(frozen=True, slots=True)
class Linked:
    """The site to publish, and as it will be when nothing is held back any more; often the same.

    Both are the same at every moment of ``period``: from the first until before the second, without end where
    there is none.
    """

    site: Site
    complete: Site
    period: tuple[datetime.datetime | None, datetime.datetime | None]


def link(
    root: Path,
    documents: Documents,
    sources: Sources,
    config: Config,
    selection: Selection,
    find_html: FindHtml,
) -> tuple[Linked, tuple[Problem, ...]]:
    """Link the documents that may be published.

    ``find_html`` gives the HTML of a text when its page is made.
    What is not published yet is linked too, so that no mistake comes to light on the night an embargo ends.
    """
    published, withheld = _select(documents.writeups, selection, config)
    site, problems = _link(root, documents, published, withheld, sources, config, find_html)
    problems.extend(_future(published, selection))
    complete = site
    if len(published) < len(documents.writeups):
        complete, later = _link(root, documents, documents.writeups, withheld, sources, config, find_html)
        problems.extend(later)
    return Linked(site, complete, _period(documents.writeups, selection, config)), tuple(problems)


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
) -> tuple[tuple[Parsed[WriteupFields], ...], Withheld]:
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
    return tuple(published), Withheld(drafts, embargoed)


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
    withheld: Withheld,
    sources: Sources,
    config: Config,
    find_html: FindHtml,
) -> tuple[Site, list[Problem]]:
    oldest_first = tuple(sorted(writeups, key=lambda writeup: (date_of(writeup.fields).order, writeup.path)))
    registries, found = register(documents, oldest_first)
    problems = list(found)
    targets = find_targets(documents, oldest_first, registries, sources, problems)
    links = TextLinks(root, targets, find_html, problems)
    linked = [_writeup(writeup, registries, links, config, problems) for writeup in oldest_first]
    site = Site(
        writeups=tuple(reversed(linked)),
        people={person.id: person for person in _people(documents, registries, links)},
        organisations={
            organisation.id: organisation
            for organisation in _organisations(documents, registries, links, problems)
        },
        topics={topic.id: topic for topic in _topics(documents, registries, links)},
        series={one.id: one for one in _series(documents, registries, links)},
        pages=tuple(sorted(_pages(documents.pages, links), key=lambda page: page.id)),
        attachments=links.attachments,
        address_links=links.address_links,
        withheld=withheld,
    )
    return site, problems


def _writeup(
    writeup: Parsed[WriteupFields],
    registries: Registries,
    links: TextLinks,
    config: Config,
    problems: list[Problem],
) -> Writeup:
    fields = writeup.fields
    cast = cast_of(writeup, registries, problems)
    prose = links.prose(writeup.path, writeup.text)
    topics = (registries.topics.resolve(topic, problems) for topic in fields.topics)
    corrections = ((correction.date, correction.text) for correction in fields.corrections)
    return Writeup(
        id=WriteupId(writeup.id),
        path=writeup.path,
        address=writeup_address(date_of(fields).day, WriteupId(writeup.id)),
        title=fields.title,
        date=date_of(fields),
        event=_event(fields, registries, problems),
        appearances=cast.appearances,
        mentions=cast.mentions,
        topics=tuple(dict.fromkeys(TopicId(topic) for topic in topics if topic)),
        author=fields.author or config.author,
        summary=fields.summary or prose.summary,
        former_urls=_former_urls(fields.former_urls),
        sources=fields.sources,
        corrections=tuple(Correction(date.day, text) for date, text in corrections if date),
        prose=prose,
    )


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


def _people(documents: Documents, registries: Registries, links: TextLinks) -> Iterator[Person]:
    for document in documents.people:
        fields = document.fields
        name = fields.name.value if fields.name else document.id
        yield Person(
            id=PersonId(document.id),
            name=name,
            sort_name=fields.sort_name or sort_name(plain_name(name)),
            other_names=_texts(fields.other_names),
            links=fields.links,
            former_urls=_former_urls(fields.former_urls),
            path=document.path,
            prose=links.prose_or_none(document.path, document.text),
        )
    for id, name in registries.people.undeclared():
        yield Person(PersonId(id), name, sort_name(name), (), (), (), "", None)


def _organisations(
    documents: Documents, registries: Registries, links: TextLinks, problems: list[Problem]
) -> Iterator[Organisation]:
    def find(name: Placed[str] | None) -> OrganisationId | None:
        found = registries.organisations.resolve(name, problems) if name else None
        return OrganisationId(found) if found else None

    def lineage(change: Change, predecessors: Iterable[PredecessorFields]) -> Iterator[Succession]:
        for predecessor in predecessors:
            organisation = find(predecessor.organisation)
            if organisation:
                yield Succession(change, organisation, predecessor.date.day if predecessor.date else None)

    for document in documents.organisations:
        fields = document.fields
        name = fields.name.value if fields.name else document.id
        yield Organisation(
            id=OrganisationId(document.id),
            name=name,
            sort_name=fields.sort_name or organisation_sort_name(name),
            other_names=_texts(fields.other_names),
            classification=fields.classification,
            parent=find(fields.parent),
            lineage=(
                *lineage(Change.RENAMED, fields.renamed_from),
                *lineage(Change.MERGED, fields.merged_from),
            ),
            links=fields.links,
            former_urls=_former_urls(fields.former_urls),
            path=document.path,
            prose=links.prose_or_none(document.path, document.text),
        )
    for id, name in registries.organisations.undeclared():
        yield Organisation(
            OrganisationId(id), name, organisation_sort_name(name), (), "", None, (), (), (), "", None
        )


def _topics(documents: Documents, registries: Registries, links: TextLinks) -> Iterator[Topic]:
    for document in documents.topics:
        fields = document.fields
        yield Topic(
            id=TopicId(document.id),
            name=fields.name.value if fields.name else document.id,
            other_names=_texts(fields.other_names),
            former_urls=_former_urls(fields.former_urls),
            path=document.path,
            prose=links.prose_or_none(document.path, document.text),
        )
    for id, name in registries.topics.undeclared():
        yield Topic(TopicId(id), name, (), (), "", None)


def _series(documents: Documents, registries: Registries, links: TextLinks) -> Iterator[Series]:
    for document in documents.series:
        fields = document.fields
        yield Series(
            id=SeriesId(document.id),
            name=fields.name.value if fields.name else document.id,
            other_names=_texts(fields.other_names),
            links=fields.links,
            former_urls=_former_urls(fields.former_urls),
            path=document.path,
            prose=links.prose_or_none(document.path, document.text),
        )
    for id, name in registries.series.undeclared():
        yield Series(SeriesId(id), name, (), (), (), "", None)


def _pages(documents: Iterable[Parsed[PageFields]], links: TextLinks) -> Iterator[Standalone]:
    for document in documents:
        prose = links.prose(document.path, document.text)
        yield Standalone(
            id=StandaloneId(document.id),
            title=document.fields.title,
            summary=document.fields.summary or prose.summary,
            is_in_navigation=document.fields.navigation,
            former_urls=_former_urls(document.fields.former_urls),
            path=document.path,
            prose=prose,
        )


def _texts(names: Iterable[Placed[str]]) -> tuple[str, ...]:
    return tuple(name.value for name in names)


def _former_urls(urls: Iterable[Placed[str]]) -> tuple[FormerUrl, ...]:
    return tuple(FormerUrl(Address(url.value), url.place) for url in urls)


def _is_before(end: When, start: When) -> bool:
    if end.moment and start.moment:
        return end.moment < start.moment
    return end.day < start.day


def _shown(when: When) -> str:
    return f"{when.moment:%Y-%m-%d %H:%M}" if when.moment else str(when.day)
