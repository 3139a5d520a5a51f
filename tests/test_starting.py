"""``init`` and ``new``: the first files of a site, and of a writeup."""

import json
import os
import tomllib
from pathlib import Path

import pytest
import yaml

from site_builder.config import SCHEMA
from site_builder.schema.records import inner_record
from tests.conftest import SiteFolder


def started(site: SiteFolder, *options: str) -> SiteFolder:
    result = site.run("init", "new", "--yes", *options)
    assert result.code == 0, result.err
    return SiteFolder(site.root / "new")


def test_a_new_site_has_no_problems(site: SiteFolder) -> None:
    new = started(site, "--title", 'The "best" archive', "--base-url", "https://example.org/a")
    assert new.run("check", "--strict").code == 0
    new.build()
    for page in (
        "speakers/ada-example", "organisations/the-example-trust", "topics/examples", "series/example-briefings",
        "events/example-briefing", "about",
    ):  # fmt: skip
        assert (new.root / "_site" / page / "index.html").is_file()
    config = tomllib.loads((new.root / "site.toml").read_text("utf-8"))
    assert config == {"title": 'The "best" archive', "base_url": "https://example.org/a/", "language": "en"}
    ignored = (new.root / ".gitignore").read_text("utf-8")
    assert "/_site/" in ignored
    assert "/.site-builder/" in ignored


def test_every_setting_is_explained_and_may_be_taken_out_of_its_comment(site: SiteFolder) -> None:
    new = started(site)
    file = new.root / "site.toml"
    text = file.read_text("utf-8")
    in_force = "\n".join(
        line[1:] if line[:1] == "#" and line[1:2] not in {" ", ":"} else line for line in text.split("\n")
    )
    keys = tomllib.loads(in_force)
    assert keys.keys() == {key.name for key in SCHEMA.keys}
    for key in SCHEMA.keys:
        inner = inner_record(key.shape)
        table = keys[key.name]
        if inner is not None:
            assert (table[0] if isinstance(table, list) else table).keys() == {
                part.name for part in inner.keys
            }
    file.write_text(in_force.replace('gone = ["/2010/old/"]', "gone = []"), encoding="utf-8")
    for path in ("static/logo.svg", "static/assets/own.css", "static/assets/own.js"):
        new.write(path, "<svg xmlns='http://www.w3.org/2000/svg'/>" if path.endswith("svg") else "")
    new.build()


def test_what_is_there_is_left_alone(site: SiteFolder) -> None:
    site.write("new/site.toml", "title = 'Mine'\n")
    site.write("new/content/writeups/mine.md", "---\ntitle: Mine\ndate: 2020-01-02\n---\n\nText.\n")
    result = site.run("init", "new", "--yes")
    assert "Left alone new/site.toml, which was there" in result.out
    assert (site.root / "new/site.toml").read_text("utf-8") == "title = 'Mine'\n"
    files = {file.name for file in (site.root / "new/content").rglob("*.md")}
    assert files == {"mine.md"}, "no examples beside content"
    again = site.run("init", "new", "--yes")
    assert "Made 0 files" in again.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(site: SiteFolder) -> None:
    folder = site.root / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    assert "cannot be written" in site.run("init", "closed", "--yes").err


def test_what_is_no_folder(site: SiteFolder) -> None:
    site.write("file", "")
    result = site.run("init", "file", "--yes")
    assert result.code == 2
    assert "is a file; name a folder" in result.err
    assert "not a language tag" in site.run("init", "x", "--yes", "--language", "!").err
    assert "not a web address" in site.run("init", "x", "--yes", "--base-url", "example").err
    assert not (site.root / "x").exists()


def test_the_workflows_are_yaml_that_keeps_state_and_output_together(site: SiteFolder) -> None:
    new = started(site, "--install-from", "site-builder @ git+https://git.example.org/x.git")
    for path in (".github/workflows/site.yml", ".forgejo/workflows/site.yml", ".gitlab-ci.yml"):
        text = (new.root / path).read_text("utf-8")
        yaml.safe_load(text)
        assert "site-builder check --strict" in text
        assert ".site-builder\n" in text
        assert "_site\n" in text
    assert (new.root / "requirements.txt").read_text("utf-8").endswith("x.git\n")
    other = site.run("init", "other", "--yes", "--workflow", "gitlab")
    assert ".gitlab-ci.yml" in other.out
    assert "github" not in other.out
    assert "requirements.txt" not in site.run("init", "third", "--yes", "--workflow", "none").out


def test_the_schemas_for_editors_know_the_names(site: SiteFolder) -> None:
    new = started(site)
    new.build()
    settings = json.loads((new.root / ".vscode/settings.json").read_text("utf-8"))
    for schema in settings["yaml.schemas"]:
        assert (new.root / schema).is_file(), schema
    text = (new.root / ".site-builder/schemas/writeup.json").read_text("utf-8")
    for name in ("Ada Example", "The Example Trust", "Examples", "Example briefings"):
        assert name in text
    speakers = json.loads(text)["properties"]["speakers"]
    assert "Ada Example" in json.dumps(speakers)
    assert "Ada Example" not in json.dumps(json.loads(text)["properties"]["topics"])


def new_writeup(site: SiteFolder, *options: str) -> dict[str, object]:
    result = site.run("new", "writeup", "Later", "--date", "2026-01-02", *options)
    assert result.code == 0, result.err
    text = (site.root / "content/writeups/2026/2026-01-02-later.md").read_text("utf-8")
    keys: dict[str, object] = yaml.safe_load(text.split("---\n")[1])
    return keys


KNOWN = """---
title: Earlier
date: 2024-05-02
event: {name: Panel, date: 2024-05-01}
speakers:
  - Ada Müller, Director, The Trust
  - {name: Bo Li, positions: [{position: "Chair, acting", organisation: A}, {position: Fellow, organisation: B}]}
topics: [Pensions]
---

Text.
"""


@pytest.fixture
def archive(site: SiteFolder) -> SiteFolder:
    site.write("content/writeups/earlier.md", KNOWN)
    site.write("content/events/spring.md", "---\nname: Spring briefing\ndate: 2026-01-01\n---\n")
    return site


def test_a_writeup_is_filled_in_from_the_archive(archive: SiteFolder) -> None:
    keys = new_writeup(
        archive, "--event", "spring BRIEFING", "--topic", "pensions", "--speaker", "Dr Cy New, Chief, the trust",
        "--speaker", "ada-muller",
    )  # fmt: skip
    assert keys["event"] == "spring"
    assert keys["topics"] == ["Pensions"]
    assert keys["speakers"] == [
        {"name": "Dr Cy New", "position": "Chief", "organisation": "the trust"},
        {"person": "ada-muller"},
    ]
    assert archive.run("check").code == 0


def test_what_a_speaker_was_is_offered_with_its_day(archive: SiteFolder) -> None:
    new_writeup(archive, "--speaker", "Ada Muller", "--speaker", "Bo Li")
    file = archive.root / "content/writeups/2026/2026-01-02-later.md"
    text = file.read_text("utf-8")
    assert "    # as on 2024-05-01; take the # away if it still holds:\n    # position: Director\n" in text
    taken = text.replace("    # position", "    position").replace("    # organisation", "    organisation")
    taken = taken.replace("    #   - {", "      - {")
    speakers = yaml.safe_load(taken.split("---\n")[1])["speakers"]
    assert speakers[0] == {"name": "Ada Muller", "position": "Director", "organisation": "The Trust"}
    assert speakers[1]["positions"] == [
        {"position": "Chair, acting", "organisation": "A"}, {"position": "Fellow", "organisation": "B"},
    ]  # fmt: skip


def test_new_names_are_said_and_a_near_one_is_named(archive: SiteFolder) -> None:
    result = archive.run("new", "writeup", "X", "--speaker", "Ada Muler")
    assert '"Ada Muler" is new in the archive; did you mean "Ada Müller"?' in result.err


def test_a_broken_archive_fills_nothing_in(archive: SiteFolder) -> None:
    archive.write("content/writeups/broken.md", "---\ntitle: [\n---\n")
    keys = new_writeup(archive, "--speaker", "Ada Müller", "--organiser", "The Trust")
    assert keys["speakers"] == ["Ada Müller"]


def test_a_draft_with_odd_words_is_still_yaml(archive: SiteFolder) -> None:
    keys = new_writeup(
        archive,
        "--event",
        "Yes: no # maybe",
        "--place",
        "null",
        "--organiser",
        "- a, b",
        "--topic",
        "[x]: {y}",
    )
    event = keys["event"]
    assert isinstance(event, dict)
    assert (event["name"], event["place"], event["organisers"]) == ("Yes: no # maybe", "null", ["- a, b"])
    assert keys["topics"] == ["[x]: {y}"]


@pytest.mark.parametrize("kind", ["topic", "series", "event", "page", "person", "organisation"])
def test_a_new_file_of_each_kind_builds(site: SiteFolder, kind: str) -> None:
    result = site.run("new", kind, 'A: "new" one')
    assert result.code == 0
    path = site.root / result.out.removeprefix("Made ").strip()
    assert path.is_file()
    site.build()
    assert site.run("new", kind, 'A: "new" one').code == 2, "never in the place of another"


def test_the_editor_is_opened(site: SiteFolder, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "More." >> "$1"\n')
    editor.chmod(0o755)
    site.run("new", "topic", "Money", "--edit", env={"EDITOR": str(editor), "VISUAL": ""})
    assert (site.root / "content/topics/money.md").read_text("utf-8").endswith("More.\n")
