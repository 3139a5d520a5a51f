"""Blogger exports: the Atom file of the old export, and ``feed.atom`` of Takeout."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from site_builder.importers.dates import read_date
from site_builder.importers.formats import Format
from site_builder.importers.html_markdown import to_markdown
from site_builder.importers.items import Comment, Item, ItemKind, LeftOut, Source
from site_builder.importers.source_tree import SourceTree, matching
from site_builder.importers.web_addresses import split_address
from site_builder.importers.xml_stream import XmlElement, child, children, elements, text_of

_ENTRY = frozenset({"entry"})
_KIND = "http://schemas.google.com/g/2005#kind"
_REASONS = {
    "settings": "a setting of the blog",
    "template": "the template of the blog",
    "comment": "a comment: it comes along with its post",
}


@dataclass(slots=True)
class _Blog:
    """What the whole file says, which single posts need: comments by post, and hosts."""

    comments: dict[str, list[Comment]] = field(default_factory=dict)
    #: Comments that readers do not see, and those to posts that are not in the file.
    hidden: dict[str, str] = field(default_factory=dict)
    posts: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    #: The number of the blog, which is in the ids of its posts.
    id: str = ""


def _matches(tree: SourceTree) -> bool:
    return any(_is_blogger(tree, name) for name in matching(tree, ".xml", ".atom"))


def _is_blogger(tree: SourceTree, name: str) -> bool:
    beginning = tree.beginning(name, 65_536)
    return b"<feed" in beginning and (b"blogger" in beginning.lower() or b"blogspot" in beginning.lower())


def _open(tree: SourceTree) -> Source:
    names = [name for name in matching(tree, ".xml", ".atom") if _is_blogger(tree, name)]
    blog = _Blog()
    for name in names:
        for entry in elements(tree, name, _ENTRY):
            _learn(entry, blog)
    files = {name.rpartition("/")[2]: name for name in tree.names if name not in names}

    def items() -> Iterator[Item | LeftOut]:
        for name in names:
            for entry in elements(tree, name, _ENTRY):
                yield _item(entry, name, blog)

    return Source(items, min(blog.hosts, default="") or blog.id, files, frozenset(blog.hosts))


def _kind_of(entry: XmlElement) -> str:
    """Return ``post``, ``page``, ``comment`` or what else an entry is, in either schema."""
    written = text_of(entry, "type").lower()
    if written:
        return written
    for category in children(entry, "category"):
        if category.get("scheme") == _KIND:
            return str(category.get("term") or "").rpartition("#")[2]
    return "post"


def _learn(entry: XmlElement, blog: _Blog) -> None:
    id, kind = text_of(entry, "id"), _kind_of(entry)
    if kind in {"post", "page"}:
        blog.id = blog.id or id.partition("blog-")[2].partition(".")[0]
        if kind == "post" and "TRASHED" not in text_of(entry, "status").upper():
            blog.posts.add(id)
        host = split_address(_address(entry)).hostname
        if host:
            blog.hosts.add(host)
        return
    if kind != "comment":
        return
    if text_of(entry, "status").upper() not in {"", "LIVE"}:
        blog.hidden[id] = "a comment that was not published"
        return
    post = text_of(entry, "parent") or _replied_to(entry)
    converted = to_markdown(text_of(entry, "content"))
    parent = text_of(entry, "inReplyTo") or next(
        (
            f"comment {str(link.get('href')).rpartition('/')[2]}"
            for link in children(entry, "link")
            if link.get("rel") == "related"
        ),
        "",
    )
    comment = Comment(
        id=_short(id),
        author=text_of(child(entry, "author"), "name"),
        date=read_date(text_of(entry, "published")),
        text=converted.markdown.strip(),
        reply_to=_short(parent) if parent != post else "",
    )
    blog.comments.setdefault(post, []).append(comment)


def _replied_to(entry: XmlElement) -> str:
    reply = child(entry, "in-reply-to")
    return str(reply.get("ref") or "") if reply is not None else ""


def _short(id: str) -> str:
    """Return the number at the end of an id such as ``tag:blogger.com,1999:blog-1.post-2``."""
    return id.rpartition("-")[2].rpartition(" ")[2]


def _address(entry: XmlElement) -> str:
    for link in children(entry, "link"):
        if link.get("rel") == "alternate" and "/feeds/" not in str(link.get("href")):
            return str(link.get("href") or "")
    return text_of(entry, "filename")


def _item(entry: XmlElement, name: str, blog: _Blog) -> Item | LeftOut:
    id, kind = text_of(entry, "id"), _kind_of(entry)
    title = to_markdown(text_of(entry, "title")).words
    place = f"{name}:{entry.sourceline} ({kind} {_short(id)}{f', {title}' if title else ''})"
    if id in blog.hidden:
        return LeftOut(id, place, blog.hidden[id])
    if kind == "comment":
        post = text_of(entry, "parent") or _replied_to(entry)
        known = (
            _REASONS["comment"]
            if post in blog.posts
            else "a comment on a page, which has none here, or on a post that is not imported"
        )
        return LeftOut(id, place, known)
    if kind not in {"post", "page"}:
        return LeftOut(id, place, _REASONS.get(kind, f"{kind or 'an entry'}: no post and no page"))
    status = text_of(entry, "status").upper()
    if "TRASHED" in status or text_of(entry, "trashed"):
        return LeftOut(id, place, "is in the trash")
    return _post(entry, place, blog, kind)


def _post(entry: XmlElement, place: str, blog: _Blog, kind: str) -> Item:
    id, status = text_of(entry, "id"), text_of(entry, "status").upper()
    content = child(entry, "content")
    source = text_of(content)
    if content is not None and content.get("type") == "xhtml":
        source = str(etree.tostring(content, encoding="unicode"))
    converted = to_markdown(source)
    topics = [
        str(category.get("term"))
        for category in children(entry, "category")
        if category.get("scheme") != _KIND and category.get("term")
    ]
    control = child(entry, "control")
    is_draft = text_of(control, "draft") == "yes" or status in {"DRAFT", "SCHEDULED"}
    fields: dict[str, Any] = {"topics": list(dict.fromkeys(topics))}
    author = text_of(child(entry, "author"), "name")
    if author and kind == "post" and author.lower() != "unknown":
        fields["authors"] = [author]
    summary = text_of(entry, "metaDescription")
    if summary:
        fields["summary"] = summary
    location = text_of(entry, "location")
    address = _address(entry)
    return Item(
        id=id,
        place=place,
        kind=ItemKind.PAGE if kind == "page" else ItemKind.WRITEUP,
        title=to_markdown(text_of(entry, "title")).words,
        body=converted.markdown,
        words=converted.words,
        date=read_date(text_of(entry, "published")) or read_date(text_of(entry, "created")),
        name=split_address(address).path.rpartition("/")[2].removesuffix(".html"),
        addresses=(address,) if address else (),
        is_draft=is_draft,
        fields=fields,
        extra={"location": location} if location else {},
        comments=tuple(blog.comments.get(id, ())),
        notes=converted.notes,
    )


FORMAT = Format("blogger", "a Blogger export", _matches, _open)
