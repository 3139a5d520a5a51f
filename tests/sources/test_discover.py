"""Files as they are found: editors' litter, encodings, links, pipes."""

import os
from pathlib import Path

import pytest

from tests.conftest import SiteFolder, picture, tree

TEXT = "---\ntitle: Grid week\ndate: 2020-01-02\n---\n\nFirst line.\n\nSecond *line*.\n"


def built(site: SiteFolder) -> str:
    result = site.build()
    assert result.code == 0, result.err
    return site.page("writeups/2020/a/index.html")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        ("\n\n" + TEXT).encode(),
        TEXT.replace("---\n", "---  \n").encode(),
    ],
    ids=["byte order mark", "Windows newlines", "old newlines", "blank lines first", "spaces behind dashes"],
)
def test_the_same_text_gives_the_same_page(site: SiteFolder, data: bytes) -> None:
    site.write("content/writeups/a.md", TEXT)
    expected = built(site)
    site.write("content/writeups/a.md", data)
    assert built(site) == expected


@pytest.mark.parametrize("separator", ["\u0085", "\u2028", "\u2029"])
def test_separators_of_pasted_text_are_spaces_and_count_as_no_line(site: SiteFolder, separator: str) -> None:
    site.write(
        "content/writeups/a.md",
        f"---\ntitle: One{separator}two\ndate: 2020-01-02\nsummary: A{separator}b\n"
        f"colour: red\n---\n\nThree{separator}four [[Nobody]].\n",
    )
    assert [line.split(": ")[0] for line in site.build().problems] == [
        "content/writeups/a.md:5:1",
        "content/writeups/a.md:8:12",
    ]
    site.writeup("a", title=f"One{separator}two", body=f"Three{separator}four.")
    assert site.build().code == 0
    assert "One two" in site.page("writeups/2020/a/index.html")


def test_an_archive_that_lost_its_content_is_not_emptied(site: SiteFolder) -> None:
    site.write("site.toml", 'title = "T"\n')
    site.writeup("a")
    assert site.build().code == 0
    before = tree(site.root / "_site")
    (site.root / "content").rename(site.root / "moved")
    result = site.build()
    assert result.code == 1
    assert result.problems == [
        "content:1:1: unreadable: this folder is not there; "
        "put it back, or make it, with the writeups in content/writeups/"
    ]
    assert tree(site.root / "_site") == before


def test_a_pipe_does_not_hang_the_build(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", TEXT)
    os.mkfifo(site.root / "content/writeups/pipe.md")
    os.mkfifo(site.root / "content/people")
    result = site.build(timeout=20)
    assert result.code == 1
    assert "pipe.md:1:1: not-a-file" in result.err
    assert "content/people:1:1: not-a-file" in result.err


def test_links_that_lead_out_in_circles_or_nowhere_are_told(site: SiteFolder, tmp_path: Path) -> None:
    site.write("content/writeups/a.md", TEXT)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/s.md").write_text("---\ntitle: SECRET\ndate: 2020-01-01\n---\n")
    folder = site.root / "content/writeups"
    (folder / "out.md").symlink_to(tmp_path / "secret/s.md")
    (folder / "folder").symlink_to(tmp_path / "secret")
    (folder / "self").symlink_to(folder)
    (folder / "round.md").symlink_to(folder / "round.md")
    (site.root / "static").mkdir()
    (site.root / "static/passwd").symlink_to("/etc/passwd")
    result = site.build(timeout=20)
    assert result.code == 1
    assert len(result.problems) == 5
    assert not (site.root / "_site").exists()


def test_a_link_inside_the_site_is_followed(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", TEXT)
    (site.root / "content/writeups/b.md").symlink_to("a.md")
    assert site.build().code == 0
    assert (site.root / "_site/writeups/2020/b/index.html").exists()


def test_litter_of_editors_is_no_content(site: SiteFolder) -> None:
    site.write("content/writeups/a.md", TEXT)
    for name in ("a.md~", ".a.md.swp", "#a.md#", ".DS_Store", "4913", "a.md.bak", ".hidden.md", "x.tmp"):
        site.write(f"content/writeups/{name}", "litter")
        site.write(f"static/{name}", "litter")
    site.write("static/.well-known/security.txt", "contact")
    assert built(site)
    published = {path.name for path in (site.root / "_site").rglob("*") if path.is_file()}
    assert "security.txt" in published
    assert not published & {
        "a.md~",
        ".a.md.swp",
        "#a.md#",
        ".DS_Store",
        "4913",
        "a.md.bak",
        ".hidden.md",
        "x.tmp",
    }


def test_a_huge_file_is_refused_without_being_read_whole(site: SiteFolder) -> None:
    with (site.root / "content/writeups/huge.md").open("wb") as stream:
        stream.truncate(500_000_000)
    result = site.build(timeout=20)
    assert "huge.md:1:1: too-large" in result.err


def test_an_index_file_is_named_after_its_folder(site: SiteFolder) -> None:
    site.write("content/writeups/2020/2020-01-02-grid-week/index.md", TEXT)
    site.write("content/writeups/2020/2020-01-02-grid-week/hall.png", picture())
    site.write("content/writeups/2020/2020-01-02-grid-week/unused.jpg", b"jpeg")
    site.write("content/writeups/b.md", TEXT + "\n![Hall](2020/2020-01-02-grid-week/hall.png)\n")
    assert site.build().code == 0
    assert (site.root / "_site/writeups/2020/grid-week/index.html").exists()
    assert (site.root / "_site/writeups/2020/2020-01-02-grid-week/hall.png").exists()
    assert not (site.root / "_site/writeups/2020/2020-01-02-grid-week/unused.jpg").exists(), (
        "only what is linked"
    )
