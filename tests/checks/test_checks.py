"""What only a person can decide, and `check` asks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SiteFolder

CORPUS = ROOT.parent / "shared/corpora/digitalgov"


def told(site: SiteFolder, rule: str) -> list[str]:
    result = site.run("check")
    return [line for line in result.problems if f": {rule}: " in line]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S. Department of Energy", "Department of Energy"),
        ("US Department of Energy", "United States Department of Energy"),
        ("Trust for Towns Ltd", "The Trust for Towns"),
        ("Forum (formerly Club)", "Forum"),
        ("DTRC", "Department for Towns, Rivers and Coasts"),
        ("Harbour Institute", "Harbor Institute"),
    ],
)
def test_organisations_that_look_alike(site: SiteFolder, one: str, other: str) -> None:
    for number, name in enumerate((one, other)):
        more = f'speakers:\n  - name: {["Zorvath Quim", "Hexley Blom"][number]}\n    organisation: "{name}"\n'
        site.writeup(f"w{number}", more=more, title=f"T{number}")
    (line,) = told(site, "look-alike")
    assert f'"{one}"' in line
    assert f'"{other}"' in line
    assert "content/writeups/w0.md" in line
    assert "content/writeups/w1.md" in line
    assert "other_names: [" in line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Steven Reed", "Stephen Reed"),
        ("J. Smith", "John Smith"),
        ("Chua Mei-Ling", "Mei Ling Chua"),
        ("Ada Maria Lee", "Ada Lee"),
    ],
)
def test_people_that_look_alike_until_somebody_says_that_they_are_two(
    site: SiteFolder, one: str, other: str
) -> None:
    site.writeup("a", more=f"speakers: ['{one}']\n")
    site.writeup("b", more=f"speakers: ['{other}']\n", title="B")
    (line,) = told(site, "look-alike")
    suggested = re.search(r"make (\S+) with .*not_to_be_confused_with: \[(\S+)\]", line)
    assert suggested
    usual = re.search(r'name: "([^"]+)"`', line)
    assert usual
    site.write(suggested[1], f'---\nname: "{usual[1]}"\nnot_to_be_confused_with: [{suggested[2]}]\n---\n')
    assert told(site, "look-alike") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Brown", "Dan Browne"),
        ("Mary Lee", "Mark Lee"),
        ("North Institute", "South Institute"),
        ("Reform", "Reform Party"),
    ],
)
def test_others_are_left_in_peace(site: SiteFolder, one: str, other: str) -> None:
    site.writeup("a", more=f"speakers: ['X Y, {one}', '{one}xx Zed']\n")
    site.writeup("b", more=f"speakers: ['V W, {other}']\n", title="B")
    assert told(site, "look-alike") == []


def test_names_in_texts_that_are_known_and_not_listed(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: ['Zoë Example, The Trust']\n", body="Zoë Example of The Trust.")
    site.writeup("b", title="B", body="So Zoe\nExample said.\n\n# Zoë Example\n\n[[Zoë Example]]’s The Trust")
    site.writeup("c", title="C", body="One Zoe\nExample said, and `Zoë Example` did.")
    lines = told(site, "undeclared-name")
    assert [line.split(": ")[0] for line in lines] == [
        "content/writeups/b.md:11:19",
        "content/writeups/c.md:6:5",
    ]


def test_names_of_another_time(site: SiteFolder) -> None:
    site.write(
        "content/organisations/new.md",
        "---\nname: New Forum\nrenamed_from: {organisation: Old Forum, date: 2016-04-01}\ndissolved: 2018\n---\n",
    )
    for number, (day, name) in enumerate(
        [
            ("2016-03-31", "New Forum"),
            ("2016-04-01", "Old Forum"),
            ("2016-04-01", "New Forum"),
            ("2019-01-01", "New Forum"),
        ]
    ):
        site.writeup(
            f"w{number}",
            more=f"event: {{date: {day}}}\nspeakers: ['Ada Example, {name}']\n",
            title=f"T{number}",
        )
    assert [line.split(":")[0][-5:-3] for line in told(site, "wrong-period")] == ["w0", "w1", "w3"]


def test_a_file_that_contradicts_an_appearance(site: SiteFolder) -> None:
    site.write(
        "content/people/ada.md",
        "---\nname: Ada Example\nhonorifics: [{title: Cllr, until: 2012}]\n"
        "positions:\n  - {position: Leader, organisation: Lambeth, since: 2006, until: 2012}\n---\n",
    )
    site.writeup("a", more="event: {date: 2010-01-01}\nspeakers: ['Cllr Ada Example, Leader, Lambeth']\n")
    assert told(site, "contradiction") == []
    site.writeup(
        "b", more="event: {date: 2014-01-01}\nspeakers: ['Cllr Ada Example, Leader, Lambeth']\n", title="B"
    )
    lines = told(site, "contradiction")
    assert [line.split(":")[0] for line in lines] == ["content/people/ada.md", "content/writeups/b.md"]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus lies outside of the project")
def test_real_events_build_and_their_agencies_look_alike(tmp_path: Path) -> None:
    target = tmp_path / "site"
    subprocess.run(
        [sys.executable, ROOT / "benchmarks/digitalgov.py", CORPUS, target], check=True, capture_output=True
    )
    site = SiteFolder(target)
    assert site.build().code == 0
    lines = told(site, "look-alike")
    for agency in (
        "General Services Administration",
        "Department of Education",
        "Environmental Protection Agency",
    ):
        assert any(f'"{agency}"' in line and f'"U.S. {agency}"' in line for line in lines), agency
