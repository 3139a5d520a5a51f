"""What pages load: the stylesheet and the mark in the colours of ``site.toml``, and the two scripts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.colours import COMFORTABLE, DARK_GROUND, contrast, legible
from site_builder.model import Address, FromTemplate, Page, Stage
from site_builder.pages.archive import Archive
from site_builder.pages.views import SiteView

_STYLE = Address("/assets/site.css")
_MARK = Address("/favicon.svg")
_FILTER, _SEARCH = Address("/assets/filter.js"), Address("/assets/search.js")


@dataclass(frozen=True, slots=True)
class OwnAddressView:
    """The address of a file."""

    address: Address


@dataclass(frozen=True, slots=True)
class StyleView:
    """View of ``assets/site.css``: the accent on light and dark grounds, and what can be read on it."""

    site: SiteView
    page: OwnAddressView
    accent: str
    accent_in_the_dark: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class MarkView:
    """View of ``assets/favicon.svg``."""

    site: SiteView
    page: OwnAddressView
    accent: str


@dataclass(frozen=True, slots=True)
class FilterView:
    """View of ``assets/filter.js``."""

    site: SiteView
    page: OwnAddressView


@dataclass(frozen=True, slots=True)
class SearchScriptView:
    """View of ``assets/search.js``."""

    site: SiteView
    page: OwnAddressView


def plan(archive: Archive, site: SiteView, static_files: Collection[str]) -> Iterator[Page]:
    """Plan what pages load, but for what the site has of its own among its static files."""
    accent = archive.config.accent
    if _STYLE.removeprefix("/") not in static_files:
        view = partial(
            StyleView,
            site=site,
            page=OwnAddressView(_STYLE),
            accent=accent,
            accent_in_the_dark=legible(accent, DARK_GROUND, COMFORTABLE),
            on_accent=max("#ffffff", "#000000", key=lambda colour: contrast(colour, accent)),
        )
        yield Page(_STYLE, FromTemplate("assets/site.css", view), Stage.ASSET, "the stylesheet")
    if _MARK.removeprefix("/") not in static_files:
        mark = partial(MarkView, site, OwnAddressView(_MARK), accent)
        yield Page(_MARK, FromTemplate("assets/favicon.svg", mark), Stage.ASSET, "the mark")
    for address, script in ((_FILTER, FilterView), (_SEARCH, SearchScriptView)):
        if address.removeprefix("/") not in static_files:
            view_of_script = partial(script, site, OwnAddressView(address))
            template = FromTemplate(address.removeprefix("/"), view_of_script)
            yield Page(address, template, Stage.ASSET, f"the script {address}")
