"""Events that several writeups share: sessions of a conference, translations, who was there."""

import csv
import json
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import SiteFolder

CONFERENCE = """---
name: The Big Conference
start: 2020-03-02
end: 2020-03-03
place: Leeds
venue: Town Hall
address: The Headrow
organisers: [The Trust]
sponsors: [The Bank]
attendance: hybrid
accessibility: Step-free access.
attended: [Cleo Park, "Dan Ray, The Club"]
recordings: ["https://example.org/1", "https://example.org/2"]
---
About it.
"""
OPENING = """---
name: Opening
start: 2020-03-02T10:00
end: 2020-03-02T11:00
part_of: conference
room: Room A
attended: [Cleo Park]
regrets: [Eve Poe]
---
"""
INLINE = "event: {name: Closing, start: 2020-03-03T16:00, part_of: conference, room: Room B}\n"
ADA = "speakers: ['Ada Okafor, Chair, The Trust'%s]\n"


@pytest.fixture
def conference(site: SiteFolder) -> SiteFolder:
    site.write("content/events/conference.md", CONFERENCE)
    site.write("content/events/opening.md", OPENING)
    site.writeup("a", more=f"event: opening\n{ADA % ', Bela Nagy'}", title="First view")
    site.writeup("b", more=f"event: opening\n{ADA % ', Zed Young'}", title="Second view")
    site.writeup("c", more=INLINE + ADA % "", title="Closing words")
    return site


def words(site: SiteFolder, page: str) -> str:
    (main,) = html.fromstring(site.page(f"{page}/index.html".lstrip("/"))).iter("main")
    return " ".join(main.text_content().split())


def table(site: SiteFolder, name: str) -> list[dict[str, str]]:
    with (site.root / f"_site/data/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_event_has_a_page_with_its_programme_by_day_and_room(conference: SiteFolder) -> None:
    assert conference.build().code == 0
    text = words(conference, "events/conference")
    assert "2 March 2020 Room A 10:00 to 11:00 Opening Ada Okafor, Bela Nagy, Zed Young" in text
    assert "3 March 2020 Room B 16:00 Closing words Ada Okafor" in text
    assert "Town Hall, The Headrow, Leeds" in text
    assert "SponsorThe Bank Attendancehybrid AccessibilityStep-free access." in text
    assert "Attended without speaking2" in text
    assert text.count("Recording of the event") == 2
    page = html.fromstring(conference.page("writeups/2020/a/index.html"))
    assert [link.get("href") for link in page.find_class("facts")[0].iter("a")][:2] == [
        "../../../events/opening/",
        "../../../events/conference/",
    ]


def test_a_conference_is_one_event_in_all_counts(conference: SiteFolder) -> None:
    assert conference.build().code == 0
    rows = table(conference, "people")
    assert {row["id"]: row["events"] for row in rows} == {
        "ada-okafor": "1",
        "bela-nagy": "1",
        "cleo-park": "0",
        "dan-ray": "0",
        "eve-poe": "0",
        "zed-young": "1",
    }
    appearances = [(row["person_id"], row["writeup_id"]) for row in table(conference, "appearances")]
    assert sorted(appearances) == [
        ("ada-okafor", "2020/a"),
        ("ada-okafor", "2020/c"),
        ("bela-nagy", "2020/a"),
        ("zed-young", "2020/b"),
    ]
    text = words(conference, "speakers/ada-okafor")
    assert "Chair, The Trust 1 event" in text
    assert "First view, Second view" in text
    assert "Bela Nagy 1 event Zed Young 1 event" in text
    assert "1 event" in words(conference, "")


def test_who_attended_has_a_count_and_no_appearance(conference: SiteFolder) -> None:
    assert conference.build().code == 0
    text = words(conference, "speakers/cleo-park")
    assert "attended 1 event" in text
    assert "Has not spoken at an event of this archive." in text
    assert "sent regrets to 1 event" in words(conference, "speakers/eve-poe")
    assert "Cleo Park" not in words(conference, "speakers/ada-okafor")
    rows = [(row["event_id"], row["person_id"], row["kind"]) for row in table(conference, "attendance")]
    assert sorted(rows) == [
        ("conference", "cleo-park", "attended"),
        ("conference", "dan-ray", "attended"),
        ("conference", "eve-poe", "regrets"),
    ]


def test_a_conference_is_one_entry_of_the_calendar(conference: SiteFolder) -> None:
    assert conference.build().code == 0
    calendar = conference.page("events.ics").replace("\n ", "")
    assert calendar.count("BEGIN:VEVENT") == 1
    assert "Opening (Room A)" in calendar
    assert "Closing (Room B)" in calendar


def test_who_attended_under_a_rule_is_named_nowhere(site: SiteFolder) -> None:
    rule = "attribution: Chatham House Rule\n"
    site.write(
        "content/events/closed.md",
        f"---\nname: Closed\nstart: 2020-01-02\n{rule}attended: [Zorvath Quimby]\n---\n",
    )
    site.writeup("a", more="event: closed\n")
    inline = (
        "event:\n  attribution: Chatham House Rule\n  attended:\n    - Wendola Marsh\n  regrets: [Tib Oll]\n"
    )
    site.writeup("b", more=inline)
    assert site.build().code == 0
    for file in (site.root / "_site").rglob("*"):
        if file.is_file() and "pagefind" not in str(file):
            for name in (b"Quimby", b"Wendola", b"Tib Oll"):
                assert name not in file.read_bytes(), file
    site.writeup("b", more=inline, body="Wendola Marsh was there.")
    assert "protected-name" in site.build().problems[0]


def test_lists_have_the_writeup_in_the_language_of_the_site(site: SiteFolder) -> None:
    site.writeup("a", more="language: de\nspeakers: [Ada Okafor]\n", title="Auf Deutsch", body="Text.")
    site.writeup("b", more="translation_of: a\nspeakers: [Ada Okafor]\n", title="In English", body="Text.")
    assert site.build().code == 0
    assert [row["title"] for row in table(site, "writeups")] == ["In English"]
    assert table(site, "people")[0]["events"] == "1"
    assert table(site, "translations")[0]["translation"] == "/writeups/2020/a/"
    german, english = site.page("writeups/2020/a/index.html"), site.page("writeups/2020/b/index.html")
    assert '<link rel="alternate" hreflang="en" href="../../../writeups/2020/b/">' in german
    assert '<link rel="alternate" hreflang="de" href="../../../writeups/2020/a/">' in english
    assert "In another language: Auf Deutsch" in words(site, "speakers/ada-okafor") + words(site, "")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"a": "event: opning\n"},
            'a.md:4:8: unknown-event: there is no event "opning" in content/events/; did you mean "opening"?',
        ),
        (
            {"a": "event: {start: 2020-03-09, part_of: conference}\n"},
            'a.md:4:16: session-day: this session is on 2020-03-09, and "conference" on 2020-03-02 to 2020-03-03; '
            "correct one of the two",
        ),
        (
            {"a": "translation_of: a\n"},
            "a.md:4:17: translation: this writeup translates itself; "
            "write the id of the original, or <year>/<id>, as in its address",
        ),
        (
            {"a": "translation_of: nothing\n"},
            'a.md:4:17: translation: there is no writeup "nothing"; '
            "write the id of the original, or <year>/<id>, as in its address",
        ),
        (
            {"a": "language: de\ntranslation_of: b\n", "b": "language: fr\ntranslation_of: a\n"},
            'a.md:5:17: translation: "b" is a translation itself; name the original: a',
        ),
        (
            {"a": "translation_of: b\n", "b": ""},
            "a.md:4:17: translation: this translation is in the language of "
            "content/writeups/b.md; write its language, such as language: de",
        ),
        (
            {
                "a": "language: de\ntranslation_of: b\nevent: {attribution: Chatham House Rule}\n",
                "b": "language: en\n",
            },
            "a.md:5:17: protected-name: the original is under another rule of attribution: on the record; "
            "write attribution: Chatham House Rule below event: in content/writeups/b.md, too",
        ),
    ],
)
def test_what_leads_nowhere_is_told(site: SiteFolder, files: dict[str, str], message: str) -> None:
    site.write("content/events/conference.md", CONFERENCE)
    site.write("content/events/opening.md", OPENING)
    for name, more in files.items():
        site.writeup(name, more=more)
    assert f"content/writeups/{message}" in site.build().problems


def test_a_circle_of_events_is_told(site: SiteFolder) -> None:
    for one, other in (("x", "y"), ("y", "x")):
        text = f"---\nname: {one}\nstart: 2020-01-02\npart_of: {other}\n---\n"
        site.write(f"content/events/{one}.md", text)
    site.writeup("a", more="event: x\n")
    problems = site.build().problems
    assert (
        'content/events/x.md:4:10: unknown-event: "x" is part of "y", which is part of "x"; ' in problems[0]
    )


def test_events_are_merged_and_renamed(conference: SiteFolder) -> None:
    site = conference
    site.writeup("d", body="See [[event: opening|it]].")
    assert site.run("events", "rename", "opening", "Great Opening").code == 0
    assert not Path(site.root, "content/events/opening.md").exists()
    assert "event: great-opening" in Path(site.root, "content/writeups/a.md").read_text(encoding="utf-8")
    assert "[[event: great-opening|it]]" in Path(site.root, "content/writeups/d.md").read_text(
        encoding="utf-8"
    )
    assert site.build().code == 0
    assert "great-opening" in site.page("events/opening/index.html")
    assert site.run("events", "merge", "great-opening", "conference").code == 0
    assert "event: conference" in Path(site.root, "content/writeups/a.md").read_text(encoding="utf-8")
    assert site.build().code == 0
    assert "/events/conference/" in site.page("events/great-opening/index.html")
    assert site.run("events", "rename", "nothing", "X").code == 2


def test_the_file_of_a_closed_event_names_nobody_who_took_part(site: SiteFolder) -> None:
    rule = "attribution: Chatham House Rule\n"
    site.write(
        "content/events/closed.md", f"---\nname: Closed\nstart: 2020-01-02\n{rule}---\nAda Okafor came.\n"
    )
    site.writeup("a", more="event: closed\nspeakers: [Ada Okafor]\n")
    site.writeup("b", more="speakers: [Ada Okafor]\n")
    (problem,) = site.build().problems
    assert problem.startswith('content/events/closed.md:6:1: protected-name: "Ada Okafor"')


@pytest.mark.parametrize("event", ["session", "{part_of: closed}"])
def test_a_session_is_under_the_rule_of_its_conference(site: SiteFolder, event: str) -> None:
    rule = "attribution: Chatham House Rule\n"
    site.write("content/events/closed.md", f"---\nname: Closed\nstart: 2020-01-02\n{rule}---\n")
    site.write("content/events/session.md", "---\nname: Session\nstart: 2020-01-02\npart_of: closed\n---\n")
    site.writeup("a", more=f"event: {event}\nspeakers: [Zorvath Quimby]\n", body="It was long.")
    assert site.build().code == 0
    assert "Quimby" not in "".join(site.page(file) for file in ("writeups/2020/a/index.html", "index.html"))
    assert table(site, "people") == []
    site.writeup("a", more=f"event: {event}\nspeakers: [Zorvath Quimby]\n", body="Zorvath Quimby spoke.")
    assert "protected-name" in site.build().problems[0]


def test_lists_of_a_closed_event_without_a_writeup_are_refused(site: SiteFolder) -> None:
    text = "---\nname: Closed\nstart: 2020-01-02\nattribution: Chatham House Rule\nregrets: [Eve Poe]\n---\n"
    site.write("content/events/closed.md", text)
    site.writeup("a")
    (problem,) = site.build().problems
    assert problem.startswith("content/events/closed.md:5:11: protected-name: this event is under a rule")


def test_a_merged_event_keeps_what_only_the_other_file_says(conference: SiteFolder) -> None:
    site = conference
    again = "---\nname: Opening again\nstart: 2020-03-02\nplace: York\nattended: [Cleo Park, Ida Low]\n---\nMore.\n"
    site.write("content/events/again.md", again)
    site.writeup("d", more="event: again\n", body="See [[event: Opening again]].", title="Third view")
    assert site.run("events", "merge", "again", "opening").code == 0
    merged = Path(site.root, "content/events/opening.md").read_text(encoding="utf-8")
    assert "name: Opening\n" in merged
    for part in ("place: York", "Cleo Park", "Ida Low", "/events/again/", "More."):
        assert merged.count(part) == 1
    assert site.build().code == 0
    assert "Third view" in words(site, "events/opening")


def test_events_under_different_rules_are_not_merged(site: SiteFolder) -> None:
    for name, rule in (("open", ""), ("closed", "attribution: Chatham House Rule\n")):
        site.write(f"content/events/{name}.md", f"---\nname: {name}\nstart: 2020-01-02\n{rule}---\n")
    for one, other in (("open", "closed"), ("closed", "open")):
        done = site.run("events", "merge", one, other)
        assert done.code == 2
        assert "write the same attribution: in both files first" in done.err
    assert Path(site.root, "content/events/open.md").exists()


def test_a_translation_of_what_is_not_published_yet_stands_in_lists(site: SiteFolder) -> None:
    site.writeup("a", more="language: de\nstatus: draft\n", title="Auf Deutsch")
    site.writeup("b", more="translation_of: a\n", title="In English")
    assert site.build().code == 0
    assert [row["title"] for row in table(site, "writeups")] == ["In English"]


def test_popolo_has_a_shared_event_once(conference: SiteFolder) -> None:
    conference.writeup(
        "b", more=f"event: opening\n{ADA % ''}", body="[Yes]{said='Ada Okafor'}", title="Second view"
    )
    assert conference.build().code == 0
    popolo = json.loads(conference.page("data/popolo.json"))
    events = {event["id"]: event.get("parent_id") for event in popolo["events"]}
    assert events == {
        "events/conference": None,
        "events/opening": "events/conference",
        "2020/c": "events/conference",
    }
    assert [speech["event_id"] for speech in popolo["speeches"]] == ["events/opening"]
