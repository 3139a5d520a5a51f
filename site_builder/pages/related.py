"""Which other writeups a reader of one might want next, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model import Writeup
from site_builder.pages.archive import Archive, voices_in
from site_builder.pages.views import NamedLink, writeup_link

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
        reasons: dict[str, str] = {}
        others: dict[str, Writeup] = {}
        for weight, reason, other in self._shared(writeup):
            scores[other.path] = scores.get(other.path, 0) + weight
            reasons.setdefault(other.path, reason)
            others[other.path] = other
        day = writeup.event.start.day

        def rank(path: str) -> tuple[int, int, str]:
            return -scores[path], abs((others[path].event.start.day - day).days), path

        best = sorted(others, key=rank)[:_HOW_MANY]
        return tuple(RelatedView(writeup_link(others[path]), reasons[path]) for path in best)

    def _shared(self, writeup: Writeup) -> Iterator[tuple[int, str, Writeup]]:
        site = self._archive.site
        for person in dict.fromkeys(appearance.person for appearance in writeup.appearances):
            reason = f"also with {site.people[person].name}"
            for other in self._around(_SPEAKER, person, self._archive.by_speaker[person], writeup):
                yield _SPEAKER, reason, other
        for voice in voices_in(writeup):
            reason = f"also with {site.organisations[voice].name}"
            for other in self._around(_ORGANISATION, voice, self._archive.by_voice[voice], writeup):
                yield _ORGANISATION, reason, other
        for topic in writeup.topics:
            reason = f"also on {site.topics[topic].name}"
            for other in self._around(_TOPIC, topic, self._archive.by_topic[topic], writeup):
                yield _TOPIC, reason, other

    def _around(
        self,
        kind: int,
        id: str,
        writeups: tuple[Writeup, ...],
        writeup: Writeup,
    ) -> Iterator[Writeup]:
        positions = self._positions.get((kind, id))
        if positions is None:
            positions = {other.path: position for position, other in enumerate(writeups)}
            self._positions[kind, id] = positions
        position = positions[writeup.path]
        for other in writeups[max(position - _REACH, 0) : position + _REACH + 1]:
            if other is not writeup:
                yield other
