"""The preview, started as a real process on loopback."""

import http.client
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, Queue

import pytest
from tornado.httpclient import HTTPRequest
from tornado.ioloop import IOLoop
from tornado.websocket import websocket_connect

from tests.conftest import COMMAND, SiteFolder


class Preview:
    def __init__(self, site: SiteFolder, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.site = site
        self.process = subprocess.Popen(
            [*COMMAND, "-C", str(site.root), "serve", "--port", str(self.port), *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1,
        )  # fmt: skip
        self.lines: Queue[str] = Queue()
        self.seen: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.wait_for("Serving ")

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, words: str, seconds: float = 30) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                line = self.lines.get(timeout=0.2)
            except Empty:
                continue
            self.seen.append(line)
            if words in line:
                return line
        raise AssertionError(f"{words!r} was not said: {self.seen}")

    def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", headers.pop("Host", f"127.0.0.1:{self.port}"))
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        try:
            return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders())
        finally:
            connection.close()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.reader.join(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def start(site: SiteFolder) -> Iterator[Callable[..., Preview]]:
    running: list[Preview] = []

    def begin(*options: str) -> Preview:
        running.append(Preview(site, *options))
        return running[-1]

    yield begin
    for preview in running:
        preview.stop()


PAGE = "/writeups/2020/a/"


def test_a_saved_change_is_built_and_served(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a", body="First text.")
    preview = start()
    status, text, headers = preview.get(PAGE)
    assert status == 200
    assert "First text." in text
    assert "charset=utf-8" in headers["Content-Type"].lower()
    assert headers["Cache-Control"] == "no-store"
    assert f'src="/livereload.js?port={preview.port}"' in text
    assert not (site.root / "_site").exists(), "a preview does not touch what was built for publishing"
    site.writeup("a", body="Second text.")
    preview.wait_for("Built in ")
    assert "Second text." in preview.get(PAGE)[1]


def test_after_a_mistake_the_last_good_page_stays(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a", body="Good text.")
    preview = start()
    site.writeup("a", body="See [[Nobody]].")
    assert "content/writeups/a.md:6:5: unresolved-link" in preview.wait_for("unresolved-link")
    preview.wait_for("the last good site is shown")
    assert "Good text." in preview.get(PAGE)[1]
    site.writeup("a", body="Mended text.")
    preview.wait_for("Built in ")
    assert "Mended text." in preview.get(PAGE)[1]


def test_a_preview_can_begin_with_a_mistake(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a", body="[[Nobody]]")
    preview = start()
    assert preview.get("/")[0] == 404
    site.writeup("a", body="Mended.")
    preview.wait_for("Built in ")
    assert "Mended." in preview.get(PAGE)[1]


def test_many_changes_at_once_are_few_builds(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a")
    preview = start()
    for number in range(50):
        site.writeup(f"w{number}")
    # Saving by rename, as editors do, with the litter that they leave.
    site.write("content/writeups/4913", "")
    site.write("content/writeups/.a.md.swp", "")
    new = site.write(
        "content/writeups/a.md.new~", "---\ntitle: Renamed\ndate: 2020-01-02\n---\n\nRenamed in.\n"
    )
    new.replace(site.root / "content/writeups/a.md")
    deadline = time.monotonic() + 30
    while "Renamed in." not in preview.get(PAGE)[1] and time.monotonic() < deadline:
        preview.wait_for("Built in ")
    assert "Renamed in." in preview.get(PAGE)[1]
    assert preview.get("/writeups/2020/w49/")[0] == 200
    assert sum("Built in" in line for line in preview.seen) <= 6


def test_an_open_page_is_told_to_load_itself_again(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a")
    preview = start()

    async def told() -> str:
        socket_ = await websocket_connect(f"ws://127.0.0.1:{preview.port}/livereload")
        await socket_.write_message('{"command": "hello", "protocols": []}')
        assert "serverName" in str(await socket_.read_message())
        await socket_.write_message('{"command": "info", "url": "http://127.0.0.1/"}')
        site.writeup("a", body="Changed.")
        message = str(await socket_.read_message())
        socket_.close()
        return message

    assert '"reload"' in IOLoop(make_current=False).run_sync(told, timeout=30)


def test_drafts_are_shown_on_request(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a", more="status: draft\n")
    assert start().get(PAGE)[0] == 404
    assert start("--drafts").get(PAGE)[0] == 200


SECRET = "a-secret-outside-the-site"


def test_only_this_machine_gets_answers_and_only_built_files(
    site: SiteFolder, start: Callable[..., Preview]
) -> None:
    site.writeup("a")
    site.write("secret.txt", SECRET)
    preview = start()
    for path in (
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "//etc/passwd", "/%2fetc/passwd",
        "/x%00", "/.site-builder/manifest.json", "/.env", "/.git/HEAD", "/nothing-here", "/forcereload",
    ):  # fmt: skip
        status, text, _ = preview.get(path)
        assert status in {400, 403, 404}, path
        assert SECRET not in text
        assert "Traceback" not in text
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "x" * 5_000, "[::1"):
        assert preview.get("/", Host=host)[0] in {400, 421}, host
    assert preview.get("/", Host=f"localhost:{preview.port}")[0] == 200
    assert preview.get("/assets/site.css", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    status, text, _ = preview.get("/nothing-here")
    assert "Page not found" in text, "the site's own page, as a static host would show"

    async def connect(origin: str) -> int:
        request = HTTPRequest(f"ws://127.0.0.1:{preview.port}/livereload", headers={"Origin": origin})
        try:
            (await websocket_connect(request)).close()
        except Exception as error:  # noqa: BLE001 - whatever the client raises carries the status
            return int(getattr(error, "code", 0))
        return 101

    loop = IOLoop(make_current=False)
    assert loop.run_sync(lambda: connect("http://evil.example")) == 403
    assert loop.run_sync(lambda: connect("http://[")) == 403
    assert loop.run_sync(lambda: connect(f"http://127.0.0.1:{preview.port}")) == 101
    assert preview.process.poll() is None


def test_a_port_that_is_taken_is_said_in_one_line(site: SiteFolder) -> None:
    site.writeup("a")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = site.run("serve", "--port", str(taken.getsockname()[1]))
    assert result.code == 2
    assert re.search(r"port \d+ cannot be used", result.err)


def test_the_preview_stays_out_of_version_control(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a")
    start()
    assert (site.root / ".site-builder/.gitignore").read_text() == "*\n"
    shutil.rmtree(site.root / ".site-builder", ignore_errors=True)


WATCH = """
import sys
from pathlib import Path
from site_builder.preview import SiteWatcher

root = Path(sys.argv[1])
watcher = SiteWatcher(root)
(root / "content/writeups/new.md").write_text("saved before watching began")
watcher.start()
watcher.wait()
print("noticed")
"""


def test_what_is_saved_before_watching_begins_is_noticed(site: SiteFolder) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(site.root)], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "noticed\n"
