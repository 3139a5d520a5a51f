"""What an organisation came from, became, and is part of, told from both sides."""

import datetime
from dataclasses import dataclass

from site_builder.ids import OrganisationId
from site_builder.pages.components.views import period_of
from site_builder.pages.site_index import SiteIndex
from site_builder.values import LineageChange, NamedLink

_REPLACES, _REPLACED = "dcterms:replaces", "dcterms:isReplacedBy"


@dataclass(frozen=True, slots=True)
class RelationView:
    """Another organisation that this one came from, became, or is part of.

    Printed as ``words``, the organisation, and ``preposition`` with the date, which may be unknown; or with
    the ``period``.
    """

    #: The property that says the same in linked data; empty where there is none.
    kind: str
    words: str
    organisation: NamedLink
    preposition: str
    date: datetime.date | None
    period: str


def relations_of(index: SiteIndex) -> dict[OrganisationId, list[RelationView]]:
    """Tell every relation from both sides: only one of the two organisations has to declare it."""
    translate, sort_key = index.language.translate, index.language.sort_key
    organisations = sorted(index.site.organisations.values(), key=lambda one: sort_key(one.sort_name))
    links = {one.id: NamedLink(one.name, one.address) for one in organisations}
    relations: dict[OrganisationId, list[RelationView]] = {one.id: [] for one in organisations}
    words = {
        LineageChange.RENAMED: (
            (translate("Known as"), translate("until")),
            (translate("Renamed"), translate("on")),
        ),
        LineageChange.MERGED: (
            (translate("Formed by a merger from"), translate("on")),
            (translate("Merged into"), translate("on")),
        ),
        LineageChange.SPLIT: (
            (translate("Split from"), translate("on")),
            (translate("Lost a part that became"), translate("on")),
        ),
    }
    for one in organisations:
        for succession in one.lineage:
            (before, since), (after, on) = words[succession.change]
            earlier, date = succession.predecessor, succession.date
            # What lost a part goes on: it was not replaced by that part.
            is_split = succession.change is LineageChange.SPLIT
            replaces, replaced = ("", "") if is_split else (_REPLACES, _REPLACED)
            relations[one.id].append(RelationView(replaces, before, links[earlier], since, date, ""))
            relations[earlier].append(RelationView(replaced, after, links[one.id], on, date, ""))
        for parentage in one.parents:
            period = period_of(index, parentage.period)
            relations[one.id].append(
                RelationView(
                    "parentOrganization", translate("Part of"), links[parentage.parent], "", None, period
                )
            )
            relations[parentage.parent].append(
                RelationView("subOrganization", translate("Includes"), links[one.id], "", None, period)
            )
    return relations
