"""The archive, its years, and every writeup."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from site_builder.custom_fields import CustomValues
from site_builder.ids import Address
from site_builder.model import Correction, Heading, Prose, Recording, Source, When, Writeup
from site_builder.names.search import NameSearch
from site_builder.page import FromCard, FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld as structured
from site_builder.pages.components.cards import CardView, NamedLink, OrganisationLinkView, labelled_link
from site_builder.pages.components.charts import ActivityView, activity_of
from site_builder.pages.components.citations import (
    CitationView,
    CitedView,
    DownloadView,
    citation_of,
    cited_in_words,
    downloads_of,
)
from site_builder.pages.components.related import Related, RelatedView
from site_builder.pages.components.views import (
    ListPageView,
    PageView,
    SiteView,
    SpeakerView,
    divide,
    organisation_links,
    person_link,
    speakers_of,
    topic_links,
    writeup_link,
)
from site_builder.pages.site_index import SiteIndex

_NEWEST = 10
#: A table of contents helps in a text that does not fit on a screen or two.
_LONG_TEXT = 450
_MANY_HEADINGS = 3

_ARCHIVE = Address("/writeups/")
#: How many words somebody reads in a minute.
_READING = 230


@dataclass(frozen=True, slots=True)
class YearLinkView:
    """A year and how many writeups it has."""

    year: int
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class ArchiveView(structured.DescribedList):
    """View of ``pages/archive.html``."""

    site: SiteView
    page: PageView
    years: tuple[YearLinkView, ...]
    activity: ActivityView | None
    newest: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class MonthView:
    """The writeups of one month; ``first_day`` is the first of it."""

    first_day: datetime.date
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class YearView(structured.DescribedList):
    """View of ``pages/year.html``."""

    site: SiteView
    page: PageView
    year: int
    months: tuple[MonthView, ...]
    list_page: ListPageView[CardView]
    previous: NamedLink | None
    next: NamedLink | None


@dataclass(frozen=True, slots=True)
class EventView:
    """The facts of an event."""

    name: str
    start: When
    end: When | None
    place: str
    venue: str
    format: str
    url: str
    organisers: tuple[OrganisationLinkView, ...]
    series: NamedLink | None
    recording: Recording | None
    attribution: str

    @property
    def location(self) -> str:
        """Return the venue and the place, in one line."""
        return ", ".join([part for part in (self.venue, self.place) if part])


@dataclass(frozen=True, slots=True)
class MentionView:
    """Somebody or something that the text names; ``person`` is None for an organisation."""

    person: NamedLink | None
    position: str
    organisations: tuple[OrganisationLinkView, ...]
    quoted_by: NamedLink | None


@dataclass(frozen=True, slots=True)
class WriteupView:
    """View of ``pages/writeup.html``."""

    site: SiteView
    page: PageView
    title: str
    language: str
    date: When
    updated: datetime.date
    author: str
    minutes: int
    event: EventView
    speakers: tuple[SpeakerView, ...]
    mentions: tuple[MentionView, ...]
    topics: tuple[NamedLink, ...]
    prose: Prose
    contents: tuple[Heading, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]
    citation: CitationView
    cited: CitedView
    downloads: tuple[DownloadView, ...]
    related: tuple[RelatedView, ...]
    previous: NamedLink | None
    next: NamedLink | None
    extra: CustomValues

    def structured_data(self) -> structured.Node:
        """Return the graph of the page."""
        return structured.writeup(self)


@dataclass(frozen=True, slots=True)
class CardImageView:
    """What the picture of a writeup shows."""

    site_title: str
    title: str
    about: str
    accent: str


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/writeups/``, ``/writeups/<year>/`` and ``/writeups/<year>/<id>/``."""
    yield _archive_page(index, site)
    years = sorted(index.by_year)
    for position, year in enumerate(years):
        earlier = years[position - 1] if position else None
        later = years[position + 1] if position + 1 < len(years) else None
        yield from _year_pages(index, site, year, earlier, later)
    related = Related(index)
    protected = {path for path, names in index.site.redaction.forbidden_on_pages.items() if names}
    writeups = index.site.writeups
    for position, writeup in enumerate(writeups):
        newer = writeups[position - 1] if position else None
        older = writeups[position + 1] if position + 1 < len(writeups) else None
        view = partial(_writeup_view, index, site, writeup, older, newer, related)
        forbidden = _absent(index, writeup, view) if writeup.path in protected else ()
        if index.config.card_images:
            card_view = partial(_card_image_view, index, writeup)
            address = Address(card_image(index, writeup))
            yield Page(address, FromCard(card_view), PublishOrder.ASSET, f"the picture of {writeup.path}")
        yield Page(
            writeup.address,
            FromTemplate("pages/writeup.html", view),
            PublishOrder.PAGE,
            writeup.path,
            forbidden,
        )


def _absent(
    index: SiteIndex, writeup: Writeup, make_view: Callable[[], WriteupView]
) -> tuple[tuple[str, bool], ...]:
    """Return the names of those who took part under a rule, and are public from elsewhere.

    The page of the event must not have them, but where it tells of other pages.
    """
    view = make_view()
    others = [link.link.name for link in view.related]
    others += [link.name for link in (view.previous, view.next) if link]
    others += [writeup.author, view.site.title, view.site.footer, view.site.tagline]
    others += [link.name for link in view.event.organisers]
    others += [link.name for link in (*view.topics, *view.site.navigation)]
    shown = " / ".join((*others, *(link.name for link in view.site.footer_links)))
    names = index.site.redaction.forbidden_on_pages[writeup.path]
    allowed = set(NameSearch(names, ()).find(shown))
    return tuple((name, is_person) for name, is_person in names if name not in allowed)


def year_address(year: int) -> Address:
    """Return where the page of a year is."""
    return Address(f"/writeups/{year:04}/")


def _archive_page(index: SiteIndex, site: SiteView) -> Page:
    view = partial(_archive_view, index, site)
    return Page(_ARCHIVE, FromTemplate("pages/archive.html", view), PublishOrder.LIST, "the archive")


def _archive_view(index: SiteIndex, site: SiteView) -> ArchiveView:
    total = len(index.site.writeups)
    return ArchiveView(
        site=site,
        page=PageView(
            address=_ARCHIVE,
            title=index.language.translate("Writeups"),
            description=index.language.translate_count(
                total, "All writeups, by year: {n}.", "All writeups, by year: {n}."
            ),
            section=_ARCHIVE,
        ),
        years=year_links(index),
        activity=activity_of({year: len(found) for year, found in index.by_year.items()}),
        newest=tuple(index.cards[writeup.path] for writeup in index.site.writeups[:_NEWEST]),
    )


def year_links(index: SiteIndex) -> tuple[YearLinkView, ...]:
    """Return all years that have writeups, the latest first."""
    return tuple(
        YearLinkView(year, year_address(year), len(index.by_year[year]))
        for year in sorted(index.by_year, reverse=True)
    )


def archive_link(index: SiteIndex) -> NamedLink:
    """Return the link to all writeups."""
    return NamedLink(index.language.translate("Writeups"), _ARCHIVE)


def _year_pages(
    index: SiteIndex, site: SiteView, year: int, earlier: int | None, later: int | None
) -> Iterator[Page]:
    cards = [index.cards[writeup.path] for writeup in index.by_year[year]]
    for list_page in divide(cards, year_address(year), index.language):
        view = partial(_year_view, index, site, year, earlier, later, list_page)
        yield Page(
            list_page.address, FromTemplate("pages/year.html", view), PublishOrder.LIST, f"the year {year}"
        )


def _year_view(
    index: SiteIndex,
    site: SiteView,
    year: int,
    earlier: int | None,
    later: int | None,
    list_page: ListPageView[CardView],
) -> YearView:
    language = index.language
    months = groupby(list_page.items, key=lambda item: item.date.replace(day=1))
    return YearView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=language.translate("Writeups of {year}", year=year) + list_page.suffix,
            description=language.translate_count(
                list_page.total, "{n} writeup of {year}.", "{n} writeups of {year}.", year=year
            ),
            section=_ARCHIVE,
            breadcrumbs=(archive_link(index),),
        ),
        year=year,
        months=tuple(MonthView(first_day, tuple(found)) for first_day, found in months),
        list_page=list_page,
        previous=NamedLink(str(earlier), year_address(earlier)) if earlier is not None else None,
        next=NamedLink(str(later), year_address(later)) if later is not None else None,
    )


def _writeup_view(
    index: SiteIndex,
    site: SiteView,
    writeup: Writeup,
    older: Writeup | None,
    newer: Writeup | None,
    related: Related,
) -> WriteupView:
    year = writeup.date.day.year
    citation = citation_of(index, writeup)
    return WriteupView(
        site=site,
        page=PageView(
            address=writeup.address,
            title=writeup.title,
            description=writeup.summary,
            section=_ARCHIVE,
            breadcrumbs=(archive_link(index), NamedLink(str(year), year_address(year))),
            image=card_image(index, writeup),
        ),
        title=writeup.title,
        language=writeup.language,
        date=writeup.date,
        updated=writeup.updated,
        author=writeup.author,
        minutes=minutes(writeup.prose),
        event=_event_view(index, writeup),
        speakers=speakers_of(index, writeup),
        mentions=tuple(_mention_views(index, writeup)),
        topics=topic_links(index, writeup.topics),
        prose=writeup.prose,
        contents=contents(writeup.prose),
        sources=writeup.sources,
        corrections=writeup.corrections,
        citation=citation,
        cited=cited_in_words(index, writeup),
        downloads=downloads_of(citation),
        related=related.to(writeup),
        previous=writeup_link(older) if older else None,
        next=writeup_link(newer) if newer else None,
        extra=writeup.extra,
    )


def card_image(index: SiteIndex, writeup: Writeup) -> str:
    """Return where the picture of a writeup is that shows when its address is shared; empty for none."""
    return f"{writeup.address}card.png" if index.config.card_images else ""


def _card_image_view(index: SiteIndex, writeup: Writeup) -> CardImageView:
    about = index.language.day(writeup.event.start.day), writeup.event.name
    return CardImageView(
        site_title=index.config.title,
        title=writeup.title,
        about=" · ".join(words for words in about if words),
        accent=index.config.accent,
    )


def with_new_text(page: Page, content: FromTemplate) -> Page:
    """Return the page of a writeup whose text was replaced.

    With everything in its view that follows from the text.
    """
    view: WriteupView = content.make_view()
    current = replace(view, contents=contents(view.prose), minutes=minutes(view.prose))
    return replace(page, content=FromTemplate(content.template, lambda: current))


def minutes(prose: Prose) -> int:
    """Return how long a text takes to read."""
    return max(1, round(prose.words / _READING))


def _event_view(index: SiteIndex, writeup: Writeup) -> EventView:
    event = writeup.event
    series = index.site.series[event.series] if event.series else None
    return EventView(
        name=event.name,
        start=event.start,
        end=event.end,
        place=event.place,
        venue=event.venue,
        format=event.format,
        url=event.url,
        organisers=organisation_links(index, event.organisers),
        series=NamedLink(series.name, series.address) if series else None,
        recording=writeup.recording,
        attribution="" if event.is_on_the_record else event.attribution,
    )


def _mention_views(index: SiteIndex, writeup: Writeup) -> Iterable[MentionView]:
    people = index.site.people
    for mention in writeup.mentions:
        yield MentionView(
            person=labelled_link(index.site, mention.person, mention.label) if mention.label else None,
            position=mention.position,
            organisations=organisation_links(index, mention.organisations),
            quoted_by=person_link(people[mention.quoted_by]) if mention.quoted_by else None,
        )


def contents(prose: Prose) -> tuple[Heading, ...]:
    """Return the headings of a text for which a table of contents helps."""
    headings = tuple(heading for heading in prose.headings if heading.level <= 3)
    return headings if prose.words >= _LONG_TEXT and len(headings) >= _MANY_HEADINGS else ()
