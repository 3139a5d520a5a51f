"""Requests to a published site."""

import urllib.error
import urllib.request

from site_builder.publishers.target import TargetFailed

#: Seconds that a request may take, and the most bytes that a page or a file of digests may have.
_SECONDS = 20
_LARGEST = 200_000_000
_HEADERS = {"User-Agent": "site-builder", "Accept-Encoding": "identity", "Cache-Control": "no-cache"}


class NotServed(TargetFailed):
    """An address did not answer with a file; ``status`` is 0 if it did not answer at all."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def fetch(url: str) -> bytes:
    """Return what a web address serves; raise :class:`NotServed`."""
    request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310 - callers give web addresses only
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            data: bytes = answer.read(_LARGEST)
            return data
    except urllib.error.HTTPError as error:
        raise NotServed(f"it answered {error.code}", error.code) from error
    except OSError as error:
        reason = getattr(error, "reason", None) or error.strerror or error
        raise NotServed(str(reason), 0) from error
