"""Word files (.docx): headings, lists, tables and pictures; comments and tracked changes are told."""

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import mammoth  # type: ignore[import-untyped]
from lxml import etree, html

from site_builder.importers.dates import date_in_path, read_date
from site_builder.importers.formats import Format
from site_builder.importers.html_markdown import Converted, parse, to_markdown, visible_text
from site_builder.importers.items import Item, LeftOut, Note, Source, Unreadable
from site_builder.importers.source_tree import INSIDE, SourceTree, matching
from site_builder.importers.xml_stream import XmlElement, text_of

_MOST_BYTES = 100_000_000
#: A document whose parts have more than this when they are unpacked was made to fill the memory.
_MOST_UNPACKED = 300_000_000
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = """
p[style-name='Title'] => h1.document-title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
"""


def _matches(tree: SourceTree) -> bool:
    return any(True for _ in _documents(tree))


def _documents(tree: SourceTree) -> Iterator[str]:
    for name in matching(tree, ".docx"):
        if not posixpath.basename(name).startswith("~$"):  # Word's mark of a file that is open
            yield name


def _open(tree: SourceTree) -> Source:
    names = list(_documents(tree)) or (list(tree.names) if tree.is_file else [])
    others = list(matching(tree, ".doc", ".odt", ".rtf", ".pages"))
    pictures: dict[str, str] = {}

    def items() -> Iterator[Item | LeftOut]:
        for name, reason in tree.refused:
            yield LeftOut(name, name, reason)
        for name in others:
            yield LeftOut(name, name, "is no .docx; open it in a word processor and save it as .docx")
        for name in names:
            try:
                yield _item(name, tree.read(name, _MOST_BYTES))
            except Unreadable as error:
                yield LeftOut(name, name, str(error).removeprefix(f"{name} "))

    for name in names:
        pictures.update(_pictures_in(tree, name))
    return Source(items, files=pictures)


def _pictures_in(tree: SourceTree, name: str) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(tree.read(name, _MOST_BYTES))) as archive:
            inner = [part for part in archive.namelist() if part.startswith("word/media/")]
    except (Unreadable, zipfile.BadZipFile, OSError):
        return {}
    return {f"{name}{INSIDE}{part}": f"{name}{INSIDE}{part}" for part in inner}


def _item(name: str, data: bytes) -> Item:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_UNPACKED:
                raise Unreadable(f"{name} is too large when it is unpacked")
            media = {
                hashlib.sha256(archive.read(part)).hexdigest(): f"{name}{INSIDE}{part}"
                for part in archive.namelist()
                if part.startswith("word/media/")
            }
            notes = tuple(_review_notes(archive))
            words = _words_of(archive)
            properties = _properties(archive)
        page = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(_finder(media))
        ).value
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, etree.XMLSyntaxError, AttributeError) as error:
        raise Unreadable(f"{name} is no Word file that can be read: {error}") from error
    except Exception as error:  # the library parses with expat, and lets its errors through
        raise Unreadable(f"{name} is damaged: {error}") from error
    return replace(_from_html(name, page, properties, notes), words=words)


def _finder(media: dict[str, str]) -> Any:
    """Return what names the file of a picture: the library gives its bytes only."""

    def find(image: Any) -> dict[str, str]:
        with image.open() as stream:
            digest = hashlib.sha256(stream.read()).hexdigest()
        return {"src": f"/{media.get(digest, '')}", "alt": image.alt_text or ""}

    return find


def _xml(archive: zipfile.ZipFile, part: str) -> XmlElement | None:
    if part not in archive.namelist():
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root: XmlElement | None = etree.fromstring(archive.read(part), parser)
    return root


def _review_notes(archive: zipfile.ZipFile) -> Iterator[Note]:
    """Yield what reviewers left in a document: it is no part of the text."""
    document = _xml(archive, "word/document.xml")
    if document is not None:
        for tag, what in (("ins", "insertions"), ("del", "deletions")):
            count = sum(
                1 for element in document.iter(f"{_WORDS}{tag}") if element.find(f".//{_WORDS}r") is not None
            )
            if count:
                hint = "insertions are in the text, deletions are not; settle them in Word if that is wrong"
                yield Note("tracked changes in Word files", f"{count} {what}", hint)
    comments = _xml(archive, "word/comments.xml")
    for comment in comments.iter(f"{_WORDS}comment") if comments is not None else ():
        words = " ".join("".join(map(str, comment.itertext())).split())
        author = comment.get(f"{_WORDS}author") or "somebody"
        yield Note(
            "comments in the margin of Word files", f"{author}: {words}", "they are no part of the text"
        )


def _words_of(archive: zipfile.ZipFile) -> str:
    """Return all words of a document and its headers, also of fields and formulas, to see what is lost."""
    pattern = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
    words: list[str] = []
    for part in sorted(filter(pattern.fullmatch, archive.namelist())):
        root = _xml(archive, part)
        for paragraph in root.iter(f"{_WORDS}p") if root is not None else ():
            texts = (text for text in paragraph.iter() if str(text.tag).endswith("}t"))
            words.append("".join(text.text or "" for text in texts))
    return "\n".join(words)


def _properties(archive: zipfile.ZipFile) -> dict[str, str]:
    core = _xml(archive, "docProps/core.xml")
    names = ("title", "creator", "created", "subject", "keywords")
    return {name: text_of(core, name) for name in names if text_of(core, name)} if core is not None else {}


def _from_html(name: str, page: str, properties: dict[str, str], notes: tuple[Note, ...]) -> Item:
    stem = posixpath.splitext(posixpath.basename(name))[0]
    root = parse(page)
    title, date = "", ""
    if root is not None:
        title, date = _take_head(root)
        page = html.tostring(root, encoding="unicode")
    converted = to_markdown(page) if root is not None else Converted("", "")
    date = date or date_in_path(name) or read_date(stem[:10])
    if not date and properties.get("created"):
        date = read_date(properties["created"])[:10]
        hint = "write the date of the event, if it was another day"
        notes += (Note("texts with the day on which their file was made", f"{name}: {date}", hint),)
    named = re.sub(r"^\d{4}-?\d{2}-?\d{2}[-_ ]*", "", stem)
    extra = {"creator": properties["creator"]} if properties.get("creator") else {}
    return Item(
        id=name,
        place=name,
        title=title or properties.get("title", "") or re.sub(r"[-_]+", " ", named).strip(),
        body=converted.markdown,
        words=converted.words,
        date=date,
        name=named,
        extra=extra,
        notes=(*converted.notes, *notes),
    )


def _take_head(root: html.HtmlElement) -> tuple[str, str]:
    """Take the title and a line that is nothing but a date from the beginning of a document."""
    title, date = "", ""
    for element in list(root)[:4]:
        words = visible_text(element)
        if not words and not element.findall(".//img"):
            continue
        if not title and element.tag == "h1":
            title = words
        elif not date and read_date(words):
            date = read_date(words)
        else:
            break
        element.drop_tree()
    return title, date


FORMAT = Format("word", "Word files", _matches, _open)
