"""Addresses -> links: relative, so that a site works at a domain, below a path, and on a disk."""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from site_builder.model import Prose

#: Stands for the number of a link in the HTML of a text. The noncharacter (Unicode 23.7) is in no source, so
#: no text can forge one.
SCHEME = "x-reference"
REFERENCE_MARK = "\ufdd4"
REFERENCE = re.compile(f"{SCHEME}:{REFERENCE_MARK}(\\d+)")


def split_address(address: str) -> tuple[str, str]:
    """Return the path of an address, and its query and fragment with their signs."""
    found = re.search(r"[?#]", address)
    return (address[: found.start()], address[found.start() :]) if found else (address, "")


def relative_link(page: str, target: str, *, file_urls: bool) -> str:
    """Return a link from the page at one address to another address, which may have a fragment.

    Complete addresses of other sites stay as they are.
    """
    if not target.startswith("/"):
        return target
    return _way_up(page) + _path_from_root(target, file_urls) or "./"


def root_path(base_url: str) -> str:
    """Return the path under which a site stands on its host."""
    return urlsplit(base_url).path or "/"


def absolute_link(target: str, base_url: str) -> str:
    """Return the complete address of a page; ``base_url`` ends in ``/``."""
    return base_url + _quoted(target)[1:] if target.startswith("/") else target


def prose_html(page: str, prose: Prose, *, file_urls: bool) -> str:
    """Return a text with its links to this site made relative to a page."""
    return REFERENCE.sub(
        lambda found: relative_link(page, prose.targets[int(found[1])], file_urls=file_urls), prose.html
    )


def prose_html_absolute(prose: Prose, base_url: str) -> str:
    """Return a text with its links to this site made complete."""
    return REFERENCE.sub(lambda found: absolute_link(prose.targets[int(found[1])], base_url), prose.html)


@lru_cache(maxsize=65536)
def _way_up(page: str) -> str:
    return "../" * (page.count("/") - 1)


@lru_cache(maxsize=65536)
def _path_from_root(target: str, file_urls: bool) -> str:
    path = _quoted(target)[1:]
    return _with_index(path) if file_urls else path


@lru_cache(maxsize=65536)
def _quoted(target: str) -> str:
    path, rest = split_address(target)
    return quote(path, safe="/~!$&'()*+,;=:@") + quote(rest, safe="#/~!$&'()*+,;=:@?%")


def _with_index(path: str) -> str:
    path, rest = split_address(path)
    if not path or path.endswith("/"):
        path += "index.html"
    return path + rest
