"""What the bytes of a page depend on: the templates that it is made with, and its view.

A template sees its view and nothing else, so the digests of both tell whether a page is as it was.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from site_builder.model import FromFile, FromTemplate, FromText, Page, PageKey, Prose
from site_builder.output.templates import Closure, Templates
from site_builder.runtime.codec import Encoder
from site_builder.runtime.files import digest


class Keys:
    """Computes the keys of pages. What many views share, such as the frame of the site, is encoded once."""

    def __init__(self, templates: Templates, file_digest: Callable[[Path], str]) -> None:
        self._templates = templates
        self._file_digest = file_digest
        self._closures: dict[str, Closure | None] = {}
        self._encode = Encoder(_stand_in).encode
        self._shared: tuple[Any, str] = (None, "")

    def of(self, page: Page) -> PageKey | None:
        """Return the key of a page, or None if its templates cannot be told before it is rendered."""
        match page.content:
            case FromTemplate(template, view):
                closure = self.closure(template)
                if closure is None:
                    return None
                fields = tuple(self._field(name, getattr(view, name)) for name in view.__dataclass_fields__)
                return PageKey(template, closure.digest, fields)
            case FromText(text):
                return PageKey("", "", (digest(text.encode()),))
            case FromFile(file):
                try:
                    return PageKey("", "", (self._file_digest(file),))
                except OSError:
                    return None

    def closure(self, template: str) -> Closure | None:
        """Return all templates that a page of this one is made with."""
        if template not in self._closures:
            self._closures[template] = self._templates.closure(template)
        return self._closures[template]

    def _field(self, name: str, value: Any) -> str:
        if isinstance(value, Prose):
            return value.digest[:_LENGTH]
        if name != "site":
            return digest(self._encode(value))[:_LENGTH]
        if self._shared[0] is not value:
            self._shared = (value, digest(self._encode(value))[:_LENGTH])
        return self._shared[1]


def facts(view: Any) -> dict[str, bytes]:
    """Return the fields of a view as JSON; a text is told by its size."""
    shown = Encoder(_described)
    return {name: shown.encode(getattr(view, name)) for name in view.__dataclass_fields__}


def _described(value: Any) -> Any:
    if isinstance(value, Prose):
        return f"a text of {value.words:,} words, digest {value.digest[:_LENGTH]}"
    return _stand_in(value)


#: Hexadecimal digits: 64 bits, to tell a value from the one before it.
_LENGTH = 16


def _stand_in(value: Any) -> Any:
    if isinstance(value, Prose):
        return value.digest
    raise TypeError(f"{type(value)} cannot be part of a view")
