"""Which other writeups a reader of one might want next, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from typing import TypeVar

from site_builder.model import Writeup
from site_builder.pages.archive import Archive, voices_in
from site_builder.pages.cards import NamedLink
from site_builder.pages.views import writeup_link

Id = TypeVar("Id", bound=str)

_HOW_MANY = 4
#: Of a long list only the writeups around this one are weighed, so that the work grows with the archive and
#: not with its square.
_REACH = 12

_SPEAKER, _ORGANISATION, _TOPIC = 4, 2, 1


@dataclass(frozen=True, slots=True)
class RelatedView:
    """Another writeup and what it shares with this one."""

    link: NamedLink
    reason: str


@dataclass(frozen=True, slots=True)
class _Around:
    """A list of writeups that share something, and where each of them stands in it."""

    writeups: tuple[Writeup, ...]
    positions: Mapping[str, int]

    def near(self, path: str) -> tuple[Writeup, ...]:
        position = self.positions[path]
        return self.writeups[max(position - _REACH, 0) : position + _REACH + 1]


class Related:
    """Answers for one writeup after another; what is needed for several of them is computed once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._around: dict[tuple[int, str], _Around] = {}
        self._days = {one.path: one.event.start.day.toordinal() for one in archive.site.writeups}

    def to(self, writeup: Writeup) -> tuple[RelatedView, ...]:
        """Return the writeups that share most with this one: most shared first, then nearest in time."""
        scores: dict[str, int] = {}
        found: dict[str, tuple[str, Writeup]] = {}
        for weight, reason, others in self._shared(writeup):
            for other in others:
                path = other.path
                if path in scores:
                    scores[path] += weight
                else:
                    scores[path] = weight
                    found[path] = (reason, other)
        scores.pop(writeup.path, None)
        # Most share one thing only: those that cannot be among the best are not ranked.
        least = min(nlargest(_HOW_MANY, scores.values()), default=0)
        days = self._days
        day = days[writeup.path]
        best = nsmallest(
            _HOW_MANY,
            [(-score, abs(days[path] - day), path) for path, score in scores.items() if score >= least],
        )
        return tuple(RelatedView(writeup_link(found[path][1]), found[path][0]) for _, _, path in best)

    def _shared(self, writeup: Writeup) -> Iterator[tuple[int, str, tuple[Writeup, ...]]]:
        """Yield what is shared: its weight, how to say it, and the writeups around this one that share it."""
        archive, site = self._archive, self._archive.site
        path = writeup.path
        for person in dict.fromkeys(appearance.person for appearance in writeup.appearances):
            around = self._those(_SPEAKER, person, archive.by_speaker)
            yield _SPEAKER, f"also with {site.people[person].name}", around.near(path)
        for voice in voices_in(writeup):
            around = self._those(_ORGANISATION, voice, archive.by_voice)
            yield _ORGANISATION, f"also with {site.organisations[voice].name}", around.near(path)
        for topic in writeup.topics:
            around = self._those(_TOPIC, topic, archive.by_topic)
            yield _TOPIC, f"also on {site.topics[topic].name}", around.near(path)

    def _those(self, kind: int, id: Id, lists: Mapping[Id, tuple[Writeup, ...]]) -> _Around:
        known = self._around.get((kind, id))
        if known is None:
            positions = {other.path: position for position, other in enumerate(lists[id])}
            known = self._around[kind, id] = _Around(lists[id], positions)
        return known
