"""The files of a site while they are edited: what each was, and what it will be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.config import read_config
from site_builder.errors import Diagnostics, ProblemsFound, UsageError
from site_builder.kinds import Kind
from site_builder.language import read_language
from site_builder.names.people import NameParser
from site_builder.refactor.line_ends import plain, written_like
from site_builder.registry.collect import Registries, collect
from site_builder.registry.registry import Registry
from site_builder.schema.nearest import did_you_mean
from site_builder.sources.discover import Sources, list_content
from site_builder.sources.document_cache import NoCache
from site_builder.sources.documents import Documents, Parsed, date_of
from site_builder.sources.parse import parse_documents
from site_builder.sources.shared_events import with_shared_events


@dataclass(frozen=True, slots=True)
class Edits:
    """What is to be written.

    ``files`` has new texts by path, None for a file to be removed; ``before`` has the texts of changed files
    as they were.
    """

    files: Mapping[str, str | None]
    before: Mapping[str, str]
    old_id: str
    new_id: str
    redirects: bool


@dataclass(slots=True)
class Workspace:
    """The documents of a site, who is who in them, and the texts of the files that are being edited."""

    root: Path
    kind: Kind
    documents: Documents
    registries: Registries
    #: Texts as they will be, without those of files that go; as they were; and as they stand in the files.
    texts: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    @property
    def registry(self) -> Registry:
        """Return the registry of the kind that is edited."""
        return self.registries.of(self.kind)

    def document(self, id: str) -> Parsed[Any] | None:
        """Return the file of an id, if it has one."""
        return next((document for document in self.documents.of(self.kind) if document.id == id), None)

    def text(self, path: str) -> str:
        """Return a file as it will be so far."""
        if path not in self.texts:
            self.written[path] = (self.root / path).read_bytes().decode()
            self.texts[path] = self.before[path] = plain(self.written[path])
        return self.texts[path]

    def id_of(self, name: str) -> str:
        """Return the id of what a name or an id means; raise :class:`UsageError` for none, or for several."""
        if self.registry.has_id(name) and not self.registry.is_spelling(name):
            return name
        ids = self.registry.find(name)
        if len(ids) > 1:
            raise UsageError(f'"{name}" may be {" or ".join(ids)}; give the id')
        if not ids:
            names = {*self.registry.names(), *self.registry.ids()}
            hint = did_you_mean(name, names, "give a name or an id as in an address of the site")
            raise UsageError(f'there is no {self.kind.noun} "{name}"; {hint}')
        return ids[0]

    def edits(self, old_id: str, new_id: str, *, redirects: bool) -> Edits:
        """Return the files that are not as they were."""
        files: dict[str, str | None] = {}
        for path in sorted({*self.texts, *self.before}):
            text, before = self.texts.get(path), self.before.get(path)
            if text is not None and text != before:
                files[path] = written_like(self.written.get(path, ""), text)
            elif text is None and before:
                files[path] = None
        before_texts = {path: text for path, text in self.before.items() if text}
        return Edits(files, before_texts, old_id, new_id, redirects)


def open_workspace(root: Path, kind: Kind) -> Workspace:
    """Read a site.

    Raise :class:`ProblemsFound` with its errors, as edits need files that can be understood.
    """
    diagnostics = Diagnostics()
    config = read_config(root, diagnostics)
    language = read_language(root, config.language, Diagnostics())  # broken words of pages do not matter here
    texts, others = list_content(root, diagnostics)
    sources = Sources(root, config, language, texts, others)
    parsed = parse_documents(sources, NoCache(root), 1, diagnostics).documents
    documents = with_shared_events(parsed, diagnostics)
    oldest_first = sorted(
        documents.writeups, key=lambda writeup: (date_of(writeup.fields).order, writeup.path)
    )
    parser = NameParser(config.names.titles, config.names.post_nominals)
    registries = collect(documents, tuple(oldest_first), parser, diagnostics)
    if diagnostics.has_errors:
        raise ProblemsFound(problem for problem in diagnostics.problems if problem.is_error)
    return Workspace(root, kind, documents, registries)
