"""What is new, for readers and for those who follow; and whether what is published has changed since."""

import http.server
import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from site_builder.formats.digests import statement_digest, statement_in_page
from tests.conftest import SiteFolder

SETTINGS = 'full_text_search = false\nbase_url = "{base_url}"\n{more}[publish.web]\nkind = "folder"\npath = "{folder}"\n'


@pytest.fixture
def held(tmp_path: Path) -> Path:
    folder = tmp_path / "held"
    folder.mkdir()
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def publish(site: SiteFolder, *arguments: str, code: int = 0) -> str:
    result = site.run("publish", "--yes", *arguments)
    assert result.code == code, result.err + result.out
    return result.out + result.err


def settings(site: SiteFolder, folder: Path, base_url: str = "http://127.0.0.1:1/", more: str = "") -> None:
    site.write("site.toml", SETTINGS.format(folder=folder, base_url=base_url, more=more))


EVENT = "speakers: ['Ada Example, Director, The Trust']\ntopics: [Energy]\nevent: {name: Hearing, series: Hearings, place: Leeds}\n"


def test_what_is_new_for_everybody_who_follows(site: SiteFolder, held: Path, tmp_path: Path) -> None:
    settings(site, held)
    site.writeup("a", more=EVENT, title="The first & best")
    report = tmp_path / "report"
    publish(site, "--report", str(report))
    first = json.loads((report / "news.json").read_text())
    assert first["since"] == ""
    assert [item["title"] for item in first["new"]] == ["The first & best"]
    site.writeup("b", more=EVENT, title="The second")
    site.writeup("a", more=f"{EVENT}corrections: [{{date: 2020-02-03, text: The day was wrong.}}]\n")
    site.writeup("c", more="status: draft\n", title="A draft")
    publish(site, "--report", str(report), "--dry-run")
    publish(site, "--report", str(report))
    news = json.loads((report / "news.json").read_text())
    assert news["since"].startswith("2026-10-01")
    assert [item["title"] for item in news["new"]] == ["The second"]
    assert [item["corrections"] for item in news["corrected"]] == [["The day was wrong."]]
    both = ["/writeups/2020/b/", "/writeups/2020/a/"]
    for kind, name in {
        "people": "Ada Example", "organisations": "The Trust", "topics": "Energy", "series": "Hearings"
    }.items():  # fmt: skip
        (one,) = news[kind]
        assert (one["name"], one["writeups"]) == (name, both)
    text = (report / "news.txt").read_text()
    assert "* The second\n  2 January 2020 · Hearing · Leeds\n  With Ada Example\n" in text
    assert "  http://127.0.0.1:1/writeups/2020/b/\n" in text
    assert "A draft" not in text
    page = (report / "news.html").read_text()
    assert '<a href="http://127.0.0.1:1/writeups/2020/b/">The second</a>' in page
    assert not (held / "news.json").exists(), "it is written beside the site"
    (site.root / "content/writeups/b.md").unlink()
    publish(site, "--report", str(report))
    assert json.loads((report / "news.json").read_text())["gone"] == [["/writeups/2020/b/", "The second"]]


def mail_server(received: list[str]) -> socket.socket:
    """A server that takes mail (RFC 5321)."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rw", newline="\r\n", encoding="utf-8") as lines:
            lines.write("220 here\r\n")
            lines.flush()
            while line := lines.readline():
                word = line.strip().upper()
                if word == "DATA":
                    lines.write("354 go on\r\n")
                    lines.flush()
                    data = []
                    while (part := lines.readline()) != ".\r\n":
                        data.append(part)
                    received.append("".join(data))
                lines.write("221 bye\r\n" if word == "QUIT" else "250 yes\r\n")
                lines.flush()
                if word == "QUIT":
                    return

    threading.Thread(target=serve, daemon=True).start()
    return listener


def test_what_is_new_is_mailed(site: SiteFolder, held: Path) -> None:
    received: list[str] = []
    with mail_server(received) as listener:
        port = listener.getsockname()[1]
        announce = (
            f'[announce]\nserver = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
            'sender = "archive@example.org"\nto = ["list@example.org", "ada@example.org"]\n'
        )
        settings(site, held, more=announce)
        site.writeup("a", more=EVENT, title="The first")
        publish(site, "--announce")
    assert ["list@example.org" in mail for mail in received] == [True, False]
    assert "Subject: Event writeups" in received[0]
    assert "* The first" in received[0]
    assert "text/html" in received[0]
    site.writeup("b")
    said = publish(site, "--announce", code=1)
    assert "did not send the digest" in said
    assert (held / "writeups/2020/b/index.html").exists(), "the site is published all the same"


def test_a_quotation_can_be_verified(site: SiteFolder, held: Path, tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("there is no ssh-keygen")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text().strip()
    with served(held) as base:
        settings(site, held, base, f'[signing]\nkey_file = "{key}"\npublic_key = "{public}"\n')
        site.writeup("a", body='She said that [it is *so*]{said="Ada Example" #so}.\n\n> Two\n> lines.\n> — Ada Example\n',
                     more="speakers: [Ada Example]\n")  # fmt: skip
        assert "serves the new version" in publish(site)
        address = f"{base}writeups/2020/a/#so"
        said = site.run("verify-published", address)
        assert said.code == 0, said.err + said.out
        assert "The words of this statement are as they were published." in said.out
        assert "signed with the key" in said.out
        kept = tmp_path / "kept.json"
        kept.write_bytes((held / "digests.json").read_bytes())
        page = held / "writeups/2020/a/index.html"
        page.write_text(page.read_text().replace("Two\nlines.", "Three\nlines."))
        said = site.run("verify-published", address, "--json")
        assert (said.code, said.json["page_unchanged"], said.json["statement_unchanged"]) == (0, False, True)
        page.write_text(page.read_text().replace("<em>so</em>", "not so"))
        said = site.run("verify-published", address)
        assert said.code == 1
        assert "are not as they were published" in said.out
        assert "has changed since it was published" in said.out
        # A new version that is published is as published, but not as it was when somebody kept the digests.
        site.writeup(
            "a",
            body='She said that [it is not so]{said="Ada Example" #so}.',
            more="speakers: [Ada Example]\n",
        )
        publish(site)
        assert site.run("verify-published", address).code == 0
        assert site.run("verify-published", address, "--against", str(kept)).code == 1
        other = tmp_path / "other"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
        said = site.run("verify-published", address, "--key", f"{other}.pub")
        assert said.code == 1
        assert "not signed with the key: do not rely on them" in said.out
        assert (
            "nothing is known of a statement" in site.run("verify-published", f"{base}writeups/2020/a/#x").err
        )
        assert "is not there: it answered 404" in site.run("verify-published", f"{base}nowhere/").err
    assert site.run("verify-published", "nonsense").code == 2


def test_a_key_that_does_not_sign_is_reported(site: SiteFolder, held: Path) -> None:
    settings(site, held, more='[signing]\nkey_file = "no-such-key"\n')
    site.writeup("a")
    assert "no-such-key does not sign" in publish(site, code=2)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p>a</p><span class="said" id="x">b <b>c</b><a class="permalink"></a></span>', "bc"),
        (
            '<figure id="x"><blockquote><p>a</p><p>b<br>c</p></blockquote><figcaption>N</figcaption></figure>',
            "abc",
        ),
        ('<div class="turn" id="x"><p class="voice">N</p><p>a<sup>1</sup> b</p></div>c', "ab"),
        ('<p id="y">a</p>', None),
    ],
)
def test_the_words_of_a_statement(html: str, words: str | None) -> None:
    found = statement_in_page(html, "x")
    assert found is None if words is None else statement_digest([found or ""]) == statement_digest([words])


def test_changes_by_month(site: SiteFolder) -> None:
    for number in range(70):
        year, month = 2010 + number // 12, number % 12 + 1
        site.write(
            f"content/writeups/{year}-{month:02}-03-w{number}.md", f"---\ntitle: W {number}\n---\nText.\n"
        )
    site.write(
        "content/writeups/2010-01-04-x.md",
        "---\ntitle: Old\ncorrections: [{date: 2015-12-24, text: Better now.}]\n---\nText.\n",
    )
    site.write(
        "content/writeups/2026-09-01-y.md", "---\ntitle: Soon\nevent: {date: 2030-01-01}\n---\nText.\n"
    )
    assert site.build().code == 0
    first = site.page("changes/index.html")
    assert first.index("Soon") < first.index("December 2015") < first.index("October 2015")
    assert "Better now." in first
    assert 'changes/2010/01/"' in first
    month = site.page("changes/2010/01/index.html")
    assert "New in January 2010" in month
    assert month.count("<li>\n      <time") == 2
    assert (
        'href="../changes/"' in site.page("about/index.html")
        if (site.root / "_site/about").exists()
        else True
    )
    site.write("content/pages/changes.md", "---\ntitle: Mine\n---\nMine.\n")
    assert site.build().code == 0
    assert "<h1>Mine</h1>" in site.page("changes/index.html")


def test_the_limits_of_hosts(site: SiteFolder) -> None:
    site.writeup("a")
    said = site.run("doctor", "--host", "cloudflare")
    assert "run site-builder build, to compare its size" in said.out
    site.write("static/large.bin", bytes(27_000_000))
    site.write(
        "site.toml",
        'host = "cloudflare"\n[redirects]\n' + "".join(f'"/old/{n}" = "/"\n' for n in range(1_100)),
    )
    assert site.build().code == 0
    said = site.run("doctor")
    assert said.code == 1
    assert "large.bin, 27.0 MB of 26 MB" in said.out
    assert "2,200 of 2,000" in said.out
