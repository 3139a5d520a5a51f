"""Tables, calendars, schedules of conferences, and Popolo."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import ROOT, SiteFolder
from tests.importers.importing import folder, imported, kinds, text_of

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20240101T000000Z
DTSTART;TZID=Europe/London:20240305T183000
DTEND;TZID=Europe/London:20240305T200000
SUMMARY:Care\\, again
LOCATION:Town hall\\, Leeds
DESCRIPTION:First line\\n\\nSecond <b>line</b> of it</b>
URL:https://example.org/care
CATEGORIES:Care,Homes
ORGANIZER;CN="Care Trust":mailto:care@example.org
END:VEVENT
BEGIN:VEVENT
UID:2@example.org
DTSTAMP:20240101T000000Z
DTSTART;VALUE=DATE:20240401
DTEND;VALUE=DATE:20240403
SUMMARY:Two days
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:3@example.org
DTSTAMP:20240101T000000Z
DTSTART:20240401T100000Z
SUMMARY:Off
STATUS:CANCELLED
END:VEVENT
BEGIN:VTODO
UID:4@example.org
SUMMARY:Buy tea
END:VTODO
END:VCALENDAR
"""

SCHEDULE = """<?xml version='1.0' encoding='utf-8'?>
<schedule><generator name="pretalx"/><version>1</version>
<conference><acronym>care24</acronym><title>Care 2024</title><start>2024-05-01</start><end>2024-05-02</end><city>Leeds</city></conference>
<day index="1" date="2024-05-01"><room name="Hall A">
<event guid="aaa" id="1"><date>2024-05-01T09:30:00+01:00</date><start>09:30</start><duration>01:30</duration><room>Hall A</room>
<title>Opening</title><subtitle>With music</subtitle><track>Homes</track><type>Panel</type><language>en</language>
<abstract>About *homes*.</abstract><description></description><persons><person id="1">Ada Okafor</person><person id="2">Bela Nagy</person></persons></event>
<event guid="bbb" id="2"><start>12:00</start><duration>00:30</duration><title>Lunch talk</title></event>
<event guid="ccc" id="3"><title></title></event>
</room></day></schedule>
"""


def test_a_spreadsheet_of_events(site: SiteFolder, tmp_path: Path) -> None:
    table = (
        "Event;Date;Speaker;Position;Organisation;Location;Budget\r\n"
        "Care night;5 March 2024;Ada Okafor;Director;Care Trust;Leeds;100\r\n"
        "Care night;5 March 2024;Bela Nagy;;Homes Ltd;Leeds;100\r\n"
        "Talk;03/04/2024;Fay Otto; Chair;;;\r\n"
    )
    report = imported(site, "csv", folder(tmp_path / "in", {"events.csv": table}))
    night = text_of(site, "care-night.md$")
    assert "date: 2024-03-05" in night
    assert "name: Ada Okafor\n    position: Director\n    organisation: Care Trust" in night
    assert "name: Bela Nagy\n    organisation: Homes Ltd" in night
    assert "place: Leeds" in night
    assert "Budget: 100" in night
    talk = text_of(site, "talk.md$")
    assert "status: draft" in talk
    assert "03/04/2024" in talk
    assert "dates that may be two days, or none" in kinds(report)
    assert report["items"] == 2


def test_a_workbook(site: SiteFolder, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Title", "Date", "Speakers"],
        ["A night", "2024-03-05", "Ada Okafor; Bela Nagy, Care Trust"],
        [1984, None, "X Y"],
    ):
        sheet.append(row)
    book.save(tmp_path / "events.xlsx")
    imported(site, "csv", tmp_path / "events.xlsx")
    assert "- Ada Okafor\n  - Bela Nagy, Care Trust\n" in text_of(site, "a-night.md$")
    assert "title: '1984'" in text_of(site, "1984.md$")


def test_what_this_program_exports_comes_back(site: SiteFolder, tmp_path: Path, demonstration: Path) -> None:
    report = imported(site, "csv", demonstration / "data")
    assert report["format"] == "csv"
    text = text_of(site, "what-it-would-take-for-mutuals-to-fly.md$")
    assert "title: What it would take for mutuals to fly" in text
    assert "name: Dr Guy Turnbull\n    organisations:\n      - Social Work Co-operative\n      - CASA" in text
    assert "organisers:\n    - Westminster Briefing" in text


def test_a_calendar(site: SiteFolder, tmp_path: Path) -> None:
    report = imported(site, "ics", folder(tmp_path / "in", {"a.ics": CALENDAR.replace("\n", "\r\n")}))
    care = text_of(site, "care-again.md$")
    assert "status: draft" in care
    assert "start: 2024-03-05 18:30:00+00:00" in care
    assert "place: Town hall, Leeds" in care
    assert "- Care Trust" in care
    assert "care@example.org" not in care
    two = text_of(site, "two-days.md$")
    assert "start: 2024-04-01\n" in two
    assert "end: 2024-04-02\n" in two
    assert "events that recur" in kinds(report)
    assert {entry["reason"] for entry in report["left_out"]} == {"was cancelled", "is no event but a VTODO"}


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_the_schedule_of_a_conference(site: SiteFolder, tmp_path: Path, kind: str) -> None:
    text = SCHEDULE
    if kind == "json":
        event = {"guid": "aaa", "date": "2024-05-01T09:30:00+01:00", "duration": "01:30", "room": "Hall A", "title": "Opening",
                 "subtitle": "With music", "track": "Homes", "type": "Panel", "language": "en", "abstract": "About *homes*.",
                 "persons": [{"public_name": "Ada Okafor"}, {"public_name": "Bela Nagy"}]}  # fmt: skip
        lunch = {"guid": "bbb", "date": "2024-05-01", "title": "Lunch talk", "persons": []}
        days = [{"date": "2024-05-01", "rooms": {"Hall A": [event, lunch, {"guid": "ccc", "title": ""}]}}]
        text = json.dumps(
            {
                "schedule": {
                    "conference": {
                        "acronym": "care24",
                        "title": "Care 2024",
                        "start": "2024-05-01",
                        "end": "2024-05-02",
                        "city": "Leeds",
                        "days": days,
                    }
                }
            }
        )
    report = imported(site, folder(tmp_path / "in", {f"schedule.{kind}": text}))
    assert report["format"] == "schedule"
    assert report["kinds"] == {"event": 1, "writeup": 2}
    opening = text_of(site, "opening.md$")
    assert "start: 2024-05-01 09:30:00+01:00" in opening
    assert "end: 2024-05-01 11:00:00+01:00" in opening
    assert "part_of: care24" in opening
    assert "- Ada Okafor\n  - Bela Nagy\n" in opening
    assert "name: Care 2024" in text_of(site, "events/care24.md$")


def test_popolo(site: SiteFolder, tmp_path: Path) -> None:
    document = {
        "persons": [
            {"id": "p1", "name": "Ada Okafor", "other_names": [{"name": "A. Okafor"}], "identifiers": [{"scheme": "wikidata", "identifier": "Q42"}, {"scheme": "local", "identifier": "7"}],
             "links": [{"url": "https://example.org/ada", "note": "Site"}]},
            {"id": "p2", "name": ""},
        ],
        "organizations": [{"id": "o1", "name": "Care Trust", "classification": "charity", "founding_date": "1999"}, {"id": "o2", "name": "Leeds Care", "parent_id": "o1"}],
        "memberships": [{"person_id": "p1", "organization_id": "o1", "role": "Director", "start_date": "2010-01", "end_date": "2012"}, {"person_id": "px", "organization_id": "o1"}],
    }  # fmt: skip
    site.writeup("2011/2011-02-03-there", more="speakers: [Ada Okafor, 'Bela Nagy, Leeds Care']\n")
    report = imported(site, "popolo", folder(tmp_path / "in", {"popolo.json": json.dumps(document)}))
    assert report["kinds"] == {"organisation": 2, "person": 1}
    ada = text_of(site, "people/ada-okafor.md$")
    assert (
        "position: Director\n    organisation: Care Trust\n    since: 2010-01\n" in ada
        or "since: '2010-01'" in ada
    )
    assert "wikidata: Q42" in ada
    assert "local: 7" in ada
    assert "- Care Trust" in text_of(site, "organisations/leeds-care.md$")


def test_the_archive_of_this_repository_is_no_source_of_itself() -> None:
    assert (ROOT / "content").is_dir()
