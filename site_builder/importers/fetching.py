"""Pictures that the texts of a source show from elsewhere, fetched when the user asks for it."""

import http.client
import posixpath
import re
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, unquote, urlunsplit

from site_builder.importers.web_addresses import split_address

_MOST_BYTES = 30_000_000
_SECONDS = 20
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
}


def fetch(address: str, folder: Path, number: int) -> Path | str:
    """Fetch a picture into a folder; return its file, or why that was not possible."""
    parts = split_address(f"https:{address}" if address.startswith("//") else address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "is no web address"
    safe = urlunsplit(parts._replace(path=quote(unquote(parts.path)), fragment=""))
    request = urllib.request.Request(safe, headers={"User-Agent": "site-builder"})  # noqa: S310 - http or https
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310
            kind = response.headers.get_content_type()
            data = response.read(_MOST_BYTES + 1)
    except (OSError, urllib.error.URLError, http.client.HTTPException, ValueError) as error:
        return str(getattr(error, "reason", None) or error)
    if kind not in _ENDINGS:
        return f"is {kind}, and no picture"
    if len(data) > _MOST_BYTES:
        return f"has more than {_MOST_BYTES // 1_000_000} MB"
    stem = re.sub(r"[^\w-]+", "-", posixpath.splitext(posixpath.basename(unquote(parts.path)))[0]).strip("-")
    target = folder / "fetched" / str(number)
    target.mkdir(parents=True)
    file = target / f"{stem[:60] or 'picture'}{_ENDINGS[kind]}"
    file.write_bytes(data)
    return file
