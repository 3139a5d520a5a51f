"""``site-builder briefing``: all that the archive holds about somebody or something, as a PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import click

from site_builder.build import finished_pages
from site_builder.commands.options import (
    end_progress,
    find_site,
    moment,
    progress,
    report_failure,
    selection_options,
)
from site_builder.errors import OutputFailed, ProblemsFound, SiteError, UsageError
from site_builder.options import Order
from site_builder.output.directory import source_at
from site_builder.paths import SITE_FILE
from site_builder.refactor.atomic_write import write_whole
from site_builder.schema.nearest import did_you_mean

_FOLDERS = {"speaker": "speakers", "organisation": "organisations", "topic": "topics"}
#: Where pages are for the program that makes the PDF; nothing is ever asked of a network.
_HERE = "https://site.invalid"
_MEDIA_TYPES = {"css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2", "png": "image/png"}


@click.command(short_help="Print all about a speaker, an organisation or a topic.")
@click.argument("kind", type=click.Choice(list(_FOLDERS)))
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
    """Write all that the archive holds about a speaker, an organisation or a topic to a PDF.

    NAME is an id, the last part of the address of its page: steven-reed for /speakers/steven-reed/. The same
    stands at /speakers/steven-reed/briefing/ of the site.
    """
    root = find_site(directory)
    if source_at(pdf, root) or pdf.resolve() == (root / SITE_FILE).resolve():
        raise UsageError(f"{pdf} is where the site has its sources; write the PDF to another place")
    order = Order(root, moment(root, as_of), drafts, base_url)
    tell = progress(quiet=False, verbose=False)
    try:
        addresses, make = finished_pages(order, tell)
        address = _address(kind, name, addresses)
        html = make(address).decode()
        tell("Making the PDF")
        data = _pdf(html, address, make)
    except ProblemsFound as found:
        end_progress(quiet=False, verbose=False)
        report_failure(found, as_json=False, consequence="nothing was written.")
        raise click.exceptions.Exit(1) from found
    end_progress(quiet=False, verbose=False)
    try:
        write_whole(pdf, data)
    except OSError as error:
        hint = "choose a folder that there is and that can be written to"
        raise OutputFailed(f"{pdf} cannot be written ({error.strerror}); {hint}") from error
    click.echo(f"Wrote {pdf}.")


def _address(kind: str, name: str, addresses: frozenset[str]) -> str:
    wanted = f"/{_FOLDERS[kind]}/{name.strip('/')}/briefing/"
    if wanted in addresses:
        return wanted
    known = [one.split("/")[2] for one in addresses if one.startswith(f"/{_FOLDERS[kind]}/")]
    if not any(one.endswith("/briefing/") for one in addresses):
        raise UsageError("no page of the site has a briefing; briefings = false in site.toml leaves them out")
    hint = did_you_mean(name, sorted({one for one in known if one}), "write the last part of its address")
    raise UsageError(f'there is no briefing about the {kind} "{name}"; {hint}')


def _pdf(html: str, address: str, make: Callable[[str], bytes]) -> bytes:
    """Return a page as a PDF, with what it loads taken from the site itself."""
    try:
        import weasyprint  # noqa: PLC0415 - an extra, and slow to import
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("PDFs need an extra of site-builder: pip install 'site-builder[pdf]'") from error
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
