"""The records that a build leaves for the next one, typed, in the store of an output directory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.options import SiteSummary
from site_builder.paths import STATE_FOLDER
from site_builder.redaction_rules import RedactionRules
from site_builder.runtime.codec import Decoder, UnreadableRecord, encode
from site_builder.runtime.fingerprints import FileStat, Fingerprint, digest, file_stat
from site_builder.runtime.program import program_digest
from site_builder.runtime.store import CacheRecord, RecordChange, Store

#: The groups of records. The last build; documents and the HTML of their texts, by path; the keys of pages,
#: and pages that show texts, by address; on which pages each text is shown; the names that were searched in
#: texts; the rules of redaction.
_BUILD, _DOCUMENTS, _TEXTS, _PAGES = "build", "documents", "texts", "pages"
_DUMPS, _SHOWN_ON, _NAMES, _REDACTION = "dumps", "shown on", "names", "redaction"


@dataclass(frozen=True, slots=True)
class LastBuild:
    """A build that ended well: what it read, what it wrote, and what it reported."""

    options: str
    inputs: dict[str, Fingerprint]
    #: Folders, links and what is no file, among the inputs.
    other_inputs: tuple[str, ...]
    #: Files outside of the site that counted too.
    outside_files: tuple[str, ...]
    outputs: dict[str, Fingerprint]
    site: SiteSummary


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What an earlier build made for an address: the key of the page, and the digest of its bytes."""

    key: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class StateChanges:
    """What a build adds to the records.

    What is None stays as it is; ``deleted`` None means all that is not new.
    """

    documents: Mapping[str, CacheRecord]
    texts: Mapping[str, CacheRecord]
    pages: Mapping[str, PageRecord]
    dumps: Mapping[str, bytes]
    deleted_documents: Iterable[str] | None = ()
    deleted_pages: Iterable[str] | None = ()
    shown_on: Mapping[str, list[str]] | None = None
    names: tuple[str, ...] | None = None
    redaction: RedactionRules | None = None


_LAST_BUILD: Decoder[LastBuild] = Decoder(LastBuild)
_ADDRESSES_BY_TEXT: Decoder[dict[str, list[str]]] = Decoder(dict[str, list[str]])
_REDACTION_RULES: Decoder[RedactionRules] = Decoder(RedactionRules)
_NAMES_IN_TEXTS: Decoder[tuple[str, ...]] = Decoder(tuple[str, ...])


class StateCache:
    """The last build of a process that builds again and again, so that its record is not read back."""

    def __init__(self) -> None:
        self.program = program_digest()
        self._last: LastBuild | None = None
        self._stat: FileStat | None = None

    def last(self, file: Path) -> LastBuild | None:
        """Return the last build, if no other process has written the same file since."""
        return self._last if self._last is not None and _stat(file) == self._stat else None

    def digest_of_input(self, path: str) -> str | None:
        """Return the digest of a file as the last build read it; None for one that was not there."""
        source = self._last.inputs.get(path) if self._last else None
        return source.digest if source else None

    def keep(self, last: LastBuild | None, file: Path) -> None:
        """Keep a build that was written to a file just now; None if that failed."""
        self._last, self._stat = last, _stat(file)


def _stat(file: Path) -> FileStat | None:
    try:
        return file_stat(file.stat())
    except OSError:
        return None


class StateStore:
    """The records of an output directory.

    Empty if ``ignore_cache`` or if another program has written them.
    """

    def __init__(self, root: Path, output: Path, cache: StateCache | None, *, ignore_cache: bool) -> None:
        self._cache = cache
        self._file = root / STATE_FOLDER / f"{_name(root, output)}.state"
        self._store = Store(self._file, cache.program if cache else program_digest())
        cached = cache.last(self._file) if cache else None
        self.last = None if ignore_cache else cached or self._read_last()

    def _read_last(self) -> LastBuild | None:
        record = self._store.records(_BUILD).get("")
        try:
            return _LAST_BUILD.decode(record.data) if record else None
        except UnreadableRecord:
            return None

    def documents(self, paths: Iterable[str] | None = None) -> dict[str, CacheRecord]:
        """Return the records of files that were parsed, or of some of them."""
        return self._store.records(_DOCUMENTS, paths) if self.last else {}

    def text(self, path: str) -> bytes:
        """Return the HTML of the text of a file; raise :class:`UnreadableRecord` if it is damaged."""
        record = self._store.record(_TEXTS, path) if self.last else None
        if record is None:
            raise UnreadableRecord(path)
        return record.data

    def pages(self, addresses: Iterable[str] | None = None) -> dict[str, PageRecord]:
        """Return the records of pages by address, or of some of them."""
        records = self._store.records(_PAGES, addresses) if self.last else {}
        return {address: PageRecord(record.data, record.key) for address, record in records.items()}

    def dumps_of_pages_that_show(self, sources: Iterable[str]) -> dict[str, bytes | None]:
        """Return the pages that show the texts of some files, by address; None for one that was not kept.

        Raises :class:`UnreadableRecord` if it is not known any more which pages these are.
        """
        shown_on = _ADDRESSES_BY_TEXT.decode(self._only_record(_SHOWN_ON))
        addresses = dict.fromkeys(address for source in sources for address in shown_on.get(source, ()))
        dumps = self._store.records(_DUMPS, addresses)
        return {address: dumps[address].data if address in dumps else None for address in addresses}

    def names_in_texts(self) -> tuple[str, ...]:
        """Return the names that the last build searched in texts; raise :class:`UnreadableRecord`."""
        return _NAMES_IN_TEXTS.decode(self._only_record(_NAMES))

    def redaction(self) -> RedactionRules:
        """Return what the output of the last build must not hold; raise :class:`UnreadableRecord`."""
        return _REDACTION_RULES.decode(self._only_record(_REDACTION))

    def _only_record(self, group: str) -> bytes:
        record = self._store.records(group, [""]).get("")
        if record is None:
            raise UnreadableRecord(group)
        return record.data

    def save(self, last: LastBuild, changes: StateChanges | None = None) -> None:
        """Keep a build for the next one.

        A disk that refuses is no reason to fail: the next build knows less.
        """
        commits = [RecordChange(_BUILD, _single(encode(last)))]
        if changes is not None:
            pages = {address: CacheRecord(page.digest, page.key) for address, page in changes.pages.items()}
            dumps = {address: CacheRecord("", dump) for address, dump in changes.dumps.items()}
            commits += [
                RecordChange(_DOCUMENTS, changes.documents, changes.deleted_documents),
                RecordChange(_TEXTS, changes.texts, changes.deleted_documents),
                RecordChange(_PAGES, pages, changes.deleted_pages),
                RecordChange(_DUMPS, dumps, changes.deleted_pages),
            ]
            for group, value in (
                (_SHOWN_ON, changes.shown_on),
                (_NAMES, changes.names),
                (_REDACTION, changes.redaction),
            ):
                if value is not None:
                    commits.append(RecordChange(group, _single(encode(value))))
        is_saved = self._store.commit(*commits)
        if self._cache is not None:
            self._cache.keep(last if is_saved else None, self._file)


def _single(data: bytes) -> dict[str, CacheRecord]:
    return {"": CacheRecord("", data)}


def _name(root: Path, output: Path) -> str:
    """Return a name for the records of an output directory: one inside the site may move with it."""
    root, output = root.resolve(), output.resolve()
    place = output.relative_to(root) if output.is_relative_to(root) else output
    return digest(place.as_posix().encode())[:16]
