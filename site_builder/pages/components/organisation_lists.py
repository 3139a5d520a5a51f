"""What happened for an organisation, as its page lists it: who spoke, what it held, where it is named."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import OrganisationId
from site_builder.model import Mention, Writeup
from site_builder.pages.components.cards import (
    CardView,
    capacity_tag,
    labelled_link,
    organisation_link,
    role_tag,
)
from site_builder.pages.components.pagination import Entries, ListPage, SectionView, reported_day, section
from site_builder.pages.components.views import person_link, writeup_link
from site_builder.pages.components.voices import first_of
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink, single_position


class VoiceView(NamedTuple):
    """Somebody who spoke for an organisation, in the position of that day.

    ``as_name`` is that of the organisation on that day where it was another.
    """

    date: datetime.date
    person: NamedLink
    as_name: str
    position: str
    role: str
    capacity: str
    writeup: NamedLink


@dataclass(frozen=True, slots=True)
class OrganisationMentionView:
    """A writeup that names an organisation, or somebody of it, without anybody having spoken for it."""

    date: datetime.date
    writeup: NamedLink
    person: NamedLink | None
    position: str
    quoted_by: NamedLink | None


class OrganisedView(NamedTuple):
    """Events that were organised by one organisation; ``predecessor`` is None for that of the page."""

    predecessor: NamedLink | None
    cards: tuple[CardView, ...]


def organised_section(
    index: SiteIndex, list_page: ListPage, ids: tuple[OrganisationId, ...]
) -> SectionView[OrganisedView]:
    """Return the events that an organisation held, then those of each predecessor that did so without it."""
    wanted = frozenset(ids)

    def is_organised(writeup: Writeup) -> bool:
        return not writeup.event.is_upcoming and not wanted.isdisjoint(writeup.event.organisers)

    rest = [writeup for writeup in list_page.writeups if is_organised(writeup)]
    by_organiser = []
    for number, id in enumerate(ids):
        held = [writeup for writeup in rest if id in writeup.event.organisers]
        if held:
            predecessor = organisation_link(index.site.organisations[id]) if number else None
            by_organiser.append(
                OrganisedView(predecessor, tuple(index.cards[writeup.path] for writeup in held))
            )
        rest = [writeup for writeup in rest if id not in writeup.event.organisers]

    def count(writeup: Writeup) -> int:
        return is_organised(writeup) and writeup.path not in index.repeats

    entries = Entries("organised", ngettext_noop("{n} event", "{n} events"), count)
    return section(index.language, list_page, entries, by_organiser)


def voices_section(
    index: SiteIndex, list_page: ListPage, ids: tuple[OrganisationId, ...]
) -> SectionView[VoiceView]:
    """Return who spoke for some organisations."""
    wanted = frozenset(ids)

    def count(writeup: Writeup) -> int:
        if writeup.event.is_upcoming:
            return 0
        return sum(
            not wanted.isdisjoint(appearance.organisations) for appearance in writeup.counted_appearances
        )

    entries = Entries("voices", ngettext_noop("{n} appearance", "{n} appearances"), count)
    return section(index.language, list_page, entries, voice_views(index, ids, list_page.held))


def voice_views(
    index: SiteIndex, ids: tuple[OrganisationId, ...], writeups: Iterable[Writeup]
) -> Iterator[VoiceView]:
    """Yield who speaks for some organisations."""
    for writeup in writeups:
        for appearance in writeup.counted_appearances:
            spoken_for = first_of(ids, appearance.organisations)
            if spoken_for:
                yield VoiceView(
                    date=writeup.event.start.day,
                    person=labelled_link(index.site, appearance.person, appearance.label),
                    as_name="" if spoken_for == ids[0] else index.site.organisations[spoken_for].name,
                    position=appearance.position_at(spoken_for),
                    role=role_tag(appearance),
                    capacity=capacity_tag(appearance),
                    writeup=writeup_link(writeup),
                )


def mentions_section(
    index: SiteIndex, list_page: ListPage, ids: tuple[OrganisationId, ...]
) -> SectionView[OrganisationMentionView]:
    """Return where some organisations are named without anybody having spoken for them."""
    wanted = frozenset(ids)

    def count(writeup: Writeup) -> int:
        return len(_mentions_in(writeup, wanted))

    entries = Entries("mentions", ngettext_noop("{n} mention", "{n} mentions"), count, reported_day)
    items = (
        _mention_view(index, writeup, mention)
        for writeup in list_page.writeups
        for mention in _mentions_in(writeup, wanted)
    )
    return section(index.language, list_page, entries, items)


def _mentions_in(writeup: Writeup, wanted: frozenset[OrganisationId]) -> list[Mention | None]:
    """Return how a writeup names organisations for which nobody spoke; None stands for a name in its text."""
    mentions: list[Mention | None] = [
        mention for mention in writeup.mentions if not wanted.isdisjoint(mention.organisations)
    ]
    return mentions if wanted.isdisjoint(writeup.named_organisations) else [*mentions, None]


def _mention_view(index: SiteIndex, writeup: Writeup, mention: Mention | None) -> OrganisationMentionView:
    quoted_by = index.site.people[mention.quoted_by] if mention and mention.quoted_by else None
    has_name = mention is not None and bool(mention.label)
    return OrganisationMentionView(
        date=writeup.day,
        writeup=writeup_link(writeup),
        person=labelled_link(index.site, mention.person, mention.label) if mention and has_name else None,
        position=single_position(mention.affiliations) if mention else "",
        quoted_by=person_link(quoted_by) if quoted_by else None,
    )
