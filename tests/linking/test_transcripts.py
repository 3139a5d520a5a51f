"""Transcripts: who speaks in each turn, where that is listed, and what is told."""

import csv
import sqlite3
from contextlib import closing

import pytest
from lxml import html

from tests.conftest import SiteFolder

MORE = """form: transcript
speakers:
  - Cllr Ada Okafor, Leader, Lambeth Council, chair
  - {name: Bela Nagy, organisation: The Trust, as: BN}
topics: [Energy]
"""
BODY = """ADA OKAFOR: Good morning.

[Applause]

## Money

Bela: We [need money]{.statement topic=Pay}.

BN/Okafor: Both.

The Chair: Thank you.
"""
PAGE = "writeups/2020/a/index.html"


def table(site: SiteFolder, name: str) -> list[dict[str, str]]:
    with (site.root / f"_site/data/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_turns_are_known_by_full_name_surname_first_name_short_name_and_role(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=BODY)
    assert site.build().code == 0
    page = html.fromstring(site.page(PAGE))
    heads = [" ".join(head.text_content().split()) for head in page.find_class("voice")]
    assert heads == [
        "Cllr Ada Okafor, Leader, Lambeth Council",
        "Bela Nagy, The Trust",
        "Bela Nagy, The Trust / Cllr Ada Okafor, Leader, Lambeth Council",
        "Cllr Ada Okafor, Leader, Lambeth Council",
    ]
    rows = table(site, "turns")
    assert [(row["number"], row["section"], row["person_ids"], row["text"]) for row in rows] == [
        ("1", "", "ada-okafor", "Good morning."),
        ("2", "Money", "bela-nagy", "We need money."),
        ("3", "Money", "bela-nagy; ada-okafor", "Both."),
        ("4", "Money", "ada-okafor", "Thank you."),
    ]


@pytest.mark.parametrize(
    ("name", "is_known"),
    [("Mr Okafor", True), ("CLLR OKAFOR", True), ("Dr Nagy", True), ("Lord Okafor", False), ("Chair", True)],
)
def test_a_title_in_front_of_a_surname_is_none_of_a_peer(site: SiteFolder, name: str, is_known: bool) -> None:
    site.writeup("a", more=MORE, body=f"{name}: Yes.")
    assert site.build().code == (0 if is_known else 1)


def test_turns_are_no_statements_until_they_are_promoted(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=BODY)
    assert site.build().code == 0
    (statement,) = table(site, "statements")
    assert (statement["text"], statement["verbatim"], statement["person_id"]) == (
        "need money",
        "yes",
        "bela-nagy",
    )
    speaker = html.fromstring(site.page("speakers/ada-okafor/index.html"))
    assert speaker.find_class("statement") == []
    assert "spoke 3 times at 1 event" in speaker.text_content()
    (link,) = [link for link in speaker.iter("a") if link.text == "spoke 3 times"]
    assert link.get("href") == "../../writeups/2020/a/#turn-1"


def test_turns_are_in_the_database_and_its_search(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=BODY)
    assert site.build().code == 0
    with closing(sqlite3.connect(site.root / "_site/data/archive.sqlite")) as database:
        found = database.execute(
            "SELECT id, title FROM search WHERE search MATCH 'morning' AND kind = 'turn'"
        )
        assert found.fetchall() == [("2020/a#turn-1", "Cllr Ada Okafor")]
        voices = "SELECT person_id, position FROM turn_voices WHERE turn_id = '2020/a#money-2'"
        assert database.execute(voices).fetchall() == [("bela-nagy", None), ("ada-okafor", "Leader")]


def test_a_turn_by_nobody_known_is_told_once_for_each_name(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=f"{BODY}\nCleo: Yes.\n\nCleo: No.\n\nNOTE: x\n")
    assert site.build().problems == [
        'content/writeups/a.md:23:1: unknown-voice: "Cleo" speaks here, and nobody of this writeup is called that; '
        "add `- Cleo` under speakers:, or as: Cleo to whoever it is; Cleo\\: is no turn",
        'content/writeups/a.md:27:1: unknown-voice: "NOTE" speaks here, and nobody of this writeup is called that; '
        "add `- NOTE` under speakers:, or as: NOTE to whoever it is; NOTE\\: is no turn",
    ]


def test_a_first_name_that_two_have_is_told(site: SiteFolder) -> None:
    more = MORE.replace("topics:", "  - Ada Brown\ntopics:")
    site.writeup("a", more=more, body="Ada: Yes.")
    (problem,) = site.build().problems
    assert "ambiguous-name" in problem
    assert "ada-brown or ada-okafor" in problem


@pytest.mark.parametrize("name", ["ADA OKAFOR", "Okafor", "A participant"])
def test_nobody_is_named_in_the_turns_of_a_closed_event(site: SiteFolder, name: str) -> None:
    site.writeup("b", more="speakers: [Cleo Park]\n", body="Text.")
    more = MORE.replace("topics", "event: {attribution: Chatham House Rule}\ntopics")
    site.writeup("a", more=more, body=f"{name}: Yes.")
    result = site.build()
    assert result.code == (0 if name == "A participant" else 1)
    if name != "A participant":
        assert {problem.split(": ")[1] for problem in result.problems} == {"protected-name"}
    site.writeup("a", more=more, body="Cleo Park: Yes.")
    (problem,) = site.build().problems
    assert "this event is under a rule of attribution" in problem


def test_a_withheld_voice_is_printed_as_withheld(site: SiteFolder) -> None:
    site.write("content/people/bela-nagy.md", "---\nname: Bela Nagy\nwithheld: true\n---\n")
    body = BODY.replace("Bela:", "NAGY:")
    site.writeup("a", more=MORE, body=body)
    assert site.build().code == 0
    for file in (site.root / "_site").rglob("*"):
        if file.is_file() and file.suffix in {".html", ".csv", ".json", ".sqlite"}:
            assert b"Nagy" not in file.read_bytes(), file
    assert "Name withheld" in site.page(PAGE)


def test_parts_of_a_long_transcript_have_pages(site: SiteFolder) -> None:
    turn = f"ADA: {'word ' * 400}\n\n"
    text = "".join(f"## Section {number}\n\n{turn * 10}" for number in range(9))
    site.writeup("a", more=MORE, body=f"{text}BELA: The [very end]{{.statement}}.")
    assert site.build().code == 0
    folder = site.root / "_site/writeups/2020/a"
    parts = sorted(folder.glob("part-*/index.html"))
    assert parts
    assert all(file.stat().st_size < 150_000 for file in (folder / "index.html", *parts))
    last = parts[-1].parent.name
    contents = html.fromstring(site.page(PAGE)).find_class("contents")[0]
    assert [link.get("href") for link in contents.iter("a")][
        -1
    ] == f"../../../writeups/2020/a/{last}/#section-8"
    (statement,) = table(site, "statements")
    assert statement["address"].startswith(f"/writeups/2020/a/{last}/#statement-")
    assert site.run("check").code == 0
    assert len(table(site, "turns")) == 91


def test_the_player_on_the_page_knows_the_times(site: SiteFolder) -> None:
    site.write("content/writeups/a.mp3", "x")
    more = MORE.replace("topics", "event: {recording: {file: a.mp3}}\ntopics")
    site.writeup("a", more=more, body="ADA 0:05\nHello.\n")
    assert site.build().code == 0
    assert "assets/player.js" in site.page(PAGE)
    assert '<a class="time" href="#t-0-00-05">0:05</a>' in site.page(PAGE)


def test_a_text_that_looks_like_a_transcript_is_told(site: SiteFolder) -> None:
    body = "Ada: One.\n\nBela: Two.\n\n" * 4
    site.writeup("a", more="speakers: ['Ada Okafor, A', 'Bela Nagy, B']\n", body=body)
    (problem,) = site.run("check").problems
    assert "this text looks like a transcript: Ada, Bela speak in it by turns" in problem


CAPTIONS = """WEBVTT

NOTE
Made by machine.

1
00:05.000 --> 00:09.500
<v Ada Okafor>Good *morning*.

00:10.000 --> 00:12.000 align:start
<v Ada Okafor><i>And</i>
welcome: all.

1:00:00.000 --> 1:00:02.000
<v.loud Bela Nagy>Thank you.
"""
FROM_CAPTIONS = MORE.replace("topics", "event: {recording: {file: a.mp3, captions: a.vtt}}\ntopics")


def test_captions_that_say_who_speaks_are_a_transcript(site: SiteFolder) -> None:
    site.write("content/writeups/a.mp3", "x")
    site.write("content/writeups/a.vtt", CAPTIONS)
    site.writeup("a", more=FROM_CAPTIONS, body="")
    assert site.build().code == 0
    turns = [(row["seconds"], row["person_ids"], row["text"]) for row in table(site, "turns")]
    assert turns == [
        ("5", "ada-okafor", "Good *morning*. And welcome: all."),
        ("3600", "bela-nagy", "Thank you."),
    ]
    site.write("content/writeups/a.vtt", CAPTIONS.replace("Thank you", "Thanks"))
    assert site.build().code == 0
    assert [row["text"] for row in table(site, "turns")][-1] == "Thanks."


def test_a_voice_in_captions_that_nobody_has_is_told_at_its_line(site: SiteFolder) -> None:
    site.write("content/writeups/a.mp3", "x")
    site.write("content/writeups/a.vtt", CAPTIONS.replace("Bela Nagy", "Cleo Park"))
    site.writeup("a", more=FROM_CAPTIONS, body="")
    (problem,) = site.build().problems
    assert problem.startswith('content/writeups/a.vtt:15:1: unknown-voice: "Cleo Park" speaks here')


def test_a_cue_of_two_voices_is_two_turns_and_one_without_is_by_nobody_known(site: SiteFolder) -> None:
    cues = (
        "00:14.000 --> 00:15.000\n<v Bela Nagy>1. Yes.<v Ada Okafor>No.\n\n00:16.000 --> 00:17.000\nWhat?\n"
    )
    site.write("content/writeups/a.mp3", "x")
    site.write("content/writeups/a.vtt", f"WEBVTT\n\n{cues}")
    site.writeup("a", more=FROM_CAPTIONS, body="")
    done = site.build()
    assert done.code == 0
    assert [(row["seconds"], row["person_ids"], row["text"]) for row in table(site, "turns")] == [
        ("14", "bela-nagy", "1. Yes."),
        ("14", "ada-okafor", "No."),
        ("16", "", "What?"),
    ]


def test_turns_have_addresses_that_nothing_else_has(site: SiteFolder) -> None:
    body = "".join(f"Ada 0:01\nTurn {number}.\n\n" for number in range(3))
    site.writeup("a", more=MORE, body=f"## Money\n\nBela: One.\n\n## Money 1\n\n{body}")
    assert site.build().code == 0
    ids = [element.get("id") for element in html.fromstring(site.page(PAGE)).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    addresses = [row["address"].partition("#")[2] for row in table(site, "turns")]
    assert addresses == ["money-turn-1", "t-0-00-01", "t-0-00-01-2", "t-0-00-01-3"]


@pytest.mark.parametrize(
    ("body", "last"),
    [
        ("Ada: A note[^1].\n\n[^1]: Where it is from.\n", "A note."),
        ("Ada: One.\n\nMoney\n-----\n\nThe rest.\n", "One."),
        ("Ada: One.\n\na member of the audience: Two.\n", "Two."),
    ],
)
def test_a_turn_ends_where_its_text_does(site: SiteFolder, body: str, last: str) -> None:
    site.writeup("a", more=MORE, body=body)
    assert site.build().code == 0
    assert table(site, "turns")[-1]["text"] == last


def test_a_part_never_ends_inside_a_quotation(site: SiteFolder) -> None:
    quoted = "".join(f"> ## Heading {number}\n>\n> {'word ' * 400}\n>\n" for number in range(60))
    site.writeup("a", more=MORE, body=f"Ada: Look.\n\n{quoted}\n\nBela: {'end ' * 400}\n")
    assert site.build().code == 0
    folder = site.root / "_site/writeups/2020/a"
    for file in (folder / "index.html", *folder.glob("part-*/index.html")):
        text = file.read_text(encoding="utf-8")
        assert text.count("<blockquote") == text.count("</blockquote>")
