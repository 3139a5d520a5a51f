"""Documents -> registries: all names become known before one is looked up."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.content.documents import Documents, Parsed
from site_builder.content.names import (
    Shorthand,
    fold,
    fold_person,
    is_placeholder,
    is_placeholder_organisation,
    parse_shorthand,
    plain_name,
)
from site_builder.content.registry import Registry
from site_builder.content.schemas import SpeakerFields, WriteupFields
from site_builder.errors import Place, Problem, Rule, Severity
from site_builder.model import Attribution
from site_builder.schema.shapes import Placed


@dataclass(frozen=True, slots=True)
class Registries:
    """Who and what is known in a site."""

    people: Registry
    organisations: Registry
    topics: Registry
    series: Registry
    #: The parts of every speaker and mention by the path of the writeup and the number in it, speakers
    #: first; one that could not be taken apart is missing.
    parts: Mapping[tuple[str, int], Shorthand]

    def is_bare_organisation(self, name: str) -> bool:
        """Say whether a name is that of an organisation and of no person."""
        return bool(self.organisations.find(name)) and not self.people.find(name)


def is_on_the_record(fields: WriteupFields) -> bool:
    """Say whether the people listed may be named; else they are for the author's records alone."""
    return fields.event.attribution == Attribution.ON_THE_RECORD


def listed(fields: WriteupFields) -> tuple[SpeakerFields, ...]:
    """Return the speakers and then the mentions of a writeup."""
    return (*fields.speakers, *fields.mentions)


def organisations_of(speaker: SpeakerFields, parts: Shorthand) -> tuple[Placed[str], ...]:
    """Return the organisations that a speaker or mention is listed with."""
    if speaker.shorthand is not None:
        return (Placed(parts.organisation, speaker.shorthand.place),) if parts.organisation else ()
    one = (speaker.organisation,) if speaker.organisation else ()
    return (*one, *speaker.organisations)


def place_of(speaker: SpeakerFields) -> Place:
    """Return where a speaker or mention is written."""
    placed = speaker.shorthand or speaker.name or speaker.person or speaker.organisation
    return (placed or speaker.organisations[0]).place


def register(
    documents: Documents, writeups: Iterable[Parsed[WriteupFields]]
) -> tuple[Registries, tuple[Problem, ...]]:
    """Collect the names of all files and of the given writeups, which come oldest first."""
    writeups = tuple(writeups)
    problems: list[Problem] = []
    parts: dict[tuple[str, int], Shorthand] = {}
    registries = Registries(
        people=Registry("person", fold_person, plain_name),
        organisations=Registry("organisation", fold, str),
        topics=Registry("topic", fold, str),
        series=Registry("series", fold, str),
        parts=parts,
    )
    _declare(documents, registries)
    _learn_from_organisations(documents, registries)
    for writeup in writeups:
        _learn_event(writeup.fields, registries)
    # Shorthands come last: the name of an organisation that is known from elsewhere may hold commas.
    for writeup in writeups:
        for number, speaker in enumerate(listed(writeup.fields)):
            taken_apart = _take_apart(speaker, registries, problems)
            if taken_apart is not None:
                parts[writeup.path, number] = taken_apart
        if is_on_the_record(writeup.fields):
            _learn_people(writeup, registries, problems)
    problems.extend(_different_spellings(registries))
    return registries, tuple(problems)


def _declare(documents: Documents, registries: Registries) -> None:
    for registry, parsed in (
        (registries.people, documents.people),
        (registries.organisations, documents.organisations),
        (registries.topics, documents.topics),
        (registries.series, documents.series),
    ):
        for document in parsed:
            name = document.fields.name.value if document.fields.name else ""
            registry.declare(document.id, name, (other.value for other in document.fields.other_names))


def _learn_from_organisations(documents: Documents, registries: Registries) -> None:
    for organisation in documents.organisations:
        fields = organisation.fields
        predecessors = (*fields.renamed_from, *fields.merged_from)
        for name in (fields.parent, *(predecessor.organisation for predecessor in predecessors)):
            if name is not None:
                registries.organisations.learn(name.value, name.place)


def _learn_event(fields: WriteupFields, registries: Registries) -> None:
    for organiser in fields.event.organisers:
        registries.organisations.learn(organiser.value, organiser.place)
    if fields.event.series:
        registries.series.learn(fields.event.series.value, fields.event.series.place)
    for topic in fields.topics:
        registries.topics.learn(topic.value, topic.place)
    if is_on_the_record(fields):
        for speaker in listed(fields):
            if speaker.shorthand is None:
                for name in organisations_of(speaker, Shorthand("")):
                    registries.organisations.learn(name.value, name.place)


def _take_apart(speaker: SpeakerFields, registries: Registries, problems: list[Problem]) -> Shorthand | None:
    if speaker.shorthand is None:
        return Shorthand(speaker.name.value if speaker.name else "", speaker.position, "", speaker.role)
    is_organisation: Callable[[str], bool] = lambda name: bool(registries.organisations.find(name))  # noqa: E731
    try:
        return parse_shorthand(speaker.shorthand.value, is_organisation)
    except ValueError as error:
        message = f'"{speaker.shorthand.value}" is not Name, Organisation or Name, Position, Organisation'
        problems.append(Problem(speaker.shorthand.place, Rule.SHORTHAND, message, str(error)))
        return None


def _learn_people(writeup: Parsed[WriteupFields], registries: Registries, problems: list[Problem]) -> None:
    for number, speaker in enumerate(listed(writeup.fields)):
        parts = registries.parts.get((writeup.path, number))
        if parts is None:
            continue
        is_mention = number >= len(writeup.fields.speakers)
        for organisation in organisations_of(speaker, parts):
            registries.organisations.learn(organisation.value, organisation.place)
            if is_placeholder_organisation(organisation.value):
                message = f'"{organisation.value}" is not the name of an organisation'
                hint = "leave the organisation out where there is none"
                problems.append(_warning(organisation.place, Rule.PLACEHOLDER_NAME, message, hint))
        is_organisation = registries.is_bare_organisation(parts.name)
        if not parts.name or speaker.person or (is_mention and is_organisation):
            continue
        if is_placeholder(parts.name):
            message = f'"{parts.name}" is nobody\'s name'
            hint = "name the person, or leave the entry out until you can"
            problems.append(_warning(place_of(speaker), Rule.PLACEHOLDER_NAME, message, hint))
        elif is_organisation:
            message = f'"{parts.name}" is an organisation, and stands among the speakers'
            hint = "name the person who spoke, with this as the organisation"
            problems.append(_warning(place_of(speaker), Rule.ORGANISATION_AS_SPEAKER, message, hint))
        registries.people.learn(parts.name, place_of(speaker))


def _different_spellings(registries: Registries) -> Iterator[Problem]:
    for registry, noun in (
        (registries.people, "person"),
        (registries.organisations, "organisation"),
        (registries.topics, "topic"),
        (registries.series, "series"),
    ):
        for usual, spelling, place in registry.spellings():
            message = f'"{spelling}" is taken for the {noun} "{usual}"'
            hint = f'write "{usual}" here too, or give both names in a file of their own'
            yield _warning(place, Rule.SPELLINGS, message, hint)


def _warning(place: Place, rule: Rule, message: str, hint: str) -> Problem:
    return Problem(place, rule, message, hint, Severity.WARNING)
