"""How a writeup, or a statement in it, is cited."""

from typing import NamedTuple

from site_builder.ids import Address
from site_builder.markdown.plain_text import shortened
from site_builder.model import Statement, Writeup
from site_builder.pages.site_index import SiteIndex
from site_builder.urls import absolute_link
from site_builder.values import CitedName, StatementKind

_LONGEST_TITLE = 90


class CitationView(NamedTuple):
    """A reference to a writeup, or to what somebody said there.

    ``author`` is whoever wrote or said it in one line, ``authors`` the same in parts, ``inside`` what it
    stands in; ``year``, ``month`` and ``day`` are those of the writeup, or of the event at which it was said;
    ``event_date`` is that of the event. ``url`` is empty without a ``base_url``.
    """

    key: str
    is_statement: bool
    #: What a statement is unless it has the words of whoever said it, such as ``paraphrase``.
    genre: str
    author: str
    authors: tuple[CitedName, ...]
    editors: tuple[CitedName, ...]
    translators: tuple[CitedName, ...]
    title: str
    inside: str
    event: str
    event_date: str
    place: str
    year: int
    month: int
    day: int
    language: str
    doi: str
    url: str


class DownloadView(NamedTuple):
    """A citation as a file: the name of its format, that of the file, and the one that templates ask for."""

    name: str
    file_name: str
    form: str


class CitedView(NamedTuple):
    """A writeup cited in words: what stands before its title, and behind it."""

    before: str
    after: str


#: Formats by the ending of their files.
FORMATS = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))


def downloads_of(citation: CitationView) -> tuple[DownloadView, ...]:
    """Return the files in which a citation can be had."""
    return tuple([DownloadView(name, f"{citation.key}.{form}", form) for name, form in FORMATS])


def cited_in_words(index: SiteIndex, writeup: Writeup) -> CitedView:
    """Return how a writeup is cited in words."""
    day = index.language.day
    event = f" {writeup.event.name}, {day(writeup.event.start.day)}." if writeup.event.name else ""
    stop = "" if writeup.title.endswith(("?", "!", ".")) else "."
    before = f"{writeup.author} " if writeup.author else ""
    return CitedView(f"{before}({day(writeup.date.day)}).", f"{stop}{event} {index.config.title}.")


def citation_of(index: SiteIndex, writeup: Writeup) -> CitationView:
    """Return how a writeup is cited."""
    day = writeup.date.day
    return CitationView(
        key=_key(writeup),
        is_statement=False,
        genre="",
        author=writeup.author,
        authors=_cited(index, writeup, ""),
        editors=_cited(index, writeup, "editor"),
        translators=_cited(index, writeup, "translator"),
        title=writeup.title,
        inside=index.config.title,
        event=writeup.event.name,
        event_date=writeup.event.start.day.isoformat(),
        place=writeup.event.place,
        year=day.year,
        month=day.month,
        day=day.day,
        language=writeup.language or index.config.language,
        doi=next((identifier.value for identifier in writeup.ids if identifier.scheme == "doi"), ""),
        url=_url(index, writeup.address),
    )


def citation_of_statement(index: SiteIndex, writeup: Writeup, statement: Statement) -> CitationView:
    """Return how a statement is cited: what was said, at which event, and the writeup that has it."""
    day = writeup.event.start.day
    words = shortened(" ".join(statement.text), _LONGEST_TITLE)
    return citation_of(index, writeup)._replace(
        key=f"{_key(writeup)}-{statement.anchor}",
        is_statement=True,
        genre="" if statement.kind is StatementKind.QUOTATION else statement.kind.value,
        author=statement.label,
        authors=(
            index.site.people[statement.person].cited_as if statement.person else CitedName(statement.label),
        ),
        editors=(),
        translators=(),
        title=words,
        inside=writeup.title,
        year=day.year,
        month=day.month,
        day=day.day,
        doi="",
        url=_url(index, writeup.address_of(statement)),
    )


def _cited(index: SiteIndex, writeup: Writeup, role: str) -> tuple[CitedName, ...]:
    people = index.site.people
    return tuple(
        people[author.person].cited_as if author.person else CitedName(author.name)
        for author in writeup.authors
        if author.role == role
    )


def _key(writeup: Writeup) -> str:
    """Return a unique key for a writeup, without characters that are special in BibTeX."""
    return writeup.key.replace("/", "-")


def _url(index: SiteIndex, address: Address) -> str:
    return absolute_link(address, index.config.base_url) if index.config.base_url else ""
