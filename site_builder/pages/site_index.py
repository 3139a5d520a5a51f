"""The site seen from every side: who spoke where, for whom, about what; computed once."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from site_builder.config import Config
from site_builder.entities import Organisation, Person, successors_of
from site_builder.ids import EventId, OrganisationId, PersonId, SeriesId, TopicId
from site_builder.language import Language
from site_builder.model import Appearance, SharedEvent, Site, Voter, Writeup
from site_builder.pages.components.cards import CardView, OrganisationLinkView, card, organisation_link
from site_builder.values import LineageChange

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The writeups of events that have not taken place yet, the next first.

    They are by whoever will speak there, by the organisations that somebody will speak for, and by those that
    hold them.
    """

    writeups: tuple[Writeup, ...]
    by_speaker: Mapping[PersonId, tuple[Writeup, ...]]
    by_voice: Mapping[OrganisationId, tuple[Writeup, ...]]
    by_organiser: Mapping[OrganisationId, tuple[Writeup, ...]]
    by_series: Mapping[SeriesId, tuple[Writeup, ...]]


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """A site with its indexes. Every tuple of writeups is newest first, by the day of the event.

    Events that are still to come stand apart: nobody has spoken there yet.
    """

    site: Site
    config: Config
    language: Language
    #: Every writeup as lists show it, by its path.
    cards: Mapping[str, CardView]
    by_year: Mapping[int, tuple[Writeup, ...]]
    by_person: Mapping[PersonId, tuple[Writeup, ...]]
    by_organisation: Mapping[OrganisationId, tuple[Writeup, ...]]
    #: Writeups of events at which a person spoke, or somebody for an organisation; not mere mentions.
    by_speaker: Mapping[PersonId, tuple[Writeup, ...]]
    by_voice: Mapping[OrganisationId, tuple[Writeup, ...]]
    by_topic: Mapping[TopicId, tuple[Writeup, ...]]
    #: The same, with those that only have a statement or a decision on the topic.
    with_topic: Mapping[TopicId, tuple[Writeup, ...]]
    #: Writeups in which somebody promises something, and those of meetings that decided something.
    commitments: tuple[Writeup, ...]
    decisions: tuple[Writeup, ...]
    #: Events of a series that have taken place.
    by_series: Mapping[SeriesId, tuple[Writeup, ...]]
    upcoming: Upcoming
    #: What an organisation is called now, if it was renamed or merged.
    now: Mapping[OrganisationId, OrganisationId]
    organisation_links: Mapping[OrganisationId, OrganisationLinkView]
    #: Everybody who spoke at an event that has taken place, by the path of its writeup.
    speakers_at: Mapping[str, tuple[PersonId, ...]]
    #: Every organisation that somebody spoke for at an event, in the same way.
    voices_at: Mapping[str, tuple[OrganisationId, ...]]
    #: Unique names of people: those that several have are followed by the id.
    names_apart: Mapping[PersonId, str]
    #: Everybody who spoke at the event that a writeup is on, over all writeups of that event.
    present_at: Mapping[str, tuple[PersonId, ...]]
    #: The paths of writeups whose event is counted already, with an earlier one.
    repeats: frozenset[str]
    #: By the id of an event with a file: the writeups on it, and its sessions, in the order of time.
    by_event: Mapping[EventId, tuple[Writeup, ...]]
    sessions: Mapping[EventId, tuple[SharedEvent, ...]]
    #: The writeups on sessions without files, by the event that they are part of.
    by_parent: Mapping[EventId, tuple[Writeup, ...]]
    #: Events that people attended without speaking, or sent regrets to.
    attended: Mapping[PersonId, int]
    regrets: Mapping[PersonId, int]
    #: At how many events, and last as what, each person spoke.
    last_appearance: Mapping[PersonId, Appearance]
    appearance_counts: Mapping[PersonId, int]

    @property
    def speakers(self) -> frozenset[PersonId]:
        """Return everybody who spoke; others are only mentioned."""
        return frozenset(self.appearance_counts)


def build_index(site: Site, config: Config, language: Language) -> SiteIndex:
    """Compute the indexes of a site."""
    newest_first = sorted(site.writeups, key=by_event, reverse=True)
    held = [writeup for writeup in newest_first if not writeup.event.is_upcoming]
    speakers_at: dict[str, tuple[PersonId, ...]] = {writeup.path: () for writeup in newest_first}
    voices_at: dict[str, tuple[OrganisationId, ...]] = {writeup.path: () for writeup in newest_first}
    last_appearance: dict[PersonId, Appearance] = {}
    for writeup in held:
        speakers_at[writeup.path] = tuple(speakers_in(writeup))
        voices_at[writeup.path] = tuple(voices_in(writeup))
        for appearance in writeup.counted_appearances:
            if appearance.person:
                last_appearance.setdefault(appearance.person, appearance)
    by_speaker = _grouped(held, lambda writeup: speakers_at[writeup.path])
    now = _now(site.organisations)
    return SiteIndex(
        site=site,
        config=config,
        language=language,
        cards={writeup.path: card(site, writeup) for writeup in site.writeups},
        by_year=_grouped(site.writeups, lambda writeup: (writeup.date.day.year,)),
        by_person=_grouped(newest_first, people_in),
        by_organisation=_grouped(newest_first, organisations_in),
        by_speaker=by_speaker,
        by_voice=_grouped(held, lambda writeup: voices_at[writeup.path]),
        by_topic=_grouped(newest_first, lambda writeup: writeup.topics),
        with_topic=_grouped(newest_first, topics_in),
        commitments=tuple(filter(has_commitments, newest_first)),
        decisions=tuple(writeup for writeup in newest_first if writeup.decisions),
        by_series=_grouped(held, _series_of),
        upcoming=_upcoming(site),
        now=now,
        organisation_links=_organisation_links(site, now),
        speakers_at=speakers_at,
        present_at=_present_at(held, speakers_at),
        repeats=_repeats(site.writeups),
        by_event=_grouped(sorted(site.writeups, key=by_event), _event_of),
        sessions=_sessions(site),
        by_parent=_grouped(sorted(site.writeups, key=by_event), _parent_of),
        attended=_counted_once(held, lambda writeup: writeup.attended),
        regrets=_counted_once(held, lambda writeup: writeup.regrets),
        voices_at=voices_at,
        names_apart=_names_apart(site.people.values()),
        last_appearance=last_appearance,
        appearance_counts={person: number_of_events(writeups) for person, writeups in by_speaker.items()},
    )


def _names_apart(people: Collection[Person]) -> dict[PersonId, str]:
    bearers = Counter(person.name for person in people)
    return {
        person.id: person.name if bearers[person.name] == 1 else f"{person.name} ({person.id})"
        for person in people
    }


def _grouped(
    writeups: Iterable[Writeup], keys_of: Callable[[Writeup], Iterable[K]]
) -> dict[K, tuple[Writeup, ...]]:
    """Return writeups by each of their keys, in their order."""
    groups: dict[K, list[Writeup]] = {}
    for writeup in writeups:
        for key in keys_of(writeup):
            groups.setdefault(key, []).append(writeup)
    return {key: tuple(group) for key, group in groups.items()}


def topics_in(writeup: Writeup) -> Iterable[TopicId]:
    """Return the topics of a writeup, and those of what is said in it, once each."""
    if not writeup.statements and not writeup.decisions:
        return writeup.topics
    stated = (topic for statement in writeup.statements for topic in statement.topics)
    decided = (topic for decision in writeup.decisions for topic in decision.topics)
    return dict.fromkeys((*writeup.topics, *stated, *decided))


def has_commitments(writeup: Writeup) -> bool:
    """Say whether somebody promises something in a writeup."""
    return any(statement.commitment for statement in writeup.statements)


def number_of_events(writeups: Iterable[Writeup]) -> int:
    """Return how many events some writeups are on; a conference is one with all its sessions."""
    return len({writeup.event_key for writeup in writeups})


def _event_of(writeup: Writeup) -> tuple[EventId, ...]:
    return (writeup.event.id,) if writeup.event.id else ()


def _parent_of(writeup: Writeup) -> tuple[EventId, ...]:
    event = writeup.event
    return (event.part_of,) if event.part_of and not event.id else ()


def _present_at(
    writeups: Iterable[Writeup], speakers_at: Mapping[str, tuple[PersonId, ...]]
) -> dict[str, tuple[PersonId, ...]]:
    together: dict[EventId, dict[PersonId, None]] = {}
    present = dict(speakers_at)
    shared = [writeup for writeup in writeups if writeup.event.id]
    for writeup in shared:
        for id in _event_of(writeup):
            together.setdefault(id, {}).update(dict.fromkeys(speakers_at[writeup.path]))
    for writeup in shared:
        for id in _event_of(writeup):
            present[writeup.path] = tuple(together[id])
    return present


def _repeats(writeups: tuple[Writeup, ...]) -> frozenset[str]:
    seen: set[str] = set()
    repeats = []
    for writeup in reversed(writeups):
        if writeup.event.whole is not None:
            if writeup.event.whole in seen:
                repeats.append(writeup.path)
            seen.add(writeup.event.whole)
    return frozenset(repeats)


def _sessions(site: Site) -> dict[EventId, tuple[SharedEvent, ...]]:
    sessions: dict[EventId, list[SharedEvent]] = {}
    for event in sorted(site.events.values(), key=lambda event: (event.event.start.order, event.id)):
        if event.event.part_of:
            sessions.setdefault(event.event.part_of, []).append(event)
    return {id: tuple(parts) for id, parts in sessions.items()}


def _counted_once(
    writeups: Iterable[Writeup], people_of: Callable[[Writeup], tuple[PersonId, ...]]
) -> dict[PersonId, int]:
    events: dict[PersonId, set[str]] = {}
    for writeup in writeups:
        for person in people_of(writeup):
            events.setdefault(person, set()).add(writeup.event_key)
    return {person: len(keys) for person, keys in events.items()}


def _series_of(writeup: Writeup) -> tuple[SeriesId, ...]:
    return (writeup.event.series,) if writeup.event.series else ()


def _upcoming(site: Site) -> Upcoming:
    writeups = sorted((writeup for writeup in site.writeups if writeup.event.is_upcoming), key=by_event)
    return Upcoming(
        writeups=tuple(writeups),
        by_speaker=_grouped(writeups, speakers_in),
        by_voice=_grouped(writeups, voices_in),
        by_organiser=_grouped(writeups, lambda writeup: writeup.event.organisers),
        by_series=_grouped(writeups, _series_of),
    )


def people_in(writeup: Writeup) -> Iterable[PersonId]:
    """Return everybody whom a writeup names, once each: speakers, mentions, those in the text, authors."""
    mentioned = (mention.person for mention in writeup.mentions if mention.person)
    stated = (
        person
        for statement in writeup.statements
        for person in (statement.person, statement.quoting)
        if person
    )
    wrote = (author.person for author in writeup.authors if author.person)
    voted = (voter.person for voter in voters_in(writeup) if voter.person)
    voiced = (voice.person for voice in writeup.voices if voice.person)
    spoke = (appearance.person for appearance in writeup.appearances if appearance.person)
    return dict.fromkeys((*spoke, *mentioned, *stated, *voted, *voiced, *writeup.named_people, *wrote))


def voters_in(writeup: Writeup) -> Iterator[Voter]:
    """Yield everybody whose vote a writeup names."""
    for decision in writeup.decisions:
        for vote in decision.votes:
            for ballot in vote.ballots:
                yield from ballot.voters


def speakers_in(writeup: Writeup) -> Iterable[PersonId]:
    """Return everybody who spoke and whose name is not withheld, once for each event."""
    return dict.fromkeys(appearance.person for appearance in writeup.counted_appearances if appearance.person)


def voices_in(writeup: Writeup) -> dict[OrganisationId, None]:
    """Return every organisation that somebody spoke for, once each."""
    return dict.fromkeys(
        organisation
        for appearance in writeup.counted_appearances
        for organisation in appearance.organisations
    )


def organisations_in(writeup: Writeup) -> Iterable[OrganisationId]:
    """Return every organisation that a writeup names, once each."""
    spoken_for = (organisation for entry in writeup.entries for organisation in entry.organisations)
    stated = (organisation for statement in writeup.statements for organisation in statement.on_behalf_of)
    return dict.fromkeys((*writeup.event.organisers, *spoken_for, *stated, *writeup.named_organisations))


def _now(organisations: Mapping[OrganisationId, Organisation]) -> dict[OrganisationId, OrganisationId]:
    """Return what became in the end of every organisation that was renamed or merged into one other."""
    successors = successors_of(organisations.values())
    now = {}
    for id in successors:
        last = id
        while len(successors.get(last, ())) == 1 and _is_whole(last, organisations[successors[last][0]]):
            last = successors[last][0]
        if last != id:
            now[id] = last
    return now


def _organisation_links(
    site: Site, now: Mapping[OrganisationId, OrganisationId]
) -> dict[OrganisationId, OrganisationLinkView]:
    return {
        id: OrganisationLinkView(
            organisation.name,
            organisation.address,
            organisation_link(site.organisations[now[id]]) if id in now else None,
        )
        for id, organisation in site.organisations.items()
    }


def _is_whole(before: OrganisationId, after: Organisation) -> bool:
    """Say whether an organisation went on as another one; what split off left it as it was."""
    return any(
        succession.predecessor == before and succession.change is not LineageChange.SPLIT
        for succession in after.lineage
    )


def predecessors_of(site: Site, id: OrganisationId) -> tuple[OrganisationId, ...]:
    """Return what an organisation was before it was renamed or merged, the latest first, all the way back."""
    earlier: dict[OrganisationId, None] = {}
    queue = [id]
    while queue:
        for succession in site.organisations[queue.pop(0)].lineage:
            if succession.change is not LineageChange.SPLIT and succession.predecessor not in earlier:
                earlier[succession.predecessor] = None
                queue.append(succession.predecessor)
    return tuple(earlier)


def by_event(writeup: Writeup) -> tuple[object, ...]:
    """Return a key that sorts writeups by the day of the event."""
    return (writeup.event.start.order, writeup.date.order, writeup.path)
