"""Whose the statements of a text are: the name below each quotation, looked up among those of the writeup."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder.errors import Problem, Rule
from site_builder.linking.links import Found
from site_builder.linking.participants import NAME_WITHHELD, Cast, Known
from site_builder.model import Address, Appearance, Mention, OrganisationId, PersonId, Statement
from site_builder.names import fold, fold_person
from site_builder.registry.collect import Registries
from site_builder.schema.nearest import did_you_mean
from site_builder.sources.parse import TextFacts


@dataclass(frozen=True, slots=True)
class Voices:
    """The statements of a text, and what each of their references leads to."""

    statements: tuple[Statement, ...]
    found: Mapping[int, Found]


@dataclass(frozen=True, slots=True)
class _Voice:
    person: PersonId | None = None
    organisation: OrganisationId | None = None
    label: str = ""
    #: What the author wrote behind the name.
    rest: str = ""
    entry: Appearance | Mention | None = None


def statements_of(
    text: TextFacts, cast: Cast, registries: Registries, problems: list[Problem], *, must_resolve: bool
) -> Voices:
    """Look up everybody to whom a text attributes a quotation: speakers first, then mentions, then others.

    Where an event was under a rule of attribution, or nothing was said at one, a name may be anybody's.
    """
    statements = []
    found: dict[int, Found] = {}
    for facts in text.statements:
        voice = _look_up(text, facts.whose, cast, registries, problems, must_resolve=must_resolve)
        quoting = None
        if facts.quoted_by is not None:
            quoting = _look_up(text, facts.quoted_by, cast, registries, problems, must_resolve=must_resolve)
            found[facts.quoted_by] = _found(quoting, text.references[facts.quoted_by].target, facts.anchor)
        found[facts.whose] = _found(voice, text.references[facts.whose].target, facts.anchor)
        entry = voice.entry if voice else None
        words = _position(voice, registries)
        found[facts.position] = Found(Address(f"#{facts.anchor}"), words)
        if voice is None:
            continue
        on_behalf = entry.organisations if isinstance(entry, Appearance) and entry.is_on_behalf else ()
        if voice.organisation:
            on_behalf = (voice.organisation,)
        statements.append(
            Statement(
                anchor=facts.anchor,
                text=facts.text,
                person=voice.person,
                organisation=voice.organisation,
                label=voice.label,
                position=entry.position if entry and (entry.position or entry.organisations) else voice.rest,
                organisations=entry.organisations if entry else (),
                on_behalf_of=on_behalf,
                quoted_by=quoting.label if quoting else "",
            )
        )
    return Voices(tuple(statements), found)


def _found(voice: _Voice | None, target: str, anchor: str) -> Found:
    """Return where a name below a quotation leads, and how it is printed; nowhere else if it has no page."""
    here = Address(f"#{anchor}")
    if voice is None:
        return Found(here, target)
    if voice.person:
        return Found(Address(f"/speakers/{voice.person}/"), voice.label)
    if voice.organisation:
        return Found(Address(f"/organisations/{voice.organisation}/"), voice.label)
    return Found(here, voice.label)


def _position(voice: _Voice | None, registries: Registries) -> str:
    """Return what stands behind the name: the position and organisations of that day."""
    if voice is None:
        return ""
    if voice.entry is None:
        return f", {voice.rest}" if voice.rest else ""
    organisations = (registries.organisations.name_of(id) for id in voice.entry.organisations)
    parts = [part for part in (voice.entry.position, *organisations) if part] or [voice.rest]
    return "".join(f", {part}" for part in parts if part)


def _look_up(
    text: TextFacts,
    number: int,
    cast: Cast,
    registries: Registries,
    problems: list[Problem],
    *,
    must_resolve: bool,
) -> _Voice | None:
    reference = text.references[number]
    for name, rest in _readings(reference.target):
        meant = _listed(name, cast) or _elsewhere(name, registries)
        if len(meant) > 1:
            message = f'"{name}" may be {" or ".join(sorted(known.id for known in meant))}'
            hint = "write the id of the one who is meant in place of the name"
            problems.append(Problem(reference.place, Rule.AMBIGUOUS_NAME, message, hint))
        if meant:
            known = meant[0]
            if known.id in registries.withheld:
                return _Voice(label=NAME_WITHHELD, entry=known.entry)
            label = known.entry.label if known.entry else registries.people.name_of(known.id)
            return _Voice(PersonId(known.id), None, label, rest, known.entry)
        organisations = registries.organisations.find(name)
        if organisations:
            id = OrganisationId(organisations[0])
            return _Voice(None, id, registries.organisations.name_of(id), rest)
    if must_resolve:
        names = (known.entry.label for known in cast.known if known.entry)
        hint = did_you_mean(
            reference.target, names, "list who said it under speakers: or mentions:, or take the dash away"
        )
        message = f'the quotation is attributed to "{reference.target}", who is not known'
        problems.append(Problem(reference.place, Rule.UNKNOWN_VOICE, message, hint))
    return None


def _readings(attribution: str) -> Iterator[tuple[str, str]]:
    """Yield a name and what stands behind it, the longest name first: names may hold commas."""
    parts = [part.strip() for part in attribution.split(",")]
    for end in range(len(parts), 0, -1):
        name = ", ".join(parts[:end])
        if name:
            yield name, ", ".join(parts[end:])


def _listed(name: str, cast: Cast) -> tuple[Known, ...]:
    by_id = tuple(known for known in cast.known if known.id == name)
    if by_id:
        return by_id[:1]
    folded = fold_person(name)
    found = {known.id: known for known in reversed(cast.known) if folded in known.names}
    return tuple(found.values())


def _elsewhere(name: str, registries: Registries) -> tuple[Known, ...]:
    people = registries.people
    if people.has_id(name) and not people.is_spelling(name):
        return (Known(name, None),)
    if fold(name) in registries.bare_organisations:
        return ()
    return tuple(Known(id, None) for id in people.find(name))
