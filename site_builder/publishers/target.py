"""What publishing needs of a place: what is there, put, remove."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from site_builder.errors import SiteError
from site_builder.paths import STATE_FOLDER

#: What publish keeps at a target; hosts that can are told not to serve it.
PRIVATE_FOLDER = STATE_FOLDER
RECORD = f"{PRIVATE_FOLDER}/published.json"
LOCK = f"{PRIVATE_FOLDER}/publishing.json"
#: Where a file is on its way, so that nobody is served half of it.
INCOMING = f"{PRIVATE_FOLDER}/incoming"


class TargetFailed(SiteError):
    """A target refused something, or cannot be reached."""


class Found(NamedTuple):
    """A file at a target: its size in bytes, and its SHA-256 digest if that is known without reading it."""

    size: int
    digest: str = ""


class Target(Protocol):
    """A place that holds published files, each under its path from the root of the site.

    Every method raises :class:`TargetFailed` for what the target refuses. What was put and removed is there
    after :meth:`flush`, at the latest; where ``is_atomic``, readers see it then and all at once.
    """

    is_atomic: bool
    #: Whether every file has to be put each time, because nothing else will be there afterwards.
    takes_everything: bool

    def files(self) -> Mapping[str, Found] | None:
        """Return what is there, with the files of others; None where listing takes a request per folder."""
        ...

    def exists(self, path: str) -> bool:
        """Say whether there is a file, whoever put it there."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a small file; None if there is none."""
        ...

    def claim(self, path: str, data: bytes) -> bool:
        """Write a file unless there is one; say whether it was written. Of two callers one succeeds."""
        ...

    def put(self, path: str, file: Path) -> None:
        """Bring a file there, in place of what has its path."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file; nothing happens if there is none."""
        ...

    def flush(self) -> None:
        """Bring everything there that was put or removed since the last time."""
        ...

    def close(self) -> None:
        """Give up connections and what was not flushed."""
        ...


class TargetContext(NamedTuple):
    """What opening a target takes from elsewhere."""

    #: The folder of the site.
    root: Path
    #: A folder that is there for the next publication, too.
    work: Path
    #: Returns a password: the environment variable of that name, else what the keyring has for a service and
    #: a user; nothing if neither has one.
    secret: Callable[[str, str, str], str]
    #: Waits for a moment.
    pause: Callable[[], object]
