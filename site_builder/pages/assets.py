"""The look of the site as far as ``site.toml`` decides it: the stylesheet and the mark in its colours."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.colours import COMFORTABLE, DARK_GROUND, contrast, legible
from site_builder.model import Address, FromTemplate, Page, Stage
from site_builder.pages.archive import Archive
from site_builder.pages.views import SiteView

_STYLE = Address("/assets/site.css")
_MARK = Address("/favicon.svg")


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


def plan(archive: Archive, site: SiteView, static_files: Collection[str]) -> Iterator[Page]:
    """Plan the stylesheet and the mark, unless the site has its own among its static files."""
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
