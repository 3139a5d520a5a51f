"""The index of series, and the events of each."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from site_builder.model import Address, FromTemplate, Link, Page, Prose, Series, Stage
from site_builder.pages.components import json_ld as structured
from site_builder.pages.components.cards import CardView, NamedLink
from site_builder.pages.components.charts import NetworkView, network_of
from site_builder.pages.components.views import PageView, PartView, SiteView, divide, feed_of
from site_builder.pages.site_index import Archive

_INDEX = Address("/series/")


@dataclass(frozen=True, slots=True)
class SeriesEntryView:
    """A line of the index; the days are those of its first and last event, None where it has none."""

    name: str
    address: Address
    count: int
    first: datetime.date | None
    last: datetime.date | None


@dataclass(frozen=True, slots=True)
class AllSeriesView(structured.DescribedList):
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
    part: PartView[CardView]

    def structured_data(self) -> structured.Node:
        """Return the graph of the page."""
        return structured.series(self)


def plan(archive: Archive, site: SiteView) -> Iterator[Page]:
    """Plan ``/series/`` and ``/series/<id>/``."""
    sort_key = archive.language.sort_key
    all_series = sorted(archive.site.series.values(), key=lambda series: (sort_key(series.name), series.id))
    if not all_series:
        return
    view = partial(_index_view, archive, site, all_series)
    yield Page(_INDEX, FromTemplate("pages/all-series.html", view), Stage.LIST, "the index of series")
    for series in all_series:
        yield from _series_pages(archive, site, series)


def _index_view(archive: Archive, site: SiteView, all_series: Sequence[Series]) -> AllSeriesView:
    return AllSeriesView(
        site=site,
        page=PageView(
            address=_INDEX,
            title=archive.language.say("Series"),
            description=archive.language.say_count(
                len(all_series), "{n} run of events", "{n} runs of events"
            ),
            section=_INDEX,
        ),
        entries=tuple(_entry(archive, series) for series in all_series),
    )


def _entry(archive: Archive, series: Series) -> SeriesEntryView:
    writeups = archive.by_series.get(series.id, ())
    first = writeups[-1].event.start.day if writeups else None
    last = writeups[0].event.start.day if writeups else None
    return SeriesEntryView(series.name, series.address, len(writeups), first, last)


def _series_pages(archive: Archive, site: SiteView, series: Series) -> Iterator[Page]:
    cards = [archive.cards[writeup.path] for writeup in archive.by_series.get(series.id, ())]
    claim = series.path or f'the series "{series.name}"'
    for part in divide(cards, series.address, archive.language):
        view = partial(_series_view, archive, site, series, part, feed_of(archive, series.address, cards))
        yield Page(part.address, FromTemplate("pages/series.html", view), Stage.LIST, claim)


def _series_view(
    archive: Archive, site: SiteView, series: Series, part: PartView[CardView], feed: str
) -> SeriesPageView:
    return SeriesPageView(
        site=site,
        page=PageView(
            address=part.address,
            title=f"{series.name}{part.suffix}",
            description=archive.language.say_count(
                part.total,
                "{n} event of the series {name}.",
                "{n} events of the series {name}.",
                name=series.name,
            ),
            section=_INDEX,
            feed=feed,
            crumbs=(NamedLink(archive.language.say("Series"), _INDEX),),
        ),
        name=series.name,
        other_names=series.other_names,
        links=series.links,
        prose=series.prose,
        network=None if part.number else network_of(archive, archive.by_series.get(series.id, ())),
        part=part,
    )
