"""What was promised, and what became of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from site_builder.ids import Address
from site_builder.model import Writeup
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.pagination import (
    ListPage,
    ListPageView,
    Paginator,
    SectionView,
    commitment_section,
    entry_bytes,
    links_up,
    reported_day,
)
from site_builder.pages.components.views import PageView, SiteView, StatementView
from site_builder.pages.site_index import SiteIndex
from site_builder.values import CommitmentState, NamedLink

COMMITMENTS = Address("/commitments/")


class StateCountView(NamedTuple):
    """How many commitments are in a state."""

    state: CommitmentState
    total: int


@dataclass(frozen=True, slots=True)
class CommitmentsView(json_ld.DescribedList):
    """View of ``pages/commitments.html``."""

    site: SiteView
    page: PageView
    states: tuple[StateCountView, ...]
    commitments: SectionView[StatementView]
    list_page: ListPageView


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/commitments/``, if anything was promised."""
    if not index.commitments:
        return

    def size(writeup: Writeup) -> int:
        return entry_bytes(writeup, (one for one in writeup.statements if one.commitment))

    paginator = Paginator(index.language, size, reported_day)
    for list_page in paginator.paginate(index.commitments, COMMITMENTS):
        view = partial(_view, index, site, list_page)
        content = FromTemplate("pages/commitments.html", view)
        yield Page(list_page.address, content, PublishOrder.LIST, "the commitments")


def _view(index: SiteIndex, site: SiteView, list_page: ListPage) -> CommitmentsView:
    translate = index.language.translate
    link = NamedLink(translate("Commitments"), COMMITMENTS)
    counts = Counter(
        statement.commitment.state
        for writeup in list_page.everything
        for statement in writeup.statements
        if statement.commitment
    )
    return CommitmentsView(
        site=site,
        page=PageView(
            address=list_page.address,
            title=link.name + list_page.suffix,
            description=translate("What was promised, by whom and where, and what became of it."),
            section=COMMITMENTS,
            breadcrumbs=tuple(links_up(list_page, link)),
        ),
        states=tuple(StateCountView(state, counts[state]) for state in CommitmentState if counts[state]),
        commitments=commitment_section(index, list_page, lambda _: True),
        list_page=list_page.view,
    )
