"""What a build is asked for, and what it reports when it is done."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from site_builder.entities import HeldBack
from site_builder.errors import Problem
from site_builder.runtime.fingerprints import FileStat

T = TypeVar("T")


class Progress(Protocol):
    """Callback for whoever waits: what is being done now, and how much of it, as far as that is known."""

    def __call__(self, doing: str, done: int = 0, total: int = 0, /) -> None:
        """Note what is being done; ``total`` is 0 where it cannot be counted."""
        ...


def no_progress(_doing: str, _done: int = 0, _total: int = 0, /) -> None:
    """Tell nobody."""


#: How many results lie between two calls of a callback.
_COUNTED = 64


def counted(results: Iterable[T], progress: Progress, doing: str, total: int) -> Iterator[T]:
    """Yield results, and tell a callback how many there were."""
    progress(doing, 0, total)
    for number, result in enumerate(results, start=1):
        yield result
        if not number % _COUNTED:
            progress(doing, number, total)


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What is to be built, and how.

    ``now`` is aware of its offset; ``base_url`` replaces that of ``site.toml``.
    """

    root: Path
    output: Path
    now: datetime.datetime
    with_drafts: bool = False
    #: Publish what is under embargo, too.
    with_embargoed: bool = False
    base_url: str | None = None
    file_urls: bool = False
    #: Whether texts may be indexed for the search page, if the site wants that.
    with_full_text: bool = False
    #: How many processes may work; their number changes nothing in the result.
    jobs: int = 1
    #: Render and write every file again, also over changes that were made by hand.
    force: bool = False
    #: Only report what would be written and removed.
    dry_run: bool = False
    #: Whether the next build may use what this one did.
    save_state: bool = True
    #: Take a warning for an error.
    strict: bool = False
    #: Whether only the writer looks at it: nothing has an address then that must be kept.
    is_preview: bool = False
    #: Another output directory whose addresses are to be kept.
    previous: Path | None = None
    #: Use nothing of earlier builds.
    ignore_cache: bool = False
    #: Stop if somebody changed a file of the last build, which this one would write over.
    stops_at_edits: bool = False

    @property
    def looks_at_everything(self) -> bool:
        """Say whether it is not enough to do what is new since the last build."""
        return self.strict or self.previous is not None

    @property
    def state_key(self) -> str:
        """Return what decides the bytes of the output beside the files of the site and the time."""
        return repr(
            (self.with_drafts, self.with_embargoed, self.base_url, self.file_urls, self.with_full_text)
        )


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """A planned site in numbers.

    ``pages`` counts what a reader sees as pages, ``other_files`` everything else.
    """

    writeups: int
    pages: int
    other_files: int
    held_back: HeldBack
    warnings: tuple[Problem, ...]
    base_url: str
    #: Whether the site wants its texts searched, and the program that does it is not installed.
    lacks_full_text: bool
    #: The first moment at which all this is so, and the first at which it may not be any more.
    since: datetime.datetime | None
    until: datetime.datetime | None

    def holds_at(self, moment: datetime.datetime) -> bool:
        """Say whether the same would be published at another moment, with the same warnings."""
        has_begun = self.since is None or self.since <= moment
        return has_begun and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class OutputChanges:
    """What a build did to the output directory; paths from its root, sorted."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    #: Files of an earlier build that somebody changed since; they are no longer part of the site, and stay.
    left_alone: tuple[str, ...]
    #: The stat of each file that was written, taken when it had been put in place.
    stats: Mapping[str, FileStat]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a finished build made of a site, and what it changed in the output."""

    site: SiteSummary
    changes: OutputChanges
