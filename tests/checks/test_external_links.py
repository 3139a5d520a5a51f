"""``check --external`` against servers on loopback that answer in every way."""

import http.server
import json
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from tests.conftest import SiteFolder


class Host(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[Counter[str]] = Counter()
    conditional: ClassVar[list[str]] = []
    at_once: ClassVar[list[int]] = [0, 0]
    lock: ClassVar[threading.Lock] = threading.Lock()

    def do_GET(self) -> None:
        with self.lock:
            self.at_once[0] += 1
            self.at_once[1] = max(self.at_once)
        self.asked[self.path] += 1
        if self.headers.get("If-None-Match"):
            self.conditional.append(self.path)
            self.answer(304)
        elif self.path.startswith("/moved"):
            self.answer(301, Location="/new")
        elif self.path == "/for-now":
            self.answer(302, Location="/new")
        else:
            status = {"/gone": 410, "/missing": 404, "/closed": 403, "/busy": 503, "/many": 429}
            self.answer(status.get(self.path.partition("?")[0], 200), ETag='"1"')
        with self.lock:
            self.at_once[0] -= 1

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    Host.asked.clear()
    Host.conditional.clear()
    Host.at_once[:] = [0, 0]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def links(host: str, *paths: str) -> str:
    return "\n\n".join(f"[Page number {number}]({host}{path})" for number, path in enumerate(paths))


def states(site: SiteFolder) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((site.root / ".site-builder/external-links.json").read_text("utf-8"))
    return {url.partition("/")[2].partition("/")[2]: state for url, state in answer.items()}


def test_each_answer(site: SiteFolder, host: str) -> None:
    site.writeup(
        "a", body=links(host, "/ok", "/moved", "/for-now", "/gone", "/missing", "/closed", "/busy", "/many")
    )
    result = site.run("check", "--external")
    assert result.code == 0
    assert "Outgoing links: 2 ok, 1 moved, 2 dead, 3 blocked." in result.out
    problems = "\n".join(result.problems)
    assert f'dead-link: warning: "{host}/gone" leads nowhere since' in problems
    assert f"https://web.archive.org/web/20200102/{host}/missing" in problems
    assert f'"{host}/moved" has moved for good; link the new address: {host}/new' in problems
    assert len(result.problems) == 3
    assert result.problems[0].startswith("content/writeups/a.md:8:17: "), "where the address stands"
    assert site.run("check", "--external", "--strict").code == 1


def test_the_next_run_asks_only_what_may_have_changed(site: SiteFolder, host: str) -> None:
    site.writeup("a", body=links(host, "/ok", "/gone", "/moved"))
    site.run("check", "--external")
    assert Host.asked["/ok"] == 1
    since = states(site)["gone" if "gone" in states(site) else next(iter(states(site)))]["since"]
    site.run("check", "--external")
    assert Host.asked["/ok"] == 1, "it was well some seconds ago"
    assert Host.asked["/gone"] == 2
    later = str(int(site_day()) + 30 * 86_400)
    site.run("check", "--external", env={"SOURCE_DATE_EPOCH": later})
    assert Host.conditional, "asked whether something has changed"
    dead = [state for state in states(site).values() if state["state"] == "dead"]
    assert [state["since"] for state in dead] == [since], "it is remembered since when it is dead"


def site_day() -> int:
    from tests.conftest import TODAY

    return int(TODAY)


def test_few_requests_at_once_to_one_host(site: SiteFolder, host: str) -> None:
    site.writeup("a", body=links(host, *(f"/page?{number}" for number in range(60))))
    assert "60 ok" in site.run("check", "--external").out
    assert Host.at_once[1] <= 2


def test_a_damaged_memory_begins_anew(site: SiteFolder, host: str) -> None:
    site.writeup("a", body=links(host, "/ok"))
    for damage in ("", "[]", '{"x": {"y": 1}}', "\0"):
        site.write(".site-builder/external-links.json", damage)
        assert "1 ok" in site.run("check", "--external").out


def test_nothing_is_asked_without_the_option(site: SiteFolder, host: str) -> None:
    site.writeup("a", body=links(host, "/gone"))
    assert site.run("check").problems == []
    assert not Host.asked


def test_a_host_that_says_nothing_is_no_problem(site: SiteFolder) -> None:
    site.writeup(
        "a", body="[Nobody listens](http://127.0.0.1:9/), [odd](http://[::1/), [odder](https://x y/)"
    )
    result = site.run("check", "--external", "--strict")
    assert "dead-link" not in result.err
