"""WordPress exports (WXR 1.0 to 1.2): posts, pages, drafts, attachments and comments."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from site_builder.importers.dates import read_date, with_offset
from site_builder.importers.formats import Format
from site_builder.importers.html_markdown import to_markdown
from site_builder.importers.items import Comment, Item, ItemKind, LeftOut, Note, Source
from site_builder.importers.source_tree import SourceTree, matching
from site_builder.importers.web_addresses import split_address
from site_builder.importers.wordpress_markup import to_html, with_paragraphs
from site_builder.importers.xml_stream import XmlElement, children, elements, local, text_of

_WANTED = frozenset({"item", "author", "base_site_url", "base_blog_url"})
#: What WordPress keeps as a post and is none.
_TECHNICAL = frozenset(
    "revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block wp_template"
    " wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field acf-field-group"
    " wpcf7_contact_form elementor_library".split()
)
_GONE = {"trash": "is in the trash", "auto-draft": "is an automatic draft without words"}
_DRAFTS = frozenset({"draft", "pending", "private"})
_NO_TOPICS = frozenset({"uncategorized", "uncategorised", "allgemein", "non classé", "sin categoría"})


@dataclass(slots=True)
class _Blog:
    """What the whole file says, which single posts refer to."""

    authors: dict[str, str] = field(default_factory=dict)
    #: Addresses of attachments, by id.
    pictures: dict[str, str] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    #: Where the blog is, without the scheme.
    name: str = ""
    #: Texts of blocks that several posts share, by id.
    blocks: dict[str, str] = field(default_factory=dict)


def _matches(tree: SourceTree) -> bool:
    return any(b"wordpress.org/export" in tree.beginning(name) for name in matching(tree, ".xml", ".wxr"))


def _open(tree: SourceTree) -> Source:
    names = [
        name for name in matching(tree, ".xml", ".wxr") if b"wordpress.org/export" in tree.beginning(name)
    ]
    blog = _Blog()
    for name in names:
        for element in elements(tree, name, _WANTED):
            _learn(element, blog)
    files = _files(tree)

    def items() -> Iterator[Item | LeftOut]:
        for name in names:
            for element in elements(tree, name, frozenset({"item"})):
                yield _item(element, name, blog, files)

    return Source(items, blog.name, files, frozenset(blog.hosts - {"wordpress.com"}))


def _files(tree: SourceTree) -> dict[str, str]:
    """Return the uploads beside the export, by the end of their addresses."""
    files = {}
    for name in tree.names:
        path = name.partition("uploads/")[2] if "uploads/" in name else name
        files[f"/wp-content/uploads/{path}"] = name
    return files


def _learn(element: XmlElement, blog: _Blog) -> None:
    match local(element):
        case "author":
            login, shown = text_of(element, "author_login"), text_of(element, "author_display_name")
            names = f"{text_of(element, 'author_first_name')} {text_of(element, 'author_last_name')}".strip()
            if login:
                blog.authors[login] = shown or names or login
        case "item":
            address = text_of(element, "attachment_url")
            if address:
                blog.pictures[text_of(element, "post_id")] = address
            if text_of(element, "post_type") == "wp_block":
                blog.blocks[text_of(element, "post_id")] = _encoded(element, "content")
        case _:
            parts = split_address(text_of(element))
            if parts.hostname:
                blog.hosts.add(parts.hostname)
            if local(element) == "base_blog_url" or not blog.name:
                blog.name = f"{parts.hostname or ''}{parts.path}".rstrip("/")


def _item(element: XmlElement, name: str, blog: _Blog, files: Mapping[str, str]) -> Item | LeftOut:
    id = text_of(element, "post_id") or text_of(element, "guid") or text_of(element, "link")
    title = " ".join(text_of(element, "title").split())
    kind, status = text_of(element, "post_type") or "post", text_of(element, "status")
    place = f"{name}:{element.sourceline} ({kind} {id}{f', {title}' if title else ''})"
    if kind == "attachment":
        path = split_address(text_of(element, "attachment_url")).path
        is_here = unquote(path) in files or path in files
        comes = "a file: it comes along with the texts that show it"
        reason = comes if is_here else "a file that is not in the export: texts show it from its old address"
        words = " ".join(filter(None, (_encoded(element, "excerpt"), _encoded(element, "content"))))
        said = f'; its description: "{to_markdown(words).words}"' if words else ""
        return LeftOut(id, place, f"{reason}{said}")
    if kind in _TECHNICAL:
        return LeftOut(id, place, f"{kind.replace('_', ' ')}: belongs to the workings of WordPress")
    if status in _GONE:
        return LeftOut(id, place, _GONE[status])
    return _post(element, id, place, blog)


def _post(element: XmlElement, id: str, place: str, blog: _Blog) -> Item:
    html, notes = to_html(_encoded(element, "content"), blog.pictures, blog.blocks, _footnotes(element))
    converted = to_markdown(html)
    kind, status = text_of(element, "post_type") or "post", text_of(element, "status")
    topics, extra = _terms(element)
    extra.update(_meta(element))
    fields: dict[str, Any] = {"topics": topics}
    creator = text_of(element, "creator")
    if creator and kind != "page":
        fields["authors"] = [blog.authors.get(creator, creator)]
    excerpt = to_markdown(_encoded(element, "excerpt")).words
    if excerpt:
        fields["summary"] = excerpt
    date = with_offset(text_of(element, "post_date"), text_of(element, "post_date_gmt"))
    date = date or read_date(text_of(element, "pubDate"))
    if status == "future" and kind != "page":
        fields["embargo"] = date
    if kind not in {"post", "page"}:
        extra["post_type"] = kind
    comments, others = _comments(element)
    if others:
        counted = ", ".join(f"{number} {reason}" for reason, number in sorted(others.items()))
        notes += (Note("comments that are not imported", counted, "nothing is to be done"),)
    is_protected = bool(text_of(element, "post_password"))
    if is_protected or status == "private":
        hint = "it is a draft here: delete the line `status: draft` if everybody may read it"
        notes += (Note("texts that not everybody could read", status or "password", hint),)
    link = text_of(element, "link")
    return Item(
        id=id,
        place=place,
        kind=ItemKind.PAGE if kind == "page" else ItemKind.WRITEUP,
        title=to_markdown(text_of(element, "title")).words,
        body=converted.markdown,
        words=converted.words,
        date=date,
        name=unquote(text_of(element, "post_name")),
        addresses=(link, f"/?p={id}") if link and not split_address(link).query else (f"/?p={id}",),
        is_draft=status in _DRAFTS or is_protected or (status == "future" and kind == "page"),
        fields=fields,
        extra=extra,
        comments=comments,
        notes=(*notes, *converted.notes),
    )


def _encoded(element: XmlElement, namespace: str) -> str:
    """Return the text or the excerpt of a post; both are called ``encoded``, in two namespaces."""
    return next((text_of(child) for child in children(element, "encoded") if namespace in child.tag), "")


def _terms(element: XmlElement) -> tuple[list[str], dict[str, Any]]:
    """Return the topics of a post, and its terms in taxonomies of the site's own."""
    topics: list[str] = []
    extra: dict[str, Any] = {}
    for term in children(element, "category"):
        words, domain = " ".join(text_of(term).split()), str(term.get("domain", "category"))
        if domain in {"category", "post_tag", "tag"}:
            if words and words.casefold() not in _NO_TOPICS and words not in topics:
                topics.append(words)
        elif words and domain != "post_format":
            extra.setdefault(str(domain), []).append(words)
    return topics, extra


def _meta(element: XmlElement) -> dict[str, Any]:
    """Return the custom fields of a post; those with ``_`` in front are the workings of WordPress."""
    values: dict[str, Any] = {}
    for meta in children(element, "postmeta"):
        key, value = text_of(meta, "meta_key"), text_of(meta, "meta_value")
        if key and value and not key.startswith("_") and key != "footnotes":
            before = values.get(key)
            values[key] = (
                value if before is None else [*(before if isinstance(before, list) else [before]), value]
            )
    return values


def _footnotes(element: XmlElement) -> str:
    return next(
        (
            text_of(meta, "meta_value")
            for meta in children(element, "postmeta")
            if text_of(meta, "meta_key") == "footnotes"
        ),
        "",
    )


def _comments(element: XmlElement) -> tuple[tuple[Comment, ...], Counter[str]]:
    """Return the comments that readers saw, and how many others there are, by reason."""
    comments, others = [], Counter[str]()
    for comment in children(element, "comment"):
        kind, approved = text_of(comment, "comment_type"), text_of(comment, "comment_approved")
        if kind in {"pingback", "trackback"}:
            others["pingbacks"] += 1
        elif approved not in {"1", "approved", ""}:
            others["spam, in the trash or waiting"] += 1
        else:
            parent = text_of(comment, "comment_parent")
            comments.append(
                Comment(
                    id=text_of(comment, "comment_id"),
                    author=text_of(comment, "comment_author"),
                    date=with_offset(text_of(comment, "comment_date"), text_of(comment, "comment_date_gmt")),
                    text=to_markdown(with_paragraphs(text_of(comment, "comment_content"))).markdown.strip(),
                    reply_to="" if parent == "0" else parent,
                )
            )
    return tuple(comments), others


FORMAT = Format("wordpress", "a WordPress export (WXR)", _matches, _open)
