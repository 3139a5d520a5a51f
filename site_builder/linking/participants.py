"""Who spoke at an event and who is only named: the people and organisations of one writeup, looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from site_builder.errors import Diagnostics, Rule
from site_builder.gettext_markers import gettext_noop
from site_builder.ids import Address, OrganisationId, PersonId
from site_builder.kinds import Kind
from site_builder.model import Appearance, Mention
from site_builder.names.folding import fold
from site_builder.names.parsed_line import Nobody, Shorthand
from site_builder.registry.authors import ListedAuthor
from site_builder.registry.collect import Registries, is_on_the_record
from site_builder.registry.entries import ListedPosition, positions_of
from site_builder.registry.registry import Registry
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import Parsed
from site_builder.sources.entry_fields import EntryFields, MentionFields
from site_builder.sources.fields import WriteupFields
from site_builder.values import Affiliation, Author

#: Stands where a name would that is withheld.
NAME_WITHHELD = gettext_noop("Name withheld")


#: Stands for a speaker who wrote the writeup and is not named.
AUTHOR_NOT_NAMED = gettext_noop("The author, who is not named")


class Candidate(NamedTuple):
    """Somebody whom an attribution may mean; ``entry`` is None unless the writeup lists this person."""

    id: str
    entry: Appearance | Mention | None
    #: The name as the writeup has it, and where that is looked up which the archive prints.
    written: str = ""
    people: Registry | None = None
    #: What the text calls the person.
    alias: str = ""
    is_author: bool = False

    @property
    def folded_names(self) -> frozenset[str]:
        """Return the names in the form in which they are compared."""
        usual = self.people.name_of(self.id) if self.people and self.id else ""
        fold = self.people.fold if self.people else str
        return frozenset(fold(name) for name in (self.written, usual, self.alias) if name)


@dataclass(frozen=True, slots=True)
class Participants:
    """Everybody whom a writeup lists.

    ``candidates`` has speakers first, and those whose names are withheld too.
    """

    appearances: tuple[Appearance, ...] = ()
    mentions: tuple[Mention, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    #: Who attended without speaking, and who sent regrets.
    attended: tuple[PersonId, ...] = ()
    regrets: tuple[PersonId, ...] = ()
    #: Short names that the text may use, folded, with the full ones.
    short_names: Mapping[str, str] = field(default_factory=dict)


NOBODY = Participants()


def participants_of(
    writeup: Parsed[WriteupFields], registries: Registries, diagnostics: Diagnostics
) -> Participants:
    """Look up the speakers and mentions of a writeup; nobody where the event was not on the record."""
    if not is_on_the_record(writeup.fields):
        return NOBODY
    lookup = _Lookup(writeup, registries, diagnostics)
    speakers = lookup.speakers()
    mentioned = lookup.mentioned(speakers)
    attended, regrets = (
        lookup.present() if writeup.fields.event.attended or writeup.fields.event.regrets else ((), ())
    )
    return Participants(
        tuple(speaker.entry for speaker in speakers if isinstance(speaker.entry, Appearance)),
        tuple(mention.entry for mention in mentioned if isinstance(mention.entry, Mention)),
        (*speakers, *(mention for mention in mentioned if mention.id)),
        _people_in(attended),
        _people_in(regrets),
        registries.short_names.get(writeup.path, {}),
    )


def _people_in(candidates: tuple[Candidate, ...]) -> tuple[PersonId, ...]:
    """Return the people of a list, once each; those whose names are withheld are left out."""
    people = (candidate.entry.person for candidate in candidates if candidate.entry)
    return tuple(dict.fromkeys(person for person in people if person))


def surnames_of_listed(participants: Participants, registries: Registries) -> dict[str, Address]:
    """Return the surnames that mean one of those whom a writeup lists, with the page of each.

    A surname that two have means none, and nor does one that is somebody's or something's whole name.
    """
    surnames: dict[str, set[Address]] = {}
    entries: tuple[Appearance | Mention, ...] = (*participants.appearances, *participants.mentions)
    for entry in entries:
        if entry.person:
            parsed = registries.parser.parse(entry.label)
            surname = parsed.surname if parsed.given else ""
            if len(surname) > 1:
                surnames.setdefault(surname, set()).add(Kind.PEOPLE.address(entry.person))
    return {
        escape(surname, quote=False): addresses.pop()
        for surname, addresses in surnames.items()
        if len(addresses) == 1
        and not registries.people.find(surname)
        and not registries.organisations.find(surname)
    }


def authors_of(
    writeup: Parsed[WriteupFields],
    participants: Participants,
    registries: Registries,
    diagnostics: Diagnostics,
) -> tuple[Author, ...]:
    """Look up who wrote a writeup: those that it names, and the speakers who did."""
    lookup = _Lookup(writeup, registries, diagnostics)
    authors = [lookup.author(author) for author in registries.authors[writeup.path]]
    who_wrote = {fields.place for fields in writeup.fields.speakers if fields.is_author}
    authors += [
        Author(appearance.label, appearance.person)
        for appearance in participants.appearances
        if appearance.place in who_wrote and appearance.label != AUTHOR_NOT_NAMED
    ]
    return tuple(dict.fromkeys(author for author in authors if author.name))


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Looks up the entries of one writeup."""

    writeup: Parsed[WriteupFields]
    registries: Registries
    diagnostics: Diagnostics

    def speakers(self) -> tuple[Candidate, ...]:
        """Return everybody who is listed as a speaker."""
        speakers: list[Candidate] = []
        for number, fields in enumerate(self.writeup.fields.speakers):
            for parts in self.registries.parts.get((self.writeup.path, number), ()):
                speaker = self._speaker(fields, parts, speakers)
                if speaker is not None:
                    speakers.append(speaker)
        return tuple(speakers)

    def _speaker(self, fields: EntryFields, parts: Shorthand, speakers: list[Candidate]) -> Candidate | None:
        """Return one speaker; an entry without a name stays without a person."""
        people = self.registries.people
        nobody = self.registries.nobody_in(fields, parts)
        positions = positions_of(fields, parts)
        person, label, id = None, "" if nobody is Nobody.ORGANISATION else parts.name, ""
        if nobody is Nobody.ORGANISATION:
            positions = (ListedPosition("", Placed(parts.name, fields.place)), *positions)
        if fields.is_author and not parts.name and not fields.person:
            label = AUTHOR_NOT_NAMED
        elif nobody is None:
            id = self._person(fields, parts.name) or ""
            if not id:
                return None
            if any(speaker.id == id for speaker in speakers):
                name = parts.name or people.name_of(id)
                message = f'"{name}" is listed twice among the speakers'
                hint = "list the person once, with positions: for all positions of that day"
                self.diagnostics.warning(fields.place, Rule.LISTED_TWICE, message, hint)
            person, label = self._printed(PersonId(id), parts.name)
        appearance = Appearance(
            person=person,
            label=label,
            affiliations=self._affiliations(positions),
            role=parts.role or "speaker",
            capacity=fields.capacity,
            place=fields.place,
        )
        return Candidate(id, appearance, parts.name, people, fields.alias, fields.is_author)

    def mentioned(self, speakers: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Return everybody and everything that is listed as a mention."""
        fields = self.writeup.fields
        return self._mentions(fields.mentions, len(fields.speakers), speakers)

    def present(self) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
        """Return who attended the event, and who sent regrets."""
        fields = self.writeup.fields
        start = len(fields.speakers) + len(fields.mentions)
        attended = self._mentions(fields.event.attended, start, ())
        return attended, self._mentions(fields.event.regrets, start + len(fields.event.attended), ())

    def _mentions(
        self, listed: Sequence[MentionFields], start: int, speakers: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """Return the mentions of a list, the first of which is the entry of number ``start``."""
        mentioned = []
        for number, fields in enumerate(listed, start):
            for parts in self.registries.parts.get((self.writeup.path, number), ()):
                mention = self._mention(fields, parts, speakers)
                if mention is not None:
                    mentioned.append(mention)
        return tuple(mentioned)

    def _mention(
        self, fields: EntryFields, parts: Shorthand, speakers: tuple[Candidate, ...]
    ) -> Candidate | None:
        """Return one mention: of a person, or of organisations; None for a mention of nobody."""
        positions = positions_of(fields, parts)
        nobody = self.registries.nobody_in(fields, parts)
        id: PersonId | None = None
        if nobody is Nobody.ORGANISATION:
            positions = (ListedPosition("", Placed(parts.name, fields.place)), *positions)
        elif nobody is None and (fields.person or parts.name):
            id = self._person(fields, parts.name)
            if id is None:
                return None
        elif nobody is not None:
            return None
        person, label = self._printed(id, parts.name) if id else (None, "")
        mention = Mention(
            person=person,
            label=label,
            affiliations=self._affiliations(positions),
            quoted_by=self._quoted_by(fields.quoted_by, speakers) if fields.quoted_by else None,
            place=fields.place,
        )
        return Candidate(id or "", mention, parts.name, self.registries.people, fields.alias)

    def author(self, listed: ListedAuthor) -> Author:
        """Return an author with the page that they have, if they have one."""
        name, registries = listed.name.value, self.registries
        if listed.nobody is None and not (not listed.person and registries.is_bare_organisation(name)):
            fields = EntryFields(person=listed.person, place=listed.name.place)
            id = self._person(fields, name)
            person, label = self._printed(id, name) if id else (None, name)
            return Author(label, person, None, listed.role, listed.rest)
        ids = registries.organisations.find(name)
        return Author(name, None, OrganisationId(ids[0]) if ids else None, listed.role, listed.rest)

    def _printed(self, id: PersonId, written: str) -> tuple[PersonId | None, str]:
        """Return who is said to appear, and under which name."""
        if id in self.registries.withheld:
            return None, NAME_WITHHELD
        return id, self.registries.label_of(id, written)

    def _person(self, entry: EntryFields, name: str) -> PersonId | None:
        people = self.registries.people
        if entry.person is None:
            resolved = people.resolve(Placed(name, entry.place), self.diagnostics)
            return PersonId(resolved) if resolved else None
        id = entry.person.value
        if people.has_id(id):
            return PersonId(id)
        hint = did_you_mean(id, people.ids(), f"add {Kind.PEOPLE.folder}/{id}.md, or correct the id")
        message = f'there is no person with the id "{id}"'
        self.diagnostics.error(entry.person.place, Rule.UNKNOWN_PERSON, message, hint)
        return None

    def _affiliations(self, positions: tuple[ListedPosition, ...]) -> tuple[Affiliation, ...]:
        """Look up the organisations of some positions; what is twice the same stands once."""
        organisations = self.registries.organisations
        affiliations = []
        for position, organisation in positions:
            id = organisations.resolve(organisation, self.diagnostics) if organisation else None
            affiliations.append(Affiliation(position, OrganisationId(id) if id else None))
        return tuple(dict.fromkeys(held for held in affiliations if held != Affiliation()))

    def _quoted_by(self, name: Placed[str], speakers: tuple[Candidate, ...]) -> PersonId | None:
        """Return the speaker who quoted somebody; None also if that name is withheld."""
        ids = dict.fromkeys(speaker.id for speaker in speakers)
        short_names = self.registries.short_names.get(self.writeup.path, {})
        full = short_names.get(fold(name.value))
        name = Placed(full, name.place) if full else name
        meant = {*self.registries.people.find(name.value)}
        folded = self.registries.people.fold(name.value)
        meant.update(speaker.id for speaker in speakers if folded in speaker.folded_names)
        # Authors use an id to distinguish two people of one name.
        matching = [name.value] if name.value in ids else [id for id in ids if id in meant]
        if len(matching) > 1:
            message = f'"{name.value}" may be {" or ".join(matching)}'
            hint = "write " + " or ".join(f"quoted_by: {id}" for id in matching)
            self.diagnostics.error(name.place, Rule.AMBIGUOUS_NAME, message, hint)
        if matching:
            return None if matching[0] in self.registries.withheld else PersonId(matching[0])
        labels = [speaker.entry.label for speaker in speakers if speaker.entry]
        hint = did_you_mean(name.value, labels, "name one of the speakers of this writeup")
        message = f'quoted_by: "{name.value}" is not among the speakers'
        self.diagnostics.error(name.place, Rule.UNKNOWN_PERSON, message, hint)
        return None
