"""An import from beginning to end: all of it, or nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote

from site_builder.config import Config, read_config
from site_builder.errors import Diagnostics, OutputFailed, Place, Problem
from site_builder.importers.comment_files import (
    comments_file,
    comments_in,
    digest_of_comment,
    new_comments,
)
from site_builder.importers.fetching import fetch
from site_builder.importers.formats import Format, detect_format, find_format
from site_builder.importers.item_values import values_of
from site_builder.importers.items import ImportSettings, Item, ItemKind, LeftOut, Note, Source, Unreadable
from site_builder.importers.ledger import Ledger, Record, digest_of, digest_of_file, read_ledger
from site_builder.importers.lost_words import MOST, lost_words, words_of_markdown, words_of_page
from site_builder.importers.placement import Placement, writeup_id
from site_builder.importers.reading import digest_of_item, file_of, of_other_formats, read_items, sound_item
from site_builder.importers.repairs import repair
from site_builder.importers.report import ImportReport, line_of, questions_of
from site_builder.importers.rewritten_links import LinkRewriter
from site_builder.importers.source_tree import MAX_BYTES, SourceTree, open_tree
from site_builder.importers.staging import Stage, StagedText, staged_site
from site_builder.importers.validation import Validator
from site_builder.importers.web_addresses import split_address
from site_builder.options import BuildOptions, Progress
from site_builder.paths import OUTPUT
from site_builder.refactor.atomic_write import place_files, write_whole
from site_builder.runtime.blob_file import BlobFile
from site_builder.runtime.codec import Decoder, encode
from site_builder.sources.comments import comments_path

_MOST_ROUNDS = 8
_SHOWN_WORDS = 12
#: Each text is kept twice, as Markdown and as words, while an import runs.
_MOST_TEXT = 240_000_000
_ITEM: Decoder[Item] = Decoder(Item)


def import_archive(root: Path, path: Path, settings: ImportSettings, progress: Progress) -> ImportReport:
    """Import a source into a site, or only report what would be written.

    Raises :class:`Unreadable` for a source that cannot be read, and other :class:`SiteError` for a site that
    cannot be written; nothing is written then.
    """
    tree = open_tree(path)
    format = find_format(settings.format) if settings.format else detect_format(tree)
    progress(f"Reading {format.title}")
    source = format.open(tree)
    name = source.name or tree.path.resolve().name
    ledger = read_ledger(root, format.name, name)
    with staged_site(root) as stage:
        run = _Import(root, tree, source, settings, ledger, stage, progress)
        report = run.report(format, name)
        if not settings.dry_run:
            run.write()
    return report


@dataclass(slots=True)
class _Import:
    """The steps of one import, and what each leaves for the next."""

    root: Path
    tree: SourceTree
    source: Source
    settings: ImportSettings
    ledger: Ledger
    stage: Stage
    progress: Progress
    config: Config = field(init=False)
    after: Ledger = field(init=False)
    notes: list[tuple[Place, Note]] = field(default_factory=list)
    remote: Counter[str] = field(default_factory=Counter)
    #: Files that were fetched: address -> where they are in the staging folder.
    fetched: dict[str, Path] = field(default_factory=dict)

    #: The items of the source, encoded, by number; and what becomes no file.
    items: BlobFile = field(init=False)
    left_out: list[LeftOut] = field(default_factory=list)
    #: The files of the source in which items stand.
    places: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.items = BlobFile(self.stage.root, _missing)
        self.config = read_config(
            self.root, Diagnostics()
        )  # a broken site.toml is reported by the validation
        self.after = self.ledger.copy()

    def report(self, format: Format, name: str) -> ImportReport:
        """Stage everything, look at it as a build does, and return what would be written."""
        report = ImportReport(format.name, name, self.ledger.path)
        placement = self._place()
        if self.settings.fetches:
            self._fetch(placement)
        self.progress("Converting texts")
        rewriter = LinkRewriter(self.source, placement, self.fetched.keys(), self._is_foreign)
        for item, path in self._placed(placement):
            self._stage_item(item, path, rewriter, report)
        shown = {name for text in self.stage.texts.values() for name in text.files.values()}
        read = {*placement.paths, *self.places, *(item.id for item in self.left_out), *shown}
        self.left_out += of_other_formats(self.tree, read, self.left_out)
        known = {*placement.paths, *(item.id for item in self.left_out)}
        report.no_longer_there = sorted(
            record.path for id, record in self.ledger.items.items() if id not in known
        )
        report.left_out += [(item.place, item.reason) for item in self.left_out]
        self._stage_files()
        problems = self._validate()
        self._count(report, problems)
        return report

    def _day(self, item: Item) -> str:
        return item.date[:10] or self.settings.now.astimezone(self.config.zone).date().isoformat()

    def _place(self) -> Placement:
        """Read the whole source once: give every item its file, and put it away until its turn."""
        placement = Placement(self.root, self.settings.into, self.source.hosts, self.ledger)
        size = 0
        for read in read_items(self.source, self.tree):
            if isinstance(read, LeftOut):
                self.left_out.append(read)
                continue
            item = sound_item(read, placement.paths)
            encoded = encode(item)
            size += len(encoded)
            if size > _MOST_TEXT:
                raise Unreadable(
                    f"{self.tree.path.name} has more than {_MOST_TEXT // 2_000_000} MB of text, and cannot be"
                    " imported at once; import it in parts"
                )
            self.items.put(str(len(placement.order)), encoded)
            self.places.add(file_of(item.place))
            placement.place(item, self._day(item))
        if not placement.paths and not self.left_out:
            raise Unreadable(f"there is nothing in {self.tree.path} that can be imported")
        if not placement.paths and self.tree.is_file and len(self.left_out) == 1:
            raise Unreadable(f"{self.left_out[0].place}: {self.left_out[0].reason}")
        return placement

    def _placed(self, placement: Placement) -> Iterator[tuple[Item, str]]:
        """Yield the items that were put away, each with the path of its file."""
        for number, path in enumerate(placement.order):
            yield _ITEM.decode(self.items.get(str(number))), path

    def _fetch(self, placement: Placement) -> None:
        """Fetch the pictures elsewhere that texts show."""
        rewriter = LinkRewriter(self.source, placement, (), self._is_foreign)
        wanted: dict[str, None] = {}
        for item, path in self._placed(placement):
            wanted.update(dict.fromkeys(rewriter.rewrite(item, path).remote))
        for number, address in enumerate(wanted, start=1):
            self.progress(f"Fetching picture {number} of {len(wanted)}")
            result = fetch(address, self.stage.root, number)
            if isinstance(result, Path):
                self.fetched[address] = result
            else:
                subject = f"{address}: {result}"
                self._note("", "pictures that cannot be fetched", subject, "fetch them by hand")

    def _stage_item(self, item: Item, path: str, rewriter: LinkRewriter, report: ImportReport) -> None:
        digest = digest_of_item(item)
        known = self.ledger.items.get(item.id)
        reason = self._reason_to_leave(known, digest, path)
        if reason is not None:
            if reason:
                target = report.left_alone if known else report.left_out
                target.append((item.place, reason))
            else:
                report.unchanged += 1
            self._stage_comments(item, path, report)
            return
        rewritten = rewriter.rewrite(item, path)
        values, notes = values_of(item, path, self._day(item), self.config)
        notes = [*item.notes, *notes, *rewritten.notes]
        staged = StagedText(item.id, path, item.kind.value, digest, notes, rewritten.files)
        self.remote.update(rewritten.remote)
        words = item.words if item.words is not None else words_of_markdown(item.body)
        self.stage.put(staged, values, rewritten.text, words)
        self._stage_comments(item, path, report)

    def _reason_to_leave(self, known: Record | None, digest: str, path: str) -> str | None:
        """Return why the file of an item is not written; empty if it is as it should be, None if it is."""
        here = digest_of_file(self.root / path)
        if known is None:
            return (
                None
                if here is None
                else f"{path} is there already, and no import wrote it; rename or delete it"
            )
        if known.item == digest and here is not None:
            return ""
        if here is None:
            return f"{path} was deleted here, and stays deleted"
        if here != known.digest:
            return f"{path} was edited here since, and the source has changed, too; bring the two together"
        return None

    def _stage_comments(self, item: Item, path: str, report: ImportReport) -> None:
        """Stage the comments below an item that no import has written yet."""
        if not item.comments:
            return
        if item.kind is not ItemKind.WRITEUP:
            hint = "a page has no comments here; make it a writeup if they matter"
            self._note(path, "comments on pages, which are not imported", str(len(item.comments)), hint)
            return
        target = comments_path(writeup_id(path), date.fromisoformat(self._day(item)))
        written = self.ledger.comments.get(item.id, {})
        new = new_comments(item.comments, written)
        before = self.ledger.comment_files.get(item.id, target)
        if not new and before == target:
            return
        here = comments_in(self.root / before)
        if before != target and (self.root / before).exists():
            hint = f"move {before} to {target}: the year of its writeup has changed in the source"
            self._note(target, "comments whose writeup is of another year now", before, hint)
            return
        digests = set(written.values())
        is_ours = here is not None and all(digest_of_comment(keys) in digests for keys in here)
        if (self.root / target).exists() and not is_ours:
            hint = "add them by hand, if they matter"
            self._note(target, "new comments on texts whose comments were edited here", target, hint)
            return
        if not new:
            return
        self.stage.write(target, comments_file([*(here or ()), *new]))
        self.stage.others[target] = ""
        report.comments += len(new)
        digests_of_new = {str(keys["id"]): digest_of_comment(keys) for keys in new}
        self.after.comments[item.id] = {**written, **digests_of_new}
        self.after.comment_files[item.id] = target

    def _note(self, path: str, kind: str, subject: str, hint: str) -> None:
        self.notes.append((Place(path), Note(kind, subject, hint)))

    def _is_foreign(self, path: str, name: str) -> bool:
        """Say whether another file than one of the source stands at a path in the site."""
        here = digest_of_file(self.root / path)
        if here is None:
            return False
        if path in self.ledger.files:
            return self.ledger.files[path][1] != name
        return here != digest_of(self._file(name))

    def _file(self, name: str) -> bytes:
        if name in self.fetched:
            return self.fetched[name].read_bytes()
        return self.tree.read(name, MAX_BYTES)

    def _stage_files(self) -> None:
        """Copy the files that texts show into the staged site."""
        wanted = {path: name for text in self.stage.texts.values() for path, name in text.files.items()}
        for path, name in sorted(wanted.items()):
            if Path(path).suffix.lower() == ".svg":
                continue  # a drawing may run: the validation says so of its link
            here = digest_of_file(self.root / path)
            if here is not None and here != self.ledger.files.get(path, ("", ""))[0]:
                continue  # it was edited here, or is the very file
            try:
                data = self._file(name)
            except Unreadable as error:
                self._note("", "files that cannot be read", str(error), "copy them by hand")
                continue
            self.stage.write(path, data)
            self.stage.others[path] = name

    def _validate(self) -> tuple[Problem, ...]:
        """Look at the staged site as a build does, and repair until it takes every imported file."""
        self.progress("Checking what a build would say")
        options = BuildOptions(
            self.stage.root,
            self.stage.root / OUTPUT,
            self.settings.now,
            with_drafts=True,
            jobs=self.settings.jobs,
        )
        validator = Validator(options)
        problems = validator.problems()
        for _ in range(_MOST_ROUNDS):
            if not repair(self.stage, problems):
                break
            problems = validator.problems()
        self._compare_words(validator)
        return problems

    def _compare_words(self, validator: Validator) -> None:
        for path in self.stage.texts:
            before = self.stage.words(path)
            page = words_of_page(validator.html(path))
            values = self.stage.values(path)
            shown = f"{page} {values.get('title', '')} {values.get('extra', '')}"
            lost, total = lost_words(before, shown)
            if len(lost) > total * MOST:
                words = " ".join(lost[:_SHOWN_WORDS])
                more = " ..." if len(lost) > _SHOWN_WORDS else ""
                subject = f"{len(lost)} of {total} words: {words}{more}"
                hint = "compare the page with that of the source"
                self._note(path, "texts that lost words", subject, hint)

    def _count(self, report: ImportReport, problems: tuple[Problem, ...]) -> None:
        """Bring the outcome into the report."""
        kinds: Counter[str] = Counter()
        for path, text in sorted(self.stage.texts.items()):
            (report.updated if text.id in self.ledger.items else report.new).append(path)
            kinds[text.noun] += 1
            report.drafts += text.is_draft
            data = (self.stage.root / path).read_bytes()
            self.after.items[text.id] = Record(path, text.item, digest_of(data))
            lines = data.decode("utf-8", "replace").split("\n") if text.notes else []
            self.notes += [(Place(path, line_of(note.subject, lines)), note) for note in text.notes]
        report.kinds = dict(kinds)
        for path in self._unlinked():
            del self.stage.others[path]
        for path, name in self.stage.others.items():
            self.after.files[path] = digest_of_file(self.stage.root / path) or "", name
        report.files = sum(bool(name) for name in self.stage.others.values())
        if self.remote:
            hosts = Counter(split_address(address).hostname or "" for address in self.remote)
            for host, count in hosts.items():
                hint = "they are shown from there; --fetch brings them into the archive"
                self.notes += [(Place(""), Note("pictures that are elsewhere", host, hint))] * count
        report.remote = tuple(sorted(self.remote))
        ours = self.stage.texts.keys() | self.stage.others.keys()
        report.questions = questions_of(
            self.notes, (problem for problem in problems if problem.place.path in ours)
        )
        report.others = tuple(
            problem for problem in problems if problem.is_error and problem.place.path not in ours
        )

    def _unlinked(self) -> set[str]:
        """Return the staged files that no text shows after all: their links were refused."""
        files = {path for text in self.stage.texts.values() for path in text.files}
        linked = set()
        for text in self.stage.texts.values():
            if not text.files:
                continue
            body = self.stage.body(text.path)
            folder = Path(text.path).parent.as_posix()
            linked |= {path for path in text.files if quote(path.rpartition("/")[2], safe="/._-~") in body}
            attachments = self.stage.values(text.path).get("extra", {}).get("attachments", [])
            linked -= {f"{folder}/{target}" for target in attachments}
        return (files & self.stage.others.keys()) - linked

    def write(self) -> None:
        """Put the staged files in their places, all or none."""
        files = {path: self.stage.root / path for path in (*self.stage.texts, *sorted(self.stage.others))}
        if not files and self.after.as_json() == self.ledger.as_json():
            return
        for path in files:
            expected = self._before(path)
            if digest_of_file(self.root / path) != expected:
                raise OutputFailed(f"{path} was changed while the import was running; run it again")
        file = self.root / self.ledger.path
        file.parent.mkdir(parents=True, exist_ok=True)
        # Whoever kills the import from here on can run it again: it knows what was put in place.
        write_whole(file, self.ledger.as_json(pending=self.after))
        try:
            place_files(self.root, files)
        except OutputFailed:
            write_whole(file, self.ledger.as_json())
            raise
        write_whole(file, self.after.as_json())

    def _before(self, path: str) -> str | None:
        text = self.stage.texts.get(path)
        if text is not None:
            record = self.ledger.items.get(text.id)
            return record.digest if record else None
        if not self.stage.others[path]:  # comments: a removal is no edit
            return digest_of_file(self.root / path)
        return self.ledger.files.get(path, (None, ""))[0]


def _missing(name: str) -> bytes:
    raise KeyError(name)
