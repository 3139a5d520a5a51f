"""What may stand beside a text: nothing of it runs in a browser, whatever is in it."""

import http.server
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error

from site_builder.formats.attachments import ENDINGS, refusal
from tests.conftest import ROOT, SiteFolder

HOSTILE = b"<html><script>document.title = 'ran'; fetch('/ran')</script><body onload=\"fetch('/ran')\">x"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files as a plain host does, and notes what is asked for."""

    policy = ""
    asked: list[str] = []  # noqa: RUF012 - one server at a time

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_request(self, *_arguments: object) -> None:
        self.asked.append(self.path)


@contextmanager
def served(folder: Path, policy: str) -> Iterator[str]:
    Handler.policy, Handler.asked = policy, []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def policy() -> str:
    found = re.search(
        r"Content-Security-Policy: (.*)", (ROOT / "docs/publishing.md").read_text(encoding="utf-8")
    )
    assert found
    return found[1]


@pytest.mark.browser
@pytest.mark.parametrize("with_policy", [False, True])
def test_nothing_beside_a_text_runs(site: SiteFolder, browser: Browser, with_policy: bool) -> None:
    names = [f"a{ending}" for ending in sorted(ENDINGS)]
    for name in names:
        hostile = b"x\n" + HOSTILE if name.endswith((".txt", ".csv", ".tsv")) else HOSTILE
        site.write(f"content/writeups/{name}", hostile)
    site.writeup("w", body=" ".join(f"[{name}]({name})" for name in names))
    assert site.build().code == 0
    with served(site.root / "_site", policy() if with_policy else "") as address:
        context = browser.new_context()
        for name in names:
            page = context.new_page()
            try:
                page.goto(f"{address}/writeups/{name}", wait_until="load")
                assert page.title() != "ran", name
            except Error as error:
                if not re.search("Download is starting|ERR_ABORTED", str(error)):  # what is no page is saved
                    raise
            page.close()
        context.close()
        assert "/ran" not in Handler.asked
        assert len(Handler.asked) >= len(names)


@pytest.mark.parametrize(
    "name",
    ["a.html", "a.htm", "a.xhtml", "a.svg", "a.xml", "a.js", "a.mht", "a", "a.exe", "a.HTML"],
)
def test_all_else_is_refused(site: SiteFolder, name: str) -> None:
    site.write("site.toml", "raw_html = true\n")
    site.write(f"content/writeups/{name}", HOSTILE)
    site.writeup("w", body=f"[a]({name})")
    (problem,) = site.build().problems
    assert ": unsafe-file: " in problem


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("JPEG", ".pdf"), ("PNG", ".txt"), ("GIF", ".csv"), ("TIFF", ".zip"), ("WEBP", ".doc")],
)
def test_a_picture_is_known_by_its_bytes(tmp_path: Path, kind: str, ending: str) -> None:
    file = tmp_path / f"a{ending}"
    Image.new("RGB", (4, 4)).save(file, kind)
    reason = refusal(file)
    assert reason is not None
    assert kind.lower() in reason[0].lower()


def test_pictures_lose_what_the_camera_wrote_in_static_and_in_tiff(site: SiteFolder) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Spycam"
    for path in ("static/hall.jpg", "static/unseen.jpg", "content/writeups/scan.tif"):
        site.write(path, b"")
        Image.new("RGB", (9, 9)).save(site.root / path, exif=exif)
    site.writeup("w", body="![The hall](/hall.jpg) [The scan](scan.tif)")
    assert site.build().code == 0
    assert b"Spycam" not in (site.root / "_site/hall.jpg").read_bytes()
    assert b"Spycam" not in (site.root / "_site/writeups/scan.tif").read_bytes()
    assert b"Spycam" in (site.root / "_site/unseen.jpg").read_bytes(), "as its author put it there"


def test_a_site_may_have_a_robots_file_of_its_own(site: SiteFolder) -> None:
    site.writeup("w")
    site.write("static/robots.txt", "User-agent: x\n")
    site.write("static/.htaccess", "Options -Indexes\n")
    assert site.build().code == 0
    assert site.page("robots.txt") == "User-agent: x\n"
    assert site.page(".htaccess") == "Options -Indexes\n"
