"""The figures of the archive, for readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.figures import STATISTICS, FiguresView, figures, has_statistics
from site_builder.pages.components.views import PageView, SiteView
from site_builder.pages.site_index import SiteIndex


@dataclass(frozen=True, slots=True)
class StatisticsView(json_ld.Described):
    """View of ``pages/statistics.html``."""

    site: SiteView
    page: PageView
    total: FiguresView
    #: Newest first.
    years: tuple[FiguresView, ...]


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/statistics/``, if there is anything in it."""
    if has_statistics(index):
        content = FromTemplate("pages/statistics.html", partial(_view, index, site))
        yield Page(STATISTICS, content, PublishOrder.LIST, "the statistics")


def _view(index: SiteIndex, site: SiteView) -> StatisticsView:
    translate = index.language.translate
    total, years = figures(index)
    return StatisticsView(
        site=site,
        page=PageView(
            address=STATISTICS,
            title=translate("Statistics"),
            description=translate(
                "The archive in figures: events, speakers, organisations, topics and places."
            ),
            section=STATISTICS,
        ),
        total=total,
        years=years,
    )
