"""The preview in a real browser, against the real command."""

import re
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import SiteFolder
from tests.test_preview import PAGE, Preview

pytestmark = pytest.mark.browser

BROKEN = "---\ntitle: A title\ndate: 2020-13-45\n---\n\nText.\n"


@pytest.fixture
def preview(site: SiteFolder, request: pytest.FixtureRequest) -> Iterator[Preview]:
    site.writeup("a", body="First text.")
    site.write("site.toml", getattr(request, "param", ""))
    site.write("static/own.css", "h1 { color: rgb(1, 2, 3) }")
    running = Preview(site, "--follow") if "follow" in request.node.name else Preview(site)
    yield running
    running.stop()


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"http://127.0.0.1:{preview.port}{PAGE}")
    yield page
    context.close()
    assert complaints == []


def test_two_saves_end_with_the_last_text(site: SiteFolder, preview: Preview, page: Page) -> None:
    expect(page.locator("main")).to_contain_text("First text.")
    site.writeup("a", body="Second text.")
    time.sleep(0.5)  # what is tested: a writer who saves again at once
    site.writeup("a", body="Third text.")
    began = time.monotonic()
    expect(page.locator("main")).to_contain_text("Third text.", timeout=20_000)
    print(f"The last text was there after {time.monotonic() - began:.1f} s")


def test_fifty_files_at_once_are_at_most_two_builds(site: SiteFolder, preview: Preview, page: Page) -> None:
    before = len(preview.seen)
    for number in range(50):
        site.writeup(f"w{number}")
    site.writeup("a", body="The last of all.")
    expect(page.locator("main")).to_contain_text("The last of all.", timeout=20_000)
    site.writeup("a", body="The end.")
    preview.wait_for(": content/writeups/a.md.")
    builds = [line for line in preview.seen[before:] if "Built in" in line]
    assert len(builds) - 1 <= 2, builds


def test_a_mistake_is_shown_in_place_of_the_page_until_it_is_fixed(
    site: SiteFolder, preview: Preview, page: Page
) -> None:
    site.write("content/writeups/a.md", BROKEN)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=20_000)
    expect(dialog).to_contain_text("1 error in the site")
    expect(dialog.locator("pre")).to_have_text(re.compile(r"^date: 2020-13-45\n {6}\^$"))
    link = dialog.get_by_role("link", name="content/writeups/a.md:3:7")
    expect(link).to_have_attribute("href", f"vscode://file{quote(str(site.root))}/content/writeups/a.md:3:7")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("main")).to_contain_text("First text.")
    page.reload()
    expect(dialog).to_be_visible()
    site.writeup("a", body="Fixed text.")
    expect(page.locator("main")).to_contain_text("Fixed text.", timeout=20_000)
    expect(dialog).to_have_count(0)


def test_the_list_of_mistakes_can_be_read_by_everybody(
    site: SiteFolder, preview: Preview, page: Page
) -> None:
    site.write("content/writeups/a.md", BROKEN)
    expect(page.get_by_role("dialog")).to_be_visible(timeout=20_000)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.tagName") == "A"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.tagName") == "A", (
        "focus stays inside"
    )


@pytest.mark.parametrize("preview", ['theme = { stylesheets = ["/own.css"] }\n'], indirect=True)
def test_a_stylesheet_is_exchanged_without_a_reload(site: SiteFolder, preview: Preview, page: Page) -> None:
    colour = "getComputedStyle(document.querySelector('h1')).color"
    page.wait_for_function(f"{colour} === 'rgb(1, 2, 3)'")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stays = true")
    site.write("static/own.css", "h1 { color: rgb(4, 5, 6) }")
    page.wait_for_function(f"{colour} === 'rgb(4, 5, 6)'", timeout=20_000)
    assert page.evaluate("window.stays") is True


def test_the_place_in_a_long_page_is_kept(site: SiteFolder, preview: Preview, page: Page) -> None:
    long = "\n\n".join(f"Paragraph {number}." for number in range(200))
    site.writeup("a", body=long)
    expect(page.locator("main")).to_contain_text("Paragraph 199.", timeout=20_000)
    page.evaluate("window.scrollTo(0, 3000)")
    site.writeup("a", body=f"{long}\n\nOne more.")
    expect(page.locator("main")).to_contain_text("One more.", timeout=20_000)
    page.wait_for_function("window.scrollY === 3000")


@pytest.mark.parametrize("preview", ['base_url = "https://example.org/archive/"\n'], indirect=True)
def test_the_path_of_production(site: SiteFolder, preview: Preview, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{preview.port}/")
    assert page.url.endswith("/archive/")
    page.get_by_role("link", name="A title").first.click()
    assert page.url.endswith(f"/archive{PAGE}")
    site.writeup("a", body="Second text.")
    expect(page.locator("main")).to_contain_text("Second text.", timeout=20_000)
    page.goto(f"http://127.0.0.1:{preview.port}/archive/no-such-page/")
    page.get_by_role("link", name="Event writeups").first.click()
    assert page.url.endswith("/archive/"), "the page for missing addresses links from the root of the site"
    page.close()


def test_follow_goes_to_the_page_that_was_saved(site: SiteFolder, preview: Preview, page: Page) -> None:
    site.writeup("b", body="Another text.")
    page.wait_for_url("**/writeups/2020/b/", timeout=20_000)
    site.writeup("a", body="Second text.")
    page.wait_for_url(f"**{PAGE}", timeout=20_000)


def test_a_preview_that_begins_with_a_mistake_shows_it(site: SiteFolder, browser: Browser) -> None:
    site.write("content/writeups/a.md", BROKEN)
    preview = Preview(site)
    try:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{preview.port}/")
        expect(page.get_by_role("dialog")).to_contain_text("content/writeups/a.md:3:7")
        site.writeup("a", body="Fixed text.")
        expect(page.get_by_role("heading", name="Event writeups").first).to_be_visible(timeout=20_000)
        page.close()
    finally:
        preview.stop()
