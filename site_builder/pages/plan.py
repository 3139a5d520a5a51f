"""Site -> all pages of the output, each at an address that no other page has."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Set
from functools import partial
from pathlib import Path
from typing import NamedTuple

from site_builder.config import Config
from site_builder.errors import Place, Problem, Rule
from site_builder.language import Language
from site_builder.model import (
    Address,
    Attachment,
    FromFile,
    FromImage,
    Page,
    SearchRecord,
    Site,
    Stage,
    output_path,
)
from site_builder.pages import (
    assets,
    briefings,
    feeds,
    home,
    organisations,
    redirects,
    search,
    series,
    speakers,
    standalone,
    topics,
    writeups,
)
from site_builder.pages import citation_files as references
from site_builder.pages import sitemap as machines
from site_builder.pages.components.views import SiteView, site_view
from site_builder.pages.open_data import plan as data
from site_builder.pages.site_index import Archive, arrange
from site_builder.paths import FULL_TEXT, SITE_FILE, STATIC
from site_builder.schema.nearest import did_you_mean
from site_builder.urls import copy_address, split_address

Planner = Callable[[Archive, SiteView], Iterator[Page]]

#: What takes longest to make comes first, so that no process is left with it at the end.
PLANNERS: tuple[Planner, ...] = (
    data.plan,
    home.plan,
    writeups.plan,
    speakers.plan,
    organisations.plan,
    briefings.plan,
    topics.plan,
    series.plan,
    standalone.plan,
    search.plan,
    references.plan,
    redirects.plan,
    feeds.plan,
)


class Planned(NamedTuple):
    """All pages, what is wrong with them, and what the index of texts is made of."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    search_records: Callable[[], Iterator[SearchRecord]]


def plan_pages(
    site: Site, config: Config, language: Language, static_files: Iterable[tuple[str, Path]]
) -> Planned:
    """Plan every page and file; ``static_files`` are pairs of a path in the output and a file to copy."""
    archive = arrange(site, config, language)
    frame = site_view(archive)
    pages = [page for planner in PLANNERS for page in planner(archive, frame)]
    pages.extend(machines.plan(archive, frame, pages))
    static_files = tuple(static_files)
    pages.extend(assets.plan(archive, frame, {path for path, _ in static_files}))
    pages.extend(
        Page(Address(f"/{path}"), FromFile(file), Stage.ASSET, f"static/{path}")
        for path, file in static_files
    )
    for attachment in site.attachments:
        pages.extend(_attached(attachment))
    addresses = {page.address for page in pages}
    problems = (
        *_collisions(pages),
        *_missing_targets(site, addresses),
        *_missing_from_site_file(config, addresses),
        *_strange(config, pages),
    )
    return Planned(tuple(pages), problems, partial(search.search_records, archive))


def _attached(attachment: Attachment) -> Iterator[Page]:
    """Plan a file beside the texts; a picture with its smaller copies."""
    address, file, widths = attachment.address, attachment.file, attachment.widths
    claim = f"content{address}"
    if widths is None:
        yield Page(address, FromFile(file), Stage.ASSET, claim)
        return
    yield Page(address, FromImage(file, None), Stage.ASSET, claim)
    for width in widths:
        yield Page(Address(copy_address(address, width)), FromImage(file, width), Stage.ASSET, claim)


def _key(path: str) -> str:
    """Return a path as a disk without regard to case and Unicode form sees it."""
    return unicodedata.normalize("NFC", path).casefold()


def _collisions(pages: Iterable[Page]) -> Iterator[Problem]:
    """Report every two pages at one address, and every file that stands where a folder must be."""
    claims: dict[str, Page] = {}
    folders: dict[str, Page] = {}
    for page in pages:
        path = output_path(page.address)
        key = _key(path)
        if key in claims:
            yield _collision(page, claims[key], f"the address {page.address}")
            continue
        claims[key] = page
        parts = key.split("/")
        for depth in range(1, len(parts)):
            folders.setdefault("/".join(parts[:depth]), page)
    for key, page in claims.items():
        if key in folders:
            yield _collision(page, folders[key], f"a folder for {folders[key].address}")


def _collision(page: Page, other: Page, what: str) -> Problem:
    # The one that an author wrote is the one to mend; of two, the later.
    claimant, first = (page, other) if _is_file(page.claimed_by) else (other, page)
    place = _place(claimant.claimed_by)
    message = f"{first.claimed_by} claims {what} too"
    hint = "rename one of the two, or take one away"
    if claimant.claimed_by.startswith("content/writeups/") and first.claimed_by.startswith(
        "content/writeups/"
    ):
        hint = "the date is not part of the address: put the month or a number into one of the names"
    return Problem(place, Rule.ADDRESS_COLLISION, message, hint)


def _is_file(claim: str) -> bool:
    return claim.startswith(("content/", "static/"))


def _place(claim: str) -> Place:
    path, _, rest = claim.partition(":")
    line, _, column = rest.partition(":")
    return Place(path, int(line or 1), int(column or 1))


def _strange(config: Config, pages: Iterable[Page]) -> Iterator[Problem]:
    """Report files that stand where the index of texts goes, and names that not every system can store."""
    for page in pages:
        if "\\" in page.address:
            message = "the name of this file has a backslash, which stands between folders on Windows"
            yield Problem(_place(page.claimed_by), Rule.RESERVED_NAME, message, "rename the file")
        if config.full_text_search and f"{page.address}/".startswith(f"/{FULL_TEXT}/"):
            message = f"the index of texts claims the folder {FULL_TEXT}/ too"
            hint = "rename the file, or set full_text_search = false in site.toml"
            yield Problem(_place(page.claimed_by), Rule.ADDRESS_COLLISION, message, hint)


def _missing_from_site_file(config: Config, addresses: Set[str]) -> Iterator[Problem]:
    """Report what ``site.toml`` names and the site does not have."""
    for link in config.navigation:
        address = split_address(link.address)[0]
        if address.startswith("/") and not {address, f"{address}/", f"{address}index.html"} & addresses:
            hint = did_you_mean(address, addresses, "correct the address, or add the page")
            message = f'navigation: there is no page at "{address}"'
            yield Problem(Place(SITE_FILE), Rule.BROKEN_LINK, message, hint)
    if config.logo and config.logo not in addresses:
        message = f'logo: there is no file "{STATIC}{config.logo}"'
        yield Problem(Place(SITE_FILE), Rule.BROKEN_LINK, message, "put it there, or correct its name")


def _missing_targets(site: Site, addresses: Set[str]) -> Iterator[Problem]:
    """Report links of texts to addresses of this site where nothing will be."""
    for link in site.address_links:
        address = split_address(link.address)[0]
        if (
            not {address, f"{address}/", f"{address}index.html", address.removesuffix("index.html")}
            & addresses
        ):
            hint = did_you_mean(
                address, addresses, "correct the address, or link to the Markdown file instead"
            )
            message = f'there is no page at "{address}"'
            yield Problem(link.place, Rule.BROKEN_LINK, message, hint)
