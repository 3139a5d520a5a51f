"""Recordings and materials of events, and the files beside a writeup that belong to them."""

from dataclasses import dataclass

from site_builder.ids import Address
from site_builder.linking.attachments import LinkedFile
from site_builder.linking.links import TextLinker
from site_builder.schema.nodes import Placed
from site_builder.sources.event_fields import EventFields, recordings_of
from site_builder.values import FILM, SOUND, Material, Recording


@dataclass(frozen=True, slots=True)
class EventFiles:
    """The recordings and the materials of an event, and which files beside the writeup they are."""

    recordings: tuple[Recording, ...]
    materials: tuple[Material, ...]
    files: tuple[LinkedFile, ...]


def link_event_files(event: EventFields, path: str, linker: TextLinker) -> EventFiles:
    """Return the recordings and the materials of an event that is written in the file at ``path``."""
    files: list[LinkedFile] = []

    def address_of(name: Placed[str] | None, extensions: tuple[str, ...] = (), noun: str = "file") -> Address:
        file = linker.link_file(path, name, extensions, noun) if name else None
        if file is None:
            return Address("")
        files.append(file)
        return file.attachment.address

    recordings = tuple(
        Recording(
            recording.url,
            address_of(recording.file, (*SOUND, *FILM), "sound or film file"),
            address_of(recording.captions, (".vtt",), "WebVTT file"),
        )
        for recording in recordings_of(event)
    )
    materials = tuple(
        Material(material.title, material.url, address_of(material.file)) for material in event.materials
    )
    return EventFiles(recordings, materials, tuple(files))
