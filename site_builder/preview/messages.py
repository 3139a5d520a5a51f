"""What the building process and the serving process tell each other."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What is served, and where."""

    folder: Path
    #: The path under which the site stands, as in production; begins and ends with ``/``.
    base_path: str
    #: Ports to try, in this order.
    ports: tuple[int, ...]
    #: Builds are numbered from here: from above the numbers of a preview that a browser may still show.
    builds_before: int


@dataclass(frozen=True, slots=True)
class Listening:
    """The server answers at this port."""

    port: int


@dataclass(frozen=True, slots=True)
class NoPort:
    """None of the ports can be used; ``free`` is the next that could be, 0 for none."""

    reason: str
    free: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody waits for a file of the output."""

    path: str


@dataclass(frozen=True, slots=True)
class Building:
    """A build has begun: whoever asks for a page waits until it is done."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The bytes of a file that somebody waits for, while the build goes on."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Built:
    """A build has ended."""

    #: What stopped it, as JSON for the browser; nothing after a build that ended well.
    problems: tuple[dict[str, Any], ...] = ()
    #: The files of the output that were written or removed.
    changed: tuple[str, ...] = ()
    #: The address of the page that was edited, for browsers that follow the author; else empty.
    follow: str = ""
