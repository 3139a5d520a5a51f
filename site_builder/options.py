"""What a build is asked for, and what it has to say about the site when it is done."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from site_builder.errors import Problem
from site_builder.model import HeldBack


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built. ``now`` is aware of its offset; ``base_url`` replaces that of ``site.toml``."""

    root: Path
    now: datetime.datetime
    with_drafts: bool = False
    base_url: str | None = None
    file_urls: bool = False
    #: Whether texts may be indexed for the search page, if the site wants that.
    with_full_text: bool = False
    #: How many processes may work; how many do changes nothing in the result.
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Summary:
    """A planned site in figures. ``pages`` counts pages and feeds, without files that are only copied."""

    writeups: int
    pages: int
    held_back: HeldBack
    warnings: tuple[Problem, ...]
    base_url: str
    #: Whether the site wants its texts searched, and what does that is not installed.
    lacks_full_text: bool
    #: The first moment at which all this is so, and the first at which it may not be any more.
    since: datetime.datetime | None
    until: datetime.datetime | None

    def holds_at(self, moment: datetime.datetime) -> bool:
        """Say whether the same would be published at another moment, with the same warnings."""
        is_after = self.since is None or self.since <= moment
        return is_after and (self.until is None or moment < self.until)
