"""Every link, picture and fragment of the finished pages leads to something that is there."""

import posixpath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.page import RenderedFile

_ANCHORS: Any = etree.XPath("//@id | //a/@name")
_BASE: Any = etree.XPath("//base/@href")
_REFRESH: Any = etree.XPath("//meta[@http-equiv='refresh']")
#: Pages that are found without a link.
_WITHOUT_LINKS = frozenset({"index.html", "404.html", "admin/index.html"})
_LINKS: Any = etree.XPath("//a/@href | //link/@href | //img/@src | //script/@src | //source/@src")


class LinkCheck:
    """Collects anchors and links page by page; judges them when all are known."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._anchors: dict[str, frozenset[str]] = {}
        #: Pages whose links start at the root of the site, wherever they are shown.
        self._at_root: set[str] = set()
        self._moved: set[str] = set()
        self._links: dict[str, tuple[Place, frozenset[str]]] = {}

    def see(self, file: RenderedFile) -> None:
        """Take note of the anchors and links of a page, and of the existence of every other file."""
        if not file.path.endswith((".html", ".htm")):
            self._anchors[file.path] = frozenset()
            return
        try:
            root = html.document_fromstring(file.data)
        except etree.ParserError:  # nothing in it but white space or a comment
            root = html.Element("html")
        self._anchors[file.path] = frozenset(_ANCHORS(root))
        links = frozenset(_LINKS(root))
        if _REFRESH(root):  # where a page was that has moved: nobody is to be sent there
            self._moved.add(file.path)
        if _BASE(root):
            self._at_root.add(file.path)
        claim = file.page.claimed_by
        path = claim.partition(":")[0] if claim.startswith(("content/", "static/")) else "templates"
        self._links[file.path] = Place(path), links

    def report(self, diagnostics: Diagnostics) -> None:
        """Report every link that leads nowhere, once for each page, and every page to which none leads."""
        self._report_orphans(diagnostics)
        for page, (place, links) in self._links.items():
            for link in sorted(links):
                wrong = self._wrong(page, link)
                if wrong:
                    message = f'the page {page} links to "{link}", where there is no {wrong}'
                    diagnostics.error(place, Rule.BROKEN_LINK, message, "correct the link")

    def _report_orphans(self, diagnostics: Diagnostics) -> None:
        linked = {
            target
            for page, (_, links) in self._links.items()
            for link in links
            if (target := self._target(page, link)[0]) != page
        }
        for page, (place, _) in self._links.items():
            if page in _WITHOUT_LINKS or page in linked or page in self._moved:
                continue
            message = f"no page links to {page}"
            hint = "link it from a text or from [[navigation]], so that readers find it; or delete it"
            diagnostics.warning(place, Rule.ORPHAN_PAGE, message, hint)

    def _wrong(self, page: str, link: str) -> str:
        """Return what is missing at the end of a link: "page", "anchor" or nothing."""
        target, fragment = self._target(page, link)
        if target is None:
            return ""
        if target not in self._anchors:
            return "page"
        return "anchor" if fragment and fragment != "top" and fragment not in self._anchors[target] else ""

    def _target(self, page: str, link: str) -> tuple[str | None, str]:
        """Return the file and the fragment that a link leads to; None for one that leads elsewhere."""
        if self._base_url and link.startswith(self._base_url):
            link = "/" + link.removeprefix(self._base_url)
        try:
            parts = urlsplit(link)
        except ValueError:
            return "", ""
        if parts.scheme or parts.netloc:
            return None, ""
        target = page
        if parts.path:
            folder = "/" if page in self._at_root else posixpath.join("/", posixpath.dirname(page))
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))).lstrip("/")
            if parts.path.endswith("/") or not target or target == ".":
                target = posixpath.join(target, "index.html").removeprefix("./")
            elif target not in self._anchors and f"{target}/index.html" in self._anchors:
                target = f"{target}/index.html"
        return target, unquote(parts.fragment)
