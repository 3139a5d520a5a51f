"""The commands as people run them."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.conftest import COMMAND, ROOT, SiteFolder, tree


def test_a_folder_with_writeups_only_becomes_a_site(site: SiteFolder) -> None:
    site.writeup("2020-01-02-grid-week", more="speakers: [Ada Example, 'Bela Example, The Trust']\n")
    result = site.build()
    assert result.code == 0, result.err
    assert re.fullmatch(
        r"Built \d+ pages and \d+ other files from 1 writeup in \d+\.\d s "
        r"\(\d+ pages and \d+ other files written; 0 pages unchanged\)\.",
        result.out.splitlines()[0],
    )
    for page in (
        "index.html",
        "writeups/2020/grid-week/index.html",
        "speakers/bela-example/index.html",
        "404.html",
    ):
        assert (site.root / "_site" / page).is_file()


def test_the_summary_says_what_was_left_out_and_why(site: SiteFolder) -> None:
    site.writeup("a")
    site.writeup("b", more="status: draft\n")
    site.writeup("c", more="embargo: 2030-01-01T09:00Z\n")
    site.writeup("d", more="embargo: 2031-01-01\n")
    result = site.build("--as-of", "2026-01-01")
    assert result.out.splitlines()[0].endswith("; 3 not published: 1 draft, 2 under embargo.")
    assert not (site.root / "_site/writeups/2020/b").exists()
    assert not (site.root / "_site/writeups/2020/c").exists()
    result = site.build("--as-of", "2030-01-01T09:00Z", "--drafts")
    assert result.out.splitlines()[0].endswith("; 1 not published: 1 under embargo.")
    assert (site.root / "_site/writeups/2020/b/index.html").exists()
    assert (site.root / "_site/writeups/2020/c/index.html").exists()
    site.build("--as-of", "2026-01-01")
    assert not (site.root / "_site/writeups/2020/b").exists()


def test_the_clock_can_be_set_from_outside(site: SiteFolder) -> None:
    site.writeup("c", more="embargo: 2030-01-01\n")
    assert "not published" in site.build(env={"SOURCE_DATE_EPOCH": "0"}).out
    assert "not published" not in site.build(env={"SOURCE_DATE_EPOCH": "4000000000"}).out
    for value in ("yesterday", "253402300700"):
        assert site.build(env={"SOURCE_DATE_EPOCH": value}).code == 2
    for value in ("0001-01-01", "9999-12-31", "soon"):
        assert site.build("--as-of", value).code == 2


def test_mistakes_in_what_is_not_published_yet_are_told_now(site: SiteFolder) -> None:
    site.writeup("c", more="embargo: 2030-01-01\n", body="See [[Nobody]].")
    result = site.build("--as-of", "2026-01-01")
    assert result.code == 1
    assert "unresolved-link" in result.err


def test_a_collision_that_an_embargo_hides_is_told_now(site: SiteFolder) -> None:
    site.writeup("a")
    site.writeup(
        "2020-05-06-a", more="embargo: 2030-01-01\nformer_urls: [/writeups/]\n", body="[x](/nowhere/)"
    )
    result = site.run("check", "--as-of", "2026-01-01")
    assert result.err.count("address-collision") == 2
    assert result.err.count("broken-link") == 1


def test_content_in_the_wrong_place_is_not_dropped_in_silence(site: SiteFolder) -> None:
    for path in (
        "content/a.md",
        "content/organizations/b.md",
        "content/writeups/c.MD",
        "content/writeups/d.txt",
    ):
        site.write(path, "x")
    result = site.build()
    assert result.err.count("misplaced: warning") == 4
    assert 'did you mean "content/organisations/"?' in result.err


def test_a_template_that_gives_a_filter_the_wrong_value_is_a_problem(site: SiteFolder) -> None:
    site.writeup("a")
    site.write("templates/pages/home.html", "<p>\n{{ page.title | day }}")
    assert "templates/pages/home.html:2:1: template: " in site.build().err
    site.write("templates/pages/home.html", "{{ site.titel }}")
    assert 'there is no "titel" here' in site.build().err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("base.html", '{% extends "base.html" %}'),
        ("pages/home.html", '{% include "pages/home.html" %}'),
        ("pages/home.html", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
        ("pages/home.html", "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}"),
    ],
)
def test_a_template_without_end_is_told(site: SiteFolder, name: str, text: str) -> None:
    site.writeup("a")
    site.write(f"templates/{name}", text)
    result = site.build()
    assert result.code == 1
    assert f"templates/{name}:1:1: template: " in result.err


def test_a_second_build_touches_nothing(site: SiteFolder) -> None:
    site.writeup("a")
    site.build()
    times = {file: file.stat().st_mtime_ns for file in (site.root / "_site").rglob("*.html")}
    result = site.build()
    assert "(0 pages written; " in result.out
    assert {file: file.stat().st_mtime_ns for file in times} == times


def test_a_failed_build_leaves_the_last_good_site(site: SiteFolder) -> None:
    site.writeup("a")
    site.build()
    before = tree(site.root / "_site")
    site.writeup("b", body="[[Nobody]]")
    site.writeup("c", more="speeker: x\n")
    result = site.build()
    assert result.code == 1
    assert len(result.problems) == 2, "all problems of all files in one run"
    assert tree(site.root / "_site") == before


def test_a_template_that_fails_leaves_the_last_good_site(site: SiteFolder) -> None:
    site.writeup("a")
    site.build()
    before = tree(site.root / "_site")
    site.write("templates/pages/year.html", "{{ nothing.at.all }}")
    site.writeup("b")
    assert site.build().code == 1
    assert tree(site.root / "_site") == before


def test_json_for_programs(site: SiteFolder) -> None:
    site.writeup("a", body="As noted.[^1]")
    answer = site.build("--json").json
    assert answer["ok"] is True
    assert answer["writeups"] == 1
    assert "index.html" in answer["written"]
    assert answer["problems"][0]["rule"] == "undefined-footnote"
    assert site.run("check", "--json").json["problems"][0]["severity"] == "warning"
    site.writeup("b", more="speeker: x\n")
    result = site.build("--json")
    assert result.code == 1
    assert result.json["problems"][1] == {
        "path": "content/writeups/b.md",
        "line": 4,
        "column": 1,
        "rule": "unknown-key",
        "severity": "error",
        "message": '"speeker" is not a key',
        "hint": 'did you mean "speakers"?',
    }


def test_a_dry_run_writes_nothing(site: SiteFolder) -> None:
    site.writeup("a")
    result = site.build("--dry-run")
    assert result.code == 0
    assert "would write index.html" in result.out
    assert not (site.root / "_site").exists()
    site.build()
    (site.root / "content/writeups/a.md").unlink()
    before = tree(site.root / "_site")
    assert "would remove writeups/2020/a/index.html" in site.build("--dry-run").out
    assert tree(site.root / "_site") == before


def test_quiet_prints_problems_only(site: SiteFolder) -> None:
    site.writeup("a")
    assert site.build("--quiet").out == ""
    assert "wrote index.html" in site.build("--verbose", "--clean").out


def test_clean_repairs_everything_and_removes_changed_leftovers(site: SiteFolder) -> None:
    site.writeup("a")
    site.writeup("b")
    site.build()
    leftover = site.root / "_site/writeups/2020/b/index.html"
    leftover.write_text("changed by hand")
    (site.root / "content/writeups/b.md").unlink()
    result = site.build()
    assert "left alone" in result.err
    assert leftover.exists()
    site.write("content/writeups/b.md", "---\ntitle: b\ndate: 2020-01-02\n---\n")
    site.build()
    leftover.write_text("changed again")
    (site.root / "content/writeups/b.md").unlink()
    assert site.build("--clean").code == 0
    assert not leftover.exists()


def test_check_finds_broken_links_and_anchors_without_writing(site: SiteFolder) -> None:
    site.writeup("a", body="# Part {#part}\n\n[ok](#part) [broken](#parts) [file](b.md#nowhere)")
    site.writeup("b")
    site.write("static/only-a-comment.html", "<!-- -->")
    result = site.run("check")
    assert result.code == 1
    assert sum("broken-link" in problem for problem in result.problems) == 2
    assert 'links to "#parts", where there is no anchor' in result.err
    assert "b/#nowhere" in result.err
    assert not (site.root / "_site").exists()


def test_the_base_url_is_used_only_where_the_web_needs_it(site: SiteFolder) -> None:
    site.writeup("a")
    without = site.build()
    assert "set base_url" in without.out
    assert not (site.root / "_site/sitemap.xml").exists()
    assert site.build("--base-url", "https://example.org/sub").code == 0
    page = site.page("writeups/2020/a/index.html")
    assert '<link rel="canonical" href="https://example.org/sub/writeups/2020/a/">' in page
    assert 'href="../../../speakers/' not in page
    links = re.findall(r'(?:href|src)="(https:[^"]*)"', page)
    assert links == ["https://example.org/sub/writeups/2020/a/"]
    assert "https://example.org/sub/writeups/2020/a/" in site.page("sitemap.xml")
    assert site.build("--base-url", "example.org").code == 2


def test_links_work_from_a_disk(site: SiteFolder) -> None:
    site.writeup("a", body="[b](b.md) and [all](/writeups/)")
    site.writeup("b")
    site.build("--file-urls", "--base-url", "https://example.org/")
    for file in (site.root / "_site").rglob("*.html"):
        for link in re.findall(r'href="([^"]*)"', file.read_text(encoding="utf-8")):
            if not link.startswith(("https:", "data:", "#")):
                path = (file.parent / link.partition("#")[0]).resolve()
                assert path.is_file(), (file, link)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["build", "--help"], ["new", "writeup", "--help"], ["--version"]]
)
def test_help_ends_well(arguments: list[str]) -> None:
    process = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)
    assert process.returncode == 0
    assert process.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["biuld"],
        ["build", "--outt", "x"],
        ["-C", "/nowhere", "build"],
        ["schema", "meeting"],
        ["build", "--as-of", "soon"],
    ],
)
def test_wrong_usage_is_two(site: SiteFolder, arguments: list[str]) -> None:
    assert site.run(*arguments).code == 2


def test_a_folder_that_is_no_site_is_wrong_usage(tmp_path: Path) -> None:
    result = SiteFolder(tmp_path).build()
    assert result.code == 2
    assert "there is no site in" in result.err


def test_a_reader_that_goes_away_is_no_crash(site: SiteFolder) -> None:
    for number in range(60):
        site.writeup(f"w{number}")
    process = subprocess.run(
        f"{sys.executable} -m site_builder -C '{site.root}' build -v | head -1",
        shell=True, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in process.stderr
    assert "BrokenPipe" not in process.stderr


class TestNew:
    def test_a_new_writeup_is_a_draft_that_builds(self, site: SiteFolder) -> None:
        result = site.run("new", "writeup", "What: a day?", "--date", "2020-05-06")
        assert result.out == "Made content/writeups/2020/2020-05-06-what-a-day.md\n"
        assert site.build("--drafts").code == 0
        assert "What: a day?" in site.page("writeups/2020/what-a-day/index.html")

    def test_people_and_organisations(self, site: SiteFolder) -> None:
        assert site.run("new", "person", "Dr Siân O'Hara").out == "Made content/people/sian-ohara.md\n"
        assert site.run("new", "organisation", "Hearth & Home").code == 0
        assert site.run("new", "organisation", "No").code == 0
        assert site.build().code == 0
        assert "Hearth &amp; Home" in site.page("organisations/hearth-and-home/index.html")

    def test_nothing_is_ever_replaced(self, site: SiteFolder) -> None:
        file = site.write("content/people/ada-example.md", "mine")
        result = site.run("new", "person", "Ada Example")
        assert result.code == 2
        assert "is there already" in result.err
        assert file.read_text() == "mine"

    @pytest.mark.parametrize("name", ["!!!", "AUX", "   "])
    def test_a_name_that_makes_no_file_is_refused(self, site: SiteFolder, name: str) -> None:
        assert site.run("new", "person", name).code == 2


KINDS = {
    "writeup": "writeups", "person": "people", "organisation": "organisations",
    "topic": "topics", "series": "series", "page": "pages",
}  # fmt: skip


@pytest.mark.parametrize("kind", [*KINDS, "site"])
def test_a_schema_is_json_schema(kind: str, site: SiteFolder) -> None:
    schema = site.run("schema", kind).json
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(one["description"] for one in schema["properties"].values())


@pytest.mark.parametrize(("kind", "folder"), KINDS.items())
def test_the_demonstration_archive_is_valid_by_the_schemas(kind: str, folder: str, site: SiteFolder) -> None:
    schema = site.run("schema", kind).json
    validator = jsonschema.Draft202012Validator(schema)
    for file in (ROOT / "content" / folder).rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        if text.startswith("---"):
            front = yaml.load(text.split("\n---\n")[0].removeprefix("---\n"), Loader=yaml.BaseLoader)
            for speaker in front.get("speakers", ()):
                if isinstance(speaker, dict) and "author" in speaker:
                    speaker["author"] = speaker["author"] == "true"
            errors = [
                error.message for error in validator.iter_errors(front) if "boolean" not in error.message
            ]
            assert not errors, file
    assert list(validator.iter_errors({"speeker": "x"}))


def test_pages_can_be_read_by_a_web_server_whatever_the_umask(site: SiteFolder) -> None:
    site.writeup("a")
    before = os.umask(0o077)
    try:
        site.build()
    finally:
        os.umask(before)
    for path in (site.root / "_site").rglob("*"):
        if ".site-builder" not in path.parts:
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == (0o755 if path.is_dir() else 0o644), path


def test_problems_are_told_in_any_locale(site: SiteFolder) -> None:
    site.writeup("a", body="[[Łukasz 田中]]")
    result = site.build(env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert result.code == 1
    assert "unresolved-link" in result.err
