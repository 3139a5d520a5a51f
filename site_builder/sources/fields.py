"""What an author may write: one typed record for each kind of content, with every key and its meaning.

These records hold what stands in one file. Nothing is looked up yet, so names keep their places.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from site_builder.errors import NOWHERE, Place, Rule
from site_builder.model import CAPACITIES, ROLES, Attribution, Kind, Link, PartialDate, Source, When
from site_builder.schema.shapes import (
    MAX_TITLE,
    Choice,
    Converted,
    Date,
    Either,
    Field,
    FileName,
    Flag,
    ListOf,
    Match,
    Name,
    PartDate,
    Placed,
    Record,
    SiteAddress,
    Text,
    Url,
    language_tag,
)

PlacedNames: TypeAlias = tuple[Placed[str], ...]
FormerUrls: TypeAlias = tuple[Placed[str], ...]


@dataclass(frozen=True, slots=True)
class SpeakerFields:
    """A speaker or a mention; ``shorthand`` is set if it was written in one line, and nothing else then."""

    name: Placed[str] | None = None
    person: Placed[str] | None = None
    position: str = ""
    organisation: Placed[str] | None = None
    organisations: PlacedNames = ()
    role: str = ""
    capacity: str = ""
    quoted_by: Placed[str] | None = None
    shorthand: Placed[str] | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class RecordingFields:
    """Where an event can be heard or seen: at a web address, or in a file beside the writeup."""

    url: str = ""
    file: Placed[str] | None = None
    captions: Placed[str] | None = None


@dataclass(frozen=True, slots=True)
class EventFields:
    """The ``event:`` of a writeup."""

    name: str = ""
    date: Placed[When] | None = None
    start: Placed[When] | None = None
    end: Placed[When] | None = None
    place: str = ""
    venue: str = ""
    organisers: PlacedNames = ()
    series: Placed[str] | None = None
    format: str = ""
    url: str = ""
    recording: RecordingFields | None = None
    attribution: str = Attribution.ON_THE_RECORD


@dataclass(frozen=True, slots=True)
class CorrectionFields:
    """One correction of a writeup."""

    date: When | None
    text: str


@dataclass(frozen=True, slots=True)
class WriteupFields:
    """A file of ``content/writeups/``."""

    title: str
    date: Placed[When] | None
    event: EventFields
    speakers: tuple[SpeakerFields, ...]
    mentions: tuple[SpeakerFields, ...]
    topics: PlacedNames
    author: str
    summary: str
    status: str
    embargo: When | None
    former_urls: FormerUrls
    sources: tuple[Source, ...]
    corrections: tuple[CorrectionFields, ...]
    link_names: bool
    language: str


@dataclass(frozen=True, slots=True)
class HonorificFields:
    """A title of a person."""

    title: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PositionFields:
    """A position that a person held."""

    position: str
    organisation: Placed[str] | None
    since: PartialDate | None
    until: PartialDate | None
    place: Place


@dataclass(frozen=True, slots=True)
class PersonFields:
    """A file of ``content/people/``."""

    name: Placed[str] | None
    other_names: PlacedNames
    never_print: PlacedNames
    sort_name: str
    honorifics: tuple[HonorificFields, ...]
    positions: tuple[PositionFields, ...]
    not_to_be_confused_with: PlacedNames
    withheld: bool
    link: str
    links: tuple[Link, ...]
    former_urls: FormerUrls


@dataclass(frozen=True, slots=True)
class PredecessorFields:
    """An earlier organisation."""

    organisation: Placed[str] | None
    date: When | None = None


@dataclass(frozen=True, slots=True)
class ParentFields:
    """A larger organisation."""

    organisation: Placed[str] | None
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFields:
    """A file of ``content/organisations/``."""

    name: Placed[str] | None
    other_names: PlacedNames
    never_print: PlacedNames
    sort_name: str
    classification: str
    founded: PartialDate | None
    dissolved: PartialDate | None
    parent: tuple[ParentFields, ...]
    renamed_from: tuple[PredecessorFields, ...]
    merged_from: tuple[PredecessorFields, ...]
    split_from: tuple[PredecessorFields, ...]
    roll_up: bool
    not_to_be_confused_with: PlacedNames
    link: str
    links: tuple[Link, ...]
    former_urls: FormerUrls

    @property
    def related(self) -> PlacedNames:
        """Return the organisations that this one is part of, or came from."""
        every: tuple[ParentFields | PredecessorFields, ...]
        every = (*self.parent, *self.renamed_from, *self.merged_from, *self.split_from)
        return tuple(one.organisation for one in every if one.organisation)


@dataclass(frozen=True, slots=True)
class TopicFields:
    """A file of ``content/topics/``."""

    name: Placed[str] | None
    other_names: PlacedNames
    former_urls: FormerUrls


@dataclass(frozen=True, slots=True)
class SeriesFields:
    """A file of ``content/series/``."""

    name: Placed[str] | None
    other_names: PlacedNames
    links: tuple[Link, ...]
    former_urls: FormerUrls


@dataclass(frozen=True, slots=True)
class PageFields:
    """A file of ``content/pages/``."""

    title: str
    summary: str
    navigation: bool
    former_urls: FormerUrls


@dataclass(frozen=True, slots=True)
class _PlacedShape:
    """A date that keeps its place, to be compared with other dates later."""

    shape: Date

    def read(self, node: Any, problems: Any) -> Placed[When] | None:
        value = self.shape.read(node, problems)
        return None if value is None else Placed(value, node.place)

    def json_schema(self) -> dict[str, Any]:
        return self.shape.json_schema()


_LINKS = ListOf(
    Record(
        Link,
        (
            Field("title", Text(MAX_TITLE), "The words of the link.", is_required=True),
            Field("url", Url(), "A complete web address.", is_required=True),
        ),
    )
)
_SOURCES = ListOf(
    Record(
        Source,
        (
            Field("title", Text(MAX_TITLE), "What it is.", is_required=True),
            Field("url", Url(), "Its complete web address."),
        ),
    )
)
_FORMER_URLS = Field(
    "former_urls",
    ListOf(SiteAddress()),
    "Earlier addresses of this page; each gets a page that leads here.",
    (),
)
_OTHER_NAMES = Field(
    "other_names", ListOf(Name()), "Other spellings and former names under which writeups refer to this.", ()
)
_NEVER_PRINT = Field(
    "never_print",
    ListOf(Name()),
    "Names that are understood in writeups and stand nowhere in the output.",
    (),
)
_DISTINCT = Field(
    "not_to_be_confused_with", ListOf(Name()), "Names or ids that look alike and mean something else.", ()
)
_LINK = Field(
    "link", Choice(("auto", "never")), "Whether the name becomes a link where a text has it first.", "auto"
)
_SINCE = Field("since", PartDate(), "The year, month or day from which on.", None)
_UNTIL = Field("until", PartDate(), "The year, month or day up to which.", None)
_NAME = Field("name", Name(), "The name as the archive prints it.", None, is_required=True)
_ORGANISATION = Field("organisation", Name(), "The organisation spoken for.", None)
_ORGANISATIONS = Field("organisations", ListOf(Name()), "Several organisations spoken for.", ())
_POSITION = Field("position", Text(MAX_TITLE), "The position held on that day, such as Leader.")
_PERSON = Field("person", Name(), "The id of a person's file, where two people have one name.", None)


_HONORIFICS = ListOf(
    Either(
        Converted(Text(100), HonorificFields),
        Record(
            HonorificFields,
            (Field("title", Text(100), "Such as Cllr.", is_required=True), _SINCE, _UNTIL),
            has_place=True,
        ),
    )
)
_POSITIONS = ListOf(
    Record(
        PositionFields,
        (
            Field("position", Text(MAX_TITLE), "Such as Trustee.", is_required=True),
            Field("organisation", Name(), "Where it was held.", None),
            _SINCE,
            _UNTIL,
        ),
        has_place=True,
    )
)
_RECORDING = Either(
    Converted(Url(("http", "https")), RecordingFields),
    Record(
        RecordingFields,
        (
            Field("url", Url(("http", "https")), "The web page of the recording."),
            Field("file", FileName(), "A sound or film file beside the writeup.", None),
            Field("captions", FileName(), "A WebVTT file beside the writeup with its words.", None),
        ),
        needs=("url", "file"),
    ),
)
_PARENTS = ListOf(
    Either(
        Converted(Name(), ParentFields),
        Record(
            ParentFields,
            (
                Field("organisation", Name(), "The larger organisation.", None, is_required=True),
                _SINCE,
                _UNTIL,
            ),
        ),
    )
)


def _in_one_line(record: Record[SpeakerFields]) -> ListOf[SpeakerFields]:
    return ListOf(
        Either(Converted(Name(), lambda line: SpeakerFields(shorthand=line, place=line.place)), record)
    )


_SPEAKERS = _in_one_line(
    Record(
        SpeakerFields,
        (
            Field("name", Name(), "The name, with any honorific of that day.", None),
            _PERSON,
            _POSITION,
            _ORGANISATION,
            _ORGANISATIONS,
            Field("role", Choice(ROLES), "The part played at the event."),
            Field("capacity", Choice(CAPACITIES), "On whose behalf the person spoke."),
        ),
        needs=("name", "person"),
        has_place=True,
    )
)
_MENTIONS = _in_one_line(
    Record(
        SpeakerFields,
        (
            Field("name", Name(), "The person who is named in the text.", None),
            _PERSON,
            _POSITION,
            _ORGANISATION,
            _ORGANISATIONS,
            Field("quoted_by", Name(), "The speaker who quoted this person.", None),
        ),
        needs=("name", "person", "organisation", "organisations"),
        has_place=True,
    )
)


def schemas(zone: ZoneInfo) -> dict[Kind, Record[Any]]:
    """Return the schema of every kind of content; times without an offset are meant in ``zone``."""
    date = Date(zone)
    placed_date = _PlacedShape(date)
    event = Record(
        EventFields,
        (
            Field("name", Text(MAX_TITLE), "What the event was called."),
            Field("date", placed_date, "The day of the event, if it was not the day of the writeup.", None),
            Field("start", placed_date, "When it began, with the time if known.", None),
            Field("end", placed_date, "When it ended.", None),
            Field("place", Text(MAX_TITLE), "The town, or Online."),
            Field("venue", Text(MAX_TITLE), "The building or room."),
            Field("organisers", ListOf(Name()), "The organisations that held the event.", ()),
            Field("series", Name(), "The run of events that it belongs to.", None),
            Field("format", Text(100), "Briefing, panel, hearing, round table, lecture and so on."),
            Field("url", Url(("http", "https")), "The event's own web page."),
            Field("recording", _RECORDING, "Where the event can be heard or seen.", None),
            Field(
                "attribution",
                Choice(tuple(Attribution)),
                "The rule under which things were said.",
                Attribution.ON_THE_RECORD.value,
            ),
        ),
    )
    correction = Record(
        CorrectionFields,
        (
            Field("date", date, "The day of the correction.", None, is_required=True),
            Field("text", Text(), "What was corrected.", is_required=True),
        ),
    )
    writeup = Record(
        WriteupFields,
        (
            Field("title", Text(MAX_TITLE), "The title of the writeup.", is_required=True),
            Field(
                "date",
                placed_date,
                "The day of the writeup, if its file name does not begin with it.",
                None,
            ),
            Field("event", event, "What was attended.", EventFields()),
            Field("speakers", _SPEAKERS, "Who spoke, in which position, for whom.", ()),
            Field("mentions", _MENTIONS, "Who is named without having spoken.", ()),
            Field("topics", ListOf(Name()), "What it was about.", ()),
            Field("author", Text(MAX_TITLE), "Who wrote the writeup."),
            Field("summary", Text(1_000), "One or two sentences for lists; else the text's first ones."),
            Field("status", Choice(("published", "draft")), "A draft is left out of the site.", "published"),
            Field("embargo", date, "The time before which the writeup is left out of the site.", None),
            _FORMER_URLS,
            Field("sources", _SOURCES, "What the writeup draws on.", ()),
            Field("corrections", ListOf(correction), "What was changed after publication.", ()),
            Field(
                "link_names",
                Flag(),
                "Whether names in the text become links; yes if not given.",
                default=True,
            ),
            Field(
                "language",
                Match(language_tag, "a language tag", Rule.NOT_A_CHOICE),
                "The language of the title and the text, if it is not that of the site.",
            ),
        ),
    )
    predecessors = ListOf(
        Either(
            Converted(Name(), PredecessorFields),
            Record(
                PredecessorFields,
                (
                    Field("organisation", Name(), "The earlier organisation.", None, is_required=True),
                    Field("date", date, "The day of the change.", None),
                ),
            ),
        )
    )
    return {
        Kind.WRITEUPS: writeup,
        Kind.PEOPLE: Record(
            PersonFields,
            (
                _NAME,
                _OTHER_NAMES,
                _NEVER_PRINT,
                Field("sort_name", Text(MAX_TITLE), "The name as an index sorts it, such as Reed, Steven."),
                Field("honorifics", _HONORIFICS, "Titles in front of the name, and when they were held.", ()),
                Field("positions", _POSITIONS, "Positions that no writeup tells of.", ()),
                _DISTINCT,
                Field(
                    "withheld",
                    Flag(),
                    "Print a neutral wording wherever the name would stand.",
                    default=False,
                ),
                _LINK,
                Field("links", _LINKS, "Pages about the person elsewhere.", ()),
                _FORMER_URLS,
            ),
        ),
        Kind.ORGANISATIONS: Record(
            OrganisationFields,
            (
                _NAME,
                _OTHER_NAMES,
                _NEVER_PRINT,
                Field("sort_name", Text(MAX_TITLE), "The name as an index sorts it."),
                Field("classification", Text(100), "What it is: charity, council, think tank and so on."),
                Field("founded", PartDate(), "When it began.", None),
                Field("dissolved", PartDate(), "When it ended, if nothing became of it.", None),
                Field("parent", _PARENTS, "The organisation that it is part of.", ()),
                Field("renamed_from", predecessors, "What it was called before.", ()),
                Field("merged_from", predecessors, "The organisations that it was formed from.", ()),
                Field("split_from", predecessors, "The organisation that it was part of before.", ()),
                Field(
                    "roll_up",
                    Flag(),
                    "Whether its page has what was said for its predecessors too; yes if not given.",
                    default=True,
                ),
                _DISTINCT,
                _LINK,
                Field("links", _LINKS, "Pages about the organisation elsewhere.", ()),
                _FORMER_URLS,
            ),
        ),
        Kind.TOPICS: Record(TopicFields, (_NAME, _OTHER_NAMES, _FORMER_URLS)),
        Kind.SERIES: Record(
            SeriesFields,
            (
                _NAME,
                _OTHER_NAMES,
                Field("links", _LINKS, "Pages about the series elsewhere.", ()),
                _FORMER_URLS,
            ),
        ),
        Kind.PAGES: Record(
            PageFields,
            (
                Field("title", Text(MAX_TITLE), "The title of the page.", is_required=True),
                Field("summary", Text(1_000), "One or two sentences for search engines."),
                Field("navigation", Flag(), "Whether every page links here; yes if not given.", default=True),
                _FORMER_URLS,
            ),
        ),
    }
