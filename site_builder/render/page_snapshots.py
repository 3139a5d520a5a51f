"""Pages put aside as bytes, so that one can be made again with another text and all else as it was.

A text is not put aside with the page, only where it comes from and where its links lead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.model import Address, FromJson, FromTemplate, Page, Prose, Stage
from site_builder.runtime.codec import Decoder, Encoder, NotReadable, encode

#: Source, targets, labels and names of a text -> the text as it is now.
FindText = Callable[[str, tuple[str, ...], tuple[str, ...], tuple[tuple[str, int], ...]], Prose]


@dataclass(frozen=True, slots=True)
class _Aside:
    address: str
    stage: Stage
    claimed_by: str
    template: str
    base_url: str
    absent: tuple[tuple[str, bool], ...]
    view: str


_ASIDE: Decoder[_Aside] = Decoder(_Aside)
_ANYTHING: Decoder[Any] = Decoder(Any)
_MARK = "text of"


def put_aside(page: Page, view: Any) -> bytes:
    """Return a page that is made from a template, or as JSON, as bytes."""
    match page.content:
        case FromTemplate(template, _):
            base_url, content = "", view
        case FromJson(content, base_url):
            template = ""
        case _:
            raise TypeError(f"{page.address} has no text")
    shown = _ENCODE(content).decode()
    return encode(_Aside(page.address, page.stage, page.claimed_by, template, base_url, page.absent, shown))


def _mark(text: Any) -> Any:
    if not isinstance(text, Prose):
        raise TypeError(f"{type(text)} cannot be part of a view")
    return {_MARK: text.source, "targets": text.targets, "labels": text.labels, "names": text.names}


_ENCODE = Encoder(_mark).encode


def take_back(data: bytes, views: Mapping[str, type], find: FindText) -> Page:
    """Return a page that was put aside, with its texts as they are now.

    ``views`` has the type of view of each template. Raises :class:`NotReadable`.
    """

    def text(mark: Any) -> Prose:
        names = tuple((name, number) for name, number in mark["names"])
        return find(mark[_MARK], tuple(mark["targets"]), tuple(mark["labels"]), names)

    def with_texts(value: Any) -> Any:
        if isinstance(value, dict):
            return text(value) if _MARK in value else {key: with_texts(one) for key, one in value.items()}
        return [with_texts(one) for one in value] if isinstance(value, list) else value

    aside = _ASIDE.decode(data)
    content: FromTemplate | FromJson
    if aside.template:
        if aside.template not in views:
            raise NotReadable(aside.template)
        decoder: Decoder[Any] = Decoder(views[aside.template], lambda _type, mark: text(mark))
        view = decoder.decode(aside.view.encode())
        content = FromTemplate(aside.template, lambda: view)
    else:
        content = FromJson(with_texts(_ANYTHING.decode(aside.view.encode())), aside.base_url)
    return Page(Address(aside.address), content, aside.stage, aside.claimed_by, aside.absent)
