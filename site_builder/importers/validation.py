"""What a build says of a staged site: every step before rendering, with each file parsed once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.errors import Diagnostics, Problem
from site_builder.linking.link import LinkContext, link
from site_builder.options import BuildOptions
from site_builder.pages.plan import plan_pages
from site_builder.runtime.store import CacheRecord
from site_builder.sources.discover import read_sources
from site_builder.sources.document_cache import NoCache
from site_builder.sources.parse import parse_documents


class _Remembered(NoCache):
    """Keeps what was parsed while a site is looked at again and again."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.records: dict[str, CacheRecord] = {}

    def document_record(self, path: str) -> CacheRecord | None:
        """Return the record of a file as it was parsed the last time."""
        return self.records.get(path)


@dataclass(slots=True)
class Validator:
    """Looks at a staged site as a build does."""

    options: BuildOptions
    _cache: _Remembered = field(init=False)

    def __post_init__(self) -> None:
        self._cache = _Remembered(self.options.root)

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that a build would report before it renders anything."""
        diagnostics = Diagnostics()
        sources = read_sources(self.options, diagnostics)
        parsed = parse_documents(sources, self._cache, self.options.jobs, diagnostics)
        records: Mapping[str, CacheRecord | None] = parsed.records
        self._cache.records.update({path: record for path, record in records.items() if record is not None})
        linked = link(
            sources, parsed.documents, LinkContext(self._cache.find_html), self.options, diagnostics
        )
        plan_pages(linked, sources, diagnostics)
        return diagnostics.problems

    def html(self, path: str) -> str:
        """Return the HTML of the text of a file, with marks in place of its links."""
        try:
            return self._cache.find_html(path)
        except KeyError:
            return ""  # a file without a text
