"""Every page has an address of its own, and no link within the site is broken."""

import unicodedata
from collections.abc import Iterable, Set

from site_builder.config import Config
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.model import Site
from site_builder.page import Page, output_path
from site_builder.paths import CONTENT, SITE_FILE, STATIC, is_full_text_folder
from site_builder.schema.nearest import KnownWords, did_you_mean
from site_builder.urls import split_address


def check_addresses(pages: Iterable[Page], site: Site, config: Config, diagnostics: Diagnostics) -> None:
    """Report pages that cannot both be stored, names that no system can store, and broken links."""
    pages = tuple(pages)
    addresses = {page.address for page in pages}
    _report_collisions(pages, site, config, diagnostics)
    _report_unusable_names(config, pages, diagnostics)
    _report_broken_links(site, addresses, diagnostics)
    _report_broken_settings(config, addresses, diagnostics)


def _folded(path: str) -> str:
    """Return a path as a disk without regard to case and Unicode form sees it."""
    return unicodedata.normalize("NFC", path).casefold()


def _report_collisions(pages: Iterable[Page], site: Site, config: Config, diagnostics: Diagnostics) -> None:
    """Report every two pages at one address, and every file that stands where a folder must be."""
    claims: dict[str, Page] = {}
    folders: dict[str, Page] = {}
    collisions: list[tuple[Page, Page, str]] = []
    for page in pages:
        key = _folded(output_path(page.address))
        if key in claims:
            collisions.append((page, claims[key], f"the address {page.address}"))
            continue
        claims[key] = page
        parts = key.split("/")
        for depth in range(1, len(parts)):
            folders.setdefault("/".join(parts[:depth]), page)
    for key, page in claims.items():
        if key in folders:
            collisions.append((page, folders[key], f"a folder for {folders[key].address}"))
    days = {writeup.path: writeup.date.day for writeup in site.pages_of_writeups} if collisions else {}
    for page, other, claimed in collisions:
        # Of a page and a file that an author wrote, the file is at fault; of two files, the later.
        is_file = page.claimed_by.startswith((f"{CONTENT}/", f"{STATIC}/"))
        at_fault, first = (page, other) if is_file else (other, page)
        hint = "rename one of the two, or take one away"
        one, two = days.get(at_fault.claimed_by), days.get(first.claimed_by)
        if one and two:
            hint = _way_apart(config.addresses.writeup, is_same_day=one == two)
        message = f"{first.claimed_by} claims {claimed} too"
        diagnostics.error(_place(at_fault.claimed_by), Rule.ADDRESS_COLLISION, message, hint)


def _way_apart(pattern: str, *, is_same_day: bool) -> str:
    """Return what gives two writeups of one name different addresses."""
    if is_same_day or "{day}" in pattern:
        return "put a number or another word into one of the names"
    missing = [part for part in ("{year}", "{month}", "{day}") if part not in pattern]
    setting = f'[addresses] writeup = "{pattern.replace("{id}", "-".join([*missing, "{id}"]))}"'
    return (
        f"put the day into all addresses with the two lines {setting} in {SITE_FILE}, "
        "or the month into one of the names"
    )


def _place(claim: str) -> Place:
    path, _, rest = claim.partition(":")
    line, _, column = rest.partition(":")
    return Place(path, int(line or 1), int(column or 1))


def _report_unusable_names(config: Config, pages: Iterable[Page], diagnostics: Diagnostics) -> None:
    """Report files that stand where the full-text index goes, and names that not every system can store."""
    for page in pages:
        if "\\" in page.address:
            message = "the name of this file has a backslash, which stands between folders on Windows"
            diagnostics.error(_place(page.claimed_by), Rule.RESERVED_NAME, message, "rename the file")
        folder = page.address.split("/")[1]
        if config.full_text_search and is_full_text_folder(folder):
            message = f"the index of texts claims the folder {folder}/ too"
            hint = "rename the file, or set full_text_search = false in site.toml"
            diagnostics.error(_place(page.claimed_by), Rule.ADDRESS_COLLISION, message, hint)


def _report_broken_settings(config: Config, addresses: Set[str], diagnostics: Diagnostics) -> None:
    """Report what ``site.toml`` names and the site does not have."""
    for link in config.navigation:
        address = split_address(link.address)[0]
        if address.startswith("/") and not {address, f"{address}/", f"{address}index.html"} & addresses:
            hint = did_you_mean(address, addresses, "correct the address, or add the page")
            message = f'navigation: there is no page at "{address}"'
            diagnostics.error(Place(SITE_FILE), Rule.BROKEN_LINK, message, hint)
    for redirect in config.redirects:
        address = split_address(redirect.target)[0]
        if address.startswith("/") and not {address, f"{address}/", f"{address}index.html"} & addresses:
            hint = did_you_mean(address, addresses, "correct the address, or add the page")
            message = f'there is no page at "{address}"'
            diagnostics.error(redirect.place, Rule.BROKEN_LINK, message, hint)
    files = [("logo", config.logo)] if config.logo else []
    files += [("theme.stylesheets", address) for address in config.theme.stylesheets]
    files += [("theme.scripts", address) for address in config.theme.scripts]
    for name, address in files:
        if address.startswith("/") and address not in addresses:
            message = f'{name}: there is no file "{STATIC}{address}"'
            hint = "put it there, or correct its name"
            diagnostics.error(Place(SITE_FILE), Rule.BROKEN_LINK, message, hint)


def _report_broken_links(site: Site, addresses: Set[str], diagnostics: Diagnostics) -> None:
    """Report links of texts to addresses of this site where nothing will be."""
    known = KnownWords(addresses)
    for link in site.address_links:
        address = split_address(link.address)[0]
        meant = {address, f"{address}/", f"{address}index.html", address.removesuffix("index.html")}
        if not meant & addresses:
            otherwise = "correct the address, or link to the Markdown file instead"
            hint = did_you_mean(address, known, otherwise)
            message = f'there is no page at "{address}"'
            diagnostics.error(link.place, Rule.BROKEN_LINK, message, hint)
