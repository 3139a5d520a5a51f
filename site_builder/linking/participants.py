"""Who spoke at an event and who is only named: the people and organisations of one writeup, looked up."""

from dataclasses import dataclass
from typing import NamedTuple

from site_builder.errors import Problem, Rule, Severity
from site_builder.gettext_markers import phrase
from site_builder.model import Appearance, Mention, OrganisationId, PersonId
from site_builder.names import fold_person
from site_builder.registry.collect import Registries, is_on_the_record, organisations_of
from site_builder.registry.registry import Registry
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.shapes import Placed
from site_builder.sources.fields import SpeakerFields, WriteupFields
from site_builder.sources.parse import Parsed

#: Stands where a name would that is withheld.
NAME_WITHHELD = phrase("Name withheld")


class Known(NamedTuple):
    """Somebody whom a writeup lists, or who is known from elsewhere, with the names used for them."""

    id: str
    entry: Appearance | Mention | None
    written: str = ""
    people: Registry | None = None

    @property
    def names(self) -> frozenset[str]:
        """Return the names in the form in which they are compared."""
        usual = self.people.name_of(self.id) if self.people and self.id else ""
        return frozenset(fold_person(name) for name in (self.written, usual) if name)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody whom a writeup lists; ``known`` has speakers first, also those whose names are withheld."""

    appearances: tuple[Appearance, ...]
    mentions: tuple[Mention, ...]
    known: tuple[Known, ...]


NOBODY = Cast((), (), ())


def cast_of(writeup: Parsed[WriteupFields], registries: Registries, problems: list[Problem]) -> Cast:
    """Look up the speakers and mentions of a writeup; nobody where the event was not on the record."""
    if not is_on_the_record(writeup.fields):
        return NOBODY
    speakers = _appearances(writeup, registries, problems)
    mentioned = _mentions(writeup, registries, speakers, problems)
    appearances = tuple(known.entry for known in speakers if isinstance(known.entry, Appearance))
    mentions = tuple(known.entry for known in mentioned if isinstance(known.entry, Mention))
    return Cast(appearances, mentions, (*speakers, *(known for known in mentioned if known.id)))


def _known(id: PersonId | None, written: str, entry: Appearance | Mention, registries: Registries) -> Known:
    return Known(id or "", entry, written, registries.people)


def _printed(id: PersonId, written: str, registries: Registries) -> tuple[PersonId | None, str]:
    """Return who is said to appear, and under which name."""
    if id in registries.withheld:
        return None, NAME_WITHHELD
    return id, registries.label_of(id, written)


def _appearances(
    writeup: Parsed[WriteupFields], registries: Registries, problems: list[Problem]
) -> tuple[Known, ...]:
    found: list[Known] = []
    for number, speaker in enumerate(writeup.fields.speakers):
        parts = registries.parts.get((writeup.path, number))
        id = _person(speaker, parts.name, registries, problems) if parts else None
        if parts is None or id is None:
            continue
        if any(known.id == id for known in found):
            message = f'"{parts.name or registries.people.name_of(id)}" is listed twice among the speakers'
            hint = "list the person once; several organisations go into organisations: [A, B]"
            problems.append(Problem(speaker.place, Rule.LISTED_TWICE, message, hint, Severity.WARNING))
        organisations = _organisations(organisations_of(speaker, parts), registries, problems)
        role = parts.role or "speaker"
        person, label = _printed(id, parts.name, registries)
        appearance = Appearance(
            person, label, parts.position, organisations, role, speaker.capacity, speaker.place
        )
        found.append(_known(id, parts.name, appearance, registries))
    return tuple(found)


def _mentions(
    writeup: Parsed[WriteupFields],
    registries: Registries,
    speakers: tuple[Known, ...],
    problems: list[Problem],
) -> tuple[Known, ...]:
    mentions = []
    for number, mention in enumerate(writeup.fields.mentions, start=len(writeup.fields.speakers)):
        parts = registries.parts.get((writeup.path, number))
        if parts is None:
            continue
        names = organisations_of(mention, parts)
        id: PersonId | None = None
        if not mention.person and registries.is_bare_organisation(parts.name):
            names = (Placed(parts.name, mention.place), *names)
        elif mention.person or parts.name:
            id = _person(mention, parts.name, registries, problems)
            if id is None:
                continue
        person, label = _printed(id, parts.name, registries) if id else (None, "")
        organisations = _organisations(names, registries, problems)
        quoted_by = _quoting(mention.quoted_by, registries, speakers, problems)
        entry = Mention(person, label, parts.position, organisations, quoted_by, mention.place)
        mentions.append(_known(id, parts.name, entry, registries))
    return tuple(mentions)


def _person(
    speaker: SpeakerFields, name: str, registries: Registries, problems: list[Problem]
) -> PersonId | None:
    if speaker.person is None:
        found = registries.people.resolve(Placed(name, speaker.place), problems)
        return PersonId(found) if found else None
    id = speaker.person.value
    if registries.people.has_id(id):
        return PersonId(id)
    hint = did_you_mean(id, registries.people.ids(), f"add content/people/{id}.md, or correct the id")
    message = f'there is no person with the id "{id}"'
    problems.append(Problem(speaker.person.place, Rule.UNKNOWN_PERSON, message, hint))
    return None


def _organisations(
    names: tuple[Placed[str], ...], registries: Registries, problems: list[Problem]
) -> tuple[OrganisationId, ...]:
    found = (registries.organisations.resolve(name, problems) for name in names)
    return tuple(dict.fromkeys(OrganisationId(organisation) for organisation in found if organisation))


def _quoting(
    name: Placed[str] | None,
    registries: Registries,
    speakers: tuple[Known, ...],
    problems: list[Problem],
) -> PersonId | None:
    """Return who quoted somebody; None also if that name is withheld."""
    if name is None:
        return None
    ids = dict.fromkeys(known.id for known in speakers)
    meant = {*registries.people.find(name.value)}
    meant.update(known.id for known in speakers if fold_person(name.value) in known.names)
    # An id is how an author tells two people of one name apart.
    found = [name.value] if name.value in ids else [id for id in ids if id in meant]
    if len(found) > 1:
        message = f'"{name.value}" may be {" or ".join(found)}'
        hint = "write " + " or ".join(f"quoted_by: {person}" for person in found)
        problems.append(Problem(name.place, Rule.AMBIGUOUS_NAME, message, hint))
    if found:
        return None if found[0] in registries.withheld else PersonId(found[0])
    labels = [known.entry.label for known in speakers if known.entry]
    hint = did_you_mean(name.value, labels, "name one of the speakers of this writeup")
    message = f'quoted_by: "{name.value}" is not among the speakers'
    problems.append(Problem(name.place, Rule.UNKNOWN_PERSON, message, hint))
    return None
