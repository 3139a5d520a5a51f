"""What an author may write: one record for each kind of content, with every key and its meaning.

These records hold what is written in one file. Nothing is looked up yet, so names keep their places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from site_builder.custom_fields import CustomValues
from site_builder.errors import NOWHERE, Place, Rule
from site_builder.identifiers import Bearer, Identifier
from site_builder.kinds import Kind
from site_builder.schema.dates import Date, IncompleteDate, PlacedDate
from site_builder.schema.identifiers import Identifiers
from site_builder.schema.nodes import Placed
from site_builder.schema.records import Either, Record, key
from site_builder.schema.shapes import (
    MAX_TITLE,
    Choice,
    Converted,
    Flag,
    ListOf,
    Match,
    Name,
    ShortNames,
    Text,
    TopicName,
    Url,
    language_tag,
)
from site_builder.sources.entry_fields import (
    AuthorFields,
    EntryFields,
    MentionFields,
    PlacedNames,
    SpeakerFields,
    authors,
    mention_in_one_line,
    speaker_in_one_line,
)
from site_builder.sources.event_fields import (
    EventFields,
    EventFileFields,
    FormerUrls,
    PictureFields,
    extra_key,
    former_urls_key,
    noindex_key,
    shared_event,
)
from site_builder.sources.foreign_keys import WRITEUP_KEYS
from site_builder.values import Link, PartialDate, Source, When

#: What the text of a writeup may be.
TRANSCRIPT = "transcript"
FORMS = ("prose", TRANSCRIPT)


_other_names = partial(
    key, ListOf(Name()), "Other spellings and former names under which writeups refer to this.", ()
)
_never_print = partial(
    key, ListOf(Name()), "Names that are understood in writeups and stand nowhere in the output.", ()
)
_not_to_be_confused_with = partial(
    key, ListOf(Name()), "Names or ids that look alike and mean something else.", ()
)
_link = partial(
    key, Choice(("auto", "never")), "Whether the name becomes a link where a text has it first.", "auto"
)
_since = partial(key, IncompleteDate(), "The year, month or day from which on.", None)
_until = partial(key, IncompleteDate(), "The year, month or day up to which.", None)
_name = partial(key, Name(), "The name as the archive prints it.", None, required=True)


def _ids(bearer: Bearer) -> Any:
    return key(Identifiers(bearer), "What registers call it, such as wikidata: Q42.", ())


@dataclass(frozen=True, slots=True)
class LinkFields(Link):
    """A link to a page elsewhere."""

    title: str = key(Text(MAX_TITLE), "The words of the link.", required=True)
    url: str = key(Url(), "A complete web address.", required=True)


@dataclass(frozen=True, slots=True)
class SourceFields(Source):
    """Something that a writeup draws on."""

    title: str = key(Text(MAX_TITLE), "What it is.", required=True)
    url: str = key(Url(), "Its complete web address.")


@dataclass(frozen=True, slots=True)
class CorrectionFields:
    """One correction of a writeup."""

    date: When | None = key(Date(), "The day of the correction.", None, required=True)
    text: str = key(Text(), "What was corrected.", required=True)


@dataclass(frozen=True, slots=True)
class WriteupFields:
    """A file of ``content/writeups/``."""

    title: str = key(Text(MAX_TITLE), "The title of the writeup.", required=True)
    date: Placed[When] | None = key(
        PlacedDate(), "The day of the writeup, if its file name does not begin with it.", None
    )
    event: EventFields = key(
        Either(Converted(Name(), shared_event), Record(EventFields)),
        "What was attended, or the id of a file in content/events/.",
        EventFields(),
    )
    speakers: tuple[SpeakerFields, ...] = key(
        ListOf(
            Either(
                Converted(Name(), speaker_in_one_line),
                Record(SpeakerFields, needs=("name", "person", "author")),
            )
        ),
        "Who spoke, in which position, for whom.",
        (),
    )
    mentions: tuple[MentionFields, ...] = key(
        ListOf(
            Either(
                Converted(Name(), mention_in_one_line),
                Record(MentionFields, needs=("name", "person", "organisation", "organisations")),
            )
        ),
        "Who is named without having spoken.",
        (),
    )
    topics: PlacedNames = key(ListOf(TopicName()), "What it was about.", ())
    form: str = key(Choice(FORMS), "What the text is: prose, or a transcript with turns.", "prose")
    author: tuple[AuthorFields, ...] = authors()
    authors: tuple[AuthorFields, ...] = authors()
    voices: tuple[tuple[str, Placed[str]], ...] = key(
        ShortNames(), "Short names that the text uses, each with the full name of the person.", ()
    )
    public_names: PlacedNames = key(
        ListOf(Name()),
        "Under a rule of attribution: names in the text that are of others than those listed.",
        (),
    )
    summary: str = key(Text(1_000), "One or two sentences for lists; else the text's first ones.")
    status: str = key(Choice(("published", "draft")), "A draft is left out of the site.", "published")
    embargo: When | None = key(Date(), "The time before which the writeup is left out of the site.", None)
    former_urls: FormerUrls = former_urls_key()
    sources: tuple[SourceFields, ...] = key(ListOf(Record(SourceFields)), "What the writeup draws on.", ())
    corrections: tuple[CorrectionFields, ...] = key(
        ListOf(Record(CorrectionFields)), "What was changed after publication.", ()
    )
    link_names: bool = key(Flag(), "Whether names in the text become links; default: true.", default=True)
    language: str = key(
        Match(language_tag, "a language tag", Rule.NOT_A_CHOICE),
        "The language of the title and the text, if it is not that of the site.",
    )
    translation_of: Placed[str] | None = key(
        Name(), "The writeup that this one translates: its id, or <year>/<id>.", None
    )
    ids: tuple[Identifier, ...] = _ids(Bearer.WRITEUP)
    noindex: bool = noindex_key()
    extra: CustomValues = extra_key()

    @property
    def entries(self) -> tuple[EntryFields, ...]:
        """Return everybody listed: speakers, mentions, who attended the event and who sent regrets."""
        return (*self.speakers, *self.mentions, *self.event.attended, *self.event.regrets)


@dataclass(frozen=True, slots=True)
class HonorificFields:
    """A title of a person."""

    title: str = key(Text(100), "Such as Cllr.", required=True)
    since: PartialDate | None = _since()
    until: PartialDate | None = _until()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PositionFields:
    """A position that a person held."""

    position: str = key(Text(MAX_TITLE), "Such as Trustee.", required=True)
    organisation: Placed[str] | None = key(Name(), "Where it was held.", None)
    since: PartialDate | None = _since()
    until: PartialDate | None = _until()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PersonFields:
    """A file of ``content/people/``."""

    name: Placed[str] | None = _name()
    other_names: PlacedNames = _other_names()
    never_print: PlacedNames = _never_print()
    sort_name: str = key(Text(MAX_TITLE), "The name as an index sorts it, such as Reed, Steven.")
    honorifics: tuple[HonorificFields, ...] = key(
        ListOf(Either(Converted(Text(100), HonorificFields), Record(HonorificFields))),
        "Titles in front of the name, and when they were held.",
        (),
    )
    positions: tuple[PositionFields, ...] = key(
        ListOf(Record(PositionFields)), "Positions that no writeup shows.", ()
    )
    not_to_be_confused_with: PlacedNames = _not_to_be_confused_with()
    withheld: bool = key(Flag(), "Print a neutral wording wherever the name would stand.", default=False)
    link: str = _link()
    links: tuple[LinkFields, ...] = key(ListOf(Record(LinkFields)), "Pages about the person elsewhere.", ())
    ids: tuple[Identifier, ...] = _ids(Bearer.PERSON)
    pronouns: str = key(Text(40), "The pronouns of the person, such as she/her.")
    photo: PictureFields | None = key(Record(PictureFields), "A photo of the person.", None)
    former_urls: FormerUrls = former_urls_key()
    noindex: bool = noindex_key()
    extra: CustomValues = extra_key()


@dataclass(frozen=True, slots=True)
class PredecessorFields:
    """An earlier organisation."""

    organisation: Placed[str] | None = key(Name(), "The earlier organisation.", None, required=True)
    date: When | None = key(Date(), "The day of the change.", None)


@dataclass(frozen=True, slots=True)
class ParentFields:
    """A larger organisation."""

    organisation: Placed[str] | None = key(Name(), "The larger organisation.", None, required=True)
    since: PartialDate | None = _since()
    until: PartialDate | None = _until()


_PREDECESSORS = ListOf(Either(Converted(Name(), PredecessorFields), Record(PredecessorFields)))


@dataclass(frozen=True, slots=True)
class OrganisationFields:
    """A file of ``content/organisations/``."""

    name: Placed[str] | None = _name()
    other_names: PlacedNames = _other_names()
    never_print: PlacedNames = _never_print()
    sort_name: str = key(Text(MAX_TITLE), "The name as an index sorts it.")
    classification: str = key(Text(100), "What it is: charity, council, think tank and so on.")
    founded: PartialDate | None = key(IncompleteDate(), "When it began.", None)
    dissolved: PartialDate | None = key(IncompleteDate(), "When it ended, if nothing became of it.", None)
    parent: tuple[ParentFields, ...] = key(
        ListOf(Either(Converted(Name(), ParentFields), Record(ParentFields))),
        "The organisation that it is part of.",
        (),
    )
    renamed_from: tuple[PredecessorFields, ...] = key(_PREDECESSORS, "What it was called before.", ())
    merged_from: tuple[PredecessorFields, ...] = key(
        _PREDECESSORS, "The organisations that it was formed from.", ()
    )
    split_from: tuple[PredecessorFields, ...] = key(
        _PREDECESSORS, "The organisation that it was part of before.", ()
    )
    roll_up: bool = key(
        Flag(), "Whether its page has what was said for its predecessors too; default: true.", default=True
    )
    not_to_be_confused_with: PlacedNames = _not_to_be_confused_with()
    link: str = _link()
    links: tuple[LinkFields, ...] = key(
        ListOf(Record(LinkFields)), "Pages about the organisation elsewhere.", ()
    )
    ids: tuple[Identifier, ...] = _ids(Bearer.ORGANISATION)
    former_urls: FormerUrls = former_urls_key()
    noindex: bool = noindex_key()
    extra: CustomValues = extra_key()

    @property
    def related(self) -> PlacedNames:
        """Return the organisations that this one is part of, or came from."""
        relations: tuple[ParentFields | PredecessorFields, ...]
        relations = (*self.parent, *self.renamed_from, *self.merged_from, *self.split_from)
        return tuple(relation.organisation for relation in relations if relation.organisation)


@dataclass(frozen=True, slots=True)
class TopicFields:
    """A file of ``content/topics/``."""

    name: Placed[str] | None = _name()
    other_names: PlacedNames = _other_names()
    not_to_be_confused_with: PlacedNames = _not_to_be_confused_with()
    former_urls: FormerUrls = former_urls_key()
    noindex: bool = noindex_key()
    extra: CustomValues = extra_key()


@dataclass(frozen=True, slots=True)
class SeriesFields:
    """A file of ``content/series/``."""

    name: Placed[str] | None = _name()
    other_names: PlacedNames = _other_names()
    voices: tuple[tuple[str, Placed[str]], ...] = key(
        ShortNames(), "Short names that its writeups use, each with the full name of the person.", ()
    )
    links: tuple[LinkFields, ...] = key(ListOf(Record(LinkFields)), "Pages about the series elsewhere.", ())
    former_urls: FormerUrls = former_urls_key()
    noindex: bool = noindex_key()
    extra: CustomValues = extra_key()


@dataclass(frozen=True, slots=True)
class PageFields:
    """A file of ``content/pages/``."""

    title: str = key(Text(MAX_TITLE), "The title of the page.", required=True)
    summary: str = key(Text(1_000), "One or two sentences for search engines.")
    navigation: bool = key(Flag(), "Whether every page links here; default: true.", default=True)
    former_urls: FormerUrls = former_urls_key()
    noindex: bool = noindex_key()
    extra: CustomValues = extra_key()


#: What the front matter of each kind of file is read as.
SCHEMAS: Mapping[Kind, Record[Any]] = MappingProxyType(
    {
        Kind.WRITEUPS: Record(WriteupFields, foreign=WRITEUP_KEYS),
        Kind.PEOPLE: Record(PersonFields),
        Kind.ORGANISATIONS: Record(OrganisationFields),
        Kind.TOPICS: Record(TopicFields),
        Kind.SERIES: Record(SeriesFields),
        Kind.EVENTS: Record(EventFileFields, needs=("start", "date")),
        Kind.PAGES: Record(PageFields),
    }
)
