"""The editor in the browser, against Decap's own proxy: a new writeup, and a change of one that is there."""

import functools
import http.server
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from site_builder.commands import admin
from tests.conftest import ROOT, SiteFolder

TOOLS = ROOT / "tests/tools"
PACKAGE = TOOLS / f"decap-cms-{admin.VERSION}.tgz"


def test_another_package_is_refused(site: SiteFolder, tmp_path: Path) -> None:
    site.writeup("a")
    other = tmp_path / "decap-cms.tgz"
    other.write_bytes(b"another package")
    result = site.run("admin", "install", "--from", str(other))
    assert result.code == 1
    assert "nothing was installed" in result.err
    assert not (site.root / ".site-builder/admin").exists()


@pytest.fixture
def editor(site: SiteFolder, browser: Browser) -> Iterator[Page]:
    """The list of writeups in the editor, of a new site."""
    shutil.rmtree(site.root / "content")  # a site with content gets no examples
    assert site.run("init", ".", "--yes", "--workflow", "none").code == 0
    assert site.run("admin", "install", "--from", str(PACKAGE)).code == 0
    settings = site.root / "site.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("#admin = false", "admin = true"), encoding="utf-8"
    )
    site.build()
    proxy = subprocess.Popen(
        ["node", str(TOOLS / "node_modules/.bin/decap-server")],
        env={**os.environ, "PORT": "8081", "GIT_REPO_DIRECTORY": str(site.root), "MODE": "fs", "BIND_HOST": "127.0.0.1"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    handler = functools.partial(Quiet, directory=str(site.root / "_site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    try:
        wait_for_port(8081)
        page.goto(f"http://localhost:{server.server_address[1]}/admin/")
        page.get_by_role("button", name="Login").click(timeout=30_000)
        expect(page.get_by_text("An example writeup")).to_be_visible(timeout=30_000)
        yield page
    finally:
        page.close()
        server.shutdown()
        server.server_close()
        proxy.terminate()
        proxy.wait(20)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


def wait_for_port(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens at {port}")


def publish(page: Page, words: str, content: Path) -> str:
    """Publish, once the editor has taken over what was typed; return the file that has some words then."""
    expect(page.frame_locator("iframe").get_by_text(words)).to_be_visible(timeout=30_000)
    asked = 0.0
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if time.monotonic() - asked > 5:  # the editor ignores it while it is busy with itself
            page.get_by_role("button", name="Publish").first.click()
            page.get_by_role("menuitem", name="Publish now").click()
            asked = time.monotonic()
        for file in content.rglob("*.md"):
            text = file.read_text("utf-8")
            if words in text and text.endswith("\n"):
                return text
        page.wait_for_timeout(50)
    raise AssertionError(f"no file has {words!r}")


@pytest.mark.browser
def test_a_colleague_adds_a_writeup_and_changes_another(site: SiteFolder, editor: Page) -> None:
    content = site.root / "content/writeups"
    editor.get_by_text("An example writeup").click()
    editor.get_by_label("Title").first.fill("An example, edited")
    changed = publish(editor, "An example, edited", content)
    assert "title: An example, edited\n" in changed
    assert "event: example-briefing\n" in changed
    assert (
        "  - Ada Example, Director, The Example Trust\n  - name: Ben Sample\n    position: Chair\n" in changed
    )
    assert "    quoted_by: Ada Example\n" in changed
    assert '{topic="Examples" #finding-it-again}' in changed

    editor.goto(editor.url.partition("#")[0] + "#/collections/writeups/new")
    editor.get_by_label("Title").first.fill("What the colleague heard")
    editor.get_by_role("button", name="Add Speakers").click()
    editor.locator("input[id*=line]").first.fill("Ada Example, Director, The Example Trust")
    editor.locator("[data-slate-editor=true]").last.click()
    editor.keyboard.type('Somebody [said so]{said="Ada Example"}.')
    publish(editor, "Somebody", content)
    assert site.run("check").code == 0
    site.build()
    [written] = (site.root / "_site/writeups").rglob("what-the-colleague-heard/index.html")
    assert "Somebody" in written.read_text("utf-8")


def test_only_the_page_of_the_editor_has_its_policy(site: SiteFolder) -> None:
    target = site.root / admin.ADMIN_SCRIPT
    target.parent.mkdir(parents=True)
    target.write_text("// the editor", encoding="utf-8")
    site.writeup("a")
    site.write(
        "site.toml",
        'admin = true\nbase_url = "https://example.org/"\n[repository]\nhost = "gitlab"\nname = "a/b"\n',
    )
    site.build()
    assert "'unsafe-eval'" in site.page("admin/index.html")
    assert "unsafe-eval" not in site.page("index.html")
    assert "/admin/" not in site.page("sitemap.xml")
    settings = json.loads(site.page("admin/config.yml"))
    assert settings["backend"] == {"name": "gitlab", "repo": "a/b", "branch": "main"}
    [writeups] = [one for one in settings["collections"] if one["name"] == "writeups"]
    assert [field["name"] for field in writeups["fields"]][:2] == ["title", "date"]
    target.write_text("// a newer editor", encoding="utf-8")
    site.build()
    assert site.page("admin/decap-cms.js") == "// a newer editor"
    assert site.run("check").code == 0
