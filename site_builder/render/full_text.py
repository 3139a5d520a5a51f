"""The full-text index, by Pagefind: files that a reader's browser loads piece by piece.

Records are indexed, not pages: what is found are words of writeups, never those of the theme.
"""

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.errors import OutputFailed
from site_builder.ids import Address
from site_builder.language import Language
from site_builder.options import Progress
from site_builder.output.directory import READABLE_FILE, READABLE_FOLDER
from site_builder.page import FromFile, OutputFile, Page, PageKey, PublishOrder, SearchRecord, output_path
from site_builder.paths import full_text_folder
from site_builder.runtime.codec import Encoder
from site_builder.runtime.fingerprints import digest
from site_builder.runtime.pagefind import run_pagefind

#: What Pagefind writes for pages that have no search page of their own.
_NOT_NEEDED = re.compile(r"^pagefind-(?:ui|modular-ui|component-ui|highlight|playground)")
#: It would keep where the first picture of a page is; results do not show it.
_IMAGE = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
#: Extensions of the files that it compresses with gzip.
_COMPRESSED = frozenset({".pagefind", ".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment"})
_OPTIONS = ["--exclude-selectors", ".footnote-ref, .footnote-backref"]

#: Returns the files of the last build below a folder: with a key, only if all stand there and were made with
#: it.
FindFilesBelow = Callable[[str, bytes | None], tuple[OutputFile, ...]]


def index_texts(
    records: Callable[[], Iterable[SearchRecord]] | None,
    language: Language,
    find_files_below: FindFilesBelow,
    staging: Path | None,
    progress: Progress,
) -> tuple[OutputFile, ...]:
    """Return the files of the index, made again if a text or what its results show has changed.

    There are none without records. Without a staging folder, those that stand in the output are returned.
    Raises :class:`OutputFailed` if Pagefind cannot do its work.
    """
    if records is None:
        return ()
    files: list[OutputFile] = []
    for bundle, key in _keys(records(), language.tag).items():
        folder = full_text_folder(bundle)
        current = find_files_below(folder, key)
        if not current and staging is not None:
            progress("Indexing texts")
            of_bundle = (record for record in records() if record.bundle == bundle)
            current = tuple(_index(of_bundle, language.tag, staging / folder, key))
        files += current or find_files_below(folder, None)
    return tuple(files)


def _keys(records: Iterable[SearchRecord], language: str) -> dict[int, bytes]:
    """Return what stands for all that each bundle of an index is made of."""
    encode = Encoder(lambda prose: prose.digest).encode
    facts: dict[int, list[bytes]] = {}
    for record in records:
        facts.setdefault(record.bundle, []).append(encode(record))
    return {
        bundle: PageKey("full text", "", (digest(b"\n".join(encoded)), language)).packed()
        for bundle, encoded in sorted(facts.items())
    }


def _index(records: Iterable[SearchRecord], language: str, folder: Path, key: bytes) -> Iterator[OutputFile]:
    staging = folder.parent
    with TemporaryDirectory(prefix="texts-", dir=staging) as pages:
        for record in records:
            _write_page(record, Path(pages), language)
        run_pagefind(pages, folder.absolute(), ["--force-language", language, *_OPTIONS])
    folder.chmod(READABLE_FOLDER)
    for file in sorted(folder.rglob("*")):
        if file.is_dir():
            file.chmod(READABLE_FOLDER)
        elif _NOT_NEEDED.match(file.name):
            file.unlink()
        else:
            file.chmod(READABLE_FILE)
            path = file.relative_to(staging).as_posix()
            page = Page(Address(f"/{path}"), FromFile(file), PublishOrder.ASSET, "the full-text index")
            yield OutputFile(path, digest(_complete_bytes(file)), page, key, staged=file)


def _complete_bytes(file: Path) -> bytes:
    """Return a file of the index.

    Raise :class:`OutputFailed` for half of one: Pagefind ignores a full disk.
    """
    data = file.read_bytes()
    try:
        is_complete = bool(gzip.decompress(data) if file.suffix in _COMPRESSED else data)
    except (OSError, EOFError, zlib.error):
        is_complete = False
    if not is_complete:
        raise OutputFailed(
            f"the full-text index cannot be made: {file.name} was not written whole, perhaps since the disk "
            "is full; make room, or build with --no-full-text"
        )
    return data


def _write_page(record: SearchRecord, folder: Path, language: str) -> None:
    """Write a record as Pagefind reads it: its address is that of the file."""
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
        f"<h1>{escape(record.title)}</h1>{_IMAGE.sub('', record.text.html)}</main></body></html>",
        encoding="utf-8",
    )
