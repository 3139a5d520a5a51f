"""A folder of Markdown files: of Jekyll, Hugo, Pelican, Eleventy, Astro, Obsidian, or of no program."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from site_builder.errors import Diagnostics
from site_builder.importers.dates import date_in_path
from site_builder.importers.formats import Format
from site_builder.importers.front_matter_blocks import Divided, divide
from site_builder.importers.html_markdown import to_markdown
from site_builder.importers.items import Item, ItemKind, LeftOut, Source, Unreadable
from site_builder.importers.meanings import FieldsOf
from site_builder.importers.old_addresses import AddressedText, AddressPatterns, read_patterns
from site_builder.importers.shortcodes import Shortcodes
from site_builder.importers.source_tree import SourceTree, matching
from site_builder.names.folding import fold
from site_builder.names.people import NameParser
from site_builder.schema.nodes import Keyed
from site_builder.schema.yaml_text import read_yaml

_ENDINGS = (".md", ".markdown", ".mdx", ".mkd", ".mdown")
_DATE_IN_NAME = re.compile(r"^\d{2,6}-\d{2}-\d{2}[-_ ]*(?=.)")
#: Folders whose files are no texts -> what they describe.
_RECORDS = {
    **dict.fromkeys(("authors", "people", "speakers", "team"), ItemKind.PERSON),
    **dict.fromkeys(("topics", "tags", "categories"), ItemKind.TOPIC),
}
_NAMES = ("display_name", "name", "title", "full_name")
#: Files about the folder itself.
_ABOUT = frozenset("readme changelog license licence contributing code_of_conduct security authors".split())
_HEADING = re.compile(r"\A\s*#[ ]+(.+?)[ ]*#*[ ]*\n|\A\s*([^\n]+)\n={3,}[ ]*\n")


@dataclass(slots=True)
class _Folder:
    """What the files say together: records by kind and slug, and those that texts refer to."""

    tree: SourceTree
    patterns: AddressPatterns
    records: dict[ItemKind, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {ItemKind.PERSON: {}, ItemKind.TOPIC: {}}
    )
    used: set[tuple[ItemKind, str]] = field(default_factory=set)
    parser: NameParser = field(default_factory=NameParser)

    def look_up(self, kind: str, words: str) -> str:
        """Return the name of a person or a topic that a text gives by slug; else the words as they are."""
        of_kind = {"person": ItemKind.PERSON, "topic": ItemKind.TOPIC}.get(kind)
        if of_kind is None:
            return words
        record = self.records[of_kind].get(words.casefold())
        if record is None:
            return words
        self.used.add((of_kind, words.casefold()))
        return str(_name_in(record))

    def first_of(self, kind: ItemKind, name: str) -> str:
        """Return the slug of the first record with a name: somebody may have several, under two spellings."""
        key = self.parser.fold(name) if kind is ItemKind.PERSON else fold(name)
        for slug, record in self.records[kind].items():
            other = _name_in(record)
            folded = self.parser.fold(other) if kind is ItemKind.PERSON else fold(other)
            if (kind, slug) in self.used and key == folded:
                return slug
        return ""


def _matches(tree: SourceTree) -> bool:
    return any(True for _ in matching(tree, *_ENDINGS))


def _open(tree: SourceTree) -> Source:
    folder = _Folder(tree, read_patterns(tree))
    _read_records(folder)
    names = list(matching(tree, *_ENDINGS, ".html", ".htm"))
    has_posts = set(names)
    files = {name: name for name in tree.names if name not in has_posts}

    def items() -> Iterator[Item | LeftOut]:
        records = []
        for name, reason in tree.refused:
            yield LeftOut(name, name, reason)
        for name in names:
            if _is_layout(name):
                yield LeftOut(name, name, "a layout of the old program")
                continue
            kind = _record_kind(name)
            if kind is not None and not name.lower().endswith((".html", ".htm")):
                records.append((name, kind))
            else:
                yield _item(folder, name)
        for name, kind in records:
            yield _record(folder, name, kind)

    return Source(items, files=files, hosts=frozenset(filter(None, (folder.patterns.host,))))


def _is_layout(name: str) -> bool:
    """Say whether a page is a layout of the old program, and no text."""
    folders = name.split("/")[:-1]
    has_layouts = bool({"_layouts", "_includes", "layouts", "archetypes"} & set(folders))
    return has_layouts or bool(folders and folders[0] in {"themes", "templates", "partials"})


def _record_kind(name: str) -> ItemKind | None:
    """Return what a file describes, if it is in a folder of records: ``authors/<slug>/_index.md``."""
    folders = name.split("/")[:-1]
    is_content = folders and folders[0] in {"content", "src", "_data", "source"}
    places = folders[-2:] if not is_content else folders[1:][-2:]
    return next(
        (_RECORDS[folder.lstrip("_")] for folder in reversed(places) if folder.lstrip("_") in _RECORDS), None
    )


def _slug_of(name: str) -> str:
    folder, file = posixpath.split(name)
    stem = posixpath.splitext(file)[0]
    return posixpath.basename(folder) if stem in {"_index", "index"} else stem


def _read_records(folder: _Folder) -> None:
    for name in matching(folder.tree, *_ENDINGS):
        kind = _record_kind(name)
        divided = _divided(folder.tree, name) if kind is not None else None
        if kind is not None and divided is not None and _name_in(divided.values):
            folder.records[kind][_slug_of(name).casefold()] = divided.values
    for name in matching(folder.tree, "_data/authors.yml", "_data/people.yml", "_data/authors.yaml"):
        keys = read_yaml(folder.tree.text(name), name, Diagnostics())
        for entry in keys or ():
            if isinstance(entry.value, Keyed):
                record = {inner.key: getattr(inner.value, "text", "") for inner in entry.value}
                if _name_in(record):
                    folder.records[ItemKind.PERSON][entry.key.casefold()] = record


def _name_in(record: Mapping[str, Any]) -> str:
    return next(
        (" ".join(record[key].split()) for key in _NAMES if isinstance(record.get(key), str) and record[key]),
        "",
    )


def _divided(tree: SourceTree, name: str) -> Divided | None:
    try:
        return divide(tree.text(name), name)
    except Unreadable:
        return None


def _record(folder: _Folder, name: str, kind: ItemKind) -> Item | LeftOut:
    slug = _slug_of(name)
    record = folder.records[kind].get(slug.casefold())
    if record is None:
        return LeftOut(name, name, "the page of a section, which the site makes itself")
    if (kind, slug.casefold()) not in folder.used:
        return LeftOut(name, name, f"a {kind.value} to which no text refers")
    first = folder.first_of(kind, _name_in(record))
    if first != slug.casefold():
        return LeftOut(name, name, f'the same {kind.value} as "{first}"')
    divided = _divided(folder.tree, name)
    body = divided.body if divided else ""
    aliases = [alias for alias in record.get("aliases") or () if isinstance(alias, str)]
    not_kept = {*_NAMES, "slug", "aliases"}
    left = {key: value for key, value in record.items() if key not in not_kept and value}
    title = folder.parser.plain(_name_in(record)) if kind is ItemKind.PERSON else _name_in(record)
    return Item(
        id=name,
        place=name,
        kind=kind,
        title=title,
        body=body,
        name=slug,
        extra=left,
        addresses=(*folder.patterns.of_record(name, slug), *aliases),
        folder=posixpath.dirname(name),
    )


def _item(folder: _Folder, name: str) -> Item | LeftOut:
    stem = posixpath.splitext(posixpath.basename(name))[0]
    try:
        text = folder.tree.text(name)
    except Unreadable as error:
        return LeftOut(name, name, str(error).removeprefix(f"{name} "))
    divided = divide(text, name)
    is_page_of_html = name.lower().endswith((".html", ".htm"))
    if is_page_of_html and not divided.has_front_matter:
        return LeftOut(name, name, "a page without front matter; import it with: import html")
    if stem.lower() in _ABOUT and not divided.has_front_matter:
        return LeftOut(name, name, "is about the folder, and no text of the archive")
    if stem == "_index":
        return LeftOut(name, name, "the page of a section, which the site makes itself")
    shortcodes = Shortcodes()
    if is_page_of_html:
        converted = to_markdown(divided.body)
        body, words = converted.markdown, converted.words
    else:
        body, words = shortcodes.replaced(divided.body), None
    taken = FieldsOf(divided.values, folder.look_up)
    title, body = (taken.title, body) if taken.title else _title_in(body, stem)
    notes = (*shortcodes.notes, *divided.notes)
    date = taken.date or date_in_path(name)
    kind = ItemKind.PAGE if _is_page(name, divided.values, date) else ItemKind.WRITEUP
    slug = taken.slug or _DATE_IN_NAME.sub("", stem if stem != "index" else _slug_of(name))
    address = folder.patterns.of_text(
        AddressedText(name, slug, date, _categories(divided.values)), taken.address
    )
    return Item(
        id=name,
        place=name,
        kind=kind,
        title=title,
        body=body,
        words=words,
        date=date,
        name=slug,
        addresses=(*([address] if address else []), *taken.addresses),
        is_draft=taken.is_draft
        or bool({"_drafts", "drafts"} & set(name.split("/")[:-1]))
        or divided.is_broken,
        fields=taken.fields,
        extra=taken.extra,
        notes=notes,
        folder=posixpath.dirname(name),
    )


def _categories(values: Mapping[str, Any]) -> str:
    """Return the categories of a post as Jekyll puts them into its address."""
    given = values.get("categories") or values.get("category") or ""
    several = given if isinstance(given, list | tuple) else []
    names = given.split() if isinstance(given, str) else [str(name) for name in several]
    return "/".join(quote(name.lower()) for name in names)


def _title_in(body: str, stem: str) -> tuple[str, str]:
    """Return the heading that a text begins with as its title, and the rest; else the words of its name."""
    heading = _HEADING.match(body)
    if heading:
        return re.sub(r"[*_`]|\[|\]\([^)]*\)", "", heading[1] or heading[2]).strip(), body[heading.end() :]
    words = re.sub(r"[-_]+", " ", _DATE_IN_NAME.sub("", stem)).strip()
    return (words[:1].upper() + words[1:] if words.islower() else words), body


def _is_page(name: str, values: Mapping[str, Any], date: str) -> bool:
    layout = str(values.get("layout") or values.get("type") or "").lower()
    if layout in {"page", "default", "home"} or "pages" in name.split("/")[:-1]:
        return True
    return not date and any(key in values for key in ("permalink", "menu", "nav_order", "url"))


FORMAT = Format("markdown", "a folder of Markdown files", _matches, _open)
