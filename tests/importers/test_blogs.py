"""Exports of WordPress and Blogger, as these programs write them."""

from pathlib import Path

from tests.conftest import SiteFolder, picture, tree
from tests.importers.importing import SOURCES, archive, folder, imported, kinds, text_of


def wordpress(tmp_path: Path, change: tuple[str, str] = ("", "")) -> Path:
    text = (SOURCES / "wordpress.xml").read_text(encoding="utf-8").replace(*change)
    files: dict[str, str | bytes] = {"evening.xml": text, "uploads/2018/03/hall.png": picture()}
    return folder(tmp_path / "export", files)


def test_wordpress_posts_pages_drafts_attachments_and_comments(site: SiteFolder, tmp_path: Path) -> None:
    report = imported(site, wordpress(tmp_path), builds=True)
    assert report["format"] == "wordpress"
    assert report["items"] == 9
    assert report["kinds"] == {"page": 1, "writeup": 4}
    assert (report["drafts"], report["files"], report["comments"]) == (2, 1, 2)
    homes = text_of(site, "homes-and-hearths.md$")
    assert "title: 'Homes & hearths: what the panel said'" in homes
    assert "date: 2018-03-14 18:30:00+00:00" in homes
    assert "- Ada Okafor" in homes
    assert "- Housing\n  - Panels\n" in homes
    assert "Uncategorized" not in homes
    assert "summary: What was said about homes." in homes
    assert "- /2018/03/homes-and-hearths/" in homes
    assert "region:\n    - North" in homes
    assert "venue: Town hall" in homes
    assert "[the second night](2018-04-02-the-second-night.md#votes)" in homes
    assert "[about us](../../pages/about.md)" in homes
    assert "what never was (`/2017/01/never-was/`)" in homes
    assert '![The hall](files/hall.png "The hall at dusk")' in homes
    assert "wp:" not in homes
    second = text_of(site, "second-night.md$")
    assert "date: 2018-04-02 00:30:00+01:00" in second
    assert "### Votes\n\nNobody voted." in second
    assert 'href="javascript' not in site.page("writeups/2018/the-second-night/index.html")
    comments = text_of(site, "comments/2018/homes")
    assert "example.org" not in comments
    assert "reply_to: '31'" in comments
    assert "Cheap pills" not in comments
    assert site.page("2018/03/homes-and-hearths/index.html")


def test_a_wordpress_blog_is_followed(site: SiteFolder, tmp_path: Path) -> None:
    source = wordpress(tmp_path)
    imported(site, source)
    before = tree(site.root / "content")
    again = imported(site, source)
    assert again["unchanged"] == 5
    assert tree(site.root / "content") == before
    # An edit here, a removed comment here, and a new post and a new comment there.
    file = next((site.root / "content").rglob("*second-night.md"))
    file.write_text(file.read_text().replace("Nobody voted", "No one voted"))
    comments = site.root / "content/comments/2018/homes-and-hearths.yml"
    comments.write_text(comments.read_text().partition("- id: '32'")[0])
    text = (SOURCES / "wordpress.xml").read_text(encoding="utf-8")
    start = text.index("\t<item>\n\t\t<title>The second night")
    end = text.index("\t<item>", start + 10)
    new = (
        text[start:end]
        .replace("second", "third")
        .replace(">12<", ">40<")
        .replace("2018-04-02 00", "2018-04-09 00")
        .replace("2018-04-01 23", "2018-04-08 23")
    )
    comment_start = text.index("\t\t<wp:comment>")
    comment = (
        text[comment_start : text.index("</wp:comment>") + 13]
        .replace(">31<", ">35<")
        .replace("I was there", "So was I")
    )
    changed = (text[:comment_start] + comment + text[comment_start:end] + new + text[end:]).replace(
        "Then came others", "Then came several"
    )
    (source / "evening.xml").write_text(changed, encoding="utf-8")
    report = imported(site, source)
    assert [path.rpartition("/")[2] for path in report["new"]] == ["2018-04-09-the-third-night.md"]
    assert report["updated"] == [text_path for text_path in report["updated"] if "hearths" in text_path]
    assert [entry["reason"].partition(" was ")[2][:11] for entry in report["left_alone"]] == ["edited here"]
    assert "No one voted" in file.read_text()
    left = comments.read_text()
    assert "Thank you" not in left
    assert "So was I" in left


def test_both_schemas_of_blogger(site: SiteFolder, tmp_path: Path) -> None:
    report = imported(site, SOURCES / "blogger-old.xml", builds=True)
    assert report["format"] == "blogger"
    assert report["source"] == "mutualdiary.blogspot.com"
    assert report["kinds"] == {"page": 1, "writeup": 3}
    assert report["comments"] == 2
    night = text_of(site, "night-on-mutuals.md$")
    assert "date: 2010-11-03 22:15:00+01:00" in night
    assert "- Mutuals\n  - Lambeth\n" in night
    assert "- Robin Ashby" in night
    assert "- /2010/11/night-on-mutuals.html" in night
    assert (
        "[what came after](../2010/2010-12-01-after-it.md)" in night
        or "[what came after](2010-12-01-after-it.md)" in night
    )
    assert "pictures that are elsewhere" in kinds(report)
    assert "status: draft" in text_of(site, "not-ready.md$")
    assert "reply_to: '201'" in text_of(site, "comments/2010/night-on-mutuals.yml$")
    assert site.page("2010/11/night-on-mutuals.html")
    other = SiteFolder(tmp_path / "other")
    other.write("site.toml", "title = 'Other'\n")
    (other.root / "content").mkdir()
    takeout = archive(
        tmp_path / "takeout.zip",
        {
            "Takeout/Blogger/Blogs/The Mutual Diary/feed.atom": (
                SOURCES / "blogger-takeout.atom"
            ).read_bytes(),
            "Takeout/Blogger/Albums/The Mutual Diary/room.jpg": _jpeg(),
        },
    )
    report = imported(other, takeout, builds=True)
    assert report["format"] == "blogger"
    assert report["kinds"] == {"page": 1, "writeup": 2}
    assert report["comments"] == 1
    night = text_of(other, "night-on-mutuals.md$")
    assert "date: 2010-11-03 21:15:00+00:00" in night
    assert "summary: A night in Lambeth." in night
    assert "(files/room.jpg)" in night
    assert other.page("2010/11/night-on-mutuals.html")


def _jpeg() -> bytes:
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (8, 8), 99).save(stream, "JPEG")
    return stream.getvalue()
