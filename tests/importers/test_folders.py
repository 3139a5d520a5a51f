"""Folders of Markdown files, as other programs have them."""

from pathlib import Path

import pytest

from tests.conftest import SiteFolder, picture, tree
from tests.importers.importing import folder, imported, kinds, text_of

CORPUS = Path(__file__).parent.parent.parent.parent / "shared" / "corpora" / "digitalgov"


def test_jekyll(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "jekyll",
        {
            "_config.yml": "title: Blog\nurl: https://blog.example.org\npermalink: /:year/:month/:day/:title/\n",
            "_data/authors.yml": "ada:\n  name: Ada Okafor\n  role: Editor\n",
            "_posts/2019-05-06-first-night.md": (
                '---\nlayout: post\ntitle: "First: night"\nauthor: ada\ntags: [Homes, Care]\nrating: 5\n---\n'
                "See [the second]({% post_url 2019-05-07-second-night %}), [again](/2019/05/07/second-night/), "
                "![hall]({{ site.baseurl }}/images/hall.png) and [old]({{ '/gone/' | relative_url }}).\n\n"
                '{% highlight python %}\nprint(1)\n{% endhighlight %}\n\n{% include youtube.html id="abcdefghijk" %}\n\n'
                "{% include signup.html %}\n"
            ),
            "_posts/2019-05-07-second-night.markdown": "---\ntitle: Second night\npublished: false\n---\nText.\n",
            "_drafts/third.md": "---\ntitle: Third\n---\nLater.\n",
            "about.md": "---\nlayout: page\ntitle: About\npermalink: /about/\n---\nWho.\n",
            "_layouts/post.html": "---\n---\n{{ content }}",
            "README.md": "# How to build\n",
            "images/hall.png": picture(),
        },
    )
    report = imported(site, "markdown", source)
    assert report["kinds"] == {"page": 1, "writeup": 3}
    assert report["drafts"] == 2
    first = text_of(site, "first-night.md$")
    assert "title: 'First: night'" in first
    assert "date: 2019-05-06\n" in first
    assert "- Ada Okafor" in first
    assert "- /2019/05/06/first-night/" in first
    assert "rating: 5" in first
    assert "[the second](2019-05-07-second-night.md), [again](2019-05-07-second-night.md)" in first
    assert "![hall](files/hall.png)" in first
    assert "old (`/gone/`)" in first
    assert "```python\nprint(1)\n```" in first
    assert "<https://www.youtube.com/watch?v=abcdefghijk>" in first
    assert "`{% include signup.html %}`" in first
    assert "commands of the old program in texts" in kinds(report)
    assert "is about the folder, and no text of the archive" in str(report["left_out"])


def test_hugo_with_its_three_notations(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "hugo",
        {
            "hugo.toml": 'baseURL = "https://events.example.org/"\n[permalinks]\n  events = "/events/:year/:slug/"\n',
            "content/events/one.md": (
                '+++\ntitle = "One"\ndate = 2019-03-13T15:00:00-05:00\nend_date = "2019-03-13 17:00:00 -0500"\n'
                'speakers = ["Ada Okafor, Director, Care Trust"]\nhost = "Care Trust"\n[params]\nsubtitle = "And only"\n+++\n'
                '{{< figure src="/img/hall.png" alt="Hall" caption="The hall" >}}\n\n[two]({{< ref "two.md" >}}) [three](/events/2019/three/#what-we-ll-do)\n'
            ),
            "content/events/two.md": '{"title": "Two", "date": "2019-04-01", "draft": true, "weight": 3}\n\nText of two.\n',
            "content/events/three/index.md": "---\ntitle: Three\ndate: 2019-05-01\nslug: three\naliases: [/old/three]\n---\n\n## What we'll do\n\n![in bundle](plan.png)\n",
            "content/events/three/plan.png": picture(1),
            "content/events/_index.md": "---\ntitle: Events\n---\n",
            "static/img/hall.png": picture(2),
        },
    )
    report = imported(site, "markdown", source, builds=True)
    assert report["kinds"] == {"writeup": 3}
    one = text_of(site, "03-13-one.md$")
    assert "start: 2019-03-13 15:00:00-05:00" in one
    assert "end: 2019-03-13 17:00:00-05:00" in one
    assert "organisers:\n    - Care Trust" in one
    assert "subtitle: And only" in one
    assert "- /events/2019/one/" in one
    assert '![Hall](files/hall.png "The hall")' in one
    assert "[two](2019-04-01-two.md) [three](2019-05-01-three.md#what-well-do)" in one
    assert "status: draft" in text_of(site, "two.md$")
    three = text_of(site, "three.md$")
    assert "- /old/three" in three
    assert "![in bundle](files/plan.png)" in three
    assert site.page("events/2019/one/index.html")


def test_pelican_astro_eleventy_and_obsidian(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "vault",
        {
            "pelican.md": "Title: By header\nDate: 2015-02-03 10:20\nCategory: Care\nTags: homes, towns\nAuthors: Ada Okafor\nSummary: Short.\n\nBody.\n",
            "src/content/blog/astro.mdx": "---\ntitle: 'Astro'\npubDate: 'Jul 08 2022'\nheroImage: '/hero.jpg'\n---\n\nText.\n",
            "eleventy.md": "---\ntitle: Eleventy\ndate: 2021-01-02\nlayout: layouts/post.njk\neleventyNavigation:\n  key: x\n---\nHello {{ name }}.\n",
            "Notes/2020-03-04 Care round table.md": "---\ntags:\n  - care\n---\n[[Astro|the other]] and [[Nobody There]] ![[pic.png]] %%hidden%%\n\n> [!note] Look\n> here\n",
            "Notes/pic.png": picture(3),
            "Notes/Undated.md": "# A heading\n\nWords.\n",
        },
    )
    report = imported(site, "markdown", source)
    header = text_of(site, "pelican.md$")
    assert "title: By header" in header
    assert "- Care\n  - homes\n  - towns\n" in header
    assert "Title:" not in header
    assert "2022-07-08" in text_of(site, "astro.md$")
    assert "`{{ name }}`" in text_of(site, "eleventy.md$")
    note = text_of(site, "care-round-table.md$")
    assert "title: Care round table" in note
    assert "[the other](../2022/2022-07-08-astro.md)" in note
    assert "\\[\\[Nobody There]]" in note
    assert "![](files/pic.png)" in note
    undated = text_of(site, "undated.md$")
    assert "title: A heading" in undated
    assert "status: draft" in undated
    assert "texts without a date" in kinds(report)


def test_nothing_of_a_folder_is_an_error_afterwards(site: SiteFolder, tmp_path: Path) -> None:
    """Whatever a source has, its values stand somewhere and the site builds."""
    files: dict[str, str | bytes] = {
        "impossible.md": "---\ntitle: Impossible\ndate: 2010-02-30\nend_date: 2010-02-28\n---\nText.\n",
        "broken.md": "---\ntitle: 'Open\ndate: 2011-01-01\n---\nText.\n",
        "long.md": f"---\ntitle: {'very ' * 200}\ndate: 2011-01-02\nweights: {list(range(300))}\n---\nText.\n",
        "marks.md": '---\ntitle: Marks\ndate: 2011-01-03\n---\n::: off the record\n\n[x]{said="Y"}\n\n[[Nobody]] [a](javascript:x) [b](missing.pdf) [c][nothing] ![d](drawing.svg)\n\n<div>\n\nopen\n',
        "drawing.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "fake.md": "---\ntitle: Fake picture\ndate: 2011-01-04\n---\n![x](fake.png) [run](run.exe)\n",
        "fake.png": b"no picture",
        "run.exe": b"MZ",
        "same/a.md": "---\ntitle: Same\ndate: 2011-01-05\n---\nOne.\n",
        "same2/a.md": "---\ntitle: Same\ndate: 2011-01-05\n---\nTwo.\n",
        "keys.md": "---\ntitle: Keys\ndate: 2011-01-06\nspeakers: [Ada Okafor, '']\nlanguage: klingon!!\nembargo: soon\nextra: text\nform: song\n---\nText.\n",
        "empty.md": "",
        "binary.md": b"\x00\x01\x02",
        "latin.md": "---\ntitle: Café\ndate: 2011-01-07\n---\nÀ bientôt.\n".encode("latin-1"),
        "control.md": "---\ntitle: Control\ndate: 2011-01-08\n---\nA\x07b\u2028c.\n",
    }
    report = imported(site, "markdown", folder(tmp_path / "odd", files))
    assert report["items"] == 12
    assert "2010-02-30" in text_of(site, "impossible.md$")
    assert "'Open" in text_of(site, "broken.md$")
    assert "klingon" in text_of(site, "keys.md$")
    assert "soon" in text_of(site, "keys.md$")
    assert "run.exe" in text_of(site, "fake.md$")
    assert "fake.png" in text_of(site, "fake.md$")
    assert "Café" in text_of(site, "latin.md$")
    assert "À bientôt" in text_of(site, "latin.md$")
    marks = text_of(site, "marks.md$")
    assert "javascript:x" in marks
    assert "missing.pdf" in marks
    assert "off the record" in marks
    assert len(list((site.root / "content").rglob("*-a*.md"))) == 2


def test_a_writeup_that_could_name_somebody_protected_is_a_draft(site: SiteFolder, tmp_path: Path) -> None:
    site.write("content/people/x.md", "---\nname: Zenobia Quill\nwithheld: true\n---\n")
    site.writeup("2011/2011-01-01-there", "Something.", "speakers: [Zenobia Quill]\n")
    source = folder(
        tmp_path / "in",
        {
            "a.md": "---\ntitle: A\ndate: 2012-01-01\n---\nZenobia Quill said so.\n",
            "b.md": "---\ntitle: B\ndate: 2012-01-02\n---\nFine.\n",
        },
    )
    result = site.run("import", "markdown", str(source), "--json")
    assert result.code == 0
    assert "status: draft" in text_of(site, "01-a.md$")
    assert "status" not in text_of(site, "02-b.md$")
    build = site.build()
    assert build.code == 0, build.err
    assert not any(b"Zenobia" in data for data in tree(site.root / "_site").values())


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not part of the repository")
def test_an_archive_of_the_us_government(site: SiteFolder) -> None:
    report = imported(site, "markdown", CORPUS)
    events = sum(1 for _ in (CORPUS / "events").rglob("*.md"))
    authors = sum(1 for _ in (CORPUS / "authors").rglob("*.md"))
    topics = sum(1 for _ in (CORPUS / "topics").rglob("*.md"))
    assert report["items"] == events + authors + topics
    assert report["kinds"]["writeup"] == events - 1  # one is the page of the section
    assert len(report["questions"]) <= 50
    assert "texts that lost words" not in kinds(report)
    assert "start: 2019-03-13 15:00:00-05:00" in text_of(site, "managing-your-plain-language-career.md$")
    assert not [
        file for file in (site.root / "content/writeups").rglob("*.md") if "\nspeakers:" in file.read_text()
    ]
    assert imported(site, "markdown", CORPUS)["unchanged"] == len(report["new"])
