"""Photos of people, which are files beside theirs."""

from dataclasses import dataclass

from site_builder.linking.attachments import LinkedFile
from site_builder.linking.links import TextLinker
from site_builder.sources.fields import PersonFields
from site_builder.sources.parse import Parsed
from site_builder.values import Photo


@dataclass(frozen=True, slots=True)
class LinkedPhoto:
    """A photo, and the file that it is."""

    photo: Photo
    file: LinkedFile


def link_photo(person: Parsed[PersonFields], linker: TextLinker) -> LinkedPhoto | None:
    """Return the photo of a person, if there is one; none of somebody whose name is withheld."""
    fields = person.fields.photo
    if fields is None or fields.file is None or person.fields.withheld:
        return None
    picture = linker.link_picture(person.path, fields.file)
    return LinkedPhoto(Photo(picture.target, fields.alt, fields.credit), picture.file) if picture else None
