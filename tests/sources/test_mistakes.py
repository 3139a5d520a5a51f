"""Mistakes that people make, one at a time: the line where each stands, and the words that tell the cause."""

import os
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.sources.front_matter_mistakes import (
    certain_mistake,
    closing_mistake,
    opening_mistake,
    syntax_mistake,
)
from tests.conftest import COMMAND, SiteFolder

HEAD = "title: A\ndate: 2020-01-02\n"


def file(front: str, body: str = "Text.") -> str:
    return f"---\n{front}---\n\n{body}\n"


#: What was written -> line, column, rule and words of the message.
FRONT_MATTER = {
    file(f"{HEAD}event:\n  name: E\n   place: Leeds\n"): (6, 4, "syntax", 'further right than "name"'),
    file("title: A\n date: 2020-01-02\n"): (3, 2, "syntax", 'further right than "title"'),
    file(f"{HEAD}speakers:\n- Ada Example\n  - Bela Nagy\n"): (
        6,
        3,
        "syntax",
        "further right than the one above",
    ),
    file("title:A\ndate: 2020-01-02\n"): (2, 6, "syntax", "write `title: A`"),
    file("title: A\ndate:2020-01-02\n"): (3, 5, "syntax", "write `date: 2020-01-02`"),
    file(f"{HEAD}event:\n\u00a0\u00a0name: E\n"): (5, 1, "syntax", "no-break space"),
    file("title:\u00a0A\ndate: 2020-01-02\n"): (2, 7, "syntax", "no-break space"),
    file(f"{HEAD}event:\n\tname: E\n"): (5, 1, "syntax", "indent with spaces"),
    file("title: “Housing: now”\ndate: 2020-01-02\n"): (2, 16, "syntax", 'title: "Housing: now"'),
    file("title: Housing: now\ndate: 2020-01-02\n"): (2, 15, "syntax", 'title: "Housing: now"'),
    file('title: "A" and B\ndate: 2020-01-02\n'): (2, 12, "syntax", "behind the closing quotation mark"),
    file("title: 'It's here'\ndate: 2020-01-02\n"): (2, 12, "syntax", 'title: "It\'s here"'),
    file("title: [Draft] A\ndate: 2020-01-02\n"): (2, 8, "syntax", 'title: "[Draft] A"'),
    file("title: *Ada*\ndate: 2020-01-02\n"): (2, 8, "syntax", 'title: "*Ada*"'),
    file("title: @ada\ndate: 2020-01-02\n"): (2, 8, "syntax", 'title: "@ada"'),
    file("title: &Ada\ndate: 2020-01-02\n"): (2, 8, "alias", "in quotes"),
    file(f"{HEAD}speakers:\n  • Ada Example\n"): (5, 3, "syntax", "begins with a hyphen"),
    file(f"{HEAD}speakers:\n  – Ada Example\n"): (5, 3, "syntax", "begins with a hyphen"),
    file(f"<<<<<<< HEAD\n{HEAD}=======\ntitle: B\n>>>>>>> x\n"): (2, 1, "syntax", "git"),
    file(HEAD, "a\n\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x"): (8, 1, "syntax", "git"),
    f"—\n{HEAD}—\n\nText.\n": (1, 1, "no-front-matter", "not three hyphens"),
    f"--\n{HEAD}--\n\nText.\n": (1, 1, "no-front-matter", "not three hyphens"),
    f" ---\n{HEAD}---\n\nText.\n": (1, 1, "no-front-matter", "spaces"),
    f"```\n---\n{HEAD}---\n```\n": (1, 1, "no-front-matter", "fence"),
    f"{HEAD}---\n\nText.\n": (1, 1, "no-front-matter", "missing"),
    f"---\n{HEAD}—\n\nText.\n": (4, 1, "unclosed-front-matter", "does not close"),
    f"---\n{HEAD}\nText.\n": (5, 1, "unclosed-front-matter", "where the text begins"),
    "PK\x03\x04": (1, 1, "encoding", "Word"),
    "{\\rtf1 a}": (1, 1, "encoding", "RTF"),
    file("title: Meeting #2\ndate: 2020-01-02\n"): (2, 16, "cut-value", '"Meeting #2"'),
    file(f"{HEAD}topics: #energy\n"): (4, 9, "cut-value", '"#energy"'),
    file("Title: A\ndate: 2020-01-02\n"): (2, 1, "unknown-key", "small letters: title"),
    file("title: A\ndate: 2 January 2020\n"): (3, 7, "not-a-date", "2020-01-02"),
    file("title: A\ndate: January 2nd, 2020\n"): (3, 7, "not-a-date", "2020-01-02"),
    file("title: A\ndate: 01/02/2020\n"): (3, 7, "not-a-date", "2020-01-02 or 2020-02-01"),
    file("title: A\ndate: 2.1.2020\n"): (3, 7, "not-a-date", "write 2020-01-02"),
    file(f"{HEAD}tags: [a]\n"): (4, 1, "unknown-key", "topics:"),
    file(f"{HEAD}categories: [a]\n"): (4, 1, "unknown-key", "topics:"),
    file(f"{HEAD}redirect_from: /a/\n"): (4, 1, "unknown-key", "former_urls:"),
    file(f"{HEAD}aliases: [/a/]\n"): (4, 1, "unknown-key", "former_urls:"),
    file(f"{HEAD}description: a\n"): (4, 1, "unknown-key", "summary:"),
    file(f"{HEAD}published: false\n"): (4, 1, "unknown-key", "status: draft"),
    file(f"{HEAD}draft: true\n"): (4, 1, "unknown-key", "status: draft"),
    file(f"{HEAD}youtube_id: a\n"): (4, 1, "unknown-key", "recording:"),
    file(f"{HEAD}Location: Leeds\n"): (4, 1, "unknown-key", "place: under event:"),
    file(f"{HEAD}venue: Hall\n"): (4, 1, "unknown-key", "venue: under event:"),
    file(f"{HEAD}slug: a\n"): (4, 1, "unknown-key", "former_urls:"),
    file(HEAD, "![x](C:\\Users\\x.png)"): (6, 6, "unsafe-link", "one computer"),
    file(HEAD, "![x](images\\x.png)"): (6, 6, "broken-link", "write / in place"),
    file(HEAD, "[x](www.example.org)"): (6, 5, "broken-link", "https://"),
    file(f"{HEAD}event: {{url: www.example.org}}\n"): (4, 14, "not-an-address", "https://"),
}


PIECES = st.sampled_from(
    [
        "title:",
        "a",
        " ",
        "  ",
        "\n",
        "- ",
        ": ",
        "'",
        '"',
        "[",
        "]",
        "{",
        "*",
        "#",
        "“",
        "\t",
        "\u00a0",
        "---",
        "—",
        "<<<<<<< x",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.integers(0, 6))
def test_whatever_was_written_is_looked_at(text: str, line: int) -> None:
    for found in (certain_mistake(text), syntax_mistake(text, line), closing_mistake(f"---\n{text}")):
        assert found is None or (1 <= found.line <= text.count("\n") + 3 and found.column >= 1)
    opening_mistake(text)


@pytest.mark.parametrize(("text", "told"), FRONT_MATTER.items())
def test_the_message_names_the_cause(site: SiteFolder, text: str, told: tuple[int, int, str, str]) -> None:
    site.write("content/writeups/a.md", text)
    (problem,) = site.build().problems
    line, column, rule, words = told
    assert problem.startswith(f"content/writeups/a.md:{line}:{column}: {rule}: ")
    assert words in problem


def test_utf_16_is_named(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", file(HEAD).encode("utf-16"))
    (problem,) = site.build().problems
    assert "UTF-16" in problem


def test_the_line_stands_below_its_problem(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", file(f"{HEAD}tags: [会议, a]\nevent: {{nmae: E}}\n"))
    lines = site.build().err.splitlines()
    assert lines[1:3] == ["    tags: [会议, a]", "    ^"]
    assert lines[4:6] == ["    event: {nmae: E}", "            ^"]


def test_strict_takes_warnings_for_errors(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", file(HEAD, "• one"))
    assert site.run("check").code == 0
    assert site.run("check", "--strict").code == 1
    assert site.run("build", "--strict").code == 1
    assert not (site.root / "_site").exists()
    assert site.build().code == 0
    assert site.run("build", "--strict").code == 1, "also when nothing has changed"


def on_a_terminal(site: SiteFolder, *arguments: str) -> str:
    """Return what the program prints to standard error where that is a terminal."""
    ours, its = os.openpty()
    command = [*COMMAND, "-C", str(site.root), *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=its) as process:
        os.close(its)
        shown = b""
        try:
            while part := os.read(ours, 65_536):
                shown += part
        except OSError:  # Linux tells the end of a terminal so
            pass
        process.wait()
    os.close(ours)
    return shown.decode()


def test_a_kind_is_shown_once_on_a_terminal(site: SiteFolder) -> None:
    for number in range(12):
        site.write(f"content/writeups/a-{number}.md", file(f"{HEAD}tags: [a]\n"))
    shown = on_a_terminal(site, "build")
    assert shown.count("[unknown-key]") == 3
    assert "9 more" in shown
    assert on_a_terminal(site, "build", "--all").count("[unknown-key]") == 12
    assert len(site.build().problems) == 12
