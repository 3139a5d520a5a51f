"""Statements as rows of tables."""

from collections.abc import Iterator

from site_builder.model import Statement
from site_builder.pages.open_data.source import Row, Source, answered, in_one_cell
from site_builder.values import organisations_in, single_position


def _commitment_cells(statement: Statement) -> tuple[str, str, str]:
    if statement.commitment is None:
        return "", "", ""
    state, since, web_page = statement.commitment
    return state, since.isoformat() if since else "", web_page


def statement_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each statement."""
    for writeup in source.site.writeups:
        for statement in writeup.statements:
            yield (
                f"{source.key(writeup)}#{statement.anchor}",
                source.address(writeup.address_of(statement)),
                source.key(writeup),
                writeup.day.isoformat(),
                statement.person or "",
                source.speaker(statement.person),
                statement.label,
                single_position(statement.affiliations),
                in_one_cell(organisations_in(statement.affiliations)),
                in_one_cell(statement.on_behalf_of),
                statement.quoted_by,
                in_one_cell(statement.topics),
                "\n\n".join(statement.text),
                statement.kind,
                "yes" if statement.is_verbatim else "no",
                answered(source, writeup, statement),
                *_commitment_cells(statement),
            )
