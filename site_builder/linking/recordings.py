"""Recordings of events, and the files beside a writeup that belong to them."""

from dataclasses import dataclass

from site_builder.ids import Address
from site_builder.linking.attachments import LinkedFile
from site_builder.linking.links import TextLinker
from site_builder.sources.fields import WriteupFields
from site_builder.sources.parse import Parsed
from site_builder.values import FILM, SOUND, Recording


@dataclass(frozen=True, slots=True)
class LinkedRecording:
    """A recording, and the files beside the writeup that belong to it."""

    recording: Recording
    files: tuple[LinkedFile, ...]


def link_recording(writeup: Parsed[WriteupFields], linker: TextLinker) -> LinkedRecording | None:
    """Return the recording of an event, if there is one."""
    fields = writeup.fields.event.recording
    if fields is None:
        return None
    file = fields.file and linker.link_file(writeup.path, fields.file, (*SOUND, *FILM), "sound or film file")
    captions = fields.captions and linker.link_file(writeup.path, fields.captions, (".vtt",), "WebVTT file")
    recording = Recording(
        fields.url,
        file.attachment.address if file else Address(""),
        captions.attachment.address if captions else Address(""),
    )
    return LinkedRecording(recording, tuple(linked for linked in (file, captions) if linked))
