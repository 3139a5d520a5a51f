"""Whether readers get what was published: some files are fetched through the public address."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from site_builder.publishers.site_files import SiteFile
from site_builder.runtime.fingerprints import digest

_SAMPLE = 5
#: Seconds that a request may take.
_TIMEOUT = 10
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
                is_new = digest(_fetch(url)) == files[path].digest
            except OSError as error:
                failed.append(f"{url} ({_reason(error)})")
                break
            if is_new:
                break
            attempts -= 1
            if attempts <= 0:
                outdated.append(url)
                break
            pause()
    return Served(len(paths), tuple(outdated), tuple(failed))


def _fetch(url: str) -> bytes:
    headers = {"User-Agent": "site-builder", "Accept-Encoding": "identity", "Cache-Control": "no-cache"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - settings have web addresses only
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
        data: bytes = answer.read()
        return data


def _reason(error: OSError) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"answered {error.code}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    return error.strerror or str(error)
