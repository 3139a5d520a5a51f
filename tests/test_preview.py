"""The preview, started as a real process on loopback."""

import asyncio
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
    def __init__(self, site: SiteFolder, *options: str, port: int | None = None) -> None:
        if port is None:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                options = ("--port", str(probe.getsockname()[1]), *options)
        self.site = site
        self.process = subprocess.Popen(
            [*COMMAND, "-C", str(site.root), "serve", *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1,
        )  # fmt: skip
        self.lines: Queue[str] = Queue()
        self.seen: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.port = int(re.findall(r":(\d+)/", self.wait_for("Serving "))[0])
        self.wait_for("uilt")  # Built, or Not built

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


def test_drafts_and_embargoed_texts_are_shown_with_a_line_that_says_so(
    site: SiteFolder, start: Callable[..., Preview]
) -> None:
    site.writeup("a", more="status: draft\n")
    site.writeup("b", more="embargo: 2999-01-01\n")
    site.writeup("c")
    preview = start()
    preview.wait_for("Shown here, and left out by a build (2 files")
    assert "Draft: this writeup is not published yet." in preview.get(PAGE)[1]
    assert "Under embargo until" in preview.get("/writeups/2020/b/")[1]
    assert 'class="ribbon"' not in preview.get("/writeups/2020/c/")[1]
    for name in ("a", "b"):
        assert any(f"  content/writeups/{name}.md" in line for line in [*preview.seen, *preview.lines.queue])


def test_drafts_can_be_hidden_as_in_a_build(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a", more="status: draft\n")
    assert start("--no-drafts").get(PAGE)[0] == 404


def test_a_warning_is_said_once(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a", body="Text[^1].\n")
    preview = start()
    site.writeup("a", body="One more line.\n\nText[^1].\n")
    preview.wait_for("Built in ")
    site.writeup("b", body="Text[^2].\n")
    assert "content/writeups/b.md" in preview.wait_for("undefined-footnote")
    assert sum("undefined-footnote" in line for line in preview.seen) == 2


def test_a_build_is_one_line_with_the_time_and_the_file(
    site: SiteFolder, start: Callable[..., Preview]
) -> None:
    site.writeup("a")
    preview = start()
    site.writeup("a", body="Changed.")
    line = preview.wait_for("Built in ")
    assert re.fullmatch(
        r"\d\d:\d\d:\d\d Built in \d+\.\d s, \d+ files? changed: content/writeups/a\.md\.\n", line
    )


def test_a_renamed_file_is_offered_its_old_address(site: SiteFolder, start: Callable[..., Preview]) -> None:
    file = site.writeup("a")
    site.build()
    preview = start()
    file.rename(file.with_name("b.md"))
    assert "former_urls: [/writeups/2020/a/]" in preview.wait_for("was renamed to content/writeups/b.md")


def test_the_settings_and_new_folders_are_watched(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a")
    preview = start()
    site.write("site.toml", 'title = "Another title"\n')
    preview.wait_for("site.toml")
    assert "Another title" in preview.get("/")[1]
    site.write("static/own.txt", "first")
    preview.wait_for("static")
    site.write("static/own.txt", "second")
    preview.wait_for("static/own.txt")
    assert preview.get("/own.txt")[1] == "second"


def test_the_site_stands_under_its_path(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a")
    site.write("site.toml", 'base_url = "https://example.org/archive/"\n')
    preview = start()
    assert f"http://127.0.0.1:{preview.port}/archive/" in preview.seen[0]
    status, text, _ = preview.get("/archive/")
    assert status == 200
    assert "/writeups/2020/a/" in text or "writeups/2020/a/" in text
    status, _, headers = preview.get("/")
    assert (status, headers["Location"]) == (302, "/archive/")
    assert preview.get("/archive")[2]["Location"] == "/archive/"
    assert preview.get("/archive/writeups/2020/a")[2]["Location"] == "/archive/writeups/2020/a/"
    assert preview.get("/writeups/2020/a/")[0] == 404


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


def exchange(preview: Preview, request: str) -> bytes:
    """Send a request as it is, and return the answer until the server closes.

    The connection stays open in both directions: a server may take one that is half closed for given up.
    """
    with socket.create_connection(("127.0.0.1", preview.port), timeout=5) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        answer = b""
        while part := connection.recv(65_536):
            answer += part
        return answer


def test_requests_that_a_browser_does_not_send(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a", body="Some text.")
    site.write("static/data.bin", "0123456789")
    preview = start()
    local = f"127.0.0.1:{preview.port}"
    for host in (
        "127.0.0.1:abc",
        "127.0.0.1:",
        "127.0.0.1:99999",
        "127.0.0.1:80:80",
        "localhost:-1",
        "[::1]x",
    ):
        first = exchange(preview, f"GET / HTTP/1.1\nHost: {host}\nConnection: close").split(b"\r\n")[0]
        assert first.split()[1] in {b"400", b"421"}, host
    whole = exchange(preview, f"GET {PAGE} HTTP/1.1\nHost: {local}\nConnection: close")
    for line in ("Range: bytes=0-9", "Range: bytes=-5", "Range: bytes=999999-"):
        answer = exchange(preview, f"GET {PAGE} HTTP/1.1\nHost: {local}\n{line}\nConnection: close")
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), "a page is whole, as it has our scripts"
        assert f"Content-Length: {len(body)}".encode() in head
        assert body == whole.partition(b"\r\n\r\n")[2]
    head = exchange(preview, f"HEAD {PAGE} HTTP/1.1\nHost: {local}\nConnection: close")
    assert f"Content-Length: {len(body)}".encode() in head
    part = exchange(preview, f"GET /data.bin HTTP/1.1\nHost: {local}\nRange: bytes=2-4\nConnection: close")
    assert part.startswith(b"HTTP/1.1 206")
    assert part.endswith(b"\r\n\r\n234")
    for request, status in (
        (f"GET /nothing HTTP/1.1\nHost: {local}", b"404"),
        (f"GET /.env HTTP/1.1\nHost: {local}", b"404"),
        (f"GET / HTTP/1.1\nHost: {local}\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: cors", b"403"),
        (f"POST / HTTP/1.1\nHost: {local}\nContent-Length: 0", b"405"),
        ("GET / HTTP/1.1\nHost: evil.example", b"421"),
    ):
        answer = exchange(preview, f"{request}\nConnection: close")
        assert answer.split()[1] == status, request
        for header in (b"X-Content-Type-Options: nosniff", b"Cross-Origin-Resource-Policy: same-origin"):
            assert header in answer, request


def test_a_malformed_frame_closes_that_connection_only(
    site: SiteFolder, start: Callable[..., Preview]
) -> None:
    site.writeup("a")
    preview = start()

    async def talk() -> str:
        address = f"ws://127.0.0.1:{preview.port}/livereload"
        good = await websocket_connect(address)
        await good.write_message('{"command": "hello", "protocols": []}')
        await good.read_message()
        await good.write_message('{"command": "info", "url": "http://127.0.0.1/"}')
        for nonsense in ("not JSON", "[1]", "{}", '{"command": 1}'):
            bad = await websocket_connect(address)
            await bad.write_message(nonsense)
            if nonsense != '{"command": 1}':
                assert await bad.read_message() is None, "closed"
            bad.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", preview.port)
        writer.write(
            f"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"\xff\xff\xff\xff" * 8)
        assert await reader.read() == b"", "closed"
        writer.close()
        site.writeup("a", body="Changed.")
        message = str(await good.read_message())
        good.close()
        return message

    assert '"reload"' in IOLoop(make_current=False).run_sync(talk, timeout=30)
    assert preview.get(PAGE)[0] == 200
    assert not any("Traceback" in line for line in preview.seen)


def test_a_port_that_is_taken_is_said_in_one_line(site: SiteFolder) -> None:
    site.writeup("a")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = site.run("serve", "--port", str(taken.getsockname()[1]))
    assert result.code == 2
    assert re.search(r"port cannot be used \(.*\); try --port \d+\n", result.err)


def test_without_a_port_the_next_is_taken(site: SiteFolder) -> None:
    site.writeup("a")
    first = Preview(site, port=0)
    second = Preview(site, port=0)
    try:
        assert first.port != second.port
        assert 8000 <= first.port < second.port < 8020
    finally:
        second.stop()
        first.stop()


def test_the_preview_stays_out_of_version_control(site: SiteFolder, start: Callable[..., Preview]) -> None:
    site.writeup("a")
    start()
    assert (site.root / ".site-builder/.gitignore").read_text() == "*\n"
    shutil.rmtree(site.root / ".site-builder", ignore_errors=True)


WATCH = """
import sys
from pathlib import Path
from site_builder.preview.watching import SiteWatcher

root = Path(sys.argv[1])
watcher = SiteWatcher(root)
(root / "content/writeups/new.md").write_text("saved while a build is running")
while not (changes := watcher.changes()):
    pass
print(*changes)
"""


def test_what_is_saved_while_nobody_waits_is_noticed(site: SiteFolder) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(site.root)], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "content/writeups/new.md\n"
