"""Recordings and materials of events, and the files beside a writeup that belong to them."""

from dataclasses import dataclass

from site_builder.ids import Address
from site_builder.linking.attachments import LinkedFile
from site_builder.linking.links import TextLinker
from site_builder.schema.nodes import Placed
from site_builder.sources.fields import WriteupFields
from site_builder.sources.parse import Parsed
from site_builder.values import FILM, SOUND, Material, Recording


@dataclass(frozen=True, slots=True)
class EventFiles:
    """The recording and the materials of an event, and which files beside the writeup they are."""

    recording: Recording | None
    materials: tuple[Material, ...]
    files: tuple[LinkedFile, ...]


def link_event_files(writeup: Parsed[WriteupFields], linker: TextLinker) -> EventFiles:
    """Return the recording and the materials of an event."""
    files: list[LinkedFile] = []

    def address_of(name: Placed[str] | None, extensions: tuple[str, ...] = (), noun: str = "file") -> Address:
        file = linker.link_file(writeup.path, name, extensions, noun) if name else None
        if file is None:
            return Address("")
        files.append(file)
        return file.attachment.address

    event = writeup.fields.event
    recording = None
    if event.recording:
        recording = Recording(
            event.recording.url,
            address_of(event.recording.file, (*SOUND, *FILM), "sound or film file"),
            address_of(event.recording.captions, (".vtt",), "WebVTT file"),
        )
    materials = tuple(
        Material(material.title, material.url, address_of(material.file)) for material in event.materials
    )
    return EventFiles(recording, materials, tuple(files))
