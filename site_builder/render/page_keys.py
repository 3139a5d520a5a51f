"""What the bytes of a page depend on: the templates that it is made with, and its view.

A template sees its view and nothing else, so the digests of both tell whether a page is as it was.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.page import (
    FromCard,
    FromFile,
    FromImage,
    FromJson,
    FromStream,
    FromTables,
    FromTemplate,
    Page,
    PageKey,
)
from site_builder.render.templates import TemplateClosure, Templates
from site_builder.runtime.codec import Encoder, encode
from site_builder.runtime.fingerprints import digest
from site_builder.theme_files import font_file
from site_builder.values import Prose

#: Hexadecimal digits: 64 bits, to tell a value from the one before it.
_DIGITS = 16


#: The digests of empty values by their type: a third of all fields of pages.
_EMPTY_DIGESTS = {type(value): digest(encode(value))[:_DIGITS] for value in ("", (), None, False, 0)}


class KeyedPage(NamedTuple):
    """The key of a page and the sources of the texts that it shows.

    ``key`` is None if the templates of the page are not known before it is rendered.
    """

    key: PageKey | None
    texts: tuple[str, ...]


class PageKeys:
    """Computes the keys of pages. What many views share, such as the frame of the site, is encoded once.

    ``redaction`` stands for the names that no file may have.
    """

    def __init__(self, templates: Templates, file_digest: Callable[[Path], str], redaction: str = "") -> None:
        self._templates = templates
        self._file_digest = file_digest
        self._redaction = redaction
        self._closures: dict[str, TemplateClosure | None] = {}
        self._encode = Encoder(self._digest_of_prose).encode
        self._last_site: tuple[Any, str] = (None, "")
        self._texts: list[str] = []

    def of(self, page: Page, view: Any) -> KeyedPage:
        """Return the key of a page with its view, if it has one, and the files whose texts it shows."""
        self._texts.clear()
        key = self._key(page, view)
        if key is not None and (self._redaction or page.forbidden):
            redaction = digest(repr((self._redaction, page.forbidden)).encode())[:_DIGITS]
            key = key._replace(redaction=redaction)
        return KeyedPage(key, tuple(dict.fromkeys(self._texts)))

    def closure(self, template: str) -> TemplateClosure | None:
        """Return all templates that a page of this one is made with."""
        if template not in self._closures:
            self._closures[template] = self._templates.closure(template)
        return self._closures[template]

    def prepare(self, pages: Iterable[Page], *, compiles: bool) -> None:
        """Look at the templates of all pages before there are other processes, and compile them if wanted."""
        for name in {page.content.template for page in pages if isinstance(page.content, FromTemplate)}:
            closure = self.closure(name)
            if closure and compiles:
                self._templates.compile(closure.names)

    def _key(self, page: Page, view: Any) -> PageKey | None:  # noqa: PLR0911 - one for each kind
        match page.content:
            case FromTemplate(template, _):
                closure = self.closure(template)
                names = view.__dataclass_fields__
                fields = tuple(self._field_digest(name, getattr(view, name)) for name in names)
                return PageKey(template, closure.digest, fields) if closure else None
            case FromJson(document, _):
                return PageKey("", "", (digest(self._encode(document)),))
            case FromTables(form, _):
                return PageKey(form, "", (digest(view),))
            case FromFile(file):
                return self._file_key(file, "")
            case FromImage(file, width):
                return self._file_key(file, "image", str(width))
            case FromCard():
                return self._file_key(font_file(), "card", digest(self._encode(view)))
            case FromStream():  # to tell whether it is as it was takes as long as to write it
                return None

    def _file_key(self, file: Path, kind: str, *facts: str) -> PageKey | None:
        try:
            return PageKey(kind, "", (self._file_digest(file), *facts))
        except OSError:
            return None

    def _field_digest(self, name: str, value: Any) -> str:
        if isinstance(value, Prose):
            return str(self._digest_of_prose(value))[:_DIGITS]
        if name != "site":
            if not value and type(value) in _EMPTY_DIGESTS:
                return _EMPTY_DIGESTS[type(value)]
            return digest(self._encode(value))[:_DIGITS]
        if self._last_site[0] is not value:
            self._last_site = (value, digest(self._encode(value))[:_DIGITS])
        return self._last_site[1]

    def _digest_of_prose(self, value: Any) -> Any:
        if not isinstance(value, Prose):
            raise TypeError(f"{type(value)} cannot be part of a view")
        self._texts.append(value.source)
        return value.digest


def fields_as_json(view: Any) -> dict[str, bytes]:
    """Return the fields of a view as JSON; a text is described by its size."""
    shown = Encoder(lambda text: f"a text of {text.words:,} words, digest {text.digest[:_DIGITS]}")
    return {name: shown.encode(getattr(view, name)) for name in view.__dataclass_fields__}
