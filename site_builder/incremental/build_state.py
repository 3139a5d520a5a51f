"""What earlier builds into a directory leave for the next one, so that it does only what is new.

Nothing here is believed because it is written down: the input is compared file by file, the output too, each
by its digest (see :mod:`site_builder.runtime.fingerprints` for when its stamp will do). Every result is kept
under the key of all that it was made from, and the whole is forgotten with any change of the program.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.errors import OutputFailed
from site_builder.model import OutputFile, Page, PageKey, Protection, unpacked
from site_builder.options import Order, Summary
from site_builder.output.commit import Written
from site_builder.output.directory import lock_file
from site_builder.output.manifest import Manifest
from site_builder.output.snapshot import Unchanged, stand_in
from site_builder.paths import CONTENT, LOCALE, SITE_FILE, STATE_FOLDER, STATIC, TEMPLATES
from site_builder.render.theme import theme_root
from site_builder.runtime.blob_file import Spool
from site_builder.runtime.codec import Decoder, NotReadable, encode
from site_builder.runtime.fingerprints import (
    Digests,
    Seen,
    Stamp,
    Tree,
    digest,
    look_at,
    moment_of,
    seen,
    stamp_of,
)
from site_builder.runtime.program import program_digest
from site_builder.runtime.store import Change, Kept, Store, state_folder
from site_builder.runtime.timezones import zone_files

#: Groups of records: the last build; what files said, and the HTML of their texts, by path; the keys of
#: pages, by address; pages that show texts, by address; on which pages each text is shown; the names that
#: were looked for in texts, and those that must not be in the output.
_BUILD, _DOCUMENTS, _TEXTS, _PAGES = "build", "documents", "texts", "pages"
_ASIDE, _SHOWN_ON, _NAMES, _PROTECTION = "aside", "shown", "names", "protection"


@dataclass(frozen=True, slots=True)
class _LastBuild:
    """A build that ended well: what it read, what it wrote, and what it had to say."""

    options: str
    inputs: dict[str, Seen]
    others: tuple[str, ...]
    #: Files outside of the site that counted too.
    elsewhere: tuple[str, ...]
    outputs: dict[str, Seen]
    summary: Summary


_LAST_BUILD: Decoder[_LastBuild] = Decoder(_LastBuild)
_SHOWN: Decoder[dict[str, list[str]]] = Decoder(dict[str, list[str]])
_PROTECTED: Decoder[Protection] = Decoder(Protection)
_FORMS: Decoder[tuple[str, ...]] = Decoder(tuple[str, ...])


class Recall:
    """What a process that builds again and again knows of its last build, so that it is not read back."""

    def __init__(self) -> None:
        self.program = program_digest()
        self._last: _LastBuild | None = None
        self._stamp: Stamp | None = None

    def last(self, file: Path) -> _LastBuild | None:
        """Return the last build, if no other process has kept one in the same file since."""
        return self._last if self._last is not None and _stamp(file) == self._stamp else None

    def keep(self, last: _LastBuild | None, file: Path) -> None:
        """Keep a build that was written to a file just now; None if that failed."""
        self._last, self._stamp = last, _stamp(file)


def _stamp(file: Path) -> Stamp | None:
    try:
        return stamp_of(file.stat())
    except OSError:
        return None


class Memory:
    """The last build into an output directory, and what stands in the site and in the output now.

    ``forget`` begins with nothing; without ``touch`` nothing on the disk is, and nothing can be kept.
    """

    def __init__(
        self,
        order: Order,
        output: Path,
        *,
        forget: bool = False,
        touch: bool = True,
        recall: Recall | None = None,
    ) -> None:
        self._order = order
        self._output = output
        self._began = self._moment() if touch else 0
        self._file = order.root / STATE_FOLDER / f"{_name(order.root, output)}.state"
        self._recall = recall
        self._store = Store(self._file, recall.program if recall else program_digest())
        recalled = recall.last(self._file) if recall else None
        self._last = None if forget else recalled or self._read_last()
        elsewhere = self._last.elsewhere if self._last else ()
        self._tree = _look_at_inputs(order.root, elsewhere)
        known = self._last.inputs if self._last else {}
        self.inputs = Digests(order.root, self._tree.files, known)
        self.standing = stand_in(output, self._last.outputs if self._last else {})
        #: The HTML of texts: of those parsed now, and of those that are remembered.
        self.texts = Spool(order.root / STATE_FOLDER, self.remembered_text)
        self._documents: dict[str, Kept] | None = None
        self._pages: dict[str, tuple[bytes, str]] | None = None

    def _read_last(self) -> _LastBuild | None:
        kept = self._store.records(_BUILD).get("")
        try:
            return _LAST_BUILD.decode(kept.data) if kept else None
        except NotReadable:
            return None

    def _read_pages(self, addresses: Iterable[str] | None = None) -> dict[str, tuple[bytes, str]]:
        records = self._store.records(_PAGES, addresses) if self._last else {}
        return {address: (kept.data, kept.key) for address, kept in records.items()}

    def changed_files(self, manifest: Manifest) -> tuple[str, ...] | None:
        """Return the files that another build would find changed, if that is all it would find; else None.

        Nothing then is new or gone, the same was asked for, the same is published at this moment, and the
        output stands as the last build left it.
        """
        last = self._last
        if last is None or last.options != _options(self._order):
            return None
        if not last.summary.holds_at(self._order.now) or last.others != self._tree.others:
            return None
        outputs = {path: (one.digest,) for path, one in last.outputs.items()}
        if dict(manifest.files) != outputs or self._tree.files.keys() != last.inputs.keys():
            return None
        try:
            if not all(self.standing.holds(path, one.digest) for path, one in last.outputs.items()):
                return None
            return tuple(path for path, one in last.inputs.items() if self.inputs.of(path) != one.digest)
        except OSError:
            return None

    def last_summary(self) -> Summary:
        """Return what the last build had to say; there must have been one."""
        assert self._last is not None
        return self._last.summary

    def documents(self) -> Mapping[str, Kept]:
        """Return what is kept of the files that were parsed."""
        if self._documents is None:
            self._documents = self._store.records(_DOCUMENTS) if self._last else {}
        return self._documents

    def unchanged(self, addresses: Iterable[str] | None = None) -> Unchanged:
        """Return what knows the pages that stand in the output as the last build made them, or some of them.

        What is needed for that is read now, and other processes have it at hand.
        """
        pages = self._read_pages(addresses)
        if addresses is None:
            self._pages = pages

        def find(page: Page, path: str, key: bytes) -> str | None:
            known = pages.get(page.address)
            if known is None or known[0] != key or not self.standing.holds(path, known[1]):
                return None
            return known[1]

        return find

    def reasons(self, page: Page, path: str, key: PageKey | None, fields: Sequence[str]) -> tuple[str, ...]:
        """Say why the next build will make a page again; nothing if it will not.

        ``fields`` are the names of the fields of its view.
        """
        if self._last is None:
            return ("nothing is remembered of an earlier build by this version of the program",)
        known = self._read_pages().get(page.address)
        if known is None:
            return ("the last build did not make it",)
        if key is None:
            return ("one of its templates is broken",)
        before, made = unpacked(known[0]), known[1]
        reasons = []
        if before.template != key.template:
            reasons.append(f"it was made with the template {before.template or 'none'}")
        elif before.templates != key.templates:
            reasons.append("its templates have changed, or how links are written")
        if before.absence != key.absence:
            reasons.append("the names that it must not have are others")
        if len(before.fields) != len(key.fields):
            reasons.append("its view has other fields")
        else:
            pairs = zip(fields, before.fields, key.fields, strict=True)
            reasons.extend(f"{name} has changed" for name, old, new in pairs if old != new)
        if path not in self.standing.files:
            reasons.append("its file is not in the output")
        elif not self.standing.holds(path, made):
            reasons.append("its file in the output was changed by something else")
        return tuple(reasons)

    def changed_inputs(self) -> tuple[str, ...]:
        """Return the files that are not as the last build read them: new, changed or gone."""
        if self._last is None:
            return ()
        before, now = self._last.inputs, self._tree.files
        changed = {path for path in now if path not in before or self.inputs.of(path) != before[path].digest}
        return tuple(sorted(changed | (before.keys() - now.keys())))

    def remembered_text(self, path: str) -> bytes:
        """Return the HTML of the text of a file as an earlier build parsed it.

        Raises :class:`NotReadable` if the record is damaged.
        """
        kept = self._store.record(_TEXTS, path) if self._last else None
        if kept is None:
            raise NotReadable(path)
        return kept.data

    def documents_of(self, paths: Iterable[str]) -> Mapping[str, Kept]:
        """Return what is kept of some files."""
        return self._store.records(_DOCUMENTS, paths) if self._last else {}

    def pages_that_show(self, sources: Iterable[str]) -> dict[str, bytes | None]:
        """Return the pages that show the texts of some files, by address; None for one that is not kept.

        Raises :class:`NotReadable` if it is not known any more which pages these are.
        """
        shown = _SHOWN.decode(self._only_record(_SHOWN_ON))
        addresses = dict.fromkeys(address for source in sources for address in shown.get(source, ()))
        found = self._store.records(_ASIDE, addresses)
        return {address: found[address].data if address in found else None for address in addresses}

    def names_in_texts(self) -> tuple[str, ...]:
        """Return the names that the last build looked for in texts.

        Raises :class:`NotReadable` if they are not known any more.
        """
        return _FORMS.decode(self._only_record(_NAMES))

    def protection(self) -> Protection:
        """Return what the output of the last build must not hold.

        Raises :class:`NotReadable` if it is not known any more.
        """
        return _PROTECTED.decode(self._only_record(_PROTECTION))

    def _only_record(self, group: str) -> bytes:
        kept = self._store.records(group, [""]).get("")
        if kept is None:
            raise NotReadable(group)
        return kept.data

    def standing_files(self) -> Iterator[OutputFile]:
        """Yield the files of the last build."""
        for path, one in (self._last.outputs if self._last else {}).items():
            yield OutputFile(path, one.digest)

    def standing_below(self, folder: str, key: bytes | None = None) -> tuple[OutputFile, ...]:
        """Return the files of the last build below a folder.

        With a key, if all stand there and were made with it; else none.
        """
        prefix = f"{folder}/"
        outputs = self._last.outputs if self._last else {}
        files = [
            OutputFile(path, one.digest, key=key) for path, one in outputs.items() if path.startswith(prefix)
        ]
        if key is None:
            return tuple(files)
        pages = self._read_pages([_address(file) for file in files])
        for file in files:
            known = pages.get(_address(file))
            if known != (key, file.digest) or not self.standing.holds(file.path, file.digest):
                return ()
        return tuple(files)

    def refresh(self) -> None:
        """Remember the stamps of files that had to be read to find that there is nothing to do."""
        if self._last is not None and (self.inputs.has_read or self.standing.digests.has_read):
            outputs = {path: self._seen_again(path, one) for path, one in self._last.outputs.items()}
            inputs = self.inputs.seen(self._began)
            self._commit(replace(self._last, inputs=inputs, outputs=outputs))

    def keep_some(
        self, documents: Mapping[str, Kept], made: Collection[OutputFile], written: Written
    ) -> None:
        """Remember a build that made a few pages again and left all else as it was."""
        if self._last is None:
            return
        finished = self._moment()
        outputs = {path: self._seen_again(path, one) for path, one in self._last.outputs.items()}
        pages, aside = {}, {}
        gone = []
        for one in made:
            address = _address(one)
            stamp = written.stamps.get(one.path)
            if stamp:
                outputs[one.path] = seen(one.digest, stamp, finished)
            if one.key:
                pages[address] = Kept(one.digest, one.key)
            else:
                gone.append(address)
            if one.aside:
                aside[address] = Kept("", one.aside)
        inputs = self.inputs.seen(self._began)
        self._commit(
            replace(self._last, inputs=inputs, outputs=outputs),
            Change(_DOCUMENTS, documents),
            Change(_TEXTS, _Texts(self.texts, documents)),
            Change(_PAGES, pages, gone),
            Change(_ASIDE, aside),
        )

    def _seen_again(self, path: str, before: Seen) -> Seen:
        """Return what is to be remembered of a file of the output that was found as it was."""
        stamp = self.standing.files[path]
        return before if before.stamp == stamp else seen(before.digest, stamp, self._began)

    def keep(
        self,
        summary: Summary,
        timezone: str,
        names: tuple[str, ...],
        protection: Protection,
        documents: Mapping[str, Kept | None],
        made: Iterable[OutputFile],
        written: Written,
    ) -> None:
        """Remember a build that ended well.

        ``names`` were looked for in texts. ``documents`` has every file that was read, with what is to be
        kept of it if it was parsed now.
        """
        finished = self._moment()
        elsewhere = tuple(str(file) for file in zone_files(timezone))
        zone = look_at(self._order.root, elsewhere)
        inputs = {
            **Digests(self._order.root, zone.files, {}).seen(self._began),
            **self.inputs.seen(self._began),
        }
        before = self._pages if self._pages is not None else self._read_pages()
        outputs, pages, aside = {}, {}, {}
        shown: dict[str, list[str]] = {}
        addresses = set()
        for one in made:
            address = _address(one)
            stamp = written.stamps.get(one.path)
            if stamp:
                outputs[one.path] = seen(one.digest, stamp, finished)
            else:
                outputs[one.path] = self._seen_again(one.path, Seen(one.digest, None))
            for source in one.texts:
                shown.setdefault(source, []).append(address)
            if one.aside:
                aside[address] = Kept("", one.aside)
            if one.key:
                addresses.add(address)
                if before.get(address) != (one.key, one.digest):
                    pages[address] = Kept(one.digest, one.key)
        last = _LastBuild(
            options=_options(self._order),
            inputs=inputs,
            others=tuple(sorted({*self._tree.others, *zone.others})),
            elsewhere=elsewhere,
            outputs=outputs,
            summary=summary,
        )
        gone = before.keys() - addresses if self._last else None
        no_longer_read = self.documents().keys() - documents.keys() if self._last else None
        parsed = {path: kept for path, kept in documents.items() if kept}
        self._commit(
            last,
            Change(_DOCUMENTS, parsed, no_longer_read),
            Change(_TEXTS, _Texts(self.texts, parsed), no_longer_read),
            Change(_PAGES, pages, gone),
            Change(_ASIDE, aside, gone),
            Change(_SHOWN_ON, {"": Kept("", encode(shown))}),
            Change(_NAMES, {"": Kept("", encode(names))}),
            Change(_PROTECTION, {"": Kept("", encode(protection))}),
        )

    def _commit(self, last: _LastBuild, *changes: Change) -> None:
        try:
            state_folder(self._order.root)
        except OutputFailed:
            return  # a site on a disk that cannot be written is built anew each time
        is_kept = self._store.commit(Change(_BUILD, {"": Kept("", encode(last))}), *changes)
        if self._recall is not None:
            self._recall.keep(last if is_kept else None, self._file)

    def _moment(self) -> int:
        """Return the time on the clock of the output's disk, which is locked."""
        return moment_of(lock_file(self._output))


class _Texts(Mapping[str, Kept]):
    """The records of texts that were parsed now, read from where they are one by one."""

    def __init__(self, texts: Spool, paths: Iterable[str]) -> None:
        self._texts = texts
        self._paths = tuple(path for path in paths if path in texts)

    def __getitem__(self, path: str) -> Kept:
        return Kept("", self._texts.get(path))

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _address(file: OutputFile) -> str:
    return file.page.address if file.page else f"/{file.path}"


def _name(root: Path, output: Path) -> str:
    """Return a name for the records of an output directory: one inside the site may move with it."""
    root, output = root.resolve(), output.resolve()
    place = output.relative_to(root) if output.is_relative_to(root) else output
    return digest(place.as_posix().encode())[:16]


def _options(order: Order) -> str:
    return repr((order.with_drafts, order.base_url, order.file_urls, order.with_full_text))


def _look_at_inputs(root: Path, elsewhere: Iterable[str]) -> Tree:
    names = [SITE_FILE, CONTENT, TEMPLATES, STATIC, LOCALE, *elsewhere]
    theme = theme_root()
    if theme.resolve() != root.resolve():
        names.extend(str(theme / name) for name in (TEMPLATES, STATIC))
    follow = frozenset({TEMPLATES, STATIC, str(theme / TEMPLATES)})
    return look_at(root, names, follow=follow)
