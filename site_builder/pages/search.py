"""The search page, and the small index that finds names, titles and topics while somebody is typing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from site_builder.ids import Address
from site_builder.kinds import part_address
from site_builder.model import Writeup
from site_builder.page import FromTables, FromTemplate, Page, PublishOrder, SearchRecord
from site_builder.pages.components import json_ld
from site_builder.pages.components.views import PageView, SiteView, in_one_line
from site_builder.pages.site_index import SiteIndex, speakers_in, voices_in
from site_builder.pages.years import YearLinkView, year_links
from site_builder.paths import full_text_folder

_SEARCH = Address("/search/")
_NAMES = Address("/search/names.json")


#: How many words of transcripts a bundle of the index has; making it takes some 100 bytes of memory for each.
_BUNDLE_WORDS = 1_000_000


@dataclass(frozen=True, slots=True)
class SearchView(json_ld.Described):
    """View of ``pages/search.html``.

    ``names`` and ``full_text`` are the addresses of the two indexes; the second is empty without one, and
    ``more_full_text`` has the other bundles of a large one.
    """

    site: SiteView
    page: PageView
    names: str
    full_text: str
    more_full_text: tuple[str, ...]
    years: tuple[YearLinkView, ...]


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/search/`` and the index of names."""
    view = partial(_view, index, site)
    yield Page(_SEARCH, FromTemplate("pages/search.html", view), PublishOrder.LIST, "the search page")
    yield Page(_NAMES, FromTables("lines", partial(_names, index)), PublishOrder.FEED, "the index of names")


def has_full_text(index: SiteIndex) -> bool:
    """Say whether texts are searched: the site wants it, and there are any."""
    return index.config.full_text_search and bool(index.site.writeups or index.site.pages)


def _view(index: SiteIndex, site: SiteView) -> SearchView:
    translate = index.language.translate
    has_index = has_full_text(index)
    folders = [f"/{full_text_folder(bundle)}/" for bundle in sorted(set(_bundles(index).values()) or {1})]
    return SearchView(
        site=site,
        page=PageView(
            address=_SEARCH,
            title=translate("Search"),
            description=translate("Find speakers, organisations, topics and what was said."),
            section=_SEARCH,
        ),
        names=_NAMES,
        full_text=folders[0] if has_index else "",
        more_full_text=tuple(folders[1:]) if has_index else (),
        years=year_links(index),
    )


def _names(index: SiteIndex) -> dict[str, Any]:
    """Return what there is to find: kind, name, address, a few words about it, and other names.

    Kinds are ``s`` for speakers, ``o``, ``t``, ``r`` for series, ``w``, ``p``. Everything comes from pages
    that there are, so that a protected name is not in it.
    """
    return {"entries": [list(entry) for entry in _entries(index)]}


def _entries(index: SiteIndex) -> Iterator[tuple[str, ...]]:
    site, language = index.site, index.language
    for person in sorted(
        site.people.values(), key=lambda entity: (language.sort_key(entity.sort_name), entity.id)
    ):
        last = index.last_appearance.get(person.id)
        about = in_one_line(index, last.affiliations) if last else ""
        yield _entry("s", person.name, person.address, about, person.other_names)
    organisations = site.organisations.values()
    for entity in sorted(organisations, key=lambda entity: (language.sort_key(entity.sort_name), entity.id)):
        yield _entry("o", entity.name, entity.address, entity.classification, entity.other_names)
    for topic in sorted(site.topics.values(), key=lambda entity: (language.sort_key(entity.name), entity.id)):
        yield _entry("t", topic.name, topic.address, "", topic.other_names)
    for series in sorted(
        site.series.values(), key=lambda entity: (language.sort_key(entity.name), entity.id)
    ):
        yield _entry("r", series.name, series.address, "", series.other_names)
    for writeup in site.writeups:
        yield _entry("w", writeup.title, writeup.address, language.day(writeup.event.start.day), ())
    for page in site.pages:
        yield _entry("p", page.title, page.address, "", ())


def search_records(index: SiteIndex) -> Iterator[SearchRecord]:
    """Yield every writeup and every page such as About as the index of texts has it.

    What they do not show is not in it.
    """
    site, language = index.site, index.language
    bundles = _bundles(index)
    for writeup in site.pages_of_writeups:
        event = writeup.event
        about = (language.day(event.start.day), event.name, event.place)
        for part, text in enumerate(writeup.parts, 1):
            yield SearchRecord(
                address=part_address(writeup.address, part),
                title=writeup.title,
                about=" · ".join(filter(None, about)),
                text=text,
                facets=tuple(_facets(index, writeup)),
                bundle=bundles[writeup.path],
            )
    for page in site.pages:
        yield SearchRecord(page.address, page.title, "", page.prose, (), 1)


def _bundles(index: SiteIndex) -> dict[str, int]:
    """Return in which bundle of the index each writeup stands.

    Transcripts fill one after another, the oldest first, so that full ones stay as they are.
    """
    bundles = {writeup.path: 1 for writeup in index.site.pages_of_writeups if not writeup.voices}
    words = sum(writeup.prose.words for writeup in index.site.pages_of_writeups if not writeup.voices)
    bundle = 1
    for writeup in reversed(index.site.pages_of_writeups):
        if writeup.voices:
            words += writeup.prose.words
            if words > _BUNDLE_WORDS and words > writeup.prose.words:
                bundle, words = bundle + 1, writeup.prose.words
            bundles[writeup.path] = bundle
    return bundles


def _facets(index: SiteIndex, writeup: Writeup) -> Iterator[tuple[str, tuple[str, ...]]]:
    site, series = index.site, writeup.event.series
    yield "speaker", tuple(index.names_apart[id] for id in speakers_in(writeup))
    yield "organisation", tuple(site.organisations[id].name for id in voices_in(writeup))
    yield "topic", tuple(site.topics[id].name for id in writeup.topics)
    yield "year", (str(writeup.event.start.day.year),)
    yield "series", (site.series[series].name,) if series else ()


def _entry(kind: str, name: str, address: str, about: str, other_names: tuple[str, ...]) -> tuple[str, ...]:
    return kind, name, address.removeprefix("/"), about, *other_names
