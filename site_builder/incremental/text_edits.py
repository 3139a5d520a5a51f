"""New words in a text, and nothing else: the pages that show it are made again without looking at others.

Most builds follow such an edit. Everything that planning sees of a text is compared: what the file says
beside it, its links, its summary. If none of that has changed, every page is as it was but for the text
itself; the pages that show it were put aside, and get the new one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from site_builder.config import Config, read_config
from site_builder.errors import Problem
from site_builder.incremental.build_state import Memory
from site_builder.language import Language, read_language
from site_builder.linking.autolink import Finder
from site_builder.linking.links import prose_of
from site_builder.model import Attribution, Kind, Page, Prose
from site_builder.options import Order
from site_builder.pages.texts import VIEWS, after_new_text
from site_builder.paths import CONTENT
from site_builder.render.page_snapshots import take_back
from site_builder.runtime.codec import NotReadable
from site_builder.runtime.store import Kept
from site_builder.sources.discover import read_source
from site_builder.sources.parse import Parsed, TextFacts, parse_again, read_document

_ON_THE_RECORD = Attribution.ON_THE_RECORD


@dataclass(frozen=True, slots=True)
class Revision:
    """The pages that show new texts, and what is to be kept of the files that have them."""

    language: Language
    pages: tuple[Page, ...]
    documents: Mapping[str, Kept]


class _MoreThanWords(Exception):
    """Something has changed that other pages may show."""


@dataclass(frozen=True, slots=True)
class _NewText:
    before: TextFacts
    after: TextFacts
    #: Whether the file gives a summary, so that none is taken from the text.
    has_summary: bool


def revise(order: Order, memory: Memory, paths: tuple[str, ...]) -> Revision | None:
    """Return what new words in some files change; None if more than words may have changed."""
    try:
        kept = memory.documents_of(paths)
        config = _config(order)
        language, problems = read_language(order.root, config.language)
        if problems:
            return None
        documents = {path: _parse(order, config, language, memory, path) for path in paths}
        texts = {path: _new_text(path, kept, documents) for path in paths}
        return Revision(language, tuple(_pages(memory, texts)), documents)
    except (NotReadable, _MoreThanWords):
        return None


def _config(order: Order) -> Config:
    config, problems = read_config(order.root)
    if problems:
        raise _MoreThanWords
    return config if order.base_url is None else replace(config, base_url=order.base_url)


def _parse(order: Order, config: Config, language: Language, memory: Memory, path: str) -> Kept:
    problems: list[Problem] = []
    source = read_source(order.root, _kind(path), path, problems)
    if source is None or problems:
        raise _MoreThanWords
    memory.inputs.note(path, source.digest)
    reading = parse_again(source, config, language)
    if reading.kept is None:
        raise _MoreThanWords
    memory.texts.put(path, reading.html)
    return reading.kept


def _kind(path: str) -> Kind:
    folder = path.removeprefix(f"{CONTENT}/").partition("/")[0]
    if folder not in list(Kind):
        raise _MoreThanWords
    return Kind(folder)


def _new_text(path: str, kept: Mapping[str, Kept], documents: Mapping[str, Kept]) -> _NewText:
    before, after = _sound(path, kept), _sound(path, documents)
    if (before.id, before.fields) != (after.id, after.fields) or _links(before) != _links(after):
        raise _MoreThanWords
    if getattr(getattr(after.fields, "event", None), "attribution", _ON_THE_RECORD) != _ON_THE_RECORD:
        raise _MoreThanWords  # the text is compared with the names that it must not have
    if before.text.statements != after.text.statements:  # other pages list them
        raise _MoreThanWords
    if not before.text.digest or not after.text.digest:  # a page may be made only for a text
        raise _MoreThanWords
    return _NewText(before.text, after.text, bool(getattr(after.fields, "summary", "")))


def _sound(path: str, kept: Mapping[str, Kept]) -> Parsed[Any]:
    """Return what a file said, if there was nothing wrong with it."""
    if path not in kept:
        raise _MoreThanWords
    document, problems = read_document(_kind(path), kept[path])
    if document is None or problems:
        raise _MoreThanWords
    return document


def _links(document: Parsed[Any]) -> list[tuple[object, str]]:
    return [(reference.kind, reference.target) for reference in document.text.references]


def _pages(memory: Memory, texts: Mapping[str, _NewText]) -> Iterator[Page]:
    def find_html(path: str) -> str:
        return memory.texts.get(path).decode()

    def find_html_before(path: str) -> str:
        return memory.remembered_text(path).decode()

    finder = Finder.of_forms(memory.names_in_texts())
    for source in texts:
        if finder.find(find_html(source)) != finder.find(find_html_before(source)):
            raise _MoreThanWords

    def text(
        source: str, targets: tuple[str, ...], labels: tuple[str, ...], names: tuple[tuple[str, int], ...]
    ) -> Prose:
        new = texts.get(source)
        if new is None:
            return prose_of(source, _sound_enough(source, memory).text, targets, labels, names, find_html)
        prose = prose_of(source, new.after, targets, labels, names, find_html)
        if not new.has_summary:
            before = prose_of(source, new.before, targets, labels, names, find_html_before)
            if before.summary != prose.summary:
                raise _MoreThanWords
        return prose

    for page in memory.pages_that_show(texts).values():
        if page is None:
            raise _MoreThanWords
        yield after_new_text(take_back(page, VIEWS, text))


def _sound_enough(source: str, memory: Memory) -> Parsed[Any]:
    """Return another file whose text a page shows too."""
    kept = memory.documents_of([source]).get(source)
    document = read_document(_kind(source), kept)[0] if kept else None
    if document is None:
        raise _MoreThanWords
    return document
