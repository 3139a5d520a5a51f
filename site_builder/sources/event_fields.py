"""What an author may write about events: in a writeup, or in a file of their own."""

from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from site_builder.custom_fields import CustomValues
from site_builder.identifiers import Bearer, Identifier
from site_builder.schema.custom_values import CustomTable
from site_builder.schema.dates import PlacedDate
from site_builder.schema.identifiers import Identifiers
from site_builder.schema.nodes import Placed
from site_builder.schema.records import Either, Record, key
from site_builder.schema.shapes import (
    MAX_TITLE,
    Choice,
    Converted,
    FileName,
    Flag,
    ListOf,
    Name,
    SiteAddress,
    Text,
    Url,
)
from site_builder.sources.entry_fields import MentionFields, PlacedNames, mention_in_one_line
from site_builder.values import ATTENDANCE, Attribution, When

FormerUrls: TypeAlias = tuple[Placed[str], ...]

former_urls_key = partial(
    key,
    ListOf(SiteAddress(), 2_000),
    "Earlier addresses of this page; each gets a page that leads here.",
    (),
)
noindex_key = partial(
    key, Flag(), "Whether search engines are asked to leave the page out; default: false.", False
)
extra_key = partial(key, CustomTable(), "Fields of your own, for your templates.", None)


@dataclass(frozen=True, slots=True)
class PictureFields:
    """A picture beside the file that names it."""

    file: Placed[str] | None = key(FileName(), "A picture beside this file.", None, required=True)
    alt: str = key(Text(MAX_TITLE), "What it shows, in words, for readers who do not see it.", required=True)
    credit: str = key(Text(MAX_TITLE), "Who took it, and under which licence it is used.")


@dataclass(frozen=True, slots=True)
class RecordingFields:
    """Where an event can be heard or seen: at a web address, or in a file beside the writeup."""

    url: str = key(Url(("http", "https")), "The web page of the recording.")
    file: Placed[str] | None = key(FileName(), "A sound or film file beside the writeup.", None)
    captions: Placed[str] | None = key(FileName(), "A WebVTT file beside the writeup with its words.", None)


@dataclass(frozen=True, slots=True)
class MaterialFields:
    """What was shown or handed out at an event: at a web address, or in a file beside the writeup."""

    title: str = key(Text(MAX_TITLE), "What it is: the slides of a talk, the agenda.", required=True)
    url: str = key(Url(("http", "https")), "Where it is on the web.")
    file: Placed[str] | None = key(FileName(), "A file beside the writeup.", None)


_RECORDING = Either(
    Converted(Url(("http", "https")), RecordingFields), Record(RecordingFields, needs=("url", "file"))
)
_PEOPLE = ListOf(
    Either(Converted(Name(), mention_in_one_line), Record(MentionFields, needs=("name", "person")))
)


@dataclass(frozen=True, slots=True)
class EventFields:
    """The ``event:`` of a writeup; ``shared`` is the id of a file, ``path`` that file once it is found."""

    name: str = key(Text(MAX_TITLE), "What the event was called.")
    date: Placed[When] | None = key(
        PlacedDate(), "The day of the event, if it was not the day of the writeup.", None
    )
    start: Placed[When] | None = key(PlacedDate(), "When it began, with the time if known.", None)
    end: Placed[When] | None = key(PlacedDate(), "When it ended.", None)
    place: str = key(Text(MAX_TITLE), "The town, or Online.")
    venue: str = key(Text(MAX_TITLE), "The building or room.")
    organisers: PlacedNames = key(ListOf(Name()), "The organisations that held the event.", ())
    series: Placed[str] | None = key(Name(), "The run of events that it belongs to.", None)
    format: str = key(Text(100), "Briefing, panel, hearing, round table, lecture and so on.")
    url: str = key(Url(("http", "https")), "The event's own web page.")
    ids: tuple[Identifier, ...] = key(
        Identifiers(Bearer.EVENT), "What registers call it, such as wikidata: Q42.", ()
    )
    sponsors: PlacedNames = key(ListOf(Name()), "The organisations that paid for it.", ())
    address: str = key(Text(MAX_TITLE), "The postal address of the venue.")
    room: str = key(Text(MAX_TITLE), "The room, for a session of a conference.")
    attendance: str = key(Choice(ATTENDANCE), "How people could take part: in person, online or hybrid.")
    accessibility: str = key(Text(), "What the venue and the event offer: step-free access, captions.")
    part_of: Placed[str] | None = key(Name(), "The id of the event that it is a session of.", None)
    attended: tuple[MentionFields, ...] = key(
        _PEOPLE, "Who was there without speaking; they have no appearance.", ()
    )
    regrets: tuple[MentionFields, ...] = key(_PEOPLE, "Who was invited and could not come.", ())
    recording: RecordingFields | None = key(_RECORDING, "Where the event can be heard or seen.", None)
    recordings: tuple[RecordingFields, ...] = key(
        ListOf(_RECORDING), "The same, where there are several.", ()
    )
    materials: tuple[MaterialFields, ...] = key(
        ListOf(Record(MaterialFields, needs=("url", "file"))), "Slides, agendas and papers of the event.", ()
    )
    attribution: str = key(
        Choice(tuple(Attribution)),
        "The rule under which things were said.",
        Attribution.ON_THE_RECORD.value,
    )
    shared: Placed[str] | None = None
    path: str = ""


def recordings_of(event: EventFields) -> tuple[RecordingFields, ...]:
    """Return the recordings of an event, under either key."""
    return (*([event.recording] if event.recording else []), *event.recordings)


def shared_event(id: Placed[str]) -> EventFields:
    """Return the event of a writeup that names one with a file of its own."""
    return EventFields(shared=id)


@dataclass(frozen=True, slots=True)
class EventFileFields(EventFields):
    """A file of ``content/events/``."""

    name: str = key(Text(MAX_TITLE), "What the event was called.", required=True)
    image: PictureFields | None = key(Record(PictureFields), "A picture of the event.", None)
    former_urls: FormerUrls = former_urls_key()
    noindex: bool = noindex_key()
    extra: CustomValues = extra_key()
