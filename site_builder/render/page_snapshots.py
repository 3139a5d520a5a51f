"""Pages dumped as bytes, so that one can be rendered again with another text and all else as it was.

A text is not dumped with the page, only where it comes from and where its links lead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.ids import Address
from site_builder.page import FromJson, FromTemplate, Page, PublishOrder
from site_builder.redaction_rules import ProtectedName
from site_builder.runtime.codec import Decoder, Encoder, UnreadableRecord, encode
from site_builder.values import Prose, ProseLinks

#: Source and links of a text -> the text as it is now.
FindText = Callable[[str, ProseLinks], Prose]


@dataclass(frozen=True, slots=True)
class _PageDump:
    address: str
    publish_order: PublishOrder
    claimed_by: str
    template: str
    base_url: str
    forbidden: tuple[ProtectedName, ...]
    view: str


_PAGE_DUMP: Decoder[_PageDump] = Decoder(_PageDump)
_ANYTHING: Decoder[Any] = Decoder(Any)
#: The key of a mapping that stands for a text.
_TEXT_OF = "text of"


def dump_page(page: Page, view: Any) -> bytes:
    """Return a page that is made from a template, or as JSON, as bytes."""
    match page.content:
        case FromTemplate(template, _):
            base_url, content = "", view
        case FromJson(content, base_url):
            template = ""
        case _:
            raise TypeError(f"{page.address} has no text")
    shown = _ENCODE(content).decode()
    dump = _PageDump(
        page.address, page.publish_order, page.claimed_by, template, base_url, page.forbidden, shown
    )
    return encode(dump)


def _placeholder(text: Any) -> Any:
    if not isinstance(text, Prose):
        raise TypeError(f"{type(text)} cannot be part of a view")
    return {_TEXT_OF: text.source, "targets": text.targets, "labels": text.labels, "names": text.names}


_ENCODE = Encoder(_placeholder).encode


def load_page(data: bytes, views: Mapping[str, type], find: FindText) -> Page:
    """Return a dumped page with its texts as they are now.

    ``views`` has the type of view of each template. Raises :class:`UnreadableRecord`.
    """

    def text(placeholder: Any) -> Prose:
        names = tuple((name, number) for name, number in placeholder["names"])
        targets, labels = tuple(placeholder["targets"]), tuple(placeholder["labels"])
        return find(placeholder[_TEXT_OF], ProseLinks(targets, labels, names))

    def with_texts(value: Any) -> Any:
        if isinstance(value, dict):
            if _TEXT_OF in value:
                return text(value)
            return {key: with_texts(inner) for key, inner in value.items()}
        return [with_texts(inner) for inner in value] if isinstance(value, list) else value

    dump = _PAGE_DUMP.decode(data)
    content: FromTemplate | FromJson
    if dump.template:
        if dump.template not in views:
            raise UnreadableRecord(dump.template)
        decoder: Decoder[Any] = Decoder(views[dump.template], lambda _type, placeholder: text(placeholder))
        view = decoder.decode(dump.view.encode())
        content = FromTemplate(dump.template, lambda: view)
    else:
        content = FromJson(with_texts(_ANYTHING.decode(dump.view.encode())), dump.base_url)
    return Page(Address(dump.address), content, dump.publish_order, dump.claimed_by, dump.forbidden)
