"""Which page was edited, and which published page an author's renaming of a file moved."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.kinds import Kind
from site_builder.output.manifest import Manifest
from site_builder.page import is_page
from site_builder.runtime.fingerprints import digest
from site_builder.sources.parse import id_of_file

#: Returns the digest of a file of the site as the last build read it; None for one that was not there.
DigestBefore = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Rename:
    """A file of content that was renamed, and the addresses that were published for it."""

    before: str
    after: str
    addresses: tuple[str, ...]


def edited_page(changed: Collection[str], written: Collection[str]) -> str:
    """Return the file of the output that is the page of one of the changed files; empty for none."""
    for source in sorted(changed):
        kind = Kind.of_path(source)
        if kind is None:
            continue
        endings = (f"/{id_of_file(source, kind)}/index.html", f"/{id_of_file(source, kind)}.html")
        folder = kind.index_address if kind is not Kind.WRITEUPS else "/"
        for path in written:
            if is_page(path) and f"/{path}".endswith(endings) and f"/{path}".startswith(folder):
                return path
    return ""


def renames(
    root: Path, changed: Collection[str], digest_before: DigestBefore, published: Manifest
) -> Iterator[Rename]:
    """Yield the renamed files among changed ones of which a page was published."""
    gone = [path for path in sorted(changed) if digest_before(path) and not (root / path).exists()]
    new = [path for path in sorted(changed) if not digest_before(path) and (root / path).is_file()]
    for before in gone:
        addresses = tuple(
            address for address, page in sorted(published.published.items()) if page.claim == before
        )
        kind = Kind.of_path(before)
        candidates = [path for path in new if Kind.of_path(path) is kind]
        after = _same_text(root, candidates, digest_before(before))
        if after is None and len(candidates) == len(gone) == 1:
            after = candidates[0]  # renamed and edited
        if kind and after and addresses and id_of_file(before, kind) != id_of_file(after, kind):
            yield Rename(before, after, addresses)


def _same_text(root: Path, paths: Collection[str], wanted: str | None) -> str | None:
    for path in paths:
        try:
            if digest((root / path).read_bytes()) == wanted:
                return path
        except OSError:
            continue
    return None
