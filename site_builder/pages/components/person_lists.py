"""What a person did at events, as the page about them lists it: spoke, was mentioned, was quoted, wrote."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.ids import PersonId
from site_builder.model import Appearance, Mention, Voice, Writeup
from site_builder.pages.components.cards import capacity_tag, event_line, role_tag
from site_builder.pages.components.views import AffiliationView, affiliation_views, person_link, writeup_link
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink


class AppearanceView(NamedTuple):
    """A person at an event, as of that day; ``as_name`` is the name of that day where it differs."""

    date: datetime.date
    writeup: NamedLink
    #: The name of the event and its place, in one line.
    event: str
    as_name: str
    affiliations: tuple[AffiliationView, ...]
    role: str
    capacity: str
    #: Other writeups of the same event.
    others: tuple[NamedLink, ...]
    #: In a transcript, how many turns the person has, and where the first one is.
    turns: int
    first_turn: str


@dataclass(frozen=True, slots=True)
class PersonMentionView:
    """A writeup that names a person who did not speak there."""

    date: datetime.date
    writeup: NamedLink
    affiliations: tuple[AffiliationView, ...]
    quoted_by: NamedLink | None


class WroteView(NamedTuple):
    """A writeup that a person wrote or worked on; ``role`` is empty for an author."""

    date: datetime.date
    writeup: NamedLink
    role: str


def appearances_in(writeup: Writeup, person: PersonId) -> list[Appearance]:
    """Return how a person appeared at an event."""
    return [appearance for appearance in writeup.counted_appearances if appearance.person == person]


def appearance_views(index: SiteIndex, id: PersonId, writeups: Iterable[Writeup]) -> Iterator[AppearanceView]:
    """Yield how a person appears at events."""
    name = index.site.people[id].name
    for writeup in writeups:
        spoke_in = transcripts_of(index, writeup, id)
        for appearance in appearances_in(writeup, id):
            yield AppearanceView(
                date=writeup.event.start.day,
                writeup=writeup_link(writeup),
                event=event_line(writeup.event),
                as_name="" if appearance.label == name else appearance.label,
                affiliations=affiliation_views(index, appearance.affiliations),
                role=role_tag(appearance),
                capacity=capacity_tag(appearance),
                others=other_writeups(index, writeup) if writeup.event.id else (),
                turns=sum([voice.turns for _, voice in spoke_in]),
                first_turn=spoke_in[0][0].address_of(spoke_in[0][1]) if spoke_in else "",
            )


def other_writeups(index: SiteIndex, writeup: Writeup) -> tuple[NamedLink, ...]:
    """Return the other writeups of the same event."""
    if writeup.event.id is None:
        return ()
    return tuple(writeup_link(one) for one in index.by_event.get(writeup.event.id, ()) if one is not writeup)


def transcripts_of(index: SiteIndex, writeup: Writeup, person: PersonId) -> list[tuple[Writeup, Voice]]:
    """Return the names under which a person speaks in the transcripts of an event, each with its writeup."""
    on_event = index.by_event.get(writeup.event.id, ()) if writeup.event.id else (writeup,)
    return [(one, voice) for one in on_event for voice in one.voices if voice.person == person]


def mentions_in(writeup: Writeup, person: PersonId) -> list[Mention | None]:
    """Return how a writeup names a person who did not speak; None stands for a mere name in its text."""
    mentions: list[Mention | None] = [mention for mention in writeup.mentions if mention.person == person]
    if person in writeup.named_people or (not mentions and _is_only_quoted(writeup, person)):
        mentions.append(None)
    return mentions


def _is_only_quoted(writeup: Writeup, person: PersonId) -> bool:
    """Say whether a writeup has words by somebody whom it does not list."""
    if any(appearance.person == person for appearance in writeup.appearances):
        return False
    is_quoted = any(statement.person == person for statement in writeup.statements)
    return is_quoted or any(voice.person == person for voice in writeup.voices)


def mention_views(index: SiteIndex, id: PersonId, writeups: Iterable[Writeup]) -> Iterator[PersonMentionView]:
    """Yield where a person is named without having spoken."""
    for writeup in writeups:
        for mention in mentions_in(writeup, id):
            quoting = mention.quoted_by if mention else None
            yield PersonMentionView(
                date=writeup.day,
                writeup=writeup_link(writeup),
                affiliations=affiliation_views(index, mention.affiliations) if mention else (),
                quoted_by=person_link(index.site.people[quoting]) if quoting else None,
            )


def roles_of_author(writeup: Writeup, person: PersonId) -> list[str]:
    """Return what a person did for a writeup, as which it is listed once."""
    return [author.role for author in writeup.authors if author.person == person][:1]


def wrote_views(id: PersonId, writeups: Iterable[Writeup]) -> Iterator[WroteView]:
    """Yield what a person wrote or worked on."""
    for writeup in writeups:
        for role in roles_of_author(writeup, id):
            yield WroteView(writeup.date.day, writeup_link(writeup), role)


def attendance_in_words(index: SiteIndex, id: PersonId) -> str:
    """Return at how many events a person was without speaking, and to how many they sent regrets."""
    language = index.language
    attended, regrets = index.attended.get(id, 0), index.regrets.get(id, 0)
    parts = (
        language.translate_count(attended, "attended {n} event", "attended {n} events") if attended else "",
        language.translate_count(regrets, "sent regrets to {n} event", "sent regrets to {n} events")
        if regrets
        else "",
    )
    return ", ".join(part for part in parts if part)


def turns_in_words(index: SiteIndex, id: PersonId) -> str:
    """Return how many turns a person has in transcripts, and of how many events."""
    turns: dict[str, int] = {}
    for writeup in index.by_person.get(id, ()):
        spoken = sum(voice.turns for voice in writeup.voices if voice.person == id)
        if spoken and not writeup.event.is_upcoming:
            turns[writeup.event_key] = turns.get(writeup.event_key, 0) + spoken
    times, events = sum(turns.values()), len(turns)
    if not times:
        return ""
    count = index.language.translate_count
    return index.language.translate(
        "{times} at {events}",
        times=count(times, "spoke {n} time", "spoke {n} times"),
        events=count(events, "{n} event", "{n} events"),
    )
