"""Decisions and votes as rows of tables."""

from collections.abc import Iterator

from site_builder.pages.open_data.source import Row, Source, in_one_cell


def decision_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each decision."""
    for writeup in source.site.writeups:
        for decision in writeup.decisions:
            yield (
                f"{source.key(writeup)}#{decision.anchor}",
                source.address(writeup.address_of(decision)),
                source.key(writeup),
                writeup.day.isoformat(),
                in_one_cell(decision.topics),
                "\n\n".join(decision.text),
            )


def vote_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each option of each vote, and for an option with names one for each name."""
    for writeup in source.site.writeups:
        for decision in writeup.decisions:
            id, address = f"{source.key(writeup)}#{decision.anchor}", writeup.address_of(decision)
            for number, vote in enumerate(decision.votes, 1):
                for ballot in vote.ballots:
                    about = (
                        id,
                        source.address(address),
                        number,
                        vote.result or "",
                        ballot.option,
                        ballot.total,
                    )
                    for voter in ballot.voters:
                        yield *about, voter.person or "", voter.organisation or "", voter.label
                    if not ballot.voters:
                        yield *about, "", "", ""
