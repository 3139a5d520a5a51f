"""A planned site, for commands that look at it and build nothing: check, explain, briefing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from site_builder.errors import Diagnostics
from site_builder.linking.link import Linked, link
from site_builder.options import BuildOptions, Progress
from site_builder.pages.plan import Plan, plan_pages
from site_builder.paths import STATE_FOLDER
from site_builder.runtime.blob_file import BlobFile
from site_builder.runtime.store import CacheRecord
from site_builder.sources.discover import Sources, read_sources
from site_builder.sources.parse import DocumentCache, parse_documents


class TextCache(DocumentCache, Protocol):
    """A cache of documents that gives back the HTML of their texts."""

    def find_html(self, path: str) -> str:
        """Return the HTML of a text that was parsed now or by an earlier build."""
        ...


class NoCache:
    """Knows nothing of earlier builds, and keeps the HTML of texts out of memory."""

    def __init__(self, root: Path) -> None:
        self._texts = BlobFile(root / STATE_FOLDER, _unknown)

    def document_record(self, _path: str) -> CacheRecord | None:
        """Return None: every file is parsed."""
        return None

    def known_digest(self, _path: str) -> str | None:
        """Return None: every file is read."""
        return None

    def put_text(self, path: str, html: bytes) -> None:
        """Keep the HTML of a text out of memory. Raises OSError."""
        self._texts.put(path, html)

    def find_html(self, path: str) -> str:
        """Return the HTML of a text that was parsed."""
        return self._texts.get(path).decode()


def _unknown(path: str) -> bytes:
    raise KeyError(path)


@dataclass(frozen=True, slots=True)
class PlannedSite:
    """What came of each step before rendering."""

    sources: Sources
    linked: Linked
    plan: Plan


def plan_site(
    options: BuildOptions, cache: TextCache, progress: Progress, diagnostics: Diagnostics
) -> PlannedSite:
    """Take the steps of a build before rendering; raise :class:`ProblemsFound` as a build does."""
    sources = read_sources(options, diagnostics)
    progress(f"Reading {len(sources.texts)} files")
    parsed = parse_documents(sources, cache, options.jobs, diagnostics)
    progress("Linking names")
    linked = link(sources, parsed.documents, cache.find_html, options, diagnostics)
    plan = plan_pages(linked, sources, diagnostics)
    diagnostics.stop_on_errors()
    return PlannedSite(sources, linked, plan)
