"""How problems are printed: SARIF, JSON for wrong usage, a terminal with and without colours."""

import json
import os
import pty
import subprocess

import pytest

from tests.conftest import COMMAND, SiteFolder

BROKEN = "---\ntitle: A\ndate: 2020-13-02\n---\n\nText[^1].\n"


def test_sarif(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", BROKEN)
    result = site.run("check", "--format", "sarif")
    assert result.code == 1
    log = json.loads(result.out)
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["not-a-date", "undefined-footnote"]
    assert "year-month-day" in run["tool"]["driver"]["rules"][0]["help"]["markdown"]
    error, warning = run["results"]
    assert (error["level"], warning["level"]) == ("error", "warning")
    assert error["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "content/writeups/a.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    site.writeup("a")
    assert site.run("check", "--format", "sarif").code == 0


@pytest.mark.parametrize(
    "arguments",
    [["build", "--json", "--nonsense"], ["check", "--json", "--fix"], ["list", "nonsense", "--json"], ["biuld", "--json"],
     ["list", "people", "--person", "Nobody", "--format", "json"]],
)  # fmt: skip
def test_wrong_usage_is_json_too(site: SiteFolder, arguments: list[str]) -> None:
    site.writeup("a")
    result = site.run(*arguments)
    assert result.code == 2
    answer = json.loads(result.out)
    assert answer["ok"] is False
    assert [problem["rule"] for problem in answer["problems"]] == ["usage"]
    assert result.err == ""


def on_a_terminal(site: SiteFolder, *arguments: str, **env: str) -> str:
    """Return what the program prints to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "-C", str(site.root), *arguments], stdout=theirs, stderr=theirs, stdin=theirs,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "", "COLUMNS": "100", **env},
    )  # fmt: skip
    os.close(theirs)
    printed = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:
            break
        if not part:
            break
        printed += part
    process.wait(60)
    os.close(ours)
    return printed.decode()


def test_a_terminal_shows_problems_by_file_and_in_colours(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", BROKEN)
    text = on_a_terminal(site, "check")
    assert "\x1b[1mcontent/writeups/a.md\x1b[0m" in text
    assert "  3:7 \x1b[31m\x1b[1merror: \x1b[0mthere is no day 2020-13-02 [not-a-date]" in text
    plain = on_a_terminal(site, "check", NO_COLOR="1")
    assert "\x1b" not in plain
    assert plain.index("error:") < plain.index("warning:")
    assert "site-builder manual RULE (not-a-date, undefined-footnote)" in plain


def test_verbose_says_how_long_each_step_took(site: SiteFolder) -> None:
    site.writeup("a")
    for command in ("build", "check"):
        err = site.run(command, "--verbose").err
        assert "Linking names: 0." in err
        assert "Rendering " in err


@pytest.mark.parametrize(
    "words", [["look-alike"], ["serve"], ["configuration"], ["The", "keys", "of", "site.toml"]]
)
def test_the_manual(site: SiteFolder, words: list[str]) -> None:
    result = site.run("manual", *words)
    assert result.code == 0
    assert result.out.startswith("#")
    assert words[-1] in result.out.split("\n")[0].lower()


def test_the_manual_says_nothing_about_it(site: SiteFolder) -> None:
    result = site.run("manual", "look-alikes-and")
    assert result.code == 2
    assert 'did you mean "look-alike"?' in result.err
    assert "getting-started" in site.run("manual").out


def test_safe_answers_are_written_without_a_question(site: SiteFolder) -> None:
    file = site.writeup("a")
    site.build()
    file.rename(file.with_name("b.md"))
    result = site.run("check", "--fix", "--yes")
    assert "Changed 1 file" in result.out
    assert "former_urls" in (site.root / "content/writeups/b.md").read_text("utf-8")
    site.run("check", "--undo")
    assert "former_urls" not in (site.root / "content/writeups/b.md").read_text("utf-8")
    assert site.run("check", "--yes").code == 2
