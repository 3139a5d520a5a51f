"""What meetings decided, and who voted how."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.gettext_markers import ngettext_noop
from site_builder.ids import Address, PersonId
from site_builder.kinds import Kind
from site_builder.model import Decision, Voter, Writeup
from site_builder.pages.components.pagination import (
    Entries,
    ListPage,
    SectionView,
    empty_section,
    reported_day,
    section,
)
from site_builder.pages.components.views import topic_links
from site_builder.pages.site_index import SiteIndex
from site_builder.values import NamedLink, VoteOption, VoteResult


class BallotView(NamedTuple):
    """How many voted so, and those of them who are named."""

    option: VoteOption
    total: int
    voters: tuple[NamedLink, ...]


class VoteView(NamedTuple):
    """How a meeting voted."""

    ballots: tuple[BallotView, ...]
    result: VoteResult | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a meeting decided; ``writeup`` leads to the very place."""

    date: datetime.date
    language: str
    event: str
    text: tuple[str, ...]
    votes: tuple[VoteView, ...]
    topics: tuple[NamedLink, ...]
    writeup: NamedLink


class PersonVoteView(NamedTuple):
    """How a person voted on a decision."""

    date: datetime.date
    option: VoteOption
    result: VoteResult | None
    decision: str
    writeup: NamedLink


def decision_views(
    index: SiteIndex, writeups: Iterable[Writeup], is_wanted: Callable[[Decision], bool]
) -> Iterator[DecisionView]:
    """Yield the wanted decisions, in the order of the writeups."""
    for writeup in writeups:
        for decision in filter(is_wanted, writeup.decisions):
            yield DecisionView(
                date=writeup.day,
                language=writeup.language,
                event=writeup.event.name,
                text=decision.text,
                votes=tuple(_votes(decision)),
                topics=topic_links(index, decision.topics),
                writeup=_link(writeup, decision),
            )


def _votes(decision: Decision) -> Iterator[VoteView]:
    for vote in decision.votes:
        ballots = (
            BallotView(ballot.option, ballot.total, tuple(map(_voter, ballot.voters)))
            for ballot in vote.ballots
        )
        yield VoteView(tuple(ballots), vote.result)


def _voter(voter: Voter) -> NamedLink:
    if voter.person:
        return NamedLink(voter.label, Kind.PEOPLE.address(voter.person))
    address = Kind.ORGANISATIONS.address(voter.organisation) if voter.organisation else Address("")
    return NamedLink(voter.label, address)


def votes_of(writeups: Iterable[Writeup], person: PersonId) -> Iterator[PersonVoteView]:
    """Yield how a person voted, in the order of the writeups."""
    for writeup in writeups:
        for decision in writeup.decisions:
            for vote in decision.votes:
                for ballot in vote.ballots:
                    if any(voter.person == person for voter in ballot.voters):
                        words = " ".join(decision.text)
                        link = _link(writeup, decision)
                        yield PersonVoteView(writeup.day, ballot.option, vote.result, words, link)


def _link(writeup: Writeup, decision: Decision) -> NamedLink:
    return NamedLink(writeup.title, writeup.address_of(decision))


def vote_section(index: SiteIndex, list_page: ListPage, id: PersonId) -> SectionView[PersonVoteView]:
    """Return how a person voted, as a section of their page."""
    if not index.decisions:
        return empty_section("votes")

    def count(writeup: Writeup) -> int:
        return sum(1 for _ in votes_of((writeup,), id)) if writeup.decisions else 0

    entries = Entries("votes", ngettext_noop("{n} vote", "{n} votes"), count, reported_day)
    return section(index.language, list_page, entries, votes_of(list_page.writeups, id))
