"""The archive as the tables of a database, with their keys."""

from collections.abc import Iterator
from typing import Any

from site_builder.pages.open_data.tables import (
    TABLES,
    Row,
    Source,
    by_id,
    part_text,
)


def database(source: Source) -> dict[str, Any]:
    """Return the tables of a database, those first to which others refer, and its indexes."""
    site = source.site
    writeups = site.writeups
    named = [("topics", by_id(site.topics)), ("series", by_id(site.series))]
    tables = [
        *(
            _sql_table(
                name,
                "id TEXT PRIMARY KEY, address TEXT NOT NULL, name TEXT NOT NULL",
                [(one.id, source.address(one.address), one.name) for one in things],
            )
            for name, things in named
        ),
        _sql_table("people", _columns("people", "id"), source.rows("people")),
        _sql_table("organisations", _columns("organisations", "id"), source.rows("organisations")),
        _sql_table(
            "writeups",
            _columns("writeups", "id", series_id="series"),
            [_without_empty_series(row) for row in source.rows("writeups")],
        ),
        _sql_table(
            "appearances",
            "id INTEGER PRIMARY KEY, writeup_id TEXT NOT NULL REFERENCES writeups(id), "
            "address TEXT NOT NULL, "
            "date TEXT NOT NULL, person_id TEXT REFERENCES people(id), name TEXT NOT NULL, "
            "position TEXT NOT NULL, role TEXT NOT NULL, capacity TEXT NOT NULL",
            [
                (number, row[0], row[1], row[2], row[3] or None, row[5], row[6], row[9], row[10])
                for number, row in enumerate(source.rows("appearances"), start=1)
            ],
        ),
        _sql_table(
            "appearance_organisations",
            "appearance_id INTEGER NOT NULL REFERENCES appearances(id), "
            "organisation_id TEXT NOT NULL REFERENCES organisations(id), "
            "PRIMARY KEY (appearance_id, organisation_id)",
            [
                (number, organisation)
                for number, one in enumerate(
                    (one for writeup in writeups for one in writeup.appearances), start=1
                )
                for organisation in one.organisations
            ],
        ),
        _sql_table(
            "mentions",
            "id INTEGER PRIMARY KEY, writeup_id TEXT NOT NULL REFERENCES writeups(id), "
            "address TEXT NOT NULL, "
            "person_id TEXT REFERENCES people(id), organisation_id TEXT REFERENCES organisations(id), "
            "name TEXT NOT NULL, position TEXT NOT NULL, quoted_by TEXT REFERENCES people(id)",
            _numbered(_mention_rows(source)),
        ),
        _sql_table(
            "statements",
            "id TEXT PRIMARY KEY, address TEXT NOT NULL, writeup_id TEXT NOT NULL REFERENCES writeups(id), "
            "date TEXT NOT NULL, person_id TEXT REFERENCES people(id), name TEXT NOT NULL, "
            "position TEXT NOT NULL, quoted_by TEXT NOT NULL, text TEXT NOT NULL",
            [
                (row[0], row[1], row[2], row[3], row[4] or None, row[6], row[7], row[10], row[12])
                for row in source.rows("statements")
            ],
        ),
        _sql_table(
            "statement_organisations",
            "statement_id TEXT NOT NULL REFERENCES statements(id), "
            "organisation_id TEXT NOT NULL REFERENCES organisations(id), "
            "PRIMARY KEY (statement_id, organisation_id)",
            [
                (f"{source.key(writeup)}#{one.anchor}", organisation)
                for writeup in writeups
                for one in writeup.statements
                for organisation in one.on_behalf_of
            ],
        ),
        _sql_table(
            "writeup_topics",
            "writeup_id TEXT NOT NULL REFERENCES writeups(id), topic_id TEXT NOT NULL REFERENCES topics(id), "
            "PRIMARY KEY (writeup_id, topic_id)",
            [(source.key(writeup), topic) for writeup in writeups for topic in writeup.topics],
        ),
        _sql_table(
            "writeup_organisers",
            "writeup_id TEXT NOT NULL REFERENCES writeups(id), "
            "organisation_id TEXT NOT NULL REFERENCES organisations(id), "
            "PRIMARY KEY (writeup_id, organisation_id)",
            [(source.key(writeup), one) for writeup in writeups for one in writeup.event.organisers],
        ),
        _sql_table(
            "lineage",
            "organisation_id TEXT NOT NULL REFERENCES organisations(id), change TEXT NOT NULL, "
            "predecessor_id TEXT NOT NULL REFERENCES organisations(id), date TEXT, "
            "PRIMARY KEY (organisation_id, change, predecessor_id)",
            [
                (one.id, succession.change.value, succession.predecessor, part_text(succession.date))
                for one in by_id(site.organisations)
                for succession in {(s.change, s.predecessor): s for s in one.lineage}.values()
            ],
        ),
    ]
    indexes = [
        "CREATE INDEX appearances_by_person ON appearances(person_id)",
        "CREATE INDEX appearances_by_writeup ON appearances(writeup_id)",
        "CREATE INDEX statements_by_person ON statements(person_id)",
    ]
    return {"tables": tables, "indexes": indexes}


def _sql_table(name: str, columns: str, rows: list[Row]) -> dict[str, Any]:
    return {"name": name, "sql": f"CREATE TABLE {name} ({columns})", "rows": rows}


def _columns(table: str, primary: str, **references: str) -> str:
    numbers = {"events", "statements", "writeups", "events_spoken_at"}
    parts = []
    for column in TABLES[table].columns:
        kind = "INTEGER" if column in numbers else "TEXT"
        reference = f" REFERENCES {references[column]}(id)" if column in references else ""
        parts.append(f"{column} {kind}{' PRIMARY KEY' if column == primary else ''}{reference}")
    return ", ".join(parts)


def _without_empty_series(row: Row) -> Row:
    position = TABLES["writeups"].columns.index("series_id")
    return (*row[:position], row[position] or None, *row[position + 1 :])


def _mention_rows(source: Source) -> Iterator[Row]:
    for writeup in source.site.writeups:
        for one in writeup.mentions:
            for organisation in one.organisations or (None,):
                key, address = source.key(writeup), source.writeup_address(writeup)
                yield key, address, one.person, organisation, one.label, one.position, one.quoted_by


def _numbered(rows: Iterator[Row]) -> list[Row]:
    return [(number, *row) for number, row in enumerate(rows, start=1)]
