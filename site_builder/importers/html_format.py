"""A saved web page, or a folder of them: the article in each, without what stands around it."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from site_builder.importers.dates import date_in_path, read_date
from site_builder.importers.formats import Format
from site_builder.importers.html_markdown import parse, to_markdown, visible_text
from site_builder.importers.items import Item, LeftOut, Source, Unreadable
from site_builder.importers.source_tree import SourceTree, matching
from site_builder.importers.web_addresses import split_address

_ENDINGS = (".html", ".htm", ".xhtml")
_AROUND = frozenset({"nav", "header", "footer", "aside", "form", "script", "style", "noscript", "button"})
#: Classes and ids of what stands around an article.
_AROUND_CLASSES = frozenset(
    "nav navigation navbar menu sidebar site-footer site-header breadcrumb breadcrumbs share sharing"
    " sharedaddy social related-posts related jp-relatedposts comments comment-form respond cookie-notice"
    " widget pagination skip-link advert advertisement".split()
)
#: An element with less than this part of the words of a page is not its article.
_LEAST_PART = 0.4
_ARTICLES = (
    "//article", "//*[contains(@class,'entry-content')]", "//*[contains(@class,'post-body')]",
    "//*[@itemprop='articleBody']", "//main", "//*[@role='main']", "//*[@id='content']",
)  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def _matches(tree: SourceTree) -> bool:
    return any(True for _ in matching(tree, *_ENDINGS))


def _open(tree: SourceTree) -> Source:
    names = list(matching(tree, *_ENDINGS)) or (list(tree.names) if tree.is_file else [])
    hosts = set()
    for name in names:
        host = split_address(_address(_parsed(tree, name))).hostname
        if host:
            hosts.add(host)
    texts = set(names)
    files = {name: name for name in tree.names if name not in texts}

    def items() -> Iterator[Item | LeftOut]:
        for name, reason in tree.refused:
            yield LeftOut(name, name, reason)
        for name in names:
            try:
                yield _item(tree, name)
            except Unreadable as error:
                yield LeftOut(name, name, str(error).removeprefix(f"{name} "))

    return Source(items, files=files, hosts=frozenset(hosts))


def _text(tree: SourceTree, name: str) -> str:
    data = tree.read(name)
    charset = _CHARSET.search(data[:4096])
    if charset:
        try:
            return data.decode(charset[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    return tree.text(name)


def _parsed(tree: SourceTree, name: str) -> html.HtmlElement | None:
    try:
        text = _text(tree, name)
        return html.document_fromstring(
            text.replace("\0", "").encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (Unreadable, ValueError, html.etree.ParserError):
        return None


def _meta(page: html.HtmlElement, *names: str) -> str:
    for meta in page.iter("meta"):
        if (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower() in names:
            words = " ".join((meta.get("content") or "").split())
            if words:
                return words
    return ""


def _address(page: html.HtmlElement | None) -> str:
    if page is None:
        return ""
    canonical = next(
        (link.get("href") or "" for link in page.iter("link") if link.get("rel") == "canonical"), ""
    )
    return canonical or _meta(page, "og:url")


def _item(tree: SourceTree, name: str) -> Item | LeftOut:
    page = _parsed(tree, name)
    if page is None:
        return LeftOut(name, name, "is no page that can be read")
    address = _address(page)
    title, date = _title(page), _date(page) or date_in_path(split_address(address).path) or date_in_path(name)
    summary, author = _meta(page, "description", "og:description"), _meta(page, "author", "article:author")
    topics = [
        words
        for meta in page.iter("meta")
        if (meta.get("property") or "").lower() == "article:tag"
        and (words := (meta.get("content") or "").strip())
    ]
    converted = to_markdown(_article(page))
    if not converted.words:
        return LeftOut(name, name, "has no words")
    body = re.sub(rf"\A#+ {re.escape(title)}\s*\n", "", converted.markdown) if title else converted.markdown
    fields: dict[str, Any] = {"topics": topics, "summary": summary}
    if author and "://" not in author:
        fields["authors"] = [author]
    stem = posixpath.splitext(posixpath.basename(name))[0]
    if stem == "index" and "/" in name:
        stem = posixpath.basename(posixpath.dirname(name))
    return Item(
        id=name,
        place=name,
        title=title or stem,
        body=body,
        words=converted.words,
        date=date,
        name=stem if stem != "index" else title,
        addresses=(address,) if address else (),
        fields=fields,
        notes=converted.notes,
        folder=posixpath.dirname(name),
    )


def _title(page: html.HtmlElement) -> str:
    given = _meta(page, "og:title", "twitter:title", "dc.title")
    headings = [visible_text(heading) for heading in page.iter("h1")]
    title = next((visible_text(element) for element in page.iter("title")), "")
    if given:
        return given
    inside = next((words for words in headings if words and words in title), "")
    return inside or (headings[0] if len(headings) == 1 and headings[0] else title)


def _date(page: html.HtmlElement) -> str:
    written = _meta(page, "article:published_time", "datepublished", "dc.date", "date", "pubdate")
    if read_date(written):
        return read_date(written)
    for time in page.iter("time"):
        date = read_date(time.get("datetime") or visible_text(time))
        if date:
            return date
    return ""


def _article(page: html.HtmlElement) -> str:
    """Return the article of a page: by readability if it is installed, else by the elements that say so."""
    try:
        from readability import Document  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ImportError:
        return _by_elements(page)
    simple = _by_elements(page)
    found = str(Document(html.tostring(page, encoding="unicode")).summary(html_partial=True))
    root, own = parse(found), parse(simple)
    has_article = any(page.xpath(path) for path in _ARTICLES[:4])
    shown, whole = (len(visible_text(root)) if root is not None else 0 for root in (root, own))
    # What readability takes for clutter may be the text.
    return simple if has_article or shown < _LEAST_PART * whole else found


def _by_elements(page: html.HtmlElement) -> str:
    body = page.find("body")
    if body is None:
        return str(html.tostring(page, encoding="unicode"))
    _drop_surroundings(body, _AROUND)
    words = len(visible_text(body))
    article = body
    for path in _ARTICLES:
        found = [element for element in body.xpath(path) if len(visible_text(element)) >= _LEAST_PART * words]
        if len(found) == 1:
            article = found[0]
            break
    return str(html.tostring(article, encoding="unicode", with_tail=False))


def _drop_surroundings(body: html.HtmlElement, tags: frozenset[str]) -> None:
    """Take out what stands around an article; inside one, only what cannot be its text."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element is body or element.getparent() is None:
            continue
        is_inside = next(element.iterancestors("article", "main"), None) is not None
        marks = {word.lower() for word in f"{element.get('class') or ''} {element.get('id') or ''}".split()}
        is_around = element.tag in (_NEVER_TEXT if is_inside else tags)
        if is_around or (element.tag in {"div", "ul", "nav"} and marks & _AROUND_CLASSES):
            element.drop_tree()


_NEVER_TEXT = frozenset({"nav", "script", "style", "noscript", "button"})


FORMAT = Format("html", "saved web pages", _matches, _open)
