"""Find the files of ``content/``, and read each once, into memory, by a path inside the site."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.model import Kind
from site_builder.paths import CONTENT
from site_builder.runtime.fingerprints import digest
from site_builder.schema.nearest import nearest

#: A transcript of a whole day is about half of this.
MAX_FILE_BYTES = 2_000_000

_NOISE = re.compile(r"^(?:\.|4913$|.*(?:~|\.swp|\.swx|\.tmp|\.bak|\.orig|___jb_tmp___|___jb_old___)$|#.*#$)")
_ENDINGS = (".md", ".markdown")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?")
#: Line and paragraph separators that come with pasted text. YAML counts them as lines and editors do not.
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A Markdown file: its kind, its path from the root of the site, and its text with plain newlines.

    ``digest`` is that of its bytes.
    """

    kind: Kind
    path: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sources:
    """All that was found under ``content/``, by path from the root of the site."""

    #: Every Markdown file, in the order of the kinds and the paths.
    texts: Mapping[str, Kind]
    #: Other regular files: pictures, slides, recordings.
    others: tuple[str, ...]


def list_sources(root: Path) -> tuple[Sources, tuple[Problem, ...]]:
    """List everything under ``content/``; problems do not end the listing."""
    problems: list[Problem] = []
    texts: dict[str, Kind] = {}
    others: list[str] = []
    content = root / CONTENT
    if content.is_symlink() and not _is_inside(content, root):
        problems.append(_outside(CONTENT))
        return Sources({}, ()), tuple(problems)
    if not content.exists():  # an archive that lost its content must not be published as an empty one
        hint = f"put it back, or make it, with the writeups in {CONTENT}/{Kind.WRITEUPS}/"
        problems.append(Problem(Place(CONTENT), Rule.UNREADABLE, "this folder is not there", hint))
    problems.extend(_misplaced(root))
    for kind in Kind:
        for path in _files(root, f"{CONTENT}/{kind}", problems):
            if not path.endswith(_ENDINGS):
                others.append(path)
                if path.lower().endswith((*_ENDINGS, ".txt")):
                    message = "this file is not read as content"
                    hint = "if it is a text of the archive, let its name end in .md, in small letters"
                    problems.append(Problem(Place(path), Rule.MISPLACED, message, hint, Severity.WARNING))
                continue
            texts[path] = kind
    return Sources(texts, tuple(others)), tuple(problems)


def _misplaced(root: Path) -> Iterator[Problem]:
    """Report what lies beside the folders that are read: it would silently not be published."""
    ignored: list[Problem] = []
    for entry in _entries(root, CONTENT, ignored):
        is_folder = entry.is_dir()
        if is_noise(entry.name) or (is_folder and entry.name in list(Kind)):
            continue
        path = f"{CONTENT}/{_shown(entry.name)}"
        listed = ", ".join(f"{CONTENT}/{kind}/" for kind in Kind)
        if is_folder:
            near = nearest(entry.name, list(Kind))
            hint = f'did you mean "{CONTENT}/{near}/"?' if near else f"the folders are: {listed}"
            message = "this folder is not read"
        elif entry.name.lower().endswith(_ENDINGS):
            message, hint = "this file is not read", f"move it into one of: {listed}"
        else:
            continue
        yield Problem(Place(path), Rule.MISPLACED, message, hint, Severity.WARNING)


def is_noise(name: str) -> bool:
    """Say whether a file is an editor's or a system's, not the author's."""
    return name != ".well-known" and bool(_NOISE.match(name))


def list_files(root: Path, folder: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the regular files below a folder of the site, as paths from the root of the site."""
    problems: list[Problem] = []
    return tuple(_files(root, folder, problems)), tuple(problems)


def _files(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    for entry in _entries(root, folder, problems):
        path = f"{folder}/{entry.name}"
        if is_noise(entry.name):
            continue
        if any("\udc80" <= char <= "\udcff" for char in entry.name):
            message = "the name of this file is not UTF-8"
            problems.append(Problem(Place(_shown(path)), Rule.ENCODING, message, "rename the file"))
            continue
        if entry.is_symlink() and not _is_inside(Path(entry.path), root):
            problems.append(_outside(path))
            continue
        try:
            mode = entry.stat().st_mode
        except OSError:
            hint = "delete the link, or mend what it points to"
            problems.append(Problem(Place(path), Rule.UNREADABLE, "this link leads nowhere", hint))
            continue
        if stat.S_ISREG(mode):
            yield path
        elif not stat.S_ISDIR(mode):
            message = "this is a pipe, socket or device, not a file"
            problems.append(Problem(Place(path), Rule.NOT_A_FILE, message, "delete it"))
        elif entry.is_symlink():
            hint = "move the folder itself here"
            problems.append(
                Problem(Place(path), Rule.OUTSIDE_LINK, "folders are not followed by a link", hint)
            )
        elif entry.name.endswith(_ENDINGS):
            hint = "rename the folder, or move its files one level up"
            message = "this is a folder with the name of a Markdown file"
            problems.append(Problem(Place(path), Rule.NOT_A_FILE, message, hint))
        else:
            yield from _files(root, path, problems)


def _entries(root: Path, folder: str, problems: list[Problem]) -> list["os.DirEntry[str]"]:
    """Return what lies in a folder, by name; nothing if there is no such folder."""
    try:
        with os.scandir(root / folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        pass
    except NotADirectoryError:
        hint = "rename or delete it"
        problems.append(
            Problem(Place(folder), Rule.NOT_A_FILE, "this is not a folder, and should be one", hint)
        )
    except OSError as error:
        hint = "check the permissions of the folder"
        problems.append(Problem(Place(folder), Rule.UNREADABLE, error.strerror or "cannot be read", hint))
    return []


def _shown(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()


def _is_inside(path: Path, root: Path) -> bool:
    # Not Path.resolve(), which raises for a link that leads in a circle.
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _outside(path: str) -> Problem:
    hint = "put the file itself here"
    return Problem(Place(path), Rule.OUTSIDE_LINK, "this link leads out of the site", hint)


def read_source(root: Path, kind: Kind, path: str, problems: list[Problem]) -> SourceFile | None:
    """Read one Markdown file, or report why it cannot be read."""
    data = _read_bytes(root / path, path, problems)
    text = _text(data, path, problems) if data is not None else None
    return SourceFile(kind, path, text, digest(data)) if data is not None and text is not None else None


def _read_bytes(file: Path, path: str, problems: list[Problem]) -> bytes | None:
    try:
        # O_NONBLOCK: a pipe that took the file's place since it was listed must not hang the build.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        opened = os.open(file, flags)
        try:
            # Not the most that it may have: room for that would be made for each file.
            room = min(os.fstat(opened).st_size, MAX_FILE_BYTES) + 1
            data = os.read(opened, room)
            while len(data) <= MAX_FILE_BYTES and (more := os.read(opened, room)):
                data += more
        finally:
            os.close(opened)
    except OSError as error:
        hint = "check the permissions of the file"
        problems.append(Problem(Place(path), Rule.UNREADABLE, error.strerror or "cannot be read", hint))
        return None
    if len(data) > MAX_FILE_BYTES:
        message = f"the file is larger than {MAX_FILE_BYTES // 1_000_000} MB"
        problems.append(Problem(Place(path), Rule.TOO_LARGE, message, "split it into several writeups"))
        return None
    return data


def _text(data: bytes, path: str, problems: list[Problem]) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        message = f"byte {error.start + 1} is not UTF-8"
        place = _place_at(path, before, len(before))
        problems.append(Problem(place, Rule.ENCODING, message, "save the file as UTF-8"))
        return None
    if "\r" in text:
        text = _NEWLINES.sub("\n", text)
    if not text.isascii():
        text = _SEPARATORS.sub(" ", text)
    bad = _CONTROL.search(text)
    if bad:
        message = f"the control character U+{ord(bad[0]):04X} stands here"
        place = _place_at(path, text, bad.start())
        problems.append(Problem(place, Rule.CONTROL_CHARACTER, message, "delete the character"))
        return None
    return text


def _place_at(path: str, text: str, offset: int) -> Place:
    return Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
