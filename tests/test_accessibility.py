"""axe-core in a real browser, on one page of each kind; keyboard, reflow, print, complaints."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import examples

pytestmark = pytest.mark.browser

KINDS = {
    "home": "/",
    "archive": "/writeups/",
    "year": "/writeups/2014/",
    "writeup": "/writeups/2010/what-it-would-take-for-mutuals-to-fly/",
    "writeup with table and note": "/writeups/2010/counting-what-passengers-do/",
    "writeup under the rule": "/writeups/2019/rules-for-a-quiet-room/",
    "speakers": "/speakers/",
    "speaker": "/speakers/imani-okafor/",
    "speaker of several roles": "/speakers/margaret-thwaite/",
    "open data": "/data/",
    "speaker with a namesake": "/speakers/david-osei/",
    "only mentioned": "/speakers/charlie-mayfield/",
    "organisations": "/organisations/",
    "organisation": "/organisations/councils-of-the-north/",
    "topics": "/topics/",
    "topic": "/topics/social-care/",
    "all series": "/series/",
    "series": "/series/harbour-breakfasts/",
    "page": "/about/",
    "statistics": "/statistics/",
    "missing page": "/404.html",
    "search": "/search/",
    "briefing of a speaker": "/speakers/margaret-thwaite/briefing/",
    "briefing of an organisation": "/organisations/councils-of-the-north/briefing/",
    "briefing of a topic": "/topics/social-care/briefing/",
    "moved page": "/2010/10/co-ops-mutuals-and-all-that.html",
}
MODES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "forced colours": {"forced_colors": "active"},
    "large text": {},
    "text spacing": {},
}
#: In these, axe looks at every fourth page, and at each page in one of them, but where all is soaked.
LESSER_MODES = ["320 px", "forced colours", "large text", "text spacing"]
#: What readers set: text twice as large, and the spacing of WCAG 2.2, 1.4.12.
STYLES = {
    "large text": "html { font-size: 200% !important; }",
    "text spacing": "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
    "word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(params=MODES)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    # axe has to be put into pages whose policy allows no script.
    context = browser.new_context(bypass_csp=True, **MODES[request.param])
    page = context.new_page()
    style = STYLES.get(request.param)
    if style:
        page.add_init_script(
            "document.addEventListener('DOMContentLoaded', () => {"
            " const style = document.createElement('style');"
            f" style.textContent = {json.dumps(style)};"
            " document.head.append(style); });"
        )
    yield page
    context.close()


def test_axe_finds_no_violation(page: Page, home: str, request: pytest.FixtureRequest) -> None:
    mode = request.node.callspec.params["page"]
    found = []
    for number, (kind, address) in enumerate(KINDS.items()):
        page.goto(home + address)
        if kind == "moved page":
            continue  # leads on before anything can look at it; the next test looks at a copy that stays
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{kind} scrolls sideways"
        if mode in LESSER_MODES and (number + LESSER_MODES.index(mode)) % 4 and examples(1) == 1:
            continue
        # The dark mode changes colours only.
        rules = ["color-contrast", "link-in-text-block"] if mode == "dark" and examples(1) == 1 else RULES
        answer = Axe().run(page, options={"runOnly": rules}).response
        found += [(kind, one["id"], [node["html"] for node in one["nodes"]]) for one in answer["violations"]]
    assert found == []


def test_axe_finds_no_violation_in_a_moved_page(page: Page, home: str, demonstration: Path) -> None:
    moved = (demonstration / KINDS["moved page"].lstrip("/")).read_text(encoding="utf-8")
    staying = re.sub(r"<meta http-equiv.*?>", "", moved)
    page.route(
        f"**{KINDS['moved page']}", lambda route: route.fulfill(body=staying, content_type="text/html")
    )
    page.goto(home + KINDS["moved page"])
    answer = Axe().run(page, options={"runOnly": RULES}).response
    assert [(one["id"], one["nodes"]) for one in answer["violations"]] == []


def test_a_browser_has_nothing_to_complain_about(browser: Browser, home: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    # A request that the next page ends is no failure.
    page.on(
        "requestfailed",
        lambda request: request.failure == "net::ERR_ABORTED" or complaints.append(request.url),
    )
    page.on(
        "request",
        lambda request: complaints.append(request.url) if not request.url.startswith(home) else None,
    )
    for kind, address in KINDS.items():
        if kind != "moved page":
            page.goto(home + address)
    assert complaints == []
    context.close()


def test_the_skip_link_comes_first_and_moves_the_focus(browser: Browser, home: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(home + KINDS["writeup"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    box = page.locator(".skip-link").bounding_box()
    assert box is not None
    assert box["y"] >= 0, "it can be seen when it has the focus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "site_main"
    context.close()


def test_a_moved_page_leads_on_without_a_script(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + KINDS["moved page"])
    page.wait_for_url(f"{home}{KINDS['writeup']}")
    context.close()


def test_a_missing_page_deep_in_the_site_still_finds_its_style(
    browser: Browser, home: str, demonstration: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    not_found = (demonstration / "404.html").read_text(encoding="utf-8")
    page.route(
        "**/a/b/missing", lambda route: route.fulfill(status=404, body=not_found, content_type="text/html")
    )
    page.goto(f"{home}/a/b/missing")
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.locator("a", has_text="Home page").evaluate("link => link.href") == f"{home}/"
    context.close()


def test_a_page_prints_without_its_navigation(browser: Browser, home: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(home + KINDS["writeup"])
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
    assert page.locator("h1").is_visible()
    context.close()
