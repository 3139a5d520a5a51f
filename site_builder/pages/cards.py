"""What lists are made of: links with names, and a writeup as a list shows it."""

import datetime
from dataclasses import dataclass

from site_builder.model import Address, Site, When, Writeup


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A name and where it leads."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class CardView:
    """A writeup in a list."""

    title: str
    address: Address
    date: datetime.date
    event_date: When
    event_name: str
    place: str
    summary: str
    speakers: tuple[NamedLink, ...]
    attribution: str


def card(site: Site, writeup: Writeup) -> CardView:
    """Return a writeup as a list shows it."""
    return CardView(
        title=writeup.title,
        address=writeup.address,
        date=writeup.date.day,
        event_date=writeup.event.start,
        event_name=writeup.event.name,
        place=writeup.event.place,
        summary=writeup.summary,
        speakers=tuple(
            NamedLink(appearance.label, site.people[appearance.person].address)
            for appearance in writeup.appearances
        ),
        attribution="" if writeup.event.is_on_the_record else writeup.event.attribution,
    )
