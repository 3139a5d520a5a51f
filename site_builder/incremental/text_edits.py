"""New words in a text, and nothing else: the pages that show it are rendered again without looking at others.

Everything that planning sees of a text is compared: what the file says beside it, its links, its summary. If
none of that has changed, every page is as it was but for the text itself. The pages that show it were dumped,
and get the new one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from typing import Any

from site_builder.errors import Diagnostics, ProblemsFound
from site_builder.incremental.build_state import BuildState
from site_builder.kinds import Kind
from site_builder.linking.autolink import NameMatcher, surnames_alone
from site_builder.linking.prose import prose_of
from site_builder.options import BuildReport, Progress
from site_builder.output.commit import commit, staging_folder
from site_builder.page import Page, output_path
from site_builder.pages.plan import VIEWS_WITH_TEXT, with_new_text
from site_builder.render.page_snapshots import load_page
from site_builder.render.render import RenderContext
from site_builder.render.staging import Staging, render_to_staging
from site_builder.runtime.codec import UnreadableRecord
from site_builder.runtime.store import CacheRecord
from site_builder.sources.discover import Sources, read_settings, read_source
from site_builder.sources.document_cache import decode_document
from site_builder.sources.documents import Parsed, TextFacts
from site_builder.sources.parse import parse_source
from site_builder.values import Attribution, Prose, ProseLinks

_ON_THE_RECORD = Attribution.ON_THE_RECORD


class NeedsFullBuild(Exception):
    """Something has changed that other pages may show."""


def rerender_edited_texts(
    state: BuildState, paths: tuple[str, ...], progress: Progress
) -> BuildReport | None:
    """Render the pages that show some edited texts; None if more than words may have changed."""
    try:
        sources = _read_settings(state)
        documents = {path: _parse(path, state, sources) for path in paths}
        pages = tuple(_edited_pages(state, documents))
        rules = state.store.redaction()
    except (UnreadableRecord, NeedsFullBuild):
        return None
    context = RenderContext.of(sources, rules, state.options, state.file_digest)
    edited = {output_path(page.address) for page in pages}
    others = (file for file in state.previous_files() if file.path not in edited)
    with staging_folder(state.options) as folder:
        find_unchanged = state.find_unchanged([page.address for page in pages])
        try:
            staging = Staging(state.snapshot, find_unchanged, folder)
            files = render_to_staging(pages, context, staging, progress)
        except ProblemsFound:  # reported with all others by a full build
            return None
        inspect = context.refuse_disclosures
        changes = commit(chain(files, others), state.snapshot, state.manifest, state.options, inspect)
    state.save_some(documents, files, changes)
    assert state.last is not None
    return BuildReport(state.last.site, changes)


def _read_settings(state: BuildState) -> Sources:
    diagnostics = Diagnostics()
    sources = read_settings(state.options, diagnostics)
    if diagnostics.problems:
        raise NeedsFullBuild
    return sources


def _parse(path: str, state: BuildState, sources: Sources) -> CacheRecord:
    diagnostics = Diagnostics()
    source = read_source(sources.root, _kind(path), path, diagnostics)
    if source is None or diagnostics.problems:
        raise NeedsFullBuild
    state.inputs.note(path, source.digest)
    record, html = parse_source(source, sources)
    state.put_text(path, html)
    return record


def _kind(path: str) -> Kind:
    kind = Kind.of_path(path)
    if kind is None:
        raise NeedsFullBuild
    return kind


@dataclass(frozen=True, slots=True)
class _EditedText:
    before: TextFacts
    after: TextFacts
    #: Whether the file gives a summary, so that none is taken from the text.
    has_summary: bool
    #: The words of the names of those whom the writeup lists, one of which may be a surname.
    words_of_names: tuple[str, ...]


def _edited_text(
    path: str, before: Mapping[str, CacheRecord], after: Mapping[str, CacheRecord]
) -> _EditedText:
    """Return a text before and after its edit.

    Raise :class:`NeedsFullBuild` if more than words has changed.
    """
    old, new = _document_without_problems(path, before), _document_without_problems(path, after)
    if (old.id, old.fields, old.comments) != (new.id, new.fields, new.comments) or _links(old) != _links(new):
        raise NeedsFullBuild
    event = getattr(new.fields, "event", new.fields)  # the file of an event has a rule itself
    if getattr(event, "shared", None) or getattr(event, "attribution", _ON_THE_RECORD) != _ON_THE_RECORD:
        raise NeedsFullBuild  # the text is compared with the names that it must not have
    if _said(old.text) != _said(new.text):  # other pages list them
        raise NeedsFullBuild
    if old.text.voices or new.text.voices:  # a transcript may have other parts and other turns
        raise NeedsFullBuild
    if not old.text.digest or not new.text.digest:  # a page may be made only for a text
        raise NeedsFullBuild
    has_summary = bool(getattr(new.fields, "summary", ""))
    return _EditedText(old.text, new.text, has_summary, tuple(_words_of_names(new.fields)))


def _said(text: TextFacts) -> list[object]:
    """Return what is said in a text, without the places where it stands."""
    said: list[object] = [
        (one.anchor, one.text, one.part, [topic.value for topic in one.topics]) for one in text.decisions
    ]
    said += [(vote.decision, vote.ballots, vote.result) for vote in text.votes]
    for statement in text.statements:
        given = statement.attributes
        names = (*given.topics, given.said, given.to, given.on_behalf_of, given.quoted_by)
        bare = replace(given, topics=(), said=None, to=None, on_behalf_of=None, quoted_by=None)
        said.append((replace(statement, attributes=bare), [name and name.value for name in names]))
    return said


def _words_of_names(fields: Any) -> Iterator[str]:
    for entry in (*getattr(fields, "speakers", ()), *getattr(fields, "mentions", ())):
        if entry.shorthand is None and entry.name is None:
            raise NeedsFullBuild  # the name is in the file of the person
        name = (entry.shorthand or entry.name).value
        words = [word.strip(' ,;()[]"“”') for word in name.split()]
        # A family name may have several words: van der Linden.
        for start in range(len(words)):
            for end in range(start + 1, min(start + 4, len(words)) + 1):
                yield escape(" ".join(words[start:end]), quote=False)


def _document_without_problems(path: str, records: Mapping[str, CacheRecord]) -> Parsed[Any]:
    if path not in records:
        raise NeedsFullBuild
    document, problems = decode_document(_kind(path), records[path])
    if document is None or problems:
        raise NeedsFullBuild
    return document


def _links(document: Parsed[Any]) -> list[tuple[object, str]]:
    return [(reference.kind, reference.target) for reference in document.text.references]


def _edited_pages(state: BuildState, documents: Mapping[str, CacheRecord]) -> Iterator[Page]:
    """Yield the pages that show some edited texts, with the new ones."""
    before = state.store.documents(documents)
    texts = {path: _edited_text(path, before, documents) for path in documents}
    _require_same_names(state, {path: edited.words_of_names for path, edited in texts.items()})

    def find_html_before(path: str) -> str:
        return state.store.text(path).decode()

    def find_text(source: str, links: ProseLinks) -> Prose:
        edited = texts.get(source)
        if edited is None:  # another text that the same page shows
            facts = _unedited_text(source, state)
            return prose_of(source, facts, links, state.find_html)
        prose = prose_of(source, edited.after, links, state.find_html)
        if not edited.has_summary:
            old = prose_of(source, edited.before, links, find_html_before)
            if old.summary != prose.summary:
                raise NeedsFullBuild
        return prose

    for dump in state.store.dumps_of_pages_that_show(texts).values():
        if dump is None:
            raise NeedsFullBuild
        yield with_new_text(load_page(dump, VIEWS_WITH_TEXT, find_text))


def _require_same_names(state: BuildState, paths: Mapping[str, tuple[str, ...]]) -> None:
    """Raise :class:`NeedsFullBuild` if a text has other names than before, or other words of listed names.

    Other pages list those who are named, and a surname alone may be a link.
    """
    matcher = NameMatcher(state.store.names_in_texts())
    for path, words in paths.items():
        after, before = state.find_html(path), state.store.text(path).decode()
        if matcher.find(after) != matcher.find(before):
            raise NeedsFullBuild
        if surnames_alone(after, words) != surnames_alone(before, words):
            raise NeedsFullBuild


def _unedited_text(path: str, state: BuildState) -> TextFacts:
    record = state.store.documents([path]).get(path)
    document = decode_document(_kind(path), record)[0] if record else None
    if document is None:
        raise NeedsFullBuild
    return document.text
