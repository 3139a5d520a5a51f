"""Sources -> documents: front matter read by the schema of its kind, text converted, id from the name."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar, cast

from site_builder.config import Config
from site_builder.errors import Place, Problem, Rule
from site_builder.language import Language
from site_builder.markdown.convert import EMPTY, Converter, Reference, StatementFacts, near_mark
from site_builder.model import Heading, Kind, When
from site_builder.names import is_reserved, slug
from site_builder.runtime.codec import Decoder, encode
from site_builder.runtime.fingerprints import digest
from site_builder.runtime.store import Kept
from site_builder.runtime.timezones import zone_digest
from site_builder.runtime.workers import work_on
from site_builder.schema.nodes import Keyed
from site_builder.schema.shapes import Placed, Record
from site_builder.sources.discover import SourceFile, read_source
from site_builder.sources.fields import (
    OrganisationFields,
    PageFields,
    PersonFields,
    SeriesFields,
    TopicFields,
    WriteupFields,
    schemas,
)
from site_builder.sources.front_matter import Document, read_front_matter

F = TypeVar("F")

_DATED = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[-_ ]+|$)")


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is known of a text without having it at hand; see :class:`Body`. No digest means no text."""

    digest: str
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    statements: tuple[StatementFacts, ...]
    summary: str
    words: int


@dataclass(frozen=True, slots=True)
class Parsed(Generic[F]):
    """One file: its id, what its front matter says, and of its text. Names are not looked up yet."""

    id: str
    path: str
    fields: F
    text: TextFacts


@dataclass(frozen=True, slots=True)
class Documents:
    """All files of a site, each kind in the order of the paths. Every writeup has a date."""

    writeups: tuple[Parsed[WriteupFields], ...]
    people: tuple[Parsed[PersonFields], ...]
    organisations: tuple[Parsed[OrganisationFields], ...]
    topics: tuple[Parsed[TopicFields], ...]
    series: tuple[Parsed[SeriesFields], ...]
    pages: tuple[Parsed[PageFields], ...]

    @property
    def others(self) -> tuple[Parsed[Any], ...]:
        """Return all that is no writeup."""
        return (*self.people, *self.organisations, *self.topics, *self.series, *self.pages)


def document_key(digest: str, config: Config, language: Language) -> str:
    """Return what a parsed file depends on beside its path and the program."""
    return f"{digest} {config.raw_html} {config.timezone} {zone_digest(config.timezone)} {language.digest}"


class Reading(NamedTuple):
    """What became of reading a file: the digest of its bytes, and what it said.

    There is no digest where it could not be read, and nothing that it said where that is as remembered.
    """

    digest: str
    kept: Kept | None
    html: bytes


#: Puts the HTML of the text of a file away.
PutAway = Callable[[str, bytes], None]
#: The digest of a file if it need not be read for that.
KnownDigest = Callable[[str], str | None]


def parse_documents(
    root: Path,
    sources: Mapping[str, Kind],
    config: Config,
    language: Language,
    put_away: PutAway,
    remembered: Mapping[str, Kept] = MappingProxyType({}),
    known_digest: KnownDigest = lambda _path: None,
    *,
    jobs: int = 1,
) -> tuple[Documents, tuple[Problem, ...], dict[str, Reading]]:
    """Read and parse every file.

    One with problems is parsed as far as it goes, so that others can refer to it. What is remembered of a
    file with the same key is taken in its place. The last result has the files that had to be read.
    """
    waiting = [
        path
        for path in sources
        if not _is_as_before(remembered.get(path), known_digest(path), config, language)
    ]
    results = work_on(waiting, _Parser(root, sources, config, language, remembered), jobs)
    readings: dict[str, Reading] = {}
    read = {}
    for path, reading in zip(waiting, results, strict=True):
        if reading.html:
            put_away(path, reading.html)
        readings[path] = reading._replace(html=b"")
        read[path] = read_document(sources[path], reading.kept or remembered[path])
    parsed: dict[Kind, list[Parsed[Any]]] = {kind: [] for kind in Kind}
    problems: list[Problem] = []
    for path, kind in sources.items():
        document, found = read.get(path) or read_document(kind, remembered[path])
        problems.extend(found)
        if document is not None:
            parsed[kind].append(document)
    for kind in (Kind.PEOPLE, Kind.ORGANISATIONS, Kind.TOPICS, Kind.SERIES):
        problems.extend(_equal_ids(parsed[kind]))
    documents = Documents(
        writeups=tuple(parsed[Kind.WRITEUPS]),
        people=tuple(parsed[Kind.PEOPLE]),
        organisations=tuple(parsed[Kind.ORGANISATIONS]),
        topics=tuple(parsed[Kind.TOPICS]),
        series=tuple(parsed[Kind.SERIES]),
        pages=tuple(parsed[Kind.PAGES]),
    )
    return documents, tuple(problems), readings


def _is_as_before(before: Kept | None, digest: str | None, config: Config, language: Language) -> bool:
    """Say whether what is remembered of a file is what it says, as far as its digest is known."""
    return bool(before and digest and before.key == document_key(digest, config, language))


def _decoder(fields: type) -> Decoder[tuple[Parsed[Any] | None, tuple[Problem, ...]]]:
    return Decoder(tuple[Parsed[fields] | None, tuple[Problem, ...]])  # type: ignore[valid-type]


_DECODERS = {
    Kind.WRITEUPS: _decoder(WriteupFields),
    Kind.PEOPLE: _decoder(PersonFields),
    Kind.ORGANISATIONS: _decoder(OrganisationFields),
    Kind.TOPICS: _decoder(TopicFields),
    Kind.SERIES: _decoder(SeriesFields),
    Kind.PAGES: _decoder(PageFields),
}


def read_document(kind: Kind, kept: Kept) -> tuple[Parsed[Any] | None, tuple[Problem, ...]]:
    """Return what is kept of a file."""
    return _DECODERS[kind].decode(kept.data)


def parse_again(source: SourceFile, config: Config, language: Language) -> Reading:
    """Parse one file."""
    return _Parser(Path(), {}, config, language, {}).parse(source)


def _equal_ids(documents: list[Parsed[Any]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for document in documents:
        other = first.setdefault(document.id, document.path)
        if other != document.path:
            message = f'{other} has the id "{document.id}" too'
            place = Place(document.path)
            yield Problem(place, Rule.ADDRESS_COLLISION, message, "rename one of the two files")


def file_stem(path: str) -> str:
    """Return what names a file: its name without ending, or its folder's for an ``index.md``."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "index" and len(pure.parts) > 3 else pure.stem


class _Parser:
    """Reads and parses files one after another, and says what they said as bytes."""

    def __init__(
        self,
        root: Path,
        kinds: Mapping[str, Kind],
        config: Config,
        language: Language,
        remembered: Mapping[str, Kept],
    ) -> None:
        self._root = root
        self._kinds = kinds
        self._config = config
        self._language = language
        self._remembered = remembered
        self._schemas = schemas(config.zone)
        self._converter = Converter(raw_html=config.raw_html, say=language.say)

    def __call__(self, paths: Sequence[str]) -> list[Reading]:
        return [self._read(path) for path in paths]

    def _read(self, path: str) -> Reading:
        problems: list[Problem] = []
        source = read_source(self._root, self._kinds[path], path, problems)
        if source is None:
            return Reading("", Kept("", encode((None, problems))), b"")
        if _is_as_before(self._remembered.get(path), source.digest, self._config, self._language):
            return Reading(source.digest, None, b"")
        return self.parse(source)

    def parse(self, source: SourceFile) -> Reading:
        problems: list[Problem] = []
        document, html = _parsed(source, self._schemas[source.kind], self._converter, problems)
        key = document_key(source.digest, self._config, self._language)
        return Reading(source.digest, Kept(key, encode((document, problems))), html)


def _parsed(
    source: SourceFile, schema: Record[Any], converter: Converter, problems: list[Problem]
) -> tuple[Parsed[Any] | None, bytes]:
    document, found = read_front_matter(source)
    problems.extend(found)
    stem = file_stem(source.path)
    dated = _DATED.match(stem) if source.kind is Kind.WRITEUPS else None
    id = slug(stem[dated.end() :] if dated else stem)
    if not id:
        message = "the name of this file holds neither a letter nor a digit"
        problems.append(
            Problem(Place(source.path), Rule.NO_ID, message, "give it a name such as grid-week.md")
        )
        return None, b""
    if is_reserved(id):
        message = f'Windows cannot store a page called "{id}"'
        problems.append(Problem(Place(source.path), Rule.RESERVED_NAME, message, "rename the file"))
    fields = _fields(document, schema, problems)
    if isinstance(fields, WriteupFields):
        fields = _with_date(fields, document, stem, problems)
    body = EMPTY
    if document.body:
        start = Place(source.path, document.body_line)
        body, found = converter.convert(document.body, start, id)
        problems.extend(found)
    if document.body != source.text:
        head = source.text[: len(source.text) - len(document.body)]
        nearly = near_mark(head, Place(source.path))
        problems.extend([nearly] if nearly else [])
    html = body.html.encode()
    # Stands for the headings too; all else about a text follows from its HTML.
    whole = digest(repr(body.headings).encode() + html) if html else ""
    facts = TextFacts(whole, body.references, body.headings, body.statements, body.summary, body.words)
    return Parsed(id, source.path, fields, facts), html


def _fields(document: Document, schema: Record[Any], problems: list[Problem]) -> Any:
    if document.front is None:
        # What the broken block would have said is unknown; only its own problem is worth reporting.
        return schema.read(Keyed((), Place(document.source.path)), [])
    return schema.read(document.front, problems)


def _with_date(
    fields: WriteupFields, document: Document, stem: str, problems: list[Problem]
) -> WriteupFields:
    if fields.date is not None:
        return fields
    place = document.front.place if document.front else Place(document.source.path)
    has_date_key = any(entry.key == "date" for entry in document.front or ())
    dated = _DATED.match(stem)
    when = When(datetime.date.min)
    if dated:
        try:
            when = When(datetime.date(int(dated[1]), int(dated[2]), int(dated[3])))
            if when.day.year < 1000:
                raise ValueError(dated[0])
        except ValueError:
            message = f"the name of the file begins with {dated[0].rstrip('-_ ')}, which is not a day"
            hint = "rename the file, or write the date as date:"
            problems.append(Problem(Place(document.source.path), Rule.NOT_A_DATE, message, hint))
    elif document.front is not None and not has_date_key:
        hint = "add it, such as date: 2010-10-27, or begin the name of the file with it"
        problems.append(Problem(place, Rule.MISSING_KEY, 'the key "date" is missing', hint))
    elif document.front is not None and any(
        entry.key == "date" and getattr(entry.value, "is_empty", False) for entry in document.front
    ):
        value = next(entry.value for entry in document.front if entry.key == "date")
        hint = "write the day, such as 2010-10-27"
        problems.append(Problem(value.place, Rule.EMPTY_VALUE, '"date" is empty', hint))
    return replace(fields, date=Placed(when, place))


def date_of(fields: WriteupFields) -> When:
    """Return the date of a parsed writeup, which parsing has made sure of."""
    return cast("Placed[When]", fields.date).value
