"""The index of what texts say, by Pagefind: files that a reader's browser loads piece by piece.

Records are indexed, not pages: what is found are words of writeups, never those of the theme. Pagefind is
a program that comes with the extra ``search``; a site without it has names and titles to search in.
"""

import gzip
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator
from html import escape
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.errors import OutputFailed
from site_builder.model import Address, FromFile, OutputFile, Page, PageKey, SearchRecord, Stage, output_path
from site_builder.output.directory import READABLE_FILE, READABLE_FOLDER
from site_builder.paths import FULL_TEXT
from site_builder.runtime import supervised as leashed
from site_builder.runtime.codec import Encoder
from site_builder.runtime.fingerprints import digest

#: What Pagefind writes for pages that have no search page of their own.
_NOT_NEEDED = re.compile(r"^pagefind-(?:ui|modular-ui|component-ui|highlight|playground)")


#: It would keep where the first one is; results do not show it.
_PICTURE = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
#: Endings of the files that it compresses with gzip.
_COMPRESSED = frozenset({".pagefind", ".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment"})


def is_available() -> bool:
    """Say whether Pagefind is installed."""
    return find_spec("pagefind") is not None and find_spec("pagefind_bin") is not None


def key_of(records: Iterable[SearchRecord], language: str) -> bytes:
    """Return what stands for all that an index is made of."""
    encode = Encoder(lambda prose: prose.digest).encode
    facts = digest(b"\n".join(encode(record) for record in records))
    return PageKey("full text", "", (facts, language)).packed()


def index(records: Iterable[SearchRecord], language: str, stage: Path, key: bytes) -> Iterator[OutputFile]:
    """Write an index onto a stage, and yield its files, each with the key of the whole.

    Raises :class:`OutputFailed` if Pagefind cannot do its work.
    """
    folder = stage / FULL_TEXT
    with TemporaryDirectory(prefix="texts-", dir=stage) as texts:
        for record in records:
            _write(record, Path(texts), language)
        options = ["--site", texts, "--output-path", str(folder.absolute()), "--force-language", language]
        options += ["--exclude-selectors", ".footnote-ref, .footnote-backref"]
        # In a folder of ours: settings for it in the folder of the site, or in Python's path, are not meant.
        program = [sys.executable, "-P", "-m", "pagefind", *options]
        done = _run(program, texts)
    if done.returncode:
        raise OutputFailed(
            f"the full-text index cannot be made: {_last_line(done.stderr or done.stdout)}; "
            "build with --no-full-text, or set full_text_search = false in site.toml"
        )
    folder.chmod(READABLE_FOLDER)
    for file in sorted(folder.rglob("*")):
        if file.is_dir():
            file.chmod(READABLE_FOLDER)
        elif _NOT_NEEDED.match(file.name):
            file.unlink()
        else:
            file.chmod(READABLE_FILE)
            path = file.relative_to(stage).as_posix()
            page = Page(Address(f"/{path}"), FromFile(file), Stage.ASSET, "the full-text index")
            yield OutputFile(path, digest(_whole(file)), page, key, ready=file)


def _run(program: list[str], folder: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a program that ends with this process: it would write into the output of the next build."""
    far, near = os.pipe()
    try:
        return subprocess.run(  # noqa: S603 - no shell, and nothing of the site
            [sys.executable, "-I", leashed.__file__, *program],
            stdin=far,
            capture_output=True,
            check=False,
            cwd=folder,
        )
    finally:
        os.close(far)
        os.close(near)


def _whole(file: Path) -> bytes:
    """Return a file of the index; raise :class:`OutputFailed` for half of one: a full disk is silent."""
    data = file.read_bytes()
    try:
        is_whole = bool(gzip.decompress(data) if file.suffix in _COMPRESSED else data)
    except (OSError, EOFError, zlib.error):
        is_whole = False
    if not is_whole:
        raise OutputFailed(
            f"the full-text index cannot be made: {file.name} was not written whole, perhaps since the disk "
            "is full; make room, or build with --no-full-text"
        )
    return data


def _write(record: SearchRecord, folder: Path, language: str) -> None:
    """Write a record as the program reads it: its address is that of the file."""
    file = folder / output_path(record.address)
    file.parent.mkdir(parents=True, exist_ok=True)
    facets = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">'
        for name, values in record.facets
        for value in values
    )
    about = f'<meta data-pagefind-meta="about[content]" content="{escape(record.about)}">'
    file.write_text(
        f'<!doctype html><html lang="{language}"><body><main data-pagefind-body>{facets}{about}'
        f"<h1>{escape(record.title)}</h1>{_PICTURE.sub('', record.text.html)}</main></body></html>",
        encoding="utf-8",
    )


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it ended without a word"
