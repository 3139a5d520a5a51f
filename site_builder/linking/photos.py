"""Pictures of people and events, which are files beside theirs."""

from dataclasses import dataclass

from site_builder.linking.attachments import LinkedFile
from site_builder.linking.links import TextLinker
from site_builder.sources.documents import Parsed
from site_builder.sources.event_fields import PictureFields
from site_builder.sources.fields import PersonFields
from site_builder.values import Photo


@dataclass(frozen=True, slots=True)
class LinkedPhoto:
    """A photo, and the file that it is."""

    photo: Photo
    file: LinkedFile


def link_picture(path: str, fields: PictureFields, linker: TextLinker) -> LinkedPhoto | None:
    """Return a picture that stands beside the file at ``path``."""
    picture = linker.link_picture(path, fields.file) if fields.file else None
    return LinkedPhoto(Photo(picture.target, fields.alt, fields.credit), picture.file) if picture else None


def link_photo(person: Parsed[PersonFields], linker: TextLinker) -> LinkedPhoto | None:
    """Return the photo of a person, if there is one; none of somebody whose name is withheld."""
    fields = person.fields.photo
    if fields is None or person.fields.withheld:
        return None
    return link_picture(person.path, fields, linker)
