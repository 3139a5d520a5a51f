"""Who is meant by a name to which a text ascribes words, turns or votes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.errors import Diagnostics, Rule
from site_builder.ids import Address, OrganisationId, PersonId, TopicId
from site_builder.kinds import Kind
from site_builder.linking.participants import NAME_WITHHELD, Candidate, Participants
from site_builder.markdown.references import Reference, VoiceFacts
from site_builder.model import Appearance, Mention, Voice, Voter
from site_builder.names.folding import fold
from site_builder.names.placeholders import is_anonymous, without_article
from site_builder.names.roles import role_of
from site_builder.names.titles import TitleKind
from site_builder.registry.collect import Registries
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import TextFacts
from site_builder.values import Affiliation, NamedLink, with_joints

#: What means the speaker who wrote the writeup.
_AUTHOR = frozenset({"author", "the author"})


class ResolvedLink(NamedTuple):
    """What a reference of a text leads to."""

    address: Address
    #: Replaces the words of the link where they were an id; else empty.
    label: str


class StatementContext(NamedTuple):
    """What a text belongs to: who took part, whether every name must be known, and the topics.

    Where an event was under a rule of attribution, or nothing was said at one, a name may be anybody's.
    """

    participants: Participants
    must_resolve: bool
    topics: tuple[TopicId, ...] = ()


@dataclass(frozen=True, slots=True)
class Originator:
    """The person or organisation that a quotation is attributed to; neither if the name is withheld."""

    person: PersonId | None = None
    organisation: OrganisationId | None = None
    label: str = ""
    #: What the author wrote behind the name.
    rest: str = ""
    entry: Appearance | Mention | None = None

    @property
    def affiliations(self) -> tuple[Affiliation, ...]:
        """Return the positions of that day; else what the author wrote behind the name."""
        affiliations = self.entry.affiliations if self.entry else ()
        return affiliations or ((Affiliation(self.rest),) if self.rest else ())

    @property
    def organisations(self) -> tuple[OrganisationId, ...]:
        """Return for whom that was said: all organisations that a speaker speaks for."""
        if self.organisation:
            return (self.organisation,)
        return (
            self.entry.organisations if isinstance(self.entry, Appearance) and self.entry.is_on_behalf else ()
        )


def words_behind_the_name(originator: Originator | None, registries: Registries) -> str:
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
class OriginatorLookup:
    """Looks up the names below the quotations of one text."""

    text: TextFacts
    context: StatementContext
    registries: Registries
    diagnostics: Diagnostics

    def topics(self, names: tuple[Placed[str], ...]) -> tuple[TopicId, ...]:
        """Return the topics that a statement names."""
        ids = (self.registries.topics.resolve(name, self.diagnostics) for name in names)
        return tuple(dict.fromkeys(TopicId(id) for id in ids if id))

    def on_behalf_of(self, originator: Originator, name: Placed[str] | None) -> tuple[OrganisationId, ...]:
        """Return for whom something was said; an organisation that is named must be one of the speaker's."""
        organisations = originator.organisations
        if name is None:
            return organisations
        # Of somebody who is only mentioned, it is not known for whom they spoke unless this says so.
        organisations = originator.entry.organisations if originator.entry else organisations
        ids = self.registries.organisations.find(name.value)
        if ids and ids[0] in organisations:
            return (OrganisationId(ids[0]),)
        if self.context.must_resolve:
            names = [self.registries.organisations.name_of(id) for id in organisations]
            message = f'the writeup does not say that {originator.label} spoke for "{name.value}"'
            hint = did_you_mean(name.value, names, "list the organisation with the speaker")
            self.diagnostics.error(name.place, Rule.UNKNOWN_VOICE, message, hint)
        return ()

    def answered(self, name: Placed[str] | None) -> NamedLink | None:
        """Return whom or what a statement answers."""
        if name is None:
            return None
        if name.value.startswith("#"):
            anchors = {facts.anchor: facts.whose for facts in self.text.statements}
            whose = anchors.get(name.value[1:])
            if whose is not None:
                originator = self.originator(whose)
                return NamedLink(originator.label if originator else "", Address(name.value))
            hint = did_you_mean(name.value[1:], anchors, "write the anchor of a statement of this text")
            message = f'no statement of this text has the anchor "{name.value}"'
            self.diagnostics.error(name.place, Rule.BROKEN_LINK, message, hint)
            return None
        originator = self._originator(name)
        if originator is None:
            return None
        id = originator.person or originator.organisation
        kind = Kind.PEOPLE if originator.person else Kind.ORGANISATIONS
        return NamedLink(originator.label, kind.address(id) if id else Address(""))

    def voice(self, facts: VoiceFacts, links: dict[int, ResolvedLink]) -> Voice:
        """Return who speaks under a name in front of turns, and add where the name leads."""
        reference = self.text.references[facts.whose]
        originator = self.originator(facts.whose, is_turn=True)
        if originator:
            self._report_closed(originator, reference, "speaks in it")
        # In another part of a long text, the first turn is not on the page.
        anchor = facts.first if self.text.parts == 1 else ""
        links[facts.whose] = self.link(originator, facts.whose, anchor)
        words = words_behind_the_name(originator, self.registries)
        links[facts.position] = ResolvedLink(Address(f"#{facts.first}"), words)
        return Voice(
            person=originator.person if originator else None,
            organisation=originator.organisation if originator else None,
            label=originator.label if originator else reference.target,
            affiliations=originator.affiliations if originator else (),
            on_behalf_of=originator.organisations if originator else (),
            reference=facts.whose,
            turns=facts.turns,
            first=facts.first,
            part=facts.part,
        )

    def voter(self, number: int, anchor: str, links: dict[int, ResolvedLink], named: set[Voter]) -> Voter:
        """Return whose vote a name stands for, and add where it leads; nobody votes twice."""
        reference = self.text.references[number]
        originator = self.originator(number)
        links[number] = self.link(originator, number, anchor if self.text.parts == 1 else "")
        if originator is None:
            return Voter(None, None, reference.target)
        self._report_closed(originator, reference, "votes in it")
        voter = Voter(originator.person, originator.organisation, originator.label)
        if voter in named and (voter.person or voter.organisation):
            message = f'"{reference.target}" votes twice'
            hint = "take the name out where it does not belong"
            self.diagnostics.error(reference.place, Rule.DECISION, message, hint)
        named.add(voter)
        return voter

    def _report_closed(self, originator: Originator, reference: Reference, does: str) -> None:
        if (originator.person or originator.organisation) and not self.context.must_resolve:
            message = f'this event is under a rule of attribution, and "{reference.target}" {does}'
            hint = "write it without a name, such as A participant, or take the passage out"
            self.diagnostics.error(reference.place, Rule.PROTECTED_NAME, message, hint)

    def originator(self, number: int, *, is_turn: bool = False) -> Originator | None:
        """Return who is named by a reference; None for somebody who is not known."""
        reference = self.text.references[number]
        return self._originator(Placed(reference.target, reference.place), is_turn=is_turn)

    def _originator(self, reference: Placed[str], *, is_turn: bool = False) -> Originator | None:
        registries = self.registries
        for written, rest in _readings(reference.value):
            name = self.context.participants.short_names.get(fold(written), written)
            candidates = self._listed(name)
            if is_turn:
                candidates = candidates or self._called(name)
            candidates = candidates or self._not_listed(name)
            if len(candidates) > 1:
                message = f'"{name}" may be {" or ".join(sorted(candidate.id for candidate in candidates))}'
                hint = "write the id of the one who is meant in place of the name"
                self.diagnostics.error(reference.place, Rule.AMBIGUOUS_NAME, message, hint)
            if candidates:
                return self._person(candidates[0], rest)
            organisations = registries.organisations.find(name)
            if organisations:
                id = OrganisationId(organisations[0])
                return Originator(None, id, registries.organisations.name_of(id), rest)
        if self.context.must_resolve:
            if is_turn:
                if not is_anonymous(reference.value):
                    self._report_unknown_voice(reference)
                return None
            labels = self._labels()
            otherwise = "list who said it under speakers: or mentions:, or take the name away"
            parts = [label for label in labels if fold(reference.value) in fold(label).split()]
            hint = f"write the whole name: {parts[0]}" if len(parts) == 1 else ""
            hint = hint or did_you_mean(reference.value, labels, otherwise)
            message = f'the text ascribes words to "{reference.value}", who is not known'
            self.diagnostics.error(reference.place, Rule.UNKNOWN_VOICE, message, hint)
        return None

    def _report_unknown_voice(self, reference: Placed[str]) -> None:
        name = reference.value
        message = f'"{name}" speaks here, and nobody of this writeup is called that'
        escaped = f"{name}\\:"
        otherwise = f"add `- {name}` under speakers:, or as: {name} to whoever it is; {escaped} is no turn"
        self.diagnostics.error(
            reference.place, Rule.UNKNOWN_VOICE, message, did_you_mean(name, self._labels(), otherwise)
        )

    def _labels(self) -> list[str]:
        """Return the names of those whom the writeup lists, as it has them."""
        return [
            candidate.entry.label for candidate in self.context.participants.candidates if candidate.entry
        ]

    def _called(self, name: str) -> tuple[Candidate, ...]:
        """Return whom of those listed a transcript calls so: by a part of the name, or by the role."""
        parsed = self.registries.parser.parse(name)
        # "Mr Okafor" is Okafor; "Lord Okafor" may be somebody else.
        is_surname = not parsed.given and all(title.kind is not TitleKind.PEER for title in parsed.titles)
        folded = self.registries.people.fold(parsed.surname if is_surname and parsed.surname else name)
        role = role_of(without_article(name))
        by_id: dict[str, Candidate] = {}
        for candidate in reversed(self.context.participants.candidates):
            entry = candidate.entry
            if entry is None or not candidate.id:
                continue
            parts = {part for whole in candidate.folded_names for part in _parts_of_name(whole)}
            if folded in parts or (isinstance(entry, Appearance) and role == entry.role):
                by_id[candidate.id] = candidate
        return tuple(by_id.values())

    def link(self, originator: Originator | None, number: int, anchor: str) -> ResolvedLink:
        """Return where a name below a quotation leads, and how it is printed; to itself if it has no page."""
        here = Address(f"#{anchor}")
        if originator is None:
            return ResolvedLink(here, self.text.references[number].target)
        if originator.person:
            return ResolvedLink(Kind.PEOPLE.address(originator.person), originator.label)
        if originator.organisation:
            return ResolvedLink(Kind.ORGANISATIONS.address(originator.organisation), originator.label)
        return ResolvedLink(here, originator.label)

    def _person(self, candidate: Candidate, rest: str) -> Originator:
        entry = candidate.entry
        if candidate.id in self.registries.withheld:
            return Originator(label=NAME_WITHHELD, entry=entry)
        label = entry.label if entry else self.registries.people.name_of(candidate.id)
        return Originator(PersonId(candidate.id) if candidate.id else None, None, label, rest, entry)

    def _listed(self, name: str) -> tuple[Candidate, ...]:
        """Return whom of those that the writeup lists a name may mean; an id means one."""
        # An organisation that spoke is looked up among organisations.
        candidates = [
            one for one in self.context.participants.candidates if one.id or (one.entry and one.entry.label)
        ]
        if fold(name) in _AUTHOR:
            return tuple(candidate for candidate in candidates if candidate.is_author)
        by_id = [candidate for candidate in candidates if candidate.id == name]
        if by_id:
            return (by_id[0],)
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


def _parts_of_name(name: str) -> Iterator[str]:
    """Yield the parts of a folded name by which somebody may be called: the first name, or the last ones."""
    words = name.split()
    yield words[0]
    for start in range(1, len(words)):
        yield " ".join(words[start:])


def _readings(attribution: str) -> Iterator[tuple[str, str]]:
    """Yield a name and what stands behind it, the longest name first: names may hold commas."""
    parts = [part.strip() for part in attribution.split(",")]
    for end in range(len(parts), 0, -1):
        name = ", ".join(parts[:end])
        if name:
            yield name, ", ".join(parts[end:])
