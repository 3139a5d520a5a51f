"""What is new since the last publication, for whoever follows a person, an organisation, a topic or a series.

It is computed from what the target holds, and written beside the site: as JSON, and as a digest in HTML and
plain text that can be mailed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from site_builder.ids import Address
from site_builder.model import Site, Writeup
from site_builder.output.manifest import Manifest, PublishedAddress
from site_builder.pages.components.cards import event_line
from site_builder.pages.components.views import AddressView, SiteView, site_view
from site_builder.pages.site_index import SiteIndex
from site_builder.publishers.record import PublishRecord
from site_builder.render.templates import Templates
from site_builder.runtime.codec import encode


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A new writeup, or one with new corrections."""

    title: str
    address: str
    #: The day of the writeup (ISO 8601).
    date: str
    event: str
    speakers: tuple[str, ...]
    summary: str
    #: What was corrected since the last publication.
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsOf:
    """Somebody or something with what is new: addresses of writeups."""

    name: str
    address: str
    writeups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What is new since a publication; ``since`` is its moment, empty if there was none."""

    since: str
    new: tuple[NewsItem, ...]
    corrected: tuple[NewsItem, ...]
    #: Writeups that are no longer published: address and title.
    gone: tuple[tuple[str, str], ...]
    people: tuple[NewsOf, ...]
    organisations: tuple[NewsOf, ...]
    topics: tuple[NewsOf, ...]
    series: tuple[NewsOf, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is new."""
        return not self.new and not self.corrected and not self.gone


@dataclass(frozen=True, slots=True)
class NewsView:
    """View of ``mail/news.html`` and ``mail/news.txt``."""

    site: SiteView
    page: AddressView
    news: News


def news_since(index: SiteIndex, manifest: Manifest, before: PublishRecord | None) -> News:
    """Compare the writeups of a site with those that were published."""
    published: Mapping[str, PublishedAddress] = before.addresses if before else {}
    site = index.site
    new = [writeup for writeup in site.writeups if writeup.address not in published]
    corrected = [
        (writeup, writeup.corrections[published[writeup.address].corrections :])
        for writeup in site.writeups
        if writeup.address in published and len(writeup.corrections) > published[writeup.address].corrections
    ]
    concerned = [*new, *(writeup for writeup, _ in corrected)]
    now = manifest.published
    return News(
        since=before.moment if before else "",
        new=tuple(_item(index, writeup) for writeup in new),
        corrected=tuple(
            _item(index, writeup, tuple(correction.text for correction in corrections))
            for writeup, corrections in corrected
        ),
        gone=tuple(
            (address, page.title)
            for address, page in published.items()
            if page.is_writeup and address not in now and page.title
        ),
        people=_of(site.people, concerned, _people_in),
        organisations=_of(site.organisations, concerned, _organisations_in),
        topics=_of(site.topics, concerned, lambda writeup: writeup.topics),
        series=_of(
            site.series, concerned, lambda writeup: (writeup.event.series,) if writeup.event.series else ()
        ),
    )


def _item(index: SiteIndex, writeup: Writeup, corrections: tuple[str, ...] = ()) -> NewsItem:
    site: Site = index.site
    people = (appearance.person for appearance in writeup.appearances)
    return NewsItem(
        title=writeup.title,
        address=writeup.address,
        date=writeup.date.day.isoformat(),
        event=event_line(writeup.event),
        speakers=tuple(site.people[person].name for person in people if person),
        summary=writeup.summary,
        corrections=corrections,
    )


def _of(entities: Mapping[Any, Any], writeups: Iterable[Writeup], ids_in: Any) -> tuple[NewsOf, ...]:
    concerned: dict[Any, list[str]] = {}
    for writeup in writeups:
        for id in dict.fromkeys(ids_in(writeup)):
            concerned.setdefault(id, []).append(writeup.address)
    found = (
        NewsOf(entities[id].name, entities[id].address, tuple(addresses))
        for id, addresses in concerned.items()
        if id in entities
    )
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.address)))


def _people_in(writeup: Writeup) -> Iterator[Any]:
    yield from (appearance.person for appearance in writeup.appearances)
    yield from (mention.person for mention in writeup.mentions)


def _organisations_in(writeup: Writeup) -> Iterator[Any]:
    yield from writeup.event.organisers
    for appearance in writeup.appearances:
        yield from appearance.organisations


def digest_texts(news: News, index: SiteIndex, root: Path) -> tuple[str, str]:
    """Return the digest as HTML and as plain text, by the templates of the site."""
    templates = Templates(root, index.language, file_urls=False)
    view = NewsView(site_view(index), AddressView(Address("/")), news)
    return templates.render("mail/news.html", view), templates.render("mail/news.txt", view)


def write_report(folder: Path, news: News, html: str, text: str) -> None:
    """Write what is new into a folder, as JSON and as a digest. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "news.json").write_bytes(encode(asdict(news)) + b"\n")
    (folder / "news.html").write_text(html, encoding="utf-8")
    (folder / "news.txt").write_text(text, encoding="utf-8")
