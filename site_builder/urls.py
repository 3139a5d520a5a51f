"""Addresses -> links: relative, so that a site works at a domain, below a path, and on a disk."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import quote, urlsplit

from site_builder.ids import Address
from site_builder.values import Prose

#: Stands for the number of a link in the HTML of a text. The noncharacter (Unicode 23.7) is in no source, so
#: no text can forge one.
SCHEME = "x-reference"
REFERENCE_MARK = "\ufdd4"
REFERENCE = re.compile(f"{SCHEME}:{REFERENCE_MARK}(\\d+)")


#: Behind the address of a picture in the targets of a text: its width, height, and the widths of its copies.
PICTURE_MARK = "\ufdd6"
_PICTURE = re.compile(f'<img\\b([^>]*?)\\ssrc="{SCHEME}:{REFERENCE_MARK}(\\d+)"([^>]*)>')
_MEASURES = re.compile(r'\s(?:width|height|loading)="[^"]*"')
_SIZES = "(min-width: 48rem) 42rem, 100vw"


def split_address(address: str) -> tuple[str, str]:
    """Return the path of an address, and its query and fragment with their signs."""
    separator = re.search(r"[?#]", address)
    return (address[: separator.start()], address[separator.start() :]) if separator else (address, "")


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
    return _with_links(prose, lambda target: relative_link(page, target, file_urls=file_urls))


def prose_html_absolute(prose: Prose, base_url: str) -> str:
    """Return a text with its links to this site made complete."""
    return _with_links(prose, lambda target: absolute_link(target, base_url))


def _with_links(prose: Prose, link: Callable[[str], str]) -> str:
    html = prose.html
    if "<img" in html:
        html = _PICTURE.sub(lambda match: _picture(match, prose.targets[int(match[2])], link), html)
    return REFERENCE.sub(lambda match: link(prose.targets[int(match[1])].partition(PICTURE_MARK)[0]), html)


def _picture(match: re.Match[str], target: str, link: Callable[[str], str]) -> str:
    attributes = picture_attributes(target, link, _SIZES)
    if not attributes:
        return match[0]
    before, after = (_MEASURES.sub("", part) for part in (match[1], match[3]))
    return f"<img{before}{attributes}{after}>"


def picture_attributes(target: str, link: Callable[[str], str], sizes: str) -> str:
    """Return where a picture is, its measures, so that nothing moves when it comes, and its smaller copies.

    ``sizes`` is how wide it is shown, in the words of HTML (4.8.4.2.1). Without measures nothing is returned.
    """
    address, _, facts = target.partition(PICTURE_MARK)
    if not facts:
        return ""
    width, height, *widths = facts.split()
    copies = [f"{link(copy_address(address, int(copy_width)))} {copy_width}w" for copy_width in widths]
    every = ", ".join([*copies, f"{link(address)} {width}w"])
    several = f' srcset="{every}" sizes="{sizes}"' if copies else ""
    return f' src="{link(address)}"{several} width="{width}" height="{height}" loading="lazy"'


def picture_address(target: str) -> Address:
    """Return the address of a picture without its measures."""
    return Address(target.partition(PICTURE_MARK)[0])


def copy_address(address: str, width: int) -> str:
    """Return where the copy of a picture is that has a certain width."""
    stem, _, ending = address.rpartition(".")
    return f"{stem}.{width}w.{ending}"


def with_image_sizes(address: str, width: int, height: int, widths: Iterable[int]) -> str:
    """Return the target of a picture: its address, and what :func:`prose_html` needs to know of it."""
    return f"{address}{PICTURE_MARK}{' '.join(map(str, (width, height, *widths)))}"


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
