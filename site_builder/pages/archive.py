"""The site seen from every side: who spoke where, for whom, about what; computed once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from site_builder.config import Config
from site_builder.model import (
    Appearance,
    Mention,
    OrganisationId,
    PersonId,
    SeriesId,
    Site,
    TopicId,
    Writeup,
)
from site_builder.pages.cards import CardView, card

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Archive:
    """A site with its indexes. Every tuple of writeups is newest first, by the day of the event."""

    site: Site
    config: Config
    #: Every writeup as lists show it, by its path.
    cards: Mapping[str, CardView]
    by_year: Mapping[int, tuple[Writeup, ...]]
    by_person: Mapping[PersonId, tuple[Writeup, ...]]
    by_organisation: Mapping[OrganisationId, tuple[Writeup, ...]]
    #: Writeups of events at which a person spoke, or somebody for an organisation; not mere mentions.
    by_speaker: Mapping[PersonId, tuple[Writeup, ...]]
    by_voice: Mapping[OrganisationId, tuple[Writeup, ...]]
    by_topic: Mapping[TopicId, tuple[Writeup, ...]]
    by_series: Mapping[SeriesId, tuple[Writeup, ...]]
    #: How often, and last as what, each person spoke.
    last_appearance: Mapping[PersonId, Appearance]
    appearance_counts: Mapping[PersonId, int]

    @property
    def speakers(self) -> frozenset[PersonId]:
        """Return everybody who spoke; others are only mentioned."""
        return frozenset(self.appearance_counts)


def arrange(site: Site, config: Config) -> Archive:
    """Compute the indexes of a site."""
    by_year: dict[int, list[Writeup]] = {}
    by_person: dict[PersonId, list[Writeup]] = {}
    by_organisation: dict[OrganisationId, list[Writeup]] = {}
    by_speaker: dict[PersonId, list[Writeup]] = {}
    by_voice: dict[OrganisationId, list[Writeup]] = {}
    by_topic: dict[TopicId, list[Writeup]] = {}
    by_series: dict[SeriesId, list[Writeup]] = {}
    last_appearance: dict[PersonId, Appearance] = {}
    counts: dict[PersonId, int] = {}
    for writeup in site.writeups:
        by_year.setdefault(writeup.date.day.year, []).append(writeup)
    for writeup in sorted(site.writeups, key=_by_event, reverse=True):
        for person in people_in(writeup):
            by_person.setdefault(person, []).append(writeup)
        for organisation in organisations_in(writeup):
            by_organisation.setdefault(organisation, []).append(writeup)
        for topic in writeup.topics:
            by_topic.setdefault(topic, []).append(writeup)
        if writeup.event.series:
            by_series.setdefault(writeup.event.series, []).append(writeup)
        for appearance in writeup.appearances:
            last_appearance.setdefault(appearance.person, appearance)
        for person in dict.fromkeys(appearance.person for appearance in writeup.appearances):
            by_speaker.setdefault(person, []).append(writeup)
            counts[person] = counts.get(person, 0) + 1
        for voice in voices_in(writeup):
            by_voice.setdefault(voice, []).append(writeup)
    return Archive(
        site=site,
        config=config,
        cards={writeup.path: card(site, writeup) for writeup in site.writeups},
        by_year=_frozen(by_year),
        by_person=_frozen(by_person),
        by_organisation=_frozen(by_organisation),
        by_speaker=_frozen(by_speaker),
        by_voice=_frozen(by_voice),
        by_topic=_frozen(by_topic),
        by_series=_frozen(by_series),
        last_appearance=last_appearance,
        appearance_counts=counts,
    )


def people_in(writeup: Writeup) -> Iterable[PersonId]:
    """Return everybody whom a writeup lists, once each: speakers first, then mentions."""
    mentioned = (mention.person for mention in writeup.mentions if mention.person)
    return dict.fromkeys((*(appearance.person for appearance in writeup.appearances), *mentioned))


def voices_in(writeup: Writeup) -> Iterable[OrganisationId]:
    """Return every organisation that somebody spoke for, once each."""
    return dict.fromkeys(
        organisation for appearance in writeup.appearances for organisation in appearance.organisations
    )


def organisations_in(writeup: Writeup) -> Iterable[OrganisationId]:
    """Return every organisation that a writeup lists, once each."""
    listed: tuple[Appearance | Mention, ...] = (*writeup.appearances, *writeup.mentions)
    spoken_for = (organisation for entry in listed for organisation in entry.organisations)
    return dict.fromkeys((*writeup.event.organisers, *spoken_for))


def _by_event(writeup: Writeup) -> tuple[object, ...]:
    return (writeup.event.start.order, writeup.date.order, writeup.path)


def _frozen(index: Mapping[K, list[V]]) -> dict[K, tuple[V, ...]]:
    return {key: tuple(values) for key, values in index.items()}
