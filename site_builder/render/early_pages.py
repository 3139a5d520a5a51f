"""Pages that somebody waits for while a build goes on: they are rendered before all others."""

from collections.abc import Collection, Sequence
from typing import Protocol

from site_builder.errors import SiteError, Superseded
from site_builder.page import FromStream, Page, output_path
from site_builder.render.render import RenderContext, disclosures_in, page_bytes, view_of


class PageRequests(Protocol):
    """Those who wait for pages."""

    def wanted(self) -> Collection[str]:
        """Return the files of the output that somebody waits for since the last time, each once."""
        ...

    def deliver(self, path: str, data: bytes) -> None:
        """Give the bytes of a file to those who wait for it."""
        ...

    def is_superseded(self) -> bool:
        """Say whether the files of the site have changed since the build began."""
        ...


class EarlyPages:
    """Answers requests for pages that are planned and not written yet."""

    def __init__(self, requests: PageRequests, pages: Sequence[Page], context: RenderContext) -> None:
        self._requests = requests
        self._pages = {output_path(page.address): page for page in pages}
        self._context = context

    def answer(self) -> None:
        """Render what was asked for; whoever asked for something else waits for the end of the build.

        Raises :class:`Superseded` if the files of the site have changed: another build has to begin then.
        """
        if self._requests.is_superseded():
            raise Superseded("the files of the site have changed")
        for path in self._requests.wanted():
            page = self._pages.get(path)
            data = self._bytes(page) if page is not None else None
            if data is not None:
                self._requests.deliver(path, data)

    def _bytes(self, page: Page) -> bytes | None:
        """Return a page; None for one with a mistake, which the build reports, and for a large data file."""
        if isinstance(page.content, FromStream):
            return None
        try:
            data = page_bytes(page, view_of(page), self._context.templates)
        except SiteError:
            return None
        return None if disclosures_in(page, data, self._context.scanner) else data
