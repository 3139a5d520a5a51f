"""The items of a source, as an import can work with them."""

from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import replace
from typing import Any

from site_builder.errors import SiteError
from site_builder.importers.dates import read_date
from site_builder.importers.item_values import IMPORT
from site_builder.importers.items import Item, ItemKind, LeftOut, Note, Source, Unreadable
from site_builder.importers.ledger import digest_of
from site_builder.importers.source_tree import SourceTree
from site_builder.names.slugs import numbered

#: Changes whenever the files that are made of equal items are others; then a new import updates them.
_VERSION = "1"
#: Endings of files that may be texts of an archive.
_TEXTS = (
    ".md", ".markdown", ".mdx", ".rst", ".org", ".adoc", ".textile", ".txt", ".html", ".htm", ".doc", ".docx",
    ".odt", ".rtf", ".csv", ".ics",
)  # fmt: skip


def read_items(source: Source, tree: SourceTree) -> Iterator[Item | LeftOut]:
    """Yield what a source has; a form of damage that nobody thought of is a message, too."""
    place = "its beginning"
    items = iter(source.items())
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except (SiteError, MemoryError):
            raise
        except Exception as error:
            raise Unreadable(
                f"{tree.path.name} cannot be read behind {place}: {type(error).__name__}: {error}"
            ) from error
        place = item.place
        yield item


def sound_item(item: Item, taken: Container[str]) -> Item:
    """Return an item with an id of its own, a date that is one, and a kind that can be a draft."""
    changes: dict[str, Any] = {}
    if item.id in taken:
        changes["id"] = numbered(item.id, taken)
    if item.date and not read_date(item.date):
        changes.update(date="", extra={**item.extra, IMPORT: {"date": item.date}})
    if item.kind is ItemKind.PAGE and item.is_draft:
        hint = "a page cannot be a draft, so it is a writeup; move it to content/pages/ when it is ready"
        note = Note("pages that were not public", item.title, hint)
        changes.update(kind=ItemKind.WRITEUP, notes=(*item.notes, note))
    sound = replace(item, **changes) if changes else item
    try:
        "".join((sound.id, sound.title, sound.body, repr(sound.fields), repr(sound.extra))).encode()
    except UnicodeEncodeError:
        return _without_surrogates(sound)
    return _without_surrogates(sound) if "\\ud" in f"{sound.fields}{sound.extra}" else sound


def _without_surrogates(item: Item) -> Item:
    """Return an item whose texts can be written: JSON may have halves of characters."""
    names = ("id", "title", "body", "words", "name", "place")
    texts = {name: _whole(getattr(item, name)) for name in names}
    return replace(item, **texts, fields=_whole(dict(item.fields)), extra=_whole(dict(item.extra)))


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list) else value


def file_of(place: str) -> str:
    """Return the file that the place of an item names: ``a.xml`` for ``a.xml:12 (post 3)``."""
    return place.partition(":")[0].partition(",")[0].partition(" (")[0]


def of_other_formats(
    tree: SourceTree, read: Collection[str], left_out: Iterable[LeftOut]
) -> Iterator[LeftOut]:
    """Yield the texts of a folder that its format does not read, and that nothing shows."""
    places = {file_of(item.place) for item in left_out}
    for name in tree.names if not tree.is_file else ():
        if name.lower().endswith(_TEXTS) and name not in read and name not in places:
            yield LeftOut(name, name, "is of another format, or belongs to the old program")


def digest_of_item(item: Item) -> str:
    """Return what stands for all that the file of an item is made of; comments have files of their own."""
    made_of = replace(item, place="", comments=(), notes=())
    return digest_of(f"{_VERSION} {made_of!r}".encode("utf-8", "replace"))
