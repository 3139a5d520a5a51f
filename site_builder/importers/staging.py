"""A copy of the site with the imported files in it, to know what a build says before any is written."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.errors import OutputFailed
from site_builder.importers.item_values import clean_text, cleaned
from site_builder.importers.items import Note
from site_builder.paths import CONTENT, LOCALE, SITE_FILE, STATE_FOLDER, STATIC, TEMPLATES
from site_builder.refactor.front_matter_edit import new_file
from site_builder.runtime.blob_file import BlobFile
from site_builder.runtime.codec import Decoder, encode

_VALUES: Decoder[dict[str, Any]] = Decoder(dict[str, Any])
_FOLDERS = (CONTENT, STATIC, TEMPLATES, LOCALE)


@dataclass(slots=True)
class StagedText:
    """The file that one item becomes. Its keys and its text are kept apart, out of memory."""

    id: str
    path: str
    #: What it is, for the report.
    noun: str
    #: The digest of the item that it was made from.
    item: str
    notes: list[Note] = field(default_factory=list)
    #: Files that the text shows: path in the site -> name in the source.
    files: dict[str, str] = field(default_factory=dict)
    #: How often it was repaired.
    repairs: int = 0
    is_draft: bool = False


class Stage:
    """The folder of a staged site, and what is in it that the site does not have."""

    def __init__(self, site: Path, folder: Path) -> None:
        self.site = site
        self.root = folder
        self.texts: dict[str, StagedText] = {}
        #: Other files, with what they are called in the source; comments have no name there.
        self.others: dict[str, str] = {}
        self._bodies = BlobFile(folder, _unknown)

    def put(self, text: StagedText, values: dict[str, Any], body: str, words: str) -> None:
        """Write the file of an item; ``words`` are those that its source had."""
        self.texts[text.path] = text
        self._bodies.put(f"words {text.path}", words.encode("utf-8", "replace"))
        self.put_again(text, values, body)

    def put_again(self, text: StagedText, values: dict[str, Any], body: str) -> None:
        """Write the file of an item again, with other keys or another text."""
        text.is_draft = values.get("status") == "draft"
        self._bodies.put(f"body {text.path}", body.encode("utf-8", "replace"))
        self._bodies.put(f"values {text.path}", encode(values))
        words = clean_text(body).strip()
        shown = f"\n{words}\n" if words else ""
        self.write(text.path, f"{new_file(values)}{shown}".encode("utf-8", "replace"))

    def values(self, path: str) -> dict[str, Any]:
        """Return the keys of a staged text."""
        values: dict[str, Any] = cleaned(_VALUES.decode(self._bodies.get(f"values {path}")))
        return values

    def body(self, path: str) -> str:
        """Return the Markdown of a staged text."""
        return self._bodies.get(f"body {path}").decode()

    def words(self, path: str) -> str:
        """Return the words that the source of a staged text had."""
        return self._bodies.get(f"words {path}").decode()

    def rename(self, text: StagedText, path: str) -> None:
        """Give the file of an item another path."""
        values, body, words = self.values(text.path), self.body(text.path), self.words(text.path)
        self.remove(text)
        text.path = path
        self.put(text, values, body, words)

    def remove(self, text: StagedText) -> None:
        """Take a text out of the staged site; the file that the site has is there again."""
        del self.texts[text.path]
        (self.root / text.path).unlink(missing_ok=True)
        if (self.site / text.path).exists():
            _link(self.site / text.path, self.root / text.path)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the staged site; one of the site itself is not touched."""
        file = self.root / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)  # it is one with that of the site
            file.write_bytes(data)
        except OSError as error:
            raise OutputFailed(f"{path}: {error.strerror}; nothing was imported") from error


def _unknown(path: str) -> bytes:
    raise KeyError(path)


@contextmanager
def staged_site(site: Path) -> Iterator[Stage]:
    """Give a copy of a site that takes no room: its files are those of the site. It is removed afterwards."""
    parent = site / STATE_FOLDER
    try:
        parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="import-", dir=parent) as name:
            folder = Path(name)
            if (site / SITE_FILE).is_file():
                shutil.copyfile(site / SITE_FILE, folder / SITE_FILE)
            (folder / CONTENT).mkdir()
            for top in _FOLDERS:
                _copy(site / top, folder / top)
            yield Stage(site, folder)
    except OSError as error:
        raise OutputFailed(f"{error.filename or site}: {error.strerror}; nothing was imported") from error


def _copy(source: Path, target: Path) -> None:
    """Make a folder of the same files, following no link."""
    if not source.is_dir() or source.is_symlink():
        return
    target.mkdir(exist_ok=True)
    for entry in os.scandir(source):
        if entry.is_dir(follow_symlinks=False):
            _copy(Path(entry.path), target / entry.name)
        elif entry.is_file(follow_symlinks=False):
            _link(Path(entry.path), target / entry.name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
