"""What real sources do to an importer, one by one: each of these was lost, shown, or overwritten once."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SiteFolder, picture, served, tree
from tests.importers.importing import SOURCES, folder, imported, kinds, text_of

HEAD = (SOURCES / "wordpress.xml").read_text(encoding="utf-8").partition("\t<item>")[0]


def post(id: int = 1, **more: str) -> str:
    values = {
        "title": f"Post {id}",
        "link": f"https://evening.example.org/2019/01/p{id}/",
        "wp:post_id": str(id),
        "wp:post_date": "2019-01-02 10:00:00",
        "wp:post_date_gmt": "2019-01-02 10:00:00",
        "wp:post_name": f"p{id}",
        "wp:status": "publish",
        "wp:post_type": "post",
        "content:encoded": "<![CDATA[Text.]]>",
        **{key.replace("__", ":"): value for key, value in more.items() if key != "inside"},
    }
    elements = "".join(f"<{key}>{value}</{key}>" for key, value in values.items())
    return f"<item>{elements}{more.get('inside', '')}</item>"


def comment(id: int, text: str) -> str:
    return (
        f"<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>A</wp:comment_author>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>"
    )


def export(file: Path, *posts: str, head: str = HEAD) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{head}{''.join(posts)}</channel></rss>", encoding="utf-8")
    return file


@pytest.mark.parametrize("status", ["draft", "private", "future"])
def test_a_page_that_was_not_public_is_not_published(site: SiteFolder, tmp_path: Path, status: str) -> None:
    hidden = post(1, wp__post_type="page", wp__status=status, content__encoded="SECRETWORDS")
    report = imported(site, export(tmp_path / "a.xml", hidden, post(2)), drafts=False, builds=True)
    assert report["drafts"] == 1
    assert not any(b"SECRETWORDS" in data for data in tree(site.root / "_site").values())
    assert "pages that were not public" in kinds(report)


@pytest.mark.parametrize("name", ["Größe.png", "two words (1).png", "50%.png", "a#b.png"])
def test_pictures_with_odd_names(site: SiteFolder, tmp_path: Path, name: str) -> None:
    from urllib.parse import quote

    text = f"---\ntitle: A\ndate: 2019-01-01\n---\n![k]({quote(name)})\n"
    report = imported(site, "markdown", folder(tmp_path / "in", {"a.md": text, name: picture()}))
    assert report["files"] == 1


def test_comments_without_a_text_and_with_one_id(site: SiteFolder, tmp_path: Path) -> None:
    site.write("site.toml", "comments = true\n")
    inside = comment(1, "One") + comment(1, "Other") + comment(2, "") + comment(3, "<span></span>")
    assert imported(site, export(tmp_path / "a.xml", post(inside=inside)))["comments"] == 2


def test_removed_comments_stay_removed_when_the_date_changes(site: SiteFolder, tmp_path: Path) -> None:
    inside = comment(1, "STAYS") + comment(2, "GOES")
    imported(site, export(tmp_path / "a.xml", post(inside=inside)))
    file = site.root / "content/comments/2019/p1.yml"
    file.write_text(file.read_text().partition("- id: '2'")[0])
    moved = post(inside=inside, wp__post_date="2020-01-02 10:00:00", wp__post_date_gmt="2020-01-02 10:00:00")
    report = imported(site, export(tmp_path / "a.xml", moved))
    assert report["comments"] == 0
    assert not any(b"GOES" in data for data in tree(site.root / "content/comments").values())


def test_a_second_import_keeps_the_pictures_of_the_first(site: SiteFolder, tmp_path: Path) -> None:
    text = "---\ntitle: {}\ndate: 2019-01-01\n---\n![k](photo.png)\n"
    source = folder(tmp_path / "in", {"a/index.md": text.format("A"), "a/photo.png": picture(1)})
    imported(site, "markdown", source)
    folder(source, {"b/index.md": text.format("B"), "b/photo.png": picture(2)})
    imported(site, "markdown", source)
    assert (site.root / "content/writeups/2019/files/photo.png").read_bytes() == picture(1)
    assert (site.root / "content/writeups/2019/files/photo-2.png").read_bytes() == picture(2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://x.example.org/one", "https://x.example.org/two"),
        ("https://xena.wordpress.com", "https://zoo.wordpress.com"),
    ],
)
def test_two_blogs_of_one_host(site: SiteFolder, tmp_path: Path, first: str, second: str) -> None:
    for number, address in enumerate((first, second)):
        head = HEAD.replace(
            "<wp:base_blog_url>https://evening.example.org", f"<wp:base_blog_url>{address}"
        ).replace("<wp:base_site_url>https://evening.example.org", "<wp:base_site_url>http://wordpress.com/")
        words = post(
            1, title=f"Blog {number}", content__encoded=f"WORDS{number}", wp__post_name=f"of-{number}"
        )
        imported(site, export(tmp_path / f"{number}.xml", words, head=head), builds=True)
    texts = b"".join(tree(site.root / "content").values())
    assert b"WORDS0" in texts
    assert b"WORDS1" in texts


def test_two_folders_of_one_name(site: SiteFolder, tmp_path: Path) -> None:
    for number in ("one", "two"):
        text = f"---\ntitle: Of {number}\ndate: 2019-01-01\n---\nWORDS{number}\n"
        source = folder(tmp_path / number / "content", {f"posts/hello-{number}.md": text, "posts/x.md": text})
        imported(site, "markdown", source)
    texts = b"".join(tree(site.root / "content").values())
    assert b"WORDSone" in texts
    assert b"WORDStwo" in texts


@pytest.mark.parametrize("char", ["\x0b", "\x1b", "\x00", "\ufffe"])
def test_characters_that_xml_must_not_have(site: SiteFolder, tmp_path: Path, char: str) -> None:
    imported(site, export(tmp_path / "a.xml", post(content__encoded=f"<![CDATA[before {char} AFTERWORDS]]>")))
    assert "AFTERWORDS" in text_of(site, "p1.md$")


def test_one_stray_byte(site: SiteFolder, tmp_path: Path) -> None:
    file = export(
        tmp_path / "a.xml", post(title="Größe und Maß", content__encoded="Ada@s word, schön über alles")
    )
    file.write_bytes(file.read_bytes().replace(b"Ada@s", b"Ada\x92s"))
    imported(site, file)
    text = text_of(site, "p1.md$")
    assert "Größe und Maß" in text
    assert "Ada’s word" in text
    assert "schön über" in text


def test_wordpress_code_blocks_films_and_footnotes(site: SiteFolder, tmp_path: Path) -> None:
    body = (
        '<![CDATA[<!-- wp:paragraph --><p>Said<sup data-fn="11aa-22" class="fn"><a href="#11aa-22" id="11aa-22-link">1</a>'
        '</sup>.</p><!-- /wp:paragraph --><!-- wp:block {"ref":77} /--><!-- wp:footnotes /-->'
        '<!-- wp:acf/quote {"data":{"text":"ACFWORDS of a long quotation"}} /-->]]>'
    )
    meta = (
        "<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA["
        '[{"content":"FOOTNOTETEXT here","id":"11aa-22"}]]]></wp:meta_value></wp:postmeta>'
    )
    twice = "".join(
        f"<wp:postmeta><wp:meta_key>who</wp:meta_key><wp:meta_value>META{n}</wp:meta_value></wp:postmeta>"
        for n in (1, 2)
    )
    shared = post(77, wp__post_type="wp_block", content__encoded="<![CDATA[<p>SHAREDWORDS</p>]]>")
    classic = '<![CDATA[[code lang="c"]#include <stdio.h>\nif (a<b && c>d) return;[/code]\n[video src="http://v.example.org/a.mp4"]FALLBACKWORDS[/video]]]>'
    imported(
        site,
        export(
            tmp_path / "a.xml",
            post(1, content__encoded=body, inside=meta + twice),
            shared,
            post(2, content__encoded=classic),
        ),
    )
    text = text_of(site, "p1.md$")
    for words in (
        "SHAREDWORDS",
        "FOOTNOTETEXT here",
        "ACFWORDS of a long quotation",
        "META1",
        "META2",
        "(#11aa-22)",
    ):
        assert words in text
    text = text_of(site, "p2.md$")
    for words in ("#include <stdio.h>", "if (a<b && c>d) return;", "FALLBACKWORDS"):
        assert words in text


def test_links_by_number(site: SiteFolder, tmp_path: Path) -> None:
    body = '<![CDATA[<p><a href="https://evening.example.org/?p=2">two</a></p>]]>'
    imported(site, export(tmp_path / "a.xml", post(1, content__encoded=body), post(2)))
    assert "[two](2019-01-02-p2.md)" in text_of(site, "p1.md$")


def test_sentences_that_look_like_footers(site: SiteFolder, tmp_path: Path) -> None:
    text = (
        "Wednesday, October 27, 2010\n\nMinister speaks\n\nHe said much.\n\nHome Secretary Theresa May replied\n\n"
        "2 comments:\nI agree with all of this.\n\nAda Okafor said...\nHome Office figures show it\nReply to that\n\n"
        "Bob said...\nLabels are bad\n"
    )
    imported(
        site,
        "text",
        folder(
            tmp_path / "in",
            {"a.txt": text, "b.txt": "1 May 2010\n\nB\n\nX.\n\nTagsüber schlafen die Minister"},
        ),
    )
    content = b"".join(tree(site.root / "content").values()).decode()
    for words in (
        "Theresa May replied",
        "I agree with all",
        "figures show it",
        "Reply to that",
        "Labels are bad",
        "Tagsüber schlafen",
    ):
        assert words in content


def test_the_article_of_a_page(site: SiteFolder, tmp_path: Path) -> None:
    words = "MAINTEXT " * 60
    pages: dict[str, str | bytes] = {
        "a.html": f'<body><div id="main-text"><h1>Talk</h1><p>{words}</p></div><div><article class="card">CARD</article></div></body>',
        "b.html": f'<body><article><h1>B</h1><p>{words}</p><section class="social-security">SECTIONONE</section>'
        '<p class="menu">MENUWORDS</p><aside>ASIDEWORDS</aside></article></body>',
        "c.html": "<body>" + "<div>" * 200 + "DEEPWORDS" + "</div>" * 200 + "</body>",
    }
    imported(site, "html", folder(tmp_path / "in", pages))
    content = b"".join(tree(site.root / "content").values()).decode()
    for expected in ("MAINTEXT", "SECTIONONE", "MENUWORDS", "ASIDEWORDS", "DEEPWORDS"):
        assert expected in content


def test_every_file_of_a_folder_is_accounted_for(site: SiteFolder, tmp_path: Path) -> None:
    post_text = "---\ntitle: {}\ndate: 2019-01-01\n---\nText.\n"
    names = ("content/resources/x.md", "content/public/p.md", "content/themes/y.md", "content/posts/z.md")
    files: dict[str, str | bytes] = {name: post_text.format(name[-4]) for name in names}
    files |= {"content/posts/p.rst": "x", "content/posts/q.org": "x", "content/posts/r.docx": b"x"}
    assert imported(site, "markdown", folder(tmp_path / "in", files))["items"] == 7


def test_cells_and_values_that_have_no_place(site: SiteFolder, tmp_path: Path) -> None:
    table = (
        "Title,Date,Speaker,Speaker,Notes,,Position,Name\nEv,2019-01-02,Ann Lee,Bob Ray,N1,NOHEAD,Minister,NAMECOL\n"
        "Ev,2019-01-02,Cid Day,,N2,,Chair,\nPanel,2019-02-03,Dan Fox; Eve Gil,,n3,,Ministers,\n"
    )
    imported(site, "csv", folder(tmp_path / "csv", {"e.csv": table}))
    front = (
        "---\ntitle: F\ndate: 2019-01-01\nspeakers:\n  - {name: Bob Jones, bio: LONGBIO, url: https://x.example.org}\n"
        "  - {name: Ann, title: MINISTERWORD, role: CHAIRWORD}\nauthors: [{name: Zed, email: z@x.org}]\n"
        "tags: {a: FIRST, b: SECOND}\n---\nText.\n"
    )
    imported(
        site,
        "markdown",
        folder(
            tmp_path / "md",
            {"f.md": front, "g.md": "Date: 2010-03-04\nTitle: G\nQ: How are you?\nA: Fine thanks\n\nEnd.\n"},
        ),
    )
    content = b"".join(tree(site.root / "content").values()).decode()
    for words in (
        "Ann Lee",
        "Bob Ray",
        "NOHEAD",
        "N2",
        "Ministers",
        "LONGBIO",
        "MINISTERWORD",
        "CHAIRWORD",
        "FIRST",
        "SECOND",
        "How are you?",
        "Fine thanks",
    ):
        assert words in content


def test_rows_without_titles_keep_their_files(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "in", {"e.csv": "Speaker,Date,Notes\nAnn Lee,2019-01-02,one\nBob Ray,2019-01-03,two\n"}
    )
    imported(site, "csv", source)
    folder(
        source,
        {
            "e.csv": "Speaker,Date,Notes\nNew Person,2019-01-04,zero\nAnn Lee,2019-01-02,one\nBob Ray,2019-01-03,two\n"
        },
    )
    report = imported(site, "csv", source)
    assert (len(report["new"]), report["unchanged"]) == (1, 2)


@pytest.mark.parametrize(
    "files",
    [
        {"a.html": '<html><head><link rel="canonical" href="http://[bad"></head><body><p>x</p><iframe src="http://[bad3"></iframe></body></html>'},
        {"a.md": '---\ntitle: A\ndate: 2019-01-01\nlink: "http://[::1"\n---\n[x](http://[bad) <http://[bad>\n'},
        {"a.md": '{"title":"a\\ud800b","date":"2019-01-01","categories":true}\nText.\n'},
        {"a.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:00010101T000000\nSUMMARY:Old\nEND:VEVENT\nEND:VCALENDAR\n"},
        {"a.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20200101T000000\nDTEND;VALUE=DATE:00010101\nSUMMARY:Old <press office> # x\nEND:VEVENT\nEND:VCALENDAR\n"},
        {"popolo.json": '\ufeff{"persons":[{"id":"a","name":"Ada Okafor","birth_date":"1970","links":[{"url":"http://[bad"}]}],"motions":[{"text":"M"}]}'},
        {"s.json": '{"schedule":{"conference":{"title":"C","days":[null,{"date":"2020-01-01","rooms":{"A":[null,{"guid":"1","title":"T","date":"2020-01-01T09:00:00+00:00","duration":"99999999999:00","persons":5}]}}]}}}'},
    ],
)  # fmt: skip
def test_damage_is_no_traceback_and_the_rest_arrives(
    site: SiteFolder, tmp_path: Path, files: dict[str, Any]
) -> None:
    imported(site, folder(tmp_path / "in", files))


def test_a_name_that_is_not_utf8(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"a.md": "---\ntitle: A\ndate: 2019-01-01\n---\nText.\n"})
    (source / "caf\udce9.md").write_text("x")
    report = imported(site, "markdown", source)
    assert "a name that is not UTF-8" in str(report["left_out"])


def test_what_was_hidden_in_the_source_is_a_draft(site: SiteFolder, tmp_path: Path) -> None:
    text = "---\ntitle: {}\ndate: 2019-01-0{}\n{}---\nText.\n"
    files = {
        "a.md": text.format("A", 1, "publish: false\n"),
        "drafts/b.md": text.format("B", 2, ""),
        "c.md": text.format("C", 3, "status: unpublished\n"),
        "d.md": text.format("D", 4, "permalink: false\n"),
    }
    assert imported(site, "markdown", folder(tmp_path / "in", dict(files)))["drafts"] == 4


def test_links_between_notes(site: SiteFolder, tmp_path: Path) -> None:
    text = "---\ntitle: {}\ndate: 2019-01-0{}\n---\n{}\n"
    files: dict[str, str | bytes] = {
        "posts/a.md": text.format(
            "A", 1, "[b](b) [c](../posts/b/) [d](/posts/b/) [[b#Heading X]] [idx](../missing/index.md)"
        ),
        "posts/b.md": text.format("B", 2, "## Heading X"),
        "other/index.md": text.format("Other", 3, "x"),
    }
    imported(site, "markdown", folder(tmp_path / "in", files))
    written = text_of(site, "01-a.md$")
    assert written.count("(2019-01-02-b.md)") == 3
    assert "(2019-01-02-b.md#heading-x)" in written
    assert "idx (`../missing/index.md`)" in written


def test_pictures_elsewhere_are_fetched_when_that_is_asked_for(site: SiteFolder, tmp_path: Path) -> None:
    web = folder(tmp_path / "web", {"a b.png": picture(3), "page.html": "<p>x</p>"})
    with served(web) as address:
        text = f"---\ntitle: A\ndate: 2019-01-01\n---\n![k]({address}/a%20b.png) ![l]({address}/page.html) ![m]({address}/gone.png)\n"
        source = folder(tmp_path / "in", {"a.md": text})
        report = imported(site, "markdown", source, "--fetch")
    assert report["files"] == 1
    assert (site.root / "content/writeups/2019/files/a-b.png").read_bytes() == picture(3)
    assert "pictures that cannot be fetched" in kinds(report)
    assert f"{address}/gone.png" in text_of(site, "01-a.md$")
