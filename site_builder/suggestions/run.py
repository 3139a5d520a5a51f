"""Proposals for the files of a site."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder.config import Config
from site_builder.errors import Diagnostics, UsageError
from site_builder.kinds import Kind
from site_builder.refactor.answers import AnswerFiles
from site_builder.refactor.front_matter_edit import with_keys
from site_builder.refactor.line_ends import plain, written_like
from site_builder.schema.nodes import plain_value
from site_builder.sources.discover import SourceFile, list_content, read_source
from site_builder.sources.front_matter import read_front_matter
from site_builder.suggestions.archive_names import read_archive_names
from site_builder.suggestions.entity_model import load_model
from site_builder.suggestions.front_matter import put_into, with_statements
from site_builder.suggestions.proposals import Proposal
from site_builder.suggestions.read import ProposalReader, Text

_DATE = re.compile(r"(?:^|/)(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class FileProposals:
    """A file and what is proposed for it; ``path`` is from the root of the site."""

    path: str
    proposals: tuple[Proposal, ...]


def suggest(root: Path, files: Sequence[Path]) -> Iterator[FileProposals]:
    """Yield the proposals for some writeups, or for all of them; a text is read when it is its turn.

    Raises :class:`ProblemsFound` for a site with errors in its front matter, and :class:`UsageError` for a
    file that is no writeup, or a model that is not installed.
    """
    paths = _paths(root, files)
    archive, config = read_archive_names(root)
    reader = ProposalReader(archive, _model(config))
    for path in paths:
        text = _read(root, path)
        if text is not None:
            yield FileProposals(path, tuple(reader.proposals(text)))


def _model(config: Config) -> object:
    return load_model(config.suggest.model) if config.suggest.model else None


def _paths(root: Path, files: Sequence[Path]) -> list[str]:
    texts, _ = list_content(root, Diagnostics())
    writeups = [path for path, kind in texts.items() if kind is Kind.WRITEUPS]
    if not files:
        return writeups
    paths = []
    for file in files:
        whole = file if file.is_absolute() else Path.cwd() / file
        if not whole.exists() and (root / file).exists():
            whole = root / file
        try:
            path = whole.resolve().relative_to(root.resolve()).as_posix()
        except ValueError:
            path = ""
        if path not in writeups:
            raise UsageError(f"{file} is no writeup of this site; name a file below {Kind.WRITEUPS.folder}/")
        paths.append(path)
    return paths


def _read(root: Path, path: str) -> Text | None:
    source = read_source(root, Kind.WRITEUPS, path, Diagnostics())
    document = read_front_matter(source, Diagnostics()) if source is not None else None
    if document is None or document.front is None:
        return None
    values = {entry.key: plain_value(entry.value) for entry in document.front}
    return Text(values, document.body, document.body_line, _day(values, path))


def _day(values: dict[str, object], path: str) -> datetime.date | None:
    written = str(values.get("date") or "")[:10]
    named = _DATE.search(path)
    for text in (written, named[1] if named else ""):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            continue
    return None


def write_accepted(path: str, proposals: Sequence[Proposal], files: AnswerFiles) -> None:
    """Write accepted proposals into a file; raise :class:`UsageError` if that cannot be done safely."""
    written = files.text(path) or ""
    before = plain(written)
    changed = frozenset(proposal.key.partition(".")[0] for proposal in proposals) - {"statements"}
    after = with_keys(path, before, lambda keys: put_into(keys, proposals), changed) if changed else before
    document = read_front_matter(SourceFile(Kind.WRITEUPS, path, after, ""), Diagnostics())
    after = after[: document.body_start] + with_statements(after[document.body_start :], proposals)
    files.write({path: written_like(written, after)})
