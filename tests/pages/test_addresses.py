"""Addresses of writeups that the site chooses."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.conftest import SiteFolder

DATED = '[addresses]\nwriteup = "/writeups/{year}/{month}-{day}-{id}/"\n'
SITE = 'title = "S"\nbase_url = "https://example.org/"\ncard_images = true\n'
SAID = "> Yes.\n> — Ada Example\n"
MORE = "speakers: ['Ada Example, The Trust']\ntopics: [Energy]\n"


def monthly(site: SiteFolder, settings: str = "") -> None:
    """Write two meetings of one name in one year."""
    site.write("site.toml", SITE + settings)
    for month in ("03", "04"):
        text = f"---\ntitle: Meeting of {month}\n{MORE}---\n\n{SAID}"
        site.write(f"content/writeups/2019-{month}-05-monthly-meeting.md", text)


def test_two_meetings_of_one_name_in_a_year_are_told_the_line(site: SiteFolder) -> None:
    monthly(site)
    result = site.build()
    assert result.code == 1
    assert "address-collision" in result.err
    assert DATED.replace("\n", " ").strip() in result.err
    monthly(site, DATED)
    assert site.run("check").code == 0
    assert site.build().code == 0
    assert "../../03-05-monthly-meeting/" not in site.page("index.html")
    assert "writeups/2019/03-05-monthly-meeting/" in site.page("index.html")
    assert "writeups/2019/04-05-monthly-meeting/#statement-" in site.page("speakers/ada-example/index.html")
    for file in ("feed.xml", "sitemap.xml", "speakers/ada-example/feed.xml", "data/archive.json"):
        assert "https://example.org/writeups/2019/04-05-monthly-meeting/" in site.page(file)
    with closing(sqlite3.connect(site.root / "_site/data/archive.sqlite")) as database:
        keys = database.execute("SELECT id FROM writeups ORDER BY 1").fetchall()
    assert keys == [("2019/03-05-monthly-meeting",), ("2019/04-05-monthly-meeting",)]
    references = json.loads(site.page("speakers/ada-example/statements.json"))
    assert len({reference["id"] for reference in references}) == 2


def test_two_of_one_name_on_one_day_need_another_name(site: SiteFolder) -> None:
    for folder in ("a", "b"):
        site.write(f"content/writeups/{folder}/2019-03-05-talk.md", "---\ntitle: T\n---\n\nText.\n")
    assert "put a number or another word into one of the names" in site.build().err


def test_a_name_of_several_writeups_is_not_guessed(site: SiteFolder) -> None:
    monthly(site, DATED)
    site.writeup("a", "See [[monthly-meeting]].")
    result = site.build()
    assert "ambiguous-name" in result.err
    assert "[words](2019-03-05-monthly-meeting.md)" in result.err


def test_the_addresses_of_a_blog_can_be_kept(site: SiteFolder) -> None:
    pattern = '[addresses]\nwriteup = "/{year}/{month}/{day}/{id}.html"\n'
    monthly(site, pattern)
    site.writeup(
        "a", "See [that](2019-03-05-monthly-meeting.md) and [this](/2019/04/05/monthly-meeting.html)."
    )
    assert site.run("check").code == 0
    assert site.build().code == 0
    assert 'href="../../../2019/03/05/monthly-meeting.html"' in site.page("2020/01/02/a.html")
    assert (site.root / "_site/2020/01/02/a/card.png").exists()
    site.write("site.toml", SITE + '[addresses]\nwriteup = "/{year}/{month}/{day}/{id}/"\n')
    result = site.build()
    assert (result.code, result.problems) != (0, [])


@pytest.mark.parametrize(
    "pattern",
    ["/writeups/{year}/", "writeups/{id}/", "/{id}", "/{id}/{id}/", "/{slug}/{id}/", "/../{id}/", "/a b/{id}/",
     "/speakers/{id}/", "/{id}?x/", "//{id}/"],
)  # fmt: skip
def test_patterns_that_cannot_be_addresses_are_refused(site: SiteFolder, pattern: str) -> None:
    site.write("site.toml", f'title = "S"\n[addresses]\nwriteup = "{pattern}"\n')
    site.writeup("a")
    result = site.build()
    assert result.code == 1
    assert "site.toml:3:11: not-an-address" in result.err
    assert '"/writeups/{year}/{id}/"' in result.err
