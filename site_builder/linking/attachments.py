"""Files beside the texts that are published, because something links to them or shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.ids import Address
from site_builder.model import Attachment


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A file beside the texts that a text links to or shows, and where it does so."""

    attachment: Attachment
    place: Place


def attachments_of(files: Iterable[LinkedFile], diagnostics: Diagnostics) -> tuple[Attachment, ...]:
    """Return the files that texts link to or show, once each, by address; two at one address are reported."""
    attachments: dict[Address, Attachment] = {}
    for file in files:
        attachment = file.attachment
        first = attachments.setdefault(attachment.address, attachment)
        if first.file != attachment.file:
            names = f'"{attachment.file.name}" and "{first.file.name}"'
            message = f"{names} would have one address, {attachment.address}"
            diagnostics.error(file.place, Rule.ADDRESS_COLLISION, message, "rename one of the two")
    return tuple(attachments[address] for address in sorted(attachments))
