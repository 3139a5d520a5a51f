"""The archive as the tables of a database, with their keys."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from site_builder.pages.components.turns import turns_in
from site_builder.pages.open_data.source import Row, Source, by_id, part_text
from site_builder.pages.open_data.tables import TABLES, rows
from site_builder.pages.open_data.turns import turn_rows, turn_voice_rows


class SqlTable(NamedTuple):
    """A table: its columns as SQL declares them, and its rows."""

    name: str
    columns: str
    rows: Callable[[Source], Iterator[Row]]


def database(source: Source) -> dict[str, Any]:
    """Return the tables of a database, those first to which others refer, and its indexes."""
    tables = [
        {
            "name": table.name,
            "sql": f"CREATE TABLE {table.name} ({table.columns})",
            "rows": (tuple(None if cell == "" else cell for cell in row) for row in table.rows(source)),
        }
        for table in _SQL_TABLES
    ]
    texts = {"name": "search", "sql": _SEARCH, "rows": _searched(source)}
    return {"tables": [*tables, texts], "indexes": _INDEXES}


def _searched(source: Source) -> Iterator[Row]:
    """Yield what is found by its words: titles with summaries, statements, and turns."""
    for writeup in source.site.writeups:
        key, address = source.key(writeup), source.writeup_address(writeup)
        yield "writeup", key, address, writeup.title, writeup.summary
        for statement in writeup.statements:
            place = source.address(writeup.address_of(statement))
            words = " ".join(statement.text)
            yield "statement", f"{key}#{statement.anchor}", place, statement.label, words
        for turn in turns_in(writeup):
            who = ", ".join(voice.label for voice in turn.voices)
            yield "turn", f"{key}#{turn.anchor}", source.address(turn.address), who, " ".join(turn.text)


def _rows_of(table: str) -> Callable[[Source], Iterator[Row]]:
    return lambda source: iter(rows(source, table))


def _topics(source: Source) -> Iterator[Row]:
    for topic in by_id(source.site.topics):
        yield topic.id, source.address(topic.address), topic.name


def _series(source: Source) -> Iterator[Row]:
    for series in by_id(source.site.series):
        yield series.id, source.address(series.address), series.name


def _appearances(source: Source) -> Iterator[Row]:
    for number, row in enumerate(rows(source, "appearances"), start=1):
        yield number, row[0], row[1], row[2], row[3] or None, row[5], row[6], *row[9:]


def _appearance_organisations(source: Source) -> Iterator[Row]:
    appearances = (
        appearance for writeup in source.site.writeups for appearance in writeup.counted_appearances
    )
    for number, appearance in enumerate(appearances, start=1):
        for organisation in appearance.organisations:
            yield number, organisation


def _appearance_positions(source: Source) -> Iterator[Row]:
    appearances = (
        appearance for writeup in source.site.writeups for appearance in writeup.counted_appearances
    )
    for number, appearance in enumerate(appearances, start=1):
        for position, organisation in appearance.affiliations:
            yield number, position, organisation


def _mentions(source: Source) -> Iterator[Row]:
    number = 0
    for writeup in source.site.writeups:
        key, address = source.key(writeup), source.writeup_address(writeup)
        for mention in writeup.mentions:
            for position, organisation in mention.affiliations or (("", None),):
                number += 1
                who = mention.person, organisation, mention.label, position, mention.quoted_by
                yield (number, key, address, *who)


def _statements(source: Source) -> Iterator[Row]:
    for row in rows(source, "statements"):
        yield row[0], row[1], row[2], row[3], row[4] or None, row[6], row[7], row[10], *row[12:]


def _statement_organisations(source: Source) -> Iterator[Row]:
    for writeup in source.site.writeups:
        for statement in writeup.statements:
            for organisation in statement.on_behalf_of:
                yield f"{source.key(writeup)}#{statement.anchor}", organisation


def _statement_topics(source: Source) -> Iterator[Row]:
    for writeup in source.site.writeups:
        for statement in writeup.statements:
            for topic in statement.topics:
                yield f"{source.key(writeup)}#{statement.anchor}", topic


def _decisions(source: Source) -> Iterator[Row]:
    for row in rows(source, "decisions"):
        yield *row[:4], row[5]


def _decision_topics(source: Source) -> Iterator[Row]:
    for writeup in source.site.writeups:
        for decision in writeup.decisions:
            for topic in decision.topics:
                yield f"{source.key(writeup)}#{decision.anchor}", topic


def _turns(source: Source) -> Iterator[Row]:
    for row in turn_rows(source):
        yield *row[:7], row[10]


def _writeup_topics(source: Source) -> Iterator[Row]:
    for writeup in source.site.writeups:
        for topic in writeup.topics:
            yield source.key(writeup), topic


def _writeup_organisers(source: Source) -> Iterator[Row]:
    for writeup in source.site.writeups:
        for organiser in writeup.event.organisers:
            yield source.key(writeup), organiser


def _writeup_authors(source: Source) -> Iterator[Row]:
    for writeup in source.site.writeups:
        for author in writeup.authors:
            yield (
                source.key(writeup),
                author.name,
                author.person,
                author.organisation,
                author.role or "author",
            )


def _lineage(source: Source) -> Iterator[Row]:
    for organisation in by_id(source.site.organisations):
        successions = {
            (succession.change, succession.predecessor): succession for succession in organisation.lineage
        }
        for succession in successions.values():
            date = part_text(succession.date)
            yield organisation.id, succession.change.value, succession.predecessor, date


def _columns(table: str, **references: str) -> str:
    """Return the columns of a table for spreadsheets; ``references`` has what a column refers to."""
    numbers = {"events", "statements", "writeups", "events_spoken_at", "upcoming"}
    parts = []
    for column in TABLES[table].columns:
        kind = "INTEGER" if column in numbers else "TEXT"
        reference = f" REFERENCES {references[column]}(id)" if column in references else ""
        parts.append(f"{column} {kind}{' PRIMARY KEY' if column == 'id' else ''}{reference}")
    return ", ".join(parts)


_NAMED = "id TEXT PRIMARY KEY, address TEXT NOT NULL, name TEXT NOT NULL"
_OF_WRITEUP = "writeup_id TEXT NOT NULL REFERENCES writeups(id), address TEXT NOT NULL"
#: In the order in which they can be filled: those first to which others refer.
_SQL_TABLES = (
    SqlTable("topics", _NAMED, _topics),
    SqlTable("series", _NAMED, _series),
    SqlTable("people", _columns("people"), _rows_of("people")),
    SqlTable("organisations", _columns("organisations"), _rows_of("organisations")),
    SqlTable("events", _columns("events", series_id="series"), _rows_of("events")),
    SqlTable(
        "writeups",
        _columns("writeups", series_id="series", event_id="events", whole_event_id="events"),
        _rows_of("writeups"),
    ),
    SqlTable(
        "appearances",
        "id INTEGER PRIMARY KEY, writeup_id TEXT NOT NULL REFERENCES writeups(id), "
        "address TEXT NOT NULL, "
        "date TEXT NOT NULL, person_id TEXT REFERENCES people(id), name TEXT, "
        "position TEXT, role TEXT, capacity TEXT, upcoming INTEGER NOT NULL",
        _appearances,
    ),
    SqlTable(
        "appearance_positions",
        "appearance_id INTEGER NOT NULL REFERENCES appearances(id), position TEXT, "
        "organisation_id TEXT REFERENCES organisations(id)",
        _appearance_positions,
    ),
    SqlTable(
        "appearance_organisations",
        "appearance_id INTEGER NOT NULL REFERENCES appearances(id), "
        "organisation_id TEXT NOT NULL REFERENCES organisations(id), "
        "PRIMARY KEY (appearance_id, organisation_id)",
        _appearance_organisations,
    ),
    SqlTable(
        "mentions",
        "id INTEGER PRIMARY KEY, writeup_id TEXT NOT NULL REFERENCES writeups(id), "
        "address TEXT NOT NULL, "
        "person_id TEXT REFERENCES people(id), organisation_id TEXT REFERENCES organisations(id), "
        "name TEXT, position TEXT, quoted_by TEXT REFERENCES people(id)",
        _mentions,
    ),
    SqlTable(
        "statements",
        "id TEXT PRIMARY KEY, address TEXT NOT NULL, writeup_id TEXT NOT NULL REFERENCES writeups(id), "
        "date TEXT NOT NULL, person_id TEXT REFERENCES people(id), name TEXT, "
        "position TEXT, quoted_by TEXT, text TEXT, "
        "kind TEXT NOT NULL, verbatim TEXT NOT NULL, answers TEXT, "
        "commitment TEXT, since TEXT, source TEXT",
        _statements,
    ),
    SqlTable(
        "statement_organisations",
        "statement_id TEXT NOT NULL REFERENCES statements(id), "
        "organisation_id TEXT NOT NULL REFERENCES organisations(id), "
        "PRIMARY KEY (statement_id, organisation_id)",
        _statement_organisations,
    ),
    SqlTable(
        "statement_topics",
        "statement_id TEXT NOT NULL REFERENCES statements(id), "
        "topic_id TEXT NOT NULL REFERENCES topics(id), PRIMARY KEY (statement_id, topic_id)",
        _statement_topics,
    ),
    SqlTable(
        "decisions",
        "id TEXT PRIMARY KEY, address TEXT NOT NULL, writeup_id TEXT NOT NULL REFERENCES writeups(id), "
        "date TEXT NOT NULL, text TEXT",
        _decisions,
    ),
    SqlTable(
        "decision_topics",
        "decision_id TEXT NOT NULL REFERENCES decisions(id), topic_id TEXT NOT NULL REFERENCES topics(id), "
        "PRIMARY KEY (decision_id, topic_id)",
        _decision_topics,
    ),
    SqlTable(
        "votes",
        "decision_id TEXT NOT NULL REFERENCES decisions(id), address TEXT NOT NULL, vote INTEGER NOT NULL, "
        "result TEXT, option TEXT NOT NULL, total INTEGER NOT NULL, person_id TEXT REFERENCES people(id), "
        "organisation_id TEXT REFERENCES organisations(id), name TEXT",
        _rows_of("votes"),
    ),
    SqlTable(
        "turns",
        "id TEXT PRIMARY KEY, address TEXT NOT NULL, writeup_id TEXT NOT NULL REFERENCES writeups(id), "
        "date TEXT NOT NULL, number INTEGER NOT NULL, section TEXT, seconds INTEGER, text TEXT",
        _turns,
    ),
    SqlTable(
        "turn_voices",
        "turn_id TEXT NOT NULL REFERENCES turns(id), person_id TEXT REFERENCES people(id), "
        "organisation_id TEXT REFERENCES organisations(id), name TEXT NOT NULL, position TEXT",
        turn_voice_rows,
    ),
    SqlTable(
        "writeup_topics",
        "writeup_id TEXT NOT NULL REFERENCES writeups(id), topic_id TEXT NOT NULL REFERENCES topics(id), "
        "PRIMARY KEY (writeup_id, topic_id)",
        _writeup_topics,
    ),
    SqlTable(
        "writeup_organisers",
        "writeup_id TEXT NOT NULL REFERENCES writeups(id), "
        "organisation_id TEXT NOT NULL REFERENCES organisations(id), "
        "PRIMARY KEY (writeup_id, organisation_id)",
        _writeup_organisers,
    ),
    SqlTable(
        "writeup_authors",
        "writeup_id TEXT NOT NULL REFERENCES writeups(id), name TEXT, "
        "person_id TEXT REFERENCES people(id), organisation_id TEXT REFERENCES organisations(id), "
        "role TEXT",
        _writeup_authors,
    ),
    SqlTable(
        "lineage",
        "organisation_id TEXT NOT NULL REFERENCES organisations(id), change TEXT NOT NULL, "
        "predecessor_id TEXT NOT NULL REFERENCES organisations(id), date TEXT, "
        "PRIMARY KEY (organisation_id, change, predecessor_id)",
        _lineage,
    ),
    SqlTable(
        "attendance",
        "writeup_id TEXT NOT NULL REFERENCES writeups(id), event_id TEXT REFERENCES events(id), "
        "person_id TEXT NOT NULL REFERENCES people(id), kind TEXT NOT NULL",
        _rows_of("attendance"),
    ),
    SqlTable(
        "translations",
        "writeup_id TEXT NOT NULL REFERENCES writeups(id), address TEXT NOT NULL, language TEXT NOT NULL, "
        "title TEXT NOT NULL, translation TEXT NOT NULL",
        _rows_of("translations"),
    ),
    SqlTable("recordings", f"{_OF_WRITEUP}, url TEXT, file TEXT, captions TEXT", _rows_of("recordings")),
    SqlTable("materials", f"{_OF_WRITEUP}, title TEXT, url TEXT, file TEXT", _rows_of("materials")),
    SqlTable("sources", f"{_OF_WRITEUP}, title TEXT, url TEXT", _rows_of("sources")),
    SqlTable(
        "corrections", f"{_OF_WRITEUP}, date TEXT NOT NULL, text TEXT NOT NULL", _rows_of("corrections")
    ),
    SqlTable(
        "names_in_texts",
        f"{_OF_WRITEUP}, kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL",
        _rows_of("names_in_texts"),
    ),
    SqlTable(
        "identifiers",
        "kind TEXT NOT NULL, id TEXT NOT NULL, address TEXT NOT NULL, scheme TEXT NOT NULL, "
        "value TEXT NOT NULL, url TEXT NOT NULL",
        _rows_of("identifiers"),
    ),
)
#: Words of titles, summaries, statements and turns, by SQLite's own full text search (FTS5).
_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "kind UNINDEXED, id UNINDEXED, address UNINDEXED, title, text, tokenize='unicode61')"
)
_INDEXES = [
    "CREATE INDEX appearances_by_person ON appearances(person_id)",
    "CREATE INDEX appearances_by_writeup ON appearances(writeup_id)",
    "CREATE INDEX appearances_by_date ON appearances(date)",
    "CREATE INDEX positions_by_appearance ON appearance_positions(appearance_id)",
    "CREATE INDEX positions_by_organisation ON appearance_positions(organisation_id)",
    "CREATE INDEX organisations_by_appearance ON appearance_organisations(organisation_id)",
    "CREATE INDEX mentions_by_writeup ON mentions(writeup_id)",
    "CREATE INDEX mentions_by_person ON mentions(person_id)",
    "CREATE INDEX votes_by_decision ON votes(decision_id)",
    "CREATE INDEX votes_by_person ON votes(person_id)",
    "CREATE INDEX turns_by_writeup ON turns(writeup_id)",
    "CREATE INDEX voices_by_turn ON turn_voices(turn_id)",
    "CREATE INDEX voices_by_person ON turn_voices(person_id)",
    "CREATE INDEX statements_by_topic ON statement_topics(topic_id)",
    "CREATE INDEX statements_by_person ON statements(person_id)",
    "CREATE INDEX statements_by_writeup ON statements(writeup_id)",
    "CREATE INDEX writeups_by_date ON writeups(event_start)",
    "CREATE INDEX writeups_by_series ON writeups(series_id)",
    "CREATE INDEX topics_of_writeups ON writeup_topics(topic_id)",
    "CREATE INDEX organisers_of_writeups ON writeup_organisers(organisation_id)",
    "CREATE INDEX authors_by_person ON writeup_authors(person_id)",
    "CREATE INDEX names_by_id ON names_in_texts(kind, id)",
]
