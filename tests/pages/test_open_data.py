"""Open data: what others read with their own programs."""

import csv
import datetime
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema
import openpyxl
from icalendar import Calendar

from site_builder.pages.open_data.tables import TABLES
from tests.conftest import SiteFolder

MORE = """\
event: {name: 'Grid, week; one', start: '2020-01-02T09:30+01:00', end: '2020-01-02T11:00+01:00', place: Kraków, organisers: [The Trust]}
speakers: ['Łukasz Example, =SUM(A1), The Trust']
topics: ['@topic']
"""


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"data/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_data_of_the_demonstration_hold_together(demonstration: Path) -> None:
    archive = json.loads((demonstration / "data/archive.json").read_text(encoding="utf-8"))
    schema = json.loads((demonstration / "data/archive.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(archive)
    popolo = json.loads((demonstration / "data/popolo.json").read_text(encoding="utf-8"))
    people = {one["id"] for one in popolo["persons"]}
    organisations = {one["id"] for one in popolo["organizations"]}
    for one in popolo["memberships"]:
        assert one["person_id"] in people
        assert one["organization_id"] in organisations
    events = {one["id"] for one in popolo["events"]}
    assert all(
        one["event_id"] in events and one.get("creator_id") in {*people, None} for one in popolo["speeches"]
    )
    with closing(sqlite3.connect(demonstration / "data/archive.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        counted = database.execute("SELECT count(*) FROM writeups").fetchone()[0]
        when = database.execute(
            "SELECT position, name FROM appearances WHERE person_id = 'imani-okafor' ORDER BY date"
        ).fetchall()
    assert len({position for position, _ in when if position}) == 3
    assert counted == len(archive["writeups"]) == len(rows(demonstration, "writeups"))
    base = "https://briefing-room.example.org/"
    for name in ("writeups", "appearances", "people", "organisations", "statements"):
        table = rows(demonstration, name)
        assert table
        for row in table:
            path = row["address"].removeprefix(base).partition("#")[0]
            assert (demonstration / path / "index.html").exists(), row


def test_cells_are_safe_in_a_spreadsheet(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, title="+1 is a formula")
    assert site.build().code == 0
    out = site.root / "_site"
    assert rows(out, "writeups")[0]["title"] == "'+1 is a formula"
    assert rows(out, "appearances")[0]["position"] == "'=SUM(A1)"
    for file in (out / "data").glob("*.csv"):
        for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row), file
    assert rows(out, "writeups")[0]["address"] == "/writeups/2020/a/", (
        "from the root where nobody knows the host"
    )


def test_the_calendar_says_when(site: SiteFolder) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\ntitle = "Ä" \n')
    site.writeup("a", more=MORE)
    site.writeup("b", more="event: {date: 2020-03-01, end: 2020-03-03, name: " + "Ł" * 90 + "}\n", title="B")
    assert site.build().code == 0
    data = (site.root / "_site/events.ics").read_bytes()
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(data)
    one, two = sorted(calendar.walk("VEVENT"), key=lambda event: str(event["uid"]))
    assert str(one["summary"]) == "Grid, week; one"
    assert one.decoded("dtstart") == datetime.datetime(2020, 1, 2, 8, 30, tzinfo=datetime.UTC)
    assert one.decoded("dtend") == datetime.datetime(2020, 1, 2, 10, 0, tzinfo=datetime.UTC)
    assert str(one["url"]) == "https://example.org/writeups/2020/a/"
    assert two.decoded("dtstart") == datetime.date(2020, 3, 1)
    assert two.decoded("dtend") == datetime.date(2020, 3, 4), "the day after the last"
    assert str(two["summary"]) == "Ł" * 90
    assert all(event.get("dtstamp") and event.get("uid") for event in (one, two))


def test_a_site_can_do_without(site: SiteFolder) -> None:
    site.write("site.toml", "open_data = false\n")
    site.writeup("a")
    assert site.build().code == 0
    assert not (site.root / "_site/data").exists()
    assert not (site.root / "_site/events.ics").exists()
    assert "data/" not in site.page("index.html")


FACTS = """\
event: {name: Grid, recording: 'https://example.org/film'}
speakers: ['2010-01-02, Chair, The Trust']
mentions: [{organisation: The Fund}]
sources: [{title: A report, url: 'https://example.org/report'}]
corrections: [{date: 2020-02-03, text: A figure.}]
language: de
"""


def test_every_fact_is_in_every_form(site: SiteFolder) -> None:
    site.write("content/people/ada-example.md", "---\nname: Ada Example\n---\n")
    site.writeup("a", more=FACTS, body="Ada Example was named.\n\n> We will act on housing.\n> — 2010-01-02")
    assert site.build().code == 0
    out = site.root / "_site"
    (written,) = json.loads((out / "data/archive.json").read_text(encoding="utf-8"))["writeups"]
    assert written["recordings"] == [{"url": "https://example.org/film", "file": None, "captions": None}]
    assert written["language"] == "de"
    assert rows(out, "recordings")[0]["url"] == "https://example.org/film"
    assert rows(out, "sources")[0]["url"] == "https://example.org/report"
    assert rows(out, "corrections")[0]["text"] == "A figure."
    assert rows(out, "names_in_texts")[0]["id"] == "ada-example"
    with closing(sqlite3.connect(out / "data/archive.sqlite")) as database:
        assert database.execute("SELECT event_end, venue FROM writeups").fetchall() == [(None, None)]
        assert database.execute("SELECT count(*) FROM writeups WHERE summary = ''").fetchone() == (0,)
        for table in ("recordings", "sources", "corrections", "names_in_texts"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
        found = database.execute("SELECT kind FROM search WHERE search MATCH 'housing'").fetchall()
        assert ("statement",) in found
        plan = database.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM statements WHERE writeup_id = 'x'"
        ).fetchall()
        assert "USING INDEX" in plan[0][3]


def test_a_spreadsheet_opens_the_tables_as_they_are(site: SiteFolder) -> None:
    site.writeup(
        "2020-01",
        more=FACTS.replace("A figure.", "=1+1").replace("2010-01-02, Chair", "Ada Example, Chair"),
        title="+1 Zoë",
    )
    assert site.build().code == 0
    out = site.root / "_site/data"
    assert (out / "people.csv").read_bytes().startswith(b"\xef\xbb\xbfid,address,")
    assert b"\r\n" in (out / "people.csv").read_bytes()
    book = openpyxl.load_workbook(out / "archive.xlsx")
    assert book.sheetnames == [file.stem for name in TABLES for file in (out / f"{name}.csv",)]
    header, row = book["writeups"].iter_rows(values_only=True)
    written = dict(zip(header, row, strict=True))
    assert written["id"] == "2020/2020-01"
    assert written["title"] == "+1 Zoë"
    assert written["date"] == "2020-01-02"
    assert written["event_end"] is None
    assert book["corrections"]["D2"].value == "=1+1"
    assert book["corrections"]["D2"].data_type == "s"
    assert isinstance(book["people"]["F2"].value, int)
