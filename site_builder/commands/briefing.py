"""``site-builder briefing``: all that the archive holds about somebody or something, as a PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import click

from site_builder.commands.options import find_site, moment, output_folder, selection_options
from site_builder.commands.reports import running
from site_builder.commands.suggestions import Choice
from site_builder.errors import Diagnostics, OutputFailed, SiteError, UsageError
from site_builder.kinds import Kind
from site_builder.options import BuildOptions
from site_builder.output.directory import source_at
from site_builder.paths import SITE_FILE
from site_builder.planning import PlannedSite, plan_site
from site_builder.refactor.atomic_write import write_whole
from site_builder.render.render import RenderContext, render_pages
from site_builder.runtime.fingerprints import Digests
from site_builder.schema.nearest import did_you_mean
from site_builder.sources.document_cache import NoCache

#: Kinds with a briefing, by what their pages are called.
_KINDS = {kind.page_noun: kind for kind in (Kind.PEOPLE, Kind.ORGANISATIONS, Kind.TOPICS)}
#: Where pages are for the program that makes the PDF; nothing is ever asked of a network.
_HERE = "https://site.invalid"
_MEDIA_TYPES = {"css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2", "png": "image/png"}


@click.command(short_help="Write a PDF with everything about a speaker, an organisation or a topic.")
@click.argument("kind", type=Choice(list(_KINDS)))
@click.argument("name")
@click.option(
    "--pdf",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="The PDF to write.",
)
@selection_options
@click.pass_obj
def command(
    directory: Path, kind: str, name: str, pdf: Path, drafts: bool, as_of: str | None, base_url: str | None
) -> None:
    """Write a PDF with everything that the archive holds about a speaker, an organisation or a topic.

    NAME is an id, the last part of the address of its page: steven-reed for /speakers/steven-reed/. The same
    stands at /speakers/steven-reed/briefing/ of the site.
    """
    root = find_site(directory)
    if source_at(pdf, root) or pdf.resolve() == (root / SITE_FILE).resolve():
        raise UsageError(f"{pdf} is where the site has its sources; write the PDF to another place")
    options = BuildOptions(
        root, output_folder(root, None), moment(root, as_of), with_drafts=drafts, base_url=base_url
    )
    with running(consequence="nothing was written.") as progress:
        pages = _Pages(plan_site(options, NoCache(root), progress, Diagnostics()), options)
        address = _address(_KINDS[kind], name, pages)
        html = pages.render(address).decode()
        progress("Making the PDF")
        data = _pdf(html, address, pages.render)
    try:
        write_whole(pdf, data)
    except OSError as error:
        hint = "choose a folder that there is and that can be written to"
        raise OutputFailed(f"{pdf} cannot be written ({error.strerror}); {hint}") from error
    click.echo(f"Wrote {pdf}.")


class _Pages:
    """The pages of a planned site, each rendered when it is asked for."""

    def __init__(self, site: PlannedSite, options: BuildOptions) -> None:
        self._pages = {str(page.address): page for page in site.plan.pages}
        digests = Digests(options.root, {}, {})
        self._context = RenderContext.of(
            site.sources, site.linked.site.redaction, options, lambda file: digests.of(str(file))
        )

    @property
    def addresses(self) -> frozenset[str]:
        return frozenset(self._pages)

    def render(self, address: str) -> bytes:
        """Return the file at an address; raise KeyError, or :class:`ProblemsFound` as a build does."""
        (file,) = render_pages((self._pages[address],), self._context)
        return file.data


def _address(kind: Kind, name: str, pages: _Pages) -> str:
    wanted = f"{kind.address(name.strip('/'))}briefing/"
    if wanted in pages.addresses:
        return wanted
    if not any(address.endswith("/briefing/") for address in pages.addresses):
        raise UsageError("no page of the site has a briefing; briefings = false in site.toml leaves them out")
    ids = sorted(filter(None, {kind.id_at(address) for address in pages.addresses}))
    hint = did_you_mean(name, ids, "write the last part of its address")
    raise UsageError(f'there is no briefing about the {kind.page_noun} "{name}"; {hint}')


def _pdf(html: str, address: str, make: Callable[[str], bytes]) -> bytes:
    """Return a page as a PDF, with what it loads taken from the site itself."""
    try:
        import weasyprint  # noqa: PLC0415 - an extra, and slow to import
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "PDFs need the library WeasyPrint, which is not installed: pip install 'weasyprint>=68,<71', "
            "or with pipx: pipx inject site-builder 'weasyprint>=68,<71'"
        ) from error
    except OSError as error:
        raise UsageError(
            f"PDFs need the library Pango, which is not installed ({error}); "
            "on Debian: apt install libpango-1.0-0 libpangoft2-1.0-0"
        ) from error

    failures: list[Exception] = []

    class _FromSite(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            if not url.startswith(_HERE):
                raise ValueError(url)
            path = unquote(urlsplit(url).path)
            kind = _MEDIA_TYPES.get(path.rpartition(".")[2], "application/octet-stream")
            try:
                return URLFetcherResponse(url, make(path), {"Content-Type": kind})
            except (SiteError, KeyError) as error:
                failures.append(error)  # what a fetcher raises is only logged
                raise

    document = weasyprint.HTML(
        string=html, base_url=urljoin(_HERE, address), url_fetcher=_FromSite(), media_type="print"
    )
    data: bytes = document.write_pdf(pdf_tags=True)
    for failure in failures:
        if isinstance(failure, SiteError):
            raise failure
    return data
