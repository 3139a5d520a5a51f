"""The publish command: what it refuses, what it says, and what is left when it is broken off."""

import gzip
import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from site_builder.publishers.record import MISSING
from site_builder.publishers.site_files import publish_order
from site_builder.publishers.target import LOCK, RECORD
from tests.conftest import COMMAND, TODAY, SiteFolder
from tests.output.test_commit import FAULT
from tests.publishing.servers import tree_of

SETTINGS = "full_text_search = false\nopen_data = false\n"


@pytest.fixture
def held(site: SiteFolder, tmp_path: Path) -> Path:
    """The folder that the site is published into."""
    folder = tmp_path / "held"
    settings(site, folder)
    site.writeup(
        "a",
        more="speakers: [Ada Example]\n",
        body='[Here is](https://example.org)\n\n[So]{said="Ada Example"} it is.',
    )
    site.writeup("b")
    return folder


def settings(site: SiteFolder, folder: Path, more: str = "", first: str = "") -> None:
    site.write("site.toml", f'{first}{SETTINGS}[publish.web]\nkind = "folder"\npath = "{folder}"\n{more}')


def publish(site: SiteFolder, *arguments: str, code: int = 0, **options: str) -> str:
    result = site.run("publish", "--yes", *arguments, **options)  # type: ignore[arg-type]
    assert result.code == code, result.err + result.out
    return result.out + result.err


def test_the_plan_is_shown_and_nothing_is_done_without_a_yes(site: SiteFolder, held: Path) -> None:
    said = site.run("publish", "--dry-run")
    assert "0 changed, 0 to be removed, 0 unchanged" in said.out
    assert "Nothing was published there before." in said.out
    refused = site.run("publish")
    assert refused.code == 2
    assert "look at the plan with --dry-run, then add --yes" in refused.err
    assert tree_of(held) == {}


@pytest.mark.parametrize(("answer", "is_done"), [(b"n\n", False), (b"y\n", True)])
def test_on_a_terminal_it_asks(site: SiteFolder, held: Path, answer: bytes, is_done: bool) -> None:
    master, slave = pty.openpty()
    command = [*COMMAND, "-C", str(site.root), "publish"]
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(TODAY)}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=subprocess.PIPE, env=env)
    os.close(slave)
    os.write(master, answer)
    _, said = process.communicate(timeout=60)
    os.close(master)
    assert (held / "index.html").exists() is is_done, said
    assert process.returncode == (0 if is_done else 1)


def test_an_answer_for_programs(site: SiteFolder, held: Path) -> None:
    answer = json.loads(site.run("publish", "--yes", "--json").out)
    assert answer["ok"] is True
    assert answer["published"] is True
    assert "writeups/2020/a/index.html" in answer["new"]
    again = json.loads(site.run("publish", "--yes", "--json").out)
    assert again["published"] is False
    assert (again["new"], again["changed"], again["removed"], again["bytes"]) == ([], [], [], 0)
    (held / RECORD).write_text("{")
    failed = site.run("publish", "--yes", "--json")
    assert failed.code == 1
    assert json.loads(failed.out)["ok"] is False


def test_drafts_and_mistakes_are_not_published(site: SiteFolder, held: Path) -> None:
    site.writeup("c", more="status: draft\n")
    assert "1 not published: 1 draft" in publish(site)
    assert not (held / "writeups/2020/c").exists()
    before = tree_of(held)
    site.writeup("d", body="[[Nobody]]")
    assert "unresolved-link" in publish(site, code=1)
    assert tree_of(held) == before


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("static/.env.production", "X=1", ""),
        ("static/deploy.pem", "x", "look like secrets: deploy.pem"),
        ("static/a.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "look like secrets: a.txt"),
        ("static/old.json", '{"key": "AKIAABCDEFGHIJKLMNOP"}', "look like secrets: old.json"),
        (
            "content/writeups/c.md",
            "---\ntitle: C\ndate: 2020-01-02\n---\n[x](http://localhost:8000/a)\n",
            "link to your own machine: writeups/2020/c/index.html (http://localhost:8000/a)",
        ),
    ],
)
def test_what_must_not_be_public(site: SiteFolder, held: Path, path: str, text: str, reason: str) -> None:
    site.write(path, text)
    if not reason:  # files with a dot in front are no part of the site at all
        publish(site)
        assert not (held / ".env.production").exists()
        return
    said = publish(site, code=1)
    assert reason in said
    assert tree_of(held) == {}


def test_pages_that_were_changed_by_hand_are_not_lost_and_not_published(site: SiteFolder, held: Path) -> None:
    publish(site)
    before = tree_of(held)
    for name in ("a", "b"):
        page = site.root / f"_site/writeups/2020/{name}/index.html"
        (site.root / "content/writeups/b.md").unlink(missing_ok=True)
        page.write_text("By hand")
        said = publish(site, code=1)
        assert f"were changed by hand: writeups/2020/{name}/index.html" in said
        assert page.read_text() == "By hand"
        assert tree_of(held) == before
        page.unlink()


def test_many_removals_have_to_be_asked_for(site: SiteFolder, held: Path) -> None:
    for number in range(12):
        site.writeup(f"n{number}")
    publish(site)
    for number in range(12):
        (site.root / f"content/writeups/n{number}.md").unlink()
    said = publish(site, code=1)
    assert "12 files of" in said
    assert "add --max-removals 12" in said
    assert (held / "writeups/2020/n0/index.html").exists()
    publish(site, "--max-removals", "12")
    assert not (held / "writeups/2020/n0").exists()


def test_what_others_put_there_or_changed_stays(site: SiteFolder, held: Path) -> None:
    publish(site)
    (held / "by-hand.txt").write_text("mine")
    (held / "writeups/2020/b/index.html").write_text("mine, too")
    (site.root / "content/writeups/b.md").unlink()
    assert "writeups/2020/b/index.html is no longer part of the site" in publish(site)
    assert (held / "by-hand.txt").read_text() == "mine"
    assert (held / "writeups/2020/b/index.html").read_text() == "mine, too"


def test_without_the_record_nothing_is_removed(site: SiteFolder, held: Path) -> None:
    publish(site)
    (held / RECORD).unlink()
    (site.root / "content/writeups/b.md").unlink()
    publish(site, "--adopt")
    assert (held / "writeups/2020/b/index.html").exists()


def test_a_damaged_record_is_no_reason_to_guess(site: SiteFolder, held: Path) -> None:
    publish(site)
    record = json.loads((held / RECORD).read_text())
    for text in ("{", "[]", json.dumps({**record, "files": {"../outside.txt": ["0" * 64]}})):
        (held / RECORD).write_text(text)
        assert "is damaged or of a newer version" in publish(site, code=1)


def test_another_site_is_not_overwritten(site: SiteFolder, held: Path) -> None:
    publish(site)
    settings(site, held, first='title = "Another"\n')
    assert "the target holds another site, Event writeups" in publish(site, code=1)
    publish(site, "--adopt")


def test_addresses_that_end_are_named(site: SiteFolder, held: Path) -> None:
    publish(site)
    (site.root / "content/writeups/b.md").unlink()
    site.writeup("a", more="speakers: [Ada Example]\n", body="So it is.")
    said = publish(site)
    assert "would end (former_urls keeps an address)" in said
    assert "ends    /writeups/2020/b/  A title" in said
    assert "ends    /writeups/2020/a/#statement-" in said
    site.writeup("c", more="former_urls: [/writeups/2020/a/]\n")
    (site.root / "content/writeups/a.md").unlink()
    said = publish(site)
    assert "ends    /writeups/2020/a/ " not in said
    assert "ends    /speakers/ada-example/  Ada Example" in said
    assert "If somebody is not to be named any more" in said


def test_after_a_kill_at_any_moment_publishing_again_gives_the_same(site: SiteFolder, tmp_path: Path) -> None:
    site.writeup("a", more="speakers: [Ada Example]\n")
    expected = tmp_path / "expected"
    settings(site, expected)
    publish(site)
    for operation in range(2, 90, 11):
        held = tmp_path / f"held-{operation}"
        settings(site, held)
        site.write("content/writeups/a.md", (site.root / "content/writeups/a.md").read_bytes())
        killed = site.run("publish", "--yes", before=FAULT.replace("LIMIT", str(operation)))
        publish(site)
        files = {path: data for path, data in tree_of(held).items() if path != RECORD}
        wanted = {path: data for path, data in tree_of(expected).items() if path != RECORD}
        assert files == wanted, (operation, killed.code)


def test_of_two_on_one_machine_the_second_says_so(site: SiteFolder, held: Path) -> None:
    publish(site)
    began = '"began": "2026-10-01T00:00:00+00:00"'
    import socket

    site.writeup("c")
    (held / LOCK).write_text(f'{{"machine": "{socket.gethostname()}", "process": {os.getpid()}, {began}}}')
    assert "another publication to this target began at 2026-10-01" in publish(site, code=1)
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    process = int(ended.stdout)
    (held / LOCK).write_text(f'{{"machine": "{socket.gethostname()}", "process": {process}, {began}}}')
    publish(site)
    assert not (held / LOCK).exists()


def test_a_full_disk_loses_nothing(site: SiteFolder, held: Path) -> None:
    publish(site)
    before = tree_of(held)
    site.write("static/large.bin", os.urandom(3_000_000))
    site.build()
    limit = "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))"
    said = publish(site, code=1, first=limit)
    assert "large.bin: File too large" in said
    assert "publishing again goes on from there" in said
    assert {path: (held / path).read_bytes() for path in before if path != RECORD} == {
        path: data for path, data in before.items() if path != RECORD
    }
    publish(site)


@pytest.mark.parametrize(
    ("path", "message"),
    [(".", "holds the site itself"), ("content", "is or holds content/"), ("x\0y", "control character")],
)
def test_folders_that_are_no_target(site: SiteFolder, path: str, message: str) -> None:
    site.writeup("a")
    path = path.replace("\0", "\\u0000")
    site.write("site.toml", f'{SETTINGS}[publish.web]\nkind = "folder"\npath = "{path}"\n')
    assert message in publish(site, code=1)


def test_which_target_is_meant(site: SiteFolder) -> None:
    site.writeup("a")
    assert "site.toml has no target" in publish(site, code=2)
    two = f'{SETTINGS}[publish.one]\nkind = "zip"\npath = "1.zip"\n[publish.two]\nkind = "zip"\npath = "2.zip"\n'
    site.write("site.toml", two)
    assert "name one of them: one, two" in publish(site, code=2)
    assert 'has no target "three"' in publish(site, "three", code=2)
    publish(site, "two")
    assert (site.root / "2.zip").exists()
    assert "needs a table [announce]" in publish(site, "two", "--announce", code=2)


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ('path = "x"', "missing-key"),
        ('kind = "ftp"\npath = "x"', "not-a-choice"),
        ('kind = "folder"', "missing-key"),
        ('kind = "folder"\npath = "x"\npassword = "y"', "unknown-key"),
        ('kind = "folder"\npath = "x"\nprecompress = ["zip"]', "not-a-choice"),
    ],
)
def test_mistakes_in_a_target(site: SiteFolder, table: str, rule: str) -> None:
    site.writeup("a")
    site.write("site.toml", f"[publish.web]\n{table}\n")
    (problem,) = site.build().problems
    assert f": {rule}: " in problem


def test_a_zip_file_has_the_same_bytes_each_time(site: SiteFolder) -> None:
    site.write("site.toml", f'{SETTINGS}[publish.web]\nkind = "zip"\npath = "site.zip"\n')
    site.writeup("a")
    publish(site)
    first = (site.root / "site.zip").read_bytes()
    (site.root / "site.zip").unlink()
    publish(site)
    assert (site.root / "site.zip").read_bytes() == first
    site.writeup("b")
    publish(site)
    (site.root / "content/writeups/a.md").unlink()
    publish(site)
    with zipfile.ZipFile(site.root / "site.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert "writeups/2020/b/index.html" in names
    assert "writeups/2020/a/index.html" not in names


def test_compressed_copies_are_the_same_each_time(site: SiteFolder, held: Path) -> None:
    settings(site, held, 'precompress = ["gzip", "brotli"]\n')
    publish(site)
    page = (held / "index.html").read_bytes()
    assert gzip.decompress((held / "index.html.gz").read_bytes()) == page
    assert (held / "index.html.br").exists()
    assert not (held / "assets/fonts/newsreader.woff2.gz").exists()
    before = tree_of(held)
    assert "holds this very version" in publish(site)
    site.writeup("b", body="More.")
    publish(site)
    changed = {path for path, data in tree_of(held).items() if before.get(path) != data}
    assert {"writeups/2020/b/index.html", "writeups/2020/b/index.html.gz"} <= changed
    assert "writeups/2020/a/index.html.gz" not in changed


def test_the_order_in_which_files_come() -> None:
    paths = (
        "feed.xml", "sitemap.xml", "index.html", "writeups/2020/index.html", "speakers/index.html",
        "writeups/2020/a/index.html", "speakers/a/index.html", "assets/site.css", "data/writeups.csv",
    )  # fmt: skip
    ordered = sorted(paths, key=publish_order)
    assert set(ordered[:2]) == {"assets/site.css", "data/writeups.csv"}
    assert set(ordered[2:4]) == {"writeups/2020/a/index.html", "speakers/a/index.html"}
    assert set(ordered[-2:]) == {"feed.xml", "sitemap.xml"}
    assert not MISSING


def test_who_is_withheld_is_gone_from_the_target(site: SiteFolder, held: Path) -> None:
    site.write("content/people/ada-example.md", "---\nname: Ada Example\n---\n\nA chair.\n")
    site.writeup("a", more="speakers: [Ada Example, Ben Sample]\n")
    publish(site)
    assert any(b"Ada Example" in data for data in tree_of(held).values())
    site.write("content/people/ada-example.md", "---\nname: Ada Example\nwithheld: true\n---\n")
    said = publish(site, "--max-removals", "20")
    assert "/speakers/ada-example/ is gone" in said
    assert "web.archive.org" in said
    for path, data in tree_of(held).items():
        assert b"Ada Example" not in data, path
        assert b"ada-example" not in data, path
        assert "ada-example" not in path
