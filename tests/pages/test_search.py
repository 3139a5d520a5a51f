"""Finding things, in a browser: names at once, texts on submit, facets, the back button, and without a
script."""

import gzip
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from tests.conftest import SiteFolder, files_at_most, tree

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("lam", "Lambeth Council"),
        ("lambeth", "Lambeth Council"),
        ("lukasz", "Łukasz Zieliński"),
        ("Łuk", "Łukasz Zieliński"),
        ("zielinski", "Łukasz Zieliński"),
        ("Cllr Steven", "Steven Reed"),
        ("baroness thwaite", "Margaret Thwaite"),
        ("open da", "Open data"),
        ("last bus", "The last bus, and what leaves with it"),
        ("田", "田中 美咲"),
    ],
)
def test_names_are_offered_while_typing(page: Page, home: str, typed: str, offered: str) -> None:
    page.goto(f"{home}/search/")
    page.get_by_role("searchbox").press_sequentially(typed)
    expect(page.locator(".suggestions li").first).to_be_visible()
    expect(page.locator(".suggestions a", has_text=offered)).to_have_count(1)


def test_suggestions_can_be_reached_with_the_keyboard(page: Page, home: str) -> None:
    page.goto(f"{home}/search/")
    page.get_by_role("searchbox").press_sequentially("lam")
    expect(page.get_by_role("status")).to_contain_text("Names and titles that match: 1.")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestions a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations/lambeth-council/")


def test_nothing_is_loaded_before_it_is_used(page: Page, home: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{home}/search/")
    assert not [path for path in asked if "pagefind" in path or path.endswith("names.json")]
    with page.expect_response("**/names.json"):
        page.get_by_role("searchbox").focus()
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert [path for path in asked if path.endswith("names.json")] == ["/search/names.json"]
    assert not [path for path in asked if "pagefind" in path]


def test_a_query_with_two_facets_and_the_back_button(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("searchbox").fill("council")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=council")
    heading = page.locator(".found h2")
    expect(heading).to_contain_text("results for “council”")
    everything = heading.inner_text()
    expect(page.get_by_role("status")).to_have_text(everything)
    assert page.title().startswith(everything)

    def tick(facet: str, value: str) -> None:
        box = page.locator(f"input[name={facet}][value={json.dumps(value)}]")
        if not box.is_visible():
            page.locator(".facets summary", has_text=facet.capitalize()).click()
        box.check()

    tick("topic", "Local government")
    expect(heading).not_to_have_text(everything)
    one_facet = heading.inner_text()
    expect(page.locator("input[name=topic][value='Local government']")).to_be_focused()
    tick("year", "2010")
    expect(heading).not_to_have_text(one_facet)
    assert parse_qs(urlsplit(page.url).query) == {
        "q": ["council"], "topic": ["Local government"], "year": ["2010"]
    }  # fmt: skip
    expect(page.locator(".facets input:checked")).to_have_count(2)
    two_facets = page.url
    page.go_back()
    expect(heading).to_have_text(one_facet)
    expect(page.locator(".facets input:checked")).to_have_count(1)
    page.go_back()
    expect(heading).to_have_text(everything)
    page.goto(two_facets)
    expect(page.locator(".facets input:checked")).to_have_count(2)
    page.locator(".results a").first.click()
    page.wait_for_url("**/writeups/2010/**")


def test_submitting_moves_the_focus_to_the_results(page: Page, home: str) -> None:
    page.goto(f"{home}/search/")
    page.get_by_role("searchbox").fill("timetable")
    page.keyboard.press("Enter")
    expect(page.locator("#site_search h2")).to_be_focused()
    expect(page.locator(".results mark").first).to_contain_text("timetable")
    page.get_by_role("searchbox").fill("xyzzyxyzzy")
    page.keyboard.press("Enter")
    expect(page.locator("#site_search h2")).to_contain_text("Nothing found for “xyzzyxyzzy”")


def test_many_results_come_in_portions(page: Page, home: str) -> None:
    page.goto(f"{home}/search/?q=the")
    expect(page.locator(".results > li")).to_have_count(10)
    page.get_by_role("button", name="Show more results").click()
    expect(page.locator(".results > li")).to_have_count(20)
    expect(page.locator(".results > li").nth(10).locator("a")).to_be_focused()


def test_what_somebody_types_is_text(page: Page, home: str) -> None:
    page.goto(f"{home}/search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.locator("#site_search h2")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#site_search img")).to_have_count(0)


def test_without_a_script_every_writeup_is_three_clicks_from_home(demonstration: Path) -> None:
    def links(path: str) -> set[str]:
        root = html.parse(str(demonstration / path / "index.html")).getroot()
        root.make_links_absolute(f"https://x.example/{path}")
        found = {
            urlsplit(link).path.lstrip("/") for link in root.xpath("//a/@href[not(starts-with(., 'data:'))]")
        }
        return {one for one in found if (demonstration / one / "index.html").is_file()}

    seen, edge = {""}, {""}
    for _ in range(3):
        edge = {target for path in edge for target in links(path)} - seen
        seen |= edge
    writeups = {
        f"{file.parent.relative_to(demonstration).as_posix()}/"
        for file in demonstration.glob("writeups/*/*/index.html")
    }
    assert len(writeups) > 40
    assert writeups <= seen
    search = (demonstration / "search/index.html").read_text(encoding="utf-8")
    assert "Searching needs a script" in search


def test_the_index_is_made_when_a_text_or_a_fact_changes_and_else_kept(site: SiteFolder) -> None:
    def index() -> dict[str, bytes]:
        return {
            path: data for path, data in tree(site.root / "_site").items() if path.startswith("pagefind/")
        }

    site.writeup("a", body="A word about heat.", more="topics: [Energy]\n")
    assert site.build(full_text=True).code == 0
    first = index()
    assert first
    site.write("content/people/ada.md", "---\nname: Ada\n---\nNothing.\n")
    assert site.build(full_text=True).code == 0
    assert index() == first
    site.writeup("a", body="A word about rain.", more="topics: [Energy]\n")
    assert site.build(full_text=True).code == 0
    assert {path for path in index() if "fragment" in path} != {path for path in first if "fragment" in path}
    (site.root / "_site" / next(path for path in index() if "fragment" in path)).unlink()
    assert site.build(full_text=True).code == 0
    assert [path for path in index() if "fragment" in path]
    assert site.build("--verify", full_text=True).code == 0
    site.write("site.toml", "full_text_search = false\n")
    assert site.build(full_text=True).code == 0
    assert not index()


def test_a_missing_pagefind_is_told_in_one_line(site: SiteFolder) -> None:
    site.writeup("a")
    blocked = (
        "import sys; from importlib.util import find_spec\n"
        "import importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name.startswith('pagefind') else real(name, *a)"
    )
    result = site.run("build", first=blocked)
    assert result.code == 0, result.err
    assert result.out.count("pip install 'pagefind[bin]>=1.5,<2'") == 1
    assert "data-full-text" not in site.page("search/index.html")


def test_a_protected_name_is_in_no_index(site: SiteFolder) -> None:
    site.writeup("open", more="speakers: ['Ada Example, Director, The Trust']\n", body="A word about heat.")
    site.writeup(
        "closed",
        more="event: {attribution: chatham house rule}\nspeakers: ['Zebulon Hidden, Warden, The Trust']\n",
    )
    assert site.build(full_text=True).code == 0
    for path, data in tree(site.root / "_site").items():
        if path.endswith(("pf_fragment", "pf_meta", "pf_index", "pf_filter")):
            found = gzip.decompress(data)
        else:
            found = data
        assert b"zebulon" not in found.lower(), path
    assert "Zebulon" not in site.page("search/names.json")


def test_a_list_is_narrowed_while_typing_and_whole_without_a_script(browser: Browser, home: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{home}/speakers/")
    everybody = page.locator(".index li").count()
    page.get_by_label("Show only names with").press_sequentially("zielin")
    expect(page.locator(".index li:visible")).to_have_count(1)
    expect(page.locator(".index li:visible")).to_contain_text("Łukasz Zieliński")
    expect(page.locator(".letter:visible")).to_have_count(1)
    page.get_by_label("Show only names with").fill("qqq")
    expect(page.locator(".narrow [role=status]")).to_have_text("No name on this page has that.")
    page.get_by_label("Show only names with").fill("")
    expect(page.locator(".index li:visible")).to_have_count(everybody)
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}/speakers/")
    expect(page.locator(".index li:visible")).to_have_count(everybody)
    expect(page.locator(".narrow")).to_be_hidden()
    context.close()


def test_an_archive_with_nothing_in_it_yet_can_be_built(site: SiteFolder) -> None:
    site.write("site.toml", "")
    result = site.build(full_text=True)
    assert result.code == 0, result.err
    assert "data-full-text" not in site.page("search/index.html")
    site.write("content/pages/about.md", "---\ntitle: About\n---\nSoon.\n")
    assert site.build(full_text=True).code == 0
    assert "data-full-text" in site.page("search/index.html"), "a page such as About is found, too"


def test_the_folder_of_the_index_is_taken(site: SiteFolder) -> None:
    site.write("static/pagefind/pagefind.js", "mine")
    site.writeup("a")
    assert "address-collision" in site.build(full_text=True).problems[0]
    assert site.build().code == 0, "without an index it is a folder as any other"


def test_a_check_finds_what_a_build_would(site: SiteFolder) -> None:
    site.write("static/pagefind/pagefind.js", "mine")
    site.writeup("a")
    assert "address-collision" in site.run("check").problems[0]


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system limits no sizes of files")
def test_half_an_index_is_never_published(site: SiteFolder) -> None:
    site.write("site.toml", "open_data = false\n")  # the database is larger than a part of the index
    site.writeup("a", body="Heat.")
    site.build()
    before = tree(site.root / "_site")
    result = site.run("build", first=files_at_most(60_000))
    assert result.code == 1
    assert "not written whole" in result.err
    assert tree(site.root / "_site") == before
    assert site.build(full_text=True).code == 0


def test_namesakes_are_two_in_the_facets(site: SiteFolder) -> None:
    for id in ("john-smith", "john-smith-2"):
        site.write(f"content/people/{id}.md", "---\nname: John Smith\n---\n")
        site.writeup(id, more=f"speakers: [{{person: {id}}}]\n")
    assert site.build(full_text=True).code == 0
    filters = b"".join(
        gzip.decompress(file.read_bytes()) for file in (site.root / "_site/pagefind/filter").iterdir()
    )
    assert b"John Smith (john-smith)" in filters
    assert b"John Smith (john-smith-2)" in filters


def test_a_year_can_be_widened_by_another(page: Page, home: str) -> None:
    page.goto(f"{home}/search/?q=care")
    years = page.locator("input[name=year]")
    expect(years.first).to_be_attached()
    every = years.count()
    years.first.evaluate("box => box.click()")
    page.wait_for_url("**year=**")
    expect(page.locator("input[name=year]:checked")).to_have_count(1)
    expect(years).to_have_count(every)


def test_going_back_to_a_list_that_was_narrowed_shows_what_was_asked_for(page: Page, home: str) -> None:
    page.goto(f"{home}/speakers/")
    page.get_by_role("searchbox").fill("harbour")
    page.locator(".index a.person:visible").first.click()
    page.wait_for_url("**/speakers/*/")
    page.go_back()
    field = page.get_by_role("searchbox")
    shown = page.locator(".letter li:visible")
    expect(shown).to_have_count(2 if field.input_value() else page.locator(".letter li").count())


def test_a_dry_run_does_not_say_that_the_index_goes(site: SiteFolder) -> None:
    site.writeup("a", body="Heat.")
    assert site.build(full_text=True).code == 0
    site.writeup("a", body="Rain.")
    assert not site.build("--dry-run", "--json", full_text=True).json["removed"]


def test_signs_alone_find_nothing_and_a_name_alone_is_found(page: Page, home: str) -> None:
    page.goto(f"{home}/search/?q=***")
    expect(page.locator("#site_search h2")).to_contain_text("Nothing found")
    expect(page.locator(".named")).to_have_count(0)
    page.goto(f"{home}/search/?q=zielinsk")
    expect(page.locator(".named a")).to_have_count(1)
    expect(page.locator("#site_search h2")).not_to_contain_text("Nothing found")


def test_texts_are_searched_even_if_names_cannot_be(browser: Browser, home: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/names.json", lambda route: route.abort())
    page.goto(f"{home}/search/?q=timetable")
    expect(page.locator(".results > li").first).to_be_visible()
    context.close()
