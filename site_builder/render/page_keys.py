"""What the bytes of a page depend on: the templates that it is made with, and its view.

A template sees its view and nothing else, so the digests of both tell whether a page is as it was.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.model import (
    FromCard,
    FromFile,
    FromImage,
    FromJson,
    FromTables,
    FromTemplate,
    Page,
    PageKey,
    Prose,
)
from site_builder.render.templates import Closure, Templates
from site_builder.render.theme import font_file
from site_builder.runtime.codec import Encoder
from site_builder.runtime.fingerprints import digest


class Keyed(NamedTuple):
    """The key of a page, or None if its templates cannot be told before it is rendered, and its texts."""

    key: PageKey | None
    texts: tuple[str, ...]


class Keys:
    """Computes the keys of pages. What many views share, such as the frame of the site, is encoded once.

    ``absence`` stands for the names that no file may have.
    """

    def __init__(self, templates: Templates, file_digest: Callable[[Path], str], absence: str = "") -> None:
        self._templates = templates
        self._file_digest = file_digest
        self._absence = absence
        self._closures: dict[str, Closure | None] = {}
        self._encode = Encoder(self._stand_in).encode
        self._shared: tuple[Any, str] = (None, "")
        self._texts: list[str] = []

    def of(self, page: Page, view: Any) -> Keyed:
        """Return the key of a page with its view, if it has one, and the files whose texts it shows."""
        self._texts.clear()
        key = self._key(page, view)
        if key is not None and (self._absence or page.absent):
            key = key._replace(absence=digest(repr((self._absence, page.absent)).encode())[:_LENGTH])
        return Keyed(key, tuple(dict.fromkeys(self._texts)))

    def closure(self, template: str) -> Closure | None:
        """Return all templates that a page of this one is made with."""
        if template not in self._closures:
            self._closures[template] = self._templates.closure(template)
        return self._closures[template]

    def _key(self, page: Page, view: Any) -> PageKey | None:
        match page.content:
            case FromTemplate(template, _):
                closure = self.closure(template)
                names = view.__dataclass_fields__
                fields = tuple(self._field(name, getattr(view, name)) for name in names)
                return PageKey(template, closure.digest, fields) if closure else None
            case FromJson(document, _):
                return PageKey("", "", (digest(self._encode(document)),))
            case FromTables(form, _):
                return PageKey(form, "", (digest(view),))
            case FromFile(file):
                return self._of_file(file, "", ())
            case FromImage(file, width):
                return self._of_file(file, "image", (str(width),))
            case FromCard():
                return self._of_file(font_file(), "card", (digest(self._encode(view)),))

    def _of_file(self, file: Path, kind: str, how: tuple[str, ...]) -> PageKey | None:
        try:
            return PageKey(kind, "", (self._file_digest(file), *how))
        except OSError:
            return None

    def _field(self, name: str, value: Any) -> str:
        if isinstance(value, Prose):
            return str(self._stand_in(value))[:_LENGTH]
        if name != "site":
            return digest(self._encode(value))[:_LENGTH]
        if self._shared[0] is not value:
            self._shared = (value, digest(self._encode(value))[:_LENGTH])
        return self._shared[1]

    def _stand_in(self, value: Any) -> Any:
        if not isinstance(value, Prose):
            raise TypeError(f"{type(value)} cannot be part of a view")
        self._texts.append(value.source)
        return value.digest


def facts(view: Any) -> dict[str, bytes]:
    """Return the fields of a view as JSON; a text is told by its size."""
    shown = Encoder(lambda text: f"a text of {text.words:,} words, digest {text.digest[:_LENGTH]}")
    return {name: shown.encode(getattr(view, name)) for name in view.__dataclass_fields__}


#: Hexadecimal digits: 64 bits, to tell a value from the one before it.
_LENGTH = 16
