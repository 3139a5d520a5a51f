"""What lists are made of: links with names, and a writeup as a list shows it."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.entities import Organisation
from site_builder.ids import Address, PersonId
from site_builder.model import Appearance, Event, Site, Translation, Writeup
from site_builder.values import NamedLink, When


class OrganisationLinkView(NamedTuple):
    """An organisation under the name of that day; ``now`` is what became of it, if anything."""

    name: str
    address: Address
    now: NamedLink | None


@dataclass(frozen=True, slots=True)
class CardView:
    """A writeup in a list."""

    title: str
    language: str
    address: Address
    date: datetime.date
    event_date: When
    #: The name of the event and its place, in one line.
    event: str
    is_upcoming: bool
    summary: str
    speakers: tuple[NamedLink, ...]
    attribution: str
    translations: tuple[Translation, ...]


def labelled_link(site: Site, person: PersonId | None, label: str) -> NamedLink:
    """Return a link to a person under the name that a writeup has; without an address if it is withheld."""
    return NamedLink(label, site.people[person].address if person else Address(""))


def organisation_link(organisation: Organisation) -> NamedLink:
    """Return a link to an organisation."""
    return NamedLink(organisation.name, organisation.address)


def event_line(event: Event) -> str:
    """Return the name of an event and its place, as far as they are known."""
    return " · ".join([part for part in (event.name, event.place) if part])


def role_tag(appearance: Appearance) -> str:
    """Return the part that somebody played, empty for a plain speaker."""
    return "" if appearance.role == "speaker" else appearance.role


def capacity_tag(appearance: Appearance) -> str:
    """Return on whose behalf somebody spoke, empty where that goes without saying."""
    return "" if appearance.capacity == "for the organisation" else appearance.capacity


def card(site: Site, writeup: Writeup) -> CardView:
    """Return a writeup as a list shows it."""
    return CardView(
        title=writeup.title,
        language=writeup.language,
        address=writeup.address,
        date=writeup.date.day,
        event_date=writeup.event.start,
        event=event_line(writeup.event),
        is_upcoming=writeup.event.is_upcoming,
        summary=writeup.summary,
        speakers=tuple(
            labelled_link(site, appearance.person, appearance.label) for appearance in writeup.appearances
        ),
        attribution="" if writeup.event.is_on_the_record else writeup.event.attribution,
        translations=writeup.translations,
    )
