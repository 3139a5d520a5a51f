"""What pages load: the stylesheet and the mark in the colours of ``site.toml``, and the two scripts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from site_builder.colours import COMFORTABLE, DARK_GROUND, contrast, legible
from site_builder.ids import Address
from site_builder.names.folding import APOSTROPHES, STROKES
from site_builder.names.people import NameParser
from site_builder.page import FromTemplate, Page, PublishOrder
from site_builder.pages.components.views import AddressView, SiteView
from site_builder.pages.site_index import SiteIndex


@dataclass(frozen=True, slots=True)
class StyleView:
    """View of ``assets/site.css``: the accent on light and dark grounds, and what can be read on it."""

    site: SiteView
    page: AddressView
    accent: str
    accent_in_the_dark: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class MarkView:
    """View of ``assets/favicon.svg``."""

    site: SiteView
    page: AddressView
    accent: str


class FoldingView(NamedTuple):
    """What folding a name changes and takes away: letters with what stands for them, and signs."""

    strokes: tuple[tuple[str, str], ...]
    apostrophes: str


@dataclass(frozen=True, slots=True)
class PlayerView:
    """View of ``assets/player.js``."""

    site: SiteView
    page: AddressView


@dataclass(frozen=True, slots=True)
class FilterView:
    """View of ``assets/filter.js``."""

    site: SiteView
    page: AddressView
    folding: FoldingView


@dataclass(frozen=True, slots=True)
class SearchScriptView:
    """View of ``assets/search.js``; ``honorifics`` are words before a name that are no part of it, folded."""

    site: SiteView
    page: AddressView
    folding: FoldingView
    honorifics: tuple[str, ...]


def plan(index: SiteIndex, site: SiteView, static_files: Collection[str]) -> Iterator[Page]:
    """Plan what pages load, but for what the site has of its own among its static files."""
    accent = index.config.accent
    style = partial(
        StyleView,
        accent=accent,
        accent_in_the_dark=legible(accent, DARK_GROUND, COMFORTABLE),
        on_accent=max("#ffffff", "#000000", key=lambda colour: contrast(colour, accent)),
    )
    parser = NameParser(index.config.names.titles)
    folding = FoldingView(tuple(STROKES.items()), APOSTROPHES)
    search = partial(SearchScriptView, folding=folding, honorifics=tuple(sorted(parser.titles_in_one_word())))
    for address, template, view in (
        ("/assets/site.css", "assets/site.css", style),
        ("/favicon.svg", "assets/favicon.svg", partial(MarkView, accent=accent)),
        ("/assets/filter.js", "assets/filter.js", partial(FilterView, folding=folding)),
        ("/assets/player.js", "assets/player.js", PlayerView),
        ("/assets/search.js", "assets/search.js", search),
    ):
        if address.removeprefix("/") not in static_files:
            here = Address(address)
            content = FromTemplate(template, partial(view, site=site, page=AddressView(here)))
            yield Page(here, content, PublishOrder.ASSET, f"the theme's {address}")
