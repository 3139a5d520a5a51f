"""``list``, ``stats`` and ``explain`` on a small archive with known answers."""

import csv
import io
import json
from typing import Any

import pytest

from tests.conftest import SiteFolder

FIRST = """---
title: First
date: 2010-10-27
event: {name: Spring briefing, date: 2010-10-26, place: Leeds, organisers: [The Forum]}
speakers:
  - Ada Müller, Director, The Trust
  - {name: Ben Cole, organisation: Council of Leeds, role: chair}
mentions: [{name: Cy Dean, organisation: Mill Ltd, quoted_by: Ada Müller}]
topics: [Pensions]
---

Words about sluices.

> Pay them now.
> — Ada Müller {topic="Wages" #pay}
"""
SECOND = """---
title: Second
date: 2012-05-02
event: {name: Autumn panel, date: 2012-05-01, place: York}
speakers: ["Ada Müller, Chair, Another Trust", "Eve Fox, Mill Ltd"]
topics: [Housing]
---

Text.
"""


@pytest.fixture
def archive(site: SiteFolder) -> SiteFolder:
    site.write("content/writeups/first.md", FIRST)
    site.write("content/writeups/second.md", SECOND)
    site.write("content/writeups/third.md", SECOND.replace("title: Second", "title: Third\nstatus: draft"))
    return site


def listed(site: SiteFolder, *arguments: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = json.loads(site.run("list", *arguments, "--json").out)
    return answer


@pytest.mark.parametrize(
    ("arguments", "column", "values"),
    [
        (["appearances"], "person", ["Ada Müller", "Eve Fox", "Ada Müller", "Ben Cole"]),
        (["appearances", "--person", "ada muller"], "position", ["Chair", "Director"]),
        (["appearances", "--person", "ada-muller"], "position", ["Chair", "Director"]),
        (["appearances", "--person", "Dr Ada Müller"], "position", ["Chair", "Director"]),
        (["appearances", "--organisation", "The Trust"], "person", ["Ada Müller"]),
        (["appearances", "--role", "chair"], "person", ["Ben Cole"]),
        (["appearances", "--role", "moderator"], "person", ["Ben Cole"]),
        (["appearances", "--role", "speaker", "--place", "leeds"], "person", ["Ada Müller"]),
        (["appearances", "--from", "2011"], "person", ["Ada Müller", "Eve Fox"]),
        (["appearances", "--until", "2010-10"], "person", ["Ada Müller", "Ben Cole"]),
        (["appearances", "--until", "2010-10-25"], "person", []),
        (["appearances", "--topic", "Housing", "fox"], "person", ["Eve Fox"]),
        (["appearances", "--topic", "Wages"], "person", ["Ada Müller", "Ben Cole"]),
        (["statements"], "text", ["Pay them now."]),
        (["statements", "--topic", "Wages"], "address", ["/writeups/2010/first/#pay"]),
        (["statements", "--topic", "Pensions"], "text", []),
        (["statements", "PAY", "now"], "speaker", ["Ada Müller"]),
        (["statements", "--role", "chair"], "text", []),
        (["statements", "--organisation", "The Trust"], "text", ["Pay them now."]),
        (["writeups"], "title", ["Second", "First"]),
        (["writeups", "--drafts"], "title", ["Third", "Second", "First"]),
        (["writeups", "sluices"], "title", ["First"]),
        (["writeups", "--person", "Eve Fox"], "title", ["Second"]),
        (["people"], "name", ["Ben Cole", "Eve Fox", "Ada Müller"]),
        (["people", "--organisation", "Mill Ltd"], "name", ["Eve Fox"]),
        (["people", "Muller"], "events", [2]),
        (["organisations"], "name", ["Another Trust", "Council of Leeds", "Mill Ltd", "The Trust"]),
        (["organisations", "--from", "2011"], "name", ["Another Trust", "Mill Ltd"]),
        (["topics"], "name", ["Housing", "Pensions", "Wages"]),
        (["topics", "--person", "Ben Cole"], "name", ["Pensions", "Wages"]),
    ],
)
def test_a_list(archive: SiteFolder, arguments: list[str], column: str, values: list[object]) -> None:
    assert [row[column] for row in listed(archive, *arguments)] == values


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--person", "Ada Muler"], 'there is no person "Ada Muler"; did you mean "Ada Müller"?'),
        (["--organisation", "Nothing like it at all"], "site-builder list organisations names them all"),
        (["--role", "chiar"], 'did you mean "chair"?'),
        (["--from", "yesterday"], "write 2010, 2010-10 or 2010-10-26"),
        (["--from", "2010-13"], "is no date"),
        (["--until", "2010-02-30"], "is no date"),
    ],
)
def test_what_cannot_be_asked(archive: SiteFolder, arguments: list[str], words: str) -> None:
    result = archive.run("list", "appearances", *arguments)
    assert result.code == 2
    assert words in result.err


def test_forms(archive: SiteFolder) -> None:
    table = archive.run("list", "people").out.splitlines()
    assert table[0].split() == [
        "name",
        "id",
        "position",
        "organisation",
        "events",
        "first",
        "last",
        "address",
    ]
    assert len({line.index("/speakers/") for line in table[1:]}) == 1, "columns"
    rows = list(csv.DictReader(io.StringIO(archive.run("list", "people", "--format", "csv").out)))
    assert rows == [{key: str(value) for key, value in row.items()} for row in listed(archive, "people")]
    markdown = archive.run("list", "topics", "--format", "markdown").out.splitlines()
    assert markdown[:2] == [
        "| name | id | writeups | statements | address |",
        "| --- | --- | --: | --: | --- |",
    ]
    assert archive.run("list", "people").err == "3 people.\n"


def test_two_people_of_one_name_are_told_apart(archive: SiteFolder) -> None:
    for id in ("eve-fox", "eve-fox-2"):
        archive.write(f"content/people/{id}.md", "---\nname: Eve Fox\n---\n")
    for name, id in (("second", "eve-fox"), ("fourth", "eve-fox-2")):
        text = SECOND.replace(
            '["Ada Müller, Chair, Another Trust", "Eve Fox, Mill Ltd"]', f"[{{person: {id}}}]"
        )
        archive.write(f"content/writeups/{name}.md", text.replace("title: Second", f"title: {name}"))
    archive.write("content/writeups/third.md", SECOND.replace(', "Eve Fox, Mill Ltd"', ""))
    result = archive.run("list", "appearances", "--person", "Eve Fox")
    assert result.code == 2
    assert "give the id: eve-fox, eve-fox-2" in result.err


def test_the_figures(archive: SiteFolder) -> None:
    answer = json.loads(archive.run("stats", "--json").out)
    total, (later, earlier) = answer["total"], answer["years"]
    assert (total["events"], total["speakers"], total["new_voices"], total["repeated_share"]) == (2, 3, 3, 33)
    assert (later["year"], later["speakers"], later["new_voices"], later["repeated_share"]) == (
        2012,
        2,
        1,
        50,
    )
    assert (earlier["year"], earlier["new_voices"], earlier["repeated_speakers"]) == (2010, 2, 0)
    assert [place["name"] for place in total["places"]] == ["Leeds", "York"]
    since = json.loads(archive.run("stats", "--json", "--from", "2012").out)
    assert since["total"]["events"] == 1
    assert since["total"]["new_voices"] == 1, "who spoke before is not new"
    text = archive.run("stats").out
    assert "Kinds of organisations" not in text, "no organisation has a file that says one"
    assert "Topics\n" in text


def test_the_page_of_the_figures(archive: SiteFolder) -> None:
    archive.build()
    assert not (archive.root / "_site/statistics").exists()
    archive.write("site.toml", "statistics = true\n")
    archive.build()
    page = (archive.root / "_site/statistics/index.html").read_text(encoding="utf-8")
    assert "New voices" in page
    assert 'href="../statistics/"' in (archive.root / "_site/speakers/index.html").read_text(encoding="utf-8")


def test_a_name_is_explained(archive: SiteFolder) -> None:
    answer = json.loads(archive.run("explain", "Prof Ada Müller, Director, The Trust", "--json").out)
    assert answer["parts"] == {
        "titles": "Prof",
        "given": "Ada",
        "family": "Müller",
        "sorted as": "Müller, Ada",
    }
    assert answer["line"] == 'name "Prof Ada Müller", position "Director", organisation "The Trust"'
    [person] = answer["meanings"]
    assert (person["kind"], person["id"]) == ("person", "ada-muller")
    assert [(item["path"], item["line"], item["as"]) for item in person["occurrences"]] == [
        ("content/writeups/first.md", 6, "speaker"),
        ("content/writeups/first.md", 15, "quotation"),
        ("content/writeups/second.md", 5, "speaker"),
    ]
    text = archive.run("explain", "The Forum").out
    assert "organisation the-forum: The Forum" in text
    assert "content/writeups/first.md:1:1: organiser" in text
    assert "topic wages: Wages" in archive.run("explain", "wages").out
    unknown = archive.run("explain", "Ada Muler")
    assert unknown.code == 1
    assert 'did you mean "Ada Müller"?' in unknown.err


def test_a_file_is_explained_before_a_name(archive: SiteFolder) -> None:
    archive.build()
    out = archive.run("explain", "content/writeups/first.md").out
    assert out.startswith("/writeups/2010/first/")
    assert archive.run("explain", "/speakers/ada-muller/").out.startswith("/speakers/ada-muller/")


def test_questions_to_a_broken_archive(archive: SiteFolder) -> None:
    archive.write("content/writeups/first.md", "---\ntitle: [\n---\n")
    for arguments in (["list", "people"], ["stats"], ["explain", "Ada Müller"]):
        result = archive.run(*arguments)
        assert result.code == 1
        assert "content/writeups/first.md" in result.err
