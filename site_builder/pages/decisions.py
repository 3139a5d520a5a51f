"""What meetings decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import Address
from site_builder.model import Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.pagination import (
    Entries,
    ListPage,
    ListPageView,
    Paginator,
    SectionView,
    entry_bytes,
    links_up,
    reported_day,
    section,
)
from site_builder.pages.components.views import PageView, SiteView, feed_of
from site_builder.pages.components.votes import DecisionView, decision_views
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink

DECISIONS = Address("/decisions/")
#: What the markup of a decision and its votes takes, in bytes; and a name in it.
_MARKUP, _NAME = 700, 90
_DECISIONS = Entries(
    "decisions",
    ngettext_noop("{n} decision", "{n} decisions"),
    lambda writeup: len(writeup.decisions),
    reported_day,
)


@dataclass(frozen=True, slots=True)
class DecisionsView(json_ld.DescribedList):
    """View of ``pages/decisions.html``."""

    site: SiteView
    page: PageView
    decisions: SectionView[DecisionView]
    list_page: ListPageView


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/decisions/``, if any meeting decided anything."""
    if not index.decisions:
        return
    for list_page in Paginator(index.language, _size, reported_day).paginate(index.decisions, DECISIONS):
        view = partial(_view, index, site, list_page)
        content = FromTemplate("pages/decisions.html", view)
        yield Page(list_page.address, content, PublishOrder.LIST, "the decisions")


def _size(writeup: Writeup) -> int:
    size = entry_bytes(writeup, ())
    for decision in writeup.decisions:
        size += _MARKUP + len("".join(decision.text).encode())
        size += _NAME * sum(len(ballot.voters) for vote in decision.votes for ballot in vote.ballots)
    return size


def _view(index: SiteIndex, site: SiteView, list_page: ListPage) -> DecisionsView:
    translate = index.language.translate
    link = NamedLink(translate("Decisions"), DECISIONS)
    return DecisionsView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=link.name + list_page.suffix,
            description=translate("What meetings decided, and how they voted."),
            section=DECISIONS,
            feed=feed_of(index, DECISIONS, index.decisions),
            breadcrumbs=tuple(links_up(list_page, link)),
        ),
        decisions=section(
            index.language, list_page, _DECISIONS, decision_views(index, list_page.writeups, lambda _: True)
        ),
        list_page=list_page.view,
    )
