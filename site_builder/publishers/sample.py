"""Whether readers get what was published: some files are fetched through the public address."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from site_builder.publishers.fetching import NotServed, fetch
from site_builder.publishers.site_files import SiteFile
from site_builder.runtime.fingerprints import digest

_SAMPLE = 5
#: How many answers with an older version there may be before it is taken for what readers get.
_ATTEMPTS = 10


class Served(NamedTuple):
    """What came of fetching a sample: ``outdated`` and ``failed`` name addresses, these with the reason."""

    fetched: int
    outdated: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Say whether everything that was fetched is what was published."""
        return not self.outdated and not self.failed


def fetch_sample(
    address: str,
    changed: Iterable[str],
    files: Mapping[str, SiteFile],
    pause: Callable[[], object],
) -> Served:
    """Fetch some of the files that changed, and the home page, and compare them with what was published.

    A cache in between may need a while, so an older version is asked for again, after a ``pause`` each time.
    """
    pages = [path for path in changed if path.endswith(".html") and path in files]
    chosen = dict.fromkeys((*pages[: _SAMPLE - 1], "index.html"))
    outdated, failed = [], []
    attempts = _ATTEMPTS
    paths = [path for path in chosen if path in files]
    for path in paths:
        url = address + quote(path.removesuffix("index.html"))
        while True:
            try:
                is_new = digest(fetch(url)) == files[path].digest
            except NotServed as error:
                failed.append(f"{url} ({error})")
                break
            if is_new:
                break
            attempts -= 1
            if attempts <= 0:
                outdated.append(url)
                break
            pause()
    return Served(len(paths), tuple(outdated), tuple(failed))
