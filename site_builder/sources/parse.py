"""Sources -> documents: front matter is read by the schema of its kind, and the text is converted."""

import datetime
import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple, cast

from site_builder.errors import Diagnostics, OutputFailed, Place, Rule
from site_builder.kinds import NAMED_KINDS, Kind
from site_builder.markdown.captions import transcript_of
from site_builder.markdown.convert import Converter
from site_builder.markdown.passages import report_near_miss
from site_builder.markdown.references import EMPTY
from site_builder.names.slugs import is_reserved, slug
from site_builder.options import Progress, counted, no_progress
from site_builder.runtime.codec import encode
from site_builder.runtime.fingerprints import digest
from site_builder.runtime.store import CacheRecord
from site_builder.runtime.timezones import zone_digest
from site_builder.runtime.workers import work_on
from site_builder.schema.nodes import Keyed, Placed
from site_builder.schema.shapes import ReadContext
from site_builder.sources.comments import CommentFiles, report_comments_on_nothing
from site_builder.sources.discover import SourceFile, Sources, read_source
from site_builder.sources.document_cache import DocumentCache
from site_builder.sources.documents import Documents, Parsed, TextFacts, date_of
from site_builder.sources.event_fields import recordings_of
from site_builder.sources.fields import SCHEMAS, TRANSCRIPT, WriteupFields
from site_builder.sources.front_matter import Document, read_front_matter
from site_builder.values import When

_DATE_PREFIX = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[-_ ]+|$)")


class ParseResult(NamedTuple):
    """The documents, and what the next build may use again.

    ``digests`` has the files that were read; ``records`` has every file whose content is known, with its new
    record if it was parsed now.
    """

    documents: Documents
    digests: Mapping[str, str]
    records: Mapping[str, CacheRecord | None]


class _Reading(NamedTuple):
    """What came of one file: ``digest`` is empty if the file could not be read.

    ``record`` is None if that of the earlier build is still valid.
    """

    digest: str
    record: CacheRecord | None
    html: bytes


def parse_documents(
    sources: Sources,
    cache: DocumentCache,
    jobs: int,
    diagnostics: Diagnostics,
    progress: Progress = no_progress,
) -> ParseResult:
    """Read and parse every file, or take the record of an earlier build where the file has not changed.

    A file with problems is parsed as far as possible, so that others can refer to it. Raises
    :class:`OutputFailed` if the disk has no room for the texts.
    """
    records = {path: cache.document_record(path) for path in sources.texts}
    parser = _Parser(sources, records)
    stale = [
        path
        for path, record in records.items()
        if not parser.is_current(record, path, cache.known_digest(path))
    ]
    readings: dict[str, _Reading] = {}
    try:
        results = counted(work_on(stale, parser, jobs), progress, f"Reading {len(stale):,} files", len(stale))
        for path, reading in zip(stale, results, strict=True):
            if reading.html:
                cache.put_text(path, reading.html)
            readings[path] = reading._replace(html=b"")
    except OSError as error:
        raise OutputFailed(f"there is no room for texts: {error.strerror}") from error
    parsed: dict[Kind, list[Parsed[Any]]] = {kind: [] for kind in Kind}
    for path, kind in sources.texts.items():
        record = (readings[path].record if path in readings else None) or records[path]
        document, problems = cache.decode(path, kind, cast("CacheRecord", record))
        diagnostics.extend(problems)
        if document is not None:
            parsed[kind].append(document)
    for kind in (*NAMED_KINDS, Kind.EVENTS):
        _report_equal_ids(parsed[kind], diagnostics)
    report_comments_on_nothing(sources, parsed[Kind.WRITEUPS], diagnostics)
    return ParseResult(
        Documents(**{kind.value: tuple(documents) for kind, documents in parsed.items()}),
        {path: reading.digest for path, reading in readings.items() if reading.digest},
        {
            path: readings[path].record if path in readings else None
            for path in sources.texts
            if path not in readings or readings[path].digest
        },
    )


def parse_source(source: SourceFile, sources: Sources) -> tuple[CacheRecord, bytes]:
    """Parse one file again; return its record and the HTML of its text."""
    reading = _Parser(sources, {}).parse(source)
    return cast("CacheRecord", reading.record), reading.html


def _record_key(digest: str, sources: Sources) -> str:
    """Return all that a parsed file depends on beside its path and the program."""
    config = sources.config
    zone = zone_digest(config.timezone)
    return (
        f"{digest} {config.raw_html} {config.wiki_links} {config.timezone} {zone} {sources.language.digest}"
    )


def _report_equal_ids(documents: list[Parsed[Any]], diagnostics: Diagnostics) -> None:
    first: dict[str, str] = {}
    for document in documents:
        first_path = first.setdefault(document.id, document.path)
        if first_path != document.path:
            message = f'{first_path} has the id "{document.id}" too'
            hint = "rename one of the two files"
            diagnostics.error(Place(document.path), Rule.ADDRESS_COLLISION, message, hint)


def file_stem(path: str) -> str:
    """Return what names a file: its name without extension, or that of its folder for an ``index.md``."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "index" and len(pure.parts) > 3 else pure.stem


def id_of_file(path: str, kind: Kind) -> str:
    """Return the id of a file of content: its name, for a writeup without the date in front."""
    stem = file_stem(path)
    dated = _DATE_PREFIX.match(stem) if kind is Kind.WRITEUPS else None
    return slug(stem[dated.end() :] if dated else stem)


def date_in_name(path: str) -> datetime.date | None:
    """Return the date with which the name of a file begins; None where there is none."""
    dated = _DATE_PREFIX.match(file_stem(path))
    try:
        return datetime.date(int(dated[1]), int(dated[2]), int(dated[3])) if dated else None
    except ValueError:
        return None


class _Parser:
    """Reads and parses files one after another, in any process."""

    def __init__(self, sources: Sources, records: Mapping[str, CacheRecord | None]) -> None:
        self._sources = sources
        self._records = records
        config, language = sources.config, sources.language
        self._zone = config.zone
        self._language = language
        self._converters: dict[str, Converter] = {}
        self._captions = _captions(sources)
        self._comments = CommentFiles(sources)

    def __call__(self, paths: Sequence[str]) -> list[_Reading]:
        return [self._read(path) for path in paths]

    def _read(self, path: str) -> _Reading:
        diagnostics = Diagnostics()
        source = read_source(self._sources.root, self._sources.texts[path], path, diagnostics)
        if source is None:
            return _Reading("", CacheRecord("", encode((None, diagnostics.problems))), b"")
        if self.is_current(self._records.get(path), path, source.digest):
            return _Reading(source.digest, None, b"")
        return self.parse(source)

    def is_current(self, record: CacheRecord | None, path: str, digest: str | None) -> bool:
        """Say whether a record is that of a file as it is now."""
        return bool(record and digest and record.key == self._key(path, digest))

    def _key(self, path: str, digest: str) -> str:
        captions = self._captions.get(posixpath.dirname(path), "") if self._captions else ""
        comments = self._comments.digest(path) if self._comments else ""
        return _record_key(digest, self._sources) + captions + comments

    def parse(self, source: SourceFile) -> _Reading:
        """Parse a file that was read."""
        diagnostics = Diagnostics()
        document, html = self._parsed(source, diagnostics)
        key = self._key(source.path, source.digest)
        record = CacheRecord(key, encode((document, diagnostics.problems)))
        return _Reading(source.digest, record, html)

    def _parsed(self, source: SourceFile, diagnostics: Diagnostics) -> tuple[Parsed[Any] | None, bytes]:
        document = read_front_matter(source, diagnostics)
        stem = file_stem(source.path)
        id = id_of_file(source.path, source.kind)
        if not id:
            message = "the name of this file holds neither a letter nor a digit"
            diagnostics.error(Place(source.path), Rule.NO_ID, message, "give it a name such as grid-week.md")
            return None, b""
        if is_reserved(id):
            message = f'Windows cannot store a page called "{id}"'
            diagnostics.error(Place(source.path), Rule.RESERVED_NAME, message, "rename the file")
        fields = self._fields(document, diagnostics)
        if isinstance(fields, WriteupFields):
            fields = _with_date(fields, document, stem, diagnostics)
        body = EMPTY
        text, start = document.body, Place(source.path, document.body_line)
        if not text.strip() and isinstance(fields, WriteupFields) and fields.form == TRANSCRIPT:
            text, start = self._transcript_in_captions(source.path, fields) or (text, start)
            if not text.strip():
                message = "nobody speaks in this transcript"
                hint = "write the turns, or name captions: below recording: in this file"
                diagnostics.error(start, Rule.TRANSCRIPT, message, hint)
        if text:
            converter = self._converter_for(getattr(fields, "language", ""))
            body = converter.convert(text, start, id, diagnostics, _recording_of(fields))
        if document.head:
            report_near_miss(document.head, Place(source.path), diagnostics)
        html = body.html.encode()
        # Stands for the headings too; all else about a text follows from its HTML.
        text_digest = digest(repr(body.headings).encode() + html) if html else ""
        facts = TextFacts(
            text_digest,
            body.references,
            body.headings,
            body.statements,
            body.summary,
            body.words,
            body.voices,
            body.decisions,
            body.votes,
            body.parts,
        )
        comments = (
            self._comments.read(id, date_of(fields).day, self._zone, diagnostics)
            if self._comments and isinstance(fields, WriteupFields)
            else ()
        )
        return Parsed(id, source.path, fields, facts, comments), html

    def _transcript_in_captions(self, path: str, fields: WriteupFields) -> tuple[str, Place] | None:
        """Return the source of a transcript that only the captions of its recording have, and its place."""
        recording = next((one for one in recordings_of(fields.event) if one.captions), None)
        if recording is None or recording.captions is None:
            return None
        captions = posixpath.normpath(posixpath.join(posixpath.dirname(path), recording.captions.value))
        try:
            text = (self._sources.root / captions).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return None  # which is reported when files are linked
        return transcript_of(unicodedata.normalize("NFC", text)), Place(captions)

    def _converter_for(self, language: str) -> Converter:
        """Return what converts texts in a language; without one, in that of the site."""
        converter = self._converters.get(language)
        if converter is None:
            config = self._sources.config
            converter = self._converters[language] = Converter(
                raw_html=config.raw_html,
                wiki_links=config.wiki_links,
                language=language or self._language.tag,
                translate=self._language.translate,
            )
        return converter

    def _fields(self, document: Document, diagnostics: Diagnostics) -> Any:
        schema = SCHEMAS[document.source.kind]
        if document.front is None:
            # What the broken block would have said is unknown; only its own problem is worth reporting.
            nothing = Keyed((), Place(document.source.path))
            return schema.read(nothing, ReadContext(Diagnostics(), self._zone))
        return schema.read(document.front, ReadContext(diagnostics, self._zone))


def _captions(sources: Sources) -> dict[str, str]:
    """Return what stands for all captions of each folder: a transcript may be made of them."""
    digests: dict[str, str] = {}
    for path in sources.others:
        if path.lower().endswith(".vtt"):
            try:
                data = (sources.root / path).read_bytes()
            except OSError:
                continue  # which is reported when files are linked
            folder = posixpath.dirname(path)
            digests[folder] = f"{digests.get(folder, '')} {path} {digest(data)}"
    return digests


def _recording_of(fields: Any) -> str | None:
    """Return the web page of the recording that a transcript was made from; None for what is none."""
    if not isinstance(fields, WriteupFields) or fields.form != TRANSCRIPT:
        return None
    recording = next(iter(recordings_of(fields.event)), None)
    return recording.url if recording and not recording.file else ""


def _with_date(
    fields: WriteupFields, document: Document, stem: str, diagnostics: Diagnostics
) -> WriteupFields:
    if fields.date is not None:
        return fields
    place = document.front.place if document.front else Place(document.source.path)
    has_date_key = any(entry.key == "date" for entry in document.front or ())
    dated = _DATE_PREFIX.match(stem)
    when = When(datetime.date.min)
    if dated:
        try:
            when = When(datetime.date(int(dated[1]), int(dated[2]), int(dated[3])))
            if when.day.year < 1000:
                raise ValueError(dated[0])
        except ValueError:
            message = f"the name of the file begins with {dated[0].rstrip('-_ ')}, which is not a day"
            hint = "rename the file, or write the date as date:"
            diagnostics.error(Place(document.source.path), Rule.NOT_A_DATE, message, hint)
    elif document.front is not None and not has_date_key:
        hint = "add it, such as date: 2010-10-27, or begin the name of the file with it"
        diagnostics.error(place, Rule.MISSING_KEY, 'the key "date" is missing', hint)
    elif document.front is not None and any(
        entry.key == "date" and getattr(entry.value, "is_empty", False) for entry in document.front
    ):
        value = next(entry.value for entry in document.front if entry.key == "date")
        hint = "write the day, such as 2010-10-27"
        diagnostics.error(value.place, Rule.EMPTY_VALUE, '"date" is empty', hint)
    return replace(fields, date=Placed(when, place))
