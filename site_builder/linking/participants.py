"""Who spoke at an event and who is only named: the people and organisations of one writeup, looked up."""

from dataclasses import dataclass
from typing import NamedTuple

from site_builder.errors import Diagnostics, Rule
from site_builder.gettext_markers import gettext_noop
from site_builder.ids import OrganisationId, PersonId
from site_builder.kinds import Kind
from site_builder.model import Appearance, Mention
from site_builder.names.people import fold_person
from site_builder.registry.collect import Registries, is_on_the_record, organisations_of
from site_builder.registry.registry import Registry
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Placed
from site_builder.sources.fields import EntryFields, WriteupFields
from site_builder.sources.parse import Parsed

#: Stands where a name would that is withheld.
NAME_WITHHELD = gettext_noop("Name withheld")


class Candidate(NamedTuple):
    """Somebody whom an attribution may mean; ``entry`` is None unless the writeup lists this person."""

    id: str
    entry: Appearance | Mention | None
    #: The name as the writeup has it, and where that is looked up which the archive prints.
    written: str = ""
    people: Registry | None = None

    @property
    def folded_names(self) -> frozenset[str]:
        """Return the names in the form in which they are compared."""
        usual = self.people.name_of(self.id) if self.people and self.id else ""
        return frozenset(fold_person(name) for name in (self.written, usual) if name)


@dataclass(frozen=True, slots=True)
class Participants:
    """Everybody whom a writeup lists.

    ``candidates`` has speakers first, and those whose names are withheld too.
    """

    appearances: tuple[Appearance, ...] = ()
    mentions: tuple[Mention, ...] = ()
    candidates: tuple[Candidate, ...] = ()


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
    return Participants(
        tuple(speaker.entry for speaker in speakers if isinstance(speaker.entry, Appearance)),
        tuple(mention.entry for mention in mentioned if isinstance(mention.entry, Mention)),
        (*speakers, *(mention for mention in mentioned if mention.id)),
    )


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Looks up the entries of one writeup."""

    writeup: Parsed[WriteupFields]
    registries: Registries
    diagnostics: Diagnostics

    def speakers(self) -> tuple[Candidate, ...]:
        """Return everybody who is listed as a speaker."""
        registries = self.registries
        speakers: list[Candidate] = []
        for number, fields in enumerate(self.writeup.fields.speakers):
            parts = registries.parts.get((self.writeup.path, number))
            id = self._person(fields, parts.name) if parts else None
            if parts is None or id is None:
                continue
            if any(speaker.id == id for speaker in speakers):
                name = parts.name or registries.people.name_of(id)
                message = f'"{name}" is listed twice among the speakers'
                hint = "list the person once; several organisations go into organisations: [A, B]"
                self.diagnostics.warning(fields.place, Rule.LISTED_TWICE, message, hint)
            person, label = self._printed(id, parts.name)
            appearance = Appearance(
                person=person,
                label=label,
                position=parts.position,
                organisations=self._organisations(organisations_of(fields, parts)),
                role=parts.role or "speaker",
                capacity=fields.capacity,
                place=fields.place,
            )
            speakers.append(Candidate(id, appearance, parts.name, registries.people))
        return tuple(speakers)

    def mentioned(self, speakers: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Return everybody and everything that is listed as a mention."""
        registries = self.registries
        mentioned = []
        for number, fields in enumerate(
            self.writeup.fields.mentions, start=len(self.writeup.fields.speakers)
        ):
            parts = registries.parts.get((self.writeup.path, number))
            if parts is None:
                continue
            names = organisations_of(fields, parts)
            id: PersonId | None = None
            if not fields.person and registries.is_bare_organisation(parts.name):
                names = (Placed(parts.name, fields.place), *names)
            elif fields.person or parts.name:
                id = self._person(fields, parts.name)
                if id is None:
                    continue
            person, label = self._printed(id, parts.name) if id else (None, "")
            mention = Mention(
                person=person,
                label=label,
                position=parts.position,
                organisations=self._organisations(names),
                quoted_by=self._quoted_by(fields.quoted_by, speakers) if fields.quoted_by else None,
                place=fields.place,
            )
            mentioned.append(Candidate(id or "", mention, parts.name, registries.people))
        return tuple(mentioned)

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

    def _organisations(self, names: tuple[Placed[str], ...]) -> tuple[OrganisationId, ...]:
        ids = (self.registries.organisations.resolve(name, self.diagnostics) for name in names)
        return tuple(dict.fromkeys(OrganisationId(id) for id in ids if id))

    def _quoted_by(self, name: Placed[str], speakers: tuple[Candidate, ...]) -> PersonId | None:
        """Return the speaker who quoted somebody; None also if that name is withheld."""
        ids = dict.fromkeys(speaker.id for speaker in speakers)
        meant = {*self.registries.people.find(name.value)}
        meant.update(speaker.id for speaker in speakers if fold_person(name.value) in speaker.folded_names)
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
