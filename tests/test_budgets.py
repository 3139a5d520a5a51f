"""How heavy pages may be, what they may ask for, and what Lighthouse says of them."""

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.conftest import BROWSER_FLAGS, ROOT, examples
from tests.test_accessibility import KINDS

READING = {name: path for name, path in KINDS.items() if name not in {"moved page", "missing page"}}
#: Lists from A to Z have a script that narrows them.
LISTS = {"speakers", "organisations", "topics"}


def pages_of(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*.html") if "pagefind" not in file.parts]


def check_weight(folder: Path) -> None:
    """Stop at pages that are too heavy for a phone on a train."""
    pages = pages_of(folder)
    compressed = statistics.median(len(gzip.compress(file.read_bytes(), 9)) for file in pages)
    assert compressed <= 14_000
    heavy = {file: size for file in pages if (size := file.stat().st_size) > 100_000}
    assert not heavy
    styles = list(folder.rglob("*.css"))
    assert len(styles) == 1
    assert len(gzip.compress(styles[0].read_bytes(), 9)) <= 12_000


def test_pages_and_styles_are_light(demonstration: Path) -> None:
    check_weight(demonstration)
    assert (demonstration / "assets/filter.js").stat().st_size <= 3_000
    assert len(gzip.compress((demonstration / "assets/search.js").read_bytes())) <= 5_000
    for file in pages_of(demonstration):
        scripts = re.findall(r'<script[^>]*src="([^"]*)"', file.read_text(encoding="utf-8"))
        assert len(scripts) <= 1, file
        if file.parent.name not in {*LISTS, "search"}:
            assert not scripts, file


@pytest.mark.skipif(
    "SITE_BUILDER_MANY" not in os.environ, reason="on request: SITE_BUILDER_MANY=2000 make test"
)
def test_thousands_of_generated_writeups_keep_the_budget(tmp_path: Path) -> None:
    import sys

    sys.path.insert(0, str(ROOT / "benchmarks"))
    from generate import write_ours  # type: ignore[import-not-found]

    from tests.conftest import SiteFolder

    write_ours(int(os.environ["SITE_BUILDER_MANY"]), tmp_path / "site")
    assert SiteFolder(tmp_path / "site").build().code == 0
    check_weight(tmp_path / "site/_site")


@pytest.mark.browser
@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1280, "height": 900}])
def test_few_requests_no_shift_and_no_long_lines(browser: Browser, home: str, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size, bypass_csp=True)  # to look at the page from inside
    for kind, address in READING.items():
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => "
            "window.shift += entry.value)).observe({type: 'layout-shift', buffered: true});"
        )
        page.goto(home + address)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert page.evaluate("window.shift") == 0, kind
        own = {url for url in asked if not re.search(r"/writeups/.*\.(png|jpg|webp)$", url)}
        assert len(own) <= 5, (kind, own)
        assert page.evaluate(LONGEST_LINE) <= 75, kind
        page.close()
    context.close()


#: Characters in the longest line of a paragraph of a text, measured as the browser breaks it.
LONGEST_LINE = """
() => {
  let most = 0;
  for (const paragraph of document.querySelectorAll(".prose > p")) {
    const style = getComputedStyle(paragraph);
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.font = style.font;
    const mean = canvas.measureText(paragraph.textContent).width / Math.max(1, paragraph.textContent.length);
    most = Math.max(most, paragraph.clientWidth / mean);
  }
  return Math.floor(most);
}
"""


@pytest.mark.browser
def test_focus_can_be_seen_and_goes_through_a_page_in_its_order(browser: Browser, home: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for kind in ("home", "writeup", "speaker of several roles", "speakers", "search"):
        page.goto(home + KINDS[kind])
        stops = page.evaluate(
            "[...document.querySelectorAll('a[href], button, input, summary, [tabindex=\"0\"]')]"
            ".filter(one => one.checkVisibility()).length"
        )
        before = -1.0
        for number in range(min(stops, 40)):
            page.keyboard.press("Tab")
            state = page.evaluate(FOCUS)
            assert state["outline"] >= 2, (kind, number, state)
            assert state["inside"], (kind, number, state)
            assert state["order"] > before, (kind, number, state)
            before = state["order"]
    context.close()


FOCUS = """
() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const all = [...document.querySelectorAll("*")];
  return {what: one.outerHTML.slice(0, 90), outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth, order: all.indexOf(one)};
}
"""


@pytest.fixture(scope="session")
def debugging_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a browser that Lighthouse drives: one for all pages."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "run tests/tools/install, as `make test` does"
    profile = tmp_path_factory.mktemp("profile")
    with subprocess.Popen(
        [program, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", *BROWSER_FLAGS],
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.match(r"DevTools listening on ws://[^:]+:(\d+)/", line):
                break
        threading.Thread(
            target=process.stderr.read, daemon=True
        ).start()  # a full pipe would stop the browser
        assert found
        yield int(found[1])
        process.terminate()


def lighthouse(url: str, port: int, folder: Path) -> dict[str, Any]:
    answer = folder / "lighthouse.json"
    done = subprocess.run(
        [
            "node", str(ROOT / "tests/tools/node_modules/lighthouse/cli/index.js"), url, "--quiet",
            "--output=json", f"--output-path={answer}", "--only-categories=performance,accessibility,best-practices,seo",
            f"--port={port}",
        ],
        env={**os.environ, "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.is_file(), done.stderr[-2000:]
    found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return found


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["writeup", "search", *(["home", "speaker"] if examples(1) > 1 else [])])
def test_lighthouse_has_nothing_to_ask_for(kind: str, home: str, debugging_port: int, tmp_path: Path) -> None:
    found = lighthouse(home + KINDS[kind], debugging_port, tmp_path)
    scores = {name: category["score"] for name, category in found["categories"].items()}
    # How fast this machine is must not decide; what a page does must.
    wanted = {"accessibility": 1, "best-practices": 1, "seo": 1}
    failed = [
        (audit["id"], audit.get("displayValue"))
        for audit in found["audits"].values()
        if audit["score"] not in {None, 1} and audit["scoreDisplayMode"] == "binary"
    ]
    assert {name: scores[name] for name in wanted} == wanted, failed
    assert found["audits"]["cumulative-layout-shift"]["numericValue"] == 0
    assert scores["performance"] >= 0.9
