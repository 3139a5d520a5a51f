"""What an author may write about people: speakers, mentions, and who wrote the writeup."""

from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from site_builder.errors import NOWHERE, Place
from site_builder.schema.nodes import Placed
from site_builder.schema.records import Either, Record, key
from site_builder.schema.shapes import MAX_TITLE, Choice, Converted, Flag, ListOf, Name, Text
from site_builder.values import AUTHOR_ROLES, CAPACITIES, ROLES

PlacedNames: TypeAlias = tuple[Placed[str], ...]


@dataclass(frozen=True, slots=True)
class AffiliationFields:
    """One of several positions held on one day, with the organisation where it was held."""

    position: str = key(Text(MAX_TITLE), "The position, such as Trustee.")
    organisation: Placed[str] | None = key(Name(), "The organisation where it was held.", None)


@dataclass(frozen=True, slots=True)
class EntryFields:
    """A speaker or a mention; ``shorthand`` is set if it was written in one line, and nothing else then."""

    name: Placed[str] | None = None
    person: Placed[str] | None = key(
        Name(), "The id of a person's file, where two people have one name.", None
    )
    position: str = key(Text(MAX_TITLE), "The position held on that day, such as Leader.")
    organisation: Placed[str] | None = key(Name(), "The organisation spoken for.", None)
    organisations: PlacedNames = key(ListOf(Name()), "Several organisations spoken for.", ())
    positions: tuple[AffiliationFields, ...] = key(
        ListOf(Record(AffiliationFields, needs=("position", "organisation"))),
        "Several positions held on that day, each with its organisation.",
        (),
    )
    alias: str = key(
        Text(MAX_TITLE), "The short name by which the text of this writeup calls the person.", written="as"
    )
    is_author: bool = False
    role: str = ""
    capacity: str = ""
    quoted_by: Placed[str] | None = None
    shorthand: Placed[str] | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class SpeakerFields(EntryFields):
    """Somebody who spoke."""

    name: Placed[str] | None = key(Name(), "The name, with any honorific of that day.", None)
    role: str = key(Choice(ROLES), "The part played at the event.")
    capacity: str = key(Choice(CAPACITIES), "On whose behalf the person spoke.")
    is_author: bool = key(
        Flag(), "Whether the person wrote the writeup, too; default: false.", default=False, written="author"
    )


@dataclass(frozen=True, slots=True)
class MentionFields(EntryFields):
    """A person or an organisation that the text names."""

    name: Placed[str] | None = key(Name(), "The person who is named in the text.", None)
    quoted_by: Placed[str] | None = key(Name(), "The speaker who quoted this person.", None)


@dataclass(frozen=True, slots=True)
class AuthorFields:
    """Somebody who wrote, edited, translated or transcribed a writeup."""

    name: Placed[str] | None = key(Name(), "The name.", None)
    person: Placed[str] | None = key(
        Name(), "The id of a person's file, where two people have one name.", None
    )
    role: str = key(Choice(AUTHOR_ROLES), "What the person did: author, editor, translator, transcriber.")
    is_shorthand: bool = False
    place: Place = NOWHERE


def _author_in_one_line(line: Placed[str]) -> AuthorFields:
    return AuthorFields(name=line, is_shorthand=True, place=line.place)


authors = partial(
    key,
    ListOf(Either(Converted(Name(), _author_in_one_line), Record(AuthorFields, needs=("name", "person")))),
    "Who wrote the writeup.",
    (),
)


def speaker_in_one_line(line: Placed[str]) -> SpeakerFields:
    """Return a speaker that is written in one line, which is taken apart later."""
    return SpeakerFields(shorthand=line, place=line.place)


def mention_in_one_line(line: Placed[str]) -> MentionFields:
    """Return a mention that is written in one line."""
    return MentionFields(shorthand=line, place=line.place)
