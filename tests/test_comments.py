"""Comments of readers below writeups: shown when asked for, safe, and no people of the archive."""

import pytest

from tests.conftest import SiteFolder, tree

COMMENTS = """\
- id: "1"
  author: Kofi
  date: 2020-01-03T10:00:00Z
  text: |
    I was **there**.

    Write to kofi@example.org or <mailto:kofi@example.org>.
- author: Ada Okafor
  reply_to: "1"
  text: Thanks
"""


def archive(site: SiteFolder, comments: str = COMMENTS) -> SiteFolder:
    site.write("site.toml", "comments = true\n")
    site.writeup("2020-01-02-a", title="First")
    site.writeup("2020-01-05-b", title="Second")
    site.write("content/comments/2020/a.yml", comments)
    return site


def below(site: SiteFolder, path: str = "writeups/2020/a/index.html") -> str:
    return site.page(path).partition('class="comments"')[2].partition("</section>")[0]


def test_comments_stand_below_their_writeup(site: SiteFolder) -> None:
    assert archive(site).build().problems == []
    shown = below(site)
    assert ">2 comments<" in shown
    assert "<strong>there</strong>" in shown
    assert "kofi@" not in shown
    assert '<a href="#comment-1">in answer to Kofi</a>' in shown
    assert ">No comments<" in below(site, "writeups/2020/b/index.html")
    assert not (site.root / "_site/speakers/kofi").exists()


def test_they_are_off_unless_they_are_asked_for(site: SiteFolder) -> None:
    archive(site).write("site.toml", "")
    result = site.build()
    assert result.problems == []
    assert "comments" not in site.page("writeups/2020/a/index.html")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://tracker.example/x.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x]: javascript:alert(1)\n\n[x]",
        "<a href='/about/'>x</a> [y](/about/)",
        "<iframe src='https://example.org'></iframe>",
        "<form><input name=x></form>",
        '<p id="site_comments" name="body">x</p>',
        "&lt;script&gt;",
        '[x](https://example.org/ "onmouseover=\'alert(1)")',
    ],
)
def test_what_readers_write_cannot_do_anything(site: SiteFolder, text: str) -> None:
    indented = text.replace("\n", "\n    ")
    assert archive(site, f"- text: |\n    {indented}\n").build().code == 0
    shown = below(site)
    for harm in (
        "<script",
        "<img",
        'href="javascript',
        'href="data:',
        "<iframe",
        "<form",
        "<input",
        'href="/',
        "<p id=",
    ):
        assert harm not in shown
    for link in shown.split("<a ")[1:]:
        assert 'rel="noopener nofollow ugc"' in link or link.startswith('href="#')


def test_a_rule_of_attribution_holds_for_comments(site: SiteFolder) -> None:
    archive(site, "- text: It was Ada Okafor who said so.\n")
    site.writeup("2020-01-02-a", more="event: {attribution: Chatham House Rule}\nspeakers: [Ada Okafor]\n")
    assert [line.partition(": protected-name")[0] for line in site.build().problems] == [
        "content/comments/2020/a.yml:1:16"
    ]


def test_a_withheld_name_may_not_stand_in_a_comment_either(site: SiteFolder) -> None:
    archive(site, "- author: Ada Okafor\n  text: It was me.\n")
    site.write("content/people/ada.md", "---\nname: Ada Okafor\nwithheld: true\n---\n")
    site.writeup("2020-01-05-b", more="speakers: [Ada Okafor]\n")
    assert "content/comments/2020/a.yml:1:11: protected-name" in site.build().err


def test_a_change_of_comments_is_a_change_of_the_page(site: SiteFolder) -> None:
    archive(site).build()
    site.write("content/comments/2020/a.yml", "- text: Only this.\n")
    site.build()
    assert "1 comment<" in below(site)
    before = tree(site.root / "_site")
    assert site.build("--verify").code == 0
    (site.root / "content/comments/2020/a.yml").unlink()
    file = site.root / "content/writeups/2020-01-02-a.md"
    file.write_text(file.read_text().replace("Some text", "Other text"))
    site.build()
    assert ">No comments<" in below(site)
    assert tree(site.root / "_site") != before
    assert site.build("--verify").code == 0


def test_an_edited_text_keeps_its_comments(site: SiteFolder) -> None:
    archive(site).build()
    file = site.root / "content/writeups/2020-01-02-a.md"
    file.write_text(file.read_text().replace("Some text", "Other text"))
    site.build()
    assert "Other text" in site.page("writeups/2020/a/index.html")
    assert ">2 comments<" in below(site)
    assert site.build("--verify").code == 0
