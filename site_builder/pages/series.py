"""The index of series, and the events of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from site_builder.custom_fields import CustomValues
from site_builder.ids import Address
from site_builder.kinds import Kind
from site_builder.model import Series
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.cards import CardView, NamedLink
from site_builder.pages.components.network import NetworkView, network_of
from site_builder.pages.components.views import ListPageView, PageView, SiteView, divide, feed_of
from site_builder.pages.site_index import SiteIndex
from site_builder.values import Link, Prose

_INDEX = Kind.SERIES.index_address


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
    list_page: ListPageView[CardView]
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
    return SeriesEntryView(series.name, series.address, len(writeups), period)


def _series_pages(index: SiteIndex, site: SiteView, series: Series) -> Iterator[Page]:
    cards = [index.cards[writeup.path] for writeup in index.by_series.get(series.id, ())]
    claim = series.path or f'the series "{series.name}"'
    for list_page in divide(cards, series.address, index.language):
        view = partial(_series_view, index, site, series, list_page, feed_of(index, series.address, cards))
        yield Page(list_page.address, FromTemplate("pages/series.html", view), PublishOrder.LIST, claim)


def _series_view(
    index: SiteIndex, site: SiteView, series: Series, list_page: ListPageView[CardView], feed: str
) -> SeriesPageView:
    return SeriesPageView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=f"{series.name}{list_page.suffix}",
            description=index.language.translate_count(
                list_page.total,
                "{n} event of the series {name}.",
                "{n} events of the series {name}.",
                name=series.name,
            ),
            section=_INDEX,
            feed=feed,
            breadcrumbs=(NamedLink(index.language.translate("Series"), _INDEX),),
            noindex=series.noindex,
        ),
        name=series.name,
        other_names=series.other_names,
        links=series.links,
        prose=series.prose,
        network=None if list_page.number else network_of(index, index.by_series.get(series.id, ())),
        list_page=list_page,
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
