"""Links of a text as they were in the source -> links to the files of the site."""

import posixpath
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from site_builder.importers.items import Item, Note, Source
from site_builder.importers.placement import Placement
from site_builder.importers.shortcodes import SOURCE_FILE, WIKI, outside_code
from site_builder.importers.web_addresses import split_address

_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.|!\[[^\]]*\]\([^)]*\))*\])*)\]"
    r"\(\s*(<[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*)(\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*\)"
)
_DEFINITION = re.compile(r"^([ ]{0,3}\[[^\]^][^\]]*\]:[ \t]+)(<[^>\n]*>|\S+)", re.MULTILINE)
_ATTRIBUTE = re.compile(
    r"(<(?:a|img|source|video|audio)\b[^>]*?\b(?:href|src)\s*=\s*)([\"'])([^\"']*)\2", re.IGNORECASE
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)$", re.IGNORECASE)
#: Anchors of footnotes, which come along with their texts.
_FOOTNOTES = ("#fn", "#_ftn", "#sdfootnote")
#: What blogs put between the name of a picture and its ending for smaller copies of it.
_SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)|/s\d{2,4}(?:-[a-z]+)?(?=/[^/]+$)")


@dataclass(slots=True)
class RewrittenText:
    """A text with its links, the files that it shows, and what nobody could resolve."""

    text: str
    #: Path in the site -> name in the source.
    files: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    #: Whole addresses of pictures elsewhere.
    remote: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Text:
    """The text that is being rewritten, and the path of the file that it becomes."""

    item: Item
    path: str
    result: RewrittenText

    def note(self, target: str) -> None:
        """Note a link that leads nowhere."""
        hint = "it led nowhere in the source, either; its address stands behind the words now"
        if ":" in target.partition("/")[0] and not target.startswith(("http", SOURCE_FILE)):
            hint = "a browser could run it, or does not know it; its address stands behind the words now"
        self.result.notes.append(Note("links to what is not in the source", target, hint))


class LinkRewriter:
    """Rewrites the links of one text after another."""

    def __init__(
        self,
        source: Source,
        placement: Placement,
        fetched: Collection[str],
        is_foreign: Callable[[str, str], bool],
    ) -> None:
        self._source = source
        self._placement = placement
        #: Files that were fetched, by address: names that :class:`.staging` can open.
        self._fetched = fetched
        self._is_foreign = is_foreign
        self._names: dict[str, str] = {}
        self._files_by_tail = _by_tail(source.files)

    def rewrite(self, item: Item, path: str) -> RewrittenText:
        """Return the text of an item whose file will be at ``path``."""
        at = _Text(item, path, RewrittenText(""))

        def link(match: re.Match[str]) -> str:
            mark, words, target, title = match[1], match[2], match[3].strip("<>"), match[4] or ""
            if "[" in words:
                words = _LINK.sub(link, words)
            is_wiki = WIKI in title
            new = self._resolved(target, at, is_picture=bool(mark))
            if new is not None:
                return f"{mark}[{words}]({new}{'' if is_wiki else title})"
            if is_wiki:
                name = unquote(target.removeprefix(SOURCE_FILE))
                return f"[[{name}]]" if words == name else f"[[{name}|{words}]]"
            at.note(target)
            return _visible(mark, words, target)

        def definition(match: re.Match[str]) -> str:
            new = self._resolved(match[2].strip("<>"), at, is_picture=False)
            return f"{match[1]}{new if new is not None else match[2]}"

        def attribute(match: re.Match[str]) -> str:
            new = self._resolved(match[3], at, is_picture=bool(_PICTURE.search(match[3])))
            return f"{match[1]}{match[2]}{new if new is not None else match[3]}{match[2]}"

        def change(text: str) -> str:
            return _ATTRIBUTE.sub(attribute, _DEFINITION.sub(definition, _LINK.sub(link, text)))

        at.result.text = outside_code(item.body, change) if item.body else ""
        return at.result

    def _resolved(self, target: str, at: "_Text", *, is_picture: bool) -> str | None:
        """Return where a link shall lead; None for one that led nowhere in the source, either."""
        try:
            parts = split_address(target)
        except ValueError:
            return None
        if parts.scheme in {"mailto", "tel"} or target.startswith(_FOOTNOTES):
            return target
        if target.startswith("#"):
            return self._anchor(at.path, target[1:]) or None
        if parts.scheme == SOURCE_FILE.rstrip(":"):
            return self._of_name(unquote(target.removeprefix(SOURCE_FILE)), at)
        return self._of_address(target, at, is_picture=is_picture)

    def _of_address(self, target: str, at: "_Text", *, is_picture: bool) -> str | None:
        parts = split_address(target)
        is_own = not parts.netloc or parts.hostname in self._source.hosts
        file = self._file_at(target, at.item) if is_own or is_picture else None
        if file is not None:
            return self._attached(file, at)
        page = self._page_at(target, at.item) if is_own else None
        if page is not None:
            return _relative(page, at.path) + self._anchor(page, parts.fragment)
        if not parts.scheme or not parts.netloc:
            return None
        if is_picture:
            at.result.remote.append(target)
        return target

    def _anchor(self, path: str, fragment: str) -> str:
        anchor = self._placement.find_anchor(path, unquote(fragment)) if fragment else None
        return f"#{anchor}" if anchor else ""

    def _of_name(self, written: str, at: "_Text") -> str | None:
        name, _, fragment = written.partition("#")
        page = self._placement.find_name(name)
        if page is not None:
            return _relative(page, at.path) + self._anchor(page, fragment)
        file = self._file_at(quote(name), at.item)
        return self._attached(file, at) if file is not None else None

    def _page_at(self, target: str, item: Item) -> str | None:
        page = self._placement.find_address(target)
        if page is None and not split_address(target).netloc:
            name = unquote(split_address(target).path)
            folder = "" if name.startswith("/") else item.folder
            inside = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
            for tried in (inside, f"{inside}.md", f"{inside}.markdown", f"{inside}/index.md"):
                page = page or self._placement.paths.get(tried)
            if page is None and name.lower().endswith((".md", ".markdown")):
                page = self._placement.find_name(inside)
        return page

    def _file_at(self, target: str, item: Item) -> str | None:
        """Return the file of the source that a link means: by its path, its address, or the end of it."""
        if target in self._fetched:
            return target
        parts = split_address(target)
        name = unquote(parts.path)
        files = self._source.files
        if not parts.netloc:
            beside = posixpath.normpath(
                posixpath.join(item.folder, name.lstrip("/") if name.startswith("/") else name)
            )
            for tried in (beside, name, name.lstrip("/"), f"static{name}", f"public{name}", f"content{name}"):
                if tried in files:
                    return files[tried]
        for tried in dict.fromkeys((name, _SIZE.sub("", name))):
            if tried in files:
                return files[tried]
            found = self._files_by_tail.get(_tail(tried)) if _PICTURE.search(tried) or parts.netloc else None
            if found is not None:
                return found
        return None

    def _attached(self, file: str, at: "_Text") -> str:
        """Return a link to a file that is copied beside the writeup."""
        folder = f"{posixpath.dirname(at.path)}/files"
        path = unquote(split_address(file).path) if "://" in file else file
        wanted = f"{folder}/{_clean(posixpath.basename(path))}"
        key = f"{folder} {file}"
        if key not in self._names:
            stem, ending = posixpath.splitext(wanted)
            taken, number, name = set(self._names.values()), 1, wanted
            while name in taken or self._is_foreign(name, file):
                number += 1
                name = f"{stem}-{number}{ending}"
            self._names[key] = name
        at.result.files[self._names[key]] = file
        return _relative(self._names[key], at.path)


def _by_tail(files: Mapping[str, str]) -> dict[str, str]:
    """Return files by the end of their paths, where that is the end of one path only."""
    found: dict[str, str | None] = {}
    for path, name in files.items():
        tail = _tail(path)
        found[tail] = None if tail in found and found[tail] != name else name
    return {tail: name for tail, name in found.items() if name is not None}


def _tail(path: str) -> str:
    return posixpath.basename(path).casefold()


def _clean(name: str) -> str:
    """Return a name that every system can store, with its ending."""
    stem, ending = posixpath.splitext(name)
    return (re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "file")[:80] + ending.lower()


def _relative(target: str, path: str) -> str:
    return quote(posixpath.relpath(target, posixpath.dirname(path)), safe="/._-~")


def _visible(mark: str, words: str, target: str) -> str:
    """Return a link that leads nowhere as its words with the address behind them."""
    address = f"`{target.replace('`', '')}`" if target else ""
    if mark and not words:
        return address
    return f"{words} ({address})" if address else words
