"""Who made the statements of a text: the name below each quotation, looked up among those of the writeup."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.errors import Diagnostics, Rule
from site_builder.ids import Address, OrganisationId, PersonId
from site_builder.kinds import Kind
from site_builder.linking.participants import NAME_WITHHELD, Candidate, Participants
from site_builder.model import Appearance, Mention, Statement
from site_builder.names.folding import fold
from site_builder.registry.collect import Registries
from site_builder.schema.nearest import did_you_mean
from site_builder.sources.parse import TextFacts
from site_builder.values import Affiliation, with_joints


class ResolvedLink(NamedTuple):
    """What a reference of a text leads to."""

    address: Address
    #: Replaces the words of the link where they were an id; else empty.
    label: str


@dataclass(frozen=True, slots=True)
class Attributions:
    """The statements of a text, and what each of their references leads to, by its number."""

    statements: tuple[Statement, ...]
    links: Mapping[int, ResolvedLink]


@dataclass(frozen=True, slots=True)
class _Originator:
    """The person or organisation that a quotation is attributed to; neither if the name is withheld."""

    person: PersonId | None = None
    organisation: OrganisationId | None = None
    label: str = ""
    #: What the author wrote behind the name.
    rest: str = ""
    entry: Appearance | Mention | None = None


def attribute_statements(
    text: TextFacts,
    participants: Participants,
    registries: Registries,
    diagnostics: Diagnostics,
    *,
    must_resolve: bool,
) -> Attributions:
    """Look up everybody to whom a text attributes a quotation: speakers first, then mentions, then others.

    Where an event was under a rule of attribution, or nothing was said at one, a name may be anybody's.
    """
    statements = []
    links: dict[int, ResolvedLink] = {}
    lookup = _Lookup(text, participants, registries, diagnostics, must_resolve)
    for facts in text.statements:
        originator = lookup.originator(facts.whose)
        quoting = None
        if facts.quoted_by is not None:
            quoting = lookup.originator(facts.quoted_by)
            links[facts.quoted_by] = lookup.link(quoting, facts.quoted_by, facts.anchor)
        links[facts.whose] = lookup.link(originator, facts.whose, facts.anchor)
        words = _words_behind_the_name(originator, registries)
        links[facts.position] = ResolvedLink(Address(f"#{facts.anchor}"), words)
        if originator is None:
            continue
        entry = originator.entry
        on_behalf_of = entry.organisations if isinstance(entry, Appearance) and entry.is_on_behalf else ()
        if originator.organisation:
            on_behalf_of = (originator.organisation,)
        affiliations = entry.affiliations if entry else ()
        if not affiliations and originator.rest:
            affiliations = (Affiliation(originator.rest),)
        statements.append(
            Statement(
                anchor=facts.anchor,
                text=facts.text,
                person=originator.person,
                organisation=originator.organisation,
                label=originator.label,
                affiliations=affiliations,
                on_behalf_of=on_behalf_of,
                quoted_by=quoting.label if quoting else "",
                place=text.references[facts.whose].place,
                quoting=quoting.person if quoting else None,
            )
        )
    return Attributions(tuple(statements), links)


def _words_behind_the_name(originator: _Originator | None, registries: Registries) -> str:
    """Return what is printed behind the name: the position and organisations of that day."""
    if originator is None:
        return ""
    words = ""
    for held, joint in with_joints(originator.entry.affiliations if originator.entry else ()):
        organisation = registries.organisations.name_of(held.organisation) if held.organisation else ""
        words += joint + ", ".join(part for part in (held.position, organisation) if part)
    words = words or originator.rest
    return f", {words}" if words else ""


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Looks up the names below the quotations of one text."""

    text: TextFacts
    participants: Participants
    registries: Registries
    diagnostics: Diagnostics
    must_resolve: bool

    def originator(self, number: int) -> _Originator | None:
        """Return who is named by a reference; None for somebody who is not known."""
        reference = self.text.references[number]
        registries = self.registries
        for written, rest in _readings(reference.target):
            name = self.participants.short_names.get(fold(written), written)
            candidates = self._listed(name) or self._not_listed(name)
            if len(candidates) > 1:
                message = f'"{name}" may be {" or ".join(sorted(candidate.id for candidate in candidates))}'
                hint = "write the id of the one who is meant in place of the name"
                self.diagnostics.error(reference.place, Rule.AMBIGUOUS_NAME, message, hint)
            if candidates:
                return self._person(candidates[0], rest)
            organisations = registries.organisations.find(name)
            if organisations:
                id = OrganisationId(organisations[0])
                return _Originator(None, id, registries.organisations.name_of(id), rest)
        if self.must_resolve:
            labels = (candidate.entry.label for candidate in self.participants.candidates if candidate.entry)
            otherwise = "list who said it under speakers: or mentions:, or take the dash away"
            hint = did_you_mean(reference.target, labels, otherwise)
            message = f'the quotation is attributed to "{reference.target}", who is not known'
            self.diagnostics.error(reference.place, Rule.UNKNOWN_VOICE, message, hint)
        return None

    def link(self, originator: _Originator | None, number: int, anchor: str) -> ResolvedLink:
        """Return where a name below a quotation leads, and how it is printed; to itself if it has no page."""
        here = Address(f"#{anchor}")
        if originator is None:
            return ResolvedLink(here, self.text.references[number].target)
        if originator.person:
            return ResolvedLink(Kind.PEOPLE.address(originator.person), originator.label)
        if originator.organisation:
            return ResolvedLink(Kind.ORGANISATIONS.address(originator.organisation), originator.label)
        return ResolvedLink(here, originator.label)

    def _person(self, candidate: Candidate, rest: str) -> _Originator:
        entry = candidate.entry
        if candidate.id in self.registries.withheld:
            return _Originator(label=NAME_WITHHELD, entry=entry)
        label = entry.label if entry else self.registries.people.name_of(candidate.id)
        return _Originator(PersonId(candidate.id), None, label, rest, entry)

    def _listed(self, name: str) -> tuple[Candidate, ...]:
        """Return whom of those that the writeup lists a name may mean; an id means one."""
        candidates = self.participants.candidates
        by_id = tuple(candidate for candidate in candidates if candidate.id == name)
        if by_id:
            return by_id[:1]
        folded = self.registries.people.fold(name)
        # A person who is listed twice is meant as listed first.
        by_name = {
            candidate.id: candidate for candidate in reversed(candidates) if folded in candidate.folded_names
        }
        return tuple(by_name.values())

    def _not_listed(self, name: str) -> tuple[Candidate, ...]:
        people = self.registries.people
        if people.has_id(name) and not people.is_spelling(name):
            return (Candidate(name, None),)
        if self.registries.is_bare_organisation(name):
            return ()
        return tuple(Candidate(id, None) for id in people.find(name))


def _readings(attribution: str) -> Iterator[tuple[str, str]]:
    """Yield a name and what stands behind it, the longest name first: names may hold commas."""
    parts = [part.strip() for part in attribution.split(",")]
    for end in range(len(parts), 0, -1):
        name = ", ".join(parts[:end])
        if name:
            yield name, ", ".join(parts[end:])
