"""Which other writeups a reader of one might want next, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from site_builder.gettext_markers import gettext_noop
from site_builder.model import Writeup
from site_builder.pages.components.views import writeup_link
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink

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


class Related:
    """Answers for one writeup after another; what is needed for several of them is computed once.

    Writeups go by their number in the archive here.
    """

    def __init__(self, index: SiteIndex) -> None:
        self._archive = index
        self._numbers = {writeup.path: number for number, writeup in enumerate(index.site.writeups)}
        self._days = [writeup.event.start.day.toordinal() for writeup in index.site.writeups]
        #: Lists of writeups that share something, and where each of them stands in it.
        self._lists: dict[tuple[int, str], tuple[list[int], dict[int, int]]] = {}

    def to(self, writeup: Writeup) -> tuple[RelatedView, ...]:
        """Return the writeups that share most with this one: most shared first, then nearest in time."""
        if writeup.path not in self._numbers:
            return ()  # another language of one that stands in lists
        writeups, days = self._archive.site.writeups, self._days
        this = self._numbers[writeup.path]
        shared = tuple(self._shared(writeup, this))
        scores: dict[int, int] = {}
        for weight, _, others in shared:
            for other in others:
                scores[other] = scores.get(other, 0) + weight
        scores.pop(this, None)
        # Most share one thing only: those that cannot be among the best are not ranked.
        least = sorted(scores.values(), reverse=True)[:_HOW_MANY][-1:] or [0]
        day = days[this]
        best = sorted(
            (-score, abs(days[other] - day), writeups[other].path, other)
            for other, score in scores.items()
            if score >= least[0]
        )
        return tuple(
            RelatedView(
                writeup_link(writeups[other]),
                next(self._reason(weight, name) for weight, name, others in shared if other in others),
            )
            for *_, other in best[:_HOW_MANY]
        )

    def _reason(self, weight: int, name: str) -> str:
        translate = self._archive.language.translate
        words = gettext_noop("also on {name}") if weight == _TOPIC else gettext_noop("also with {name}")
        return translate(words, name=name)

    def _shared(self, writeup: Writeup, this: int) -> Iterator[tuple[int, str, list[int]]]:
        """Yield what is shared: its weight, its name, and the writeups around this one that share it."""
        index, site = self._archive, self._archive.site
        for person in index.speakers_at[writeup.path]:
            around = self._around(_SPEAKER, person, index.by_speaker, this)
            yield _SPEAKER, site.people[person].name, around
        for voice in index.voices_at[writeup.path]:
            around = self._around(_ORGANISATION, voice, index.by_voice, this)
            yield _ORGANISATION, site.organisations[voice].name, around
        for topic in writeup.topics:
            around = self._around(_TOPIC, topic, index.by_topic, this)
            yield _TOPIC, site.topics[topic].name, around

    def _around(self, kind: int, id: Id, lists: Mapping[Id, tuple[Writeup, ...]], this: int) -> list[int]:
        ranked = self._lists.get((kind, id))
        if ranked is None:
            numbers = [self._numbers[other.path] for other in lists[id]]
            ranked = numbers, {number: position for position, number in enumerate(numbers)}
            self._lists[kind, id] = ranked
        numbers, positions = ranked
        position = positions[this]
        return numbers[max(position - _REACH, 0) : position + _REACH + 1]
