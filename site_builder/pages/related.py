"""Which other writeups a reader of one might want next, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest

from site_builder.model import Writeup
from site_builder.pages.archive import Archive, voices_in
from site_builder.pages.cards import NamedLink
from site_builder.pages.views import writeup_link

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


class Related:
    """Answers for one writeup after another; the positions in the lists are looked up once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._positions: dict[tuple[int, str], dict[str, int]] = {}

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
        day = writeup.event.start.day.toordinal()
        best = sorted(
            (-score, abs(found[path][1].event.start.day.toordinal() - day), path)
            for path, score in scores.items()
            if score >= least
        )
        return tuple(
            RelatedView(writeup_link(found[path][1]), found[path][0]) for _, _, path in best[:_HOW_MANY]
        )

    def _shared(self, writeup: Writeup) -> Iterator[tuple[int, str, tuple[Writeup, ...]]]:
        """Yield what is shared: its weight, how to say it, and the writeups around this one that share it."""
        archive, site = self._archive, self._archive.site
        for person in dict.fromkeys(appearance.person for appearance in writeup.appearances):
            around = self._around(_SPEAKER, person, archive.by_speaker[person], writeup)
            yield _SPEAKER, f"also with {site.people[person].name}", around
        for voice in voices_in(writeup):
            around = self._around(_ORGANISATION, voice, archive.by_voice[voice], writeup)
            yield _ORGANISATION, f"also with {site.organisations[voice].name}", around
        for topic in writeup.topics:
            around = self._around(_TOPIC, topic, archive.by_topic[topic], writeup)
            yield _TOPIC, f"also on {site.topics[topic].name}", around

    def _around(
        self, kind: int, id: str, writeups: tuple[Writeup, ...], writeup: Writeup
    ) -> tuple[Writeup, ...]:
        positions = self._positions.get((kind, id))
        if positions is None:
            positions = {other.path: position for position, other in enumerate(writeups)}
            self._positions[kind, id] = positions
        position = positions[writeup.path]
        return writeups[max(position - _REACH, 0) : position + _REACH + 1]
