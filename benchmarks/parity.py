"""Tell whether two built sites have the same pages, and the same links between them.

The parts of a long list count as one page: each program divides lists in its own way. Links of the navigation
are left out, as are those to parts, and those to pages that only one of the programs is asked for.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote

#: What every site has beside the pages that are named by what they are about.
_FILES = ("feed.xml", "sitemap.xml")
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_HREF = re.compile(r'href="?([^"\s>]*)')
_PART = re.compile(r"(?<=/)page/\d+/$|(?<=/)part-\d+/$")
#: The page of a year of what somebody or something else has: ours divide a long list by years.
_YEAR = re.compile(r"(/(?!writeups/)[a-z]+/[^/]+/)\d{4}/$")
_PAGE = re.compile(r"/(?:(?:writeups|speakers|organisations|topics|series)/(?:[^/]+/){0,2})?$")


#: The pages of a site by address, each with the addresses on the site that it links to.
Links = Mapping[str, frozenset[str]]


def links(site: Path) -> Links:
    """Return the pages of a site by address, each with the addresses on the site that it links to."""
    found: dict[str, set[str]] = {}
    for file in site.rglob("index.html"):
        here = f"/{file.parent.relative_to(site).as_posix()}/".replace("/./", "/")
        text = file.read_text("utf-8")
        if 'http-equiv="refresh"' in text or "http-equiv=refresh" in text:
            continue
        address = _whole(here)
        if _PAGE.fullmatch(address):
            found.setdefault(address, set()).update(_links(text, here))
    return {address: frozenset(targets - {address}) for address, targets in found.items()}


def _links(text: str, here: str) -> Iterator[str]:
    main = _MAIN.search(text)
    for found in _HREF.finditer(main[0] if main else ""):
        target = unquote(found[1]).partition("#")[0]
        if target and ":" not in target:
            whole = normpath(here + target if not target.startswith("/") else target)
            whole = whole if whole.endswith("/") or "." in whole.rpartition("/")[2] else f"{whole}/"
            if _PAGE.fullmatch(whole) and whole == _whole(whole):
                yield whole


def _whole(address: str) -> str:
    """Return the address of the list of which a page is a part; else that of the page."""
    return _YEAR.sub(r"\1", _PART.sub("", address))


def differences(ours: Links, theirs: Links) -> list[str]:
    """Return in what two sites differ, in words."""
    found = [
        f"{'only ours' if address in ours else 'only theirs'} has {address}"
        for address in sorted(ours.keys() ^ theirs.keys())
    ]
    for address in sorted(ours.keys() & theirs.keys()):
        only = ours[address] ^ theirs[address]
        if only:
            found.append(f"{address} does not link alike: {', '.join(sorted(only)[:4])}")
    return found


def missing_files(site: Path) -> list[str]:
    """Return the files that a site lacks beside its pages."""
    return [f"{site / name} is missing" for name in _FILES if not (site / name).is_file()]
