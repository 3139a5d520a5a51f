"""Find the files of a site, and read each once, into memory, by a path inside the site."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from site_builder.config import Config, read_config
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.kinds import Kind
from site_builder.language import Language, read_language
from site_builder.options import BuildOptions
from site_builder.paths import COMMENTS, CONTENT, SITE_FILE, STATIC, TEMPLATES, THEME_PREFIX
from site_builder.runtime.fingerprints import digest
from site_builder.runtime.pagefind import is_installed
from site_builder.schema.nearest import nearest
from site_builder.sources.front_matter_mistakes import foreign_file_type
from site_builder.theme_files import theme_static_files

#: A transcript of a whole day is about half of this.
MAX_FILE_BYTES = 2_000_000

_NOISE = re.compile(r"^(?:\.|4913$|.*(?:~|\.swp|\.swx|\.tmp|\.bak|\.orig|___jb_tmp___|___jb_old___)$|#.*#$)")
#: What hosts look for in a site.
_FOR_HOSTS = frozenset([".well-known", ".htaccess", ".nojekyll", ".domains"])
_OF_SYSTEMS = re.compile(
    r"\.(?:DS_Store|git\w*|svn|hg|directory|localized|Spotlight-V100|Trashes|_.*|.*\.sw.|#.*)$"
)
_EXTENSIONS = (".md", ".markdown")
_MISNAMED_SETTINGS = frozenset(
    "site.toml.txt site.txt site.toml.toml site.yaml site.yml site.json site.tml".split()
)
#: What Windows, macOS and browsers make of the name of a copy.
_COPY = re.compile(
    r"(.*?)(?: - Copy(?: \(\d+\))?| copy(?: \d+)?| \(\d+\)| - Kopie(?: \(\d+\))?| Kopie| - Copie)(\.[a-z]+)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(rf"{COMMENTS}/\d{{4}}/[^/]+\.ya?ml")
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
    """The settings of a site, and all its files by path from the root."""

    root: Path
    config: Config
    language: Language
    #: Every Markdown file, in the order of the kinds and the paths.
    texts: Mapping[str, Kind] = field(default_factory=dict)
    #: Other regular files below ``content/``: pictures, slides, recordings.
    others: tuple[str, ...] = ()
    #: Files with comments, if the site shows them.
    comments: tuple[str, ...] = ()
    #: Files to copy: the path of each in the output, and where it is.
    static_files: tuple[tuple[str, Path], ...] = ()
    #: Whether the site wants its texts searched, and the program that does it is not installed.
    lacks_full_text: bool = False


def read_settings(options: BuildOptions, diagnostics: Diagnostics) -> Sources:
    """Read ``site.toml`` and the catalogues of a site, and list nothing."""
    config = read_config(options.root, diagnostics)
    if options.base_url is not None:
        config = replace(config, base_url=options.base_url)
    return Sources(options.root, config, read_language(options.root, config.language, diagnostics))


def read_sources(options: BuildOptions, diagnostics: Diagnostics) -> Sources:
    """Read ``site.toml`` and the catalogues of a site, and list its files.

    Problems do not end the listing.
    """
    root = options.root
    settings = read_settings(options, diagnostics)
    wants_full_text = options.with_full_text and settings.config.full_text_search
    has_full_text = wants_full_text and is_installed()
    texts, others = list_content(root, diagnostics)
    if (root / TEMPLATES / THEME_PREFIX).exists():
        folder = f"{TEMPLATES}/{THEME_PREFIX}".rstrip("/")
        message = f'"{THEME_PREFIX}" in front of the name of a template means the default theme'
        hint = f"move its files into {TEMPLATES}/, under the names of the templates that they replace"
        diagnostics.error(Place(folder), Rule.RESERVED_NAME, message, hint)
    return replace(
        settings,
        config=replace(settings.config, full_text_search=has_full_text),
        texts=texts,
        others=others,
        comments=_list_comments(root, diagnostics) if settings.config.comments else (),
        static_files=_static_files(root, diagnostics),
        lacks_full_text=wants_full_text and not has_full_text,
    )


def _static_files(root: Path, diagnostics: Diagnostics) -> tuple[tuple[str, Path], ...]:
    """Return the files to copy: the theme's, each replaced by the site's own of the same path."""
    files = dict(theme_static_files())
    own = _files(root, STATIC, diagnostics)
    _report_hidden_files(root, STATIC, diagnostics)
    files.update((path.removeprefix(f"{STATIC}/"), root / path) for path in own)
    return tuple(sorted(files.items()))


def _list_comments(root: Path, diagnostics: Diagnostics) -> tuple[str, ...]:
    """Return the files of comments; others in their folder are reported."""
    comments = []
    for path in _files(root, COMMENTS, diagnostics):
        if _COMMENTS.fullmatch(path):
            comments.append(path)
        else:
            hint = f"comments are read from {COMMENTS}/<year>/<id>.yml, named like the writeup above them"
            diagnostics.warning(Place(path), Rule.MISPLACED, "this file is not read", hint)
    return tuple(comments)


def list_content(root: Path, diagnostics: Diagnostics) -> tuple[dict[str, Kind], tuple[str, ...]]:
    """Return the Markdown files below ``content/`` with their kinds, and all other files."""
    content = root / CONTENT
    if content.is_symlink() and not _is_inside(content, root):
        _report_outside(CONTENT, diagnostics)
        return {}, ()
    if not content.exists():  # an archive that lost its content must not be published as an empty one
        hint = f"put it back, or make it, with the writeups in {CONTENT}/{Kind.WRITEUPS}/"
        diagnostics.error(Place(CONTENT), Rule.UNREADABLE, "this folder is not there", hint)
    _report_misplaced(root, diagnostics)
    _report_misnamed_settings(root, diagnostics)
    texts: dict[str, Kind] = {}
    others: list[str] = []
    for kind in Kind:
        for path in _files(root, kind.folder, diagnostics):
            if path.endswith(_EXTENSIONS):
                texts[path] = kind
                continue
            others.append(path)
            if path.lower().endswith(_EXTENSIONS):
                hint = "if it is a text of the archive, let its name end in .md, in small letters"
                diagnostics.warning(Place(path), Rule.MISPLACED, "this file is not read as content", hint)
    _report_names_in_two_forms(others, diagnostics)
    _report_copies(texts, diagnostics)
    return texts, tuple(others)


def _report_names_in_two_forms(paths: list[str], diagnostics: Diagnostics) -> None:
    """Report files whose names are one in Unicode: a link means both, and they would have one address."""
    by_normal_form: dict[str, str] = {}
    for path in paths:
        same = by_normal_form.setdefault(unicodedata.normalize("NFC", path), path)
        if same != path:
            message = f"another file has this name, with its accents in another form (Unicode): {same}"
            diagnostics.error(Place(path), Rule.ADDRESS_COLLISION, message, "rename one of the two")


def _report_copies(paths: Mapping[str, Kind], diagnostics: Diagnostics) -> None:
    """Report files with the name that a system gives to a copy, beside the one that was copied."""
    for path in paths:
        copy = _COPY.fullmatch(path)
        if copy and f"{copy[1]}{copy[2]}" in paths:
            message = f"this looks like a copy of {copy[1]}{copy[2]}, and is published beside it"
            diagnostics.warning(
                Place(path), Rule.MISPLACED, message, "delete one of the two, or rename this one"
            )


def _report_misnamed_settings(root: Path, diagnostics: Diagnostics) -> None:
    """Report a file that is meant to be ``site.toml`` and is called otherwise."""
    if (root / SITE_FILE).exists():
        return
    for entry in _entries(root, ".", Diagnostics()):
        if entry.name.lower() in _MISNAMED_SETTINGS:
            message = f"the settings of a site are read from {SITE_FILE}, and not from this file"
            hint = f"rename it to {SITE_FILE} (Windows hides the ending .txt until you let it show endings)"
            diagnostics.warning(Place(entry.name), Rule.MISPLACED, message, hint)


def _report_misplaced(root: Path, diagnostics: Diagnostics) -> None:
    """Report what lies beside the folders that are read: it would not be published, without a word."""
    for entry in _entries(root, CONTENT, Diagnostics()):
        is_folder = entry.is_dir()
        path = f"{CONTENT}/{_shown(entry.name)}"
        if is_noise(entry.name) or (is_folder and (entry.name in list(Kind) or path == COMMENTS)):
            continue
        folders = ", ".join(f"{CONTENT}/{kind}/" for kind in Kind)
        if is_folder:
            near = nearest(entry.name, list(Kind))
            hint = f'did you mean "{CONTENT}/{near}/"?' if near else f"the folders are: {folders}"
            diagnostics.warning(Place(path), Rule.MISPLACED, "this folder is not read", hint)
        elif entry.name.lower().endswith(_EXTENSIONS):
            hint = f"move it into one of: {folders}"
            diagnostics.warning(Place(path), Rule.MISPLACED, "this file is not read", hint)


def _report_hidden_files(root: Path, folder: str, diagnostics: Diagnostics) -> None:
    """Report files that are not copied as their names begin with a full stop, but for those of systems."""
    for entry in _entries(root, folder, Diagnostics()):
        if entry.name.startswith(".") and is_noise(entry.name) and not _OF_SYSTEMS.match(entry.name):
            message = "a file whose name begins with a full stop is not published"
            hint = f"rename it; only {', '.join(sorted(_FOR_HOSTS))} are copied"
            diagnostics.warning(Place(f"{folder}/{_shown(entry.name)}"), Rule.MISPLACED, message, hint)


def is_noise(name: str) -> bool:
    """Say whether a file is an editor's or a system's, not the author's."""
    return name not in _FOR_HOSTS and bool(_NOISE.match(name))


def _files(root: Path, folder: str, diagnostics: Diagnostics) -> Iterator[str]:
    for entry in _entries(root, folder, diagnostics):
        path = f"{folder}/{entry.name}"
        if is_noise(entry.name):
            continue
        if any("\udc80" <= char <= "\udcff" for char in entry.name):
            message = "the name of this file is not UTF-8"
            diagnostics.error(Place(_shown(path)), Rule.ENCODING, message, "rename the file")
            continue
        if entry.is_symlink() and not _is_inside(Path(entry.path), root):
            _report_outside(path, diagnostics)
            continue
        try:
            mode = entry.stat().st_mode
        except OSError:
            hint = "delete the link, or fix what it points to"
            diagnostics.error(Place(path), Rule.UNREADABLE, "this link leads nowhere", hint)
            continue
        if stat.S_ISREG(mode):
            yield path
        elif not stat.S_ISDIR(mode):
            message = "this is a pipe, socket or device, not a file"
            diagnostics.error(Place(path), Rule.NOT_A_FILE, message, "delete it")
        elif entry.is_symlink():
            message, hint = "folders are not followed by a link", "move the folder itself here"
            diagnostics.error(Place(path), Rule.OUTSIDE_LINK, message, hint)
        elif entry.name.endswith(_EXTENSIONS):
            message = "this is a folder with the name of a Markdown file"
            hint = "rename the folder, or move its files one level up"
            diagnostics.error(Place(path), Rule.NOT_A_FILE, message, hint)
        else:
            yield from _files(root, path, diagnostics)


def _entries(root: Path, folder: str, diagnostics: Diagnostics) -> list["os.DirEntry[str]"]:
    """Return what lies in a folder, by name; nothing if there is no such folder."""
    try:
        with os.scandir(root / folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        pass
    except NotADirectoryError:
        hint = "rename or delete it"
        diagnostics.error(Place(folder), Rule.NOT_A_FILE, "this is not a folder, and should be one", hint)
    except OSError as error:
        hint = "check the permissions of the folder"
        diagnostics.error(Place(folder), Rule.UNREADABLE, error.strerror or "cannot be read", hint)
    return []


def _shown(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()


def _is_inside(path: Path, root: Path) -> bool:
    # Not Path.resolve(), which raises for a link that leads in a circle.
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _report_outside(path: str, diagnostics: Diagnostics) -> None:
    hint = "put the file itself here"
    diagnostics.error(Place(path), Rule.OUTSIDE_LINK, "this link leads out of the site", hint)


def read_source(root: Path, kind: Kind, path: str, diagnostics: Diagnostics) -> SourceFile | None:
    """Read one Markdown file, or report why it cannot be read."""
    data = _read_bytes(root / path, path, diagnostics)
    text = _text(data, path, diagnostics) if data is not None else None
    return SourceFile(kind, path, text, digest(data)) if data is not None and text is not None else None


def read_text(root: Path, path: str, diagnostics: Diagnostics) -> str | None:
    """Read another text file with plain newlines, or report why it cannot be read."""
    data = _read_bytes(root / path, path, diagnostics)
    return _text(data, path, diagnostics) if data is not None else None


def bytes_of(file: Path) -> bytes:
    """Return what is in a file; nothing where it cannot be read, which is reported when it is listed."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _read_bytes(file: Path, path: str, diagnostics: Diagnostics) -> bytes | None:
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
        diagnostics.error(Place(path), Rule.UNREADABLE, error.strerror or "cannot be read", hint)
        return None
    if len(data) > MAX_FILE_BYTES:
        message = f"the file is larger than {MAX_FILE_BYTES // 1_000_000} MB"
        diagnostics.error(Place(path), Rule.TOO_LARGE, message, "split it into several writeups")
        return None
    return data


def _text(data: bytes, path: str, diagnostics: Diagnostics) -> str | None:
    foreign = foreign_file_type(data)
    if foreign is not None:
        kind, hint = foreign
        diagnostics.error(Place(path), Rule.ENCODING, f"this is {kind}, and no text in UTF-8", hint)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        message = f"byte {error.start + 1} is not UTF-8"
        place = Place.at(path, before, len(before))
        diagnostics.error(place, Rule.ENCODING, message, "save the file as UTF-8")
        return None
    if "\r" in text:
        text = _NEWLINES.sub("\n", text)
    if not text.isascii():
        text = _SEPARATORS.sub(" ", text)
    bad = _CONTROL.search(text)
    if bad:
        message = f"the control character U+{ord(bad[0]):04X} stands here"
        place = Place.at(path, text, bad.start())
        diagnostics.error(place, Rule.CONTROL_CHARACTER, message, "delete the character")
        return None
    return text
