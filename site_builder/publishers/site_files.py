"""The files that are published: those of the last build, and compressed copies of texts."""

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from site_builder.errors import UsageError
from site_builder.output.manifest import Manifest
from site_builder.page import PublishOrder
from site_builder.runtime.codec import Decoder, UnreadableRecord, encode
from site_builder.runtime.fingerprints import digest

#: What is worth compressing: everything that is text, and is long enough.
_TEXT = frozenset({".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv", ".ics", ".bib", ".ris"})
_SHORTEST = 1_000
_FEEDS = frozenset({"feed.xml", "feed.json", "events.ics", "sitemap.xml", "robots.txt"})
#: Folders in which each page belongs to one thing, how deep such a page is, and those that only list.
_LEAF_DEPTH = 3
_ENDINGS = {"gzip": ".gz", "brotli": ".br"}
_KNOWN: Decoder[dict[str, str]] = Decoder(dict[str, str])


class SiteFile(NamedTuple):
    """A file that is to be published: its SHA-256 digest, and where its bytes are."""

    digest: str
    #: The path of the file with its bytes; of tens of thousands of files, few are opened.
    name: str

    @property
    def file(self) -> Path:
        """Return where its bytes are."""
        return Path(self.name)


def site_files(manifest: Manifest, output: Path) -> dict[str, SiteFile]:
    """Return the files of a built site by path."""
    folder = f"{output}/"
    return {path: SiteFile(digests[-1], folder + path) for path, digests in manifest.files.items()}


def with_compressed(files: dict[str, SiteFile], forms: Iterable[str], work: Path) -> dict[str, SiteFile]:
    """Return files with the compressed copies that are wanted."""
    copies = [_Compressor(form, work / form).copies(files) for form in forms]
    return {path: file for some in (files, *copies) for path, file in some.items()}


def publish_order(path: str) -> PublishOrder:
    """Return when a file is brought to its place: what pages need first, and what leads to them last."""
    pure = PurePosixPath(path.removesuffix(".gz").removesuffix(".br"))
    if pure.name in _FEEDS:
        return PublishOrder.FEED
    if pure.suffix != ".html":
        return PublishOrder.ASSET
    is_leaf = len(pure.parts) >= _LEAF_DEPTH and not pure.parts[-2].isdecimal()
    return PublishOrder.PAGE if is_leaf else PublishOrder.LIST


class _Compressor:
    """Makes compressed copies, and keeps them for the next publication under the digest of the original."""

    def __init__(self, form: str, folder: Path) -> None:
        self._form = form
        self._folder = folder
        self._index = folder / "index.json"
        if form == "brotli":
            try:
                import brotli  # noqa: PLC0415 - not everybody has it
            except ImportError as error:
                message = 'precompress = ["brotli"] needs a library; run pip install "site-builder[brotli]"'
                raise UsageError(message) from error
            self._compress = brotli.compress
        else:
            # Without a time or a name in it, so that equal bytes have equal copies (RFC 1952, 2.3.1).
            self._compress = lambda data: gzip.compress(data, 9, mtime=0)

    def copies(self, files: Mapping[str, SiteFile]) -> dict[str, SiteFile]:
        """Return the copies, each under the path of its original with an ending behind it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        known = self._known()
        used: dict[str, str] = {}
        copies = {}
        for path, original in files.items():
            if PurePosixPath(path).suffix not in _TEXT:
                continue
            copy = self._folder / original.digest
            if original.digest not in known or (known[original.digest] and not copy.exists()):
                data = original.file.read_bytes()
                known[original.digest] = ""
                if len(data) >= _SHORTEST:
                    packed = self._compress(data)
                    copy.write_bytes(packed)
                    known[original.digest] = digest(packed)
            used[original.digest] = known[original.digest]
            if used[original.digest]:
                copies[path + _ENDINGS[self._form]] = SiteFile(used[original.digest], str(copy))
        for gone in known.keys() - used.keys():
            (self._folder / gone).unlink(missing_ok=True)
        self._index.write_bytes(encode(used))
        return copies

    def _known(self) -> dict[str, str]:
        try:
            return _KNOWN.decode(self._index.read_bytes())
        except (OSError, UnreadableRecord):
            return {}
