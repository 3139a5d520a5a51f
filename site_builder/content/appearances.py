"""Who spoke at an event and who is only named: the people and organisations of one writeup, looked up."""

from dataclasses import dataclass

from site_builder.content.documents import Parsed
from site_builder.content.register import Registries, is_on_the_record, organisations_of
from site_builder.content.schemas import SpeakerFields, WriteupFields
from site_builder.errors import Problem, Rule, Severity
from site_builder.model import Appearance, Mention, OrganisationId, PersonId
from site_builder.names import fold_person
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.shapes import Placed


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody whom a writeup lists."""

    appearances: tuple[Appearance, ...]
    mentions: tuple[Mention, ...]


def cast_of(writeup: Parsed[WriteupFields], registries: Registries, problems: list[Problem]) -> Cast:
    """Look up the speakers and mentions of a writeup; nobody where the event was not on the record."""
    if not is_on_the_record(writeup.fields):
        return Cast((), ())
    appearances = _appearances(writeup, registries, problems)
    return Cast(appearances, _mentions(writeup, registries, appearances, problems))


def _appearances(
    writeup: Parsed[WriteupFields], registries: Registries, problems: list[Problem]
) -> tuple[Appearance, ...]:
    appearances: list[Appearance] = []
    for number, speaker in enumerate(writeup.fields.speakers):
        parts = registries.parts.get((writeup.path, number))
        person = _person(speaker, parts.name, registries, problems) if parts else None
        if parts is None or person is None:
            continue
        label = parts.name or registries.people.name_of(person)
        if any(appearance.person == person for appearance in appearances):
            message = f'"{label}" is listed twice among the speakers'
            hint = "list the person once; several organisations go into organisations: [A, B]"
            problems.append(Problem(speaker.place, Rule.LISTED_TWICE, message, hint, Severity.WARNING))
        organisations = _organisations(organisations_of(speaker, parts), registries, problems)
        role = parts.role or "speaker"
        appearances.append(Appearance(person, label, parts.position, organisations, role, speaker.capacity))
    return tuple(appearances)


def _mentions(
    writeup: Parsed[WriteupFields],
    registries: Registries,
    appearances: tuple[Appearance, ...],
    problems: list[Problem],
) -> tuple[Mention, ...]:
    mentions = []
    for number, mention in enumerate(writeup.fields.mentions, start=len(writeup.fields.speakers)):
        parts = registries.parts.get((writeup.path, number))
        if parts is None:
            continue
        names = organisations_of(mention, parts)
        person: PersonId | None = None
        if not mention.person and registries.is_bare_organisation(parts.name):
            names = (Placed(parts.name, mention.place), *names)
        elif mention.person or parts.name:
            person = _person(mention, parts.name, registries, problems)
            if person is None:
                continue
        label = (parts.name or registries.people.name_of(person)) if person else ""
        organisations = _organisations(names, registries, problems)
        quoted_by = _quoting(mention.quoted_by, registries, appearances, problems)
        mentions.append(Mention(person, label, parts.position, organisations, quoted_by))
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
    appearances: tuple[Appearance, ...],
    problems: list[Problem],
) -> PersonId | None:
    if name is None:
        return None
    speakers = dict.fromkeys(appearance.person for appearance in appearances)
    if name.value in speakers:  # an id is how an author tells two people of one name apart
        return PersonId(name.value)
    meant = {*registries.people.find(name.value)}
    meant.update(
        appearance.person
        for appearance in appearances
        if fold_person(appearance.label) == fold_person(name.value)
    )
    found = [person for person in speakers if person in meant]
    if len(found) > 1:
        message = f'"{name.value}" may be {" or ".join(found)}'
        hint = "write " + " or ".join(f"quoted_by: {person}" for person in found)
        problems.append(Problem(name.place, Rule.AMBIGUOUS_NAME, message, hint))
    if found:
        return found[0]
    labels = [appearance.label for appearance in appearances]
    hint = did_you_mean(name.value, labels, "name one of the speakers of this writeup")
    message = f'quoted_by: "{name.value}" is not among the speakers'
    problems.append(Problem(name.place, Rule.UNKNOWN_PERSON, message, hint))
    return None
