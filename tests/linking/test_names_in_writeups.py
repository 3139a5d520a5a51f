"""Positions, authors, short names and surnames: what a writeup says of people."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from typing import Any

from tests.conftest import SiteFolder

TWO = """\
speakers:
  - name: Ada Example
    positions: [{position: Leader, organisation: Tarn Council}, {position: Trustee, organisation: The Trust}]
"""
SITE = 'base_url = "https://example.org/"\n'


def archive(site: SiteFolder) -> dict[str, Any]:
    text = (site.root / "_site/data/archive.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def graph(page: str, kind: str) -> dict[str, Any]:
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    node: dict[str, Any] = next(node for node in json.loads(data)["@graph"] if node["@type"] == kind)
    return node


def test_each_position_keeps_its_organisation_everywhere(site: SiteFolder) -> None:
    site.write("site.toml", SITE)
    site.writeup("a", more=TWO)
    result = site.build()
    assert result.code == 0
    assert not result.problems
    page = site.page("writeups/2020/a/index.html")
    leader, trustee = (
        page.index("Leader</span>, <a"),
        page.index('; <span class="position">Trustee</span>, <a'),
    )
    assert leader < page.index("Tarn Council</a>", leader) < trustee < page.index("The Trust</a>", trustee)
    held = [
        {"position": "Leader", "organisation": "tarn-council"},
        {"position": "Trustee", "organisation": "the-trust"},
    ]
    assert archive(site)["writeups"][0]["appearances"][0]["positions"] == held
    with closing(sqlite3.connect(site.root / "_site/data/archive.sqlite")) as data:
        rows = data.execute(
            "SELECT position, organisation_id FROM appearance_positions ORDER BY position"
        ).fetchall()
    assert rows == [("Leader", "tarn-council"), ("Trustee", "the-trust")]
    text = (site.root / "_site/data/positions.csv").read_text(encoding="utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [(row["position"], row["organisation"]) for row in table] == [
        ("Leader", "Tarn Council"),
        ("Trustee", "The Trust"),
    ]
    popolo = json.loads((site.root / "_site/data/popolo.json").read_text(encoding="utf-8"))
    assert {(one["role"], one["organization_id"]) for one in popolo["memberships"]} == set(rows)
    performer = graph(page, "Event")["performer"][0]["performer"]
    assert [(role["roleName"], role["affiliation"]["name"]) for role in performer["affiliation"]] == [
        ("Leader", "Tarn Council"),
        ("Trustee", "The Trust"),
    ]
    assert "Trustee" not in site.page("organisations/tarn-council/index.html")


def test_a_position_with_several_organisations_belongs_to_none(site: SiteFolder) -> None:
    site.writeup(
        "a", more="speakers: [{name: Ada Example, position: Chair, organisations: [A Trust, B Trust]}]\n"
    )
    result = site.build()
    (problem,) = result.problems
    assert ": several-organisations: warning: " in problem
    assert 'positions: [{position: "Chair", organisation: "A Trust"}' in problem
    held = [
        {"position": "Chair", "organisation": None},
        {"position": "", "organisation": "a-trust"},
        {"position": "", "organisation": "b-trust"},
    ]
    assert archive(site)["writeups"][0]["appearances"][0]["positions"] == held


def test_a_career_ends_a_position_where_another_one_at_the_organisation_begins(site: SiteFolder) -> None:
    site.writeup("a", more=TWO)
    more = TWO.replace("Leader", "Member")
    site.write("content/writeups/2021-01-02-b.md", f"---\ntitle: B\n{more}---\n\nText.\n")
    site.write("content/writeups/2022-01-02-c.md", f"---\ntitle: C\n{TWO}---\n\nText.\n")
    site.build()
    (person,) = archive(site)["people"]
    seen = [(one["position"], one["first_seen"][:4], one["last_seen"][:4]) for one in person["positions"]]
    assert sorted(seen) == [
        ("Leader", "2020", "2020"), ("Leader", "2022", "2022"), ("Member", "2021", "2021"), ("Trustee", "2020", "2022"),
    ]  # fmt: skip


def test_authors_are_people_with_pages(site: SiteFolder) -> None:
    site.write("site.toml", SITE)
    more = "author: [Ada Example, Dr Bela Nagy]\nauthors: [{name: Cyrus Okafor, role: editor}]\n"
    site.writeup("a", more=f"{more}speakers: ['Dr Ada Example, The Trust']\n")
    result = site.build()
    assert result.code == 0
    assert not result.problems
    page = site.page("writeups/2020/a/index.html")
    assert "author not named" not in page
    for id in ("ada-example", "bela-nagy", "cyrus-okafor"):
        assert f'href="../../../speakers/{id}/"' in page
        assert "<h2>Wrote</h2>" in site.page(f"speakers/{id}/index.html")
    posting = graph(page, "BlogPosting")
    ids = [author["@id"] for author in posting["author"]]
    assert ids == [f"https://example.org/speakers/{id}/#person" for id in ("ada-example", "bela-nagy")]
    assert [editor["name"] for editor in posting["editor"]] == ["Cyrus Okafor"]
    authors = archive(site)["writeups"][0]["authors"]
    assert [(author["person"], author["role"]) for author in authors] == [
        ("ada-example", ""), ("bela-nagy", ""), ("cyrus-okafor", "editor"),
    ]  # fmt: skip
    assert "Has not spoken" in site.page("speakers/bela-nagy/index.html")


def test_two_authors_in_one_line_are_told(site: SiteFolder) -> None:
    site.writeup("a", more="author: Ada Example, Bela Nagy\n")
    (problem,) = site.build().problems
    assert ':4:9: shorthand: warning: "Ada Example, Bela Nagy" is taken for 2 authors' in problem
    assert (site.root / "_site/speakers/bela-nagy").exists()


def test_a_speaker_may_be_the_author_and_nobody_is_invented(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: [{name: Ada Example, author: true}]\n")
    site.writeup("b")
    site.writeup("c", more="author: The Staff\n")
    site.writeup("d", more="author: Anonymous\n")
    assert site.build().code == 0
    assert 'by <a href="../../../speakers/ada-example/">Ada Example</a>' in site.page(
        "writeups/2020/a/index.html"
    )
    assert "author not named" in site.page("writeups/2020/b/index.html")
    assert {path.name for path in (site.root / "_site/speakers").iterdir()} == {"index.html", "ada-example"}


def test_a_withheld_author_is_not_printed(site: SiteFolder) -> None:
    site.write("content/people/z.md", "---\nname: Zorvath Quimby\nwithheld: true\n---\n")
    site.writeup("a", more="author: Zorvath Quimby\n")
    result = site.build()
    assert result.code == 1 or "Quimby" not in site.page("writeups/2020/a/index.html")


def test_short_names_hold_in_a_writeup_or_a_series(site: SiteFolder) -> None:
    site.write(
        "content/series/s.md", "---\nname: Standup\nvoices: {Dan: Dan Appelquist, Bo: Bo Series}\n---\n"
    )
    more = "event: {series: Standup}\nvoices: {Bo: Bo Writeup}\nspeakers: [Dan, Bo, {name: Mary Louise Smith, as: MLS}]\n"
    site.writeup("a", more=more, body="> Yes.\n> — MLS\n\n> No.\n> — Dan")
    result = site.build()
    assert result.code == 0, result.err
    people = {path.name for path in (site.root / "_site/speakers").iterdir()} - {"index.html"}
    assert people == {"dan-appelquist", "bo-writeup", "mary-louise-smith"}
    statements = archive(site)["writeups"][0]["statements"]
    assert [statement["person"] for statement in statements] == ["mary-louise-smith", "dan-appelquist"]


def test_a_name_of_one_word_at_several_events_is_asked_about_once(site: SiteFolder) -> None:
    for name in "abc":
        site.writeup(name, more="speakers: [Dan]\n")
    (problem,) = site.build().problems
    assert ": one-word-name: warning: " in problem


LISTED = "speakers: ['Steven Reed, Reform', 'Ada Young, The Trust']\n"


def test_a_surname_alone_is_a_link_once(site: SiteFolder) -> None:
    site.writeup("a", more=LISTED, body="Reed’s plan. Steven Reed and Reed again. Young people met Young.")
    site.build()
    page = site.page("writeups/2020/a/index.html")
    prose = page[page.index('<div class="prose">') :]
    assert prose.count("speakers/steven-reed/") == 1
    assert '<a class="name" href="../../../speakers/steven-reed/">Reed</a>’s plan' in prose
    assert "Young people met" not in prose or ">Young</a> people" in prose
    site.write("site.toml", "link_surnames = false\n")
    site.build()
    prose = site.page("writeups/2020/a/index.html").partition('<div class="prose">')[2]
    assert ">Steven Reed</a>" in prose


def test_a_surname_of_two_or_in_a_longer_name_is_no_link(site: SiteFolder) -> None:
    more = "speakers: ['Steven Reed, Reform', 'Ada Reed, The Trust', 'Bela Quill']\n"
    site.writeup(
        "a",
        more=more,
        body="Reed said. Andrew Quill too. In Quill Street, and Peter Quill. The quill, and then Quill.",
    )
    site.build()
    prose = site.page("writeups/2020/a/index.html").partition('<div class="prose">')[2]
    assert ">Reed</a>" not in prose
    assert 'and then <a class="name" href="../../../speakers/bela-quill/">Quill</a>.' in prose


def test_an_edit_of_a_surname_is_as_a_build_from_nothing(site: SiteFolder) -> None:
    site.writeup("a", more=LISTED, body="Nobody. " * 30)
    assert site.build().code == 0
    site.writeup("a", more=LISTED, body="Nobody. " * 30 + "Then Reed spoke.")
    assert site.build("--verify").code == 0
    assert ">Reed</a>" in site.page("writeups/2020/a/index.html")


def test_titles_and_letters_of_a_site_are_its_own(site: SiteFolder) -> None:
    site.write("site.toml", '[names]\ntitles = ["Alkalo"]\npost_nominals = ["XYZ"]\n')
    site.writeup("a", more="speakers: ['Alkalo Ada Example XYZ, The Trust']\n")
    result = site.build()
    assert not result.problems
    assert (site.root / "_site/speakers/ada-example").exists()


def test_topics_are_written_as_in_other_programs(site: SiteFolder) -> None:
    site.writeup("a", more="topics: ['#energy', '“Housing”', 'one, two']\n")
    (problem,) = site.build().problems
    assert '"one, two" is taken for one topic' in problem
    assert {path.name for path in (site.root / "_site/topics").iterdir()} == {
        "index.html",
        "energy",
        "housing",
        "one-two",
    }
