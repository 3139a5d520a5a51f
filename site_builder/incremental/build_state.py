"""What earlier builds into a directory left, compared with what stands in the site and in the output now.

Input and output are compared file by file, each by its digest (see :mod:`site_builder.runtime.fingerprints`
for when its stat will do). Every result is kept under the key of all that it was made from.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import ChangedByHand, OutputFailed
from site_builder.incremental.memory import BuildMemory
from site_builder.incremental.state_store import LastBuild, PageRecord, StateChanges, StateStore
from site_builder.kinds import Kind
from site_builder.options import BuildOptions, OutputChanges, SiteSummary
from site_builder.output.directory import lock_file
from site_builder.output.manifest import Manifest
from site_builder.output.snapshot import scan_output
from site_builder.page import FromFile, FromImage, OutputFile, Page, unpacked
from site_builder.paths import ADMIN_SCRIPT, CONTENT, LOCALE, SITE_FILE, STATE_FOLDER, STATIC, TEMPLATES
from site_builder.redaction_rules import RedactionRules
from site_builder.runtime.blob_file import BlobFile
from site_builder.runtime.fingerprints import (
    Digests,
    Fingerprint,
    Tree,
    disk_time,
    fingerprint,
    scan,
)
from site_builder.runtime.store import CacheRecord, state_folder
from site_builder.runtime.timezones import zone_files
from site_builder.theme_files import theme_root

if TYPE_CHECKING:
    from site_builder.linking.link import Linked
    from site_builder.sources.discover import Sources
    from site_builder.sources.document_cache import Decoded
    from site_builder.sources.parse import ParseResult


@dataclass(frozen=True, slots=True)
class PlannedBuild:
    """What of a planned site the next build has to know."""

    site: SiteSummary
    timezone: str
    #: The names that were searched in texts.
    names: tuple[str, ...]
    redaction: RedactionRules

    @classmethod
    def of(cls, linked: "Linked", sources: "Sources", site: SiteSummary) -> "PlannedBuild":
        """Return what the next build has to know of a linked site."""
        return cls(site, sources.config.timezone, linked.names, linked.site.redaction)


class BuildState:
    """The last build into an output directory, and what stands in the site and in the output now.

    It serves a build as the cache of parsed documents and as the place where their HTML is kept out of
    memory.
    """

    def __init__(self, options: BuildOptions, manifest: Manifest, memory: BuildMemory | None = None) -> None:
        self.options = options
        self.manifest = manifest
        # Nothing on the disk is touched by a dry run, and nothing can be saved then.
        self._began = 0 if options.dry_run else self._disk_time()
        cache = memory.state if memory else None
        self.store = StateStore(
            options.root, options.output, cache, ignore_cache=options.ignore_cache or options.force
        )
        self.last = self.store.last
        self._tree = _scan_inputs(options.root, self.last.outside_files if self.last else ())
        self.inputs = Digests(options.root, self._tree.files, self.last.inputs if self.last else {})
        self.snapshot = scan_output(options.output, self.last.outputs if self.last else {})
        self._texts = BlobFile(options.root / STATE_FOLDER, self.store.text)
        self._documents: dict[str, CacheRecord] | None = None
        self._decoded = memory.documents if memory else None
        self._pages: dict[str, PageRecord] | None = None

    # The cache of documents, while the sources are parsed.

    def document_record(self, path: str) -> CacheRecord | None:
        """Return the record of a file as an earlier build parsed it."""
        return self._document_records().get(path)

    def _document_records(self) -> dict[str, CacheRecord]:
        if self._documents is None:
            self._documents = self.store.documents()
        return self._documents

    def decode(self, path: str, kind: Kind, record: CacheRecord) -> "Decoded":
        """Return what :func:`decode_document` returns for the record of a file.

        A process that builds again and again decodes each record once.
        """
        from site_builder.sources.document_cache import decode_document  # noqa: PLC0415 - slow to import

        if self._decoded is None or not record.key:
            return decode_document(kind, record)
        known = self._decoded.get(path)
        if known is None or known[0] != record.key:
            known = self._decoded[path] = record.key, decode_document(kind, record)
        return known[1]

    def known_digest(self, path: str) -> str | None:
        """Return the digest of a file if the file need not be read for that."""
        return self.inputs.known(path)

    def put_text(self, path: str, html: bytes) -> None:
        """Keep the HTML of a text out of memory. Raises OSError."""
        self._texts.put(path, html)

    def find_html(self, path: str) -> str:
        """Return the HTML of a text: of one that was parsed now, or as an earlier build parsed it."""
        return self._texts.get(path).decode()

    # Comparison with the last build.

    def stop_at_edits(self) -> None:
        """Raise :class:`ChangedByHand` for files that somebody changed, if the build is to stop at them."""
        edited = tuple(
            path
            for path, digests in (self.manifest.files.items() if self.options.stops_at_edits else ())
            if path in self.snapshot.files and self.snapshot.digests.of(path) not in digests
        )
        if edited:
            raise ChangedByHand(edited)

    def changed_files(self) -> tuple[str, ...] | None:
        """Return the files that another build would find changed, if that is all it would find; else None.

        Nothing then is new or gone, the same was asked for, the same is published at this moment, and the
        output stands as the last build left it.
        """
        last = self.last
        if last is None or last.options != self.options.state_key:
            return None
        if not last.site.holds_at(self.options.now) or last.other_inputs != self._tree.others:
            return None
        outputs = {path: (output.digest,) for path, output in last.outputs.items()}
        if dict(self.manifest.files) != outputs or self._tree.files.keys() != last.inputs.keys():
            return None
        try:
            if not all(self.snapshot.holds(path, output.digest) for path, output in last.outputs.items()):
                return None
            inputs = last.inputs.items()
            return tuple(path for path, source in inputs if self.inputs.of(path) != source.digest)
        except OSError:
            return None

    def changed_inputs(self) -> tuple[str, ...]:
        """Return the files that are not as the last build read them: new, changed or gone."""
        if self.last is None:
            return ()
        before, now = self.last.inputs, self._tree.files
        changed = {path for path in now if path not in before or self.inputs.of(path) != before[path].digest}
        return tuple(sorted(changed | (before.keys() - now.keys())))

    def file_digest(self, file: Path) -> str:
        """Return the digest of a file that is copied. Raises OSError."""
        return self.inputs.of(self._input_name(file))

    def _input_name(self, file: Path) -> str:
        root = self.options.root
        return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)

    def find_unchanged(
        self, addresses: Iterable[str] | None = None
    ) -> Callable[[Page, str, bytes], str | None]:
        """Return what knows the pages, or some of them, that stand in the output as the last build made them.

        The records are read now, so that other processes have them when they are forked.
        """
        pages = self.store.pages(addresses)
        if addresses is None:
            self._pages = pages

        def find(page: Page, path: str, key: bytes) -> str | None:
            record = pages.get(page.address)
            if record is None or record.key != key or not self.snapshot.holds(path, record.digest):
                return None
            return record.digest

        return find

    def files_below(self, folder: str, key: bytes | None = None) -> tuple[OutputFile, ...]:
        """Return the files of the last build below a folder.

        With a key, none are returned unless all stand there and were made with it.
        """
        prefix = f"{folder}/"
        files = [
            OutputFile(path, output.digest, key=key)
            for path, output in (self.last.outputs if self.last else {}).items()
            if path.startswith(prefix)
        ]
        if key is None:
            return tuple(files)
        pages = self.store.pages([file.address for file in files])
        for file in files:
            is_current = pages.get(file.address) == PageRecord(key, file.digest)
            if not is_current or not self.snapshot.holds(file.path, file.digest):
                return ()
        return tuple(files)

    def previous_files(self) -> Iterator[OutputFile]:
        """Yield the files of the last build."""
        for path, output in (self.last.outputs if self.last else {}).items():
            yield OutputFile(path, output.digest)

    # What is saved for the next build.

    def save_unchanged(self) -> None:
        """Keep the stats of files that had to be read to find that there is nothing to do."""
        if self.last is not None and (self.inputs.has_read or self.snapshot.digests.has_read):
            self._save(
                replace(self.last, inputs=self.inputs.fingerprints(self._began), outputs=self._outputs())
            )

    def save_some(
        self, documents: Mapping[str, CacheRecord], files: Iterable[OutputFile], changes: OutputChanges
    ) -> None:
        """Keep a build that rendered a few pages again and left all else as it was."""
        if self.last is None or self.options.dry_run:
            return
        finished = self._disk_time()
        outputs = self._outputs()
        pages, deleted, dumps = {}, [], {}
        for file in files:
            stat = changes.stats.get(file.path)
            if stat:
                outputs[file.path] = fingerprint(file.digest, stat, finished)
            if file.key:
                pages[file.address] = PageRecord(file.key, file.digest)
            else:
                deleted.append(file.address)
            if file.dump:
                dumps[file.address] = file.dump
        inputs = self.inputs.fingerprints(self._began)
        new = StateChanges(documents, _TextRecords(self._texts, documents), pages, dumps, (), deleted)
        self._save(replace(self.last, inputs=inputs, outputs=outputs), new)

    def save(
        self,
        plan: PlannedBuild,
        parsed: "ParseResult",
        files: tuple[OutputFile, ...],
        changes: OutputChanges,
    ) -> None:
        """Keep a build that ended well."""
        if self.options.dry_run or not self.options.save_state:
            return
        finished = self._disk_time()
        for path, value in parsed.digests.items():
            self.inputs.note(path, value)
        before = self._pages if self._pages is not None else self.store.pages()
        outputs: dict[str, Fingerprint] = {}
        pages, dumps = {}, {}
        shown_on: dict[str, list[str]] = {}
        addresses = set()
        for file in files:
            self._note_copied_file(file)
            stat = changes.stats.get(file.path)
            outputs[file.path] = (
                fingerprint(file.digest, stat, finished)
                if stat
                else self._output(file.path, Fingerprint(file.digest, None))
            )
            for source in file.texts:
                shown_on.setdefault(source, []).append(file.address)
            if file.dump:
                dumps[file.address] = file.dump
            if file.key:
                addresses.add(file.address)
                record = PageRecord(file.key, file.digest)
                if before.get(file.address) != record:
                    pages[file.address] = record
        documents = {path: record for path, record in parsed.records.items() if record}
        self._save(
            self._last_build(plan, outputs),
            StateChanges(
                documents=documents,
                texts=_TextRecords(self._texts, documents),
                pages=pages,
                dumps=dumps,
                deleted_documents=self._document_records().keys() - parsed.records.keys()
                if self.last
                else None,
                deleted_pages=before.keys() - addresses if self.last else None,
                shown_on=shown_on,
                names=plan.names,
                redaction=plan.redaction,
            ),
        )

    def _last_build(self, plan: PlannedBuild, outputs: dict[str, Fingerprint]) -> LastBuild:
        outside_files = tuple(str(file) for file in zone_files(plan.timezone))
        outside = scan(self.options.root, outside_files)
        return LastBuild(
            options=self.options.state_key,
            inputs={
                **Digests(self.options.root, outside.files, {}).fingerprints(self._began),
                **self.inputs.fingerprints(self._began),
            },
            other_inputs=tuple(sorted({*self._tree.others, *outside.others})),
            outside_files=outside_files,
            outputs=outputs,
            site=plan.site,
        )

    def _note_copied_file(self, file: OutputFile) -> None:
        """Note the digest of a file that was copied: another process may have read it."""
        if file.page and file.key and isinstance(file.page.content, FromFile | FromImage):
            name = self._input_name(file.page.content.file)
            if name in self._tree.files and self.inputs.known(name) is None:
                self.inputs.note(name, unpacked(file.key).fields[0])

    def _outputs(self) -> dict[str, Fingerprint]:
        """Return the fingerprints of the files of the last build as they stand now."""
        outputs = self.last.outputs if self.last else {}
        return {path: self._output(path, before) for path, before in outputs.items()}

    def _output(self, path: str, before: Fingerprint) -> Fingerprint:
        """Return the fingerprint of a file of the output that was found as it was."""
        stat = self.snapshot.files[path]
        return before if before.stat == stat else fingerprint(before.digest, stat, self._began)

    def _save(self, last: LastBuild, changes: StateChanges | None = None) -> None:
        if self.options.dry_run:
            return
        try:
            state_folder(self.options.root)
        except OutputFailed:
            return  # a site on a disk that cannot be written is built from nothing each time
        self.store.save(last, changes)

    def _disk_time(self) -> int:
        """Return the time on the clock of the output's disk, which is locked."""
        return disk_time(lock_file(self.options.output))


class _TextRecords(Mapping[str, CacheRecord]):
    """The records of texts that were parsed now, read from where they are one by one."""

    def __init__(self, texts: BlobFile, paths: Iterable[str]) -> None:
        self._texts = texts
        self._paths = tuple(path for path in paths if path in texts)

    def __getitem__(self, path: str) -> CacheRecord:
        return CacheRecord("", self._texts.get(path))

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _scan_inputs(root: Path, outside_files: Iterable[str]) -> Tree:
    names = [SITE_FILE, CONTENT, TEMPLATES, STATIC, LOCALE, ADMIN_SCRIPT, *outside_files]
    theme = theme_root()
    if theme.resolve() != root.resolve():
        names.extend(str(theme / name) for name in (TEMPLATES, STATIC))
    follow = frozenset({TEMPLATES, STATIC, str(theme / TEMPLATES)})
    return scan(root, names, follow=follow)
