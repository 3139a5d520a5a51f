"""The index of series, and the events of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from site_builder.custom_fields import CustomValues
from site_builder.entities import Series
from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import Address
from site_builder.kinds import Kind
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.cards import CardView
from site_builder.pages.components.network import NetworkView, network_of
from site_builder.pages.components.pagination import (
    Entries,
    ListPage,
    ListPageView,
    Paginator,
    SectionView,
    entry_bytes,
    links_up,
    once,
    section,
)
from site_builder.pages.components.views import PageView, SiteView, feed_of
from site_builder.pages.site_index import SiteIndex, number_of_events
from site_builder.values import Link, NamedLink, Prose

_INDEX = Kind.SERIES.index_address
_EVENTS = Entries("events", ngettext_noop("{n} event", "{n} events"), once)


@dataclass(frozen=True, slots=True)
class SeriesEntryView:
    """A line of the index; the period has the months of its first and last event."""

    name: str
    address: Address
    count: int
    period: str


@dataclass(frozen=True, slots=True)
class AllSeriesView(json_ld.DescribedList):
    """View of ``pages/all-series.html``."""

    site: SiteView
    page: PageView
    entries: tuple[SeriesEntryView, ...]


@dataclass(frozen=True, slots=True)
class SeriesPageView:
    """View of ``pages/series.html``."""

    site: SiteView
    page: PageView
    name: str
    other_names: tuple[str, ...]
    links: tuple[Link, ...]
    prose: Prose | None
    network: NetworkView | None
    #: Events that have not taken place yet.
    upcoming: tuple[CardView, ...]
    events: SectionView[CardView]
    list_page: ListPageView
    extra: CustomValues

    def structured_data(self) -> json_ld.Node:
        """Return the graph of the page."""
        return _graph(self)


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/series/`` and ``/series/<id>/``."""
    sort_key = index.language.sort_key
    all_series = sorted(index.site.series.values(), key=lambda series: (sort_key(series.name), series.id))
    if not all_series:
        return
    view = partial(_index_view, index, site, all_series)
    yield Page(_INDEX, FromTemplate("pages/all-series.html", view), PublishOrder.LIST, "the index of series")
    for series in all_series:
        yield from _series_pages(index, site, series)


def _index_view(index: SiteIndex, site: SiteView, all_series: Sequence[Series]) -> AllSeriesView:
    return AllSeriesView(
        site=site,
        page=PageView(
            address=_INDEX,
            title=index.language.translate("Series"),
            description=index.language.translate_count(
                len(all_series), "{n} run of events", "{n} runs of events"
            ),
            section=_INDEX,
        ),
        entries=tuple(_entry(index, series) for series in all_series),
    )


def _entry(index: SiteIndex, series: Series) -> SeriesEntryView:
    writeups = index.by_series.get(series.id, ())
    period = ""
    if writeups:
        period = index.language.months(writeups[-1].event.start.day, writeups[0].event.start.day)
    return SeriesEntryView(series.name, series.address, number_of_events(writeups), period)


def _series_pages(index: SiteIndex, site: SiteView, series: Series) -> Iterator[Page]:
    writeups = index.by_series.get(series.id, ())
    claim = series.path or f'the series "{series.name}"'
    paginator = Paginator(index.language, lambda writeup: entry_bytes(writeup, (), with_summary=True))
    for list_page in paginator.paginate(writeups, series.address):
        view = partial(_series_view, index, site, series, list_page)
        yield Page(list_page.address, FromTemplate("pages/series.html", view), PublishOrder.LIST, claim)


def _series_view(index: SiteIndex, site: SiteView, series: Series, list_page: ListPage) -> SeriesPageView:
    language, is_first = index.language, list_page.is_first
    held, upcoming = index.by_series.get(series.id, ()), index.upcoming.by_series.get(series.id, ())
    cards = (index.cards[writeup.path] for writeup in list_page.writeups)
    link = NamedLink(series.name, series.address)
    events = _EVENTS._replace(count=lambda writeup: writeup.path not in index.repeats)
    return SeriesPageView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=f"{series.name}{list_page.suffix}",
            description=language.translate_count(
                number_of_events(list_page.everything),
                "{n} event of the series {name}.",
                "{n} events of the series {name}.",
                name=series.name,
            ),
            section=_INDEX,
            feed=feed_of(index, series.address, held + upcoming),
            breadcrumbs=(NamedLink(language.translate("Series"), _INDEX), *links_up(list_page, link)),
            noindex=series.noindex,
        ),
        name=series.name,
        other_names=series.other_names,
        links=series.links,
        prose=series.prose,
        network=network_of(index, held) if is_first else None,
        upcoming=tuple(index.cards[writeup.path] for writeup in upcoming) if is_first else (),
        events=section(language, list_page, events, cards),
        list_page=list_page.view,
        extra=series.extra,
    )


def _graph(view: SeriesPageView) -> json_ld.Node:
    """Return the graph of the page of a series of events."""
    run: json_ld.Node = {
        "@type": "EventSeries",
        "@id": f"{json_ld.subject_iri(view)}#series",
        "name": view.name,
    }
    if view.links:
        run["sameAs"] = [link.url for link in view.links]
    return json_ld.graph(view, [json_ld.page_node(view, "CollectionPage", about={"@id": run["@id"]}), run])
