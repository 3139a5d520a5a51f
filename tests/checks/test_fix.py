"""``check --fix``, ``check --undo`` and ``people withhold``: answers written into the files of the author."""

import json
import os
import subprocess

import pytest

from tests.conftest import COMMAND, TODAY, SiteFolder, tree

ONE = """\
---
title: A
date: 2020-01-02
speakers:
  # the chair
  - Steven "Stevie" Reed, The Trust
  - Ada Example, The Fund   # ours
---

Text.
"""
TWO = """\
---
title: B
date: 2020-01-03
speakers: ["Jon Smith, Reform", "Stefen Reed, The Trust Ltd"]
---

Ada Example was named.
"""


@pytest.fixture
def asked(site: SiteFolder) -> SiteFolder:
    site.write("content/writeups/a.md", ONE)
    site.write("content/writeups/b.md", TWO)
    site.write("content/writeups/c.md", TWO.replace("title: B", "title: C").replace("\n", "\r\n"))
    site.write("content/writeups/d.md", "\ufeff" + TWO.replace("title: B", "title: D"))
    return site


def answer(site: SiteFolder, answers: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, "-C", str(site.root), "check", "--fix"],
        input=answers,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(TODAY)},
    )


def test_answers_silence_the_questions_and_can_be_undone(asked: SiteFolder) -> None:
    before = tree(asked.root / "content")
    done = answer(asked, "y\nn\ny\n")
    assert done.returncode == 0, done.stderr
    assert "+mentions:" in done.stdout
    after = tree(asked.root / "content")
    assert after["people/stefen-reed.md"].decode() == (
        '---\nname: Stefen Reed\nother_names:\n  - Steven "Stevie" Reed\n---\n'
    )
    assert b"not_to_be_confused_with" in after["organisations/the-trust-ltd.md"]
    assert b"# ours" in after["writeups/a.md"]
    assert b"\r\nmentions:\r\n  - name: Ada Example\r\n" in after["writeups/c.md"]
    assert b"mentions:" in after["writeups/b.md"], "one answer for a name everywhere"
    assert not asked.run("check").problems
    undone = asked.run("check", "--undo")
    assert undone.code == 0
    assert tree(asked.root / "content") == before
    assert asked.run("check", "--undo").code == 2


def test_never_is_written_into_the_file_that_it_concerns(asked: SiteFolder) -> None:
    answer(asked, "s\ns\nn\n")
    assert "link: never" in (asked.root / "content/people/ada-example.md").read_text(encoding="utf-8")
    assert "undeclared-name" not in asked.run("check").err


def test_all_answers_the_rest_of_a_group(asked: SiteFolder) -> None:
    asked.write(
        "content/writeups/d.md",
        TWO.replace("Jon Smith", "Jonn Smythe").replace("Ada Example was", "Nobody was"),
    )
    done = answer(asked, "n all\n")
    assert done.stdout.count("[") >= 2
    assert "not_to_be_confused_with" in done.stdout


def test_a_file_changed_since_is_not_undone(asked: SiteFolder) -> None:
    answer(asked, "y\nq\n")
    asked.write("content/people/stefen-reed.md", "---\nname: Steven Reed\n---\n")
    before = tree(asked.root / "content")
    assert asked.run("check", "--undo").code == 2
    assert tree(asked.root / "content") == before


@pytest.mark.parametrize("options", [("--fix", "--json"), ("--undo", "--json"), ("--fix", "--undo")])
def test_it_asks_on_the_terminal_only(asked: SiteFolder, options: tuple[str, ...]) -> None:
    assert asked.run("check", *options).code == 2


def test_a_comment_that_would_be_lost_is_left_to_its_author(asked: SiteFolder) -> None:
    text = TWO.replace('["Jon Smith, Reform", ', '[\n  "Jon Smith, Reform",  # first\n  ')
    asked.write("content/writeups/b.md", text)
    told = answer(asked, "s\ns\ny\n")
    assert "content/writeups/b.md has a comment that the change would lose" in told.stdout + told.stderr
    assert (asked.root / "content/writeups/b.md").read_text(encoding="utf-8") == text


def test_nothing_to_ask(site: SiteFolder) -> None:
    site.writeup("a")
    assert "Nothing to ask." in answer(site, "").stdout


def test_a_request_to_be_removed_is_served(asked: SiteFolder) -> None:
    before = tree(asked.root)
    assert asked.run("people", "withhold", "Ada Example", "--dry-run").code == 0
    assert tree(asked.root) == before
    result = asked.run("people", "withhold", "Ada Example", "--json")
    places = [(place["path"], place["line"]) for place in json.loads(result.out)["places"]]
    assert places == [
        ("content/writeups/b.md", 7),
        ("content/writeups/c.md", 7),
        ("content/writeups/d.md", 7),
    ]
    for name in "bcd":
        asked.write(f"content/writeups/{name}.md", TWO.replace("Ada Example", "Somebody"))
    assert asked.build().code == 0
    assert not any(b"Ada Example" in data for data in tree(asked.root / "_site").values())
    assert asked.run("people", "withhold", "Nobody Atall").code == 2
    assert "withheld already" in asked.run("people", "withhold", "ada-example").out
