"""Who made the statements of a text, looked up among those of the writeup; what they are about and answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder.errors import Diagnostics
from site_builder.ids import Address, TopicId
from site_builder.linking.originators import (
    OriginatorLookup,
    ResolvedLink,
    StatementContext,
    words_behind_the_name,
)
from site_builder.model import Ballot, Decision, Statement, Voice, Vote, Voter
from site_builder.registry.collect import Registries
from site_builder.sources.documents import TextFacts
from site_builder.values import StatementKind, VoteOption, VoteResult


@dataclass(frozen=True, slots=True)
class Attributions:
    """The statements of a text, and what each of their references leads to, by its number."""

    statements: tuple[Statement, ...]
    links: Mapping[int, ResolvedLink]
    decisions: tuple[Decision, ...]
    voices: tuple[Voice, ...]


def attribute_statements(
    text: TextFacts, context: StatementContext, registries: Registries, diagnostics: Diagnostics
) -> Attributions:
    """Look up everybody to whom a text ascribes what it says: speakers first, then mentions, then others.

    The only topic of a writeup is that of its statements too.
    """
    statements = []
    links: dict[int, ResolvedLink] = {}
    lookup = OriginatorLookup(text, context, registries, diagnostics)
    default_topics = context.topics if len(context.topics) == 1 else ()
    for facts in text.statements:
        originator = lookup.originator(facts.whose, is_turn=facts.attributes.is_promoted)
        links[facts.whose] = lookup.link(originator, facts.whose, facts.anchor)
        quoting = None
        if facts.quoted_by is not None:
            quoting = lookup.originator(facts.quoted_by)
            links[facts.quoted_by] = lookup.link(quoting, facts.quoted_by, facts.anchor)
        if facts.position is not None:
            words = words_behind_the_name(originator, registries)
            links[facts.position] = ResolvedLink(Address(f"#{facts.anchor}"), words)
        if originator is None:
            continue
        statements.append(
            Statement(
                anchor=facts.anchor,
                kind=StatementKind(facts.attributes.kind),
                is_verbatim=facts.is_verbatim,
                text=facts.text,
                person=originator.person,
                organisation=originator.organisation,
                label=originator.label,
                affiliations=originator.affiliations,
                on_behalf_of=lookup.on_behalf_of(originator, facts.attributes.on_behalf_of),
                quoted_by=quoting.label if quoting else "",
                place=text.references[facts.whose].place,
                quoting=quoting.person if quoting else None,
                topics=lookup.topics(facts.attributes.topics) or default_topics,
                answers=lookup.answered(facts.attributes.to),
                commitment=facts.attributes.commitment,
                part=facts.part,
            )
        )
    voices = tuple(lookup.voice(facts, links) for facts in text.voices)
    decisions = tuple(_decisions(text, lookup, default_topics, links))
    return Attributions(tuple(statements), links, decisions, voices)


def _decisions(
    text: TextFacts,
    lookup: OriginatorLookup,
    default_topics: tuple[TopicId, ...],
    links: dict[int, ResolvedLink],
) -> Iterator[Decision]:
    """Yield what was decided with its votes, and add where the names of those who voted lead."""
    votes: dict[str, list[Vote]] = {}
    for facts in text.votes:
        named: set[Voter] = set()
        ballots = []
        for ballot in facts.ballots:
            voters = tuple(lookup.voter(number, facts.decision, links, named) for number in ballot.voters)
            ballots.append(Ballot(VoteOption(ballot.option), ballot.count, voters))
        result = VoteResult(facts.result) if facts.result else None
        votes.setdefault(facts.decision, []).append(Vote(tuple(ballots), result))
    for decision in text.decisions:
        yield Decision(
            decision.anchor,
            decision.text,
            lookup.topics(decision.topics) or default_topics,
            tuple(votes.get(decision.anchor, ())),
            decision.place,
            decision.part,
        )
